"""The door: permission and territory are one question."""

from datetime import date

import pytest

from accounts.models import Assignment
from accounts.permissions import Permission
from cases.models import Case, Child, DenyEntry

VIEW, WORK = Permission.CASE_VIEW, Permission.CASE_WORK


def test_an_officer_reaches_the_cases_of_her_commune(case, hoa):
    assert case in Case.objects.reachable_by(hoa, VIEW)


def test_the_province_reaches_the_cases_of_its_communes(case, lan):
    assert case in Case.objects.reachable_by(lan, VIEW)


@pytest.mark.parametrize("who", ["minh", "nam"])
def test_other_territories_do_not(case, who, request):
    assert not Case.objects.reachable_by(request.getfixturevalue(who), VIEW).exists()


def test_a_role_held_in_one_place_gives_nothing_in_another(case, minh):
    Assignment.objects.create(user=minh, place=case.responsible_place, role="auditor", valid_from=date(2020, 1, 1))
    assert case in Case.objects.reachable_by(minh, VIEW)
    assert case not in Case.objects.reachable_by(minh, WORK)


def test_an_assignment_that_has_ended_opens_nothing(case, hoa):
    hoa.assignments.update(valid_to=date(2025, 6, 30))
    assert case not in Case.objects.reachable_by(hoa, VIEW)


def test_a_disabled_user_reaches_nothing(case, hoa):
    hoa.is_active = False
    assert case not in Case.objects.reachable_by(hoa, VIEW)


def test_a_denied_person_sees_neither_the_case_nor_the_child(case, hoa, lan):
    DenyEntry.objects.create(case=case, user=hoa, reason="liên quan", created_by=lan)
    assert not Case.objects.reachable_by(hoa, VIEW).exists()
    assert not Child.objects.reachable_by(hoa, Permission.CHILD_VIEW).exists()
    assert case in Case.objects.reachable_by(lan, VIEW)
