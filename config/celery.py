"""Celery: a message only says "look"; the work itself is a row in PostgreSQL."""

import os

from celery import Celery
from celery.schedules import crontab
from kombu.transport import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Channel(redis.Channel):
    do_restore = False  # giving messages back to a broker that has just died would end the worker, or fill its disk


class Transport(redis.Transport):
    """Redis without acknowledgements: see CELERY_BROKER_TRANSPORT_OPTIONS in the settings."""

    Channel = Channel


app = Celery("mai_am")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # The poll behind the hint: losing a message costs a second, never a figure.
    "sweep-stale-cells": {"task": "indicators.tasks.sweep", "schedule": 1.0, "options": {"expires": 5}},
    "midnight-tick": {"task": "indicators.tasks.midnight_tick", "schedule": crontab(minute=5, hour=0)},
    "nightly-check": {"task": "indicators.tasks.nightly_check", "schedule": crontab(minute=30, hour=1)},
    "fold-clock": {"task": "indicators.tasks.fold_clock", "schedule": crontab(minute=20, hour=2)},
    "push-dhis2": {"task": "indicators.tasks.push_dhis2", "schedule": crontab(minute=0, hour=4)},
    # Again each hour of the working day: one notice a day for each late step, also if a worker has died at seven.
    "remind-overdue-steps": {"task": "cases.tasks.remind_overdue_steps", "schedule": crontab(minute=0, hour="7-16")},
    "deliver-notices": {"task": "accounts.tasks.deliver_notices", "schedule": 60.0, "options": {"expires": 60}},
    "clear-what-has-ended": {"task": "accounts.tasks.clear_what_has_ended", "schedule": crontab(minute=15, hour=3)},
    # From midnight on; again and again, so that a night without workers only makes it later.
    "apply-reforms": {
        "task": "reporting.tasks.apply_reforms",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "follow-all-ended-units": {
        "task": "reporting.tasks.follow_all_ended_units",
        "schedule": crontab(minute=40, hour=2),
    },
    "resume-jobs": {"task": "reporting.tasks.resume_jobs", "schedule": 30.0, "options": {"expires": 30}},
}
