"""A move recorded by mistake is taken back, by those who see the child now and those whom it left."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.permissions import Permission
from cases import actions
from cases.models import Child, Residence, ResidenceBasis
from places.models import LinkKind, PlaceLink
from tests.cases.conftest import fresh, today
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    IntakeFactory,
    ResidenceFactory,
    RiskFactory,
    ServiceFactory,
    commune,
)

MOVED = date(2026, 3, 2)
REFORM = date(2025, 7, 1)


@pytest.fixture
def child(here):
    """Born on 03/05/2016, in the commune since birth."""
    return ChildFactory(place=here)


@pytest.fixture
def moved(child, next_door, hoa):
    actions.move_child(child=child, place=next_door, moved_on=MOVED, by=hoa)
    return fresh(child)


def refused(child, by):
    with pytest.raises(actions.Refused) as refusal:
        actions.take_move_back(child=child, reason="Ghi nhầm.", by=by)
    return [problem.code for problem in refusal.value.problems]


def test_the_home_before_is_open_again_and_the_child_is_where_it_was(moved, here, next_door, hoa):
    back = actions.take_move_back(child=moved, reason="Ghi nhầm.", by=hoa)
    home = moved.residences.get()
    assert (home.place, home.starts_on, home.ends_on) == (here, date(2016, 5, 3), None)
    assert (back.responsible_place, back.departed_on, back.version) == (here, None, moved.version + 1)
    event = AuditEvent.objects.get(verb="child.move_taken_back")
    assert event.detail == {"before": next_door.pk, "since": "2026-03-02", "after": here.pk}


def test_what_was_entered_is_kept_with_who_and_why(child, next_door, hoa):
    told = {"child": child, "place": next_door, "basis": "temporary", "address": "Tổ 7, ấp Giả"}
    actions.move_child(**told, moved_on=MOVED, by=hoa)
    taken = child.residences.last()
    actions.take_move_back(child=child, reason="Nhầm trẻ cùng tên.", by=hoa)
    kept = child.withdrawn_residences.get()
    assert {name: getattr(kept, name) for name in told} == told
    assert (kept.starts_on, kept.ends_on, kept.withdrawn_by) == (MOVED, None, hoa)
    assert (kept.reason, kept.uid != taken.uid, str(kept)) == (
        "Nhầm trẻ cùng tên.", True, f"{child.pk} 02/03/2026",
    )  # fmt: skip


def test_neither_its_address_nor_the_reason_is_written_in_clear(child, next_door, hoa):
    actions.move_child(child=child, place=next_door, moved_on=MOVED, by=hoa, address="Tổ 7, ấp Giả")
    actions.take_move_back(child=child, reason="Nhầm trẻ cùng tên.", by=hoa)
    with connection.cursor() as cursor:
        cursor.execute("select address || reason from cases_withdrawnresidence")
        (raw,) = cursor.fetchone()
    assert "Giả" not in raw
    assert "Nhầm" not in raw


@pytest.mark.parametrize(("reason", "code"), [(" ", "reason"), ("a" * 301, "column")])
def test_without_a_reason_or_with_a_tale_nothing_changes(moved, next_door, hoa, reason, code):
    with pytest.raises(actions.Refused) as refusal:
        actions.take_move_back(child=moved, reason=reason, by=hoa)
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert moved.residences.last().place == next_door
    assert not moved.withdrawn_residences.exists()


def test_one_who_had_left_has_left_again(child, here, next_door, hoa):
    actions.record_departure(child=child, departed_on=date(2025, 8, 1), by=hoa)
    actions.move_child(child=child, place=next_door, moved_on=MOVED, by=hoa)
    back = actions.take_move_back(child=child, reason="Ghi nhầm.", by=hoa)
    assert (back.departed_on, back.responsible_place) == (date(2025, 8, 1), here)
    assert child.residences.get().ends_on == date(2025, 7, 31)


class TestReforms:
    @pytest.fixture
    def old(self, here):
        return commune("Xã Xưa", parent=here.parent, valid_to=REFORM - timedelta(days=1))

    @pytest.fixture
    def new(self, here):
        return commune("Xã Nay", parent=here.parent, valid_from=REFORM)

    def link(self, old, new, **fields):
        PlaceLink.objects.create(
            from_place=old, to_place=new, kind=LinkKind.MERGE, on_date=REFORM, certainty="found", **fields
        )

    def test_a_commune_that_ended_meanwhile_gives_the_child_to_its_successor(self, old, new, here, hoa):
        self.link(old, new)
        child = ChildFactory(place=old)
        actions.move_child(child=child, place=here, moved_on=date(2025, 3, 1), by=hoa)
        assert actions.take_move_back(child=child, reason="Ghi nhầm.", by=hoa).responsible_place == new
        first, second = child.residences.all()
        assert (first.place, first.ends_on) == (old, REFORM - timedelta(days=1))
        assert (second.place, second.starts_on, second.basis) == (new, REFORM, ResidenceBasis.REFORM)

    def test_in_a_divided_one_the_child_waits_again_and_has_not_left(self, old, new, hoa):
        self.link(old, new, partial=True)
        child = ChildFactory(place=old, residence=False)
        ResidenceFactory(child=child, place=old, ends_on=REFORM - timedelta(days=1))
        actions.move_child(child=child, place=new, moved_on=MOVED, by=hoa)
        back = actions.take_move_back(child=child, reason="Ghi nhầm.", by=hoa)
        assert (back.departed_on, back.responsible_place) == (None, old)
        assert child in Child.objects.to_settle()

    def test_what_a_reform_opened_is_no_move(self, child, new, hoa):
        child.residences.update(ends_on=REFORM - timedelta(days=1))
        ResidenceFactory(child=child, place=new, starts_on=REFORM, basis=ResidenceBasis.REFORM)
        assert refused(child, hoa) == ["no_move"]


def test_the_first_home_stays(child, hoa):
    assert refused(child, hoa) == ["no_move"]
    assert child.residences.count() == 1


@pytest.mark.parametrize("what", ["circumstance", "risk", "service", "case", "departure", "death"])
def test_what_was_recorded_there_since_keeps_it(moved, next_door, hoa, what):
    since = {"child": moved, "recorded_place": next_door}
    if what == "circumstance":
        CircumstanceFactory(**since, starts_on=MOVED)
    elif what == "risk":
        RiskFactory(**since, starts_on=MOVED)
    elif what == "service":
        ServiceFactory(**since, on_date=MOVED)
    elif what == "case":
        actions.open_case(intake=IntakeFactory(incident_place=next_door), child=moved, by=hoa)
    elif what == "departure":
        actions.record_departure(child=moved, departed_on=today(), by=hoa)
    else:
        actions.record_death(child=moved, died_on=today(), by=hoa)
    assert refused(moved, hoa) == ["rests_on_it"]
    assert Residence.objects.filter(child=moved).count() == 2


def test_what_was_recorded_before_or_voided_does_not(moved, here, next_door, hoa):
    CircumstanceFactory(child=moved, recorded_place=here, starts_on=date(2024, 1, 1))
    row = ServiceFactory(child=moved, recorded_place=next_door, on_date=MOVED)
    actions.void_entry(row=row, reason="nhập nhầm", by=hoa)
    assert actions.take_move_back(child=moved, reason="Ghi nhầm.", by=hoa)


class TestScreens:
    def test_the_one_whom_the_child_left_is_led_to_the_way_back(self, client, child, here, next_door, hoa):
        client.force_login(hoa)
        url = reverse("cases:move", args=[child.uid])
        data = {"place": next_door.pk, "moved_on": "02/03/2026", "basis": "permanent", "version": child.version}
        undo = reverse("cases:move_undo", args=[child.uid])
        assert client.post(url, data).url == undo
        html = client.get(undo).content.decode()
        assert child.full_name not in html
        seen = re.search(r'name="version" value="(\d+)"', html)[1]
        page = client.post(undo, {"version": seen, "reason": "Ghi nhầm."}, follow=True)
        assert page.redirect_chain == [(child.get_absolute_url(), 302)]
        assert "Đã lưu." in page.content.decode()
        assert "ngoài địa bàn" not in page.content.decode()
        assert fresh(child).responsible_place == here

    def test_where_it_lives_now_its_page_offers_it(self, client, moved, here, minh, hoa):
        undo = reverse("cases:move_undo", args=[moved.uid])
        client.force_login(minh)
        assert undo in client.get(moved.get_absolute_url()).content.decode()
        page = client.post(undo, {"version": moved.version, "reason": "Ghi nhầm."}, follow=True)
        assert page.redirect_chain == [(reverse("cases:children"), 302)]
        assert f"Trẻ nay thuộc {here.full_name}, ngoài địa bàn" in page.content.decode()
        client.force_login(hoa)
        assert undo not in client.get(moved.get_absolute_url()).content.decode()

    def test_the_form_asks_why_and_the_childs_page_shows_it_struck_through(self, client, moved, next_door, minh, hoa):
        undo = reverse("cases:move_undo", args=[moved.uid])
        client.force_login(minh)
        assert client.post(undo, {"version": moved.version}).status_code == 200
        assert moved.residences.count() == 2
        client.post(undo, {"version": moved.version, "reason": "Nhầm trẻ cùng tên."})
        client.force_login(hoa)
        html = client.get(moved.get_absolute_url()).content.decode()
        assert f"<s>{next_door.name}" in html
        assert "Nhầm trẻ cùng tên." in html
        assert f"{minh.full_name} rút lúc" in html

    def test_neither_a_stranger_nor_a_barred_person_finds_it(self, client, moved, hoa, an):
        undo = reverse("cases:move_undo", args=[moved.uid])
        case = CaseFactory(child=moved, place=moved.responsible_place)
        actions.restrict_case(case=case, user=hoa, reason="liên quan", by=an)
        for user in (AssignmentFactory().user, hoa):
            client.force_login(user)
            assert client.get(undo).status_code == 404
            assert client.post(undo, {"version": moved.version, "reason": "Ghi nhầm."}).status_code == 404
        assert moved.residences.count() == 2

    def test_a_stale_form_says_so_and_keeps_what_was_typed(self, client, child, next_door, hoa):
        client.force_login(hoa)
        seen = child.version
        actions.edit_child(child=child, version=seen, by=hoa, full_name="Trẻ Giả Khác")
        data = {"place": next_door.pk, "moved_on": "02/03/2026", "basis": "permanent", "address": "tổ 7"}
        html = client.post(reverse("cases:move", args=[child.uid]), {**data, "version": seen}).content.decode()
        assert "có người vừa lưu" in html
        assert "tổ 7" in html
        assert child.residences.count() == 1


def test_the_staff_of_the_province_reach_a_child_wherever_it_moves_there(child, here, lan, hoa):
    empty = commune("Xã Vắng Giả", parent=here.parent)
    actions.move_child(child=child, place=empty, moved_on=MOVED, by=hoa)
    assert child in Child.objects.reachable_by(lan, Permission.CHILD_VIEW)
    assert child not in Child.objects.reachable_by(hoa, Permission.CHILD_VIEW)
