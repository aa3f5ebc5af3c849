"""Opening a case: the first step after the receipt of information."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from accounts.permissions import Permission
from cases.actions import steps
from cases.actions.actors import may
from cases.actions.codes import next_code
from cases.actions.locks import locked_valid
from cases.actions.notices import people_of, tell
from cases.actions.refusals import Refused, refuse_if
from cases.actions.registering import register_child
from cases.actions.residences import in_charge, residences_since
from cases.models import BirthPrecision, Case, CaseStep, IntakeStatus, Residence, ResidenceBasis
from cases.rules import ages, deadlines
from cases.rules import entry as rules
from cases.rules.problem import Problem
from places.working_days import vietnam_day

NAMELESS = "Chưa rõ họ tên"


@transaction.atomic
def open_case(*, intake, by, child=None, new_child: dict | None = None) -> Case:
    """Open the case of one child of an intake, with its first steps and their deadlines.

    Give a `child` of the register, or `new_child` = fields of ChildEntry, all optional: what lacks is taken from the
    intake, and a child of unknown residence is presumed to live where it happened. Refused for a second case of the
    same child and intake, for a person from 18 on, and for an intake that was dismissed or voided.
    """
    intake = locked_valid(intake)
    if intake.status == IntakeStatus.NO_CASE:
        text = _("Tin %(code)s đã kết luận không lập hồ sơ.")
        raise Refused(Problem("intake_settled", text, params={"code": intake.code}))
    now = timezone.now()
    child = _known_child(intake, child, now) if child else _new_child(intake, new_child or {}, by, now)
    case = _insert(intake, child, _residence_place(intake, child, now), by, now)
    _open_first_steps(case, intake, now)
    intake.status = IntakeStatus.OPENED
    intake.version += 1
    intake.save(update_fields=["status", "version"])
    audit.record("case.opened", case, by=by, intake=intake.pk, child=child.pk)
    officers = people_of(case.responsible_place, Permission.CASE_WORK, case=case, but=by)
    tell(officers, _("Đã lập hồ sơ %(code)s"), case, code=case.code)
    return case


def _known_child(intake, child, now):
    child = locked_valid(child)
    refuse_if(rules.birth_problems(child.birth_date, vietnam_day(now), "child"))
    if other := intake.cases.filter(child=child, voided_at=None).first():
        text = _("Tin %(intake)s đã có hồ sơ %(code)s của trẻ này.")
        raise Refused(Problem("case_exists", text, "child", params={"intake": intake.code, "code": other.code}))
    return child


def _new_child(intake, fields, by, now):
    """Register the child with what the officer typed, else with what the intake says."""
    received_on = vietnam_day(intake.received_at)
    known = {name: value for name, value in fields.items() if value not in (None, "")}
    if "birth_date" not in known:
        known |= _birth_from(intake, received_on)
    if "place" not in known:
        known |= {"place": intake.incident_place, "residence_basis": ResidenceBasis.PRESUMED}
    known.setdefault("full_name", intake.child_name or NAMELESS)
    known.setdefault("sex", intake.child_sex)
    known.setdefault("residence_from", max(received_on, known["birth_date"]))
    return register_child(by=by, **known)


def _birth_from(intake, received_on):
    if intake.child_birth_date:
        return {"birth_date": intake.child_birth_date}
    if intake.child_age_estimate is None:
        raise Refused(Problem("no_age", _("Cần ngày sinh hoặc tuổi ước lượng của trẻ."), "birth_date"))
    born = ages.estimated_birth_date(intake.child_age_estimate, received_on)
    return {"birth_date": born, "birth_precision": BirthPrecision.ESTIMATED}


def _residence_place(intake, child, now):
    """Where the child lives today; one of unknown residence is presumed to live where it happened (ruling 3, 8)."""
    today = vietnam_day(now)
    if residence := child.residence_on(today):
        return residence.place
    last = child.residences.last()
    if last is not None and last.ends_on is None:  # in a divided commune, until someone says in which part
        return child.responsible_place
    since = vietnam_day(intake.received_at)
    if last is not None:
        since = max(since, last.ends_on + timedelta(days=1))
    rows = residences_since(child, intake.incident_place, since, today, basis=ResidenceBasis.PRESUMED)
    if not rows:  # the commune was divided before that day: nobody knows the part
        return intake.responsible_place
    Residence.objects.bulk_create(rows)
    child.responsible_place = in_charge(rows)
    child.version += 1
    child.save(update_fields=["responsible_place", "version"])
    return child.responsible_place


def _insert(intake, child, residence_place, by, now):
    """The commune where it happened is in charge first: form 02 and emergencies are its task (Decree 56, Art. 26)."""
    case = Case.objects.create(
        code=next_code("case", intake.incident_place, vietnam_day(intake.received_at)),
        intake=intake,
        child=child,
        category=intake.category,
        abuse_type=intake.abuse_type,
        received_at=intake.received_at,
        opened_at=now,
        last_activity_at=now,
        incident_place=intake.incident_place,
        residence_place=residence_place,
        responsible_place=intake.responsible_place,
    )
    if may(case, by, Permission.CASE_WORK):
        case.assigned_to = by
        case.save(update_fields=["assigned_to"])
    return case


def _open_first_steps(case, intake, now):
    """Form 02; and the plan, where the province counts its five working days from receipt."""
    start = case.received_at
    steps.open_step(
        case, CaseStep.Code.INITIAL, deadlines.RECEIVED, clock_start=start, at=now, is_emergency=intake.seems_urgent
    )
    if steps.plan_clock(case) == deadlines.RECEIVED:
        steps.open_step(case, CaseStep.Code.PLAN, deadlines.RECEIVED, clock_start=start, at=now)
