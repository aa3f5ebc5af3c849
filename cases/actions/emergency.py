"""What is done at once for a child in danger, and how long a separation may last."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions import steps
from cases.actions.locks import locked_active, locked_valid, save_case
from cases.actions.refusals import Refused, column_problems, refuse_if
from cases.models import CaseStep, EmergencyMeasure
from cases.rules import deadlines
from cases.rules import entry as rules
from cases.rules.problem import Problem
from places.working_days import VIETNAM, end_of_day, vietnam_day

Code, Kind = CaseStep.Code, EmergencyMeasure.Kind


@transaction.atomic
def record_emergency_measure(
    *, case, by, taken_at, kind, note, provider="", decision_number="", separated_on=None
) -> EmergencyMeasure:
    """A measure taken in an emergency (biện pháp can thiệp khẩn cấp); the first one fulfils the 12-hour step, at the
    moment when it was taken. All separations (form 07) of a case together last 15 days at most."""
    case = locked_active(case)
    now = timezone.now()
    measure = EmergencyMeasure(
        case=case,
        kind=kind,
        taken_at=taken_at,
        provider=provider,
        decision_number=decision_number,
        note=note,
        separated_on=separated_on,
        created_by=by,
    )
    refuse_if(
        column_problems(measure),
        rules.moment_problems(taken_at, now, "taken_at", since=case.received_at),
        _separation_problems(case, measure, vietnam_day(now)),
    )
    measure.save()
    settle_emergency(case, by=by)
    if kind == Kind.SEPARATION:
        start = datetime.combine(separated_on, time.min, VIETNAM)
        steps.open_step(case, Code.SEPARATION, deadlines.SEPARATED, clock_start=start, at=now)
        _settle_separation(case)
    save_case(case, now)
    audit.record("case.emergency_measure", case, by=by, kind=kind, measure=measure.pk)
    return measure


def _separation_problems(case, measure, today) -> list[Problem]:
    day = measure.separated_on
    if measure.kind != Kind.SEPARATION:
        text = _("Ngày cách ly chỉ ghi cho biện pháp tạm thời cách ly.")
        return [Problem("no_separation", text, "separated_on")] if day else []
    if day is None:
        return [Problem("separation_day", _("Ghi ngày bắt đầu cách ly."), "separated_on")]
    if case.steps.open().filter(code=Code.SEPARATION).exists():
        return [Problem("separated_already", _("Trẻ đang được tạm thời cách ly rồi."), "kind")]
    return rules.work_day_problems(day, case.received_on, today, "separated_on")


@transaction.atomic
def end_separation(*, measure, ended_on, by) -> EmergencyMeasure:
    """The child is back, or the court has decided: the separation ended on that day."""
    case = locked_active(measure.case)
    measure = locked_valid(measure)
    if measure.kind != Kind.SEPARATION or measure.separation_ended_on:
        raise Refused(Problem("not_separated", _("Không có việc tạm thời cách ly nào đang thực hiện.")))
    now = timezone.now()
    refuse_if(rules.end_problems(measure.separated_on, ended_on, vietnam_day(now), "ended_on"))
    measure.separation_ended_on = ended_on
    measure.save(update_fields=["separation_ended_on"])
    steps.finish_step(case, Code.SEPARATION, at=now, by=by)
    save_case(case, now)
    audit.record("case.separation_ended", case, by=by, measure=measure.pk)
    return measure


def _settle_separation(case):
    """The running separation has what the earlier ones left of the 15 days: the law limits their total (Decree
    56/2017, Art. 32(3)). A separation has lasted the days after its first one, as its term is counted."""
    step = case.steps.open().filter(code=Code.SEPARATION).last()
    if step is None or step.rule.amount is None:
        return
    ended = case.emergency_measures.filter(voided_at=None, separation_ended_on__isnull=False)
    spent = sum((row.separation_ended_on - row.separated_on).days for row in ended)
    first = vietnam_day(step.clock_started_at)
    step.due_at = end_of_day(first + timedelta(days=max(step.rule.amount - spent, 0)))
    step.save(update_fields=["due_at"])


def settle_emergency(case, *, by):
    """The 12-hour step is done at the moment of the earliest measure on record, and open while there is none; the term
    of a running separation follows from the earlier ones on record."""
    _settle_separation(case)
    step = case.steps.filter(code=Code.EMERGENCY, cancelled_at=None).last()
    if step is None:
        return
    first = case.emergency_measures.filter(voided_at=None).first()
    step.done_at, step.done_by = (first.taken_at, first.created_by) if first else (None, None)
    step.save(update_fields=["done_at", "done_by"])
