"""A child of a divided commune goes on in the unit above its parts, until someone says in which part it lives."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.permissions import Permission
from cases import actions
from cases.actions import Refused
from cases.models import Child, ResidenceBasis
from places.models import LinkKind, PlaceLink
from places.through_time import heir_of
from tests.cases.conftest import fresh
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ChildFactory,
    IntakeFactory,
    ResidenceFactory,
    commune,
    district,
    province,
)

REFORM = date(2025, 7, 1)
EVE = REFORM - timedelta(days=1)
UNSETTLED = ResidenceBasis.UNSETTLED


def link(old, *parts, on=REFORM, partial=True):
    for part in parts:
        PlaceLink.objects.create(
            from_place=old, to_place=part, kind=LinkKind.SPLIT, on_date=on, certainty="found", partial=partial
        )


def homes(child):
    return [(row.place, row.starts_on, row.ends_on, row.basis) for row in child.residences.all()]


def refused(act, **told):
    with pytest.raises(Refused) as refusal:
        act(**told)
    return [problem.code for problem in refusal.value.problems]


@pytest.fixture
def old(here):
    return commune("Xã Xưa", parent=here.parent, valid_to=EVE)


@pytest.fixture
def parts(here, old):
    """Those to which the old commune went; the reform has been."""
    found = [commune(name, parent=here.parent, valid_from=REFORM) for name in ("Xã Đông", "Xã Tây")]
    link(old, *found)
    return found


@pytest.fixture
def child(old, parts):
    """Who lived in the old commune when it was divided."""
    row = ChildFactory(place=old)
    actions.follow_reform(place=old, on_date=REFORM)
    return fresh(row)


@pytest.fixture
def dong(parts):
    return AssignmentFactory(place=parts[0]).user


class TestWaiting:
    def test_it_lives_in_the_province_from_the_day_and_in_no_commune(self, child, old, here):
        assert homes(child) == [
            (old, date(2016, 5, 3), EVE, ResidenceBasis.PERMANENT),
            (here.parent, REFORM, None, UNSETTLED),
        ]
        assert child.residence_on(REFORM) is None

    def test_to_repeat_the_reform_changes_nothing(self, child, old):
        before = homes(child)
        assert actions.follow_reform(place=old, on_date=REFORM) == 0
        assert homes(child) == before

    def test_those_of_every_part_and_of_the_province_find_it_and_nobody_else(self, child, parts, dong, lan, hoa, nam):
        for user in (dong, AssignmentFactory(place=parts[1]).user):
            assert child in Child.objects.reachable_by(user, Permission.CHILD_EDIT).to_settle()
        assert child in Child.objects.reachable_by(lan, Permission.CHILD_VIEW).to_settle()
        for user in (hoa, nam):
            assert child not in Child.objects.reachable_by(user, Permission.CHILD_EDIT)

    @pytest.mark.parametrize("kind", ["service", "circumstance"])
    def test_what_is_recorded_meanwhile_is_recorded_in_the_old_commune(self, child, old, hoa, kind):
        day = date(2025, 9, 1)
        if kind == "service":
            row = actions.record_service(child=child, kind="counselling", on_date=day, provider="thử", by=hoa)
        else:
            row = actions.add_circumstance(child=child, group="DB01", starts_on=day, by=hoa)
        assert row.recorded_place == old

    def test_a_case_opened_meanwhile_presumes_nothing(self, child, old, here, hoa):
        case = actions.open_case(intake=IntakeFactory(incident_place=here), child=child, by=hoa)
        assert (case.residence_place, fresh(child).responsible_place) == (old, old)
        assert child.residences.last().basis == UNSETTLED

    def test_nobody_can_choose_a_province_as_a_home(self, child, here, hoa, client):
        told = {"full_name": "Trẻ Giả", "sex": "F", "birth_date": date(2016, 5, 3), "place": here.parent, "by": hoa}
        assert refused(actions.register_child, **told) == ["not_a_commune"]
        moved = {"child": child, "place": here.parent, "moved_on": date(2025, 9, 1), "by": hoa}
        assert refused(actions.move_child, **moved) == ["not_a_commune"]
        assert {"reform", "unsettled"}.isdisjoint(dict(ResidenceBasis.told()))

    def test_one_who_dies_or_leaves_waits_no_more(self, child, hoa):
        actions.record_departure(child=child, departed_on=date(2025, 9, 1), by=hoa)
        assert child not in Child.objects.to_settle()
        assert refused(actions.settle_child, child=child, place=child.responsible_place, by=hoa) == ["nothing_divided"]

    def test_one_lost_in_a_commune_divided_since_is_presumed_in_its_province(self, old, parts, here, hoa):
        intake = IntakeFactory(incident_place=old, received_at="2025-06-20T08:00:00+07:00", child_age_estimate=9)
        row = ChildFactory(place=here, residence=False)
        ResidenceFactory(child=row, place=here, ends_on=date(2025, 5, 1))
        case = actions.open_case(intake=intake, child=row, by=hoa)
        assert [(place, basis) for place, _first, _last, basis in homes(row)[1:]] == [
            (old, ResidenceBasis.PRESUMED),
            (here.parent, UNSETTLED),
        ]
        assert (case.residence_place, fresh(row).responsible_place) == (old, old)


class TestSettling:
    def test_it_lives_in_the_part_from_the_day_of_the_reform(self, child, old, parts, hoa):
        actions.settle_child(child=child, place=parts[1], by=hoa, version=child.version)
        assert homes(child)[1:] == [(parts[1], REFORM, None, ResidenceBasis.REFORM)]
        assert fresh(child).responsible_place == parts[1]
        assert child not in Child.objects.to_settle()
        event = AuditEvent.objects.get(verb="child.settled")
        assert event.detail == {"place": parts[1].pk, "before": old.pk}

    def test_its_cases_follow_and_those_of_other_communes_stay(self, child, old, parts, here, hoa):
        own = CaseFactory(child=child, place=old)
        elsewhere = CaseFactory(child=child, place=here, residence_place=old)
        actions.settle_child(child=child, place=parts[0], by=hoa)
        assert [(fresh(row).responsible_place, fresh(row).residence_place) for row in (own, elsewhere)] == [
            (parts[0], parts[0]),
            (here, parts[0]),
        ]

    def test_a_part_wrongly_said_is_said_again(self, child, parts, hoa):
        case = CaseFactory(child=child, place=parts[0])
        actions.settle_child(child=child, place=parts[0], by=hoa)
        assert refused(actions.settle_child, child=child, place=parts[0], by=hoa) == ["same_place"]
        assert refused(actions.settle_child, child=child, place=parts[1], by=hoa) == ["reason"]
        assert not child.withdrawn_residences.exists()
        actions.settle_child(child=child, place=parts[1], by=hoa, reason="Nhầm ấp.")
        kept = child.withdrawn_residences.get()
        assert (kept.place, kept.starts_on, kept.basis, kept.reason) == (parts[0], REFORM, "reform", "Nhầm ấp.")
        assert [place for place, *_told in homes(child)[1:]] == [parts[1]]
        assert (fresh(case).residence_place, fresh(case).responsible_place) == (parts[1], parts[0])

    def test_only_the_parts_can_be_said(self, child, here, hoa):
        assert refused(actions.settle_child, child=child, place=here, by=hoa) == ["no_part"]
        assert refused(actions.settle_child, child=child, place=here.parent, by=hoa) == ["no_part"]
        assert child in Child.objects.to_settle()

    def test_a_stale_page_settles_nothing(self, child, parts, hoa):
        with pytest.raises(actions.Clash):
            actions.settle_child(child=child, place=parts[0], by=hoa, version=child.version + 1)

    def test_the_part_is_followed_through_a_later_reform(self, child, parts, here, hoa):
        day = date(2026, 3, 1)
        parts[0].valid_to = day - timedelta(days=1)
        parts[0].save()
        now = commune("Xã Nay", parent=here.parent, valid_from=day)
        link(parts[0], now, on=day, partial=False)
        actions.settle_child(child=child, place=parts[0], by=hoa)
        assert [place for place, *_told in homes(child)[1:]] == [parts[0], now]
        assert fresh(child).responsible_place == now

    def test_one_whose_residence_merely_ended_is_settled_too(self, old, parts, hoa):
        row = ChildFactory(place=old, residence=False)
        ResidenceFactory(child=row, place=old, ends_on=EVE)
        actions.settle_child(child=row, place=parts[0], by=hoa)
        assert [place for place, *_told in homes(row)] == [old, parts[0]]

    def test_where_nothing_was_divided_there_is_nothing_to_say(self, here, hoa):
        history = commune("Xã Sử", parent=here.parent, valid_to=EVE)
        link(history, here, partial=False)
        past = ChildFactory(place=history, residence=False)
        ResidenceFactory(child=past, place=history, ends_on=EVE)
        assert past not in Child.objects.to_settle(), "its commune was not divided"
        still, whole = ChildFactory(place=here), commune("Xã Cũ", parent=here.parent, valid_to=EVE)
        link(whole, here, partial=False)
        merged = ChildFactory(place=whole)
        actions.follow_reform(place=whole, on_date=REFORM)
        homeless = ChildFactory(place=here, residence=False)
        for row in (still, merged, homeless):
            assert refused(actions.settle_child, child=row, place=here, by=hoa) == ["nothing_divided"]

    def test_a_move_meanwhile_ends_the_waiting_and_is_taken_back_to_it(self, child, old, next_door, hoa):
        actions.move_child(child=child, place=next_door, moved_on=date(2026, 2, 2), by=hoa)
        assert child not in Child.objects.to_settle()
        assert actions.divided_home(fresh(child)) is None
        assert actions.take_move_back(child=child, reason="Ghi nhầm.", by=hoa).responsible_place == old
        assert child in Child.objects.to_settle()
        assert refused(actions.take_move_back, child=child, reason="Ghi nhầm.", by=hoa) == ["no_move"]


class TestTheUnitAbove:
    @pytest.fixture
    def huyen(self, here):
        return district("Huyện Giả", parent=here.parent, valid_to=EVE)

    def halves(self, *parents, on=date(2020, 1, 1), **old):
        told = {"parent": parents[0], "valid_to": on - timedelta(days=1)} | old
        commune_of_old = commune("Xã Xưa", **told)
        made = [commune(f"Xã Nửa {n}", parent=parent, valid_from=on) for n, parent in enumerate(parents)]
        link(commune_of_old, *made, on=on)
        return commune_of_old, made

    def test_of_one_district_it_is_the_district_and_then_the_province(self, huyen, here, hoa):
        old, _made = self.halves(huyen, huyen)
        link(huyen, here.parent, partial=False)
        child = ChildFactory(place=here)
        actions.move_child(child=child, place=old, moved_on=date(2019, 1, 1), by=hoa)
        assert homes(child)[2:] == [
            (huyen, date(2020, 1, 1), EVE, UNSETTLED),
            (here.parent, REFORM, None, UNSETTLED),
        ]

    def test_a_district_that_became_one_commune_settles_it(self, huyen, here, hoa):
        old, _made = self.halves(huyen, huyen)
        zone = commune("Đặc khu Giả", parent=here.parent, valid_from=REFORM)
        link(huyen, zone, partial=False)
        child = ChildFactory(place=here)
        actions.move_child(child=child, place=old, moved_on=date(2019, 1, 1), by=hoa)
        assert homes(child)[-1] == (zone, REFORM, None, ResidenceBasis.REFORM)
        assert fresh(child).responsible_place == zone

    def test_a_province_that_is_renamed_takes_those_who_wait_along(self, child, here):
        tinh, day = here.parent, date(2026, 5, 1)
        tinh.valid_to = day - timedelta(days=1)
        tinh.save()
        new = province("Thành phố Giả", valid_from=day)
        link(tinh, new, on=day, partial=False)
        actions.follow_reform(place=tinh, on_date=day)
        assert homes(child)[1:] == [
            (tinh, REFORM, tinh.valid_to, UNSETTLED),
            (new, day, None, UNSETTLED),
        ]
        assert child in Child.objects.to_settle()

    def test_of_parts_in_two_provinces_it_is_that_of_the_part_with_the_code(self, here):
        other = province("Tỉnh Bên")
        old, made = self.halves(other, here.parent, code="00777")
        assert heir_of(old, date(2020, 1, 1)) == (other, False), "where it lay before"
        made[1].code = old.code
        made[1].save()
        assert heir_of(old, date(2020, 1, 1)) == (here.parent, False)

    def test_of_an_unknown_lineage_it_is_what_the_commune_lay_in(self, huyen, here):
        old = commune("Xã Mất", parent=huyen, valid_to=EVE)
        assert heir_of(old, REFORM) == (here.parent, False), "the district ended with it, and its own end is not known"
        child = ChildFactory(place=old)
        assert actions.follow_reform(place=old, on_date=REFORM) == 1
        assert homes(child)[1:] == [(here.parent, REFORM, None, UNSETTLED)]
        assert child in Child.objects.to_settle()

    def test_of_a_province_that_is_nowhere_any_more_the_residence_ends(self, here):
        tinh = here.parent
        tinh.valid_to = EVE
        tinh.save()
        assert heir_of(tinh, REFORM) == (None, False)
        waits = ChildFactory(place=here, residence=False)
        ResidenceFactory(child=waits, place=tinh, basis=UNSETTLED)
        assert actions.follow_reform(place=tinh, on_date=REFORM) == 1
        assert waits.residences.get().ends_on == EVE

    def test_a_move_written_down_late_waits_as_well(self, old, parts, here):
        late = ChildFactory(place=old, residence=False)
        ResidenceFactory(child=late, place=old, starts_on=date(2025, 7, 9))
        actions.follow_reform(place=old, on_date=REFORM)
        assert homes(late) == [(here.parent, date(2025, 7, 9), None, UNSETTLED)]


class TestScreens:
    def test_whoever_has_a_part_says_it_and_the_other_loses_sight(self, client, child, parts, dong):
        tay = AssignmentFactory(place=parts[1]).user
        client.force_login(dong)
        url = reverse("cases:settle", args=[child.uid])
        assert url in client.get(child.get_absolute_url()).content.decode()
        html = client.get(url).content.decode()
        assert all(part.name in html for part in parts)
        seen = re.search(r'name="version" value="(\d+)"', html)[1]
        done = client.post(url, {"place": parts[1].pk, "version": seen})
        assert done.url == reverse("cases:children")
        assert f"Trẻ nay thuộc {parts[1].full_name}, ngoài địa bàn" in client.get(done.url).content.decode()
        assert client.get(child.get_absolute_url()).status_code == 404
        client.force_login(tay)
        assert "Sửa nơi ở sau sắp xếp" in client.get(child.get_absolute_url()).content.decode()
        again = {"place": parts[0].pk, "version": fresh(child).version}
        assert client.post(url, again).context["form"].errors.keys() == {"reason"}
        client.post(url, {**again, "reason": "Nhầm ấp."})
        assert fresh(child).responsible_place == parts[0]

    def test_a_commune_that_is_no_part_cannot_be_chosen(self, client, child, here, dong):
        client.force_login(dong)
        url = reverse("cases:settle", args=[child.uid])
        assert client.post(url, {"place": here.pk, "version": child.version}).status_code == 200
        assert child.residences.last().basis == UNSETTLED

    def test_it_is_not_asked_of_others(self, client, here, hoa):
        still = ChildFactory(place=here)
        client.force_login(hoa)
        assert client.get(reverse("cases:settle", args=[still.uid])).status_code == 404
        assert "sau sắp xếp" not in client.get(still.get_absolute_url()).content.decode()
