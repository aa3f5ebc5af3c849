"""The cells are what the records say: after any changes, and for every measure."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from indicators import measures
from indicators.actions import calendar, changed_children, checking, sweeping
from indicators.models import RecountAlarm
from tests.factories import commune, district, province
from tests.indicators.changes import Changes
from tests.indicators.conftest import counted, sweep_all, table_of_cells
from tests.indicators.plain import TOLD, counted_plainly


@pytest.fixture
def territory(kept):
    """Three communes in two districts, and one that belongs to no district."""
    top = province()
    districts = [district(parent=top), district(parent=top)]
    communes = [
        commune(parent=districts[0]),
        commune(parent=districts[0]),
        commune(parent=districts[1]),
        commune(parent=top),
    ]
    return communes, districts


@pytest.mark.parametrize("seed", [23, 47])
def test_cells_equal_the_full_count_after_500_changes_of_every_kind(territory, seed):
    changes, made = Changes(random.Random(seed), *territory), []
    changes.populate(0.2)
    for turn in range(500):
        made.append(changes.at_random())
        if turn % 20 == 19:
            sweep_all()
            assert counted() ^ table_of_cells() == set(), made[-20:]
    assert {kind.__name__ for kind in changes.kinds} <= set(made)


def test_every_measure_equals_a_plain_group_by(territory):
    changes = Changes(random.Random(31), *territory)
    changes.populate(1.6)
    for _turn in range(500):
        changes.at_random()
    sweep_all()
    with connection.cursor() as cursor:
        plain, told_plainly = counted_plainly(cursor), counted_plainly(cursor, TOLD)
    cells = table_of_cells()
    assert plain - cells == set()
    assert cells - plain == set()
    assert {row[0] for row in cells} == set(measures.BY_CODE)  # none of them was compared with nothing
    assert not [row for row in cells if ":" in row[6]]  # dimensions are counted when asked
    dims = {dimension.code for measure in measures.ALL for dimension in measure.dims}
    told = {row for row in counted(tuple(sorted(dims))) if ":" in row[6]}
    assert told == told_plainly
    of_each = {(row[0], row[6].split(":")[0]) for row in told}
    assert of_each == {(m.code, dimension.code) for m in measures.ALL for dimension in m.dimensions}


def test_the_nightly_check_finds_nothing_to_say_and_says_what_differs(territory):
    changes = Changes(random.Random(3), *territory)
    for _turn in range(150):
        changes.at_random()
    sweep_all()
    assert checking.check() == []
    RecountAlarm.objects.all().delete()  # facts without a place are told of elsewhere
    with connection.cursor() as cursor:
        cursor.execute("update indicators_cell set n = n + 1 where place_id = %s returning 1", [territory[0][0].pk])
        changed = len(cursor.fetchall())
    assert checking.check() == [territory[0][0].pk]
    alarm = RecountAlarm.objects.get(kind="difference")
    assert alarm.detail["cells"] == changed > 0
    assert alarm.detail["first"][0]["cell"] == alarm.detail["first"][0]["counted"] + 1
    assert counted() != table_of_cells()  # it is an alarm, not a repair


@pytest.mark.parametrize("seed", [5, 31])
def test_any_order_of_changes_and_of_both_ways_of_counting_ends_right(territory, seed, monkeypatch):
    """Every kind of change; in between some children are counted alone, some places whole, and days pass."""
    dice = random.Random(seed)
    monkeypatch.setattr(changed_children, "AT_ONCE", 2)
    changes, made, now = Changes(random.Random(seed), *territory), [], timezone.now()
    changes.populate(0.1)
    sweep_all()
    turns = {
        "children": changed_children.count_changed_children,
        "places": lambda: sweeping.sweep_once(1),
        "asked": lambda: calendar.mark_places([dice.choice(territory[0]).pk], date.min, date.max),
        "day": lambda: calendar.tick((now + timedelta(days=len(made) // 20)).date()),
        "nothing": lambda: None,
    }
    for _ in range(200):
        made.append(changes.at_random())
        for turn in dice.choices(list(turns), weights=(6, 3, 1, 1, 9), k=2):
            made.append(turn)
            turns[turn]()
        if len(made) % 90 == 0:
            sweep_all()
            assert counted() ^ table_of_cells() == set(), made[-90:]
    sweep_all()
    assert counted() ^ table_of_cells() == set(), made[-90:]
