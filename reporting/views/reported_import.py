"""Reported figures from a file: where it is sent, and the file to begin with. The rest is as for every job."""

import csv
import io

from django.http import HttpResponse

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators.resources import FigureTable
from reporting import reported_template
from reporting.models import JobKind
from reporting.views.exchange import csv_answer, take_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_permission(P.REPORTED_EDIT)
def import_figures(request):
    table = FigureTable()
    columns = [
        {"name": column.column_name, "required": name in table.REQUIRED, "help": table.HELP.get(name, "")}
        for name, column in table.fields.items()
    ]
    return take_file(request, JobKind.IMPORT_FIGURES, "exchange/import_figures.html", columns)


@require_permission(P.REPORTED_EDIT)
def template_file(request, extension):
    """A table with the headings and one example, marked as such; as XLSX also with what may be written where."""
    if extension == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows([reported_template.heading(), reported_template.example()])
        return csv_answer(text.getvalue(), f"{reported_template.NAME}.csv")
    response = HttpResponse(reported_template.workbook(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{reported_template.NAME}.xlsx"'
    return response
