"""What the calendar alone changes."""

from datetime import date

import pytest
import time_machine

from cases.models import RiskSpell
from indicators import values
from indicators.actions import calendar
from indicators.marks import PLACE_FACTS
from indicators.models import Cell, Period, Stale
from indicators.tasks import midnight_tick, sweep
from programs.models import Activity
from tests.factories import ChildFactory, CircumstanceFactory, ServiceFactory
from tests.indicators.conftest import cells, counted, declare, sweep_all, table_of_cells

NOON = "T05:00:00Z"  # at noon in Viet Nam


@pytest.fixture
def village(db, here):
    with time_machine.travel(f"2026-05-02{NOON}", tick=False):
        calendar.tick()
        sweep_all()
        yield here


def children_in(place, period):
    return sum(cells(measure="children", period_id=period, place_id=place.pk, grp="").values())


def test_a_running_period_counts_up_to_today_and_moves_at_midnight(village):
    ChildFactory(place=village, birth_date=date(2010, 5, 3))  # turns 16 on 3 May 2026
    declare(village)
    sweep_all()
    assert children_in(village, "2026") == 1
    assert values.of("P01", village, "2026").running
    with time_machine.travel(f"2026-05-03{NOON}", tick=False):
        midnight_tick()
        assert values.of("P01", village, "2026").stale
        sweep_all()
        assert (children_in(village, "2026"), children_in(village, "2026-05")) == (0, 0)
        assert (children_in(village, "2025"), children_in(village, "2026-04")) == (1, 1)
        assert counted() == table_of_cells()


def test_spells_that_end_and_begin_move_with_the_day(village):
    child = ChildFactory(place=village)
    CircumstanceFactory(child=child, starts_on=date(2025, 1, 1), ends_on=date(2026, 5, 2))
    RiskSpell.objects.create(child=child, criteria=["other"], starts_on=date(2026, 5, 3), recorded_place=village)
    sweep_all()
    assert cells(measure="special", period_id="2026", grp="")
    assert not cells(measure="at_risk", period_id="2026")
    with time_machine.travel(f"2026-05-03{NOON}", tick=False):
        calendar.tick()
        sweep_all()
        assert cells(measure="at_risk", period_id="2026")
        assert not cells(measure="special", period_id="2026", grp="")


def test_what_is_dated_tomorrow_counts_tomorrow(village):
    child = ChildFactory(place=village)
    CircumstanceFactory(child=child)
    ServiceFactory(child=child, on_date=date(2026, 5, 3))
    sweep_all()
    assert not cells(measure="special_assisted", period_id="2026")
    with time_machine.travel(f"2026-05-03{NOON}", tick=False):
        calendar.tick()
        sweep_all()
        assert sum(cells(measure="special_assisted", period_id="2026", grp="").values()) == 1


def test_a_new_month_begins_and_the_oldest_one_is_let_go(village):
    ChildFactory(place=village)
    sweep_all()
    assert Cell.objects.filter(period_id="2023-05").exists()
    with time_machine.travel(f"2026-06-01{NOON}", tick=False):
        calendar.tick()
        sweep_all()
        assert children_in(village, "2026-06") == 1
        assert not Period.objects.filter(pk="2023-05").exists()
        assert not Cell.objects.filter(period_id="2023-05").exists()


def test_days_that_nobody_saw_are_caught_up(village):
    ChildFactory(place=village, birth_date=date(2010, 5, 3))
    sweep_all()
    with time_machine.travel(f"2026-05-20{NOON}", tick=False):
        calendar.tick()
        sweep_all()
        assert counted() == table_of_cells()


def test_a_worker_makes_up_for_a_midnight_that_the_clock_has_missed(village):
    ChildFactory(place=village, birth_date=date(2010, 5, 3))
    sweep()
    with time_machine.travel("2026-05-02T17:04:00Z", tick=False):  # 00:04 of 3 May in Viet Nam
        sweep()
        assert children_in(village, "2026") == 1
    with time_machine.travel("2026-05-02T17:06:00Z", tick=False):
        sweep()
        assert children_in(village, "2026") == 0


def test_it_marks_nothing_twice_on_one_day(village):
    assert calendar.tick() == 0
    assert not Stale.objects.exists()


def test_every_table_of_facts_has_its_places_marked_with_everything(kept, here):
    """A place with one talk and nothing else is counted again too, when all cells are emptied."""
    Activity.objects.create(kind="talk", name="Thử", place=here, on_date=date(2024, 5, 1), turns=30)
    Stale.objects.all().delete()
    calendar.mark_everywhere(date(2024, 12, 31), date(2024, 12, 31))
    sweep_all()
    assert sum(cells(measure="talk_turns", period_id="2024", place_id=here.pk).values()) == 30
    assert all(fact.table in calendar.PLACES_WITH_FACTS for fact in PLACE_FACTS)
