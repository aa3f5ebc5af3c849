"""What counts, and where: the cases that are easy to get wrong."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from cases.models import Household, HouseholdStatus
from indicators import values
from indicators.value import Status
from programs.models import (
    AssistanceGrant,
    CommuneRecognition,
    FundEntry,
    FundSupport,
    SupportModel,
    SupportModelSite,
    TrainingClass,
)
from tests.factories import (
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    ResidenceFactory,
    RiskFactory,
    ServiceFactory,
    UserFactory,
    commune,
    district,
    province,
)
from tests.indicators.changes import VIETNAM
from tests.indicators.conftest import cells, declare, sweep_all

pytestmark = pytest.mark.usefixtures("kept")


def total(measure, period, place, group=""):
    sweep_all()
    return sum(cells(measure=measure, period_id=period, place_id=place.pk, grp=group).values())


def case_of(child, day, **fields):
    closed = fields.pop("closed_on", None)
    if closed:
        fields |= {"closed_at": datetime(*closed, 9, tzinfo=VIETNAM), "closed_by": UserFactory()}
        fields |= {"status": "closed", "stage": "closed"}
    return CaseFactory(
        child=child, place=child.responsible_place, received_at=datetime(*day, 9, tzinfo=VIETNAM), **fields
    )


# children


def test_a_child_of_29_february_is_counted_until_its_birthday(here):
    ChildFactory(place=here, birth_date=date(2008, 2, 29))
    assert [total("children", period, here) for period in ("2023", "2024-01", "2024-02", "2024")] == [1, 1, 0, 0]


def test_the_last_day_of_a_residence_and_of_a_spell_still_counts(here):
    child = ChildFactory(place=here, residence=False)
    ResidenceFactory(child=child, place=here, ends_on=date(2024, 6, 30))
    CircumstanceFactory(child=child, ends_on=date(2024, 5, 31))
    assert [total("children", period, here) for period in ("2024-06", "2024-07")] == [1, 0]
    assert [total("special", period, here) for period in ("2024-05", "2024-06")] == [1, 0]


@pytest.mark.parametrize("left", ["died_on", "departed_on"])
def test_who_died_or_left_counts_until_the_day_before(here, left):
    ChildFactory(place=here, **{left: date(2024, 6, 30)})
    assert [total("children", period, here) for period in ("2024-05", "2024-06", "2024")] == [1, 0, 0]


def test_a_voided_child_leaves_every_count(here):
    child = ChildFactory(place=here)
    CircumstanceFactory(child=child)
    assert total("special", "2024", here) == 1
    child.voided_at, child.voided_by, child.void_reason = datetime.now(VIETNAM), UserFactory(), "Nhập nhầm."
    child.save()
    assert (total("special", "2024", here), total("children", "2024", here)) == (0, 0)


def test_a_child_in_two_groups_is_one_child_and_two_members(here):
    child = ChildFactory(place=here)
    for group in ("DB01", "DB04"):
        CircumstanceFactory(child=child, group=group)
    assert [total("special", "2024", here, group) for group in ("", "DB01", "DB04")] == [1, 1, 1]


def test_who_is_in_special_circumstances_is_not_at_risk(here):
    child = ChildFactory(place=here)
    RiskFactory(child=child, starts_on=date(2022, 1, 1))
    CircumstanceFactory(child=child, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 30))
    assert [total("at_risk", period, here) for period in ("2023", "2024-06", "2024")] == [1, 0, 1]


def test_poverty_is_the_review_of_that_year(here):
    household = Household.objects.create(place=here)
    ChildFactory(place=here, household=household)
    HouseholdStatus.objects.create(household=household, year=2023, status="poor")
    HouseholdStatus.objects.create(household=household, year=2024, status="near_poor")
    assert [total("poor", year, here) for year in ("2022", "2023", "2024")] == [0, 1, 0]
    assert [total("near_poor", year, here) for year in ("2022", "2023", "2024")] == [0, 0, 1]


def test_assistance_counts_for_children_in_special_circumstances_in_the_community(here):
    for in_community, special in ((True, True), (False, True), (True, False)):
        child = ChildFactory(place=here)
        AssistanceGrant.objects.create(
            child=child, ground="thu", coefficient=1, amount=1, in_community=in_community, starts_on=date(2022, 1, 1)
        )
        if special:
            CircumstanceFactory(child=child)
    assert total("assisted_monthly", "2024", here) == 1


# what happened to them


def test_who_was_helped_counts_while_it_belongs_to_the_denominator(here):
    """Helped in March, no longer in special circumstances at the end of the year: part of neither (ruling 9)."""
    helped, left = ChildFactory(place=here), ChildFactory(place=here)
    CircumstanceFactory(child=helped)
    CircumstanceFactory(child=left, ends_on=date(2024, 8, 31))
    for child in (helped, left):
        ServiceFactory(child=child, on_date=date(2024, 3, 10))
    assert [total("special_assisted", period, here) for period in ("2024-03", "2024-Q1", "2024", "2023")] == [
        2,
        2,
        1,
        0,
    ]


def test_a_case_manages_its_child_in_every_period_that_it_touches(here):
    child = ChildFactory(place=here)
    RiskFactory(child=child)
    case_of(child, (2024, 2, 10), closed_on=(2024, 11, 5), outcome="safe")
    assert [total("risk_managed", period, here) for period in ("2023", "2024-Q1", "2024-Q4", "2025")] == [0, 1, 1, 0]
    assert [total("managed", period, here) for period in ("2024-01", "2024-02", "2024-11", "2024-12")] == [0, 1, 1, 0]
    assert [total("cases_safe", period, here) for period in ("2024-Q1", "2024-Q4", "2024")] == [0, 1, 1]


def test_a_flow_counts_where_the_child_lives_when_the_period_ends(here, next_door):
    child = ChildFactory(place=here, residence=False)
    ResidenceFactory(child=child, place=here, ends_on=date(2024, 5, 31))
    ResidenceFactory(child=child, place=next_door, starts_on=date(2024, 6, 1))
    case_of(child, (2024, 3, 10), category="abused", abuse_type="sexual")
    assert [total("abused", "2024-03", place) for place in (here, next_door)] == [1, 0]
    assert [total("abused", "2024", place) for place in (here, next_door)] == [0, 1]


def test_who_left_or_grew_up_counts_in_flows_at_the_last_residence_known(here):
    gone = ChildFactory(place=here, departed_on=date(2024, 5, 1), residence=False)
    ResidenceFactory(child=gone, place=here, ends_on=date(2024, 4, 30))
    grown = ChildFactory(place=here, birth_date=date(2008, 6, 1))
    for child in (gone, grown):
        case_of(child, (2024, 3, 10), category="abused", abuse_type="violence")
    sweep_all()
    found = cells(measure="abused", period_id="2024", place_id=here.pk, grp="")
    assert sum(found.values()) == 2
    assert {key[4] for key in found} == {"6-10", "16+"}
    assert total("children", "2024", here) == 0


def test_a_fact_before_the_first_residence_known_counts_there(here):
    child = ChildFactory(place=here, residence=False)
    ResidenceFactory(child=child, place=here, starts_on=date(2024, 6, 1))
    case_of(child, (2024, 3, 10), category="abused", abuse_type="violence")
    assert total("abused", "2024-03", here) == 1


def test_an_earlier_residence_takes_over_what_came_before_the_first_one(here, next_door):
    child = ChildFactory(place=here, residence=False)
    ResidenceFactory(child=child, place=here, starts_on=date(2024, 6, 1))
    case_of(child, (2024, 3, 10), category="abused", abuse_type="violence")
    assert [total("abused", "2024-03", place) for place in (here, next_door)] == [1, 0]
    earlier = ResidenceFactory(child=child, place=next_door, starts_on=date(2024, 5, 1), ends_on=date(2024, 5, 31))
    assert [total("abused", "2024-03", place) for place in (here, next_door)] == [0, 1]
    earlier.delete()
    assert [total("abused", "2024-03", place) for place in (here, next_door)] == [1, 0]


def test_from_sixteen_on_a_report_is_not_of_a_child(here):
    child = ChildFactory(place=here, birth_date=date(2008, 3, 10))
    case_of(child, (2024, 3, 10), category="abused", abuse_type="violence")
    assert total("abused", "2024", here) == 0
    case_of(child, (2024, 3, 9), category="abused", abuse_type="violence")
    assert total("abused", "2024", here) == 1


def test_a_child_reported_twice_is_one_victim_of_two_kinds(here):
    child = ChildFactory(place=here)
    for kind, day in (("violence", (2024, 2, 1)), ("sexual", (2024, 9, 1))):
        case_of(child, day, category="abused", abuse_type=kind)
    assert [total("abused", "2024", here, kind) for kind in ("", "violence", "sexual")] == [1, 1, 1]


def test_the_day_of_a_report_is_the_vietnamese_day(here):
    """23:30 in Viet Nam on 31 March is 16:30 in Greenwich; 00:30 on 1 April is 17:30 of the day before."""
    child = ChildFactory(place=here)
    CaseFactory(child=child, place=here, received_at=datetime(2024, 4, 1, 0, 30, tzinfo=VIETNAM), category="abused")
    assert [total("abused", period, here) for period in ("2024-03", "2024-04")] == [0, 1]


# programmes


@pytest.fixture
def an_giang():
    """Eleven districts and 156 communes, as An Giang had in 2020; and one commune of later years."""
    top = province("Tỉnh An Giả", valid_to=date(2025, 6, 30))
    districts = [district(f"Huyện {n}", parent=top) for n in range(11)]
    communes = [commune(f"Xã {n}", parent=districts[n % 11]) for n in range(156)]
    commune("Xã lập sau", parent=districts[0], valid_from=date(2022, 1, 1))
    declare(top)
    return top, districts, communes


def test_shares_of_communes_divide_by_those_that_exist_on_the_day(an_giang):
    top, districts, communes = an_giang
    safe, system = (SupportModel.objects.create(code=c, name=c, counts_as="commune") for c in ("safe", "system"))
    for place in communes[:56]:
        SupportModelSite.objects.create(model=safe, place=place, starts_on=date(2019, 1, 1))
        SupportModelSite.objects.create(model=safe, place=place, starts_on=date(2020, 1, 1))  # a second one there
    for place in communes[:61]:
        SupportModelSite.objects.create(model=system, place=place, starts_on=date(2020, 1, 1))
    for place in communes[:110]:
        CommuneRecognition.objects.create(place=place, year=2020)
    sweep_all()
    found = values.of("M01", top, "2020", group="safe")
    assert (found.numerator, found.denominator) == (56, 156)
    parts = {part.key: part.numerator for part in values.of("M01", top, "2020", by="group").parts}
    assert parts == {"safe": 56, "system": 61}
    assert values.of("M01", top, "2022", group="safe").denominator == 157
    districts_found = values.of("M02", top, "2020", group="system")
    assert (districts_found.numerator, districts_found.denominator) == (11, 11)
    friendly = values.of("K01", top, "2020")
    assert round(friendly.value, 2) == Decimal("70.51")
    assert values.of("K01", top, "2020-Q4").status == Status.UNKNOWN


def test_a_district_loses_its_model_with_its_last_commune(an_giang):
    top, districts, communes = an_giang
    model = SupportModel.objects.create(code="safe", name="Ngôi nhà an toàn", counts_as="commune")
    sites = [
        SupportModelSite.objects.create(model=model, place=place, starts_on=date(2019, 1, 1))
        for place in (communes[0], communes[11])  # both in the first district
    ]
    assert [total("districts_with_model", "2020", place) for place in districts[:2]] == [1, 0]
    SupportModelSite.objects.filter(pk=sites[0].pk).update(ends_on=date(2020, 6, 30))
    assert total("districts_with_model", "2020", districts[0]) == 1
    SupportModelSite.objects.filter(pk=sites[1].pk).update(ends_on=date(2020, 6, 30))
    assert total("districts_with_model", "2020", districts[0]) == 0


def test_clubs_are_counted_one_by_one_and_at_any_level(an_giang):
    top, districts, communes = an_giang
    club = SupportModel.objects.create(code="club", name="Câu lạc bộ", counts_as="point")
    for place in (communes[0], communes[0], districts[0], top):
        SupportModelSite.objects.create(model=club, place=place, starts_on=date(2019, 1, 1))
    sweep_all()
    assert values.of("M04", top, "2020").value == 4


def test_money_beyond_32_bits_adds_up_exactly_by_channel(an_giang):
    top, *_ = an_giang
    for channel, amount in (("direct", 2_615_000_000), ("indirect", 1_575_000_000), ("direct", 4_000_000_000_000)):
        FundEntry.objects.create(place=top, on_date=date(2020, 7, 1), channel=channel, amount=amount)
    sweep_all()
    value = values.of("F01", top, "2020", by="group")
    assert value.value == 4_004_190_000_000
    assert {part.key: part.numerator for part in value.parts} == {
        "direct": 4_002_615_000_000,
        "indirect": 1_575_000_000,
    }


def test_turns_and_classes_are_counted_by_their_day(an_giang):
    top, _districts, communes = an_giang
    for day in (date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)):
        FundSupport.objects.create(place=communes[0], on_date=day, kind="gift")
        TrainingClass.objects.create(place=top, on_date=day, topic="Thử")
    sweep_all()
    assert [values.of(code, top, "2020").value for code in ("F02", "T01")] == [2, 2]


def test_how_many_children_the_fund_reached_is_unknown_until_each_turn_is_said_to_name_its_child(kept, here):
    declare(here.parent, "fund")
    FundSupport.objects.create(place=here, on_date=date(2020, 5, 1), kind="gift")
    sweep_all()
    assert values.of("F02", here, "2020").value == 1
    children = values.of("F03", here, "2020")
    assert (children.status, children.value) == (Status.UNKNOWN, None)
    assert "chưa khai báo" in children.reason
    FundSupport.objects.update(child=ChildFactory(place=here, birth_date=date(2015, 1, 1)))
    declare(here.parent, "fund_child")
    sweep_all()
    assert values.of("F03", here, "2020").value == 1


def test_districts_that_are_no_more_are_not_applicable(here):
    declare(here.parent)
    value = values.of("M02", here.parent, "2025")
    assert (value.status, value.value) == (Status.NOT_APPLICABLE, None)
