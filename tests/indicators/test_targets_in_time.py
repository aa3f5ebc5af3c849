"""Milestones, paths, revisions, readings, the nation and old boundaries: what a target says and how it is judged."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from indicators.judging import Point, Status, judge, judge_all, judged_for
from indicators.judging.trajectory import goal_of
from indicators.models import ReportedFigure
from places.models import Place, PlaceLink
from programs.models import CommuneRecognition, Document, Programme, Target, TargetLevel, TargetRevision
from tests.factories import (
    AssignmentFactory,
    ChildFactory,
    CircumstanceFactory,
    UserFactory,
    commune,
    province,
)
from tests.indicators.conftest import declare, sweep_all
from tests.indicators.test_judging import place, reports, target  # noqa: F401 - a fixture

START, END = date(2020, 12, 31), date(2024, 12, 31)


def level(goal, year, value, **fields):
    return TargetLevel.objects.create(target=goal, on=date(year, 12, 31), value=value, **fields)


def from_9_to_5(place, **fields):  # noqa: F811
    return target(place, "from_to", 5, baseline_value=9, baseline_on=START, **fields)


@pytest.mark.parametrize(
    ("trajectory", "wanted"),
    [("linear", 7.5), ("step", 9), ("own", 8.75)],
)
def test_the_path_is_straight_a_stair_or_its_own(place, trajectory, wanted):  # noqa: F811
    goal = from_9_to_5(place, trajectory=trajectory)
    level(goal, 2022, 6)
    level(goal, 2021, 8.75, role="waypoint")  # only an own path passes here
    reports(place, y2021=8)
    judged = judge(goal, date(2022, 6, 30))
    assert float(judged.expected) == pytest.approx(wanted, abs=0.01)
    assert judged.status is (Status.BEHIND if wanted < 8 else Status.ON_TRACK)


def test_a_stair_asks_for_the_level_of_the_last_milestone(place):  # noqa: F811
    goal = from_9_to_5(place, trajectory="step")
    level(goal, 2022, 6)
    reports(place, y2023=6.1)
    judged = judge(goal, date(2024, 6, 30))
    assert (judged.expected, judged.status) == (6, Status.BEHIND)


def test_each_milestone_has_its_own_verdict_and_what_has_not_come_has_none(place):  # noqa: F811
    goal = from_9_to_5(place)
    level(goal, 2022, 6, kind="below")
    reports(place, y2022=6, y2023=5.4)
    judged = judge(goal, date(2024, 6, 30))
    assert [(stone.on.year, stone.words) for stone in judged.milestones] == [(2022, "Chưa đạt"), (2024, "Chưa đến mốc")]
    assert judged.milestones[0].point.amount == 6
    assert judged.status is Status.ON_TRACK  # on the path from 6 to 5 it may be 5.5
    assert judge(goal, END).milestones[-1].status is Status.UNKNOWN


def test_a_dropped_milestone_still_judges_the_day_that_it_saw(place):  # noqa: F811
    goal = from_9_to_5(place)
    level(goal, 2021, 8, until=date(2022, 6, 1), reason="bỏ")
    level(goal, 2023, 6, until=date(2022, 6, 1), reason="bỏ")
    assert [stone.on.year for stone in judge(goal, date(2022, 7, 1)).milestones] == [2021, 2024]
    assert [stone.on.year for stone in judge(goal, date(2022, 5, 1)).milestones] == [2021, 2023, 2024]


def test_the_verdict_uses_what_was_in_force_and_names_the_revision(place):  # noqa: F811
    goal = target(place, "at_most", 3)
    document = Document.objects.create(number="12/QĐ", kind="quyết định", issuer="UBND")
    revision = TargetRevision.objects.create(
        target=goal, previous_value=5, previous_due_on=END, revised_on=date(2023, 6, 1), document=document, reason="mới"
    )
    reports(place, y2022=4, y2024=4)
    before, after = judge(goal, date(2023, 5, 31)), judge(goal, END)
    assert (before.goal, before.revision, before.status) == (5, None, Status.REACHED)
    assert (after.goal, after.revision, after.status) == (3, revision, Status.NOT_REACHED)


def test_both_readings_of_an_ambiguous_cut_are_shown_and_one_is_marked(place):  # noqa: F811
    goal = target(place, "reduce_relative", 15, other_kind="reduce_points")
    reports(place, y2020=40, y2024=30)
    judged = judge(goal, END)
    chosen, other = judged.readings
    assert (chosen.is_chosen, float(chosen.goal), chosen.status) == (True, 34, Status.REACHED)
    assert (other.is_chosen, float(other.goal), other.status) == (False, 25, Status.NOT_REACHED)


def test_a_reading_that_nobody_could_reach_is_called_so(place):  # noqa: F811
    goal = target(place, "reduce_relative", 15, other_kind="reduce_points")
    reports(place, y2020=4, y2024=3)
    assert "Không thể đạt" in judge(goal, END).readings[1].words


def test_a_trend_is_told_with_its_outlook_until_the_milestone(place):  # noqa: F811
    goal = target(place, "at_most", 3)
    reports(place, y2021=6, y2022=5.6, y2023=5.1)
    judged = judge(goal, date(2024, 6, 30))
    assert (judged.forecast.on, judged.forecast.words) == (END, "theo xu hướng sẽ không đạt")
    assert float(judged.forecast.value) == pytest.approx(4.67, abs=0.01)
    assert judge(goal, END).forecast is None


def test_another_definition_than_the_one_it_was_set_under_is_said(place):  # noqa: F811
    goal = target(place, "at_most", 4, definition_version="2004")
    reports(place, y2024=3)
    judged = judge(goal, END)
    assert (judged.version, judged.latest.version) == ("2004", "2016")
    assert "2004" in judged.caveats[0]
    Target.objects.update(definition_version="")
    goal.refresh_from_db()
    assert (judge(goal, END).version, judge(goal, END).caveats) == ("2016", [])


def test_records_are_counted_by_the_definition_under_which_it_was_set(place, here):  # noqa: F811
    declare(place)
    ChildFactory(place=here)
    CircumstanceFactory(child=ChildFactory(place=here))
    sweep_all()
    then, now = (judge(target(place, "at_most", 60, definition_version=version), END) for version in ("2004", "2016"))
    assert (then.latest.value.indicator.code, then.latest.version, then.caveats) == ("H01-2004", "2004", [])
    assert (now.latest.value.indicator.code, now.latest.version, now.latest.amount) == ("H01", "2016", 50)


def test_made_up_figures_are_called_so(place):  # noqa: F811
    reports(place, y2024=3)
    ReportedFigure.objects.update(is_synthetic=True)
    judged = judge(target(place, "at_most", 4), END)
    assert (judged.is_synthetic, judged.status) == (True, Status.REACHED)
    assert "Số giả" in judged.caveats[0]


def test_a_target_is_compared_with_the_nations_at_the_next_milestone(place):  # noqa: F811
    nation = Programme.objects.create(
        code="nuoc", name="Cả nước", starts_on=date(2021, 1, 1), ends_on=date(2030, 12, 31)
    )
    above = Target.objects.create(
        programme=nation, indicator="H01", kind="at_most", direction="down", unit="percent", value=6,
        due_on=date(2030, 12, 31), printed_text="Xuống 6%",
    )  # fmt: skip
    level(above, 2025, 6.5, kind="below")
    found = judge(target(place, "at_most", 5, parent=above), END).comparison
    assert (found.against, found.above.on.year, float(found.apart)) == ("stricter", 2025, -1.5)


# ---- milestones within a year

MIDDLE = date(2024, 6, 30)


def report_on(place, first, last, value):  # noqa: F811
    ReportedFigure.objects.create(
        indicator="P03", place=place, starts_on=first, ends_on=last, value=value, unit="child", printed_text="như in"
    )


@pytest.mark.parametrize("on", [MIDDLE, END, date(2025, 5, 1)])
def test_a_milestone_within_a_year_is_not_judged_by_the_end_of_the_year(place, on):  # noqa: F811
    reports(place, "P03", "child", y2023=1500, y2024=900)
    goal = target(place, "at_most", 1000, indicator="P03", unit="child", due_on=MIDDLE)
    judged = judge(goal, on)
    assert (judged.status, judged.latest, judged.milestones[-1].status) == (Status.UNKNOWN, None, Status.UNKNOWN)
    assert "30/06/2024; số cuối năm không xét được" in judged.missing[0]


@pytest.mark.parametrize(("figure", "status"), [(1200, Status.NOT_REACHED), (950, Status.REACHED)])
def test_a_milestone_within_a_year_is_judged_by_what_is_told_of_its_day(place, figure, status):  # noqa: F811
    reports(place, "P03", "child", y2023=1500, y2024=900 + 1300 - figure)
    report_on(place, date(2024, 1, 1), MIDDLE, figure)
    goal = target(place, "at_most", 1000, indicator="P03", unit="child", due_on=MIDDLE)
    judged = judge(goal, date(2025, 5, 1))
    assert (judged.status, judged.latest.day, judged.latest.label) == (status, MIDDLE, "6 tháng đầu năm 2024")
    level(end := target(place, "at_most", 500, indicator="P03", unit="child"), 2024, 1000)
    end.levels.update(on=MIDDLE)
    assert judge(end, END).milestones[0].status is status


def test_what_is_counted_on_the_day_of_a_milestone_within_a_year_judges_it(place, here):  # noqa: F811
    declare(place)
    ChildFactory(place=here)
    CircumstanceFactory(child=ChildFactory(place=here), starts_on=date(2024, 9, 1))
    sweep_all()
    in_summer, at_the_end = (judge(target(place, "at_most", 40, due_on=day), END) for day in (MIDDLE, END))
    assert (in_summer.latest.amount, in_summer.status) == (0, Status.REACHED)
    assert (at_the_end.latest.amount, at_the_end.status) == (50, Status.NOT_REACHED)


def test_no_period_tells_of_the_middle_of_a_month_and_no_half_year_of_a_sum(place):  # noqa: F811
    declare(place)
    middle = target(place, "at_most", 40, due_on=date(2024, 6, 15))
    asked = {"indicator": "F01", "unit": "vnd", "reads_numerator": True, "due_on": MIDDLE}
    money = target(place, "money", 1_000, "up", **asked)
    for goal in (middle, money):
        judged = judge(goal, END)
        assert (judged.status, len(judged.missing)) == (Status.UNKNOWN, 1)
        assert f"{goal.due_on:%d/%m/%Y}" in judged.missing[0]


# ---- the nation


@pytest.fixture
def nations(place):  # noqa: F811
    nation = Programme.objects.create(
        code="nuoc", name="Cả nước", starts_on=date(2021, 1, 1), ends_on=date(2025, 12, 31)
    )
    return Target.objects.create(
        programme=nation, indicator="H01", kind="at_most", direction="down", unit="percent", value=40, due_on=END,
        printed_text="Xuống 40%",
    )  # fmt: skip


def test_the_nation_is_the_sum_of_its_provinces_and_unknown_while_one_lacks(nations, place, here):  # noqa: F811
    other = commune("Xã Xa", parent=province("Tỉnh Xa"))
    declare(place)
    for home in (here, here, other):
        ChildFactory(place=home)
    CircumstanceFactory(child=ChildFactory(place=here))
    sweep_all()
    judged = judge(nations, END)
    assert judged.status is Status.UNKNOWN
    assert "1 tỉnh, thành phố chưa khai báo" in judged.missing[0]
    declare(other.parent)
    assert (judge(nations, END).latest.amount, judge(nations, END).status) == (25, Status.REACHED)


def test_the_nations_figures_are_for_those_who_see_every_province(nations, place, here):  # noqa: F811
    declare(place)
    CircumstanceFactory(child=ChildFactory(place=here))
    sweep_all()
    everyone, someone = UserFactory(), UserFactory()
    AssignmentFactory(user=everyone, place=place, role="province_staff")
    AssignmentFactory(user=someone, place=here, role="commune_officer")
    assert judged_for(everyone, [nations], END)[0].status is Status.NOT_REACHED
    (hidden,) = judged_for(someone, [nations], END)
    assert (hidden.status, hidden.latest) == (Status.UNKNOWN, None)


# ---- old boundaries


def test_after_a_reform_it_is_judged_on_the_old_territory(place, here, next_door):  # noqa: F811
    """The province ends in the middle of 2023; its communes live on in one that is larger."""
    larger = province("Tỉnh Lớn", valid_from=date(2023, 7, 1))
    for unit in (place, province("Tỉnh Kia", valid_to=date(2023, 6, 30))):
        PlaceLink.objects.create(
            from_place=unit, to_place=larger, kind="merge", on_date=date(2023, 7, 1), certainty="found"
        )
    heir = commune("Xã Nối", parent=larger)
    stranger = commune("Xã Khác", parent=larger)
    Place.objects.filter(pk__in=(heir.pk, stranger.pk)).update(valid_from=date(2023, 7, 1))
    Place.objects.filter(path__startswith=place.path).update(valid_to=date(2023, 6, 30))
    for unit in (here, next_door):
        PlaceLink.objects.create(
            from_place=unit, to_place=heir, kind="merge", on_date=date(2023, 7, 1), certainty="found"
        )
    declare(larger)
    declare(here.parent)
    for home in (heir, heir, stranger):
        ChildFactory(place=home)
    CircumstanceFactory(child=ChildFactory(place=heir))
    sweep_all()
    place.refresh_from_db()
    judged = judge(target(place, "at_most", 40), END)
    assert (judged.latest.value.numerator, judged.latest.value.denominator) == (1, 3)
    PlaceLink.objects.create(
        from_place=commune("Xã Ngoài"), to_place=heir, kind="merge", on_date=date(2023, 7, 1), certainty="found"
    )
    judged = judge(target(place, "at_most", 40), END)
    assert (judged.status, "không tính trọn" in judged.missing[0]) == (Status.UNKNOWN, True)


def test_points_of_a_rate_per_100_000_are_counted_in_its_unit():
    rate = SimpleNamespace(indicator="A02")
    assert goal_of(rate, "reduce_points", Decimal("0.01"), Point(END, Decimal(40), "năm 2024")) == 30


def test_neighbours_do_not_change_a_judgement(place):  # noqa: F811
    """A target with an older baseline brings earlier years into the reading; they are none of the other's."""
    old = target(place, "at_most", 3, baseline_value=9, baseline_on=date(2015, 12, 31))
    mine = target(place, "at_least", 50, "up")
    reports(place, y2016=1, y2020=30, y2022=45)
    alone, beside = judge(mine, date(2023, 6, 30)), judge_all([old, mine], date(2023, 6, 30))[1]
    assert (alone.baseline, alone.status, alone.points) == (beside.baseline, beside.status, beside.points)
    assert alone.baseline.label == "năm 2020"


def test_many_places_are_judged_in_one_reading(place, django_assert_max_num_queries):  # noqa: F811
    for unit in (place, *(province(f"Tỉnh {n}") for n in range(12))):
        target(unit, "at_most", 3)
    goals = list(Target.objects.select_related("programme", "place"))
    with django_assert_max_num_queries(12):
        judge_all(goals, END)


def test_what_waits_to_be_counted_is_not_nothing(place, here):  # noqa: F811
    declare(place)
    CommuneRecognition.objects.create(place=here, year=2024)
    goal = target(place, "at_least", 50, "up", "K01")
    judged = judge(goal, END)
    assert (judged.status, judged.missing) == (Status.UNKNOWN, ["Số liệu năm 2024. Bản ghi mới chưa được tính."])
    sweep_all()
    assert judge(goal, END).status is Status.REACHED


def test_asked_today_it_is_judged_by_the_unit_of_its_time(place):  # noqa: F811
    """The province is gone; its target of 2022 is still judged by what was said of it then."""
    Place.objects.filter(pk=place.pk).update(valid_to=date(2023, 6, 30))
    place.refresh_from_db()
    reports(place, y2022=3)
    judged = judge(target(place, "at_most", 4, due_on=date(2022, 12, 31)), date(2026, 6, 1))
    assert (judged.status, judged.latest.label, judged.target.place) == (Status.REACHED, "năm 2022", place)
