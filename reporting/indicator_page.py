"""One indicator of one place: its figure, its years, its units, its parts, what others reported."""

import math
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators import periods, values
from indicators.definition import By, Indicator
from indicators.models import ReportedFigure
from indicators.naming import breakdown_name, denominator_name, unit_name
from indicators.withholding import Withheld
from places.models import Level
from programs.models import Target, TargetUnit
from reporting import charts
from reporting.downloads import Table
from reporting.figure_words import Figure, chart_unit, day_as_time, number, reported_text, short_name, time_of
from reporting.overview import LONG_KINDS, definition_words, rounded
from reporting.pickers import Picked
from reporting.tile_layouts import layout_of

YEARS = 8
MOST_TILES, MOST_BARS = 30, 40


@dataclass(frozen=True)
class IndicatorPage:
    picked: Picked
    indicator: Indicator
    by: str | None = None
    group: str = ""
    level: str | None = None
    withheld: Withheld = field(default=None)

    @classmethod
    def of(cls, picked, indicator, asked):
        """`asked` is the address: by, group, level. Raises values.NotOffered."""
        group = asked.get("group", "")
        by = asked.get("by") or (indicator.by[0] if indicator.by and By.GROUP not in indicator.by else None)
        if not group and not asked.get("by") and By.GROUP in indicator.by:
            by = By.GROUP
        level = picked.level_below
        if level == Level.DISTRICT and asked.get("level") == Level.COMMUNE:
            level = Level.COMMUNE
        return cls(picked, indicator, None if group else by, group, level, Withheld(picked.user))

    # figures

    @cached_property
    def series(self):
        """The years up to the period, the period last; with parts."""
        spans = self.picked.years_back(YEARS)
        if self.picked.period not in spans:
            spans.append(self.picked.period)
        found = values.series(self.indicator, self.picked.place, spans, self.by, group=self.group)
        return [Figure(value) for value in self.withheld.shown(found)]

    @property
    def figure(self):
        return next(figure for figure in self.series if figure.value.period == self.picked.period)

    @property
    def trend(self):
        """The series without a term or span that stands beside its years."""
        return [f for f in self.series if f.value.period.kind not in LONG_KINDS]

    @cached_property
    def units(self):
        """The figure of each unit below, from the highest down, the unknown last."""
        if self.level is None:
            return []
        found = values.children_of(self.indicator, self.picked.place, self.picked.period, self.level, group=self.group)
        figures = [Figure(value) for value in self.withheld.shown(found)]
        return sorted(figures, key=lambda f: (f.plain is None, -(f.plain or 0), f.value.place.sort_key))

    @cached_property
    def reported(self):
        rows = ReportedFigure.objects.filter(
            indicator=self.indicator.code, place=self.picked.place, breakdown=self.group
        )
        return list(rows.select_related("document").order_by("ends_on", "starts_on"))

    @cached_property
    def targets(self):
        rows = Target.objects.filter(indicator=self.indicator.code, place=self.picked.place, breakdown=self.group)
        return list(rows.select_related("programme", "document").order_by("due_on"))

    @property
    def target(self):
        """The target whose milestone comes next, in the unit of the figure; for the charts."""
        fits = [t for t in self.targets if self._is_drawable(t)]
        ahead = [t for t in fits if t.due_on >= self.picked.period.first]
        return ahead[0] if ahead else None

    def _is_drawable(self, target):
        is_percent = target.unit == TargetUnit.PERCENT
        relative = target.kind in ("reduce_relative", "reduce_points", "direction")
        return not relative and is_percent == (self.indicator.unit == "percent")

    # charts

    def trend_chart(self, width=None):
        points = [(time_of(f.value.period), f.plain) for f in self.trend]
        labels = {time_of(f.value.period): short_name(f.value.period) for f in self.trend}
        reported = [(day_as_time(row.ends_on), float(row.value)) for row in self._reported_in_view()]
        labels |= {when: f"{when:g}" for when, _value in reported if when not in labels}
        path = self.path
        labels |= {when: f"{when:g}" for when, _value in path if when not in labels}
        return charts.line_with_target(
            points,
            path,
            f"{self.indicator.name}, {self.picked.place.name}",
            unit=chart_unit(self.indicator.unit),
            reported=reported,
            breaks=self._breaks(),
            labels=labels,
            width=width,
        )

    def _reported_in_view(self):
        """What others reported in the unit of the figure, at most a year before the series."""
        first = self.trend[0].value.period.first.year - 1 if self.trend else 0
        fits = "percent" if self.indicator.unit == "percent" else self.indicator.numerator.unit
        return [row for row in self.reported if row.unit == fits and row.ends_on.year >= first]

    @property
    def path(self):
        """(time, value) from the target's baseline to its milestone; the milestone alone without baseline."""
        target = self.target
        if target is None:
            return []
        end = [(day_as_time(target.due_on), float(target.value))]
        if target.baseline_value is None or target.baseline_on is None:
            return end
        return [(day_as_time(target.baseline_on), float(target.baseline_value)), *end]

    def _breaks(self):
        found = []
        for version in self.indicator.versions[1:]:
            after = [f for f in self.trend if f.value.period.last >= version.valid_from]
            if after and after != self.trend:
                words = _("%(year)d: đổi định nghĩa") % {"year": version.valid_from.year}
                found.append((time_of(after[0].value.period), words))
        return found

    @property
    def ranked(self):
        return self.units[:MOST_BARS]

    def ranked_chart(self, width=None):
        rows = [(_name(f), f.plain, f.text, self._unit_address(f)) for f in self.ranked]
        target = self.target
        return charts.ranked_bars(
            rows,
            self._units_title(),
            unit=chart_unit(self.indicator.unit),
            target=float(target.value) if target and self.indicator.is_share else None,
            width=width,
        )

    def tiles_chart(self, width=None):
        if not 1 < len(self.units) <= MOST_TILES or not self.cuts:
            return None
        names = {f: _name(f) for f in self.units}
        if len(set(names.values())) < len(names):
            names = {f: f.value.place.name for f in self.units}
        in_order = [names[f] for f in sorted(self.units, key=lambda f: f.value.place.sort_key)]
        shown = {names[f]: (f.plain, f.text, self._unit_address(f)) for f in self.units}
        unit = chart_unit(self.indicator.unit)
        return charts.tile_grid(layout_of(in_order), shown, self._units_title(), self.cuts, unit=unit, width=width)

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
        return charts.class_legend(self.cuts, unit=chart_unit(self.indicator.unit)) if self.cuts else []

    def parts_chart(self):
        parts = self.figure.value.parts if self.figure.is_known else []
        rows = [(part.label, part.value, _("không phát sinh"), self._part_address(part)) for part in parts]
        if self.by == By.GROUP:
            rows.sort(key=lambda row: -(row[1] or 0))
        title = _("Theo %(what)s, %(period)s") % {"what": breakdown_name(self.by), "period": self.picked.period.label}
        return charts.ranked_bars(rows, title, unit=chart_unit(self.indicator.unit), stacked=True) if rows else None

    # addresses

    def address(self, **changes):
        return self.picked.address(**{"by": self.by, "group": self.group, **changes})

    def url(self, **changes):
        return f"{reverse('reporting:indicator', args=[self.indicator.code])}?{self.address(**changes)}"

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
        return str(self.indicator.groups.names().get(self.group, self.group)) if self.group else ""

    @property
    def level_name(self):
        return {Level.DISTRICT: _("huyện"), Level.COMMUNE: _("xã, phường")}.get(self.level, "")

    def _units_title(self):
        asked = {"name": self.indicator.name, "level": self.level_name, "period": self.picked.period.label}
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


def _name(figure):
    return figure.value.place.short_name


def as_table(page):
    """All figures of the page, one row each; `table` says of which part of the page."""
    columns = (
        ("table", _("Bảng")),
        ("place", _("Mã đơn vị")),
        ("place_name", _("Đơn vị")),
        ("period", _("Kỳ")),
        ("part", _("Phân tổ")),
        ("value", _("Trị số")),
        ("unit", _("Đơn vị tính")),
        ("numerator", _("Tử số")),
        ("denominator", _("Mẫu số")),
        ("status", _("Tình trạng")),
        ("stale", _("Đang tính lại")),
        ("as_of", _("Đúng với sổ lúc")),
        ("reported", _("Số công bố")),
    )
    rows = [_row("trend", figure) for figure in page.series]
    rows += [_row("units", figure) for figure in page.units]
    rows += [_part_row(page.figure, part) for part in page.figure.value.parts if page.figure.is_known]
    indicator, place = page.indicator, page.picked.place
    about = [
        (_("Chỉ số"), f"{indicator.code} {indicator.name}"),
        (_("Nơi"), f"{place.full_name} ({place.reference}), {place.validity_in_words}"),
        (_("Kỳ"), page.picked.period.label),
        (_("Nhóm"), page.group_name or _("tất cả")),
        (_("Định nghĩa"), definition_words(indicator)),
        *((_("Số công bố"), f"{reported_text(row)}: “{row.printed_text}”") for row in page.reported),
    ]
    name = "-".join(filter(None, (indicator.code, place.code, page.picked.period.id.replace("/", "-"), page.group)))
    return Table(name, f"{indicator.name} · {place.full_name} · {page.picked.period.label}", columns, rows, about)


def _row(table, figure):
    value = figure.value
    return (
        table,
        value.place.reference,
        value.place.name,
        value.period.id,
        value.group,
        rounded(figure.plain),
        unit_name(figure.indicator.unit),
        value.numerator if figure.is_known else None,
        value.denominator if figure.is_known else None,
        "" if figure.is_known else figure.text,
        value.stale,
        value.as_of if figure.is_known else None,
        "; ".join(reported_text(row) for row in value.reported),
    )


def _part_row(figure, part):
    value = figure.value
    return (
        "parts",
        value.place.reference,
        value.place.name,
        value.period.id,
        part.label,
        rounded(part.value),
        unit_name(figure.indicator.unit),
        part.numerator,
        part.denominator,
        "",
        value.stale,
        value.as_of,
        "",
    )


def trend_twin(page):
    """(columns, rows) of the table under the trend."""
    path = dict(page.path) if len(page.path) > 1 else {}
    columns = [
        {"label": _("Kỳ")},
        {"label": _("Tính từ sổ"), "num": True},
        {"label": _("Tử số / mẫu số"), "num": True, "pc": True},
        {"label": _("Công bố"), "num": True},
        {"label": _("Lộ trình"), "num": True},
        {"label": _("Định nghĩa"), "pc": True},
        {"label": _("Ghi chú"), "pc": True},
    ]
    rows = []
    for figure in page.trend:
        value = figure.value
        expected = charts.lines.expected(sorted(path.items()), time_of(value.period)) if path else None
        rows.append([
            value.period.label,
            figure.text,
            figure.fraction or "–",
            "; ".join(reported_text(row) for row in value.reported) or "–",
            number(page.indicator.unit, expected),
            value.version,
            _("đang tính lại") if value.stale else figure.note,
        ])  # fmt: skip
    return columns, rows


def units_twin(page):
    columns = [
        {"label": page.level_name.capitalize()},
        {"label": _("Trị số"), "num": True},
        {"label": _("Tử số / mẫu số"), "num": True},
        {"label": _("Ghi chú"), "pc": True},
    ]
    rows = [
        [
            figure.value.place.name,
            figure.text,
            figure.fraction or "–",
            _("đang tính lại") if figure.value.stale else figure.note,
        ]
        for figure in page.units
    ]
    return columns, rows


def reported_rows(page):
    """What others reported, as printed, with what is said about it."""
    return [
        {
            "period": _span_words(row),
            "text": reported_text(row),
            "figure": row,
            "notes": [note for note in (row.note, row.flag, _("số liệu giả") if row.is_synthetic else "") if note],
        }
        for row in page.reported
    ]


def _span_words(row):
    if row.starts_on == row.ends_on:
        return _("ngày %(day)s") % {"day": f"{row.ends_on:%d/%m/%Y}"}
    return periods.span(row.starts_on, row.ends_on).label
