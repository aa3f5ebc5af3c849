"""Death, departure and household, on the child's page and by its forms."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases import actions
from cases.models import Child, Household, HouseholdStatus
from tests.cases.conftest import fresh, today
from tests.factories import CaseFactory, ChildFactory


@pytest.fixture
def signed_in(client, hoa):
    client.force_login(hoa)
    return client


@pytest.fixture
def child(here):
    return ChildFactory(place=here, full_name="Trẻ Giả")


def at(name, child):
    return reverse(f"cases:{name}", args=[child.uid])


def page(client, url):
    return client.get(url).content.decode()


def written(day):
    return f"{day:%d/%m/%Y}"


class TestDeath:
    def test_it_is_recorded_and_taken_back_from_the_childs_page(self, signed_in, child, hoa):
        assert at("child_death", child) in page(signed_in, at("child", child))
        data = {"died_on": written(today()), "version": child.version}
        assert signed_in.post(at("child_death", child), data).url == child.get_absolute_url()
        assert fresh(child).died_on == today()
        html = page(signed_in, at("child", child))
        assert "đã mất" in html
        assert at("child_departure", child) not in html
        assert at("child_death_undo", child) in html
        signed_in.post(at("child_death_undo", child), {"version": fresh(child).version})
        assert fresh(child).died_on is None
        verbs = AuditEvent.objects.about("cases.child", child.pk).filter(by=hoa).values_list("verb", flat=True)
        assert {"child.death_recorded", "child.death_taken_back"} <= set(verbs)

    def test_a_day_before_birth_gets_its_sentence_and_changes_nothing(self, signed_in, child):
        data = {"died_on": written(child.birth_date - timedelta(days=1)), "version": child.version}
        html = signed_in.post(at("child_death", child), data).content.decode()
        assert data["died_on"] in html
        assert 'class="err"' in html
        assert fresh(child).died_on is None

    def test_a_stale_form_says_so_and_keeps_the_day(self, signed_in, child, hoa):
        seen = child.version
        actions.record_death(child=child, died_on=today(), by=hoa)
        data = {"died_on": written(today() - timedelta(days=1)), "version": seen}
        html = signed_in.post(at("child_death", child), data).content.decode()
        assert "có người vừa lưu" in html
        assert data["died_on"] in html
        assert f'name="version" value="{fresh(child).version}"' in html
        assert fresh(child).died_on == today()


class TestDeparture:
    def test_it_ends_the_home_and_is_told_on_the_page(self, signed_in, child):
        data = {"departed_on": written(today()), "version": child.version}
        assert signed_in.post(at("child_departure", child), data).status_code == 302
        assert child.residences.get().ends_on == today() - timedelta(days=1)
        html = page(signed_in, at("child", child))
        assert "đã rời địa bàn" in html
        assert at("child_departure", child) not in html

    def test_a_stale_form_changes_nothing(self, signed_in, child, hoa, next_door):
        seen = child.version
        actions.move_child(child=child, place=next_door, moved_on=today(), by=hoa)
        CaseFactory(place=next_door, child=child)
        client_page = signed_in.post(at("child_departure", child), {"departed_on": written(today()), "version": seen})
        assert client_page.status_code == 404  # moved out of reach meanwhile
        with pytest.raises(actions.Clash):
            actions.record_departure(child=child, departed_on=today(), by=hoa, version=seen)
        assert fresh(child).departed_on is None


class TestHousehold:
    def entry(self, child, place, **more):
        return {"head_name": "Trần Văn Giả", "place": place.pk, "version": fresh(child).version, **more}

    def test_the_first_of_its_name_is_registered_and_the_child_is_in_it(self, signed_in, child, here):
        assert signed_in.post(at("household", child), self.entry(child, here, phone="0900000000")).status_code == 302
        household = Household.objects.get()
        assert (household.head_name, household.place, household.phone) == ("Trần Văn Giả", here, "0900000000")
        assert fresh(child).household == household
        assert "Trần Văn Giả" in page(signed_in, at("child", child))

    def test_one_of_the_same_name_is_offered_before_another_is_made(self, signed_in, child, here, hoa):
        known = actions.register_household(by=hoa, place=here, head_name="Trần Văn Giả", statuses=((2025, "poor"),))
        data = self.entry(child, here, head_name="tran gia")
        asked = signed_in.post(at("household", child), data).content.decode()
        assert "hộ nghèo 2025" in asked
        assert "0 trẻ" in asked
        assert Household.objects.count() == 1
        listed = AuditEvent.objects.get(verb="household.listed", by=hoa)
        assert listed.ids == [known.pk]
        assert signed_in.post(at("household", child), {**data, "household": known.pk}).status_code == 302
        assert fresh(child).household == known
        other = ChildFactory(place=here)
        signed_in.post(at("household", other), {**data, "household": "new", "version": other.version})
        assert fresh(other).household != known
        assert Household.objects.count() == 2

    def test_households_of_another_commune_are_not_offered(self, signed_in, child, here, next_door, minh):
        actions.register_household(by=minh, place=next_door, head_name="Trần Văn Giả")
        assert signed_in.post(at("household", child), self.entry(child, here)).status_code == 302
        assert fresh(child).household.place == here

    def test_one_of_elsewhere_cannot_be_chosen_by_its_number(self, signed_in, child, here, next_door, minh, hoa):
        theirs = actions.register_household(by=minh, place=next_door, head_name="Trần Văn Giả")
        actions.register_household(by=hoa, place=here, head_name="Trần Văn Giả")
        signed_in.post(at("household", child), self.entry(child, here, household=theirs.pk))
        assert fresh(child).household is None

    def test_a_stale_form_registers_no_household(self, signed_in, child, here):
        data = self.entry(child, here)
        Child.objects.filter(pk=child.pk).update(version=child.version + 1)
        html = signed_in.post(at("household", child), data).content.decode()
        assert "có người vừa lưu" in html
        assert "Trần Văn Giả" in html
        assert not Household.objects.exists()

    def test_a_child_is_taken_out(self, signed_in, child, here, hoa):
        household = actions.register_household(by=hoa, place=here, head_name="Trần Văn Giả")
        child = actions.set_household(child=child, household=household, by=hoa)
        assert signed_in.post(at("household_leave", child), {"version": child.version}).status_code == 302
        assert fresh(child).household is None

    def test_the_years_review_is_entered_and_replaced(self, signed_in, child, here, hoa):
        household = actions.register_household(by=hoa, place=here, head_name="Trần Văn Giả")
        actions.set_household(child=child, household=household, by=hoa)
        year = today().year
        url = at("household_status", child)
        assert url in page(signed_in, at("child", child))
        for status in ("poor", "near_poor"):
            data = {"year": year, "status": status, "version": fresh(household).version}
            assert signed_in.post(url, data).status_code == 302
        assert [row.status for row in HouseholdStatus.objects.filter(voided_at=None)] == ["near_poor"]
        assert f"{year}: hộ cận nghèo" in page(signed_in, at("child", child))
        stale = signed_in.post(url, {"year": year, "status": "poor", "version": 1}).content.decode()
        assert "có người vừa lưu" in stale
        assert [row.status for row in HouseholdStatus.objects.filter(voided_at=None)] == ["near_poor"]

    def test_the_review_of_a_household_of_elsewhere_is_not_ours_to_enter(self, signed_in, child, next_door, minh, hoa):
        household = actions.register_household(by=minh, place=next_door, head_name="Trần Văn Giả")
        actions.set_household(child=child, household=household, by=hoa)
        assert at("household_status", child) not in page(signed_in, at("child", child))
        assert signed_in.get(at("household_status", child)).status_code == 404


def test_the_case_page_leads_to_what_may_be_entered_about_the_child(signed_in, opened):
    html = page(signed_in, opened.get_absolute_url())
    for name in ("child_death", "child_departure"):
        assert at(name, opened.child) in html
