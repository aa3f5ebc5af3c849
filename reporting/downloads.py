"""The same table as a page, in a file: CSV, a spreadsheet with real numbers and the definitions, JSON, or the chart."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from places.spreadsheets import formula_safe

SVG_WIDTH = 760


@dataclass(frozen=True)
class Table:
    """What a page counts, row by row: cells are text, numbers, days, or None where nothing is known."""

    name: str  # of the file, ASCII
    title: str
    columns: Sequence[tuple[str, str]]  # (key, heading)
    rows: Sequence[Sequence]
    about: Sequence[tuple[str, str]] = field(default_factory=list)  # definitions, sources, moments: (what, words)


def answer(extension, table, chart=None):
    """The file; 404 for a chart where there is none."""
    if extension == "svg":
        return _svg(table, chart)
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[extension](table)


def _named(response, table, extension):
    response["Content-Disposition"] = f'attachment; filename="{table.name}.{extension}"'
    return response


def _csv(table):
    """UTF-8 with a mark, so that Excel reads it; decimal points; unknown is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([formula_safe(heading) for _key, heading in table.columns])
    for row in table.rows:
        writer.writerow([formula_safe(_plain(cell)) for cell in row])
    return _named(HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8"), table, "csv")


def _json(table):
    keys = [key for key, _heading in table.columns]
    rows = [dict(zip(keys, map(_numeric, row), strict=True)) for row in table.rows]
    told = {"title": table.title, "about": dict(table.about), "count": len(rows), "results": rows}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _svg(table, chart):
    if chart is None:
        raise Http404
    return _named(HttpResponse(str(chart), content_type="image/svg+xml; charset=utf-8"), table, "svg")


def _xlsx(table):
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(_("Số liệu"))
        sheet.freeze_panes(1, 0)
        for column, (_key, heading) in enumerate(table.columns):
            sheet.write_string(0, column, formula_safe(heading), bold)
            sheet.set_column(column, column, min(max(len(heading) + 2, 11), 40))
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, day)
        about = book.add_worksheet(_("Định nghĩa"))
        about.set_column(0, 0, 28)
        about.set_column(1, 1, 100, book.add_format({"text_wrap": True}))
        for number, (what, words) in enumerate([(_("Bảng"), table.title), *table.about]):
            about.write_string(number, 0, formula_safe(str(what)), bold)
            about.write_string(number, 1, formula_safe(str(words)))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _named(HttpResponse(out.getvalue(), content_type=kind), table, "xlsx")


def _write(sheet, row, column, cell, day):
    if isinstance(cell, bool) or cell is None or isinstance(cell, datetime):
        cell = _plain(cell)
    if isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a day only
    elif isinstance(cell, (int, float, Decimal)):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, formula_safe(str(cell)))


def _plain(cell):
    """What a text file writes for a cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("có") if cell else _("không")
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, (int, float, Decimal)) else str(cell)


def _numeric(cell):
    """What JSON holds: numbers stay numbers, whatever is not known is null."""
    if isinstance(cell, Decimal):
        return float(cell)
    return cell if cell is None or isinstance(cell, (bool, int, float, str, date)) else str(cell)
