"""Receiving information about a child (form 01)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from accounts.permissions import Permission
from cases.actions.codes import next_code
from cases.actions.locks import locked_valid, reason_given
from cases.actions.notices import people_of, shown_at_work, tell
from cases.actions.refusals import Refused, column_problems, refuse_if
from cases.actions.residences import commune_problems
from cases.models import DenyEntry, Intake, IntakeStatus
from cases.rules import ages
from cases.rules import entry as rules
from cases.rules.problem import Problem
from places.working_days import vietnam_day

FIELDS = frozenset(
    {
        "channel_note",
        "external_code",
        "abuse_type",
        "seems_urgent",
        "child_name",
        "child_sex",
        "child_birth_date",
        "child_age_estimate",
        "condition",
        "consequences",
        "family",
        "current_carer",
        "support_given",
        "informant_name",
        "informant_phone",
        "informant_address",
    }
)


@transaction.atomic
def take_intake(*, by, received_at, channel, category, incident_place, narrative, **fields) -> Intake:
    """Record what was reported and tell the officers of the commune where it happened, without names.

    `fields` are the other columns of Intake (FIELDS). Refused for a moment in the future, abuse without its type, a
    unit that is no commune of that day, a person from 18 on.
    """
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"take_intake() takes no {sorted(unknown)}")
    now = timezone.now()
    intake = Intake(
        code="-",  # given below, once nothing can be refused any more
        received_at=received_at,
        channel=channel,
        category=category,
        incident_place=incident_place,
        responsible_place=incident_place,
        narrative=narrative,
        received_by=by,
        **fields,
    )
    refuse_if(
        column_problems(intake),
        rules.moment_problems(received_at, now, "received_at"),
        rules.abuse_problems(category, intake.abuse_type),
        commune_problems(incident_place, vietnam_day(received_at), "incident_place"),
        _age_problems(intake, vietnam_day(now)),
    )
    intake.code = next_code("intake", incident_place, vietnam_day(received_at))
    intake.save()
    audit.record("intake.taken", intake, by=by, code=intake.code)
    _tell_officers(intake, but=by)
    return intake


def _age_problems(intake, today) -> list[Problem]:
    if intake.child_birth_date:
        return rules.birth_problems(intake.child_birth_date, today, "child_birth_date")
    if intake.child_age_estimate is not None and intake.child_age_estimate >= ages.MINOR_UNTIL:
        return [Problem("adult", _("Người từ đủ 18 tuổi không lập hồ sơ mới."), "child_age_estimate")]
    return []


def _tell_officers(intake, but):
    """Where no officer is, those who see the commune's cases there and above are told that one is missing."""
    text = _("Tin khẩn cấp cần xử lý ngay: %(code)s") if intake.seems_urgent else _("Tin mới cần xử lý: %(code)s")
    told, url = in_charge_of(intake), ""
    if not told:
        text = _("Tin %(code)s ở %(place)s chưa có cán bộ nhận trên hệ thống: cần cử người xử lý ngay")
        asked = (Permission.CASE_VIEW, Permission.CASE_WORK)  # its chair, and those above
        told = {person for each in asked for person in people_of(intake.responsible_place, each)}
        url = shown_at_work(intake.uid)
    people = [person for person in told if person != but]
    tell(people, text, intake, url=url, code=intake.code, place=intake.incident_place.name)


def in_charge_of(intake):
    """The officers who can take it up: of the commune where it happened, or of the unit above it."""
    barred = DenyEntry.objects.in_force().filter(case__child__in=intake.cases.values("child"))
    never = set(barred.values_list("user", flat=True))
    people = people_of(intake.responsible_place, Permission.CASE_WORK, above=Permission.CASE_WORK)
    return [person for person in people if person.pk not in never]


def lacks_officer(intake) -> bool:
    """Whether it waits and nobody is there to take it up: who received it has to call."""
    return intake.status == IntakeStatus.NEW and not in_charge_of(intake)


@transaction.atomic
def dismiss_intake(*, intake, version, reason, by) -> Intake:
    """No case is opened (không lập hồ sơ), with the reason. Refused once a case exists. Raises Clash."""
    intake = locked_valid(intake, version)
    if intake.status != IntakeStatus.NEW:
        raise Refused(Problem("intake_settled", _("Tin %(code)s đã được xử lý."), params={"code": intake.code}))
    intake.no_case_reason = reason_given(reason)
    refuse_if(column_problems(intake))
    intake.status = IntakeStatus.NO_CASE
    intake.version += 1
    intake.save(update_fields=["status", "no_case_reason", "version"])
    audit.record("intake.dismissed", intake, by=by, code=intake.code)
    return intake
