"""Rows from a file: read in a jail, checked whole, entered by one bulk action, all or nothing."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from cases.actions.refusals import RowsRefused, sentence
from places.tables import HeadingMissing
from reporting import jail
from reporting.actions.attempts import end, work_on
from reporting.actions.figures_file import FiguresFile
from reporting.actions.files import new_name, path_of, remove
from reporting.actions.register_file import RegisterFile
from reporting.models import OPEN, Job, JobKind, JobStatus

MOST_ERRORS = 500
KINDS = {JobKind.IMPORT_CHILDREN: RegisterFile(), JobKind.IMPORT_FIGURES: FiguresFile()}


def send_file(*, file, by, kind=JobKind.IMPORT_CHILDREN) -> Job:
    """Keep the file and ask for its check. Nothing of it is read here."""
    if file.size > jail.LARGEST_FILE:
        raise jail.Unreadable(
            _("Tệp lớn hơn %(n)s MB. Chia thành nhiều tệp nhỏ hơn.") % {"n": jail.LARGEST_FILE // 1024**2}
        )
    job = Job(kind=kind, created_by=by, file_name=file.name[:200], stored_as=new_name(".upload"))
    with path_of(job).open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    job.save()
    record("import.sent", job, by=by, bytes=file.size)
    return job


def check_file(*, job) -> Job | None:
    """Read and check every row, write nothing but the job. Safe to run twice."""
    return work_on(job, wanted=[JobStatus.WAITING, JobStatus.CHECKING], now_is=JobStatus.CHECKING, work=_check)


def run_import(*, job) -> Job | None:
    """Enter all rows in one transaction with the job's own end: a killed worker leaves neither. Safe to run twice."""
    return work_on(job, wanted=[JobStatus.CONFIRMED, JobStatus.RUNNING], now_is=JobStatus.RUNNING, work=_enter)


@transaction.atomic
def confirm(*, job, by, skip_known=False, skip_repeated=False) -> Job:
    """The sender has seen the check and wants it written. A job that does not wait for this stays as it is."""
    asked = {"status": JobStatus.CONFIRMED, "skip_known": skip_known, "skip_repeated": skip_repeated}
    if Job.objects.filter(pk=job.pk, status=JobStatus.READY).update(**asked, attempts=0, shown={}):
        record("import.confirmed", job, by=by, rows=job.total)
    return _as_it_stands(job)


@transaction.atomic
def cancel(*, job, by) -> Job:
    """Call the job off, even while a worker has it: what that one has written is undone at its end, not committed.

    A job that has ended stays as it ended.
    """
    unfinished = Job.objects.filter(pk=job.pk, status__in=[*OPEN, JobStatus.READY])
    if unfinished.update(status=JobStatus.CANCELLED, finished_at=timezone.now(), shown={}):
        record("export.cancelled" if job.kind == JobKind.EXPORT else "import.cancelled", job, by=by)
        transaction.on_commit(lambda: remove(job))
    return _as_it_stands(job)


def _as_it_stands(job):
    return Job.objects.select_related("created_by").get(pk=job.pk)


def _check(job):
    kind, reading = KINDS[job.kind], _reading(job)
    if reading is None:
        return
    known, repeated = kind.already_known(reading.entries, job.created_by), kind.repeated(reading.entries)
    faults = [*reading.faults, *_rehearse(job, reading, {*known, *repeated} if kind.is_certain else {*known})]
    job.total = len(reading.entries) + len({row for row, *_rest in reading.faults})
    job.done = job.total
    job.errors = sorted(faults)[:MOST_ERRORS]
    job.shown = {**job.shown, "notes": reading.notes}
    if not faults:
        at = reading.rows
        job.known = [at[position] for position in known]
        job.repeated = [[at[later], at[first]] for later, first in repeated.items() if later not in known]
    end(job, JobStatus.REFUSED if faults else JobStatus.READY)


def _rehearse(job, reading, left_out):
    """What the very action refuses of the rows that would be entered; what it writes is looked at and undone."""
    kind, (entries, rows) = KINDS[job.kind], _without(reading, left_out)
    if not entries:
        return []
    try:
        with transaction.atomic():
            written = kind.enter(entries, job.created_by)
            job.shown = kind.shown(entries, rows, written, job.created_by)
            raise _Undo
    except _Undo:
        return []
    except RowsRefused as refusal:
        return list(_faults(kind, refusal, rows))


class _Undo(Exception):
    pass


def _without(reading, left_out):
    """The entries but those at some positions, and the numbers of their rows."""
    kept = [position for position in range(len(reading.entries)) if position not in left_out]
    return [reading.entries[at] for at in kept], [reading.rows[at] for at in kept]


def _enter(job):
    kind, reading = KINDS[job.kind], _reading(job)
    if reading is None:
        return None
    if reading.faults:  # rights or places have changed since the check
        return _refuse(job, reading.faults)
    _one_at_a_time(job.kind)
    known = set(kind.already_known(reading.entries, job.created_by))
    if known and not (job.skip_known or kind.is_certain):
        return end(job, JobStatus.FAILED, why=_("Có trẻ đã ở trong sổ từ lúc kiểm tra; hãy gửi lại tệp."))
    left_out = known | (set(kind.repeated(reading.entries)) if job.skip_repeated or kind.is_certain else set())
    entries, rows = _without(reading, left_out)
    try:
        if entries:
            kind.enter(entries, job.created_by)
    except RowsRefused as refusal:
        return _refuse(job, _faults(kind, refusal, rows))
    job.added, job.skipped, job.done = len(entries), len(left_out), job.total
    record("import.done", job, by=job.created_by, added=job.added, skipped=job.skipped)
    transaction.on_commit(lambda: remove(job))
    return end(job, JobStatus.DONE)


def _one_at_a_time(kind):
    """The same file may be on its way twice: the second import looks at what is there when the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"reporting.{kind}"])


def _refuse(job, faults):
    job.errors = sorted(faults)[:MOST_ERRORS]
    return end(job, JobStatus.REFUSED)


def _reading(job):
    """What the file holds; None, with the job's end, where it cannot be read or holds no row."""
    try:
        reading = KINDS[job.kind].read(jail.read(path_of(job)), job.created_by)
    except (jail.Unreadable, HeadingMissing) as why:
        end(job, JobStatus.FAILED, why=str(why))
        return None
    except FileNotFoundError:  # its own words would tell the sender a path of the server
        end(job, JobStatus.FAILED, why=_("Tệp không còn; hãy gửi lại."))
        return None
    if not (reading.entries or reading.faults):
        end(job, JobStatus.FAILED, why=" ".join([_("Tệp không có dòng nào để ghi."), *reading.notes]))
        return None
    return reading


def _faults(kind, refusal, rows):
    """(row, column, sentence) of what the action refused; `rows`: the number in the file of each entry it was given."""
    for position, problems in refusal.rows.items():
        for problem in problems:
            yield rows[position], kind.column(problem.field), sentence(problem)
