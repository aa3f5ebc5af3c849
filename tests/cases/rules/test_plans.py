"""What a plan must say before it is submitted."""

from dataclasses import replace
from datetime import date

import pytest

from cases.rules import plans
from cases.rules.plans import ActivityFacts, PlanFacts

ACTIVITY = ActivityFacts("Tham vấn", "Trung tâm giả", date(2026, 3, 1), date(2026, 4, 1), 1_000_000)
PLAN = PlanFacts("Trẻ an toàn.", (ACTIVITY,), 12, "Con muốn đi học.", "", True)


def fields(plan):
    return [problem.field for problem in plans.lacks(plan)]


def test_a_whole_plan_lacks_nothing():
    assert fields(PLAN) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"goals": ""}, "goals"),
        ({"activities": (), "uses_funds": False}, "activities"),
        ({"child_opinion": ""}, "child_opinion"),
        ({"uses_funds": None}, "uses_funds"),
        ({"uses_funds": False}, "uses_funds"),
        ({"activities": (replace(ACTIVITY, cost=0),)}, "uses_funds"),
    ],
)
def test_each_gap_is_named_at_its_field(change, field):
    assert fields(replace(PLAN, **change)) == [field]


def test_a_reason_stands_in_for_the_childs_opinion():
    assert fields(replace(PLAN, child_opinion="", no_opinion_reason="Trẻ đang cấp cứu.")) == []


def test_a_child_under_seven_need_not_be_asked():
    assert fields(replace(PLAN, child_opinion="", child_age=6)) == []
    assert fields(replace(PLAN, child_opinion="", child_age=7)) == ["child_opinion"]


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        ({"text": ""}, ["text"]),
        ({"responsible": ""}, ["responsible"]),
        ({"starts_on": None}, ["starts_on"]),
        ({"ends_on": None}, ["ends_on"]),
        ({"ends_on": date(2026, 2, 28)}, ["ends_on"]),
        ({"ends_on": date(2026, 3, 1)}, []),
    ],
)
def test_each_activity_is_whole_and_ends_after_it_starts(change, columns):
    plan = replace(PLAN, activities=(ACTIVITY, replace(ACTIVITY, **change)))
    assert fields(plan) == [f"activities-1-{column}" for column in columns]
    assert all(problem.params["number"] == 2 for problem in plans.lacks(plan))
