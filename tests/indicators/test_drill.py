"""Every number opens the rows that made it, and those alone."""

import random
from datetime import date, datetime

import pytest

from cases.models import Child, DenyEntry
from indicators import registry, values
from indicators.definition import By, PopulationCount
from indicators.drilling import NothingBehind, drill
from programs.models import FundEntry
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    UserFactory,
)
from tests.indicators.changes import VIETNAM, Changes
from tests.indicators.conftest import declare, sweep_all
from tests.indicators.test_counting import territory  # noqa: F401 (a fixture)

YEAR = "2021"


@pytest.fixture
def staff(territory):  # noqa: F811
    """Staff of the province, who reach all of its children."""
    user = UserFactory()
    AssignmentFactory(user=user, place=territory[0][0].province, role="province_staff")
    return user


def test_the_rows_behind_every_figure_are_as_many_as_it_says(territory, staff):  # noqa: F811
    changes = Changes(random.Random(7), *territory)
    changes.populate()
    for _turn in range(150):
        changes.at_random()
    sweep_all()
    top, opened = territory[0][0].province, 0
    declare(top)
    for indicator in registry.all():
        for period in (YEAR, "2025-Q4", "2016/2020"):
            for group in ("", *(indicator.groups.names() if By.GROUP in indicator.by else ())):
                value = values.of(indicator, top, period, group=group)
                if value.numerator is None:
                    continue
                assert drill(indicator, top, period, user=staff, group=group).number == value.numerator, indicator.code
                opened += value.numerator > 0
        if value.denominator is not None and not isinstance(indicator.denominator, PopulationCount):
            assert drill(indicator, top, period, part="denominator", user=staff).number == value.denominator
    assert opened > 40


def test_rows_are_shown_as_far_as_the_person_reaches(kept, here, next_door, hoa):
    ours, theirs = (ChildFactory(place=place) for place in (here, next_door))
    for child in (ours, theirs):
        CircumstanceFactory(child=child)
    declare(here.parent)
    found = drill("H01", here.parent, YEAR, user=hoa)
    assert (found.model, found.number, found.hidden) == (Child, 2, 1)
    assert list(found.rows) == [ours]


def test_cases_open_as_cases_and_money_as_its_entries(kept, here, lan):
    declare(here.parent)
    received = datetime(2021, 3, 1, tzinfo=VIETNAM)
    case = CaseFactory(place=here, received_at=received)
    FundEntry.objects.create(place=here.parent, on_date=date(2021, 5, 1), channel="direct", amount=4_190_000_000)
    assert list(drill("C02", here.parent, YEAR, part="denominator", user=lan).rows) == [case]
    fund = drill("F01", here.parent, YEAR, user=lan)
    assert (fund.model, fund.number, fund.count) == (FundEntry, 4_190_000_000, 1)


def test_whoever_is_barred_from_a_case_opens_nothing_of_its_territory(kept, case, lan, hoa):
    declare(case.responsible_place.parent)
    DenyEntry.objects.create(case=case, user=hoa, reason="liên quan", created_by=lan)
    with pytest.raises(NothingBehind):
        drill("H01", case.responsible_place.parent, YEAR, user=hoa)
    assert drill("H01", case.responsible_place.parent, YEAR, user=lan).number == 0


def test_a_count_of_units_opens_the_units(kept, here, next_door, lan):
    declare(here.parent)
    found = drill("M01", here.parent, YEAR, part="denominator", user=lan)
    assert found.number == 2
    assert set(found.rows) == {here, next_door}


def test_where_nothing_is_declared_complete_no_number_is_told_by_its_rows(kept, here, lan):
    CircumstanceFactory(child=ChildFactory(place=here))
    with pytest.raises(NothingBehind, match="ghi đủ"):
        drill("H01", here, YEAR, user=lan)


def test_what_was_not_counted_from_records_cannot_be_opened(kept, here, lan):
    with pytest.raises(NothingBehind):
        drill("P02", here.parent, YEAR, part="denominator", user=lan)
    with pytest.raises(NothingBehind):
        drill("H01", here.parent, "2030", user=lan)
    with pytest.raises(NothingBehind):
        drill("F01", here.parent, YEAR, part="denominator", user=lan)
