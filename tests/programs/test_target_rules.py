"""What a target said on a day, what a revision or a level is refused for, how it stands against the one above."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from programs.rules import targets as rules
from programs.rules.targets import Against, Promise, Terms


@dataclass
class Revision:
    revised_on: date
    previous_value: Decimal | None
    previous_due_on: date


START, END = date(2021, 1, 1), date(2025, 12, 31)
FIRST, SECOND = Revision(date(2022, 1, 1), 5, date(2024, 12, 31)), Revision(date(2023, 7, 1), 4, END)


@pytest.mark.parametrize(
    ("on", "value", "due_on", "by"),
    [
        (date(2021, 12, 31), 5, date(2024, 12, 31), None),
        (date(2022, 1, 1), 4, END, FIRST),
        (date(2023, 6, 30), 4, END, FIRST),
        (date(2023, 7, 1), 3, END, SECOND),
    ],
)
def test_on_each_day_it_says_what_was_in_force_and_names_the_revision(on, value, due_on, by):
    assert rules.in_force(3, END, [SECOND, FIRST], on) == Terms(value, due_on, by)


def codes(problems):
    return [problem.code for problem in problems]


TARGET = {
    "kind": "at_most", "unit": "percent", "value": Decimal(5), "baseline_value": None, "baseline_on": None,
    "due_on": END, "first_day": START, "last_day": END,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"kind": "direction"}, "direction_value"),
        ({"value": None}, "no_value"),
        ({"value": Decimal(-1)}, "negative"),
        ({"value": Decimal("100.1")}, "over_100"),
        ({"unit": "child", "kind": "reduce_relative", "value": Decimal(101)}, "over_100"),
        ({"unit": "child", "value": Decimal("1.5")}, "whole"),
        ({"kind": "from_to"}, "no_baseline"),
        ({"kind": "from_to", "baseline_value": Decimal(7)}, "no_baseline"),
        ({"baseline_on": END}, "baseline_late"),
        ({"due_on": date(2026, 1, 1)}, "outside_term"),
        ({"due_on": date(2020, 12, 31)}, "outside_term"),
    ],
)
def test_a_target_that_cannot_be_judged_is_refused(change, problem):
    assert codes(rules.problems(**TARGET | change)) == [problem]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"kind": "direction", "value": None},
        {"kind": "from_to", "baseline_value": Decimal(7), "baseline_on": START},
        {"value": Decimal(100), "due_on": START},
        {"unit": "child", "kind": "reduce_relative", "value": Decimal("12.5")},
        {"unit": "child", "value": Decimal(250)},
    ],
)
def test_a_target_that_says_all_that_its_kind_needs_is_taken(change):
    assert rules.problems(**TARGET | change) == []


@pytest.mark.parametrize(
    ("kind", "direction"),
    [
        ("at_most", "up"),
        ("below", "up"),
        ("reduce_relative", "up"),
        ("reduce_points", "up"),
        ("at_least", "down"),
        ("count", "down"),
        ("money", "down"),
    ],
)
def test_a_kind_that_says_the_direction_itself_is_held_against_it(kind, direction):
    (problem,) = rules.direction_problems(kind=kind, direction=direction)
    assert (problem.code, problem.field) == ("direction", "direction")
    assert rules.direction_problems(kind=kind, direction={"up": "down", "down": "up"}[direction]) == []


@pytest.mark.parametrize("kind", ["maintain", "direction", "from_to"])
def test_a_kind_that_says_no_direction_takes_both(kind):
    assert [rules.direction_problems(kind=kind, direction=each) for each in ("up", "down")] == [[], []]


@pytest.mark.parametrize(
    ("a", "b", "direction", "fits"),
    [(4, 3, "down", True), (4, 3, "up", False), (3, 4, "up", True), (3, 4, "down", False), (4, 4, "down", True)],
)
def test_from_a_to_b_says_it_by_its_two_levels(a, b, direction, fits):
    told = {"value": Decimal(b), "baseline_value": Decimal(a)}
    assert (rules.direction_problems(kind="from_to", direction=direction, **told) == []) is fits


SHARE = {"measured_in": "percent", "counted_in": "commune"}
COUNT = {"measured_in": "child", "counted_in": "child"}


@pytest.mark.parametrize(
    ("kind", "unit", "indicator", "reads_numerator", "problem", "field"),
    [
        ("count", "commune", SHARE, False, "share", "reads_numerator"),  # 30 communes against 40 per cent
        ("count", "percent", SHARE, False, "count", "unit"),
        ("at_most", "percent", COUNT, False, "counted", "unit"),  # 27,678 children against 15 per cent
        ("at_most", "percent", SHARE, True, "numerator", "unit"),
        ("at_most", "per_1000", SHARE, False, "unit", "unit"),
        ("at_least", "district", SHARE, True, "unit", "unit"),
        ("at_least", "commune", COUNT, False, "unit", "unit"),
        ("money", "child", COUNT, False, "money", "unit"),
        ("reduce_points", "child", COUNT, False, "points", "unit"),
        ("reduce_points", "percent", COUNT, False, "points", "unit"),
        ("reduce_points", "percent", SHARE, True, "points", "unit"),
        ("reduce_relative", "child", SHARE, False, "share", "reads_numerator"),
        ("at_least", "percent", {"measured_in": "class", "counted_in": "class"}, False, "counted", "unit"),
        ("at_most", "child", {"measured_in": "change", "counted_in": "change"}, False, "unit", "unit"),
    ],
)
def test_a_level_is_in_the_unit_of_the_figure_that_it_judges(kind, unit, indicator, reads_numerator, problem, field):
    told = {"kind": kind, "unit": unit, "reads_numerator": reads_numerator, "unit_words": "%"}
    (found,) = rules.unit_problems(**told, **indicator)
    assert (found.code, found.field) == (problem, field)


@pytest.mark.parametrize(
    ("kind", "unit", "indicator", "reads_numerator"),
    [
        ("at_most", "percent", SHARE, False),
        ("count", "commune", SHARE, True),
        ("count", "child", COUNT, False),
        ("at_most", "child", COUNT, True),
        ("direction", "percent", COUNT, False),
        ("reduce_relative", "percent", COUNT, False),
        ("reduce_relative", "child", COUNT, False),
        ("reduce_points", "percent", {"measured_in": "per_100000", "counted_in": "child"}, False),
        ("at_most", "per_1000", {"measured_in": "per_1000", "counted_in": "other"}, False),
        ("count", "turn", {"measured_in": "class", "counted_in": "class"}, False),
        ("at_most", "percent", {"measured_in": "change", "counted_in": "change"}, False),
        ("money", "vnd", {"measured_in": "vnd", "counted_in": "vnd"}, True),
    ],
)
def test_a_level_in_that_unit_is_taken(kind, unit, indicator, reads_numerator):
    told = {"kind": kind, "unit": unit, "reads_numerator": reads_numerator, "unit_words": "%"}
    assert rules.unit_problems(**told, **indicator) == []


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (date(2023, 1, 1), None, True),
        (date(2023, 1, 2), None, False),
        (None, date(2023, 1, 2), True),
        (None, date(2023, 1, 1), False),
    ],
)
def test_a_level_holds_from_its_first_day_to_the_day_before_it_is_dropped(since, until, holds):
    assert rules.level_in_force(since, until, date(2023, 1, 1)) is holds


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_itself": True}, "chính nó"),
        ({"same_indicator": False}, "cùng chỉ số"),
        ({"encloses": False}, "chứa địa bàn này"),
        ({"terms_meet": False}, "giai đoạn khác"),
    ],
)
def test_a_target_stands_under_one_of_the_same_kind_around_it_and_of_its_time(change, words):
    fits = {"same_indicator": True, "encloses": True, "terms_meet": True}
    (problem,) = rules.parent_problems(**fits | change)
    assert (words in problem.text, problem.field) == (True, "parent")
    assert rules.parent_problems(**fits) == []


def revised(**change):
    known = {
        "revised_on": date(2023, 1, 1), "due_on": END, "old": Terms(5, END), "latest": None,
        "starts_on": START, "reason": "Quyết định mới", "today": date(2022, 6, 1), "issued_on": None,
    }  # fmt: skip
    return codes(rules.revision_problems(**known | change))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"latest": date(2023, 1, 1)}, "overlap"),
        ({"latest": date(2024, 1, 1)}, "overlap"),
        ({"revised_on": date(2021, 1, 1)}, "before_term"),
        ({"old": Terms(5, date(2022, 12, 31))}, "past_due"),
        ({"due_on": date(2023, 1, 1)}, "due_early"),
        ({"reason": " "}, "no_reason"),
    ],
)
def test_a_revision_that_would_leave_two_texts_for_a_day_is_refused(change, problem):
    assert revised(**change) == [problem]


def test_a_revision_after_the_last_one_and_before_the_milestone_is_taken():
    assert revised(latest=date(2022, 12, 31)) == []


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"today": date(2025, 12, 30)}, []),
        ({"today": END}, ["judged"]),  # it is judged today
        ({"today": END, "issued_on": date(2026, 1, 1)}, ["judged"]),
        ({"today": END, "issued_on": END}, []),
        ({"today": date(2024, 7, 1), "due_on": date(2024, 6, 30)}, ["judged"]),  # a new milestone that has passed
        ({"today": date(2024, 7, 1), "due_on": date(2024, 6, 30), "issued_on": date(2023, 1, 1)}, []),
    ],
)
def test_a_verdict_that_was_given_is_rewritten_only_by_a_document_of_its_time(change, problems):
    assert revised(**change) == problems


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({}, []),
        ({"until": date(2022, 12, 31)}, ["early"]),
        ({"is_dropped": True}, ["dropped"]),
        ({"reason": " "}, ["no_reason"]),
        ({"today": date(2023, 12, 31)}, ["judged"]),
        ({"today": date(2024, 6, 1), "until": date(2023, 12, 31)}, ["judged"]),
        ({"today": date(2024, 6, 1), "until": date(2024, 1, 1)}, []),
    ],
)
def test_a_level_that_has_judged_its_day_is_dropped_only_after_it(change, problems):
    known = {
        "on": date(2023, 12, 31), "since": date(2023, 1, 1), "until": date(2023, 6, 1), "is_dropped": False,
        "reason": "Quyết định sau", "today": date(2023, 6, 1),
    }  # fmt: skip
    assert codes(rules.drop_problems(**known | change)) == problems


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"on": END}, "outside"),
        ({"on": date(2020, 12, 31)}, "outside"),
        ({"taken": [date(2023, 12, 31)]}, "overlap"),
        ({"value": Decimal(101)}, "over_100"),
        ({"kind": "direction"}, "direction_value"),
    ],
)
def test_a_level_lies_on_its_own_day_before_the_last_milestone(change, problem):
    known = {
        "kind": "at_most", "unit": "percent", "value": Decimal(4), "on": date(2023, 12, 31), "due_on": END,
        "first_day": START, "taken": [],
    }  # fmt: skip
    assert codes(rules.level_problems(**known | change)) == [problem]
    assert rules.level_problems(**known) == []


def promise(value, kind="at_most", direction="down", unit="percent"):
    return Promise(kind, unit, direction, value, END)


@pytest.mark.parametrize(
    ("own", "above", "against", "apart"),
    [
        (promise(3), promise(5), Against.STRICTER, -2),
        (promise(6), promise(5), Against.LOOSER, 1),
        (promise(5), promise(5), Against.SAME, 0),
        (promise(5, "below"), promise(5), Against.STRICTER, 0),
        (promise(5), promise(5, "below"), Against.LOOSER, 0),
        (promise(95, "at_least", "up"), promise(90, "at_least", "up"), Against.STRICTER, 5),
        (promise(85, "at_least", "up"), promise(90, "at_least", "up"), Against.LOOSER, -5),
        (promise(15, "reduce_relative"), promise(5), Against.UNLIKE, None),
        (promise(None, "direction"), promise(5), Against.UNLIKE, None),
        (promise(3, unit="child"), promise(5), Against.UNLIKE, None),
    ],
)
def test_a_target_is_stricter_or_looser_in_the_direction_in_which_it_is_meant(own, above, against, apart):
    assert rules.against(own, above) == (against, apart)
