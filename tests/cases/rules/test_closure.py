"""What the law asks for before a case is closed."""

from dataclasses import replace

import pytest

from cases.rules import closure
from cases.rules.closure import ClosureFacts

SAFE = ClosureFacts(
    outcome="safe",
    reason="",
    age=12,
    is_dead=False,
    last_review_is_stable=True,
    plans_without_review=0,
    has_open_emergency=False,
    has_open_separation=False,
)


def codes(facts):
    return [problem.code for problem in closure.unmet(facts)]


def test_a_stable_child_whose_plans_were_reviewed_may_be_let_go():
    assert codes(SAFE) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last_review_is_stable": None}, "stable"),
        ({"last_review_is_stable": False}, "stable"),
        ({"plans_without_review": 1}, "plans_reviewed"),
        ({"has_open_emergency": True}, "emergency_answered"),
        ({"has_open_separation": True}, "separation_ended"),
    ],
)
def test_each_condition_of_a_safe_ending_holds_it_back(change, code):
    assert codes(replace(SAFE, **change)) == [code]


@pytest.mark.parametrize("outcome", ["moved", "lost"])
def test_another_ending_asks_for_a_reason_and_no_form(outcome):
    facts = replace(SAFE, outcome=outcome, last_review_is_stable=None, plans_without_review=2)
    assert codes(facts) == ["reason"]
    assert codes(replace(facts, reason="  ")) == ["reason"]
    assert codes(replace(facts, reason="Gia đình đã chuyển đi.")) == []


@pytest.mark.parametrize("outcome", ["moved", "lost", "adult"])
def test_no_living_child_is_left_in_a_separation_that_nobody_could_end(outcome):
    facts = replace(SAFE, outcome=outcome, reason="Gia đình đã chuyển đi.", age=18, has_open_separation=True)
    assert codes(facts) == ["separation_ended"]
    assert codes(replace(facts, outcome="died", is_dead=True)) == []


def test_of_age_means_eighteen():
    facts = replace(SAFE, outcome="adult", reason="Đủ tuổi.", age=17)
    assert codes(facts) == ["is_adult"]
    assert codes(replace(facts, age=18)) == []


def test_a_death_is_first_recorded_in_the_register():
    facts = replace(SAFE, outcome="died", reason="Tai nạn.")
    assert codes(facts) == ["death_recorded"]
    assert codes(replace(facts, is_dead=True)) == []


def test_each_condition_names_its_source():
    assert all(condition.source for condition in closure.CONDITIONS)
