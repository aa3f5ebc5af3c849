"""Forms 02 and 03."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from accounts.permissions import Permission
from cases.actions import steps
from cases.actions.emergency import settle_emergency
from cases.actions.locks import locked_active, save_case
from cases.actions.notices import people_of, tell
from cases.actions.refusals import Refused, column_problems, refuse_if
from cases.models import Assessment, CaseStep
from cases.rules import deadlines, risk, transitions
from cases.rules import entry as rules
from cases.rules.problem import Problem
from places.working_days import end_of_day, vietnam_day

Code, Form = CaseStep.Code, Assessment.Form


@transaction.atomic
def assess_initial(
    *, case, by, done_on, answers, final_level, is_emergency, override_reason="", conclusion="", needs=""
) -> Assessment:
    """Form 02 (đánh giá nguy cơ ban đầu). `answers` = {item code: "high" | "medium" | "low"}; unanswered items are left
    out. An emergency opens the 12-hour step, counted from receipt, and takes the term of the plan away. A level other
    than the suggested one needs `override_reason`."""
    case = locked_active(case)
    refuse_wrong_stage("assess_initial", case)
    if is_emergency is None:
        raise Refused(Problem("emergency", _("Chọn có hoặc không khẩn cấp."), "is_emergency"))
    form = assessment_of(
        case,
        Form.INITIAL,
        by=by,
        done_on=done_on,
        answers=answers,
        final_level=final_level,
        is_emergency=is_emergency,
        override_reason=override_reason,
        conclusion=conclusion,
        needs=needs,
    )
    case.is_emergency, now = is_emergency, form.created_at
    steps.finish_step(case, Code.INITIAL, at=now, by=by)
    steps.open_step(case, Code.DETAILED, deadlines.OPENED, clock_start=now, at=now)
    if is_emergency:
        _open_emergency(case, by, now)
    _conclude(case, form, "assess_initial", "is_emergency")
    audit.record("case.assessed", case, by=by, form="02", level=final_level, emergency=is_emergency)
    return form


def _open_emergency(case, by, now):
    steps.cancel_steps(case, Code.PLAN, at=now)
    steps.open_step(case, Code.EMERGENCY, deadlines.RECEIVED, clock_start=case.received_at, at=now)
    settle_emergency(case, by=by)  # what was done before the paper was written counts
    chairs = people_of(case.responsible_place, Permission.CASE_APPROVE, case=case, but=by)
    tell(chairs, _("Trường hợp khẩn cấp, hạn 12 giờ từ khi tiếp nhận: %(code)s"), case, code=case.code)


@transaction.atomic
def assess_detailed(
    *,
    case,
    by,
    done_on,
    answers,
    final_level,
    override_reason="",
    conclusion="",
    needs="",
    child_view="",
    family_view="",
) -> Assessment:
    """Form 03 (đánh giá nguy cơ cụ thể); the plan is next, with its term from here where the province says so."""
    case = locked_active(case)
    refuse_wrong_stage("assess_detailed", case)
    form = assessment_of(
        case,
        Form.DETAILED,
        by=by,
        done_on=done_on,
        answers=answers,
        final_level=final_level,
        override_reason=override_reason,
        conclusion=conclusion,
        needs=needs,
        child_view=child_view,
        family_view=family_view,
    )
    now = form.created_at
    steps.finish_step(case, Code.DETAILED, at=now, by=by)
    if not case.steps.open().filter(code=Code.PLAN).exists():
        clock, start = _plan_term(case, form)
        steps.open_step(case, Code.PLAN, clock, clock_start=start, at=now)
    _conclude(case, form, "assess_detailed")
    audit.record("case.assessed", case, by=by, form="03", level=final_level)
    return form


def _plan_term(case, form):
    """(clock, its start) of a plan for which no term runs yet: in an emergency, or where the province in charge has
    become another one since; the page names what that province chose (ruling 21)."""
    if steps.plan_clock(case) == deadlines.FORM03:
        return deadlines.FORM03, finished(form)
    review = case.assessments.filter(form=Form.REVIEW, voided_at=None).last()
    return (deadlines.REVIEWED, finished(review)) if review else (deadlines.RECEIVED, case.received_at)


def finished(form) -> datetime:
    """When the work of a form was finished: by the end of the day it bears, however late it was typed (ruling 21)."""
    return min(end_of_day(form.done_on), form.created_at)


def _conclude(case, form, verb, *fields):
    case.risk_level = form.final_level
    case.stage = transitions.BY_VERB[verb].to_stage
    save_case(case, form.created_at, "risk_level", "stage", *fields)


def refuse_wrong_stage(verb, case):
    """Raises Refused unless the case stands where the act belongs."""
    if problem := transitions.stage_problem(verb, case.stage):
        raise Refused(problem)


def assessment_of(case, form, *, by, done_on, answers, final_level, override_reason, **fields) -> Assessment:
    """Save the form with what was answered, suggested and concluded."""
    now = timezone.now()
    answers = {item: level for item, level in answers.items() if level}
    risk_form = risk.form(form)
    row = Assessment(
        case=case,
        form=form,
        form_version=risk_form.version,
        done_on=done_on,
        answers=answers,
        final_level=final_level,
        override_reason=override_reason,
        stage_before=case.stage,
        created_at=now,
        created_by=by,
        **fields,
    )
    refuse_if(
        column_problems(row),
        risk.answer_problems(risk_form, answers),
        rules.work_day_problems(done_on, case.received_on, vietnam_day(now), "done_on"),
    )
    age = case.child.age_on(done_on)
    row.suggested_level = risk.suggest(risk_form, answers, abuse_type=case.abuse_type, age=age).level
    if row.suggested_level and row.suggested_level != final_level and not override_reason.strip():
        text = _("Kết luận khác mức gợi ý: nêu lý do.")
        raise Refused(Problem("override", text, "override_reason"))
    row.save()
    return row
