"""Services, visits and the review after the plan (form 06)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions import steps
from cases.actions.assessments import assessment_of, finished, refuse_wrong_stage
from cases.actions.locks import locked_active, locked_valid, save_case
from cases.actions.refusals import Refused, column_problems, refuse_if
from cases.models import Assessment, CasePlan, CaseStep, Service, Stage, Visit
from cases.rules import deadlines, risk, transitions
from cases.rules import entry as rules
from cases.rules.problem import Problem
from places.working_days import vietnam_day

Code = CaseStep.Code
_BACK = {Stage.DETAILED: "review_to_detailed", Stage.PLAN: "review_to_plan"}


@transaction.atomic
def record_service(*, child, kind, on_date, provider, by, note="", case=None, activity=None) -> Service:
    """A service that the child received on a day, within an open case or outside of any."""
    child = locked_valid(child)  # before its case, as assign_case and restrict_case lock them
    case = locked_active(case) if case else None
    now = timezone.now()
    residence = child.residence_on(on_date)
    service = Service(
        child=child,
        case=case,
        activity=activity,
        kind=kind,
        on_date=on_date,
        provider=provider,
        note=note,
        recorded_place=residence.place if residence else child.responsible_place,
        created_by=by,
    )
    refuse_if(
        column_problems(service),
        rules.day_problems(on_date, child.life(vietnam_day(now)), "on_date"),
        _case_problems(service),
    )
    service.save()
    if case:
        save_case(case, now)
    audit.record("service.recorded", case or child, by=by, kind=kind, service=service.pk)
    return service


def _case_problems(service) -> list[Problem]:
    case, activity = service.case, service.activity
    if case and case.child_id != service.child_id:
        return [Problem("other_child", _("Hồ sơ này là của trẻ khác."), "case")]
    if activity and (activity.plan.case_id != service.case_id or activity.plan.status != CasePlan.Status.APPROVED):
        return [Problem("activity", _("Hoạt động này không thuộc kế hoạch đã phê duyệt của hồ sơ."), "activity")]
    if case:
        return rules.work_day_problems(service.on_date, case.received_on, service.on_date, "on_date")
    return []


@transaction.atomic
def record_visit(*, case, on_date, note, by) -> Visit:
    """A visit to the family, or what else was seen and done on a day."""
    case = locked_active(case)
    now = timezone.now()
    visit = Visit(case=case, on_date=on_date, note=note, created_by=by)
    refuse_if(column_problems(visit), rules.work_day_problems(on_date, case.received_on, vietnam_day(now), "on_date"))
    visit.save()
    save_case(case, now)
    audit.record("visit.recorded", case, by=by, visit=visit.pk)
    return visit


@transaction.atomic
def review_case(
    *,
    case,
    by,
    done_on,
    answers,
    final_level,
    is_stable,
    back_to="",
    override_reason="",
    conclusion="",
    child_view="",
    family_view="",
) -> Assessment:
    """Form 06 (rà soát sau kế hoạch). Stable: the case may be closed. Else `back_to` "detailed" or "plan", where a plan
    with the next number begins (Decree 56/2017, Art. 30(1))."""
    case = locked_active(case)
    verb = _verb_of(is_stable, back_to, final_level)
    refuse_wrong_stage(verb, case)
    form = assessment_of(
        case,
        Assessment.Form.REVIEW,
        by=by,
        done_on=done_on,
        answers=answers,
        final_level=final_level,
        is_stable=is_stable,
        override_reason=override_reason,
        conclusion=conclusion,
        child_view=child_view,
        family_view=family_view,
    )
    now = form.created_at
    steps.finish_step(case, Code.SUPPORT, at=now, by=by)
    steps.finish_step(case, Code.REVIEW, at=now, by=by)
    if not is_stable:
        _begin_again(case, back_to, form)
    case.risk_level = final_level
    case.stage = transitions.BY_VERB[verb].to_stage
    save_case(case, now, "risk_level", "stage")
    audit.record("case.reviewed", case, by=by, form="06", level=final_level, stable=is_stable)
    return form


def _verb_of(is_stable, back_to, final_level):
    if is_stable is None:
        raise Refused(Problem("stable", _("Chọn đã ổn định hoặc chưa ổn định."), "is_stable"))
    if is_stable and final_level != risk.LOW:
        text = _("Trẻ còn nguy cơ thì chưa thể kết luận đã ổn định.")
        source = "Nghị định 56/2017/NĐ-CP, Điều 30 khoản 1"
        raise Refused(Problem("stable_at_risk", text, "is_stable", source))
    if is_stable:
        return "review_stable"
    if back_to not in _BACK:
        text = _("Chưa ổn định: chọn đánh giá lại (Mẫu 03) hoặc lập kế hoạch mới.")
        raise Refused(Problem("back_to", text, "back_to"))
    return _BACK[back_to]


def _begin_again(case, back_to, form):
    """The step to which the case returns, and the term of the next plan: from the review, unless form 03 comes first
    and the province counts from it."""
    now = form.created_at
    if back_to == Stage.DETAILED:
        steps.open_step(case, Code.DETAILED, deadlines.OPENED, clock_start=now, at=now)
        if steps.plan_clock(case) == deadlines.FORM03:
            return
    steps.open_step(case, Code.PLAN, deadlines.REVIEWED, clock_start=finished(form), at=now)
