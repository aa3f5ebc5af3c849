"""The value of an indicator, for a place and a period. Reads cells, never facts; never averages percentages.

    values.of("H01", place, "2022")                      one value
    values.of("H01", place, "2022", by="sex")            with its parts
    values.of("M01", place, "2020", group="safe_house")  of one group
    values.series("H01", place, ["2016", "2017"])        the same place over time
    values.many(["H01", "R01"], place, "2022")           several indicators
    values.grid(["H01", "R01"], [place], ["2021"])       all of them, in every place, for every period
    values.children_of("H01", place, "2022", "district") every unit of a level in it
    values.freshness(place)                              how long the oldest mark has waited

Who may see a live value is decided where it is shown: withholding.Withheld(user).shown(values) (ruling 17).
"""

from datetime import timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import periods, registry, year_on_year
from indicators.answering import Answers, places_below
from indicators.definition import By
from indicators.models import Stale
from indicators.value import Part, Source, Status, Value
from indicators.year_on_year import bases_of, is_change, spans_of
from places.models import Place

__all__ = [
    "NotOffered",
    "Part",
    "Source",
    "Status",
    "Value",
    "children_of",
    "freshness",
    "grid",
    "many",
    "of",
    "series",
]


class NotOffered(ValueError):
    """The indicator has no such breakdown, group or boundaries; the message names what there is."""


def of(indicator, place, period, by=None, *, group="", boundaries="then"):
    """The value of an indicator (or its code) in a place for a period (or its id), with its parts `by` sex, age, group.

    boundaries: "then", the place as it is named; "now", the units that stood for it on the count day. Raises
    UnknownIndicator, PeriodUnreadable, NotOffered.
    """
    return series(indicator, place, [period], by, group=group, boundaries=boundaries)[0]


def series(indicator, place, asked, by=None, *, group="", boundaries="then"):
    """The values of one indicator for several periods, in the order asked for."""
    (indicator,), spans = _asked([indicator], asked, by, group, boundaries)
    value = _reading([indicator], [place], spans, by=by and By(by), group=group, boundaries=boundaries)
    return [value(indicator, place, span) for span in spans]


def many(indicators, place, period, *, boundaries="then"):
    """The values of several indicators for one period, in the order asked for."""
    indicators, (span,) = _asked(indicators, [period], None, "", boundaries)
    value = _reading(indicators, [place], [span], boundaries=boundaries)
    return [value(indicator, place, span) for indicator in indicators]


def grid(indicators, places, asked, by=None, *, group="", boundaries="then"):
    """The value of every indicator in every place for every period, in that order, in one reading."""
    indicators, spans = _asked(indicators, asked, by, group, boundaries)
    value = _reading(indicators, places, spans, by=by and By(by), group=group, boundaries=boundaries)
    return [value(indicator, place, span) for indicator in indicators for place in places for span in spans]


def children_of(indicator, place, period, level, *, group="", boundaries="then"):
    """The value for each unit of the level within the place, in alphabetical order: the units of the count day, or
    with boundaries="now" those of today."""
    (indicator,), (span,) = _asked([indicator], [period], None, group, boundaries)
    today = timezone.localdate()
    below = places_below(place, level, today if boundaries == "now" else span.count_day(today))
    value = _reading([indicator], below, [span], group=group, boundaries=boundaries)
    return [value(indicator, unit, span) for unit in below]


def _reading(indicators, places, spans, **how):
    """value(indicator, place, span), all from one reading; what compares two periods is told from both."""
    answers = Answers(bases_of(indicators), places, spans_of(indicators, spans), **how)

    def value(indicator, place, span):
        if not is_change(indicator):
            return answers.value(indicator, place, span)
        return year_on_year.compared(indicator, span, lambda base, at: answers.value(base, place, at))

    return value


def freshness(place):
    """How long the oldest mark within the place has waited to be counted; None when nothing waits."""
    within = Place.objects.within(place).values("pk")
    oldest = Stale.objects.filter(place_id__in=within).aggregate(at=Min("created_at"))["at"]
    return oldest and max(timezone.now() - oldest, timedelta(0))


def _asked(indicators, asked_periods, by, group, boundaries):
    indicators = [registry.get(indicator) for indicator in indicators]
    spans = [periods.as_span(period) for period in asked_periods]
    if boundaries not in ("then", "now"):
        raise NotOffered(_("Ranh giới chỉ có thể là “then” (của thời kỳ đó) hoặc “now” (hiện nay)."))
    if group and by is not None:  # no cells cross the groups with another breakdown (ruling 28)
        raise NotOffered(_("Một nhóm không chia tiếp được: chỉ dùng được “group” hoặc “by”, không cùng lúc."))
    for indicator in indicators:
        if by is not None and by not in indicator.by:
            offered = ", ".join(indicator.by) or _("không có")
            raise NotOffered(
                _("Chỉ số %(code)s không phân tổ theo “%(by)s”; các phân tổ: %(offered)s.")
                % {"code": indicator.code, "by": str(by)[:20], "offered": offered}
            )
        _refuse_group(indicator, group)
    return indicators, spans


def _refuse_group(indicator, group):
    """An unknown group has no figure: nobody in it would read as 0."""
    if indicator.offers(group):
        return
    if By.GROUP not in indicator.by:
        raise NotOffered(_("Chỉ số %(code)s không chia theo nhóm.") % {"code": indicator.code})
    offered = ", ".join(indicator.groups.names()) or _("không có")
    raise NotOffered(
        _("Chỉ số %(code)s không có nhóm “%(group)s”; các nhóm: %(offered)s.")
        % {"code": indicator.code, "group": group[:40], "offered": offered}
    )
