"""Special circumstances and times at risk."""

from datetime import date

import pytest

from accounts.models import AuditEvent
from cases import actions
from tests.cases.conftest import fresh, today
from tests.factories import ChildFactory, CircumstanceFactory

SINCE = date(2022, 3, 1)


@pytest.fixture
def child(here):
    return ChildFactory(place=here)


class TestCircumstances:
    def add(self, child, hoa, **fields):
        return actions.add_circumstance(child=child, by=hoa, **{"group": "DB04", "starts_on": SINCE, **fields})

    def test_it_is_added_where_the_child_lived(self, child, here, hoa):
        row = self.add(child, hoa, subgroup="DB04.2", evidence="Giấy xác nhận khuyết tật")
        assert (row.recorded_place, row.ends_on) == (here, None)
        assert AuditEvent.objects.get().detail == {"group": "DB04", "circumstance": row.pk}

    def test_before_the_first_known_residence_it_is_recorded_where_the_child_is_in_charge(self, here, hoa):
        child = ChildFactory(place=here, residence=False)
        assert self.add(child, hoa).recorded_place == here

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"group": "DB99"}, "unknown_group"),
            ({"group": "C02"}, "group_not_in_force"),
            ({"subgroup": "DB05.1"}, "unknown_subgroup"),
            ({"starts_on": date(2016, 5, 2)}, "before_birth"),
            ({"starts_on": date(2100, 1, 1)}, "day_in_future"),
            ({"ends_on": date(2022, 2, 28)}, "end_before_start"),
            ({"evidence": "a" * 301}, "column"),
        ],
    )
    def test_bad_input_is_refused(self, child, hoa, fields, code):
        with pytest.raises(actions.Refused) as refusal:
            self.add(child, hoa, **fields)
        assert code in [problem.code for problem in refusal.value.problems]
        assert not child.circumstances.exists()

    def test_from_the_sixteenth_birthday_on_it_is_refused(self, here, hoa):
        child = ChildFactory(place=here, birth_date=date(2009, 1, 1))
        with pytest.raises(actions.Refused):
            self.add(child, hoa, starts_on=date(2025, 1, 1))
        assert self.add(child, hoa, starts_on=date(2024, 12, 31)).pk

    @pytest.mark.parametrize(("starts_on", "ends_on"), [(date(2021, 1, 1), None), (SINCE, date(2022, 3, 1))])
    def test_twice_in_the_same_group_at_a_time_is_refused(self, child, hoa, starts_on, ends_on):
        self.add(child, hoa)
        with pytest.raises(actions.Refused) as refusal:
            self.add(child, hoa, starts_on=starts_on, ends_on=ends_on)
        assert [problem.code for problem in refusal.value.problems] == ["already_there"]

    def test_beside_another_group_after_an_ended_one_or_a_voided_one_it_is_taken(self, child, hoa):
        voided = self.add(child, hoa)
        actions.void_entry(row=voided, reason="nhập nhầm", by=hoa)
        first = self.add(child, hoa)
        self.add(child, hoa, group="DB05")
        actions.end_circumstance(circumstance=first, ends_on=date(2023, 1, 1), by=hoa)
        self.add(child, hoa, starts_on=date(2023, 1, 2))
        self.add(child, hoa, starts_on=date(2021, 1, 1), ends_on=date(2022, 2, 28))
        assert child.circumstances.filter(voided_at=None, group="DB04").count() == 3

    def test_it_ends_once(self, child, hoa):
        row = self.add(child, hoa)
        actions.end_circumstance(circumstance=row, ends_on=today(), by=hoa)
        assert fresh(row).ends_on == today()
        with pytest.raises(actions.Refused) as refusal:
            actions.end_circumstance(circumstance=row, ends_on=date(2023, 1, 1), by=hoa)
        assert f"{today():%d/%m/%Y}" in str(refusal.value)

    def test_it_does_not_end_before_it_began(self, child, hoa):
        row = self.add(child, hoa)
        with pytest.raises(actions.Refused):
            actions.end_circumstance(circumstance=row, ends_on=date(2022, 2, 28), by=hoa)
        assert fresh(row).ends_on is None

    def test_a_voided_one_does_not_end(self, child, hoa):
        row = CircumstanceFactory(child=child)
        actions.void_entry(row=row, reason="nhập nhầm", by=hoa)
        with pytest.raises(actions.Refused):
            actions.end_circumstance(circumstance=row, ends_on=today(), by=hoa)


class TestRisk:
    def add(self, child, hoa, **fields):
        return actions.add_risk_spell(child=child, by=hoa, **{"criteria": ["prison"], "starts_on": SINCE, **fields})

    def test_it_is_added_by_its_criteria(self, child, here, hoa):
        row = self.add(child, hoa, criteria=["prison", "drop_out", "prison"])
        assert (row.criteria, row.recorded_place) == (["prison", "drop_out"], here)

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"criteria": []}, "no_criterion"),
            ({"criteria": ["poverty"]}, "unknown_criterion"),
            ({"starts_on": date(2100, 1, 1)}, "day_in_future"),
        ],
    )
    def test_bad_input_is_refused(self, child, hoa, fields, code):
        with pytest.raises(actions.Refused) as refusal:
            self.add(child, hoa, **fields)
        assert [problem.code for problem in refusal.value.problems] == [code]

    def test_one_at_a_time(self, child, hoa):
        first = self.add(child, hoa)
        with pytest.raises(actions.Refused):
            self.add(child, hoa, criteria=["other"])
        actions.end_risk_spell(spell=first, ends_on=date(2023, 1, 1), by=hoa)
        assert self.add(child, hoa, starts_on=date(2023, 1, 2)).pk
        assert AuditEvent.objects.filter(verb="risk.ended").count() == 1
