"""The tables of an indicator's page: those under its charts, and the one in its files."""

from django.utils.translation import gettext as _

from indicators import periods
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith
from indicators.naming import unit_name
from places import numerals
from reporting.downloads import Table
from reporting.figure_words import number, part_words, reported_text
from reporting.overview import definition_words, rounded


def _columns():
    return (
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
        ("running", _("Kỳ chưa hết")),
        ("count_day", _("Tính đến ngày")),
        ("reported", _("Số công bố")),
        ("version", _("Bản định nghĩa")),
        ("break", _("Đổi định nghĩa trong kỳ")),
        ("boundaries", _("Ranh giới")),
        ("coverage", _("Địa bàn của con số")),
        ("path", _("Lộ trình")),
        ("forecast_low", _("Dự báo, cận dưới")),
        ("forecast", _("Dự báo")),
        ("forecast_high", _("Dự báo, cận trên")),
        ("cumulative", _("Lũy kế giai đoạn")),
        ("cumulative_since", _("Lũy kế từ năm")),
        ("cumulative_stale", _("Lũy kế đang tính lại")),
    )


def as_table(page):
    """All figures of the page, one row each; `table` says of which part of the page."""
    rows = _goal_rows(page)
    rows += [_row("units", figure) for figure in page.units]
    if page.in_no_unit:
        rows.append(_part_row(page.figure, page.in_no_unit, "units"))
    rows += [_part_row(page.figure, part) for part in page.figure.parts]
    rows = [_trend_row(page, figure) for figure in page.series] + [(*row, None, None, None) for row in rows]
    indicator, place = page.indicator, page.picked.place
    about = [
        (_("Chỉ số"), f"{indicator.code} {indicator.name}"),
        (_("Nơi"), f"{place.full_name} ({place.reference}), {place.validity_in_words}"),
        (_("Kỳ"), page.picked.period.label),
        (_("Nhóm"), page.group_name or _("tất cả")),
        *_about_goal(page.goal),
        (_("Định nghĩa"), definition_words(indicator)),
        *((_("Số công bố"), f"{reported_text(row)}: “{row.printed_text}”") for row in page.reported),
    ]
    name = "-".join(filter(None, (indicator.code, place.code, page.picked.period.id.replace("/", "-"), page.group)))
    return Table(name, f"{indicator.name} · {place.full_name} · {page.picked.period.label}", _columns(), rows, about)


NOT_AHEAD = (None,) * 4  # no path, no forecast


def _about_goal(goal):
    if goal is None:
        return []
    return [(_("Chỉ tiêu"), goal.judged.target.printed_text), (_("Lộ trình, dự báo"), goal.words)]


def _goal_rows(page):
    """Every corner of the path (a step has two on its day), and the forecast year by year."""
    goal = page.goal
    if goal is None:
        return []
    told = [("path", day, (rounded(amount), None, None, None)) for day, amount in goal.judged.path]
    told += [("forecast", day, (None, *map(rounded, amounts))) for day, *amounts in goal.track]
    place, unit = page.picked.place, unit_name(page.indicator.unit)
    return [
        (table, place.reference, place.name, f"{day}", page.group, None, unit, None, None, "", False, None, False, None,
         "", goal.judged.version, False, "then", "", *amounts)
        for table, day, amounts in told
    ]  # fmt: skip


def _row(table, figure, goal=None):
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
        value.running,
        value.count_day,
        "; ".join(reported_text(row) for row in value.reported),
        *_through_time(value),
        rounded(goal.expected(value.period.last)) if goal else None,
        *NOT_AHEAD[1:],
    )


def _trend_row(page, figure):
    total = page.totals.get(figure.value.period.id)
    told = (total.amount, total.since, total.stale) if total else (None, None, None)
    return (*_row("trend", figure, page.goal), *told)


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
        part_words(part) if part.value is None else "",
        value.stale,
        value.as_of,
        value.running,
        value.count_day,
        "",
        *_through_time(value),
        *NOT_AHEAD,
    )


def trend_twin(page):
    """(columns, rows) of the table under the trend."""
    columns = [
        {"label": _("Kỳ")},
        {"label": _("Tính từ sổ"), "num": True},
        {"label": _("Tử số / mẫu số"), "num": True, "pc": True},
        {"label": _("Công bố"), "num": True},
        {"label": _("Lộ trình"), "num": True},
        *([{"label": _("Lũy kế giai đoạn"), "num": True}] if page.totals else []),
        {"label": _("Định nghĩa"), "pc": True},
        {"label": _("Ghi chú"), "pc": True},
    ]
    rows = []
    for figure in page.trend:
        value = figure.value
        rows.append([
            value.period.label,
            figure.text,
            figure.fraction or "–",
            "; ".join(reported_text(row) for row in value.reported) or "–",
            number(page.indicator.unit, page.goal and page.goal.expected(value.period.last)),
            *([_total_words(page, value)] if page.totals else []),
            figure.version,
            _("đang tính lại") if value.stale else figure.note,
        ])  # fmt: skip
    return columns, rows


def _total_words(page, value):
    total = page.totals.get(value.period.id)
    return total.words if total else numerals.UNKNOWN


def goal_twin(page):
    """(columns, rows) of the path and the forecast, day by day; empty without a target."""
    if page.goal is None:
        return [], []
    labels = [_("Ngày"), _("Lộ trình"), _("Dự báo"), _("từ"), _("đến")]
    columns = [{"label": label, "num": place > 0} for place, label in enumerate(labels)]
    unit, ahead = page.indicator.unit, {day: (value, low, high) for day, low, value, high in page.goal.track}
    rows = []
    for day in page.goal.days:
        path = [number(unit, amount) for at, amount in page.goal.judged.path if at == day]
        path = path or [number(unit, page.goal.expected(day))]
        told = [number(unit, amount) for amount in ahead[day]] if day in ahead else ["–"] * 3
        rows.append([numerals.write_date(day), " → ".join(path), *told])
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
    rows = [[part.label, number(unit, part.value), _fraction(page, part)] for part in page.figure.parts]
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
