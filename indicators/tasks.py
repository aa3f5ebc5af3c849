"""Celery's side of the counting engine: a message only says "look", the work is rows of Stale."""

import logging
import time

from celery import shared_task
from django.conf import settings
from django.core.cache import caches

from indicators import unchanged
from indicators.actions import calendar, changed_children, checking, pushing, sweeping

log = logging.getLogger(__name__)
HINT = "indicators.sweep.hint"
SWEEP_SECONDS = 20
OLDEST_EVERY = 4  # turns: what has waited longest is taken at least this often


def hint_sweep():
    """Ask a worker to look now. At most one hint is on its way; without a broker the poll does it later."""
    try:
        if caches["redis"].add(HINT, 1, timeout=5):
            sweep.delay()
    except Exception:  # a broken broker must never fail the request whose facts are already committed
        log.warning("No hint could be sent; the poll will find the marks.")


@shared_task
def sweep():
    """Recount what is stale until nothing is left or time is up. Returns how many children and places were counted.

    A midnight that nobody saw is made up for first.
    """
    try:
        caches["redis"].delete(HINT)  # before the first look: whoever commits from here on may hint again
    except Exception:
        log.warning("The broker cannot be reached; sweeping all the same.")
    calendar.catch_up()
    counted, turn, until = 0, 1, time.monotonic() + SWEEP_SECONDS
    while taken := changed_children.count_changed_children() + sweeping.sweep_once(oldest=turn % OLDEST_EVERY == 0):
        counted, turn = counted + taken, turn + 1
        if time.monotonic() > until:
            break
    return counted


@shared_task
def midnight_tick():
    """Bring the kept periods to the new Vietnamese day and mark what that moves (ruling 4)."""
    moved = calendar.tick()
    if moved:
        hint_sweep()
    return moved


@shared_task
def nightly_check():
    """Compare all cells with a full count. A difference is an alarm, never a silent repair."""
    return checking.check()


@shared_task
def fold_clock():
    """Keep the clock of changes short (indicators/unchanged.py)."""
    unchanged.fold()


@shared_task
def push_dhis2():
    """Send what DHIS2_PUSH names; nothing where it names nothing. Returns how many values were sent."""
    if not settings.DHIS2_PUSH:
        return 0
    return pushing.send(pushing.prepare(settings.DHIS2_PUSH)).values


@shared_task
def recount_all(within=None):
    """Count everything again: after a load or a restore (ruling 29). `within`: the path of a place, or all.

    The workers share it (the poll gives each of them a sweep); the task only marks. Returns how many places there are.
    """
    asked = checking.ask_for_recount(within)
    hint_sweep()
    return asked
