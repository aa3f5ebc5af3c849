"""The plan: drafted, submitted, returned, approved."""

from datetime import timedelta

import pytest

from accounts.models import AuditEvent, Notice
from cases import actions
from places.working_days import vietnam_day
from tests.cases.conftest import activity, draft, fresh, step, today
from tests.factories import AssignmentFactory


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


class TestDraft:
    def test_what_was_typed_is_kept_however_incomplete(self, planning, hoa):
        plan = actions.save_plan_draft(
            case=planning,
            version=None,
            by=hoa,
            activities=[
                {"text": "Tham vấn"},
                {"text": "", "starts_on": None, "cost": None},
                {"starts_on": today(), "ends_on": today() - timedelta(days=9), "cooperating": "Trường"},
            ],
        )
        assert (plan.number, plan.version, plan.status, plan.uses_funds) == (1, 1, "draft", None)
        rows = [(row.order, row.text, row.responsible, row.cooperating) for row in plan.activities.all()]
        assert rows == [(1, "Tham vấn", "", ""), (2, "", "", "Trường")]

    def test_saving_again_replaces_it(self, plan, hoa):
        again = draft(plan.case, hoa, version=1, goals="Mục tiêu khác.", activities=[])
        assert (again.pk, again.version, fresh(again).goals) == (plan.pk, 2, "Mục tiêu khác.")
        assert not again.activities.exists()

    def test_the_page_of_a_voided_plan_does_not_write_over_the_next(self, plan, hoa):
        actions.void_entry(row=plan, reason="nhập nhầm", by=hoa)
        second = draft(plan.case, hoa, goals="Mục tiêu của bản 2.")
        assert (second.number, second.version) == (2, plan.version)
        with pytest.raises(actions.Clash) as clash:
            draft(plan.case, hoa, number=1, version=plan.version, goals="Mục tiêu của bản 1.")
        assert clash.value.current == second
        assert fresh(second).goals == "Mục tiêu của bản 2."
        assert draft(plan.case, hoa, number=2, version=1, goals="Rõ hơn.").version == 2

    @pytest.mark.parametrize("version", [None, 0, 2])
    def test_it_clashes_with_what_someone_else_saved(self, plan, hoa, version):
        with pytest.raises(actions.Clash) as clash:
            draft(plan.case, hoa, version=version, goals="Mục tiêu khác.")
        assert clash.value.current == plan
        assert fresh(plan).goals == "Trẻ đi học đều, sống an toàn."

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"no_opinion_reason": "a" * 301}, "no_opinion_reason"),
            ({"activities": [activity(cost=-1)]}, "activities-0-cost"),
            ({"activities": [activity(), activity(text="a" * 301)]}, "activities-1-text"),
        ],
    )
    def test_what_no_column_can_hold_is_refused_at_its_field(self, planning, hoa, fields, field):
        with pytest.raises(actions.Refused) as refusal:
            draft(planning, hoa, **fields)
        assert [problem.field for problem in refusal.value.problems] == [field]
        assert not planning.plans.exists()

    def test_it_is_drafted_after_form_03(self, assessed, hoa):
        with pytest.raises(actions.Refused) as refusal:
            draft(assessed, hoa)
        assert codes(refusal) == ["wrong_stage"]


class TestSubmitting:
    def test_it_waits_for_the_chair_with_two_working_days(self, submitted, hoa, chi):
        case = fresh(submitted.case)
        assert (case.stage, submitted.status, submitted.submitted_by, submitted.version) == (
            "approval",
            "submitted",
            hoa,
            2,
        )
        assert step(case, "plan").done_by == hoa
        assert step(case, "approval").basis == "approval_2017"
        assert step(case, "approval").clock_started_at == submitted.submitted_at
        assert submitted.activities.get().is_submitted
        assert Notice.objects.get(to=chi).subject == f"Kế hoạch chờ phê duyệt: hồ sơ {case.code}"

    def test_it_is_refused_with_the_list_of_what_lacks(self, planning, hoa):
        plan = draft(
            planning, hoa, goals="", child_opinion="", activities=[activity(ends_on=today() - timedelta(days=1))]
        )
        with pytest.raises(actions.Refused) as refusal:
            actions.submit_plan(plan=plan, version=1, by=hoa)
        assert refusal.value.sentences == [
            "Nêu ít nhất một mục tiêu.",
            "Trẻ 12 tuổi: cần ghi ý kiến của trẻ, hoặc nêu lý do chưa hỏi được.",
            "Hoạt động 1: ngày kết thúc phải từ ngày bắt đầu trở đi.",
        ]
        assert fresh(planning).stage == "plan"
        assert fresh(plan).status == "draft"

    def test_it_clashes_with_a_later_draft(self, plan, hoa):
        draft(plan.case, hoa, version=1)
        with pytest.raises(actions.Clash):
            actions.submit_plan(plan=plan, version=1, by=hoa)

    def test_it_is_submitted_once(self, submitted, hoa):
        with pytest.raises(actions.Refused) as refusal:
            actions.submit_plan(plan=submitted, version=2, by=hoa)
        assert codes(refusal) == ["wrong_stage"]


class TestApproving:
    def test_the_plan_is_carried_out_from_then_on(self, approved, chi, hoa):
        case = fresh(approved.case)
        assert (case.stage, approved.status, approved.decided_by, approved.decision_number) == (
            "support",
            "approved",
            chi,
            "12/QĐ-UBND",
        )
        assert [s.code for s in case.steps.open()] == ["support", "review"]
        assert step(case, "review").due_at is None  # the law gives no number, and none is made up
        assert vietnam_day(step(case, "review").clock_started_at) == today() + timedelta(days=30)
        assert step(case, "support").due_at is None
        assert Notice.objects.get(to=hoa).subject == f"Kế hoạch đã được phê duyệt: hồ sơ {case.code}"

    @pytest.mark.parametrize("who", ["hoa", "minh", "lan"])
    def test_only_the_chair_of_the_commune_in_charge_decides(self, submitted, who, request):
        user = request.getfixturevalue(who)
        for act in (
            lambda: actions.approve_plan(plan=submitted, version=2, by=user),
            lambda: actions.return_plan(plan=submitted, version=2, by=user, reason="Chưa rõ."),
        ):
            with pytest.raises(actions.Refused) as refusal:
                act()
            assert "Chủ tịch" in str(refusal.value)
        assert fresh(submitted).status == "submitted"

    def test_a_chair_next_door_does_not(self, submitted, minh, next_door):
        AssignmentFactory(user=minh, place=next_door, role="commune_chair")
        with pytest.raises(actions.Refused) as refusal:
            actions.approve_plan(plan=submitted, version=2, by=minh)
        assert codes(refusal) == ["not_the_actor"]

    def test_nobody_approves_a_plan_of_their_own(self, plan, chi, here):
        AssignmentFactory(user=chi, place=here, role="commune_officer")
        submitted = actions.submit_plan(plan=plan, version=1, by=chi)
        with pytest.raises(actions.Refused) as refusal:
            actions.approve_plan(plan=submitted, version=2, by=chi)
        assert codes(refusal) == ["own_plan"]

    def test_a_plan_seen_in_another_version_is_not_approved(self, submitted, chi):
        with pytest.raises(actions.Clash):
            actions.approve_plan(plan=submitted, version=1, by=chi)

    def test_another_plan_than_the_one_before_the_chair_is_not_approved(self, supported, hoa, chi):
        supported.stage = "approval"
        supported.save()
        plan = supported.plans.get()
        with pytest.raises(actions.Refused) as refusal:
            actions.approve_plan(plan=plan, version=plan.version, by=chi)
        assert codes(refusal) == ["plan_status"]

    def test_a_number_that_is_too_long_is_refused(self, submitted, chi):
        with pytest.raises(actions.Refused):
            actions.approve_plan(plan=submitted, version=2, by=chi, decision_number="1" * 41)
        assert fresh(submitted).status == "submitted"


class TestReturning:
    @pytest.fixture
    def returned(self, submitted, chi):
        return actions.return_plan(plan=submitted, version=2, reason="Thiếu dự toán.", by=chi)

    def test_it_comes_back_with_its_reason_and_no_number_in_law(self, returned, hoa):
        case = fresh(returned.case)
        assert (case.stage, returned.status, returned.return_reason) == ("plan", "returned", "Thiếu dự toán.")
        assert (step(case, "plan").due_at, step(case, "plan").basis) == (None, "plan_returned_2017")
        assert step(case, "approval").done_at
        assert not returned.activities.get().is_submitted
        assert case.code in Notice.objects.get(to=hoa).subject

    def test_it_is_mended_and_submitted_again(self, returned, hoa, chi):
        mended = draft(returned.case, hoa, version=3, goals="Rõ hơn.")
        assert (mended.pk, mended.status, mended.number) == (returned.pk, "returned", 1)
        again = actions.submit_plan(plan=mended, version=4, by=hoa)
        assert (again.status, again.decided_by) == ("submitted", None)
        assert actions.approve_plan(plan=again, version=5, by=chi).return_reason == ""
        verbs = AuditEvent.objects.filter(verb__startswith="plan.").order_by("pk").values_list("verb", flat=True)
        assert [verb[5:] for verb in verbs] == ["saved", "submitted", "returned", "saved", "submitted", "approved"]

    def test_it_needs_a_reason(self, submitted, chi):
        with pytest.raises(actions.Refused) as refusal:
            actions.return_plan(plan=submitted, version=2, reason=" ", by=chi)
        assert codes(refusal) == ["reason"]

    def test_one_who_may_no_longer_see_the_case_is_not_told(self, submitted, hoa, chi, an):
        actions.restrict_case(case=submitted.case, user=hoa, reason="liên quan", by=an)
        actions.return_plan(plan=submitted, version=2, reason="Thiếu dự toán.", by=chi)
        assert not Notice.objects.filter(to=hoa).exists()
