"""Files of jobs: random names below DATA_DIR, readable by the service alone, gone after a day."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.models import OPEN, Job, JobStatus

LIFE = timedelta(hours=24)


def folder():
    path = settings.DATA_DIR / "jobs"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(job):
    """Where the job's file lies. Raises FileNotFoundError once it has been removed."""
    if not job.stored_as:
        raise FileNotFoundError
    return folder() / job.stored_as


def new_name(ending):
    return f"{uuid.uuid4().hex}{ending}"


def remove(job):
    """Delete the job's file, if it is still there."""
    if job.stored_as:
        path_of(job).unlink(missing_ok=True)


def remove_old():
    """End jobs that a day was not enough for, and delete files older than a day with what was quoted of them; the rows
    stay."""
    old = Job.objects.filter(created_at__lt=timezone.now() - LIFE)
    unfinished = old.filter(status__in=[*OPEN, JobStatus.READY])
    why = _("Không xong trong 24 giờ; hãy gửi lại.")
    unfinished.update(status=JobStatus.FAILED, why=why, finished_at=timezone.now(), shown={})
    old.exclude(errors=[]).update(errors=[])
    for job in old.exclude(stored_as=""):
        path_of(job).unlink(missing_ok=True)
        Job.objects.filter(pk=job.pk).update(stored_as="")
