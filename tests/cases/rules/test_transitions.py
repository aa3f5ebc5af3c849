"""From step to step."""

import pytest

from cases.rules import transitions


@pytest.mark.parametrize("transition", transitions.TRANSITIONS, ids=lambda t: t.verb)
def test_an_act_is_possible_at_its_steps_and_nowhere_else(transition):
    for stage in transitions.STAGE_WORDS:
        problem = transitions.stage_problem(transition.verb, stage)
        assert (problem is None) == (stage in transition.from_stages)


def test_the_refusal_names_the_step_the_act_and_the_article():
    problem = transitions.stage_problem("approve_plan", "plan")
    assert problem.text % problem.params == (
        "Hồ sơ đang ở bước “Lập kế hoạch” nên chưa hoặc không còn phê duyệt kế hoạch được."
    )
    assert problem.source == "Nghị định 56/2017/NĐ-CP, Điều 28 khoản 2, 4"


def test_every_open_step_leads_on_and_every_step_is_reached():
    assert {stage for t in transitions.TRANSITIONS for stage in t.from_stages} == set(transitions.OPEN_STAGES)
    assert {t.to_stage for t in transitions.TRANSITIONS} == {*transitions.STAGE_WORDS} - {"initial"}


def test_the_chair_and_nobody_else_decides_on_a_plan():
    chair = {t.verb for t in transitions.TRANSITIONS if t.actor.code == "chair"}
    assert chair == {"approve_plan", "return_plan"}
