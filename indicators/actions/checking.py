"""Counting everything again: to fill the cells after a load or a restore, and to compare them each night."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

import time
from collections import defaultdict
from datetime import date

from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable
from psycopg2.extensions import TransactionRollbackError

from cases.models import Case, Service
from indicators import measures
from indicators.actions.alarms import raise_alarm, resolve, resolve_unplaced
from indicators.actions.calendar import PLACES_WITH_FACTS, mark_places
from indicators.actions.sweeping import PATIENCE, TAKE_MARKS, count_with_their_places, prepare
from indicators.counting.recount import COLUMNS, count_sql, planned_for, recount
from indicators.marks import EVERY_FAMILY
from indicators.models import RecountAlarm, Stale

EVER = {"from_day": date.min, "to_day": date.max}
PLACES_AT_ONCE = 200  # of one province: one statement for all of them, and locks for no longer than it lasts
SHOWN_DIFFERENCES = 20
WAIT_SECONDS = 60  # for a writer to end, while nothing else is left to count


def places_with_facts(within=None):
    """{province id: [place id]} of all places that can have a cell, or of those under a path."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select coalesce(p.province_id, p.id), p.id from places_place p
                where p.path like %s and p.id in ({PLACES_WITH_FACTS}) order by p.path""",
            [f"{within or ''}%"],
        )
        found = defaultdict(list)
        for province, place in cursor:
            found[province].append(place)
    return dict(found)


class StillWritten(Exception):
    """Someone holds children of so many places for so long that these could not be counted again."""


def recount_all(within=None):
    """Count everything again, for all places or those under a path. Returns how many cells had to be touched.

    For after a load, a restore, or an alarm that someone has looked into: the alarms of these places are resolved.
    Places whose children a writer holds are counted when all others are. Raises StillWritten if he does not end.
    """
    touched, waiting, until = 0, list(_chunks(within)), time.monotonic() + WAIT_SECONDS
    while waiting:
        places = waiting.pop(0)
        try:
            touched += _count_again(places)
        except OperationalError as error:
            if not isinstance(error.__cause__, TransactionRollbackError | LockNotAvailable):
                raise
            if len(places) == 1 and time.monotonic() > until:
                raise StillWritten(1 + sum(map(len, waiting))) from error
            half = (len(places) + 1) // 2
            waiting += [part for part in (places[:half], places[half:]) if part]
        else:
            until = time.monotonic() + WAIT_SECONDS
    return touched


def _count_again(places):
    with transaction.atomic():  # by itself: who writes of such a child does not wait for the count to end
        count_with_their_places(places)
    with transaction.atomic():
        prepare()
        with connection.cursor() as cursor:
            cursor.execute(f"set local lock_timeout = '{PATIENCE}'")  # who loads units is not to fail for a count
            cursor.execute("select id from places_place where id = any (%s) order by id for no key update", [places])
            cursor.execute("set local lock_timeout = default")
            cursor.execute(TAKE_MARKS, [places])
        touched = sum(recount(together, places, **EVER) for together in measures.in_shares(measures.ALL))
        count_with_their_places(places)
        resolve(places)
        return touched


@transaction.atomic
def ask_for_recount(within=None):
    """Let the workers count everything again, as many at once as there are. Returns how many places will be.

    What is to be done are marks: it goes on after any interruption, and to ask twice is to ask once. The alarms of
    these places are resolved, as someone has looked into them; until counted, their figures are shown as stale.
    """
    places = [place for found in places_with_facts(within).values() for place in found]
    asked = Stale.objects.filter(family=EVERY_FAMILY, from_day=date.min, to_day=date.max, place_id__in=places)
    asked_already = set(asked.values_list("place_id", flat=True))
    mark_places([place for place in places if place not in asked_already], **EVER)
    resolve(places)
    return len(places)


def _chunks(within):
    for places in places_with_facts(within).values():
        yield from (places[i : i + PLACES_AT_ONCE] for i in range(0, len(places), PLACES_AT_ONCE))


@transaction.atomic
def check(within=None):
    """Compare all cells with a full count and raise an alarm for each place that differs. Nothing is mended.

    Each comparison is one statement, hence one snapshot, in which a place without marks must be right to the last cell:
    marks are committed with their facts, and removed with the cells they asked for. Returns the places that differ.
    """
    prepare()
    differing = defaultdict(list)
    for chunk in _chunks(within):
        for together in measures.in_shares(measures.ALL):
            for place, *difference in _differences(together, chunk):
                differing[place].append(difference)
    for place, differences in differing.items():
        raise_alarm(RecountAlarm.Kind.DIFFERENCE, place, {"cells": len(differences), "first": _named(differences)})
    _check_places()
    return sorted(differing)


def _differences(together, places):
    """[(place, measure, period, sex, age band, group, cell, counted)] of places without marks."""
    steps, count = count_sql(tuple(measure.code for measure in together))
    versions = ", ".join(f"('{measure.code}', {measure.version})" for measure in together)
    with connection.cursor() as cursor, planned_for(cursor, places):
        cursor.execute(
            f"""{steps},
            fresh as ({count}),
            cells as (select {COLUMNS}, n from indicators_cell
                where (measure, version) in ({versions}) and place_id = any (%(places)s)
                  and period_id in (select id from period))
            select place_id, measure, period_id, sex, age_band, grp, coalesce(c.n, 0), coalesce(f.n, 0)
            from cells c full join fresh f using ({COLUMNS})
            where c.n is distinct from f.n
              and not exists (select from indicators_stale s where s.place_id = coalesce(c.place_id, f.place_id))
            order by 1, 2, 3, 4, 5, 6""",
            {"places": places, **EVER},
        )
        return cursor.fetchall()


def _named(differences):
    names = ("measure", "period", "sex", "age_band", "group", "cell", "counted")
    return [dict(zip(names, row, strict=True)) for row in differences[:SHOWN_DIFFERENCES]]


def _check_places():
    """A fact of a child who never lived anywhere counts nowhere: someone must enter where (ruling 8)."""
    homeless = {"voided_at": None, "child__voided_at": None, "child__residences": None}
    found = {
        "cases": list(Case.objects.filter(**homeless).values_list("pk", flat=True)[:SHOWN_DIFFERENCES]),
        "services": list(Service.objects.filter(**homeless).values_list("pk", flat=True)[:SHOWN_DIFFERENCES]),
    }
    if any(found.values()):
        raise_alarm(RecountAlarm.Kind.UNPLACED, None, found)
    else:
        resolve_unplaced()
