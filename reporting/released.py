"""A release as a page, a file and a chart: all of them from the same public rows."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import periods
from indicators.models import Release, ReleaseValue
from indicators.naming import breakdown_name, unit_name
from indicators.releases.published import SIGN, PublicRow, as_public, public_rows
from places import numerals
from places.models import Level
from reporting import charts
from reporting.downloads import SVG_WIDTH, Table
from reporting.figure_words import chart_unit, number

MOST_BARS = 40
SHOWN_REASONS = 30


@dataclass(frozen=True)
class Released:
    """What a page shows of a release: one period of it."""

    release: Release
    period: str

    @cached_property
    def rows(self):
        return public_rows(self.release, period=self.period)

    @property
    def periods(self):
        """[(period, in words)] of the release."""
        return [(period, periods.parse(period).label) for period in self.release.periods]

    @property
    def sections(self):
        return sections(self.release.definitions, self.rows, self.release.place)

    @property
    def chart_title(self):
        return f"{self.release.definitions[0]['name']} · {periods.parse(self.period).label}"

    def chart(self, width=None):
        """The first indicator over the units next below, or where there are none over its parts."""
        first = self.release.definitions[0]
        rows = [row for row in self.rows if row.indicator == first["code"]]
        below = [row for row in rows if not row.by and row.place != self.release.place]
        if any(row.place.level == Level.DISTRICT for row in below):
            below = [row for row in below if row.place.level == Level.DISTRICT]
        shown = below or [row for row in rows if row.by == next((r.by for r in rows if r.by), "")]
        shown = sorted(shown, key=lambda row: (row.value is None, -(row.value or 0)))[:MOST_BARS]
        bars = [(row.label or row.place.name, row.value, SIGN, "") for row in shown]
        return charts.ranked_bars(bars, self.chart_title, unit=chart_unit(first["unit"]), width=width)


def sections(definitions, rows, top):
    """[(definition, column headings, [(place, depth, cells)])]: a table for each indicator."""
    return [(each, *_section([row for row in rows if row.indicator == each["code"]], top)) for each in definitions]


def _section(rows, top):
    names = {(row.by, row.part): row.label or _("Tổng số") for row in rows}
    by_place: dict = {}
    for row in rows:
        by_place.setdefault(row.place, {})[row.by, row.part] = row
    depth = top.path.count(".")
    lines = [
        (place, min(place.path.count(".") - depth, 2), [_said(found.get(key)) for key in names])
        for place, found in by_place.items()
    ]
    return list(names.values()), lines


def previews(content):
    """[(period in words, sections)] as they would be published."""
    rows = as_public(content)
    return [
        (span.label, sections(content.definitions, [row for row in rows if row.period == span.id], content.place))
        for span in content.spans
    ]


def _said(row: PublicRow | None):
    """(text, fraction) of a cell."""
    if row is None:
        return "", ""
    if row.hidden:
        return SIGN, ""
    if row.value is None:
        return "–", ""
    fraction = ""
    if row.denominator is not None:
        fraction = f"{numerals.write_number(row.numerator)} / {numerals.write_number(row.denominator)}"
    return number(row.unit, row.value), fraction


def table_of(release: Release) -> Table:
    """The whole release, all periods, one row each; hidden numbers are empty and say so."""
    columns = (
        ("indicator", _("Chỉ số")),
        ("indicator_name", _("Tên chỉ số")),
        ("place", _("Mã đơn vị")),
        ("place_name", _("Đơn vị")),
        ("period", _("Kỳ")),
        ("by", _("Phân tổ theo")),
        ("part", _("Mã phần")),
        ("part_label", _("Phần")),
        ("value", _("Trị số")),
        ("unit", _("Đơn vị tính")),
        ("numerator", _("Tử số")),
        ("denominator", _("Mẫu số")),
        ("hidden", _("Số được ẩn")),
        ("version", _("Phiên bản định nghĩa")),
    )
    names = {each["code"]: each["name"] for each in release.definitions}
    rows = [
        (
            row.indicator,
            names[row.indicator],
            row.place.reference,
            row.place.name,
            row.period,
            breakdown_name(row.by) if row.by else "",
            row.part,
            row.label,
            row.value,
            unit_name(row.unit),
            row.numerator,
            row.denominator,
            row.hidden,
            row.version,
        )
        for row in public_rows(release)
    ]
    return Table(release.number, release.title, columns, rows, about_of(release))


def about_of(release: Release):
    """[(what, words)] that stand beside the numbers in every format."""
    about = [
        (_("Số"), release.number),
        (_("Địa bàn"), f"{release.place.full_name} ({release.place.reference})"),
        (_("Công bố lúc"), _moment(release.published_at)),
        (_("Đúng với sổ lúc"), _moment(release.as_of)),
        (_("Số được ẩn"), hiding_words()),
    ]
    if release.is_synthetic:
        about.insert(0, (_("DỮ LIỆU GIẢ"), _("không có người thật nào ở đây")))
    if release.replacement:
        about.append((_("Đã được thay bằng"), release.replacement.number))
    if release.replaces:
        about.append((_("Thay cho"), release.replaces.number))
    if release.note:
        about.append((_("Ghi chú"), release.note))
    for each in release.definitions:
        words = f"{each['numerator']} / {each['denominator']}" if each["denominator"] else each["numerator"]
        about.append((f"{each['code']} {each['name']}", _sentences([words, *each["notes"], each["source"]])))
    return about


def _sentences(parts):
    """Each with a capital and one full stop, whatever its own end is."""
    return " ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts if part)


def hiding_words():
    return _(
        "“•” là số từ 1 đến 4, hoặc số phải ẩn kèm để không ai tính ngược ra được số nhỏ; "
        "không nói số nào thuộc loại nào."
    )


def chart_of(release: Release):
    return Released(release, release.periods[-1]).chart(width=SVG_WIDTH)


def _moment(moment):
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"


def reasons_of(content):
    """[(reason in words, how many, the first of them)] of what a preview hides; for those who publish only."""
    found: dict[str, list] = {}
    for row in content.rows:
        if row.suppressed:
            found.setdefault(row.suppressed, []).append(row)
    return [
        (ReleaseValue.Suppressed(reason).label, len(rows), rows[:SHOWN_REASONS])
        for reason, rows in sorted(found.items())
    ]
