"""The worker's loop: what is taken, what is left for later, and how it is asked to look."""

import re
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from psycopg2.errors import DeadlockDetected

from cases.models import Case
from indicators import tasks, values
from indicators.actions import calendar, changed_children, checking, sweeping
from indicators.models import Cell, RecountAlarm, Stale
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, ServiceFactory, commune
from tests.indicators.conftest import by_place, counted, declare, sweep_all, table_of_cells
from tests.indicators.test_measures import case_of


@pytest.fixture
def village(kept, here):
    CircumstanceFactory(child=ChildFactory(place=here))
    sweep_all()
    return here


def test_the_task_counts_until_nothing_is_left(village, next_door):
    for place in (village, next_door):
        CircumstanceFactory(child=ChildFactory(place=place))
    assert tasks.sweep() == 2
    assert not Stale.objects.exists()
    assert counted() == table_of_cells()
    assert tasks.sweep() == 0


def test_the_task_stops_when_its_time_is_up(village, next_door, monkeypatch):
    monkeypatch.setattr(tasks, "SWEEP_SECONDS", -1)
    for place in (village, next_door):
        CircumstanceFactory(child=ChildFactory(place=place))
    by_place()
    assert tasks.sweep() == 1
    assert Stale.objects.exists()


def test_a_large_backlog_is_taken_in_large_parts(village, monkeypatch):
    places = [commune(f"Xã {n} Giả", parent=village.parent) for n in range(40)]
    calendar.mark_places([place.pk for place in places], date(2024, 1, 1), date(2024, 1, 31))
    assert sweeping.sweep_once() == 13
    assert sweeping.sweep_once() == 9
    assert sweeping.sweep_once() == 6


def test_the_oldest_mark_is_swept_first(village, next_door):
    calendar.mark_places([next_door.pk], date(2024, 1, 1), date(2024, 1, 31))
    calendar.mark_places([village.pk], date(2024, 1, 1), date(2024, 1, 31))
    sweeping.sweep_once(1)
    assert list(Stale.objects.values_list("place_id", flat=True)) == [village.pk]


def test_a_deadlock_is_no_fault_of_the_place_and_is_tried_again(village, monkeypatch):
    CircumstanceFactory(child=ChildFactory(place=village))
    by_place()
    real, failures = sweeping.recount, [1]

    def recount(*asked):
        if failures:
            failures.pop()
            raise OperationalError("deadlock detected") from DeadlockDetected()
        return real(*asked)

    monkeypatch.setattr(sweeping, "recount", recount)
    tasks.sweep()
    assert not Stale.objects.exists()
    assert not RecountAlarm.objects.exists()
    assert counted() == table_of_cells()


def test_a_place_that_fails_again_keeps_one_alarm(village, monkeypatch):
    CircumstanceFactory(child=ChildFactory(place=village))
    by_place()

    def recount(*asked):
        raise ZeroDivisionError("một định nghĩa sai")

    monkeypatch.setattr(sweeping, "recount", recount)
    tasks.sweep()
    assert Stale.objects.filter(not_before__gt=timezone.now()).exists()
    Stale.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    alarm = RecountAlarm.objects.get()
    assert (alarm.kind, alarm.place_id, alarm.resolved_at) == ("failed", village.pk, None)
    assert alarm.detail == {"error": "ZeroDivisionError"}  # what it says may quote a record


def test_of_several_places_only_the_one_that_fails_waits(village, next_door, monkeypatch):
    for place in (village, next_door):
        CircumstanceFactory(child=ChildFactory(place=place))
    by_place()
    real = sweeping.recount

    def recount(together, places, *days):
        if village.pk in places:
            raise ZeroDivisionError
        return real(together, places, *days)

    monkeypatch.setattr(sweeping, "recount", recount)
    assert sweeping.sweep_once(2) == 2
    assert set(Stale.objects.values_list("place_id", flat=True)) == {village.pk}
    assert RecountAlarm.objects.get().place_id == village.pk
    monkeypatch.undo()
    Stale.objects.update(not_before=None)
    sweep_all()
    assert counted() == table_of_cells()


@pytest.mark.django_db(transaction=True)
def test_it_counts_in_no_transaction_that_would_not_see_what_came_before(village):
    CircumstanceFactory(child=ChildFactory(place=village))
    before, marks = table_of_cells(), Stale.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("set default_transaction_isolation = 'repeatable read'")
        try:
            with pytest.raises(RuntimeError, match="READ COMMITTED"):
                sweeping.sweep_once()
        finally:
            cursor.execute("reset default_transaction_isolation")
    assert (table_of_cells(), Stale.objects.count()) == (before, marks)


def test_one_hint_is_on_its_way_at_a_time(db, monkeypatch):
    """However many commits; and again one, once a worker has begun to look."""
    sent = []
    monkeypatch.setattr(tasks.sweep, "delay", lambda: sent.append(1))
    caches["redis"].delete(tasks.HINT)
    for _ in range(5):
        tasks.hint_sweep()
    assert len(sent) == 1
    tasks.sweep()
    tasks.hint_sweep()
    assert len(sent) == 2
    caches["redis"].delete(tasks.HINT)


def test_a_broken_broker_fails_no_request(monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(caches["redis"], "add", broken)
    tasks.hint_sweep()


def test_a_full_recount_fills_empty_cells_and_ends_the_alarms(village):
    before = table_of_cells()
    Cell.objects.all().delete()
    assert checking.check() == [village.pk]
    assert checking.recount_all() == len(before) > 0
    assert table_of_cells() == before
    assert not RecountAlarm.objects.filter(resolved_at=None).exists()
    assert checking.recount_all() == 0


def test_the_command_recounts_a_place_by_its_code_and_day(village, next_door, capsys):
    before = table_of_cells()
    Cell.objects.all().delete()
    call_command("recount", place=village.reference)
    assert table_of_cells() == before
    assert re.search(r"Đã đếm lại, sửa [\d.]+ ô, sau \d+,\d giây\.", capsys.readouterr().out)
    call_command("recount", "--all", "--check")
    assert "khớp bản ghi" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(village):
    with pytest.raises(CommandError, match="Không có địa bàn"):
        call_command("recount", place="00000@2020-01-01")
    Cell.objects.update(n=99)
    with pytest.raises(CommandError, match="1 địa bàn"):
        call_command("recount", "--all", "--check")


def test_facts_of_a_child_without_a_place_raise_an_alarm(village):
    case = CaseFactory(child=ChildFactory(residence=False, responsible_place=village), place=village)
    assert tasks.nightly_check() == []
    alarm = RecountAlarm.objects.get()
    assert (alarm.kind, alarm.detail["cases"]) == ("unplaced", [case.pk])
    assert Case.objects.count() == 1


# who goes first


def test_a_changed_child_does_not_wait_for_a_recount_of_everything(village, next_door):
    ChildFactory(place=next_door)
    sweep_all()
    checking.ask_for_recount()
    CircumstanceFactory(child=ChildFactory(place=next_door))
    by_place()
    sweeping.sweep_once()
    assert set(Stale.objects.values_list("place_id", flat=True)) == {village.pk, next_door.pk} - {next_door.pk}


def test_places_that_wait_for_everything_get_a_turn_all_the_same(village, next_door, monkeypatch):
    """A sweep in which facts never cease: the fourth turn is for what has waited longest."""
    calendar.mark_places([village.pk], date(2024, 1, 1), date(2024, 1, 31))
    real, turns = sweeping.sweep_once, []

    def sweep_once(limit=None, *, oldest=False):
        Stale.objects.create(family="risk", place_id=next_door.pk, from_day=date(2024, 1, 1), to_day=date(2024, 1, 31))
        taken = real(limit, oldest=oldest)
        turns.append(Stale.objects.filter(place_id=village.pk).exists())
        return taken if len(turns) < 6 else 0

    monkeypatch.setattr(sweeping, "sweep_once", sweep_once)
    tasks.sweep()
    assert turns == [True, True, True, False, False, False]


def test_with_too_little_processor_no_place_waits_for_ever_and_the_backlog_has_an_end(village):
    """One sweep for every eight marks that arrive: the more waits the more a sweep takes, and when the writers rest a
    few sweeps are enough."""
    places = [commune(f"Xã {n} Giả", parent=village.parent).pk for n in range(24)]
    since, waits = {}, []
    for turn in range(48):
        for place in {places[0], *(places[(turn * 7 + n) % 24] for n in range(7))}:
            Stale.objects.create(family="risk", place_id=place, from_day=date(2024, 1, 1), to_day=date(2024, 3, 31))
            since.setdefault(place, turn)
        assert 1 <= sweeping.sweep_once() <= sweeping.MOST_AT_ONCE
        waiting = set(Stale.objects.values_list("place_id", flat=True))
        waits += [turn - since.pop(place) for place in list(since) if place not in waiting]
    assert max(waits) <= 8
    assert len(waiting) < 24
    sweeps = 0
    while sweeping.sweep_once():
        sweeps += 1
    assert sweeps <= 24
    assert not Stale.objects.exists()


def test_with_too_little_processor_no_changed_child_waits_for_ever_either(village, next_door, monkeypatch):
    """Two children are counted for every five that change, one of them each time: what is told of a child meanwhile is
    counted in one turn, the oldest comes first, and no place must help."""
    monkeypatch.setattr(changed_children, "AT_ONCE", 2)
    children = [ChildFactory(place=place) for place in (village, next_door) for _n in range(6)]
    sweep_all()
    since, waits = {}, []
    for turn in range(24):
        day = date(2024, 1, 1) + timedelta(days=turn)
        for child in {children[0], *(children[(turn * 5 + n) % 12] for n in range(4))}:
            if child.pk % 2:
                CircumstanceFactory(child=child, starts_on=day, ends_on=day)
            else:
                ServiceFactory(child=child, on_date=day)
            since.setdefault(child.pk, turn)
        assert 1 <= changed_children.count_changed_children() <= 2
        waiting = set(Stale.objects.values_list("child_id", flat=True))
        waits += [turn - since.pop(child) for child in list(since) if child not in waiting]
    assert max(waits) <= 8
    assert all(turn - began <= 8 for began in since.values())
    turns = 0
    while changed_children.count_changed_children():
        turns += 1
    assert turns <= 12
    assert not Stale.objects.exists()
    assert counted() == table_of_cells()


# a recount by the workers


def test_the_workers_share_a_recount_that_goes_on_after_an_interruption(village, next_door):
    ChildFactory(place=next_door)
    sweep_all()
    before = table_of_cells()
    Cell.objects.all().delete()
    assert checking.check() == sorted([village.pk, next_door.pk])
    assert tasks.recount_all() == 2
    assert tasks.recount_all() == 2  # asked twice is asked once
    assert Stale.objects.count() == 2
    assert not RecountAlarm.objects.filter(resolved_at=None).exists()
    sweeping.sweep_once(1)  # a worker, which then dies
    assert Stale.objects.count() == 1
    assert tasks.sweep() == 1
    assert table_of_cells() == before


def test_a_recount_of_one_place_leaves_the_others_alone(village, next_door):
    ChildFactory(place=next_door)
    sweep_all()
    assert checking.ask_for_recount(next_door.path) == 1
    assert list(Stale.objects.values_list("place_id", flat=True)) == [next_door.pk]


def test_what_is_counted_since_an_upgrade_is_counted_of_the_past_too(village):
    """Before it nothing was known of closed cases: one of two was a success, and the share would be one of nothing."""
    for outcome in ("safe", "moved"):
        case_of(ChildFactory(place=village), (2024, 3, 1), closed_on=(2024, 5, 1), outcome=outcome)
    declare(village.parent)
    sweep_all()
    right = table_of_cells()
    Cell.objects.filter(measure="cases_closed").delete()
    assert values.of("C02-KT", village, "2024").value is None
    with connection.cursor() as cursor:
        cursor.execute(import_module("indicators.migrations.0022_closed_cases_are_counted").MARK)
    assert values.of("C02-KT", village, "2024").stale
    sweep_all()
    assert (values.of("C02-KT", village, "2024").value, table_of_cells() == right) == (50, True)
