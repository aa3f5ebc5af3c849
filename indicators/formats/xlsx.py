"""A spreadsheet: the rows of the CSV with real numbers and days, and the definitions on a second sheet."""

import io
from datetime import date, datetime

import xlsxwriter
from django.utils.translation import gettext as _

from indicators.formats import rows
from indicators.naming import denominator_name, unit_name
from places.spreadsheets import formula_safe

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAYS = ("first_day", "last_day", "count_day")
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(answer):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(_("Số liệu"))
        sheet.freeze_panes(1, 0)
        names = rows.columns(answer)
        sheet.write_row(0, 0, names, bold)
        sheet.set_column(0, len(names) - 1, 14)
        for number, row in enumerate(rows.flat(answer), start=1):
            for column, name in enumerate(names):
                _write(sheet, number, column, date.fromisoformat(row[name]) if name in DAYS else row[name], day)
        _definitions(book, answer, bold)
    return out.getvalue()


def _write(sheet, row, column, cell, day):
    """Unknown stays empty: no zero, no text."""
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a day only
    else:
        sheet.write_string(row, column, formula_safe(str(cell)))


def _definitions(book, answer, bold):
    sheet = book.add_worksheet(_("Định nghĩa"))
    sheet.write_row(0, 0, [_("Mã"), _("Tên"), _("Tử số"), _("Mẫu số"), _("Đơn vị tính"), _("Nguồn")], bold)
    sheet.set_column(0, 5, 30)
    for number, each in enumerate(dict.fromkeys(value.indicator for value in answer.values), start=1):
        told = (each.code, each.name, each.numerator.name, denominator_name(each) or "", unit_name(each.unit))
        for column, words in enumerate((*told, each.source)):
            sheet.write_string(number, column, formula_safe(str(words)))
