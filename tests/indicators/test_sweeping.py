"""The worker's loop: what is taken, what is left for later, and how it is asked to look."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from psycopg2.errors import DeadlockDetected

from cases.models import Case
from indicators import tasks
from indicators.actions import calendar, checking, sweeping
from indicators.models import Cell, RecountAlarm, Stale
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, commune
from tests.indicators.conftest import counted, sweep_all, table_of_cells


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

    def recount(*asked):
        raise ZeroDivisionError("một định nghĩa sai")

    monkeypatch.setattr(sweeping, "recount", recount)
    tasks.sweep()
    assert Stale.objects.filter(not_before__gt=timezone.now()).exists()
    Stale.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    alarm = RecountAlarm.objects.get()
    assert (alarm.kind, alarm.place_id, alarm.resolved_at) == ("failed", village.pk, None)
    assert "ZeroDivisionError" in alarm.detail["error"]


def test_one_hint_is_on_its_way_at_a_time(db, monkeypatch):
    """However many commits; and again one, once a worker has begun to look."""
    sent = []
    monkeypatch.setattr(tasks.sweep, "delay", lambda: sent.append(1))
    cache.delete(tasks.HINT)
    for _ in range(5):
        tasks.hint_sweep()
    assert len(sent) == 1
    tasks.sweep()
    tasks.hint_sweep()
    assert len(sent) == 2
    cache.delete(tasks.HINT)


def test_a_broken_broker_fails_no_request(monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", broken)
    tasks.hint_sweep()


def test_a_full_recount_fills_empty_cells_and_ends_the_alarms(village):
    before = table_of_cells()
    Cell.objects.all().delete()
    assert checking.check() == [village.pk]
    assert tasks.recount_all() == len(before) > 0
    assert table_of_cells() == before
    assert not RecountAlarm.objects.filter(resolved_at=None).exists()
    assert checking.recount_all() == 0


def test_the_command_recounts_a_place_by_its_code_and_day(village, next_door, capsys):
    before = table_of_cells()
    Cell.objects.all().delete()
    call_command("recount", place=village.reference)
    assert table_of_cells() == before
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
