"""Correcting who a child is, moving, leaving, dying."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEvent
from cases import actions
from cases.models import Child, ResidenceBasis
from places.models import LinkKind, PlaceLink
from tests.cases.conftest import born, fresh, today
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, ResidenceFactory, RiskFactory, commune

REFORM = date(2025, 7, 1)


@pytest.fixture
def child(here):
    """Born on 03/05/2016, in the commune since birth."""
    return ChildFactory(place=here)


@pytest.mark.parametrize(
    ("birth", "precision", "words"),
    [
        (date(2025, 11, 23), "day", "1 tuổi"),
        (date(2025, 11, 24), "day", "11 tháng tuổi"),
        (date(2026, 6, 23), "day", "5 tháng tuổi"),
        (date(2026, 10, 24), "day", "30 ngày tuổi"),
        (date(2026, 11, 23), "day", "mới sinh"),
        (date(2026, 6, 1), "month", "khoảng 5 tháng tuổi"),
        (date(2026, 11, 1), "month", "dưới 1 tháng tuổi"),
        (date(2026, 7, 1), "year", "dưới 1 tuổi"),
        (date(2026, 7, 1), "estimated", "dưới 1 tuổi"),
        (date(2024, 7, 1), "estimated", "2 tuổi"),
    ],
)
def test_the_age_of_a_baby_is_said_in_months_or_days_as_far_as_they_are_known(birth, precision, words):
    assert Child(birth_date=birth, birth_precision=precision).age_words(date(2026, 11, 23)) == words


@pytest.mark.parametrize("of", ["cases:list", "cases:children", "cases:work", "case", "child"])
def test_so_it_stands_on_the_pages_and_years_alone_in_a_column_of_ages(client, hoa, here, of):
    case = CaseFactory(place=here, assigned_to=hoa, child__birth_date=today() - timedelta(days=12))
    case.steps.create(code="plan", opened_at=now(), clock_started_at=now(), due_at=now(), basis="review_2017")
    older = CaseFactory(place=here, child__birth_date=born(9))
    client.force_login(hoa)
    rows = {"case": case, "child": case.child}
    html = client.get(rows[of].get_absolute_url() if of in rows else reverse(of)).content.decode()
    assert "12 ngày tuổi" in html
    assert (of in ("cases:list", "cases:children")) == (f">{older.child.age_on(today())}</td>" in html)


class TestEditing:
    def edit(self, child, hoa, version=1, **fields):
        return actions.edit_child(child=child, version=version, by=hoa, **fields)

    def test_it_changes_the_columns_and_names_them_in_the_audit(self, child, hoa):
        edited = self.edit(child, hoa, full_name="Y Giả", sex="M")
        assert (edited.version, fresh(child).search_key) == (2, "y gia")
        assert AuditEvent.objects.get().detail == {"fields": ["full_name", "sex"]}

    def test_it_leaves_a_row_alone_that_says_the_same(self, child, hoa):
        assert self.edit(child, hoa, sex=child.sex).version == 1
        assert not AuditEvent.objects.exists()

    def test_it_shows_the_other_text_when_someone_saved_in_between(self, child, hoa):
        self.edit(child, hoa, full_name="Y Giả")
        with pytest.raises(actions.Clash) as clash:
            self.edit(child, hoa, full_name="A Giả")
        assert clash.value.current.full_name == "Y Giả"
        assert fresh(child).full_name == "Y Giả"

    def test_it_refuses_a_voided_child(self, child, hoa):
        actions.void_entry(row=child, reason="nhập nhầm", by=hoa)
        with pytest.raises(actions.Refused):
            self.edit(child, hoa, sex="M")

    def test_it_refuses_a_name_without_letters_and_a_telephone_number_without_digits(self, child, hoa):
        with pytest.raises(actions.Refused) as refusal:
            self.edit(child, hoa, full_name="12345", phone="abc")
        assert [problem.field for problem in refusal.value.problems] == ["full_name", "phone"]

    def test_what_was_recorded_long_ago_does_not_hinder_a_correction(self, child, hoa):
        old = ChildFactory(place=child.responsible_place, phone="abc")
        assert self.edit(old, hoa, sex="M", phone="abc").sex == "M"

    def test_it_does_not_change_other_columns(self, child, hoa):
        with pytest.raises(TypeError):
            self.edit(child, hoa, responsible_place=None)

    def test_it_may_find_out_that_someone_is_of_age(self, child, hoa):
        assert self.edit(child, hoa, birth_date=born(19)).birth_date == born(19)

    def test_a_residence_since_birth_follows_the_birth_date(self, child, hoa):
        self.edit(child, hoa, birth_date=date(2016, 6, 1))
        assert child.residences.get().starts_on == date(2016, 6, 1)

    @pytest.mark.parametrize("birth", [date(2100, 1, 1), date(2018, 1, 2), date(2001, 1, 1)])
    def test_a_birth_that_does_not_go_with_what_is_on_record_is_refused(self, child, hoa, birth):
        CircumstanceFactory(child=child, starts_on=date(2018, 1, 1))
        with pytest.raises(actions.Refused):
            self.edit(child, hoa, birth_date=birth)
        assert fresh(child).birth_date == date(2016, 5, 3)

    @pytest.mark.parametrize("what", ["risk", "residence", "short residence", "death"])
    def test_nor_one_after_a_risk_a_residence_or_the_death(self, child, hoa, next_door, what):
        if what == "risk":
            RiskFactory(child=child, starts_on=date(2018, 1, 1))
        elif what == "death":
            actions.record_death(child=child, died_on=date(2018, 1, 1), by=hoa)
        else:
            child.residences.update(ends_on=date(2018, 1, 1))
            if what == "residence":
                ResidenceFactory(child=child, place=next_door, starts_on=date(2018, 1, 2))
        child = fresh(child)
        with pytest.raises(actions.Refused) as refusal:
            self.edit(child, hoa, version=child.version, birth_date=date(2019, 1, 1))
        assert [problem.code for problem in refusal.value.problems] == ["birth_and_facts"]

    def test_a_voided_circumstance_does_not_stand_in_the_way(self, child, hoa):
        row = CircumstanceFactory(child=child, starts_on=date(2018, 1, 1))
        actions.void_entry(row=row, reason="nhập nhầm", by=hoa)
        assert self.edit(child, hoa, birth_date=date(2019, 1, 1)).version == 2


class TestMoving:
    def test_the_old_residence_ends_the_day_before_and_the_new_one_opens(self, child, next_door, hoa):
        home = actions.move_child(child=child, place=next_door, moved_on=date(2026, 3, 2), by=hoa, address="tổ 3")
        first, second = child.residences.all()
        assert (first.ends_on, second.starts_on, second.ends_on) == (date(2026, 3, 1), date(2026, 3, 2), None)
        assert (home, home.address, fresh(child).responsible_place) == (second, "tổ 3", next_door)

    @pytest.mark.parametrize(
        ("moved_on", "code"),
        [
            (date(2016, 5, 3), "before_residence"),
            (date(2016, 5, 2), "before_birth"),
            (date(2100, 1, 1), "day_in_future"),
        ],
    )
    def test_a_day_out_of_order_is_refused(self, child, next_door, hoa, moved_on, code):
        with pytest.raises(actions.Refused) as refusal:
            actions.move_child(child=child, place=next_door, moved_on=moved_on, by=hoa)
        assert [problem.code for problem in refusal.value.problems] == [code]
        assert child.residences.get().ends_on is None

    def test_moving_to_where_one_lives_is_refused(self, child, here, hoa):
        with pytest.raises(actions.Refused) as refusal:
            actions.move_child(child=child, place=here, moved_on=today(), by=hoa)
        assert "Xã Vĩnh Giả" in str(refusal.value)

    def test_one_who_left_comes_back(self, child, here, hoa):
        actions.record_departure(child=child, departed_on=date(2025, 1, 1), by=hoa)
        assert child.residences.get().ends_on == date(2024, 12, 31)
        assert fresh(child).departed_on == date(2025, 1, 1)

        actions.move_child(child=child, place=here, moved_on=date(2026, 1, 1), by=hoa)
        assert fresh(child).departed_on is None
        assert child.residences.last().starts_on == date(2026, 1, 1)

    def test_a_return_before_the_departure_is_refused(self, child, here, hoa):
        actions.record_departure(child=child, departed_on=date(2025, 1, 1), by=hoa)
        with pytest.raises(actions.Refused):
            actions.move_child(child=child, place=here, moved_on=date(2024, 12, 31), by=hoa)

    def test_a_child_without_any_residence_gets_its_first(self, here, hoa):
        child = ChildFactory(place=here, residence=False)
        actions.record_departure(child=child, departed_on=date(2025, 1, 1), by=hoa)
        assert actions.move_child(child=child, place=here, moved_on=today(), by=hoa).place == here


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

    def test_a_residence_of_the_past_is_followed_to_today(self, old, new, hoa):
        self.link(old, new)
        child = actions.register_child(
            by=hoa,
            full_name="Trẻ Giả",
            sex="M",
            birth_date=date(2016, 5, 3),
            place=old,
            residence_from=date(2020, 1, 1),
            circumstances=(
                actions.CircumstanceEntry("DB05", date(2021, 1, 1)),
                actions.CircumstanceEntry("DB04", date(2026, 1, 1)),
            ),
        )
        first, second = child.residences.all()
        assert (first.place, first.ends_on) == (old, REFORM - timedelta(days=1))
        assert (second.place, second.starts_on, second.basis) == (new, REFORM, ResidenceBasis.REFORM)
        assert child.responsible_place == new
        assert {row.group: row.recorded_place for row in child.circumstances.all()} == {"DB05": old, "DB04": new}

    def test_in_a_divided_commune_it_goes_on_above_and_waits_for_someone_who_knows(self, old, new, hoa, here):
        self.link(old, new, partial=True)
        child = ChildFactory(place=here)
        waits = actions.move_child(child=child, place=old, moved_on=date(2020, 1, 1), by=hoa)
        assert (waits.place, waits.starts_on, waits.basis) == (here.parent, REFORM, ResidenceBasis.UNSETTLED)
        assert child.residences.get(place=old).ends_on == REFORM - timedelta(days=1)
        assert fresh(child).responsible_place == old
        assert actions.move_child(child=child, place=new, moved_on=REFORM, by=hoa).place == new
        assert not child.residences.filter(basis=ResidenceBasis.UNSETTLED).exists(), "it lived there from that day on"


class TestDying:
    def test_the_day_is_kept_and_can_be_taken_back(self, child, hoa):
        actions.record_death(child=child, died_on=date(2026, 1, 2), by=hoa)
        assert fresh(child).died_on == date(2026, 1, 2)
        assert actions.record_death(child=child, died_on=date(2026, 1, 3), by=hoa).died_on == date(2026, 1, 3)
        assert actions.record_death(child=child, died_on=None, by=hoa).died_on is None
        assert AuditEvent.objects.filter(verb="child.death_taken_back").count() == 1

    @pytest.mark.parametrize("day", [date(2016, 5, 2), date(2100, 1, 1)])
    def test_it_lies_in_the_childs_life(self, child, hoa, day):
        with pytest.raises(actions.Refused):
            actions.record_death(child=child, died_on=day, by=hoa)
