"""Recounting what facts have marked. Any number of workers may do this at once.

The place of the base cells is the lock (ruling 26). In one READ COMMITTED transaction, in this order, each a new
statement with a new snapshot: take the place's row, delete its marks and read them, count, write. Whatever commits
after the marks were deleted keeps a mark of its own, which we do not see and do not delete.
"""

import logging
from collections import defaultdict
from datetime import date

from django.db import connection, transaction
from psycopg2.errors import LockNotAvailable
from psycopg2.extensions import TransactionRollbackError

from indicators import measures
from indicators.actions.alarms import raise_alarm, resolve
from indicators.before import release_sql
from indicators.counting.recount import recount
from indicators.models import RecountAlarm

log = logging.getLogger(__name__)

# The oldest first. Places where a fact has changed go before those that wait for a recount of everything (a midnight,
# a load) and are not taken together with them: a changed child does not wait for a province. In a turn for the oldest
# they go by age alone, so that nothing starves. A place whose recount failed waits for its later turn. Locks are taken
# without waiting, so workers cannot deadlock on them.
TAKE_PLACES = """
    with waiting as (
        select place_id, min(id) as first, bool_and(family = '*') as whole from indicators_stale
        where child_id is null and (not_before is null or not_before <= clock_timestamp())
          and place_id <> all (%(held)s) group by place_id),
    turn as (
        select place_id, first, whole from waiting
        where whole = (select whole from waiting order by whole and not %(oldest)s, first limit 1))
    select p.id from places_place p
    join (select place_id, first from turn order by first limit 200) s on s.place_id = p.id
    order by s.first
    limit coalesce(%(limit)s, (
        select greatest(%(fewest)s, least(count(*) / 3, case when bool_and(whole) then %(most)s else %(few)s end))
        from turn))
    for no key update of p skip locked"""
TAKE_AGAIN = "select id from places_place where id = any (%s) order by id for no key update skip locked"
# A writer holds a mark that lost its child while he waited to take that child's privilege himself: it stays a mark.
TAKE_MARKS = """
    delete from indicators_stale where id = any (array(
        select id from indicators_stale where place_id = any (%s) and child_id is null for update skip locked))
    returning place_id, family, from_day, to_day"""
WAITING = "select distinct child_id from indicators_stale where place_id = any (%s) and child_id is not null"
# Children and places as arrays: read by index, whatever the planner knows of a table whose rows live for seconds.
HELD_BY_OTHERS = """
    with ours as materialized (
        select id from indicators_stale where place_id = any (%(places)s) or child_id = any (%(children)s)
        order by id for update skip locked)
    select place_id, child_id from indicators_stale
    where (place_id = any (%(places)s) or child_id = any (%(children)s)) and id not in (select id from ours)"""
WAIT_HERE = "select distinct place_id from indicators_stale where child_id = any (%s::bigint[]) and place_id = any (%s)"
POSTPONE = """
    update indicators_stale set not_before = clock_timestamp() + interval '5 minutes' where id = any (array(
        select id from indicators_stale where place_id = any (%s) for update skip locked))"""
# Shorter than PostgreSQL waits before it looks for a deadlock (1 s): who counts gives up first, and no writer fails.
PATIENCE = "500ms"
# Facts have windows of their own, place by place: a large lot of them saves little and commits late.
FEWEST_AT_ONCE, FEW_AT_ONCE, MOST_AT_ONCE = 1, 8, 60


def sweep_once(limit=None, *, oldest=False):
    """Recount up to this many stale places in one transaction, or a fair share: few while little waits, so that the
    first are soon true; a third of a large backlog, since many places together cost little more than a few.

    `oldest`: a turn for what has waited longest, whatever it waits for. Returns how many were taken.
    """
    taken = []
    try:
        with transaction.atomic():  # by itself: who writes of such a child does not wait for the count to end
            prepare()
            taken = _take(limit, oldest)
            count_with_their_places(taken)
        with transaction.atomic():
            prepare()
            places = _take_again(taken)
            for (together, from_day, to_day), alike in batches(_marks_of(places)).items():
                for share in measures.in_shares(together):
                    recount(share, alike, from_day, to_day)
            count_with_their_places(places)
            resolve(places, kind=RecountAlarm.Kind.FAILED)
    except Exception as error:  # whatever one definition does wrong, the other places must be counted
        if not taken:
            raise
        if isinstance(error.__cause__, TransactionRollbackError | LockNotAvailable):
            return len(taken)  # someone else is at work on the same: the marks are still there, take them again
        if len(taken) > 1:
            return _sweep_one_by_one(len(taken))
        _postpone(taken, error)
    return len(taken)


def prepare():
    """Settings of this transaction only. Each statement must see what was committed before it."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('transaction_isolation')")
        if cursor.fetchone()[0] != "read committed":
            raise RuntimeError("The sweeper needs READ COMMITTED.")
        cursor.execute("set local work_mem = '64MB'")


def count_with_their_places(places):
    """Children who wait here to be counted alone are counted with the place: a whole count holds what they are now.

    So it is done before the marks are taken, and again after the count for those who came since: they are in it, and
    the place is counted once more. Gives up if someone goes on holding one of them (LockNotAvailable).
    """
    if children := _waiting_in(places):
        release(children)


def release(children):
    """Let these children be counted with their places. Gives up if someone goes on holding one of them."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local lock_timeout = '{PATIENCE}'")
        cursor.execute(release_sql("select unnest(%(children)s::bigint[])"), {"children": children})
        cursor.execute("set local lock_timeout = default")


def _waiting_in(places):
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [places])
        return [child for (child,) in cursor]


def _take(limit, oldest=False):
    """Lock places to count. Where a writer holds a child, however long it takes to end, others go first."""
    asked = {"limit": limit, "oldest": oldest, "fewest": FEWEST_AT_ONCE, "few": FEW_AT_ONCE, "most": MOST_AT_ONCE}
    held: list[int] = []
    while True:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_PLACES, asked | {"held": held})
            places = [place for (place,) in cursor]
        held_here = _held_of(places) if places else set()
        free = [place for place in places if place not in held_here]
        if free or not places:
            return free
        held += held_here


def _take_again(places):
    """Those of them that no other worker has taken meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_AGAIN, [places])
        return [place for (place,) in cursor]


def _held_of(places):
    """Of these places those of which someone else holds a mark, or any mark of a child who waits there."""
    children = _waiting_in(places)
    with connection.cursor() as cursor:
        cursor.execute(HELD_BY_OTHERS, {"places": places, "children": children})
        held = cursor.fetchall()
        cursor.execute(WAIT_HERE, [[child for _place, child in held], places])
        return {place for place, child in held if child is None} | {place for (place,) in cursor}


def _marks_of(places):
    if not places:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TAKE_MARKS, [places])
        return cursor.fetchall()


def batches(marks):
    """{(measures, from, to): places} to recount, of marks as (place, family, from, to).

    Families keep their own windows: a union would turn a dear narrow mark and a cheap wide one into a recount of all.
    Places that need the same are counted together: after an import one statement does for many.
    """
    windows: dict[tuple[int, str], tuple[date, date]] = {}
    for place, family, from_day, to_day in marks:
        first, last = windows.get((place, family), (from_day, to_day))
        windows[place, family] = min(first, from_day), max(last, to_day)
    by_window = defaultdict(set)
    for (place, family), window in windows.items():
        by_window[place, window].add(family)
    together = defaultdict(list)
    for (place, window), families in sorted(by_window.items()):
        together[measures.depending_on(families), *window].append(place)
    return together


def _sweep_one_by_one(places):
    """One of several places cannot be counted: let the others not suffer for it."""
    return sum(sweep_once(1) for _ in range(places))


def _postpone(places, error):
    """A later turn for a place whose recount failed, and an alarm. What an error says may quote a record: only its kind
    and the database's code are kept and shown."""
    kind = " ".join(filter(None, [type(error).__name__, getattr(error.__cause__, "pgcode", None)]))
    log.error("The recount of place %s failed: %s", places, kind)
    detail = {"error": kind}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(POSTPONE, [places])
        for place in places:
            raise_alarm(RecountAlarm.Kind.FAILED, place, detail)
