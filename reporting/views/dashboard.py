"""The figures of a place: the few that matter most, then all of them by topic."""

from django.db.models import Q
from django.shortcuts import render

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators import values
from indicators.models import Completeness
from indicators.withholding import Withheld
from reporting import charts, downloads
from reporting.figure_words import Figure, chart_unit
from reporting.overview import YEARS, Overview, as_table
from reporting.pickers import PickForm
from reporting.views.pages import about_figures


@require_permission(P.INDICATOR_VIEW)
@about_figures
def dashboard(request, picked, extension=None):
    overview = Overview.of(picked)
    if extension:
        return downloads.answer(extension, as_table(overview, picked))
    context = {
        "picked": picked,
        "picker": PickForm(picked),
        "overview": overview,
        "headlines": _with_trends(overview, picked),
        "waiting": values.freshness(picked.place),
        "elsewhere": _declared(picked) if overview.nothing_known else [],
    }
    return render(request, "reporting/dashboard.html", context)


def _with_trends(overview, picked):
    """[(figure, sparkline)]: each headline with the years before it."""
    headlines = overview.headlines
    if not headlines:
        return []
    spans = picked.years_back(YEARS)
    found = values.grid([figure.indicator for figure in headlines], [picked.place], spans)
    found = Withheld(picked.user).shown(found)
    return [
        (figure, _sparkline(figure, found[number * len(spans) : (number + 1) * len(spans)]))
        for number, figure in enumerate(headlines)
    ]


def _sparkline(figure, found):
    points = [(value.period.first.year + value.period.first.month / 12, Figure(value).plain) for value in found]
    labels = {when: value.period.id for (when, _plain), value in zip(points, found, strict=True)}
    return charts.sparkline(
        points, [], str(figure.indicator.name), unit=chart_unit(figure.indicator.unit), labels=labels, height=96
    )


def _declared(picked):
    """[(place, last year declared complete)]: where within reach there are figures."""
    about = Q()
    for path in picked.user.territory(P.INDICATOR_VIEW):
        about |= Q(place__path__startswith=path)
    found = {}
    for row in Completeness.objects.filter(about).select_related("place").order_by("place__path"):
        found[row.place] = max(found.get(row.place, 0), min(row.ends_on or picked.today, picked.today).year)
    return sorted(found.items(), key=lambda pair: (pair[0].path.count("."), pair[0].sort_key))[:12]
