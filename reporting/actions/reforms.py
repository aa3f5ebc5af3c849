"""Carrying out a reform: units first and at once, then commune by commune whatever hangs on them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import actions as accounts
from accounts.audit import record
from accounts.permissions import Permission
from cases import actions as cases
from cases.actions.refusals import Clash, refuse_if
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from places.actions import reforms
from places.models import Place, Reform, ReformLink, ReformStatus, successor_of_office
from programs import actions as programs


class NotOpen(ValueError):
    """The reform has been carried out or withdrawn."""


@transaction.atomic
def enter_reform(*, legal_document, on_date, text, carries_roles, by, reform=None, version=None):
    """A draft, new or written over; of units that the person keeps. Raises places.actions.reforms.BadRows, NotOpen,
    and Clash when someone wrote over it since the `version` that was seen."""
    if reform is not None:
        reform = _open(reform, version)
    reform = reforms.plan_reform(
        legal_document=legal_document,
        on_date=on_date,
        text=text,
        carries_roles=carries_roles,
        reform=reform,
        paths=by.territory(Permission.REFERENCE_EDIT),
    )
    reform.entered_by = by
    reform.save(update_fields=["entered_by"])
    record("reform.entered", reform, by=by, on=str(on_date))
    return reform


@transaction.atomic
def schedule_reform(*, reform, version, by):
    """It will be carried out on its day, as another person than its author has read it.

    Read against the map once more: units may have changed since. BadRows, Clash (another `version` was read), NotOpen,
    Refused: on its day it is too late, since what moves with the units would move with days that have passed.
    """
    reform = _open(reform, version)
    refuse_if(_not_to_be_scheduled(reform, by))
    reform = reforms.plan_reform(
        legal_document=reform.legal_document,
        on_date=reform.on_date,
        text=reform.rows,
        carries_roles=reform.carries_roles,
        reform=reform,
        paths=by.territory(Permission.REFERENCE_EDIT),
    )
    reform.status = ReformStatus.SCHEDULED
    reform.save(update_fields=["status"])
    record("reform.scheduled", reform, by=by, on=str(reform.on_date))
    return reform


def _not_to_be_scheduled(reform, by):
    problems = []
    if reform.entered_by_id == by.pk:
        problems.append(Problem("four_eyes", _("Người soạn không tự đặt: cần một người khác xem lại.")))
    if reform.on_date <= timezone.localdate():
        text = _("Ngày có hiệu lực phải sau hôm nay: đợt đã qua được nạp từ tệp dữ liệu đơn vị.")
        problems.append(Problem("past", text))
    return problems


@transaction.atomic
def withdraw_reform(*, reform, version, by):
    """It will not be carried out. NotOpen, Clash."""
    reform = _open(reform, version)
    reform.status = ReformStatus.WITHDRAWN
    reform.save(update_fields=["status"])
    record("reform.withdrawn", reform, by=by)
    return reform


def _open(reform, version):
    reform = Reform.objects.select_for_update().get(pk=reform.pk)
    if not reform.is_open:
        raise NotOpen
    if reform.version != version:
        raise Clash(reform)
    return reform


def apply_due_reforms():
    """Carry out whatever is due, as far as it is not done; any number of workers. Returns how many units followed."""
    today, done = timezone.localdate(), 0
    due = Reform.objects.filter(on_date__lte=today, status__in=[ReformStatus.SCHEDULED, ReformStatus.APPLYING])
    for reform in due.order_by("on_date", "pk"):
        if reforms.begin_units(reform, today).status == ReformStatus.APPLYING:
            while _follow_one(reform):
                done += 1
            _finish(reform)
    return done


@transaction.atomic
def _follow_one(reform):
    """One old unit with its people, cases and roles, in one transaction; the lock on the unit is the turn.

    Returns False where nothing is left, or another worker has it.
    """
    left = ReformLink.objects.filter(reform=reform, done_at=None)
    turn = Place.objects.select_for_update(skip_locked=True, no_key=True).order_by("pk")
    place = turn.filter(Exists(left.filter(from_place=OuterRef("pk")))).first()
    if place is None:
        return False
    links = list(left.filter(from_place=place).select_related("unit__place", "from_place"))
    if not links:
        return True  # another worker had just finished with it
    office = successor_of_office(links) if reform.carries_roles else None
    cases.follow_reform(place=place, on_date=reform.on_date)
    programs.follow_reform(place=place, on_date=reform.on_date)
    accounts.follow_reform(place=place, successor=office and office.place, on_date=reform.on_date)
    left.filter(from_place=place).update(done_at=timezone.now())
    return True


@transaction.atomic
def _finish(reform):
    reform = Reform.objects.select_for_update().get(pk=reform.pk)
    if reform.status == ReformStatus.APPLYING and not reform.links.filter(done_at=None).exists():
        reform.status, reform.applied_at = ReformStatus.APPLIED, timezone.now()
        reform.save(update_fields=["status", "applied_at"])
        record("reform.applied", reform, by=None, on=str(reform.on_date), eve=str(reform.on_date - timedelta(days=1)))
