"""Who is in charge of a case, who may not see it, closing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from accounts.permissions import Permission
from cases.actions import steps
from cases.actions.actors import may, refuse_unless_actor, who_may
from cases.actions.locks import locked, locked_active, locked_valid, reason_given, save_case
from cases.actions.notices import people_of, tell
from cases.actions.refusals import Refused, column_problems, refuse_if
from cases.actions.residences import commune_problems
from cases.models import Case, CaseStatus, CaseTransfer, DenyEntry, Outcome, Stage
from cases.rules.problem import Problem
from cases.rules.transitions import CLOSER
from places.working_days import vietnam_day


@transaction.atomic
def assign_case(*, case, to, by, version=None) -> Case:
    """Put an officer in charge who may work on the case; `to=None` takes the present one off. Raises Clash if someone
    saved since the `version` that the page showed, as do transfer_case and close_case."""
    locked(case.child)  # whoever is being barred from another of its cases is barred before, or taken off after
    case = locked_active(case, version)
    if to is not None and not may(case, to, Permission.CASE_WORK):
        text = _("%(name)s không được phân công làm hồ sơ ở %(place)s.")
        params = {"name": to.full_name, "place": case.responsible_place.name}
        raise Refused(Problem("may_not_work", text, "to", params=params))
    case.assigned_to = to
    save_case(case, timezone.now(), "assigned_to")
    audit.record("case.assigned", case, by=by, to=to.pk if to else None)
    if to is not None and to != by:
        tell([to], _("Bạn được giao phụ trách hồ sơ %(code)s"), case, code=case.code)
    return case


@transaction.atomic
def transfer_case(*, case, to_place, reason, by, version=None) -> Case:
    """Hand the case over to another commune (chuyển giao), whose officers are told; nobody is in charge at first.
    Refused where nobody could work on it: the one who gave it away could not take it back.

    Form 02 and emergencies are the task of the commune where it happened, the plan of the commune of residence
    (Decree 56/2017, Arts 26, 28; Law on Children, Art. 52(2)).
    """
    case = locked_active(case, version)
    now = timezone.now()
    refuse_if(commune_problems(to_place, vietnam_day(now), "to_place"))
    if to_place == case.responsible_place:
        text = _("%(place)s đang phụ trách hồ sơ này.")
        raise Refused(Problem("same_place", text, "to_place", params={"place": to_place.name}))
    transfer = CaseTransfer.objects.create(
        case=case,
        from_place=case.responsible_place,
        to_place=to_place,
        reason=reason_given(reason),
        created_by=by,
    )
    case.responsible_place, case.assigned_to = to_place, None
    save_case(case, now, "responsible_place", "assigned_to")
    _refuse_if_nobody_takes_it(case, to_place)
    audit.record("case.transferred", case, by=by, before=transfer.from_place_id, after=to_place.pk)
    officers = people_of(to_place, Permission.CASE_WORK, case=case, but=by)
    tell(officers, _("Hồ sơ %(code)s được chuyển giao đến địa bàn của bạn"), case, code=case.code)
    return case


def _refuse_if_nobody_takes_it(case, place):
    if not who_may(case, Permission.CASE_WORK):
        text = _(
            "Nơi nhận chưa có người làm hồ sơ: ở %(place)s chưa ai được phân công trên hệ thống. "
            "Hãy đề nghị cấp tỉnh cử người nhận, rồi chuyển giao."
        )
        raise Refused(Problem("nobody_there", text, "to_place", params={"place": place.name}))


@transaction.atomic
def restrict_case(*, case, user, reason, by) -> DenyEntry:
    """Bar a person from the case, stronger than any role, and with it from the child and all its cases; whoever was in
    charge no longer is. The person is not told."""
    locked(case.child)  # nobody is put in charge of another of its cases meanwhile (assign_case, open_case)
    case = locked_valid(case)
    reason_given(reason)
    if user == by:
        raise Refused(Problem("oneself", _("Không tự đưa mình vào danh sách này."), "user"))
    if case.deny_entries.barring(user).exists():
        raise Refused(Problem("already_barred", _("Người này đã có trong danh sách."), "user"))
    entry = DenyEntry(case=case, user=user, reason=reason, created_by=by)
    refuse_if(column_problems(entry))
    entry.save()
    for held in Case.objects.filter(child=case.child, assigned_to=user, status=CaseStatus.OPEN):
        _take_off(held, by)
    audit.record("case.restricted", case, by=by, user=user.pk)
    return entry


def _take_off(case, by):
    """Whoever was in charge no longer is; the others of the commune are told."""
    case = locked(case)
    case.assigned_to = None
    save_case(case, timezone.now(), "assigned_to")
    others = people_of(case.responsible_place, Permission.CASE_WORK, case=case, but=by)
    tell(others, _("Hồ sơ %(code)s chưa có người phụ trách"), case, code=case.code)


@transaction.atomic
def lift_restriction(*, entry, reason, by) -> DenyEntry:
    """Take a person off the list of those who may not see the case; the entry stays in the history. It is lifted from
    a voided case too, since it bars from the child."""
    case = locked(entry.case)
    entry = case.deny_entries.get(pk=entry.pk)
    if entry.lifted_at:
        return entry
    entry.lifted_at, entry.lifted_by, entry.lift_reason = timezone.now(), by, reason_given(reason)
    refuse_if(column_problems(entry))
    entry.save()
    audit.record("case.unrestricted", case, by=by, user=entry.user_id)
    return entry


@transaction.atomic
def close_case(*, case, outcome, by, reason="", version=None) -> Case:
    """Close the case (kết thúc hồ sơ). Outcome "safe" needs what Art. 30(1) of Decree 56/2017 asks for (see
    case.closing_problems()); any other outcome needs a reason. Refused for whoever may not close in this commune."""
    case = locked_active(case, version)
    refuse_unless_actor(case, by, CLOSER)
    if outcome not in Outcome:
        raise Refused(Problem("outcome", _("Chọn kết quả kết thúc hồ sơ."), "outcome"))
    now = timezone.now()
    refuse_if(case.closing_problems(outcome, reason, vietnam_day(now)))
    case.status, case.stage, case.outcome = CaseStatus.CLOSED, Stage.CLOSED, outcome
    case.closed_at, case.closed_by, case.closing_reason = now, by, reason
    save_case(case, now, "status", "stage", "outcome", "closed_at", "closed_by", "closing_reason")
    steps.cancel_steps(case, at=now)
    audit.record("case.closed", case, by=by, outcome=outcome)
    if case.assigned_to and case.assigned_to != by:
        tell([case.assigned_to], _("Đã kết thúc hồ sơ %(code)s"), case, code=case.code)
    return case
