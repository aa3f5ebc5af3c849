"""The register from a file: read in a jail, checked whole, entered by one bulk action, all or nothing."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.permissions import Permission
from accounts.scoping import inside
from cases import actions
from cases.actions.refusals import RowsRefused, sentence
from cases.resources import ChildRegister, HeadingMissing, already_known, read_register, same_child_twice
from places.models import Level, Place
from places.text import fold
from reporting import jail
from reporting.actions.attempts import end, work_on
from reporting.actions.files import new_name, path_of, remove
from reporting.models import OPEN, Job, JobKind, JobStatus

MOST_ERRORS = 500
COLUMN_OF = {"birth_date": "birth", "group": "group", "starts_on": "group_from", "residence_from": "residence_from"}


def send_file(*, file, by) -> Job:
    """Keep the file and ask for its check. Nothing of it is read here."""
    if file.size > jail.LARGEST_FILE:
        raise jail.Unreadable(
            _("Tệp lớn hơn %(n)s MB. Chia thành nhiều tệp nhỏ hơn.") % {"n": jail.LARGEST_FILE // 1024**2}
        )
    job = Job(kind=JobKind.IMPORT_CHILDREN, created_by=by, file_name=file.name[:200], stored_as=new_name(".upload"))
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
    asked = {"status": JobStatus.CONFIRMED, "skip_known": skip_known, "skip_repeated": skip_repeated, "attempts": 0}
    if Job.objects.filter(pk=job.pk, status=JobStatus.READY).update(**asked):
        record("import.confirmed", job, by=by, rows=job.total)
    return _as_it_stands(job)


@transaction.atomic
def cancel(*, job, by) -> Job:
    """Call the job off, even while a worker has it: what that one has written is undone at its end, not committed.

    A job that has ended stays as it ended.
    """
    unfinished = Job.objects.filter(pk=job.pk, status__in=[*OPEN, JobStatus.READY])
    if unfinished.update(status=JobStatus.CANCELLED, finished_at=timezone.now()):
        record("export.cancelled" if job.kind == JobKind.EXPORT else "import.cancelled", job, by=by)
        transaction.on_commit(lambda: remove(job))
    return _as_it_stands(job)


def _as_it_stands(job):
    return Job.objects.select_related("created_by").get(pk=job.pk)


def _check(job):
    reading = _reading(job)
    if reading is None:
        return
    known = already_known(reading.entries, job.created_by)
    faults = [*reading.faults, *_rehearse(reading, known, job.created_by)]
    job.total = len(reading.entries) + len({row for row, *_rest in reading.faults})
    job.done = job.total
    job.errors = sorted(faults)[:MOST_ERRORS]
    if not faults:
        at = reading.rows
        job.known = [at[position] for position in known]
        repeated = same_child_twice(reading.entries).items()
        job.repeated = [[at[later], at[first]] for later, first in repeated if later not in known]
    end(job, JobStatus.REFUSED if faults else JobStatus.READY)


def _rehearse(reading, known, by):
    """What the very action refuses of the rows that would be entered; what it writes is undone."""
    left_out = set(known)
    kept = [position for position in range(len(reading.entries)) if position not in left_out]
    if not kept:
        return []
    try:
        with transaction.atomic():
            actions.register_children(entries=[reading.entries[at] for at in kept], by=by)
            raise _Undo
    except _Undo:
        return []
    except RowsRefused as refusal:
        return list(_faults(refusal, [reading.rows[at] for at in kept]))


class _Undo(Exception):
    pass


def _enter(job):
    reading = _reading(job)
    if reading is None:
        return None
    if reading.faults:  # rights or places have changed since the check
        return _refuse(job, reading.faults)
    _one_at_a_time()
    known = set(already_known(reading.entries, job.created_by))
    if known and not job.skip_known:
        return end(job, JobStatus.FAILED, why=_("Có trẻ đã ở trong sổ từ lúc kiểm tra; hãy gửi lại tệp."))
    left_out = known | (set(same_child_twice(reading.entries)) if job.skip_repeated else set())
    kept = [position for position in range(len(reading.entries)) if position not in left_out]
    try:
        if kept:
            actions.register_children(entries=[reading.entries[at] for at in kept], by=job.created_by)
    except RowsRefused as refusal:
        return _refuse(job, _faults(refusal, [reading.rows[at] for at in kept]))
    job.added, job.skipped, job.done = len(kept), len(left_out), job.total
    record("import.done", job, by=job.created_by, added=job.added, skipped=job.skipped)
    transaction.on_commit(lambda: remove(job))
    return end(job, JobStatus.DONE)


def _one_at_a_time():
    """The same file may be on its way twice: the second import looks at the register when the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('reporting.import_register'))")


def _refuse(job, faults):
    job.errors = sorted(faults)[:MOST_ERRORS]
    return end(job, JobStatus.REFUSED)


def _reading(job):
    """What the file holds; None, with the job's end, where it cannot be read."""
    try:
        return _read(job)
    except (jail.Unreadable, HeadingMissing) as why:
        end(job, JobStatus.FAILED, why=str(why))
    except FileNotFoundError:  # its own words would tell the sender a path of the server
        end(job, JobStatus.FAILED, why=_("Tệp không còn; hãy gửi lại."))
    return None


def _read(job):
    today = timezone.localdate()
    paths = job.created_by.territory(Permission.REGISTER_IMPORT)  # as of now: rights may have ended since
    communes: dict[str, list[Place]] = {}
    inside_now = Place.objects.filter(inside(paths), level=Level.COMMUNE).in_force(today)
    for place in inside_now:
        for key in {fold(place.name), fold(place.short_name), place.code}:
            communes.setdefault(key, []).append(place)
    return read_register(jail.read(path_of(job)), communes, today)


def _faults(refusal, rows):
    """(row, column, sentence) of what the action refused; `rows`: the number in the file of each entry it was given."""
    columns = ChildRegister().fields
    for position, problems in refusal.rows.items():
        for problem in problems:
            column = columns.get(COLUMN_OF.get(problem.field, problem.field))
            yield rows[position], column.column_name if column else "", sentence(problem)
