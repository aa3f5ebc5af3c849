"""Whoever is barred from a case sees no live figure in which its child is counted, wherever it has gone (ruling 17)."""

from datetime import date

import pytest

from cases.models import DenyEntry, Residence
from indicators import values
from indicators.withholding import Withheld
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, commune
from tests.indicators.conftest import declare, sweep_all


def bar(user, case, an):
    DenyEntry.objects.create(case=case, user=user, reason="người thân", created_by=an)


@pytest.fixture
def moved(kept, here, next_door):
    """A child with a case here that has lived next door since February 2025."""
    child = ChildFactory(place=here, birth_date=date(2014, 5, 3))
    CircumstanceFactory(child=child)
    case = CaseFactory(child=child, place=here)
    Residence.objects.filter(child=child).update(ends_on=date(2025, 1, 31))
    Residence.objects.create(child=child, place=next_door, starts_on=date(2025, 2, 1), basis="permanent")
    declare(here.parent)
    sweep_all()
    return case


def test_the_figures_of_where_the_child_has_moved_are_withheld(moved, here, next_door, lan, an):
    value = values.of("H01", next_door, "2025")
    assert value.numerator == 1
    bar(lan, moved, an)
    withheld = Withheld(lan)
    assert all(withheld.covers(place) for place in (here, next_door, here.parent))
    assert withheld.shown([value])[0].numerator is None
    assert not withheld.covers(commune("Xã Xa Giả", parent=here.parent))


def test_so_are_those_of_its_other_cases_and_of_whoever_is_in_charge_of_it(moved, here, lan, an):
    incident, charge = (commune(name, parent=here.parent) for name in ("Xã Nguồn Giả", "Xã Phụ Trách Giả"))
    CaseFactory(child=moved.child, place=here, incident_place=incident)
    moved.child.responsible_place = charge
    moved.child.save()
    bar(lan, moved, an)
    assert all(Withheld(lan).covers(place) for place in (incident, charge))


def test_who_is_barred_from_nothing_costs_one_query_and_others_two(moved, lan, an, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not Withheld(lan).paths
    bar(lan, moved, an)
    with django_assert_num_queries(2):
        assert Withheld(lan).paths
