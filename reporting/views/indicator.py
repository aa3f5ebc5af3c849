"""The page of one indicator, and the same as a file."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators import asking, values
from indicators.definition import PlaceCount
from indicators.measures.shapes import ChildStock, Measure, PlaceStock
from indicators.naming import denominator_name
from places.models import Level
from reporting import charts, downloads
from reporting.downloads import SVG_WIDTH
from reporting.indicator_page import IndicatorPage
from reporting.indicator_tables import (
    as_table,
    goal_twin,
    in_no_unit_words,
    parts_twin,
    reported_rows,
    trend_twin,
    units_twin,
)
from reporting.pickers import PickForm, refused
from reporting.snippets import snippets
from reporting.views.pages import about_figures


@require_permission(P.INDICATOR_VIEW)
@about_figures
def indicator(request, picked, code, extension=None):
    page = IndicatorPage.of(picked, asking.indicator(code), request.GET)
    try:
        page.series  # noqa: B018 - asked now, so that what is not offered is refused here
    except values.NotOffered as why:
        return refused(request, why)
    if extension:
        return downloads.answer(extension, as_table(page), _chart(request, page) if extension == "svg" else None)
    trend_columns, trend_rows = trend_twin(page)
    goal_columns, goal_rows = goal_twin(page)
    unit_columns, unit_rows = units_twin(page)
    part_columns, part_rows = parts_twin(page)
    context = {
        "picked": picked,
        "page": page,
        "indicator": page.indicator,
        "figure": page.figure,
        "picker": PickForm(picked, group=page.group, **_kept(request, "by", "level", "from")),
        "legend": [(charts.mark_swatch(kind), words) for kind, words in _marks(page)],
        "has_trend": _has_trend(page),
        "trend_columns": trend_columns,
        "trend_rows": trend_rows,
        "goal_columns": goal_columns,
        "goal_rows": goal_rows,
        "part_columns": part_columns,
        "part_rows": part_rows,
        "unit_columns": unit_columns,
        "unit_rows": unit_rows,
        "snippets": snippets(request, page.indicator, picked, by=page.by, group=page.group),
        "judgements": page.judgements,
        "tiles": page.tiles_chart(),
        "parts_chart": page.parts_chart(),
        "reported": reported_rows(page),
        "denominator_words": denominator_name(page.indicator),
        "in_no_unit_words": in_no_unit_words(page) if page.in_no_unit else "",
        "unsettled_url": _unsettled_url(request.user, page),
        **_drill_urls(request.user, page),
        **_other_level(page),
    }
    return render(request, "reporting/indicator.html", context)


def _kept(request, *names):
    return {name: request.GET.get(name) for name in names}


def _chart(request, page):
    kinds = {"trend": page.trend_chart, "ranked": page.ranked_chart, "tiles": page.tiles_chart}
    draw = kinds.get(request.GET.get("chart", "trend"))
    return draw(width=SVG_WIDTH) if draw else None


def _has_trend(page):
    """Whether there is anything to draw besides one number."""
    days = {figure.value.period.last for figure in page.trend if figure.is_known}
    return page.goal is not None or len(days | {row.ends_on for row in page.reported}) > 1


def _marks(page):
    if any(figure.is_known for figure in page.trend):
        yield "line", _("tính từ sổ")
    if any(figure.is_so_far for figure in page.trend):
        yield "so_far", _("tính từ sổ, kỳ chưa hết")
    if page.reported:
        yield "reported", _("số công bố")
    if page.goal:
        yield "path", _("lộ trình")
        if page.goal.band:
            yield "forecast", _("dự báo, khoảng 80%")


def _drill_urls(user, page):
    """Where the rows behind the figure are, for those who may open them."""
    if not page.picked.place.path.startswith(tuple(user.territory(P.INDICATOR_DRILL))):
        return {}
    url = f"{reverse('reporting:drill', args=[page.indicator.code])}?{page.address(by=None)}"
    urls = {"drill_url": f"{url}&part=numerator"}
    if isinstance(page.indicator.denominator, Measure | PlaceCount):
        urls["drill_denominator_url"] = f"{url}&part=denominator"
    if page.picked.boundaries == "then" and isinstance(page.indicator.numerator, ChildStock | PlaceStock):
        urls["changes_url"] = f"{reverse('reporting:changes', args=[page.indicator.code])}?{page.address(by=None)}"
    return urls


def _unsettled_url(user, page):
    """Where those who keep the register say in which part of a divided commune a child lives."""
    left = page.in_no_unit
    if left is None or not isinstance(page.indicator.numerator, ChildStock) or not user.territory(P.CHILD_VIEW):
        return ""
    return f"{reverse('cases:children')}?home=unsettled"


def _other_level(page):
    """A province with districts is divided by them, or by communes; of a period that is not kept only when asked."""
    if page.level is None:
        below = page.picked.level_below
        return {"count_units_url": page.url(level=below)} if below else {}
    if page.picked.place.level != Level.PROVINCE or page.picked.level_below != Level.DISTRICT:
        return {}
    if page.level == Level.DISTRICT:
        return {"other_level_url": page.url(level=Level.COMMUNE), "other_level_words": _("Xem theo xã")}
    return {"other_level_url": page.url(level=None), "other_level_words": _("Xem theo huyện")}
