"""The register from a file: read in a jail, checked whole, entered by one bulk action, all or nothing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.permissions import Permission
from accounts.scoping import inside
from cases import actions
from cases.actions.refusals import RowsRefused, sentence
from cases.resources import ChildRegister, HeadingMissing, already_known, read_register
from places.models import Level, Place
from places.text import fold
from reporting import jail
from reporting.actions.files import new_name, path_of, remove
from reporting.models import Job, JobKind, JobStatus

FINAL = {JobStatus.DONE, JobStatus.REFUSED, JobStatus.FAILED, JobStatus.CANCELLED}
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


def _taken(job, wanted, now_is):
    """The job's row, locked, if it stands where this work begins; None if another worker has it or it is called off."""
    found = Job.objects.select_for_update(skip_locked=True).filter(pk=job.pk, status__in=wanted).first()
    if found:
        found.status = now_is
        found.save(update_fields=["status"])
    return found


@transaction.atomic
def check_file(*, job) -> Job | None:
    """Read and check every row, write nothing but the job. Safe to run twice."""
    job = _taken(job, [JobStatus.WAITING, JobStatus.CHECKING], JobStatus.CHECKING)
    if job is None:
        return None
    try:
        reading = _read(job)
    except (jail.Unreadable, HeadingMissing) as why:
        return _ended(job, JobStatus.FAILED, why=str(why))
    except FileNotFoundError:
        return _ended(job, JobStatus.FAILED, why=_("Tệp không còn; hãy gửi lại."))
    faults = list(reading.faults)
    try:
        with transaction.atomic():  # a rehearsal by the very action, undone
            actions.register_children(entries=reading.entries, by=job.created_by)
            raise _Undo
    except _Undo:
        pass
    except RowsRefused as refusal:
        faults += _faults(refusal, reading)
    job.total = len(reading.entries) + len({row for row, *_rest in reading.faults})
    job.done = job.total
    job.errors = sorted(faults)[:MOST_ERRORS]
    job.known = [] if faults else [reading.rows[position] for position in already_known(reading.entries)]
    return _ended(job, JobStatus.REFUSED if faults else JobStatus.READY)


class _Undo(Exception):
    pass


@transaction.atomic
def confirm(*, job, skip_known, by) -> Job:
    """The sender has seen the check and wants it written."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status == JobStatus.READY:
        job.status, job.skip_known = JobStatus.CONFIRMED, skip_known
        job.save(update_fields=["status", "skip_known"])
        record("import.confirmed", job, by=by, rows=job.total)
    return job


@transaction.atomic
def cancel(*, job, by) -> Job:
    """Call the job off while nothing has been written."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status not in FINAL and job.status != JobStatus.RUNNING:
        remove(job)
        _ended(job, JobStatus.CANCELLED)
        record("import.cancelled", job, by=by)
    return job


@transaction.atomic
def run_import(*, job) -> Job | None:
    """Enter all rows in one transaction with the job's own end: a killed worker leaves neither. Safe to run twice."""
    job = _taken(job, [JobStatus.CONFIRMED, JobStatus.RUNNING], JobStatus.RUNNING)
    if job is None:
        return None
    try:
        reading = _read(job)
        if reading.faults:  # rights or places have changed since the check
            job.errors = sorted(reading.faults)[:MOST_ERRORS]
            return _ended(job, JobStatus.REFUSED)
        known = set(already_known(reading.entries))
        if known and not job.skip_known:
            return _ended(job, JobStatus.FAILED, why=_("Có trẻ đã ở trong sổ từ lúc kiểm tra; hãy gửi lại tệp."))
        entries = [entry for position, entry in enumerate(reading.entries) if position not in known]
        if entries:
            actions.register_children(entries=entries, by=job.created_by)
    except (jail.Unreadable, HeadingMissing) as why:
        return _ended(job, JobStatus.FAILED, why=str(why))
    except FileNotFoundError:  # its own words would tell the sender a path of the server
        return _ended(job, JobStatus.FAILED, why=_("Tệp không còn; hãy gửi lại."))
    except RowsRefused as refusal:
        job.errors = sorted(_faults(refusal, reading))[:MOST_ERRORS]
        return _ended(job, JobStatus.REFUSED)
    job.added, job.skipped, job.done = len(entries), len(known), job.total
    record("import.done", job, by=job.created_by, added=job.added, skipped=job.skipped)
    remove(job)
    return _ended(job, JobStatus.DONE)


def _ended(job, status, why=""):
    job.status, job.why = status, why
    job.finished_at = timezone.now() if status in FINAL else None
    job.save()
    return job


def _read(job):
    today = timezone.localdate()
    paths = job.created_by.territory(Permission.REGISTER_IMPORT)  # as of now: rights may have ended since
    communes: dict[str, list[Place]] = {}
    inside_now = Place.objects.filter(inside(paths), level=Level.COMMUNE).in_force(today)
    for place in inside_now:
        for key in {fold(place.name), fold(place.short_name), place.code}:
            communes.setdefault(key, []).append(place)
    return read_register(jail.read(path_of(job)), communes, today)


def _faults(refusal, reading):
    """(row, column, sentence) of what the action refused."""
    columns = ChildRegister().fields
    for position, problems in refusal.rows.items():
        for problem in problems:
            column = columns.get(COLUMN_OF.get(problem.field, problem.field))
            yield reading.rows[position], column.column_name if column else "", sentence(problem)
