"""Entries made by mistake."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions import steps
from cases.actions.emergency import settle_emergency
from cases.actions.locks import locked, locked_active, locked_valid, reason_given, save_case
from cases.actions.notices import tell
from cases.actions.refusals import Refused, refuse_if
from cases.models import (
    Assessment,
    Case,
    CasePlan,
    CaseStep,
    Child,
    EmergencyMeasure,
    Intake,
    IntakeStatus,
)
from cases.rules import deadlines
from cases.rules.problem import Problem

_VOIDED = ("voided_at", "voided_by", "void_reason")


@transaction.atomic
def void_entry(*, row, reason, by):
    """Void any Voidable row (huỷ vì nhập nhầm): it stays in the history with its reason and leaves every count.

    Assessments and plans that later steps rest on are refused; voiding the last one takes the case one step back.
    An intake or a child is refused while a case rests on it. A case takes its services, visits and emergency measures
    with it, since they were given to whomever it was opened for. Returns the row.
    """
    reason_given(reason)
    before, after = _SPECIAL.get(type(row), (_nothing, _nothing))
    owner = before(row)
    row = locked_valid(row)
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason
    refuse_if(_too_long(reason))
    row.save(update_fields=_VOIDED)
    after(row, owner, by)
    audit.record("entry.voided", _told_under(row), by=by, kind=row._meta.model_name, row=row.pk)
    return row


def _told_under(row):
    """Whose history tells of it: the case, the child or the household that the entry belongs to."""
    if isinstance(row, Case):
        return row
    owners = (getattr(row, name, None) for name in ("case", "child", "household"))
    return next((owner for owner in owners if owner is not None), row)


def _too_long(reason) -> list[Problem]:
    if len(reason) <= (Case._meta.get_field("void_reason").max_length or 0):
        return []
    return [Problem("reason_long", _("Lý do dài quá 300 ký tự."), "reason")]


def _nothing(*_args):
    """Most entries stand for themselves."""


def _no_case_rests_on(row):
    row = locked(row)
    if case := row.cases.filter(voided_at=None).first():
        text = _("Hồ sơ %(code)s còn dựa trên mục này; hãy huỷ hồ sơ đó trước.")
        raise Refused(Problem("case_rests_on_it", text, params={"code": case.code}))


def _lock_intake_of(case):
    locked(case.intake)


def work_in(case):
    """What was done for the child in a case and is voided with it: sets of the entries that still count."""
    return [rows.filter(voided_at=None) for rows in (case.services, case.visits, case.emergency_measures)]


def _give_intake_back(case, _owner, by):
    """The report waits again, unless another child's case came of it; what was done in the case leaves the counts."""
    now = case.voided_at
    for rows in work_in(case):
        for row in rows.select_for_update(no_key=True):  # what is being voided meanwhile keeps its own reason
            audit.record("entry.voided", case, by=by, kind=row._meta.model_name, row=row.pk)
            row.voided_at, row.voided_by, row.void_reason = now, by, case.void_reason
            row.save(update_fields=_VOIDED)
    steps.cancel_steps(case, at=now)
    if not case.intake.cases.filter(voided_at=None).exists():
        Intake.objects.filter(pk=case.intake_id).update(status=IntakeStatus.NEW)
    if case.assigned_to and case.assigned_to != by:
        tell([case.assigned_to], _("Hồ sơ %(code)s bị huỷ vì nhập nhầm"), case, code=case.code)


def _last_of_its_case(row):
    """The open case, if nothing was written after this row that rests on it."""
    case = locked_active(row.case)
    later = {"voided_at": None, "created_at__gt": row.created_at}
    follow = (
        case.assessments.filter(**later),
        case.plans.filter(**later),
        case.emergency_measures.filter(**later) if row.form == Assessment.Form.INITIAL else case.plans.none(),
    )
    if any(rows.exists() for rows in follow):
        raise Refused(Problem("not_the_last", _("Đã có mục ghi sau dựa trên mục này; hãy huỷ mục ghi sau trước.")))
    return case


def _step_back(form, case, _by):
    """Undo what the form did to the case: all steps that bear its moment."""
    moment = form.created_at
    case.steps.filter(opened_at=moment).update(cancelled_at=form.voided_at)
    case.steps.filter(done_at=moment).update(done_at=None, done_by=None)
    case.steps.filter(cancelled_at=moment).update(cancelled_at=None)
    _take_plan_terms_back(case, form.voided_at)
    earlier = case.assessments.filter(voided_at=None).last()
    case.stage, case.risk_level = form.stage_before, earlier.final_level if earlier else ""
    if form.form == Assessment.Form.INITIAL:
        case.is_emergency = None
    save_case(case, form.voided_at, "stage", "risk_level", "is_emergency")


def _take_plan_terms_back(case, now):
    """A term for mending a returned plan ends with the form that the plan rested on; where no plan was put before the
    chair that still stands, the term that ran from receipt runs again."""
    terms = [step for step in case.steps.filter(code=CaseStep.Code.PLAN, cancelled_at=None) if step.basis]
    ended = [step.pk for step in terms if step.done_at is None and step.rule.clock == deadlines.RETURNED]
    case.steps.filter(pk__in=ended).update(cancelled_at=now)
    if not case.plans.filter(voided_at=None, submitted_at__isnull=False).exists():
        first = [step.pk for step in terms if step.rule.clock == deadlines.RECEIVED]
        case.steps.filter(pk__in=first).update(done_at=None, done_by=None)


def _still_a_draft(plan):
    case = locked_active(plan.case)
    if locked(plan).status not in (CasePlan.Status.DRAFT, CasePlan.Status.RETURNED):
        text = _("Kế hoạch đang trình hoặc đã phê duyệt không huỷ được; hãy rà soát và lập kế hoạch mới.")
        raise Refused(Problem("plan_stands", text))
    return case


def _reopen_emergency(measure, case, by):
    if measure.kind == EmergencyMeasure.Kind.SEPARATION and measure.separation_ended_on is None:
        steps.cancel_steps(case, CaseStep.Code.SEPARATION, at=measure.voided_at)
    settle_emergency(case, by=by)


_SPECIAL = {
    Intake: (_no_case_rests_on, _nothing),
    Child: (_no_case_rests_on, _nothing),
    Case: (_lock_intake_of, _give_intake_back),
    Assessment: (_last_of_its_case, _step_back),
    CasePlan: (_still_a_draft, _nothing),
    EmergencyMeasure: (lambda measure: locked_active(measure.case), _reopen_emergency),
}
