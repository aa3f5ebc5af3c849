"""One attempt at a job: counted before it begins, ended in one transaction with its work, called off at any moment.

The row is not locked while the work goes on, so that its page, its cancelling and the poll never wait for it. What
keeps two workers apart is an advisory lock, which the database lets go of when the worker dies.
"""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.actions.files import remove
from reporting.models import FINAL, Job, JobKind, JobStatus

MOST_ATTEMPTS = 3


class _CalledOff(Exception):
    pass


def work_on(job, *, wanted, now_is, work) -> Job | None:
    """Do `work(row)`, which sets the row's end but does not save it, if the job stands in one of `wanted`.

    None if there was nothing to do: another worker has it, it was called off, or its attempts are used up. A worker
    killed half-way leaves the count of its attempt and nothing else; an error is passed on and leaves the same.
    """
    if not _begun(job.pk, wanted, now_is):
        return None
    try:
        with transaction.atomic():
            row = Job.objects.select_related("created_by").filter(pk=job.pk, status=now_is).first()
            if row is None or not _alone(row.pk):
                return None
            work(row)
            if not Job.objects.select_for_update().filter(pk=row.pk, status=now_is).exists():
                raise _CalledOff
            row.save()
    except _CalledOff:  # and with it all that was written
        remove(job)
        return None
    return row


@transaction.atomic
def _begun(pk, wanted, now_is):
    """Whether the attempt may go on; it is counted and committed first, or a deadly job would be tried for ever."""
    row = Job.objects.select_for_update(skip_locked=True).filter(pk=pk, status__in=wanted).first()
    if row is None or not _alone(pk):
        return False
    if row.attempts >= MOST_ATTEMPTS:
        end(row, JobStatus.FAILED, why=_spent(row))
        row.save()
        transaction.on_commit(lambda: remove(row))
        return False
    row.attempts += 1
    row.status = now_is
    row.save(update_fields=["attempts", "status"])
    return True


def _alone(pk):
    """Nobody else works on the job until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"reporting.job {pk}"])
        return cursor.fetchone()[0]


def _spent(row):
    told = {"n": MOST_ATTEMPTS}
    if row.kind == JobKind.EXPORT:
        return _("Đã thử %(n)s lần mà không xong. Lọc bớt rồi xuất lại, hoặc báo người quản trị.") % told
    return _("Đã thử %(n)s lần mà không xong, chưa ghi gì. Chia nhỏ tệp rồi gửi lại, hoặc báo người quản trị.") % told


def end(row, status, why=""):
    """How the attempt ended; saved by whoever called."""
    row.status, row.why = status, why
    row.finished_at = timezone.now() if status in FINAL else None
