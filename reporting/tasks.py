"""Celery's side of jobs: take an id, do one thing; the row decides whether there is anything to do."""

from celery import shared_task
from django.utils import timezone

from reporting import actions
from reporting.actions.ended_units import LATELY, follow_ended_units
from reporting.actions.files import remove_old
from reporting.actions.reforms import apply_due_reforms
from reporting.models import Job, JobKind, JobStatus

AT_ONCE = 20
EVERY = 30  # seconds, as beat is told in config/celery.py


@shared_task
def run_job(*, pk):
    """Check, write or export, as far as the job has been asked to go."""
    job = Job.objects.select_related("created_by").get(pk=pk)
    if job.kind == JobKind.EXPORT:
        actions.run_export(job=job)
    elif job.status in {JobStatus.WAITING, JobStatus.CHECKING}:
        actions.check_file(job=job)
    else:
        actions.run_import(job=job)


@shared_task
def apply_reforms():
    """Carry out the reforms whose day has come, as far as they are not done, and the ends that a file named before its
    day (docs/places.md)."""
    return apply_due_reforms() + follow_ended_units(timezone.localdate() - LATELY)["units"]


@shared_task
def follow_all_ended_units():
    """Also those that ended before the days at which apply_reforms looks: workers may have been off for longer."""
    return follow_ended_units()["units"]


@shared_task
def resume_jobs():
    """The poll behind the message: whatever was asked for and is not finished, and is in no worker's hands."""
    for pk in Job.objects.to_do().values_list("pk", flat=True)[:AT_ONCE]:
        run_job.apply_async(kwargs={"pk": pk}, expires=EVERY)  # a busy worker finds one message, not a pile of them
    remove_old()
