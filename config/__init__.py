"""Settings, addresses, workers: knows every app; only the entry points know it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
