"""The figures of a place: the few that matter most, then all of them by topic."""

from django.db.models import Q
from django.shortcuts import render

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators import values
from indicators.models import Completeness
from reporting import charts, downloads
from reporting.figure_words import chart_unit, short_name, time_of
from reporting.overview import Overview, as_table
from reporting.pickers import PickForm
from reporting.views.pages import about_figures


@require_permission(P.INDICATOR_VIEW)
@about_figures
def dashboard(request, picked, extension=None):
    if extension:
        return downloads.answer(extension, as_table(Overview.of(picked, years=1), picked))
    overview = Overview.of(picked)
    context = {
        "picked": picked,
        "picker": PickForm(picked),
        "overview": overview,
        "headlines": [(f, _sparkline(f, overview.series[f.indicator.code])) for f in overview.headlines],
        "waiting": values.freshness(picked.place),
        "elsewhere": _declared(picked) if overview.nothing_known else [],
    }
    return render(request, "reporting/dashboard.html", context)


def _sparkline(figure, found):
    points = [(time_of(each.value.period), each.plain) for each in found]
    labels = {when: short_name(each.value.period) for (when, _plain), each in zip(points, found, strict=True)}
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
