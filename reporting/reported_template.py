"""The file that reported figures are filled into: headings, one example, and what may be written where."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from indicators import registry
from indicators.models import Qualifier, ReportedFigure
from indicators.resources import EXAMPLE, FigureTable
from places.spreadsheets import formula_safe

NAME = "mau-so-lieu-bao-cao"
ROOM = 1000  # rows in which the spreadsheet offers its lists
_GUIDE = "Cách ghi"
_EXAMPLE = {
    "indicator": "H03",
    "place": "91",
    "period": "2025",
    "qualifier": "khoảng",
    "value": "85,5",
    "unit": "%",
    "printed_text": "khoảng 85,5% trẻ em có hoàn cảnh đặc biệt được trợ giúp",
    "document": "123/BC-SYT",
    "document_kind": "báo cáo",
    "issuer": "Sở Y tế",
    "issued_on": "15/01/2026",
    "article": "mục II.2",
    "note": f"{EXAMPLE}: xoá hoặc để nguyên đều được, dòng này không bao giờ được ghi",
}


def heading():
    return [column.column_name for column in FigureTable().fields.values()]


def example():
    return [_EXAMPLE.get(name, "") for name in FigureTable().fields]


def workbook() -> bytes:
    """Cells are text, so that a spreadsheet turns neither 2016-03 into a date nor the code 01 into 1."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, guide = book.add_worksheet("Số liệu"), book.add_worksheet(_GUIDE)
        bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
        names = list(FigureTable().fields)
        sheet.set_column(0, len(names) - 1, 14, text)
        sheet.set_column(names.index("printed_text"), names.index("printed_text"), 50, text)
        sheet.write_row(0, 0, heading(), bold)
        sheet.write_row(1, 0, example(), text)
        sheet.freeze_panes(1, 0)
        at = _write_guide(guide, bold)
        for name, source in at.items():
            column = names.index(name)
            offered = {"validate": "list", "source": source, "show_error": False}  # other words are read too
            sheet.data_validation(1, column, ROOM, column, offered)
    return out.getvalue()


def _write_guide(guide, bold):
    """What each column takes, and all codes; returns where the lists to choose from stand."""
    fields = FigureTable().fields
    columns = [[field.column_name, str(FigureTable.HELP.get(name, ""))] for name, field in fields.items()]
    lists = {
        "qualifier": [str(label) for label in Qualifier.labels],
        "unit": [str(label) for label in ReportedFigure.Unit.labels],
        "indicator": [each.code for each in registry.all()],
    }
    said = [_("Cột"), _("Cách ghi"), _("Mức chính xác"), _("Đơn vị"), _("Mã chỉ số"), _("Tên chỉ số")]
    guide.write_row(0, 0, said, bold)
    for row, cells in enumerate(columns, 1):
        guide.write_row(row, 0, [formula_safe(cell) for cell in cells])
    for column, words in enumerate(lists.values(), 2):
        guide.write_column(1, column, [formula_safe(word) for word in words])
    guide.write_column(1, 5, [str(each.name) for each in registry.all()])
    guide.set_column(0, 0, 20)
    guide.set_column(1, 1, 70)
    guide.set_column(2, 4, 20)
    guide.set_column(5, 5, 80)
    return {name: f"='{_GUIDE}'!${letter}$2:${letter}${len(lists[name]) + 1}"
            for name, letter in zip(lists, "CDE", strict=True)}  # fmt: skip
