"""Celery's side of the counting engine."""

import logging

from celery import shared_task
from django.core.cache import cache

log = logging.getLogger(__name__)


def hint_sweep():
    """Ask a worker to look now. At most one hint is on its way; without a broker the poll does it later."""
    try:
        if cache.add("indicators.sweep.hint", 1, timeout=1):
            sweep.delay()
    except Exception:  # a broken broker must never fail the request whose facts are already committed
        log.warning("No hint could be sent; the poll will find the marks.")


@shared_task
def sweep():
    """Recount what is stale until nothing is left."""
