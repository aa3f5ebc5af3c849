"""A fact moves exactly the cells that it belongs to, whoever writes it."""

from datetime import date

import pytest
from django.db import connection

from accounts.sealing import SealedValue
from cases.models import SpecialCircumstance
from indicators.models import Stale
from tests.factories import ChildFactory, CircumstanceFactory
from tests.indicators.conftest import cells, sweep_all


def _by_orm(child):
    CircumstanceFactory(child=child, group="DB04", starts_on=date(2025, 4, 10), ends_on=date(2025, 12, 30))


def _by_sql(child):
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into cases_specialcircumstance (child_id, "group", subgroup, starts_on, ends_on, evidence,
                   recorded_place_id, created_at, void_reason)
               values (%s, 'DB04', '', '2025-04-10', '2025-12-30', '', %s, now(), '')""",
            [child.pk, child.responsible_place_id],
        )


@pytest.mark.parametrize("write", [_by_orm, _by_sql])
def test_a_special_circumstance_moves_its_own_cells_by_one_and_no_others(kept, here, next_door, write):
    child = ChildFactory(place=here, sex="F", birth_date=date(2016, 5, 3))
    other = ChildFactory(place=next_door)
    CircumstanceFactory(child=other, group="DB04", starts_on=date(2020, 1, 1))
    sweep_all()
    before = cells()

    write(child)
    sweep_all()

    after = cells()
    moved = {key: after.get(key, 0) - before.get(key, 0) for key in before.keys() | after.keys()}
    months = [f"2025-{month:02d}" for month in range(4, 12)]
    quarters = ["2025-Q2", "2025-Q3"]
    expected = {}
    for period in [*months, *quarters, "2025-H1"]:
        expected["special", period, here.pk, "F", "6-10", ""] = 1
        expected["special", period, here.pk, "", "", "DB04"] = 1
    found = {key: step for key, step in moved.items() if step}
    assert {key: step for key, step in found.items() if key[0] == "special"} == expected
    beside = {
        key for key in found if key[1] == "2025-04" and key[0] != "special"
    }  # by one classification for all years
    assert beside == {
        (measure, "2025-04", here.pk, *cell)
        for measure, group in (("special_2004", "C02"), ("special_2016", "DB04"))
        for cell in (("F", "6-10", ""), ("", "", group))
    }
    assert set(found.values()) == {1}
    assert before  # the other child is counted


def test_an_edit_that_changes_nothing_that_counts_marks_nothing(kept, here):
    CircumstanceFactory(child=ChildFactory(place=here))
    sweep_all()
    SpecialCircumstance.objects.update(evidence=SealedValue("k1:khác"))
    with connection.cursor() as cursor:
        cursor.execute("update cases_residence set starts_on = starts_on, basis = 'temporary'")
        cursor.execute("update cases_child set sex = sex, full_name = 'Tên Khác'")
    assert not Stale.objects.exists()
