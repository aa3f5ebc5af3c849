"""Lists as files: the same queryset as the screen, formula-safe, kept for a day, for its maker alone."""

import csv
from datetime import datetime

import xlsxwriter
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record
from cases.models import DenyEntry
from places.numerals import write_number
from places.spreadsheets import formula_safe
from reporting.actions.attempts import end, work_on
from reporting.actions.files import new_name, path_of
from reporting.lists import LISTS
from reporting.models import Job, JobKind, JobStatus

MOST_ROWS = 50_000


def ask_export(*, list_name, filters, form, by) -> Job:
    """Ask for a file of a list with the filters of its address; `form` is csv or xlsx."""
    job = Job.objects.create(
        kind=JobKind.EXPORT,
        status=JobStatus.CONFIRMED,
        created_by=by,
        file_name=f"{list_name}-{timezone.localdate():%Y%m%d}.{form}",
        stored_as=new_name(f".{form}"),
        wanted={"list": list_name, "filters": filters, "form": form, "language": translation.get_language()},
    )
    record("export.asked", job, by=by, list=list_name)
    return job


def run_export(*, job) -> Job | None:
    """Write the file; who may have it is asked again now. Safe to run twice."""
    return work_on(job, wanted=[JobStatus.CONFIRMED, JobStatus.RUNNING], now_is=JobStatus.RUNNING, work=_write_list)


def _write_list(job):
    with translation.override(job.wanted["language"]):
        listed = LISTS[job.wanted["list"]]
        if job.created_by.may(listed.permission):
            _fill(job, listed)
        else:
            end(job, JobStatus.FAILED, why=_("Bạn không còn quyền xuất danh sách này."))


def _fill(job, listed):
    """All rows or none: a list that was cut would pass for whole."""
    job.wanted["reach"] = {"paths": job.created_by.territory(listed.permission), "at": timezone.now().isoformat()}
    rows = listed.rows(job.created_by, job.wanted["filters"])
    if (number := rows.count()) > MOST_ROWS:
        told = {"n": write_number(number, 0), "most": write_number(MOST_ROWS, 0)}
        why = _("Danh sách có %(n)s dòng, một tệp chứa nhiều nhất %(most)s. Lọc bớt rồi xuất lại.") % told
        return end(job, JobStatus.FAILED, why=why)
    shown = list(rows)
    _write(job, [str(words) for words, _read in listed.columns], [listed.cells(row) for row in shown])
    told = {"list": job.wanted["list"], "job": job.pk}
    record("export.done", rows.model, by=job.created_by, ids=[row.pk for row in shown], **told)
    job.done = job.total = len(shown)
    return end(job, JobStatus.DONE)


def is_still_in_reach(job) -> bool:
    """Whether all that the file was made of may still be seen by its maker: his territory covers it, and nothing in it
    has been kept from him since. A new file leaves out what he may not see."""
    made = job.wanted.get("reach")
    if made is None:
        return False
    paths = tuple(job.created_by.territory(LISTS[job.wanted["list"]].permission))
    barred = DenyEntry.objects.barring(job.created_by).filter(created_at__gte=datetime.fromisoformat(made["at"]))
    return all(path.startswith(paths) for path in made["paths"]) and not barred.exists()


def _write(job, heading, table):
    rows = [[formula_safe(cell) for cell in row] for row in table]
    if job.wanted["form"] == "csv":
        with path_of(job).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([heading, *rows])
        return
    with xlsxwriter.Workbook(path_of(job), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([heading, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write(number, column, cell)
