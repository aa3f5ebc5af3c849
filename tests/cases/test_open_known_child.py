"""Opening a case does not make a second entry of a child whom the officer could have found."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases.models import Case, Child, DenyEntry
from tests.factories import ChildFactory

FEMALE = {"sex": "F"}


@pytest.fixture
def reported(intake):
    """The intake, told otherwise: an action would take it in whole."""

    def tell(**fields):
        type(intake).objects.filter(pk=intake.pk).update(**fields)
        return reverse("cases:case_open", args=[intake.uid])

    return tell


@pytest.fixture
def officer(client, hoa):
    client.force_login(hoa)
    return client


@pytest.fixture
def shown(officer):
    """Names of those whom the page offers."""

    def names(response):
        return [child.full_name for child in response.context["form"].candidates.values()]

    return names


def as_on(response, **typed):
    """What a browser sends back of the page."""
    return {"seen": response.context["form"]["seen"].value(), **FEMALE, **typed}


def is_back_with(response, field="child"):
    return response.status_code == 200 and field in response.context["form"].errors


class TestTheTypedName:
    def test_of_a_report_without_a_name_it_is_looked_up(self, officer, reported, shown, here):
        known = ChildFactory(place=here, full_name="Nguyễn Thị Hoa")
        url = reported(child_name="")
        first = officer.post(url, as_on(officer.get(url), full_name="nguyen thi hoa", birth_year="2014"))
        assert is_back_with(first)
        assert shown(first) == ["Nguyễn Thị Hoa"]
        assert first.context["form"]["full_name"].value() == "nguyen thi hoa"
        assert first.context["form"]["sex"].value() == "F"
        assert first.context["form"]["birth"].value()[2] == "2014"
        assert AuditEvent.objects.filter(verb="child.listed").latest("at").ids == [known.pk]
        assert list(Child.objects.all()) == [known]
        assert officer.post(url, as_on(first, full_name="nguyen thi hoa", child=str(known.pk))).status_code == 302
        assert Case.objects.get().child == known

    def test_corrected_it_is_asked_of_those_who_come_in(self, officer, reported, shown, here):
        heard = ChildFactory(place=here, full_name="Lê Thị Hoa")
        meant = ChildFactory(place=here, full_name="Lê Thị Hòe")
        url = reported(child_name="Lê Thị Hoa")
        page = officer.get(url)
        assert shown(page) == ["Lê Thị Hoa"]
        again = officer.post(url, as_on(page, full_name="Lê Thị Hòe", child="new"))
        assert is_back_with(again)
        assert shown(again) == ["Lê Thị Hoa", "Lê Thị Hòe"]
        assert not again.context["form"]["child"].value()
        assert set(Child.objects.all()) == {heard, meant}
        assert officer.post(url, as_on(again, full_name="Lê Thị Hòe", child="new")).status_code == 302
        assert Case.objects.get().child not in (heard, meant)

    def test_that_nobody_bears_asks_nothing(self, officer, reported, here):
        ChildFactory(place=here, full_name="Lê Thị Hoa")
        url = reported(child_name="")
        assert officer.post(url, as_on(officer.get(url), full_name="Trần Văn Bình")).status_code == 302

    def test_tells_nothing_of_children_out_of_reach(self, officer, hoa, reported, next_door, here, case):
        ChildFactory(place=next_door, full_name="Nguyễn Thị Hoa")
        Child.objects.filter(pk=case.child_id).update(full_name="Nguyễn Thị Hoa", search_key="nguyen thi hoa")
        DenyEntry.objects.create(case=case, user=hoa, reason="Lý do giả", created_by=hoa)
        url = reported(child_name="")
        assert officer.post(url, as_on(officer.get(url), full_name="Nguyễn Thị Hoa")).status_code == 302


@pytest.mark.parametrize("told", ["cháu Hoa", "Chau Hoa", "bé gái Hoa", "em Hoa", "con Hoa", "Hoa"])
def test_forms_of_address_are_no_part_of_the_name(officer, reported, shown, here, told):
    ChildFactory(place=here, full_name="Nguyễn Thị Hoa")
    assert shown(officer.get(reported(child_name=told))) == ["Nguyễn Thị Hoa"]


def test_a_name_made_of_such_words_is_looked_up_all_the_same(officer, reported, shown, here):
    ChildFactory(place=here, full_name="Nguyễn Thị Bé Em")
    ChildFactory(place=here, full_name="Nguyễn Thị Hoa")
    assert shown(officer.get(reported(child_name="Bé Em"))) == ["Nguyễn Thị Bé Em"]


def test_the_offered_stand_in_the_order_of_names(officer, reported, shown, here):
    for name in ("Đỗ Hoa", "Bùi Hoa", "An Hoa"):
        ChildFactory(place=here, full_name=name)
    assert shown(officer.get(reported(child_name="Hoa"))) == ["An Hoa", "Bùi Hoa", "Đỗ Hoa"]


@pytest.mark.parametrize("left", [True, False])
def test_a_child_chosen_and_renamed_meanwhile_is_not_entered_anew(officer, reported, here, left):
    known = ChildFactory(place=here, full_name="Trẻ Tên Lạ")
    others = [ChildFactory(place=here, full_name="Trẻ Tên Lạ")] if left else []
    url = reported(child_name="Trẻ Tên Lạ")
    page = officer.get(url)
    known.full_name = "Trẻ Khác Hẳn"
    known.save()
    typed = as_on(page, full_name="Trẻ Tên Lạ", child=str(known.pk))
    answer = officer.post(url, typed)
    assert is_back_with(answer)
    assert "không còn trong danh sách" in str(answer.context["form"].errors["child"])
    assert set(Child.objects.all()) == {known, *others}
    assert officer.post(url, as_on(answer, full_name="Trẻ Tên Lạ", child="new")).status_code == 302


class TestManyOfTheName:
    @pytest.fixture
    def many(self, here):
        born = [date(2005 + nth, 5, 3) for nth in range(13)]
        return [
            ChildFactory(place=here, full_name=f"Trẻ {chr(65 + n)} Hoa", birth_date=day) for n, day in enumerate(born)
        ]

    def test_those_of_about_the_age_are_all_shown(self, officer, reported, shown, many):
        url = reported(child_name="Hoa", child_birth_date=date(2016, 7, 1), child_age_estimate=None)
        page = officer.get(url)
        assert shown(page) == [child.full_name for child in many if 2014 <= child.birth_date.year <= 2018]
        assert "Có 13 em mang tên như vậy" in page.content.decode()
        assert "2014 đến năm 2018" in page.content.decode()

    def test_the_estimated_age_says_about_when(self, officer, reported, shown, many, intake):
        page = officer.get(reported(child_name="Hoa", child_age_estimate=10))
        year = intake.received_at.year - 10
        assert shown(page) == [child.full_name for child in many if abs(child.birth_date.year - year) <= 2]

    def test_none_of_the_age_is_an_answer_that_is_asked_for(self, officer, reported, shown, many):
        url = reported(child_name="Hoa", child_birth_date=date(1990, 7, 1), child_age_estimate=None)
        page = officer.get(url)
        assert shown(page) == []
        assert is_back_with(officer.post(url, as_on(page, full_name="Hoa")))

    def test_the_typed_year_goes_before_the_reported(self, officer, reported, shown, many):
        url = reported(child_name="Hoa", child_age_estimate=1)
        page = officer.post(url, as_on(officer.get(url), full_name="Hoa", birth_year="2005"))
        assert shown(page) == [child.full_name for child in many[:3]]

    def test_a_fuller_name_shows_all_of_it(self, officer, reported, shown, many):
        url = reported(child_name="Hoa", child_age_estimate=10)
        page = officer.post(url, as_on(officer.get(url), full_name="Trẻ B Hoa", child="new"))
        assert is_back_with(page)
        assert shown(page) == ["Trẻ B Hoa"]

    def test_who_was_chosen_from_the_list_stays_in_it(self, officer, reported, many):
        url = reported(child_name="Hoa", child_birth_date=date(2016, 7, 1), child_age_estimate=None)
        typed = as_on(officer.get(url), full_name="Trẻ B Hoa", child=str(many[11].pk))
        assert officer.post(url, typed).status_code == 302
        assert Case.objects.get().child == many[11]

    def test_where_no_year_is_known_nobody_is_entered_anew(self, officer, reported, shown, many):
        url = reported(child_name="Hoa", child_age_estimate=None)
        page = officer.get(url)
        assert len(shown(page)) == 12
        answer = officer.post(url, as_on(page, full_name="Hoa", child="new"))
        assert is_back_with(answer)
        assert "ghi tên đầy đủ hơn và năm sinh" in str(answer.context["form"].errors["child"])
        assert set(Child.objects.all()) == set(many)
