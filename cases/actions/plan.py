"""The support plan (form 04) and its approval (form 05)."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from accounts.permissions import Permission
from cases.actions import steps
from cases.actions.actors import refuse_unless_actor
from cases.actions.assessments import refuse_wrong_stage
from cases.actions.locks import locked, locked_active, reason_given, save_case
from cases.actions.notices import not_barred, people_of, tell
from cases.actions.refusals import Clash, Refused, column_problems, refuse_if
from cases.models import CasePlan, CaseStep, PlanActivity
from cases.rules import deadlines, transitions
from cases.rules.problem import Problem
from cases.rules.transitions import CHAIR
from places.working_days import end_of_day, vietnam_day

Code, Status = CaseStep.Code, CasePlan.Status
_COLUMNS = ("text", "responsible", "cooperating", "starts_on", "ends_on", "cost")


@transaction.atomic
def save_plan_draft(
    *, case, version, by, number=None, goals="", child_opinion="", no_opinion_reason="", uses_funds=None, activities=()
) -> CasePlan:
    """Keep what has been typed, complete or not. `number` and `version` are those of the draft on the page
    (None: no draft yet); the versions of two plans say nothing of each other.

    `activities` = [{"text", "responsible", "cooperating", "starts_on", "ends_on", "cost"}, …] in order; each value may
    lack, wholly empty rows are left out. Raises Clash.
    """
    case = locked_active(case)
    refuse_wrong_stage("draft_plan", case)
    plan = case.plans.filter(voided_at=None, status__in=[Status.DRAFT, Status.RETURNED]).last()
    if plan and (plan.number, plan.version) != (number, version):
        raise Clash(plan)
    if plan is None:
        plan = CasePlan(case=case, number=_next_number(case), created_by=by, version=0)
    plan.goals, plan.child_opinion, plan.no_opinion_reason = goals, child_opinion, no_opinion_reason
    plan.uses_funds = uses_funds
    rows = _activities(plan, activities)
    refuse_if(column_problems(plan), *(_activity_problems(index, row) for index, row in enumerate(rows)))
    plan.version += 1
    plan.save()
    plan.activities.all().delete()  # of a draft: nothing rests on these rows yet
    PlanActivity.objects.bulk_create(rows)
    save_case(case, timezone.now())
    audit.record("plan.saved", case, by=by, plan=plan.number)
    return plan


def _next_number(case):
    return (case.plans.aggregate(last=Max("number"))["last"] or 0) + 1


def _activities(plan, activities):
    filled = [row for row in activities if any(row.get(column) for column in _COLUMNS)]
    return [
        PlanActivity(
            plan=plan,
            order=order,
            text=row.get("text") or "",
            responsible=row.get("responsible") or "",
            cooperating=row.get("cooperating") or "",
            starts_on=row.get("starts_on"),
            ends_on=row.get("ends_on"),
            cost=row.get("cost") or 0,
        )
        for order, row in enumerate(filled, 1)
    ]


def _activity_problems(index, row) -> list[Problem]:
    found = column_problems(row)
    if row.cost < 0:
        found.append(Problem("cost", _("Dự toán không được âm."), "cost"))
    return [Problem(p.code, p.text, f"activities-{index}-{p.field}", p.source, p.params) for p in found]


@transaction.atomic
def submit_plan(*, plan, version, by) -> CasePlan:
    """Put the plan before the chair (trình). Refused with the list of what lacks; see plan.problems()."""
    case, plan = _locked(plan, version, "submit_plan", Status.DRAFT, Status.RETURNED)
    now = timezone.now()
    refuse_if(plan.problems(vietnam_day(now)))
    plan.submitted_at, plan.submitted_by = now, by
    plan.decided_at = plan.decided_by = None
    _decide(plan, Status.SUBMITTED)
    plan.activities.update(is_submitted=True)
    steps.finish_step(case, Code.PLAN, at=now, by=by)
    steps.open_step(case, Code.APPROVAL, deadlines.SUBMITTED, clock_start=now, at=now)
    _move(case, "submit_plan", now)
    audit.record("plan.submitted", case, by=by, plan=plan.number)
    chairs = people_of(case.responsible_place, Permission.CASE_APPROVE, case=case, but=by)
    tell(chairs, _("Kế hoạch chờ phê duyệt: hồ sơ %(code)s"), case, code=case.code)
    return plan


@transaction.atomic
def approve_plan(*, plan, version, by, decision_number="") -> CasePlan:
    """The chair of the commune in charge approves; never the one who submitted. Services may begin."""
    case, plan = _locked(plan, version, "approve_plan", Status.SUBMITTED)
    _refuse_unless_chair(case, plan, by)
    now = timezone.now()
    plan.decided_at, plan.decided_by, plan.decision_number, plan.return_reason = now, by, decision_number, ""
    refuse_if(column_problems(plan))
    _decide(plan, Status.APPROVED)
    steps.finish_step(case, Code.APPROVAL, at=now, by=by)
    steps.open_step(case, Code.SUPPORT, deadlines.OPENED, clock_start=now, at=now)
    end = end_of_day(plan.last_day())
    steps.open_step(case, Code.REVIEW, deadlines.PLAN_END, clock_start=end, at=now)
    _move(case, "approve_plan", now)
    audit.record("plan.approved", case, by=by, plan=plan.number)
    tell(_workers(case, plan, by), _("Kế hoạch đã được phê duyệt: hồ sơ %(code)s"), case, code=case.code)
    return plan


@transaction.atomic
def return_plan(*, plan, version, reason, by) -> CasePlan:
    """The chair gives the plan back with a reason; the same plan is mended and submitted again."""
    case, plan = _locked(plan, version, "return_plan", Status.SUBMITTED)
    _refuse_unless_chair(case, plan, by)
    now = timezone.now()
    plan.decided_at, plan.decided_by, plan.return_reason = now, by, reason_given(reason)
    refuse_if(column_problems(plan))
    _decide(plan, Status.RETURNED)
    plan.activities.update(is_submitted=False)
    steps.finish_step(case, Code.APPROVAL, at=now, by=by)
    steps.open_step(case, Code.PLAN, deadlines.RETURNED, clock_start=now, at=now)
    _move(case, "return_plan", now)
    audit.record("plan.returned", case, by=by, plan=plan.number)
    tell(_workers(case, plan, by), _("Kế hoạch bị trả lại: hồ sơ %(code)s"), case, code=case.code)
    return plan


def _locked(plan, version, verb, *statuses):
    """The case and its plan as the page showed it, both locked, at the right step."""
    case = locked_active(plan.case)
    plan = locked(plan, version)
    refuse_wrong_stage(verb, case)
    if plan.voided_at or plan.status not in statuses:
        text = _("Kế hoạch %(number)s không còn ở trạng thái để làm việc này.")
        raise Refused(Problem("plan_status", text, params={"number": plan.number}))
    plan.case = case
    return case, plan


def _refuse_unless_chair(case, plan, by):
    refuse_unless_actor(case, by, CHAIR)
    if plan.submitted_by == by:
        raise Refused(Problem("own_plan", _("Người trình kế hoạch không tự phê duyệt hoặc trả lại kế hoạch đó.")))


def _decide(plan, status):
    plan.status = status
    plan.version += 1
    plan.save()


def _move(case, verb, now):
    case.stage = transitions.BY_VERB[verb].to_stage
    save_case(case, now, "stage")


def _workers(case, plan, by):
    """Who submitted the plan and who is in charge, as long as they may still see the case."""
    return not_barred({plan.submitted_by, case.assigned_to} - {None, by}, case)
