"""The door, asked from the side of each of its hinges."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.actions import Refused, assign
from accounts.models import AuditEvent, User
from accounts.permissions import Permission as P
from accounts.scoping import inside
from cases.models import Case, Child
from places.models import Place
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, UserFactory, commune, province


def again(user):
    return User.objects.get(pk=user.pk)


def test_a_path_that_ends_like_another_is_another(db):
    one = province("Tỉnh Một")
    Place.objects.filter(pk=one.pk).update(path="7.")
    other = province("Tỉnh Hai")
    Place.objects.filter(pk=other.pk).update(path="17.")
    assert list(Place.objects.filter(inside(["7."]))) == [one]


def test_no_territory_is_no_row_and_not_every_row(here):
    assert not Place.objects.filter(inside([])).exists()


def test_an_assignment_from_tomorrow_on_opens_nothing_today(case, here):
    user = UserFactory()
    AssignmentFactory(user=user, place=here, valid_from=timezone.localdate() + timedelta(days=1))
    assert not Case.objects.reachable_by(user, P.CASE_VIEW).exists()
    assert not user.may(P.CASE_VIEW)


def test_the_last_day_of_an_assignment_still_counts(case, here):
    user = UserFactory()
    AssignmentFactory(user=user, place=here, valid_to=timezone.localdate())
    assert Case.objects.reachable_by(user, P.CASE_VIEW).get() == case


def test_a_right_in_one_place_and_another_in_the_next_are_never_mixed(here, next_door):
    """An officer here who leads figures there reaches no child there."""
    user = UserFactory()
    AssignmentFactory(user=user, place=here, role="commune_officer")
    AssignmentFactory(user=user, place=next_door, role="api_client")
    ChildFactory(place=next_door)
    mine = ChildFactory(place=here)
    assert Child.objects.reachable_by(user, P.CHILD_VIEW).get() == mine
    assert user.territory(P.INDICATOR_VIEW) == sorted([here.path, next_door.path])


def test_nobody_gives_himself_a_role(an, here):
    with pytest.raises(Refused):
        assign(user=an, role="commune_officer", place=here, valid_from=date(2026, 1, 1), by=an)
    assert again(an).territory(P.CASE_VIEW) == []


def test_what_the_neighbour_s_case_needs_is_not_ours(minh, here, next_door):
    theirs = CaseFactory(place=next_door)
    CaseFactory(place=here)
    assert Case.objects.reachable_by(minh, P.CASE_VIEW).get() == theirs
    assert not Case.objects.reachable_by(minh, P.CASE_APPROVE).exists()


def test_a_page_of_one_row_leaves_its_trace_before_it_is_shown(client, hoa, case):
    client.force_login(hoa)
    assert client.get(case.get_absolute_url()).status_code == 200
    shown = AuditEvent.objects.get(verb="case.shown")
    assert (shown.by, shown.target_id) == (hoa, case.pk)


def test_a_list_names_every_row_that_it_shows(client, hoa, here):
    shown = {CaseFactory(place=here).pk for _ in range(3)}
    CaseFactory(place=commune("Xã Khác"))
    client.force_login(hoa)
    assert client.get("/ho-so/").status_code == 200
    assert set(AuditEvent.objects.get(verb="case.listed").ids) == shown
    assert client.get("/tre-em/").status_code == 200
    assert len(AuditEvent.objects.get(verb="child.listed").ids) == 3
