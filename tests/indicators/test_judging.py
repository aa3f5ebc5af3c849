"""Targets of every kind are judged as they are meant, and nothing is said that is not known."""

from datetime import date
from decimal import Decimal

import pytest

from cases.models import DenyEntry
from indicators import periods, registry
from indicators.judging import Milestone, Point, Status, judge, judged_for, unit_of
from indicators.judging.words import needed
from indicators.models import ReportedFigure
from indicators.value import Status as Computed
from indicators.value import Value
from programs.models import CommuneRecognition, FundEntry, Programme, Target, TargetLevel
from tests.factories import CaseFactory, UserFactory, commune
from tests.indicators.conftest import declare, sweep_all

DUE = date(2024, 12, 31)


@pytest.fixture
def place(kept, here):
    """A province whose figures are only what others report."""
    return here.parent


def target(place, kind, value=None, direction="down", indicator="H01", unit="percent", due_on=DUE, **fields):
    programme, _made = Programme.objects.get_or_create(
        code="p", defaults={"name": "P", "place": place, "starts_on": date(2021, 1, 1), "ends_on": date(2025, 12, 31)}
    )
    made = Target.objects.create(
        programme=programme, place=place, kind=kind, value=value, direction=direction, indicator=indicator, unit=unit,
        due_on=due_on, printed_text="Lời văn", **fields,
    )  # fmt: skip
    made.refresh_from_db()  # decimals, as the database gives them
    return made


def reports(place, indicator="H01", unit="percent", qualifier="exact", **years):
    for year, value in years.items():
        first, last = date(int(year[1:]), 1, 1), date(int(year[1:]), 12, 31)
        ReportedFigure.objects.create(
            indicator=indicator, place=place, starts_on=first, ends_on=last, value=value, unit=unit,
            qualifier=qualifier, printed_text="như đã in",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "direction", "goal", "figure", "status"),
    [
        ("at_most", "down", 4, 4, Status.REACHED),
        ("at_most", "down", 4, 4.01, Status.NOT_REACHED),
        ("below", "down", 4, 3.99, Status.REACHED),
        ("below", "down", 4, 4, Status.NOT_REACHED),
        ("at_least", "up", 90, 90, Status.REACHED),
        ("at_least", "up", 90, 89.9, Status.NOT_REACHED),
        ("maintain", "up", 70.5, 70.4615, Status.REACHED),  # reads 70,5
        ("maintain", "up", 70.5, 70.44, Status.NOT_REACHED),
    ],
)
def test_at_the_milestone_it_is_reached_or_not(place, kind, direction, goal, figure, status):
    reports(place, y2024=figure)
    assert judge(target(place, kind, goal, direction), DUE).status is status


@pytest.mark.parametrize(
    ("qualifier", "kind", "direction", "figure", "status"),
    [
        ("more", "at_least", "up", 91, Status.REACHED),
        ("more", "at_least", "up", 80, Status.UNKNOWN),  # more than 80 may be 95
        ("more", "at_most", "down", 91, Status.NOT_REACHED),
        ("less", "at_most", "down", 80, Status.REACHED),
        ("less", "at_most", "down", 95, Status.UNKNOWN),
        ("less", "at_least", "up", 80, Status.NOT_REACHED),
        ("more", "at_most", "down", 90, Status.NOT_REACHED),
        ("less", "at_least", "up", 90, Status.NOT_REACHED),
        ("less", "below", "down", 90, Status.REACHED),
        ("about", "at_least", "up", 91, Status.UNKNOWN),  # about 91 may be 87
        ("about", "at_least", "up", 95, Status.REACHED),
        ("about", "at_most", "down", 90, Status.UNKNOWN),
        ("about", "at_most", "down", 85, Status.REACHED),
        ("about", "at_most", "down", 96, Status.NOT_REACHED),
    ],
)
def test_a_bound_judges_only_where_it_decides(place, qualifier, kind, direction, figure, status):
    reports(place, qualifier=qualifier, y2024=figure)
    judged = judge(target(place, kind, 90, direction), DUE)
    assert judged.status is status
    assert bool(judged.missing) == (status is Status.UNKNOWN)


@pytest.mark.parametrize(
    ("kind", "value", "qualifier", "figure", "status"),
    [
        ("reduce_relative", 10, "less", 890, Status.UNKNOWN),  # fewer than 1.000, less a tenth: perhaps fewer than 890
        ("reduce_relative", 10, "less", 900, Status.NOT_REACHED),
        ("reduce_relative", 10, "more", 900, Status.REACHED),
        ("reduce_relative", 10, "more", 901, Status.UNKNOWN),
        ("reduce_relative", 10, "about", 855, Status.REACHED),
        ("reduce_relative", 10, "about", 900, Status.UNKNOWN),
        ("reduce_relative", 10, "about", 946, Status.NOT_REACHED),
        ("direction", None, "less", 990, Status.UNKNOWN),
        ("direction", None, "less", 1000, Status.NOT_REACHED),
        ("direction", None, "more", 1000, Status.REACHED),
    ],
)
def test_a_baseline_that_is_a_bound_judges_only_where_it_decides(place, kind, value, qualifier, figure, status):
    reports(place, "P03", "child", qualifier, y2020=1000)
    reports(place, "P03", "child", y2024=figure)
    judged = judge(target(place, kind, value, indicator="P03", unit="child"), DUE)
    assert (judged.status, judged.milestones and judged.milestones[-1].status or status) == (status, status)
    assert any("Số gốc chỉ là" in words for words in judged.missing) == (status is Status.UNKNOWN)
    assert any("số gốc “" in words for words in judged.caveats) == (kind == "reduce_relative")


def test_on_the_way_a_baseline_that_is_a_bound_decides_no_more_than_it_says(place):
    """From more than 8 to 4: in the middle of the way more than 6 is asked for."""
    reports(place, qualifier="more", y2021=8)
    goal, half_way = target(place, "at_most", 4, due_on=date(2025, 12, 31)), date(2024, 6, 30)
    reports(place, y2023=5.9)
    assert judge(goal, half_way).status is Status.ON_TRACK
    ReportedFigure.objects.filter(value=Decimal("5.9")).update(value=Decimal("6.1"))
    judged = judge(goal, half_way)
    assert (judged.status, judged.missing) == (Status.UNKNOWN, ["Số gốc chỉ là “trên 8”, chưa đủ để kết luận."])


@pytest.mark.parametrize(
    ("figures", "status"),
    [((900, 1100), Status.UNKNOWN), ((900, 950), Status.REACHED), ((1100, 1200), Status.NOT_REACHED)],
)
def test_sources_that_contradict_each_other_judge_only_where_they_judge_alike(place, figures, status):
    for figure in figures:
        reports(place, "P03", "child", y2024=figure)
    judged = judge(target(place, "at_most", 1000, indicator="P03", unit="child"), DUE)
    said = judged.missing if status is Status.UNKNOWN else judged.caveats
    first, second = (f"{figure:,}".replace(",", ".") for figure in figures)
    assert (judged.status, judged.milestones[-1].status) == (status, status)
    assert said == [f"Các nguồn ghi khác nhau cho năm 2024: {first}; {second}."]
    assert not (judged.missing and judged.caveats)


def test_contradicted_baselines_leave_a_relative_cut_open(place):
    for figure in (5, 4):
        reports(place, y2020=figure)
    reports(place, y2024=4)
    judged = judge(target(place, "reduce_relative", 15), DUE)
    assert (judged.status, judged.missing) == (
        Status.UNKNOWN, ["Các nguồn ghi khác nhau cho năm 2020: 5; 4."])  # fmt: skip


def test_the_same_from_two_sources_and_what_is_made_up_contradict_nothing(place):
    reports(place, y2024=9)
    ReportedFigure.objects.update(is_synthetic=True)
    reports(place, y2024=3)
    reports(place, y2024=3)
    judged = judge(target(place, "at_most", 4), DUE)
    assert (judged.status, judged.latest.amount, judged.caveats) == (Status.REACHED, 3, [])


def test_what_is_not_one_number_needs_no_exact_rest(place):
    reports(place, "P03", "child", "about", y2022=1500)
    goal = target(place, "at_most", 1000, indicator="P03", unit="child")
    assert judge(goal, date(2023, 6, 30)).needed == ""
    ReportedFigure.objects.update(qualifier="exact")
    assert judge(goal, date(2023, 6, 30)).needed.startswith("bớt 500 ")


def test_before_the_milestone_the_straight_path_decides(place):
    goal = target(place, "from_to", 3, baseline_value=5, baseline_on=date(2020, 12, 31))
    reports(place, y2022=3.9, y2023=3.6)
    early, late = judge(goal, date(2022, 12, 31)), judge(goal, date(2024, 6, 30))
    assert (early.status, early.words) == (Status.ON_TRACK, "Đúng lộ trình")
    assert (late.status, late.words, late.latest.label) == (Status.BEHIND, "Chậm so với lộ trình", "năm 2023")
    assert float(late.expected) == pytest.approx(3.5, abs=0.01)
    assert float(late.gap) == pytest.approx(0.1, abs=0.01)


def test_a_level_reached_early_must_still_be_kept(place):
    goal = target(place, "from_to", 3, baseline_value=5, baseline_on=date(2020, 12, 31))
    reports(place, y2022=2.9)
    assert judge(goal, date(2023, 6, 30)).words == "Đã đạt, cần duy trì"


def test_a_past_day_knows_nothing_of_what_came_later(place):
    reports(place, y2022=3.9, y2023=3.6)
    judged = judge(target(place, "at_most", 3), date(2023, 6, 30))
    assert judged.latest.day == date(2022, 12, 31)


def test_a_relative_cut_is_measured_against_the_year_before_the_programme(place):
    goal = target(place, "reduce_relative", 15)
    reports(place, y2024=4.2)
    judged = judge(goal, DUE)
    assert (judged.status, judged.missing[0]) == (Status.UNKNOWN, "Số gốc của năm 2020.")
    reports(place, y2020=5)
    judged = judge(goal, DUE)
    assert (judged.status, float(judged.goal)) == (Status.REACHED, 4.25)


def test_points_are_not_a_share(place):
    reports(place, y2020=5, y2024=4.2)
    judged = judge(target(place, "reduce_points", 1), DUE)
    assert (judged.status, float(judged.goal)) == (Status.NOT_REACHED, 4)


def test_a_direction_alone_asks_for_the_figure_before_the_programme(place):
    goal = target(place, "direction")
    reports(place, y2023=0.18, y2024=0.16)
    judged = judge(goal, DUE)
    assert (judged.status, len(judged.missing)) == (Status.UNKNOWN, 2)
    reports(place, y2020=0.2)
    assert judge(goal, DUE).status is Status.REACHED


def test_without_a_baseline_the_path_begins_at_the_first_known_year(place):
    reports(place, y2021=50, y2023=60)
    judged = judge(target(place, "at_least", 80, "up"), date(2024, 6, 30))
    assert (judged.status, judged.baseline.label) == (Status.BEHIND, "năm 2021")


def test_one_figure_alone_is_no_path(place):
    reports(place, y2022=50)
    judged = judge(target(place, "at_least", 80, "up"), date(2023, 6, 30))
    assert (judged.status, judged.missing) == (Status.UNKNOWN, ["Số gốc, để biết lộ trình đến mốc."])


def test_a_sum_of_money_is_judged_by_its_own_year_alone(place):
    declare(place, "fund", ends_on=date(2024, 12, 31))
    for year, amount in ((2023, 5_000_000_000), (2024, 4_190_000_000)):
        FundEntry.objects.create(place=place, on_date=date(year, 5, 1), channel="direct", amount=amount)
    sweep_all()
    goal = target(place, "money", 5_000_000_000, "up", "F01", "vnd", reads_numerator=True)
    judged = judge(goal, DUE)
    assert (judged.status, judged.gap, judged.baseline) == (Status.NOT_REACHED, -810_000_000, None)
    assert judge(goal, date(2024, 6, 30)).status is Status.UNKNOWN


def test_a_count_reads_the_numerator_and_says_how_many_are_needed(place, here, next_door):
    declare(place, "recognition", ends_on=date(2023, 12, 31))
    third = commune("Xã Ba Giả", parent=place)
    for year, friendly in ((2021, [here]), (2023, [here, next_door])):
        for unit in friendly:
            CommuneRecognition.objects.create(place=unit, year=year)
    sweep_all()
    asked = {"direction": "up", "indicator": "K01"}
    by_count = target(place, "count", 3, unit="commune", reads_numerator=True, **asked)
    by_share = target(place, "at_least", 100, **asked)
    assert third.parent == place
    for goal in (by_count, by_share):
        judged = judge(goal, date(2024, 6, 30))
        assert judged.needed.startswith("thêm 1 xã, phường, thị trấn")
        assert judged.needed.endswith("đến 12/2024")
    assert judge(by_count, date(2024, 6, 30)).latest.amount == 2


@pytest.mark.parametrize(
    ("kind", "special", "words"),
    [
        ("below", 4, "bớt 2 "),  # of 100 children at most 2 are below 3%
        ("below", 3, "bớt 1 "),
        ("below", 2, ""),
        ("at_most", 4, "bớt 1 "),
        ("at_most", 3, ""),
    ],
)
def test_what_is_needed_would_reach_the_level_itself(kind, special, words):
    aim = Milestone(DUE, Decimal(3), kind)
    year = periods.year(2023)
    counted = Value(
        registry.get("H01"), None, year, Computed.COMPUTED, numerator=special, denominator=100, value=Decimal(special)
    )
    share = Target(kind=kind, direction="down", indicator="H01", unit="percent")
    number = Target(kind=kind, direction="down", indicator="P03", unit="child")
    assert needed(share, Point(year.last, counted.value, "năm 2023", value=counted), aim).startswith(words)
    told = needed(number, Point(year.last, counted.value, "năm 2023"), aim)
    assert (told.startswith(words), bool(told)) == (True, bool(words))


def test_what_is_counted_judges_before_what_is_reported(place, here):
    declare(place, "recognition")
    CommuneRecognition.objects.create(place=here, year=2024)
    reports(place, "K01", y2024=20)
    sweep_all()
    judged = judge(target(place, "at_least", 90, "up", "K01"), DUE)
    assert (judged.status, judged.by_report, judged.latest.amount) == (Status.REACHED, False, 100)


def test_an_indicator_that_is_not_in_the_catalogue_is_named(place):
    judged = judge(target(place, "at_most", 3, indicator="X99"), DUE)
    assert (judged.status, "X99" in judged.missing[0]) == (Status.UNKNOWN, True)


def test_who_is_barred_from_a_case_there_is_told_no_judgement(place, here):
    reports(place, y2024=3)
    goal, user = target(place, "at_most", 4), UserFactory()
    assert judged_for(user, [goal], DUE)[0].status is Status.REACHED
    DenyEntry.objects.create(case=CaseFactory(place=here), user=user, reason="x", created_by=UserFactory())
    (judged,) = judged_for(user, [goal], DUE)
    assert (judged.status, judged.latest, judged.points) == (Status.UNKNOWN, None, [])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "at_most", "value": 4, "direction": "up"}, "chọn “càng thấp càng tốt”"),
        ({"kind": "at_most", "value": 4, "unit": "child"}, "so với tử số"),
        ({"kind": "at_most", "value": 4, "other_kind": "at_least"}, "Cách hiểu khác không hợp"),
        (
            {"kind": "from_to", "value": 6, "baseline_value": 5, "baseline_on": date(2020, 12, 31)},
            "chọn “càng cao càng tốt”",
        ),
    ],
)
def test_one_that_contradicts_itself_has_no_verdict_and_says_why(place, fields, words):
    """It was set before anyone looked for that; 3 % would have "reached" or "not reached" it."""
    reports(place, y2024=3)
    judged = judge(target(place, **fields), DUE)
    assert (judged.status, judged.words, judged.latest) == (Status.UNKNOWN, "Chỉ tiêu tự mâu thuẫn", None)
    assert words in " ".join(judged.missing)
    assert judged.milestones == judged.readings == []


def test_a_milestone_of_a_kind_against_the_direction_leaves_no_verdict_either(place):
    reports(place, y2023=3, y2024=3)
    made = target(place, "at_most", 4)
    level = TargetLevel.objects.create(target=made, on=date(2023, 12, 31), value=5, kind="at_least")
    assert judge(made, DUE).contradictory
    level.kind = "below"
    level.save()
    assert judge(Target.objects.get(), DUE).status is Status.REACHED


def test_a_reduction_in_percent_of_a_rate_is_judged_by_the_rate(place):
    """15 % fewer than 160 per 100,000 are 136: no percent, and more than 100."""
    reports(place, "A02", "per_100000", y2020=160, y2021=155, y2022=150, y2023=145)
    judged = judge(target(place, "reduce_relative", 15, indicator="A02"), date(2023, 12, 31))
    assert (judged.goal, judged.latest.amount, judged.status) == (136, 145, Status.BEHIND)
    assert judged.forecast.value == pytest.approx(Decimal(140), abs=Decimal("0.1"))


def test_a_reduction_in_percent_of_the_numerator_is_judged_by_the_count(place):
    """Not by the share, which is in percent too."""
    reports(place, y2020="4.5", y2024="4.4")
    reports(place, unit="child", y2020=400, y2024=300)
    judged = judge(target(place, "reduce_relative", 15, reads_numerator=True), DUE)
    assert (judged.goal, judged.latest.amount, judged.status) == (340, 300, Status.REACHED)


def test_figures_of_what_no_target_names_are_in_the_unit_of_the_target():
    """Classes, and what is no longer in the catalogue."""
    for indicator in ("T01", "XX9"):
        assert unit_of(Target(indicator=indicator, unit="turn")) == "turn"
