"""Roles held in a unit that ended: they go on where it went whole, once, and end where there is nothing to go on in."""

from datetime import date

import pytest

from accounts.actions import follow_reform
from accounts.models import Assignment, AuditEvent
from tests.factories import AssignmentFactory, commune

DAY, EVE = date(2030, 7, 1), date(2030, 6, 30)


@pytest.fixture
def new(here):
    return commune("Xã Chung Giả", parent=here.parent, valid_from=DAY)


def held(user):
    return list(user.assignments.order_by("valid_from", "pk").values_list("place", "valid_from", "valid_to"))


def test_a_role_that_begins_after_the_day_begins_in_the_new_unit(here, new, hoa):
    hoa.assignments.update(valid_from=date(2030, 9, 1), valid_to=date(2030, 12, 31))
    assert follow_reform(place=here, successor=new, on_date=DAY) == 1
    assert held(hoa) == [(new.pk, date(2030, 9, 1), date(2030, 12, 31))]


def test_a_role_held_in_two_units_that_became_one_is_held_there_once(here, next_door, new, hoa):
    AssignmentFactory(user=hoa, place=next_door, role="commune_officer")
    assert [follow_reform(place=old, successor=new, on_date=DAY) for old in (here, next_door)] == [1, 0]
    assert [day for place, day, _last in held(hoa) if place == new.pk] == [DAY]
    assert set(Assignment.objects.exclude(place=new).values_list("valid_to", flat=True)) == {EVE}


def test_without_a_successor_or_at_another_level_a_role_ends(here, new, hoa, lan):
    assert follow_reform(place=here, successor=None, on_date=DAY) == 0
    assert follow_reform(place=here.parent, successor=new, on_date=DAY) == 0
    assert [last for user in (hoa, lan) for _place, _first, last in held(user)] == [EVE, EVE]
    assert AuditEvent.objects.filter(verb="assignment.ended", by=None).count() == 2


def test_what_had_ended_before_the_day_is_left_alone(here, new, hoa):
    hoa.assignments.update(valid_to=date(2030, 6, 29))
    assert follow_reform(place=here, successor=new, on_date=DAY) == 0
    assert [last for _place, _first, last in held(hoa)] == [date(2030, 6, 29)]
