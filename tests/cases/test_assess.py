"""Forms 02 and 03, and what follows from an emergency."""

from datetime import timedelta

import pytest

from accounts.models import Notice
from cases import actions
from cases.models import Assessment, ProvinceParameter
from places import working_days
from tests.cases.conftest import MILD_02, MILD_03, first_form, fresh, review_form, second_form, step, today

GRAVE_02 = {"H1": "high", "H2": "high", "A1": "low", "A2": "low"}


def refused(form, case, by, **fields):
    with pytest.raises(actions.Refused) as refusal:
        form(case, by, **fields)
    assert not Assessment.objects.filter(case=case, form="02" if form is first_form else "03").exists()
    return [problem.code for problem in refusal.value.problems]


class TestForm02:
    def test_it_moves_the_case_to_form_03(self, opened, hoa):
        form = first_form(opened, hoa, conclusion="Ổn.", needs="Không.")
        case = fresh(opened)
        assert (case.stage, case.risk_level, case.is_emergency, case.version) == ("detailed", "low", False, 2)
        assert (form.suggested_level, fresh(form).conclusion, form.form_version) == ("low", "Ổn.", "2017")
        assert step(case, "initial").done_by == hoa
        assert [s.code for s in case.steps.open()] == ["plan", "detailed"]
        assert step(case, "detailed").due_at is None

    def test_an_emergency_has_twelve_hours_from_receipt_and_no_term_for_the_plan(self, opened, hoa, chi):
        first_form(opened, hoa, answers=GRAVE_02, final_level="high", is_emergency=True)
        case = fresh(opened)
        emergency = step(case, "emergency")
        assert emergency.due_at == case.received_at + timedelta(hours=12)
        assert step(case, "plan") is None
        assert case.steps.get(code="plan").cancelled_at
        assert case.code in Notice.objects.get(to=chi).subject

    def test_what_was_done_before_the_paper_counts(self, opened, hoa):
        taken = opened.received_at + timedelta(minutes=30)
        actions.record_emergency_measure(case=opened, by=hoa, taken_at=taken, kind="police", note="Đã báo.")
        first_form(opened, hoa, answers=GRAVE_02, final_level="high", is_emergency=True)
        assert step(opened, "emergency").done_at == taken

    def test_a_level_other_than_the_suggested_one_needs_a_reason(self, opened, hoa):
        assert refused(first_form, opened, hoa, final_level="high") == ["override"]
        assert first_form(opened, hoa, final_level="high", override_reason="Có tin thêm.").suggested_level == "low"

    def test_unanswered_items_suggest_nothing_and_bind_to_nothing(self, opened, hoa):
        form = first_form(opened, hoa, answers={**MILD_02, "H2": ""}, final_level="high")
        assert (form.suggested_level, "H2" in form.answers) == ("", False)

    def test_grave_abuse_is_not_suggested_as_low(self, opened, hoa):
        opened.abuse_type = "sexual"
        opened.save()
        assert first_form(opened, hoa, final_level="medium").suggested_level == "medium"

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"is_emergency": None}, "emergency"),
            ({"answers": {"H9": "high"}}, "unknown_answer"),
            ({"final_level": "terrible"}, "column"),
            ({"final_level": ""}, "column"),
            ({"done_on": today() + timedelta(days=1)}, "day_in_future"),
            ({"done_on": today() - timedelta(days=9)}, "before_receipt"),
        ],
    )
    def test_bad_input_is_refused(self, opened, hoa, fields, code):
        assert refused(first_form, opened, hoa, **fields) == [code]
        assert fresh(opened).stage == "initial"

    def test_it_is_written_once(self, assessed, hoa):
        with pytest.raises(actions.Refused) as refusal:
            first_form(assessed, hoa)
        assert "Đánh giá cụ thể" in str(refusal.value)


class TestForm03:
    def test_it_moves_the_case_to_the_plan(self, assessed, hoa):
        form = second_form(assessed, hoa, child_view="Con muốn ở với bà.", family_view="Đồng ý.")
        case = fresh(assessed)
        assert (case.stage, fresh(form).child_view) == ("plan", "Con muốn ở với bà.")
        assert [s.code for s in case.steps.open()] == ["plan"]

    def test_the_term_of_the_plan_runs_from_receipt_where_the_province_says_so(self, assessed, hoa):
        second_form(assessed, hoa)
        assert step(assessed, "plan").clock_started_at == assessed.received_at

    def test_or_from_form_03(self, intake, hoa, here):
        ProvinceParameter.objects.create(
            place=here.parent, key="plan_clock", value="from_form03", in_force_from=today() - timedelta(days=400)
        )
        case = actions.open_case(intake=intake, by=hoa)
        first_form(case, hoa)
        form = second_form(fresh(case), hoa)
        plan = step(case, "plan")
        assert (plan.basis, plan.clock_started_at) == ("plan_from_form03_2017", form.created_at)

    def test_from_the_day_on_which_form_03_was_finished_however_late_it_was_typed(self, intake, hoa, here):
        ProvinceParameter.objects.create(
            place=here.parent, key="plan_clock", value="from_form03", in_force_from=today() - timedelta(days=400)
        )
        intake.received_at -= timedelta(days=30)
        intake.save()
        case = actions.open_case(intake=intake, by=hoa)
        first_form(case, hoa)
        done_on = today() - timedelta(days=20)
        form = second_form(fresh(case), hoa, done_on=done_on)
        plan = step(case, "plan")
        assert (plan.clock_started_at, plan.opened_at) == (working_days.end_of_day(done_on), form.created_at)
        assert working_days.vietnam_day(plan.due_at) == working_days.add(done_on, 5)

    def test_in_an_emergency_the_plan_has_no_number(self, opened, hoa):
        first_form(opened, hoa, answers=GRAVE_02, final_level="high", is_emergency=True)
        second_form(fresh(opened), hoa)
        assert (step(opened, "plan").due_at, step(opened, "plan").basis) == (None, "plan_emergency_received_2017")

    def test_where_another_province_is_in_charge_since_its_choice_holds(self, intake, hoa, here):
        choice = ProvinceParameter.objects.create(
            place=here.parent, key="plan_clock", value="from_form03", in_force_from=today() - timedelta(days=400)
        )
        case = actions.open_case(intake=intake, by=hoa)
        first_form(case, hoa)
        choice.delete()  # as after a transfer: the province now in charge counts from receipt
        second_form(fresh(case), hoa)
        plan = step(case, "plan")
        assert (plan.basis, plan.clock_started_at) == ("plan_from_intake_2017", case.received_at)

    def test_nor_does_the_next_plan_run_from_a_receipt_of_long_ago(self, supported, hoa, here):
        choice = ProvinceParameter.objects.create(
            place=here.parent, key="plan_clock", value="from_form03", in_force_from=today() - timedelta(days=400)
        )
        review = review_form(supported, hoa, is_stable=False, back_to="detailed")
        assert supported.steps.open().filter(code="plan").count() == 0
        choice.delete()
        second_form(fresh(supported), hoa)
        plan = step(supported, "plan")
        assert (plan.basis, plan.clock_started_at) == ("plan_again_2017", review.created_at)

    def test_it_comes_after_form_02(self, opened, hoa):
        assert refused(second_form, opened, hoa) == ["wrong_stage"]

    def test_bad_answers_are_refused(self, assessed, hoa):
        assert refused(second_form, assessed, hoa, answers={**MILD_03, "H2": "low"}) == ["unknown_answer"]


def test_a_closed_or_voided_case_takes_no_forms(opened, hoa):
    actions.close_case(case=opened, outcome="moved", reason="Chuyển đi.", by=hoa)
    assert refused(first_form, opened, hoa) == ["case_closed"]
    actions.void_entry(row=opened, reason="nhập nhầm", by=hoa)
    assert refused(first_form, opened, hoa) == ["voided"]
