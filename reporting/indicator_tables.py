"""The tables of an indicator's page: those under its charts, and the one in its files."""

from django.utils.translation import gettext as _

from indicators import periods
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith
from indicators.naming import unit_name
from places import numerals
from reporting.charts.lines import expected
from reporting.downloads import Table
from reporting.figure_words import number, reported_text, time_of
from reporting.overview import definition_words, rounded


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
        ("version", _("Bản định nghĩa")),
        ("break", _("Đổi định nghĩa trong kỳ")),
        ("boundaries", _("Ranh giới")),
        ("coverage", _("Địa bàn của con số")),
    )
    rows = [_row("trend", figure) for figure in page.series]
    rows += [_row("units", figure) for figure in page.units]
    if page.in_no_unit:
        rows.append(_part_row(page.figure, page.in_no_unit, "units"))
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
        *_through_time(value),
    )


def _through_time(value):
    return value.version, value.breaks, value.boundaries, " ".join(value.coverage)


def _part_row(figure, part, table="parts"):
    value = figure.value
    return (
        table,
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
        *_through_time(value),
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
        on_path = expected(sorted(path.items()), time_of(value.period)) if path else None
        rows.append([
            value.period.label,
            figure.text,
            figure.fraction or "–",
            "; ".join(reported_text(row) for row in value.reported) or "–",
            number(page.indicator.unit, on_path),
            figure.version,
            _("đang tính lại") if value.stale else figure.note,
        ])  # fmt: skip
    return columns, rows


def _fraction(page, part):
    if part.denominator is None:
        return "–"
    return f"{number(page.indicator.numerator.unit, part.numerator)} / {numerals.write_number(part.denominator)}"


def parts_twin(page):
    columns = [
        {"label": _("Phân tổ")},
        {"label": _("Trị số"), "num": True},
        {"label": _("Tử số / mẫu số"), "num": True},
    ]
    unit = page.indicator.unit
    rows = [[part.label, number(unit, part.value), _fraction(page, part)] for part in page.figure.value.parts]
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
    if left := page.in_no_unit:
        amount = number(page.indicator.unit, left.value)
        rows.append([left.label, amount, _fraction(page, left), in_no_unit_words(page)])
    return columns, rows


def in_no_unit_words(page):
    """What it is that none of the units has."""
    if isinstance(page.indicator.numerator, ChildStock | ChildStockWith | ChildFlow):
        return _("thuộc địa bàn nhưng chưa rõ ở đơn vị nào sau sắp xếp")
    return _("ghi ở cấp trên, hoặc ở đơn vị đã kết thúc")


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
