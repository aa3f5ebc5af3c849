"""What runs without anyone asking."""

from celery import shared_task
from django.utils import timezone

from cases.actions import remind_of_late_steps, settle_waiting_terms


@shared_task
def remind_overdue_steps():
    """One notice a day for each late step of an open case; safe to run twice, also at once."""
    settle_waiting_terms()
    remind_of_late_steps(at=timezone.now())
