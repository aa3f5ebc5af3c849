"""Households and their yearly review."""

import pytest

from accounts.models import AuditEvent
from accounts.permissions import Permission
from cases import actions
from cases.models import Household
from tests.cases.conftest import fresh, today
from tests.factories import ChildFactory


@pytest.fixture
def household(here, hoa):
    return actions.register_household(
        by=hoa, place=here, head_name="Nguyễn Văn Giả", phone="0900000000", statuses=((2024, "poor"),)
    )


def test_it_is_entered_with_its_reviews(household, here):
    assert (household.place, household.statuses.get().status) == (here, "poor")
    assert fresh(household).phone == "0900000000"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"statuses": ((1999, "poor"),)}, "year"),
        ({"statuses": ((2100, "poor"),)}, "year"),
        ({"statuses": ((2024, "rich"),)}, "household_status"),
        ({"statuses": ((2024, "poor"), (2024, "near_poor"))}, "year_twice"),
        ({"head_name": "A" * 121}, "column"),
    ],
)
def test_bad_input_is_refused(here, hoa, fields, code):
    with pytest.raises(actions.Refused) as refusal:
        actions.register_household(by=hoa, place=here, **fields)
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert not Household.objects.exists()


def test_many_are_entered_at_once_or_none(here, hoa):
    good, bad = actions.HouseholdEntry(here), actions.HouseholdEntry(here.parent)
    with pytest.raises(actions.RowsRefused) as refusal:
        actions.register_households(entries=[good, bad], by=hoa)
    assert list(refusal.value.rows) == [1]

    assert len(actions.register_households(entries=[good, good], by=hoa)) == 2
    assert len(AuditEvent.objects.get().ids) == 2


def test_a_child_joins_and_leaves_it(household, here, hoa):
    child = ChildFactory(place=here)
    actions.set_household(child=child, household=household, by=hoa)
    assert fresh(child).household == household
    actions.set_household(child=child, household=None, by=hoa)
    assert fresh(child).household is None
    assert fresh(child).version == 3


def test_whoever_is_barred_from_a_child_does_not_see_its_household_on_any_page(
    client, household, opened, here, hoa, chi, an
):
    other = actions.register_household(by=hoa, place=here, head_name="Trần Thị Giả")
    sister = ChildFactory(place=here, household=household)
    actions.set_household(child=opened.child, household=household, by=hoa)
    ChildFactory(place=here)  # lives in none that the register knows
    actions.restrict_case(case=opened, user=hoa, reason="có liên quan", by=an)
    assert list(Household.objects.reachable_by(hoa, Permission.CHILD_VIEW)) == [other]
    assert set(Household.objects.reachable_by(chi, Permission.CHILD_VIEW)) == {household, other}
    client.force_login(hoa)
    assert "Nguyễn Văn Giả" not in client.get(sister.get_absolute_url()).content.decode()
    client.force_login(chi)
    assert "Nguyễn Văn Giả" in client.get(sister.get_absolute_url()).content.decode()


def test_whoever_is_barred_from_a_child_without_household_sees_all_households(household, opened, hoa, an):
    actions.restrict_case(case=opened, user=hoa, reason="có liên quan", by=an)
    assert household in Household.objects.reachable_by(hoa, Permission.CHILD_VIEW)


def test_a_new_result_voids_the_earlier_one_and_keeps_it(household, hoa):
    actions.set_household_status(household=household, year=2024, status="near_poor", by=hoa)
    assert household.statuses.get(voided_at=None).status == "near_poor"
    assert household.statuses.exclude(voided_at=None).get().void_reason == "Thay bằng kết quả rà soát mới."


def test_the_same_result_changes_nothing(household, hoa):
    actions.set_household_status(household=household, year=2024, status="poor", by=hoa)
    assert household.statuses.count() == 1


def test_a_household_leaves_the_list(household, hoa):
    assert actions.set_household_status(household=household, year=2024, status="", by=hoa) is None
    assert not household.statuses.filter(voided_at=None).exists()
    assert actions.set_household_status(household=household, year=2023, status="", by=hoa) is None


def test_a_year_to_come_is_refused(household, hoa):
    with pytest.raises(actions.Refused):
        actions.set_household_status(household=household, year=today().year + 1, status="poor", by=hoa)
