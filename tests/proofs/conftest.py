"""A small territory with facts of many kinds on both sides of each border, counted and declared complete."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.utils import timezone

from indicators import tasks
from indicators.actions import calendar
from indicators.models import Period, Stale
from places import working_days
from places.actions.calendar import freeze_year
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, RiskFactory, ServiceFactory
from tests.indicators.conftest import cells, declare

BORN = date(2016, 5, 3)


@pytest.fixture
def territory(here, next_door):
    """Two communes of a province with children, circumstances, risks, services and cases; nothing is stale."""
    working_days.forget()
    for year in (timezone.localdate().year - 1, timezone.localdate().year, timezone.localdate().year + 1):
        freeze_year(year)
    declare(here.parent)
    for place in (here, next_door):
        CircumstanceFactory(child=ChildFactory(place=place, sex="M"), group="DB04")
        RiskFactory(child=ChildFactory(place=place))
        ServiceFactory(child=ChildFactory(place=place), on_date=date(2025, 6, 1))
        CaseFactory(place=place)
    calendar.tick()
    sweep()
    yield here.parent
    working_days.forget()


def sweep():
    """The task that a worker runs, until nothing is stale."""
    tasks.sweep()
    assert not Stale.objects.exists()


@contextmanager
def moving():
    """{cell: by how much} of all cells that the block and the sweep after it have moved."""
    moved = {}
    before = cells()
    assert before
    yield moved
    assert cells() == before  # nothing but a recount writes cells
    sweep()
    after = cells()
    steps = {key: after.get(key, 0) - before.get(key, 0) for key in before.keys() | after.keys()}
    moved |= {key: step for key, step in steps.items() if step}


AS_OF_2004 = {"DB04": "C02"}  # what the law of 2004 names alike; of DB01 it knows no group of its own


def by_every_classification(special):
    """What a group of 2016 moves: the measure of the law of the day, and the two that keep one law for all years."""
    moved = dict(special)
    for (measure, period, place, sex, band, group), step in special.items():
        if measure == "special":
            moved["special_2016", period, place, sex, band, group] = step
            if group == "" or group in AS_OF_2004:
                moved["special_2004", period, place, sex, band, AS_OF_2004.get(group, "")] = step
    return moved


def age_band(day, born=BORN):
    """As the statistics print it; reckoned here anew, without the code under test."""
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return next(name for name, until in (("0-3", 4), ("4-5", 6), ("6-10", 11), ("11-15", 16)) if age < until)


def periods_counting(since):
    """(id, count day) of the kept periods that end on the day or later: where what goes on since then counts."""
    return [(p.id, p.count_day) for p in Period.objects.all() if p.count_day >= since]
