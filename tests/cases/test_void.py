"""Entries made by mistake stay, with their reason, and leave every count."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent, Notice
from cases import actions
from tests.cases.conftest import draft, first_form, fresh, review_form, second_form, step, today
from tests.cases.test_emergency import measure
from tests.factories import ChildFactory, CircumstanceFactory, RiskFactory, ServiceFactory


def void(row, by, reason="nhập nhầm"):
    return actions.void_entry(row=row, reason=reason, by=by)


def refused(row, by, **fields):
    with pytest.raises(actions.Refused) as refusal:
        void(row, by, **fields)
    return [problem.code for problem in refusal.value.problems]


@pytest.mark.parametrize("factory", [CircumstanceFactory, RiskFactory, ServiceFactory])
def test_a_fact_of_a_child_is_kept_with_when_who_and_why(factory, hoa):
    row = void(factory(), hoa)
    kept = fresh(row)
    assert (kept.voided_by, kept.void_reason) == (hoa, "nhập nhầm")
    assert kept.voided_at
    event = AuditEvent.objects.get()
    assert (event.target_type, event.target_id, event.detail) == (
        "cases.child",
        row.child_id,
        {"kind": row._meta.model_name, "row": row.pk},
    )


def test_it_is_voided_once_and_needs_a_reason_that_fits(hoa):
    row = CircumstanceFactory()
    assert refused(row, hoa, reason="  ") == ["reason"]
    assert refused(row, hoa, reason="a" * 301) == ["reason_long"]
    void(row, hoa)
    assert refused(row, hoa) == ["voided"]


def test_a_review_of_poverty_is_told_under_its_household(here, hoa):
    household = actions.register_household(by=hoa, place=here, statuses=((2024, "poor"),))
    void(household.statuses.get(), hoa)
    assert AuditEvent.objects.get(verb="entry.voided").target_id == household.pk


class TestCasesAndWhatTheyRestOn:
    def test_a_report_or_child_with_a_case_is_refused(self, opened, hoa):
        assert refused(opened.intake, hoa) == ["case_rests_on_it"]
        assert refused(opened.child, hoa) == ["case_rests_on_it"]

    def test_a_voided_case_gives_its_report_back_and_drops_its_steps(self, opened, hoa, chi):
        void(opened, chi)
        assert fresh(opened.intake).status == "new"
        assert not opened.steps.open().exists()
        assert Notice.objects.filter(to=hoa, subject=f"Hồ sơ {opened.code} bị huỷ vì nhập nhầm").exists()
        assert void(opened.intake, hoa).voided_at
        assert void(opened.child, hoa).voided_at

    def test_it_takes_what_was_done_in_it_out_of_the_counts(self, supported, hoa):
        child = supported.child
        done = {"kind": "legal", "on_date": today(), "provider": "Nơi giả", "by": hoa}
        inside = [
            actions.record_service(child=child, case=supported, **done),
            actions.record_visit(case=supported, on_date=today(), note="Thăm.", by=hoa),
            measure(supported, hoa),
        ]
        outside = actions.record_service(child=child, **done)
        void(inside[1], hoa, reason="nhầm ngày")
        void(supported, hoa, reason="Nhầm trẻ.")
        assert [fresh(row).void_reason for row in inside] == ["Nhầm trẻ.", "nhầm ngày", "Nhầm trẻ."]
        assert list(child.services.filter(voided_at=None)) == [outside]
        told = AuditEvent.objects.about("cases.case", supported.pk).filter(verb="entry.voided")
        assert {event.detail["kind"] for event in told} == {"case", "service", "visit", "emergencymeasure"}

    def test_another_case_of_the_report_keeps_it_opened(self, opened, hoa, here):
        actions.open_case(intake=opened.intake, by=hoa, child=ChildFactory(place=here))
        void(opened, hoa)
        assert fresh(opened.intake).status == "opened"
        assert not Notice.objects.filter(subject__endswith="nhập nhầm").exists()

    def test_a_case_without_anyone_in_charge_tells_no_one(self, opened, hoa, chi):
        actions.assign_case(case=opened, to=None, by=hoa)
        Notice.objects.all().delete()
        void(opened, chi)
        assert not Notice.objects.exists()


class TestForms:
    def test_form_02_takes_the_case_back_to_its_beginning(self, opened, hoa):
        before = {s.pk: s.due_at for s in opened.steps.all()}
        form = first_form(
            opened,
            hoa,
            answers={"H1": "high", "H2": "high", "A1": "low", "A2": "low"},
            final_level="high",
            is_emergency=True,
        )
        void(form, hoa)
        case = fresh(opened)
        assert (case.stage, case.risk_level, case.is_emergency) == ("initial", "", None)
        assert {s.pk: s.due_at for s in case.steps.open()} == before
        assert first_form(case, hoa).pk

    def test_a_measure_of_the_emergency_is_voided_first(self, opened, hoa):
        form = first_form(opened, hoa, is_emergency=True)
        row = measure(opened, hoa)
        assert refused(form, hoa) == ["not_the_last"]
        void(row, hoa)
        assert void(form, hoa).voided_at

    def test_form_03_takes_it_back_to_the_level_before(self, assessed, hoa):
        form = second_form(assessed, hoa, final_level="high", override_reason="Có tin thêm.")
        void(form, hoa)
        case = fresh(assessed)
        assert (case.stage, case.risk_level) == ("detailed", "low")
        assert {s.code for s in case.steps.open()} == {"detailed", "plan"}

    def test_a_measure_taken_meanwhile_does_not_rest_on_form_03(self, assessed, hoa):
        form = second_form(assessed, hoa)
        measure(assessed, hoa)
        assert void(form, hoa).voided_at

    def test_what_rests_on_a_form_is_voided_first(self, planning, hoa):
        first, second = planning.assessments.all()
        plan = draft(planning, hoa)
        assert refused(first, hoa) == ["not_the_last"]
        assert refused(second, hoa) == ["not_the_last"]
        void(plan, hoa)
        void(second, hoa)
        void(first, hoa)
        assert fresh(planning).stage == "initial"

    @pytest.mark.parametrize("clock", ["from_intake", "from_form03"])
    def test_form_03_under_a_returned_plan_takes_the_terms_of_the_plan_with_it(self, assessed, hoa, chi, here, clock):
        if clock == "from_form03":
            first = assessed.received_on - timedelta(days=1)
            actions.choose_plan_clock(province=here.province, value=clock, in_force_from=first, by=chi)
            assessed.steps.filter(code="plan").delete()
        form = second_form(assessed, hoa)
        due = step(assessed, "plan").due_at
        plan = draft(assessed, hoa)
        submitted = actions.submit_plan(plan=plan, version=1, by=hoa)
        returned = actions.return_plan(plan=submitted, version=2, reason="Thiếu dự toán.", by=chi)
        void(returned, hoa)
        void(form, hoa)
        still = {s.code: s.due_at for s in assessed.steps.open()}
        assert still == {"detailed": None} | ({"plan": due} if clock == "from_intake" else {})
        second_form(assessed, hoa)
        assert step(assessed, "plan").done_at is None
        assert step(assessed, "plan").due_at == due

    def test_form_06_gives_the_plan_its_steps_back(self, supported, hoa):
        due = step(supported, "review").due_at
        form = review_form(supported, hoa, is_stable=False, back_to="detailed")
        void(form, hoa)
        case = fresh(supported)
        assert (case.stage, {s.code for s in case.steps.open()}) == ("support", {"support", "review"})
        assert step(case, "review").due_at == due

    def test_a_closed_case_keeps_its_forms(self, stable, hoa):
        form = stable.assessments.last()
        actions.close_case(case=stable, outcome="safe", by=hoa)
        assert refused(form, hoa) == ["case_closed"]


class TestPlans:
    def test_a_draft_is_voided_and_the_next_has_the_next_number(self, plan, hoa):
        void(plan, hoa)
        assert draft(plan.case, hoa).number == 2

    def test_a_voided_draft_is_not_submitted(self, plan, hoa):
        void(plan, hoa)
        with pytest.raises(actions.Refused):
            actions.submit_plan(plan=plan, version=1, by=hoa)

    def test_one_before_the_chair_or_approved_stands(self, submitted, hoa, chi):
        assert refused(submitted, hoa) == ["plan_stands"]
        actions.approve_plan(plan=submitted, version=2, by=chi)
        assert refused(submitted, hoa) == ["plan_stands"]


def test_a_visit_and_a_service_of_a_closed_case_can_still_be_voided(stable, hoa):
    visit = actions.record_visit(case=stable, on_date=today(), note="Ổn.", by=hoa)
    service = actions.record_service(
        child=stable.child, case=stable, kind="legal", on_date=today(), provider="Nơi giả", by=hoa
    )
    actions.close_case(case=stable, outcome="safe", by=hoa)
    void(visit, hoa)
    void(service, hoa)
    assert AuditEvent.objects.filter(target_id=stable.pk, verb="entry.voided").count() == 2


def test_a_child_by_mistake_leaves_with_its_facts(here, hoa):
    child = ChildFactory(place=here)
    CircumstanceFactory(child=child, starts_on=date(2022, 1, 1))
    assert void(child, hoa).voided_at
