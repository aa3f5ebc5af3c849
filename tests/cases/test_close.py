"""Closing a case."""

import pytest

from accounts.models import Notice
from cases import actions
from tests.cases.conftest import born, draft, fresh, review_form, today
from tests.cases.test_emergency import separate


def close(case, by, **fields):
    return actions.close_case(case=case, by=by, **{"outcome": "safe", **fields})


def refused(case, by, **fields):
    with pytest.raises(actions.Refused) as refusal:
        close(case, by, **fields)
    assert fresh(case).status == "open"
    return [problem.code for problem in refusal.value.problems]


def test_a_stable_child_is_let_go(stable, hoa, chi):
    closed = close(stable, chi, reason="Mẹ đã ký cam kết.")
    assert (closed.status, closed.stage, closed.outcome, closed.closed_by) == ("closed", "closed", "safe", chi)
    assert fresh(closed).closing_reason == "Mẹ đã ký cam kết."
    assert Notice.objects.filter(to=hoa, subject=f"Đã kết thúc hồ sơ {closed.code}").exists()


def test_the_officer_in_charge_closes_too_and_needs_no_notice(stable, hoa):
    close(stable, hoa)
    assert not Notice.objects.filter(subject__startswith="Đã kết thúc").exists()


def test_it_is_refused_with_the_conditions_while_the_plan_is_not_reviewed(supported, hoa):
    with pytest.raises(actions.Refused) as refusal:
        close(supported, hoa)
    assert [problem.source for problem in refusal.value.problems] == [
        "Nghị định 56/2017/NĐ-CP, Điều 30 khoản 1",
        "Nghị định 56/2017/NĐ-CP, Điều 30 khoản 1, 2",
    ]


def test_it_is_refused_after_a_review_that_was_not_stable(supported, hoa):
    review_form(supported, hoa, is_stable=False, back_to="plan")
    assert refused(supported, hoa) == ["stable"]


def test_a_plan_approved_since_the_review_holds_it_back(stable, hoa, chi):
    review_form(stable, hoa, is_stable=False, back_to="plan")
    plan = draft(fresh(stable), hoa)
    plan = actions.submit_plan(plan=plan, version=1, by=hoa)
    assert refused(stable, hoa) == ["stable", "plans_reviewed"]
    actions.approve_plan(plan=plan, version=2, by=chi)
    assert refused(stable, hoa) == ["stable", "plans_reviewed"]
    review_form(fresh(stable), hoa)
    assert close(stable, hoa).status == "closed"


def test_a_running_separation_holds_it_back(stable, hoa):
    row = separate(stable, hoa)
    assert refused(stable, hoa) == ["separation_ended"]
    actions.end_separation(measure=row, ended_on=today(), by=hoa)
    assert close(stable, hoa).pk


def test_an_emergency_without_any_measure_holds_it_back(stable, hoa):
    stable.steps.create(code="emergency", opened_at=stable.opened_at, basis="emergency_2017")
    assert refused(stable, hoa) == ["emergency_answered"]


def test_another_ending_needs_only_its_reason(opened, hoa):
    assert refused(opened, hoa, outcome="lost") == ["reason"]
    closed = close(opened, hoa, outcome="lost", reason="Gia đình bỏ đi.")
    assert closed.outcome == "lost"
    assert closed.steps.exclude(cancelled_at=None).count() == 2


def test_of_age_means_eighteen(opened, hoa):
    assert refused(opened, hoa, outcome="adult", reason="Đủ tuổi.") == ["is_adult"]
    opened.child.birth_date = born(18)
    opened.child.save()
    assert close(opened, hoa, outcome="adult", reason="Đủ tuổi.").pk


def test_a_death_is_recorded_first(opened, hoa):
    assert refused(opened, hoa, outcome="died", reason="Tai nạn.") == ["death_recorded"]
    actions.record_death(child=opened.child, died_on=today(), by=hoa)
    assert close(opened, hoa, outcome="died", reason="Tai nạn.").pk


def test_an_unknown_outcome_is_refused(opened, hoa):
    assert refused(opened, hoa, outcome="") == ["outcome"]


@pytest.mark.parametrize("who", ["minh", "lan", "tuan"])
def test_only_the_commune_in_charge_closes(stable, who, request):
    assert refused(stable, request.getfixturevalue(who)) == ["not_the_actor"]


def test_it_is_closed_once(stable, hoa):
    closed = close(stable, hoa)
    with pytest.raises(actions.Refused) as refusal:
        close(closed, hoa)
    assert closed.code in str(refusal.value)
