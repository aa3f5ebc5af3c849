"""The figures of a place: the few that matter most, then all of them by topic."""

from django.db.models import Q
from django.shortcuts import render

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators import values
from indicators.models import Completeness
from reporting import charts, downloads, goal_charts, goals
from reporting.figure_words import chart_unit, time_of, time_words
from reporting.overview import Overview, as_table
from reporting.pickers import PickForm
from reporting.views.pages import about_figures

FEWEST_POINTS = 2


@require_permission(P.INDICATOR_VIEW)
@about_figures
def dashboard(request, picked, extension=None):
    if extension == "svg":
        overview = Overview.of(picked)
        return downloads.answer(extension, as_table(overview, picked), _chart(overview, request.GET.get("chart")))
    if extension:
        return downloads.answer(extension, as_table(Overview.of(picked, years=1), picked))
    overview = Overview.of(picked)
    context = {
        "picked": picked,
        "picker": PickForm(picked),
        "overview": overview,
        "usual_reason": overview.usual_reason,
        "headlines": _headlines(overview),
        "boundary_links": picked.boundary_links(lambda **changes: f"?{picked.address(**changes)}"),
        "waiting": values.freshness(picked.place),
        "elsewhere": _declared(picked) if overview.nothing_known else [],
    }
    return render(request, "reporting/dashboard.html", context)


def _headlines(overview):
    """[(figure, judgements, sparkline)]"""
    return [
        (figure, judged, _sparkline(figure, overview, judged) if figure.is_known else goal_charts.small(judged[0]))
        for figure, judged in overview.headlines
    ]


def _chart(overview, code):
    """The trend of one of the headlines, by its code; of the first that has one where none is named."""
    for figure, judged in overview.headlines:
        if code in (None, figure.indicator.code) and (
            chart := _sparkline(figure, overview, judged, downloads.SVG_WIDTH)
        ):
            return chart
    return None


def _sparkline(figure, overview, judgements, width=None):
    found = overview.series[figure.indicator.code]
    points = [(time_of(each.value.period), each.plain) for each in found]
    path = goals.path_of(judgements, figure.indicator)
    if not path and sum(amount is not None for _when, amount in points) < FEWEST_POINTS:
        return ""  # the number is written above; alone it is no trend
    labels = {when: f"{when:g}" for when, _amount in path}
    labels |= {time_of(each.value.period): time_words(each.value) for each in found}
    return charts.sparkline(
        points,
        path,
        str(figure.indicator.name),
        unit=chart_unit(figure.indicator.unit),
        so_far=[time_of(each.value.period) for each in found if each.is_so_far],
        labels=labels,
        height=96,
        width=width,
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
