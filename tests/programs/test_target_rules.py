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


END = date(2025, 12, 31)
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


def revised(**change):
    known = {
        "revised_on": date(2023, 1, 1), "due_on": END, "old": Terms(5, END), "latest": None,
        "starts_on": date(2021, 1, 1), "reason": "Quyết định mới",
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
        "first_day": date(2021, 1, 1), "taken": [],
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
