"""One case from the report to its end, as a commune works on it."""

from accounts.models import AuditEvent, Notice
from cases import actions
from tests.cases.conftest import fresh, review_form, step, today


def test_a_case_goes_from_report_to_closing(supported, hoa, chi):
    actions.record_service(
        child=supported.child, case=supported, kind="counselling", on_date=today(), provider="Nơi giả", by=hoa
    )
    actions.record_visit(case=supported, on_date=today(), note="Gia đình hợp tác.", by=hoa)
    review_form(supported, hoa)
    closed = actions.close_case(case=supported, outcome="safe", by=chi)

    assert (closed.status, closed.stage, closed.closed_by) == ("closed", "closed", chi)
    assert not closed.steps.open().exists()
    assert fresh(closed).closing_reason == ""
    verbs = list(
        AuditEvent.objects.filter(target_id=closed.pk, target_type="cases.case")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "case.opened",
        "case.assessed",
        "case.assessed",
        "plan.saved",
        "plan.submitted",
        "plan.approved",
        "service.recorded",
        "visit.recorded",
        "case.reviewed",
        "case.closed",
    ]


def test_each_change_tells_those_concerned_by_codes_only(supported, hoa, chi):
    subjects = {notice.to_id: [] for notice in Notice.objects.all()}
    for notice in Notice.objects.all():
        subjects[notice.to_id].append(notice.subject)

    assert subjects[chi.pk] == [f"Kế hoạch chờ phê duyệt: hồ sơ {supported.code}"]
    assert subjects[hoa.pk] == [f"Kế hoạch đã được phê duyệt: hồ sơ {supported.code}"]
    assert not any("Trẻ Giả" in subject for told in subjects.values() for subject in told)


def test_the_steps_follow_one_another(supported):
    assert [s.code for s in supported.steps.open()] == ["support", "review"]
    assert step(supported, "plan").done_at
    assert step(supported, "approval").done_by.full_name == "Lê Thị Chi"
