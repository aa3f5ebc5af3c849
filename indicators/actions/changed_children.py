"""Counting children who have changed, without the communes in which they live (indicators/before.py).

A worker takes children whose marks and places it can lock at once. The places are locked `for share`: several workers
may move the same cells, as sums do not mind the order, but none while the whole place is counted.
"""

import logging
from collections import defaultdict

from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable, UniqueViolation
from psycopg2.extensions import TransactionRollbackError

from indicators import measures
from indicators.actions.sweeping import prepare, release
from indicators.counting.changed import move_cells
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith

log = logging.getLogger(__name__)

AT_ONCE = 40
LOOKED_AT = 400

# The oldest first, and with it others of whom the same kinds of fact have changed: one statement for all of them.
WAITING = """
    select child_id, array_agg(distinct family order by family) as families, min(id) as first
    from indicators_stale where child_id is not null group by child_id
    having bool_and(not_before is null or not_before <= clock_timestamp()) order by first limit %s"""
LOCK_MARKS = """
    select id, child_id, place_id, family, from_day, to_day from indicators_stale where child_id = any (%s)
    order by id for update skip locked"""
LOCK_PLACES = "select id from places_place where id = any (%s) order by id for share skip locked"


def count_changed_children():
    """Bring the figures to what has changed with some children, in one transaction. Returns how many were counted.

    Children whom a writer holds, however long it takes to end, or whose place is being counted, keep nobody waiting.
    """
    return next((counted for children in _lots() if (counted := _count_lot(children))), 0)


def _count_lot(children):
    """Children that cannot be counted so lose their privilege: the places where they live are counted whole."""
    try:
        with transaction.atomic():
            prepare()
            return _count(children)
    except Exception as error:
        if isinstance(error.__cause__, TransactionRollbackError | UniqueViolation):
            return 0  # a deadlock, or another worker was first to make a cell: take them again
        log.warning("Children could not be counted alone (%s): their places are.", type(error).__name__)
        _let_go(children)
        return 0


def _let_go(children):
    """Let these children be counted with their places; not yet, if someone goes on holding one of them."""
    try:
        with transaction.atomic():
            release(children)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        log.warning("Children who cannot be counted alone are held by someone: their places come later.")


def _lots():
    """Children to count in one statement: of whom the same kinds of fact have changed, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [LOOKED_AT])
        waiting = cursor.fetchall()
    alike = defaultdict(list)
    for child, families, _first in waiting:
        alike[tuple(families)].append(child)
    return [lot[i : i + AT_ONCE] for lot in alike.values() for i in range(0, len(lot), AT_ONCE)]


def _count(children):
    with connection.cursor() as cursor:
        cursor.execute(LOCK_MARKS, [children])
        marks = cursor.fetchall()
        cursor.execute(LOCK_PLACES, [sorted({place for _id, _child, place, *_days in marks})])
        locked = {place for (place,) in cursor}
    elsewhere = {child for _id, child, place, *_days in marks if place not in locked}
    marks = [mark for mark in marks if mark[1] not in elsewhere]
    if not marks:
        return 0
    families = {mark[3] for mark in marks}  # of those we hold: more may have come since we looked who waits
    return move_cells(
        [m for m in measures.depending_on(families) if isinstance(m, ChildStock | ChildStockWith | ChildFlow)],
        children=sorted({mark[1] for mark in marks}),
        marks=[mark[0] for mark in marks],
        places=sorted({mark[2] for mark in marks}),
        from_day=min(mark[4] for mark in marks),
        to_day=max(mark[5] for mark in marks),
    )
