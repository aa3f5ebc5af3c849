"""Entries of programmes: what they refuse, and to the day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from cases.actions import Refused
from programs import actions
from programs.models import AssistanceGrant, CommuneRecognition, SupportModel, SupportModelSite
from programs.rules import assistance, entries, targets
from tests.factories import ChildFactory, commune

TODAY = date(2026, 3, 10)


def codes(problems):
    return [problem.code for problem in problems]


class TestSpells:
    def test_one_may_start_today_and_end_on_the_day_it_started(self):
        assert entries.spell(TODAY, TODAY, TODAY) == []

    def test_it_does_not_start_tomorrow_nor_end_before_it_started(self):
        tomorrow = TODAY + timedelta(days=1)
        assert codes(entries.spell(tomorrow, None, TODAY)) == ["future"]
        assert codes(entries.spell(TODAY, TODAY - timedelta(days=1), TODAY)) == ["order"]

    def test_what_happened_may_have_happened_today_and_not_tomorrow(self):
        assert entries.happened(TODAY, TODAY) == []
        assert codes(entries.happened(TODAY + timedelta(days=1), TODAY)) == ["future"]

    def test_an_amount_is_at_least_one_dong(self):
        assert entries.positive(1) == []
        assert codes(entries.positive(0)) == codes(entries.positive(-1)) == ["amount"]


class TestAmounts:
    @pytest.mark.parametrize(
        ("day", "base"),
        [
            (date(2014, 1, 1), 270_000),
            (date(2021, 6, 30), 270_000),
            (date(2021, 7, 1), 360_000),
            (date(2024, 7, 1), 500_000),
            (date(2026, 7, 1), 540_000),
        ],
    )
    def test_a_base_is_in_force_from_its_first_day_on(self, day, base):
        assert assistance.base_on(day).amount == base

    def test_before_the_first_there_is_none(self):
        with pytest.raises(LookupError):
            assistance.base_on(date(2013, 12, 31))

    def test_no_coefficient_is_applied_before_the_decree_that_sets_it(self):
        assert assistance.coefficient("hiv", date(2021, 6, 30)) is None
        assert assistance.coefficient("hiv", date(2021, 7, 1)) == 2
        with pytest.raises(LookupError):
            assistance.amount("hiv", date(2021, 6, 30))

    def test_the_coefficient_multiplies_the_base_of_the_day(self):
        assert assistance.amount("no_support_u4", date(2023, 1, 1)) == 900_000


class TestTargets:
    def problems(self, **fields):
        told = {
            "kind": "at_least",
            "unit": "percent",
            "value": Decimal(70),
            "baseline_value": None,
            "baseline_on": None,
            "due_on": date(2020, 12, 31),
            "first_day": date(2016, 1, 1),
            "last_day": date(2020, 12, 31),
        }
        return codes(targets.problems(**{**told, **fields}))

    def test_the_term_includes_both_its_days(self):
        assert self.problems() == self.problems(due_on=date(2016, 1, 1)) == []
        assert self.problems(due_on=date(2015, 12, 31)) == self.problems(due_on=date(2021, 1, 1)) == ["outside_term"]

    def test_a_percent_ends_at_100(self):
        assert self.problems(value=Decimal(100)) == []
        assert self.problems(value=Decimal("100.1")) == ["over_100"]
        assert self.problems(kind="reduce_relative", unit="child", value=Decimal(101)) == ["over_100"]

    def test_from_a_to_b_needs_a_with_its_day(self):
        assert self.problems(kind="from_to") == ["no_baseline"]
        assert self.problems(kind="from_to", baseline_value=Decimal(3)) == ["no_baseline"]
        start = {"baseline_value": Decimal(3), "baseline_on": date(2015, 12, 31)}
        assert self.problems(kind="from_to", **start) == []
        assert self.problems(**{**start, "baseline_on": date(2020, 12, 31)}) == ["baseline_late"]

    def test_a_direction_has_no_value_and_all_else_has_one(self):
        assert self.problems(kind="direction", value=None) == []
        assert self.problems(kind="direction") == ["direction_value"]
        assert self.problems(value=None) == ["no_value"]

    def test_numbers_are_whole_and_not_below_zero(self):
        assert self.problems(unit="commune", value=Decimal(30)) == []
        assert self.problems(unit="commune", value=Decimal("30.5")) == ["whole"]
        assert self.problems(value=Decimal(-1)) == ["negative"]


@pytest.fixture
def house(db):
    return SupportModel.objects.create(code="safe_house", name="Ngôi nhà an toàn giả", counts_as="commune")


class TestSites:
    def test_a_commune_has_a_model_once_at_a_time(self, house, here, lan):
        first = actions.add_site(model=house, place=here, starts_on=date(2020, 1, 1), by=lan)
        actions.end_site(site=first, ends_on=date(2020, 6, 30), by=lan)
        with pytest.raises(Refused):
            actions.add_site(model=house, place=here, starts_on=date(2020, 6, 30), by=lan)
        actions.add_site(model=house, place=here, starts_on=date(2020, 7, 1), by=lan)
        with pytest.raises(Refused):
            actions.add_site(model=house, place=here, starts_on=date(2021, 1, 1), by=lan)
        assert SupportModelSite.objects.count() == 2

    def test_clubs_may_be_several(self, here, lan):
        club = SupportModel.objects.create(code="club", name="Câu lạc bộ giả", counts_as="point")
        for _ in range(2):
            actions.add_site(model=club, place=here, starts_on=date(2020, 1, 1), by=lan)

    def test_it_ends_once(self, house, here, lan):
        site = actions.add_site(model=house, place=here, starts_on=date(2020, 1, 1), by=lan)
        actions.end_site(site=site, ends_on=date(2021, 1, 1), by=lan)
        with pytest.raises(Refused):
            actions.end_site(site=site, ends_on=date(2022, 1, 1), by=lan)

    def test_the_unit_must_have_existed(self, house, lan):
        young = commune("Xã Mới Giả", valid_from=date(2025, 7, 1))
        with pytest.raises(Refused):
            actions.add_site(model=house, place=young, starts_on=date(2020, 1, 1), by=lan)
        with pytest.raises(Refused):
            actions.add_fund_entry(place=young, on_date=date(2020, 1, 1), channel="direct", amount=1, by=lan)

    def test_each_step_leaves_its_trace(self, house, here, lan):
        site = actions.add_site(model=house, place=here, starts_on=date(2020, 1, 1), by=lan)
        actions.end_site(site=site, ends_on=date(2021, 1, 1), by=lan)
        actions.void_entry(row=site, reason="Nhập nhầm", by=lan)
        assert set(AuditEvent.objects.filter(by=lan).values_list("verb", "target_id")) == {
            (verb, site.pk) for verb in ("site.added", "site.ended", "entry.voided")
        }

    def test_a_mistake_is_voided_once_and_says_why(self, house, here, lan):
        site = actions.add_site(model=house, place=here, starts_on=date(2020, 1, 1), by=lan)
        with pytest.raises(Refused):
            actions.void_entry(row=site, reason="  ", by=lan)
        actions.void_entry(row=site, reason="Nhập nhầm", by=lan)
        with pytest.raises(Refused):
            actions.void_entry(row=site, reason="Lần nữa", by=lan)


class TestRecognitions:
    def test_only_a_commune_is_recognised_once_a_year_and_not_ahead(self, here, lan):
        this_year = timezone.localdate().year
        for place, year in ((here.parent, 2024), (here, this_year + 1)):
            with pytest.raises(Refused):
                actions.recognise_commune(place=place, year=year, by=lan)
        actions.recognise_commune(place=here, year=2024, by=lan, points=1000)
        with pytest.raises(Refused):
            actions.recognise_commune(place=here, year=2024, by=lan)
        with pytest.raises(Refused):
            actions.recognise_commune(place=here, year=2023, by=lan, points=1001)
        assert CommuneRecognition.objects.count() == 1


class TestAssistance:
    def test_one_grant_at_a_time_and_not_before_birth(self, here, hoa):
        child = ChildFactory(place=here, birth_date=date(2018, 5, 3))
        with pytest.raises(Refused):
            actions.grant_assistance(child=child, ground="hiv_u4", starts_on=date(2018, 5, 2), amount=540_000, by=hoa)
        grant = actions.grant_assistance(
            child=child, ground="hiv_u4", starts_on=date(2018, 5, 3), amount=540_000, by=hoa
        )
        with pytest.raises(Refused):
            actions.grant_assistance(child=child, ground="no_support_u4", starts_on=date(2022, 1, 1), by=hoa)
        actions.stop_assistance(grant=grant, ends_on=date(2021, 12, 31), by=hoa)
        with pytest.raises(Refused):
            actions.grant_assistance(child=child, ground="no_support_u4", starts_on=date(2021, 12, 31), by=hoa)
        actions.grant_assistance(child=child, ground="no_support_u4", starts_on=date(2022, 1, 1), by=hoa)
        assert [row.amount for row in AssistanceGrant.objects.order_by("starts_on")] == [540_000, 900_000]
        with pytest.raises(Refused):
            actions.stop_assistance(grant=grant, ends_on=date(2023, 1, 1), by=hoa)
        assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"assistance.granted", "assistance.stopped"}
