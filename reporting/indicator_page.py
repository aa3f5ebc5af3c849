"""One indicator of one place: its figure, its years, its units, its parts, what others reported."""

import math
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators import asking, values
from indicators.definition import By, Indicator
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith
from indicators.models import ReportedFigure
from indicators.naming import breakdown_name, denominator_name
from indicators.value import in_no_unit
from indicators.withholding import Withheld
from places import numerals
from places.models import Level
from programs.models import Target
from reporting import charts, cumulative, goals
from reporting.figure_words import Figure, chart_unit, day_as_time, number, part_words, time_of, time_words
from reporting.pickers import Picked
from reporting.tile_layouts import layout_of
from reporting.trend_goal import TrendGoal

YEARS, FEWEST_YEARS = 8, 3
MOST_TILES, MOST_BARS, FEW_UNITS = 30, 40, 15


@dataclass(frozen=True)
class IndicatorPage:
    picked: Picked
    indicator: Indicator
    by: str | None = None
    group: str = ""
    level: str | None = None
    withheld: Withheld = field(default=None)
    since: str = ""  # the first period of the trend; else a few years back

    @classmethod
    def of(cls, picked, indicator, asked):
        """`asked` is the address: by, group, level. Raises values.NotOffered."""
        group = asked.get("group", "")
        by = asked.get("by") or (indicator.by[0] if indicator.by and By.GROUP not in indicator.by else None)
        if not group and not asked.get("by") and By.GROUP in indicator.by:
            by = By.GROUP
        if not picked.is_kept and not asked.get("by"):
            by = None  # each breakdown would be another count of all records
        level = picked.level_below
        if asked.get("level") in (Level.DISTRICT, Level.COMMUNE) and level == Level.DISTRICT:
            level = asked["level"]
        if not picked.is_kept and not asked.get("level"):
            level = None
        since = asked.get("from", "")
        return cls(picked, indicator, None if group else by, group, level, Withheld(picked.user), since)

    # figures

    @cached_property
    def spans(self):
        """The periods of the trend. Raises PeriodUnreadable where `from` is not an earlier one of the same kind."""
        if self.since:
            return asking.spans(f"{self.since}..{self.picked.period.id}")
        return self.picked.years_back(YEARS)

    @property
    def _asked(self):
        return {"group": self.group, "boundaries": self.picked.boundaries}

    @cached_property
    def series(self):
        """The years up to the period, the period last; with parts."""
        spans = list(self.spans)
        if self.picked.period not in spans:
            spans.append(self.picked.period)
        found = values.series(self.indicator, self.picked.place, spans, self.by, **self._asked)
        return [Figure(value) for value in self.withheld.shown(found)]

    @cached_property
    def totals(self):
        """{period id: what has come together since the programme's term began}; empty where nothing may be added up."""
        return cumulative.totals(self.indicator, self.series, self._figures)

    def _figures(self, spans):
        found = values.series(self.indicator, self.picked.place, spans, **self._asked)
        return [Figure(value) for value in self.withheld.shown(found)]

    @property
    def figure(self):
        return next(figure for figure in self.series if figure.value.period == self.picked.period)

    @property
    def trend(self):
        """The series without a period that stands beside its years, from the first known year on."""
        found = [figure for figure in self.series if figure.value.period in self.spans]
        if self.since:
            return found
        unknown = next((n for n, figure in enumerate(found) if figure.is_known or figure.value.reported), 0)
        return found[min(unknown, max(len(found) - FEWEST_YEARS, 0)) :]

    @cached_property
    def units(self):
        """The figure of each unit below, from the highest down, the unknown last."""
        if self.level is None:
            return []
        found = values.children_of(self.indicator, self.picked.place, self.picked.period, self.level, **self._asked)
        figures = [Figure(value) for value in self.withheld.shown(found)]
        return sorted(figures, key=lambda f: (f.plain is None, -(f.plain or 0), f.value.place.sort_key))

    @cached_property
    def in_no_unit(self):
        """What belongs to none of these units: with it they add up to the figure of the page."""
        return in_no_unit(self.figure.value, [figure.value for figure in self.units])

    @cached_property
    def reported(self):
        rows = ReportedFigure.objects.filter(
            indicator=self.indicator.code, place=self.picked.place, breakdown=self.group, voided_at=None
        )
        return list(rows.select_related("document").order_by("ends_on", "starts_on"))

    @cached_property
    def targets(self):
        rows = Target.objects.filter(indicator=self.indicator.code, place=self.picked.place, breakdown=self.group)
        return list(rows.select_related("programme", "document").order_by("due_on"))

    @cached_property
    def judgements(self):
        """Of the targets of the place that were set for that time, as of the count day."""
        return goals.of_place(self.picked, self.withheld, self.indicator, self.group)

    @cached_property
    def goal(self):
        """The target whose milestone comes next, where it is in the unit of the figure; for the charts."""
        return TrendGoal.of(self.judgements, self.indicator, self.picked.boundaries == "then")

    # charts

    def trend_chart(self, width=None):
        unit = chart_unit(self.indicator.unit)
        points = [(time_of(f.value.period), _rounded(f.plain, unit)) for f in self.trend]
        reported = [(day_as_time(row.ends_on), _rounded(row.value, unit)) for row in self._reported_in_view()]
        goal = self.goal
        return charts.line_with_target(
            points,
            goal.path if goal else [],
            f"{self.indicator.name}, {self.picked.place.name}",
            unit=unit,
            reported=reported,
            so_far=[time_of(f.value.period) for f in self.trend if f.is_so_far],
            forecast=goal.band if goal else [],
            forecast_from=goal.start if goal and goal.band else None,
            breaks=[*self._breaks(), *self._coverage_breaks()],
            marks=self._reforms(),
            labels=self._labels(),
            width=width,
        )

    def _reported_in_view(self):
        """What others reported in the unit of the figure, at most a year before the series."""
        first = self.trend[0].value.period.first.year - 1 if self.trend else 0
        fits = "percent" if self.indicator.unit == "percent" else self.indicator.numerator.unit
        told = [row for row in self.reported if row.value is not None]
        return [row for row in told if row.unit == fits and row.ends_on.year >= first]

    def _labels(self):
        """Words of the times on the chart: the periods', and each other year once."""
        told = {time_of(f.value.period): time_words(f.value) for f in self.trend}
        others = [row.ends_on for row in self._reported_in_view()]
        others += self.goal.days if self.goal else []
        last = {day.year: day for day in sorted(others)}
        named = {figure.value.period.last.year for figure in self.trend}
        years = {day_as_time(day): f"{year}" for year, day in last.items() if year not in named}
        silent = [day_as_time(day) for day in others] + [when for when, _value in (self.goal.path if self.goal else [])]
        return dict.fromkeys(silent, "") | years | told

    def _breaks(self):
        found = []
        for version in self.indicator.versions[1:]:
            after = [f for f in self.trend if f.value.period.last >= version.valid_from]
            if after and after != self.trend:
                words = _("%(year)d: đổi định nghĩa") % {"year": version.valid_from.year}
                found.append((time_of(after[0].value.period), words))
        return found

    def _coverage_breaks(self):
        """Where other units lack than in the period before: the two numbers speak of different ground."""
        known = [f for f in self.trend if f.is_known]
        return [
            (time_of(after.value.period), _lacks(after.value))
            for before, after in pairwise(known)
            if {*before.value.missing, *before.value.unclear} != {*after.value.missing, *after.value.unclear}
        ]

    def _reforms(self):
        """The day on which the place began or ended, where the trend runs over it."""
        place, days = self.picked.place, [figure.value.period for figure in self.trend]
        ended = place.valid_to and place.valid_to + timedelta(days=1)
        found = []
        for day, words in ((place.valid_from, _("%(year)d: lập đơn vị")), (ended, _("%(year)d: sắp xếp đơn vị"))):
            period = next((each for each in days[1:] if day and each.first <= day <= each.last), None)
            if period:
                found.append((time_of(period), words % {"year": day.year}))
        return found

    @property
    def some_unit_known(self):
        return any(figure.is_known for figure in self.units)

    @property
    def ranked(self):
        """What the bars show: of many units those that have a figure, up to a page of them."""
        if len(self.units) <= FEW_UNITS:
            return self.units
        return [figure for figure in self.units if figure.is_known][:MOST_BARS]

    def ranked_chart(self, width=None):
        rows = [(_name(f), f.plain, f.text, self._unit_address(f)) for f in self.ranked]
        if left := self.in_no_unit:
            rows.append((left.label, left.value, number(self.indicator.unit, left.value), ""))
        goal = self.goal.judged.goal if self.goal else None
        return charts.ranked_bars(
            rows,
            self._units_title(),
            unit=chart_unit(self.indicator.unit),
            target=float(goal) if goal is not None and self.indicator.is_share else None,
            width=width,
        )

    @property
    def units_unit(self):
        """In what the bars of the units are written."""
        return chart_unit(self.indicator.unit).fitted([figure.plain for figure in self.ranked]).words

    def tiles_chart(self, width=None):
        if not 1 < len(self.units) <= MOST_TILES or not self.cuts:
            return None
        by_name = sorted(self.units, key=lambda figure: figure.value.place.sort_key)
        short = [_name(figure) for figure in by_name]
        names = short if len(set(short)) == len(short) else [figure.value.place.name for figure in by_name]
        shown = {
            name: (figure.plain, figure.text, self._unit_address(figure))
            for name, figure in zip(names, by_name, strict=True)
        }
        unit = chart_unit(self.indicator.unit)
        return charts.tile_grid(layout_of(names), shown, self._units_title(), self.cuts, unit=unit, width=width)

    @cached_property
    def cuts(self):
        """Four round cuts between the lowest and the highest unit."""
        known = [float(f.plain) for f in self.units if f.plain is not None]
        if len(set(known)) < 2:
            return []
        raw = (max(known) - min(known)) / 5
        power = 10 ** math.floor(math.log10(raw))
        step = next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= raw * 0.999)
        if not self.indicator.is_share:
            step = max(1, round(step))
        first = math.floor(min(known) / step) * step
        return [round(first + step * n, 6) for n in range(1, 5)]

    def legend(self):
        unknown = any(figure.plain is None for figure in self.units)
        return charts.class_legend(self.cuts, unit=chart_unit(self.indicator.unit), unknown=unknown)

    def parts_chart(self):
        parts = self.figure.parts
        rows = [(part.label, part.value, part_words(part), self._part_address(part)) for part in parts]
        if not rows:
            return None
        if self.by in (By.GROUP, By.ETHNIC_GROUP):
            rows.sort(key=lambda row: -(row[1] or 0))
        title = _("Theo %(what)s, %(period)s") % {"what": breakdown_name(self.by), "period": self.picked.period_words}
        return charts.ranked_bars(rows, title, unit=chart_unit(self.indicator.unit), stacked=True)

    @property
    def difference(self):
        """What the parts lack of the whole or have beyond it, in words."""
        difference = self.figure.value.difference if self.figure.is_known else None
        if not difference:
            return ""
        if difference < 0:
            words = _("Cộng các phần được ít hơn tổng %(n)s, vì có bản ghi không nói thuộc phần nào.")
        elif isinstance(self.indicator.numerator, ChildStock | ChildStockWith | ChildFlow):
            words = _(
                "Cộng các phần được nhiều hơn tổng %(n)s, vì trẻ thuộc nhiều nhóm cùng lúc được tính ở mỗi nhóm; "
                "trong tổng, mỗi trẻ chỉ tính một lần."
            )
        else:
            words = _("Cộng các phần được nhiều hơn tổng %(n)s, vì một nơi thuộc nhiều phần được tính ở mỗi phần.")
        return words % {"n": numerals.write_number(abs(difference))}

    # addresses

    def address(self, **changes):
        return self.picked.address(**{"by": self.by, "group": self.group, "from": self.since, **changes})

    def url(self, **changes):
        return f"{reverse('reporting:indicator', args=[self.indicator.code])}?{self.address(**changes)}"

    def boundary_links(self):
        return self.picked.boundary_links(self.url)

    @property
    def all_groups_url(self):
        return self.url(group="", by=None)

    def _unit_address(self, figure):
        return self.url(place=figure.value.place)

    def _part_address(self, part):
        return self.url(group=part.key, by=None) if self.by == By.GROUP else ""

    # words

    @property
    def group_name(self):
        return str(self.indicator.groups.names().get(self.group, _("chưa rõ"))) if self.group else ""

    @property
    def level_name(self):
        return {Level.DISTRICT: _("huyện"), Level.COMMUNE: _("xã, phường")}.get(self.level, "")

    def _units_title(self):
        asked = {"name": self.indicator.name, "level": self.level_name, "period": self.picked.period_words}
        return _("%(name)s theo %(level)s, %(period)s") % asked

    def breakdowns(self):
        """[(name, address, is shown)]"""
        return [(breakdown_name(by), self.url(by=by, group=""), by == self.by) for by in self.indicator.by]

    def definition(self):
        """Rows of the card that a domain officer reads."""
        indicator, whole = self.indicator, denominator_name(self.indicator)
        version = indicator.version_on(self.picked.count_day)
        return [
            {"label": _("Vì sao đo"), "value": indicator.why},
            {"label": _("Tử số"), "value": indicator.numerator.name},
            {"label": _("Mẫu số"), "value": whole, "unknown": _("không có: là số đếm")},
            {"label": _("Cách tính"), "value": "\n".join(str(note) for note in indicator.notes), "lines": True},
            {"label": _("Căn cứ"), "value": indicator.source},
            {"label": _("Mã chỉ tiêu thống kê"), "value": indicator.legal_code, "unknown": _("chưa rõ")},
            {
                "label": _("Phiên bản"),
                "value": _("%(number)s, từ %(day)s. %(note)s")
                % {"number": version.number, "day": f"{version.valid_from:%d/%m/%Y}", "note": version.note},
            },
            {"label": _("Đối chiếu"), "value": indicator.checked_by},
        ]


def _rounded(amount, unit):
    """As it is written on the chart: the axis does not spread what reads the same."""
    return None if amount is None else round(float(amount), unit.digits)


def _lacks(value):
    """What the numbers from here on do not hold, or hold too much."""
    if value.missing:
        return _("thiếu: %(units)s") % {"units": ", ".join(unit.short_name for unit in value.missing[:2])}
    return _("tách không rõ tỷ lệ") if value.unclear else _("đủ địa bàn")


def _name(figure):
    return figure.value.place.short_name
