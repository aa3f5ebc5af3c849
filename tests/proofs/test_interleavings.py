"""Two workers and a writer, step by step: what is committed while a worker counts is never lost."""

import threading
from contextlib import suppress
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection, connections, transaction

from indicators import measures, values
from indicators.actions import calendar, sweeping
from indicators.measures.register import CHILDREN, SPECIAL
from indicators.models import Cell, RecountAlarm, Stale
from indicators.tasks import sweep
from tests.factories import ChildFactory, CircumstanceFactory, commune, province
from tests.indicators.conftest import by_place, declare, sweep_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def village():
    place = commune("Xã Vĩnh Giả", parent=province("Tỉnh Giả"))
    declare(place.parent)
    for _ in range(4):
        ChildFactory(place=place)
    calendar.tick()
    sweep_all()
    return place


def apart(work):
    """Do it on a connection of its own, to the end, while this thread waits; returns what it returned."""
    found = []

    def run():
        try:
            found.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert found, "The other connection waited for this one, or failed."
    return found[0]


def special(place):
    return values.of("H01", place, "2024").numerator


def during_the_first_recount(monkeypatch, work):
    """`work` is done apart, once, right after the first count of a sweep."""
    counted = sweeping.recount
    done = []

    def recount(*asked):
        touched = counted(*asked)
        if not done:
            done.append(apart(work))
        return touched

    monkeypatch.setattr(sweeping, "recount", recount)
    return done


def test_a_fact_committed_during_a_count_keeps_a_mark_of_its_own(village, monkeypatch):
    first, second = ChildFactory(place=village), ChildFactory(place=village)
    sweep_all()
    CircumstanceFactory(child=first, starts_on=date(2023, 1, 1))
    written = during_the_first_recount(
        monkeypatch, lambda: CircumstanceFactory(child=second, starts_on=date(2023, 2, 1)).pk
    )
    by_place()
    sweeping.sweep_once()
    assert written
    assert Stale.objects.filter(place_id=village.pk).exists()
    sweep_all()
    assert special(village) == 2


def test_a_commune_is_counted_by_one_worker_at_a_time(village, monkeypatch):
    CircumstanceFactory(child=ChildFactory(place=village), starts_on=date(2023, 1, 1))

    def as_second_worker():
        """One who looked when the first had not begun to count, and would count what the first does not see."""
        calendar.mark_places([village.pk], date.min, date.max)
        with transaction.atomic():
            sweeping.prepare()
            return sweeping._take(8) == sweeping._take_again([village.pk]) == []

    refused = during_the_first_recount(monkeypatch, as_second_worker)
    by_place()
    sweeping.sweep_once()
    assert refused == [True]


def test_a_snapshot_taken_once_for_all_is_refused(village):
    """REPEATABLE READ would count what stood before the marks were taken."""
    CircumstanceFactory(child=ChildFactory(place=village))
    with connection.cursor() as cursor:
        cursor.execute("set session characteristics as transaction isolation level repeatable read")
    try:
        with pytest.raises(RuntimeError):
            sweeping.sweep_once()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("set session characteristics as transaction isolation level read committed")
    assert Stale.objects.exists()


def test_one_place_that_cannot_be_counted_raises_an_alarm_and_holds_nobody_up(village, monkeypatch):
    other = commune("Phường Long Giả", parent=village.parent)
    for place in (village, other):
        CircumstanceFactory(child=ChildFactory(place=place), starts_on=date(2023, 1, 1))
    by_place()
    counted = sweeping.recount

    def recount(asked, places, *window):
        if village.pk in places:
            raise DatabaseError("division by zero")
        return counted(asked, places, *window)

    monkeypatch.setattr(sweeping, "recount", recount)
    sweep_all()
    assert special(other) == 1
    assert set(Stale.objects.values_list("place_id", flat=True)) == {village.pk}
    alarm = RecountAlarm.objects.get()
    assert (alarm.kind, alarm.place_id, alarm.resolved_at) == (RecountAlarm.Kind.FAILED, village.pk, None)
    assert values.of("H01", village, "2024").stale

    monkeypatch.undo()
    Stale.objects.update(not_before=None)
    sweep_all()
    assert special(village) == 1
    alarm.refresh_from_db()
    assert alarm.resolved_at


def test_windows_of_one_family_grow_together_and_of_two_stay_apart():
    early, late, far = date(2024, 1, 1), date(2024, 12, 31), date(2025, 6, 30)
    marks = [(1, "circumstance", late, far), (1, "circumstance", early, late), (1, "site", late, late)]
    found = sweeping.batches(marks)
    assert {window[1:] for window in found} == {(early, far), (late, late)}
    (wide,) = [window for window in found if window[1] == early]
    assert SPECIAL in wide[0]
    assert CHILDREN not in wide[0]


def test_places_that_need_the_same_are_counted_together():
    day = date(2024, 1, 1)
    (places,) = sweeping.batches([(1, "fund", day, day), (2, "fund", day, day)]).values()
    assert places == [1, 2]


def test_a_mark_for_everything_recounts_every_measure():
    day = date(2024, 1, 1)
    ((together, *_window),) = sweeping.batches([(1, "*", day, day)])
    assert set(together) == set(measures.ALL)


def test_a_repeated_sweep_touches_no_cell(village):
    before = set(Cell.objects.values_list("measure", "period_id", "place_id", "n"))
    calendar.mark_places([village.pk], date.min, date.max)
    sweep_all()
    assert set(Cell.objects.values_list("measure", "period_id", "place_id", "n")) == before


@pytest.fixture
def turning(village):
    """A child turns 16 tomorrow; then it is tomorrow, and no clock has said so."""
    with time_machine.travel("2026-05-02T05:00:00Z", tick=False):
        ChildFactory(place=village, birth_date=date(2010, 5, 3))
        calendar.tick()
        sweep_all()
        assert children_today(village) == 5
    with time_machine.travel("2026-05-02T17:06:00Z", tick=False):  # 00:06 in Viet Nam
        yield village


def children_today(place):
    cells = Cell.objects.filter(measure="children", period_id="2026", place_id=place.pk, grp="")
    return sum(cells.values_list("n", flat=True))


def test_of_two_workers_after_a_missed_midnight_one_turns_the_day(turning):
    with transaction.atomic():
        assert calendar.catch_up() > 0
        second = Aside(calendar.catch_up)
        assert second.waits()  # it has seen the old day as well
        marks = Stale.objects.count()
    assert second.ends() == 0
    assert Stale.objects.count() == marks > 0
    sweep()
    assert children_today(turning) == 4


def test_the_second_worker_turns_the_day_when_the_first_has_died(turning):
    with suppress(KeyboardInterrupt), transaction.atomic():
        calendar.catch_up()
        second = Aside(calendar.catch_up)
        assert second.waits()
        raise KeyboardInterrupt
    assert second.ends() > 0
    sweep()
    assert children_today(turning) == 4


def test_a_day_that_turns_during_a_count_is_counted_again(turning, monkeypatch):
    ChildFactory(place=turning)  # something to count while the day is still the old one
    turned = during_the_first_recount(monkeypatch, calendar.catch_up)
    by_place()
    sweeping.sweep_once()
    assert turned[0] > 0
    assert Stale.objects.filter(place_id=turning.pk).exists()
    sweep()
    assert children_today(turning) == 5


class Aside:
    """A second worker with a connection of its own, beside this one."""

    def __init__(self, work):
        self.found = []
        self.thread = threading.Thread(target=self._run, args=[work])
        self.thread.start()

    def _run(self, work):
        try:
            self.found.append(work())
        finally:
            connections.close_all()

    def waits(self):
        self.thread.join(0.4)
        return self.thread.is_alive()

    def ends(self):
        self.thread.join(30)
        return self.found[0]
