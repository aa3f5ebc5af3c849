"""Legal steps of a case: opened with their terms, done, cancelled, reminded of."""

from django.db import transaction
from django.utils.translation import gettext_noop as _

from accounts.permissions import Permission
from cases.actions.actors import may
from cases.actions.notices import TERMS, people_of, tell
from cases.models import CaseStatus, CaseStep, ProvinceParameter
from cases.rules import deadlines
from places import working_days

Code = CaseStep.Code
_BATCH = 500


def open_step(case, code, clock, *, clock_start, at, is_emergency=None) -> CaseStep:
    """Open a step with its term under the law of the day of receipt; the clock started at `clock_start`.

    Where the holidays of a year are not frozen yet the step waits for them with its term unknown: a case is never
    turned away for want of a calendar.
    """
    urgent = bool(case.is_emergency) if is_emergency is None else is_emergency
    rule = deadlines.rule_for(code, clock, case.received_on, is_emergency=urgent)
    return CaseStep.objects.create(
        case=case,
        code=code,
        opened_at=at,
        due_at=_due_at(rule, clock_start),
        basis=rule.code,
        clock_started_at=clock_start,
    )


def _due_at(rule, clock_start):
    try:
        return rule.due_at(clock_start, working_days)
    except working_days.CalendarMissing:
        return None


def finish_step(case, code, *, at, by):
    """The open step of this kind, if any, is done."""
    case.steps.open().filter(code=code).update(done_at=at, done_by=by)


def cancel_steps(case, *codes, at):
    """Open steps of these kinds no longer apply; all kinds when none is named."""
    steps = case.steps.open()
    (steps.filter(code__in=codes) if codes else steps).update(cancelled_at=at)


def plan_clock(case) -> str:
    """What the province in charge chose for the plan's five working days, on the day of receipt (ruling 21)."""
    chosen = (
        ProvinceParameter.objects.filter(
            place=case.responsible_place.province_id,
            key=ProvinceParameter.Key.PLAN_CLOCK,
            in_force_from__lte=case.received_on,
        )
        .order_by("-in_force_from")
        .values_list("value", flat=True)
        .first()
    )
    return deadlines.PLAN_CLOCKS[chosen or deadlines.FROM_INTAKE]


@transaction.atomic
def settle_waiting_terms() -> int:
    """Give steps that waited for the calendar their term; returns how many."""
    counted = [rule.code for rule in deadlines.DEADLINES if rule.amount is not None]
    waiting = CaseStep.objects.open().filter(due_at=None, basis__in=counted).select_for_update(skip_locked=True)
    settled = []
    for step in waiting:
        step.due_at = _due_at(step.rule, step.clock_started_at)
        if step.due_at:
            settled.append(step)
    CaseStep.objects.bulk_update(settled, ["due_at"])
    return len(settled)


def remind_of_late_steps(*, at) -> int:
    """One notice a day for each late step of an open case, to whoever is in charge, else to the commune's officers,
    else to the staff above them.

    Returns how many steps were reminded of. One of which nobody could be told is not marked, so that the next run of
    the day finds it again. Each batch is a transaction; the row's lock and its day make it safe to repeat and to run
    twice at once.
    """
    today, reminded, seen = working_days.vietnam_day(at), 0, 0
    while batch := _remind_of_batch(at, today, seen):
        seen = batch[-1].pk
        reminded += sum(step.reminded_on == today for step in batch)
    return reminded


@transaction.atomic
def _remind_of_batch(at, today, seen):
    """The next late steps after the row `seen`, reminded of where there was someone to tell."""
    late = (
        CaseStep.objects.late(at)
        .filter(case__status=CaseStatus.OPEN, case__voided_at=None, pk__gt=seen)
        .exclude(reminded_on=today)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("case__responsible_place", "case__assigned_to")
        .order_by("pk")[:_BATCH]
    )
    steps = list(late)
    for step in steps:
        if _remind(step):
            step.reminded_on = today
    CaseStep.objects.bulk_update(steps, ["reminded_on"])
    return steps


def _remind(step):
    """Tell of a late step; who was told."""
    case = step.case
    in_charge = case.assigned_to
    if in_charge and may(case, in_charge, Permission.CASE_WORK):
        people = [in_charge]
    else:
        people = people_of(case.responsible_place, Permission.CASE_WORK, case=case)
    named = {"code": case.code, "step": step.Code(step.code).label}
    tell(people, _("Quá hạn ở hồ sơ %(code)s: %(step)s"), case, url=case.get_absolute_url() + TERMS, **named)
    return people
