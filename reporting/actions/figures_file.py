"""Reported figures from a file: entered by one bulk action, each looked at before beside what speaks against it."""

from accounts.permissions import Permission
from indicators.actions.reported import NewDocument, report_figures
from indicators.resources import FigureTable, read_figures
from indicators.same_figures import already_reported, same_figure_twice
from reporting.actions.file_kinds import FileKind
from reporting.reported_lines import lines

MOST_SHOWN = 200  # what speaks against a figure is asked one by one; the list tells it of all


class FiguresFile(FileKind):
    is_certain = True  # a figure with the same number, period, document and words is the same figure

    @property
    def columns(self):
        return FigureTable().fields

    def read(self, table, by):
        return read_figures(table, by.territory(Permission.REPORTED_EDIT))  # as of now: rights may have ended since

    def already_known(self, entries, by):
        return already_reported(entries)

    def repeated(self, entries):
        return same_figure_twice(entries)

    def enter(self, entries, by):
        return report_figures(entries=entries, by=by)

    def shown(self, entries, rows, written, by):
        looked_at = zip(rows, entries, lines(written[:MOST_SHOWN], by), strict=False)
        told = [_line(row, entry, line) for row, entry, line in looked_at]
        doubtful = sum(1 for line in told if line["doubts"])
        return {"lines": told, "count": len(written), "more": len(written) - len(told), "doubtful": doubtful}


def _line(row, entry, line):
    figure, indicator, document = line["figure"], line["indicator"], line["figure"].document
    return {
        "row": row,
        "indicator": f"{indicator.code} · {indicator.name}",
        "group": str(indicator.groups.names()[figure.breakdown]) if figure.breakdown else "",
        "place": figure.place.full_name,
        "period": line["period"],
        "text": line["text"],
        "unit": line["unit"],
        "printed_text": figure.printed_text,
        "document": str(document or ""),
        "new_document": f"{document.number}, {document.issuer}" if isinstance(entry.document, NewDocument) else "",
        "note": figure.note,
        "doubts": line["doubts"],
    }
