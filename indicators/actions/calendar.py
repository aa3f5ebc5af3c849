"""What the calendar alone changes: periods that begin or are no longer kept, birthdays, spells that end."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from indicators import periods
from indicators.marks import EVERY_FAMILY, PLACE_FACTS
from indicators.models import Cell, Period, Stale

AFTER_MIDNIGHT = timedelta(minutes=5)

# Wherever something is recorded: every place that can have a cell, by the declarations of what counts.
PLACES_WITH_FACTS = " union ".join(
    [
        "select place_id from cases_residence",
        "select place_id from indicators_cell",
        *(f"select place_id from {table}" for table in sorted({fact.table for fact in PLACE_FACTS})),
        *(
            f"select p.parent_id from {fact.table} f join places_place p on p.id = f.place_id"
            " join places_place up on up.id = p.parent_id and up.level = 'district'"
            for fact in PLACE_FACTS
            if fact.with_district
        ),
    ]
)


def tick(today=None):
    """Bring the kept periods to today and mark what that moves. Safe to repeat: what has not moved marks nothing.

    Every place is marked for the count days that are new: a running period now counts up to another day.
    """
    moved, marked = _turn(today)
    if moved:
        _mark_new_places(marked, moved)
    return len(moved)


@transaction.atomic
def _turn(today):
    """The periods that have moved, and the places that were marked."""
    _lock()
    today = today or timezone.localdate()  # of now, not of before the wait
    wanted = {span.id: span for span in periods.kept(today)}
    had = {period.id: period for period in Period.objects.all()}
    _drop(had.keys() - wanted.keys())
    moved = [
        Period(span.id, span.kind, span.first, span.last, span.count_day(today))
        for span in wanted.values()
        if span.id not in had or had[span.id].count_day != span.count_day(today)
    ]
    Period.objects.bulk_create(
        moved,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["kind", "first_day", "last_day", "count_day"],
    )
    return moved, mark_everywhere(*_days(moved)) if moved else []


def _mark_new_places(marked, moved):
    """A place of which the first is recorded while the day turns (reforms begin at that hour) was not marked with the
    others, and may have been counted in the old periods. Whoever comes after this finds the new ones."""
    with connection.cursor() as cursor:
        cursor.execute(f"select place_id from ({PLACES_WITH_FACTS}) known where place_id <> all (%s)", [marked])
        new = [place for (place,) in cursor]
    mark_places(new, *_days(moved))


def _days(moved):
    return min(p.count_day for p in moved), max(p.count_day for p in moved)


def catch_up():
    """Make up for a midnight that nobody saw, once, whoever comes first. Returns how many periods were moved."""
    return tick() if is_behind() else 0


def is_behind(now=None):
    """The day has turned (at 00:05) and nobody has told the periods: the clock stood still, or all is new."""
    day = (timezone.localtime(now) - AFTER_MIDNIGHT).date()
    return not Period.objects.filter(count_day__gte=day).exists()


def mark_everywhere(from_day, to_day):
    """Mark every place that can have a cell, for all families. Returns these places."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into indicators_stale (family, place_id, from_day, to_day)"
            f" select %s, place_id, %s, %s from ({PLACES_WITH_FACTS}) known returning place_id",
            [EVERY_FAMILY, from_day, to_day],
        )
        return [place for (place,) in cursor]


def mark_places(places, from_day, to_day):
    Stale.objects.bulk_create(
        Stale(family=EVERY_FAMILY, place_id=place, from_day=from_day, to_day=to_day) for place in places
    )


def _lock():
    """Two clocks must not turn at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('indicators.periods'))")


def _drop(ids):
    if ids:
        Cell.objects.filter(period_id__in=ids).delete()
        Period.objects.filter(pk__in=ids).delete()
