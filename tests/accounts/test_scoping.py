"""The door: permission and territory are one question."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import territories
from accounts.models import Assignment
from accounts.permissions import Permission
from accounts.scoping import inside
from cases.models import Case, Child, DenyEntry
from places.models import Place, PlaceLink
from programs.models import SupportModelSite
from tests.factories import AssignmentFactory, UserFactory, commune

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


def test_nobody_reaches_nothing(case):
    assert not Case.objects.reachable_by(AnonymousUser(), VIEW).exists()


def test_a_role_without_the_permission_reaches_nothing(case, an):
    assert not Case.objects.reachable_by(an, VIEW).exists()


def test_rows_that_bar_nobody_are_reached_by_territory_alone(here, next_door, hoa):
    for place in (here, next_door):
        model = SupportModelSite._meta.get_field("model").related_model.objects.get_or_create(
            code="thu", defaults={"name": "Thử", "counts_as": "site"}
        )[0]
        SupportModelSite.objects.create(model=model, place=place, starts_on=date(2026, 1, 1))
    assert [site.place for site in SupportModelSite.objects.reachable_by(hoa, Permission.PROGRAM_VIEW)] == [here]


def test_no_path_is_no_row_not_every_row(here):
    assert not Place.objects.filter(inside([])).exists()
    assert list(Place.objects.filter(inside([here.path]))) == [here]


def test_a_path_is_whole(here):
    """Unit 1 is not the beginning of unit 10: every path ends with a dot."""
    assert not Place.objects.filter(inside([here.path.rstrip(".")[:-1] + "."])).exists()


def test_an_assignment_counts_from_its_first_day_to_its_last(case, minh, monkeypatch):
    Assignment.objects.create(
        user=minh, place=case.responsible_place, role="auditor", valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 4)
    )
    for day, reached in ((1, False), (2, True), (4, True), (5, False)):
        monkeypatch.setattr("accounts.models.user.timezone.localdate", lambda day=day: date(2026, 3, day))
        user = type(minh).objects.get(pk=minh.pk)
        assert Case.objects.reachable_by(user, VIEW).filter(pk=case.pk).exists() is reached, day


def test_newly_loaded_units_are_reached_before_long(hoa, here, monkeypatch):
    was = commune("Xã Cũ Giả", parent=here.parent, valid_to=date(2025, 6, 30))
    assert hoa.territory(VIEW) == [here.path]
    PlaceLink.objects.create(from_place=was, to_place=here, kind="merge", on_date=date(2025, 7, 1))
    monkeypatch.setattr(territories, "READ_AGAIN_AFTER", -1)
    assert hoa.territory(VIEW) == sorted([was.path, here.path])


def test_what_is_remembered_of_a_place_opens_nothing_to_who_no_longer_holds_it(hoa, here):
    assert hoa.territory(VIEW) == [here.path]
    hoa.assignments.update(valid_to=date(2020, 1, 1), valid_from=date(2019, 1, 1))
    assert type(hoa).objects.get(pk=hoa.pk).territory(VIEW) == []


def test_lineage_is_looked_up_once_for_several_permissions(hoa, django_assert_num_queries):
    hoa.territory(VIEW)
    with django_assert_num_queries(0):
        hoa.territory(WORK)
        assert hoa.may(VIEW)


def test_the_same_place_held_twice_is_one_territory(here):
    user = UserFactory()
    for role in ("commune_officer", "commune_chair"):
        AssignmentFactory(user=user, place=here, role=role)
    assert user.territory(VIEW) == [here.path]
