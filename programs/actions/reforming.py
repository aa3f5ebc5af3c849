"""What follows a unit that ended: the sites of its support models, and who works there to protect children."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from places.models import Place
from places.through_time import heir_of
from programs.actions.entries import refuse
from programs.models import ProtectionWorker, SupportModelSite


@transaction.atomic
def follow_reform(*, place, on_date) -> int:
    """What was at work in the unit ends on the day before and goes on in the one that took it whole.

    Of a divided unit nothing is said: it counts to the unit's last day, and its sites and workers wait on the lists
    (to_settle; settle_site, settle_worker). May be repeated. Returns how many went on.
    """
    heir = heir_of(place, on_date)
    if not heir.is_whole:
        return 0
    return _carry(SupportModelSite, place, heir.place, on_date) + _carry(ProtectionWorker, place, heir.place, on_date)


def _carry(model, place, heir, on_date):
    at_work = model.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on_date), place=place, voided_at=None)
    rows = list(at_work.select_for_update().order_by("pk"))
    begun = [row for row in rows if row.starts_on < on_date]
    model.objects.filter(pk__in=[row.pk for row in rows if row.starts_on >= on_date]).update(place=heir)
    model.objects.filter(pk__in=[row.pk for row in begun]).update(ends_on=on_date - timedelta(days=1))
    model.objects.bulk_create(_gone_on(row, heir, on_date) for row in begun)
    if rows:
        told = {"kind": model._meta.model_name, "place": heir.pk}
        record("entry.carried", model, by=None, ids=[row.pk for row in rows], **told)
    return len(rows)


def _gone_on(row, place, on_date):
    """The same thing from the day on, in another unit; entered by whoever entered it first."""
    own = {"place": place, "starts_on": on_date, "ends_on": row.ends_on, "created_by": row.created_by}
    if isinstance(row, SupportModelSite):
        return SupportModelSite(model=row.model, name=row.name, follows=row, **own)
    return ProtectionWorker(kind=row.kind, full_name=row.full_name, area=row.area, user=row.user, **own)


def parts_of(row):
    """The units in which a site or a worker of an ended unit may have gone on, on the day after."""
    end = row.place.valid_to
    found = [unit.pk for unit, _partial in row.place.as_of(end + timedelta(days=1))] if end else []
    return Place.objects.filter(pk__in=found)


def settle_site(*, site, place, by) -> SupportModelSite:
    """Say in which part of its divided unit a site has gone on: there it does from the first day, here it ended."""
    return _settle(site, place, by, Problem("settled", _("Điểm mô hình này không chờ ghi lại.")))


def settle_worker(*, worker, place, by) -> ProtectionWorker:
    """Say in which part of their divided unit someone works on, from the first day; there they ended."""
    return _settle(worker, place, by, Problem("settled", _("Người này không chờ ghi lại ở đơn vị mới.")))


@transaction.atomic
def _settle(row, place, by, waits_no_more):
    row = type(row).objects.select_for_update(of=("self",)).select_related("place").get(pk=row.pk)
    problems = []
    if not row.waits:
        problems.append(waits_no_more)
    elif not parts_of(row).filter(pk=place.pk).exists():
        problems.append(Problem("part", _("Chọn một đơn vị mà đơn vị cũ đã thành."), "place"))
    refuse(problems)
    end = row.place.valid_to
    if row.starts_on > end:  # entered before the map knew its end: all of it was in the part
        row.place, going_on = place, row
        row.save(update_fields=["place"])
    else:
        going_on, row.ends_on = _gone_on(row, place, end + timedelta(days=1)), end
        going_on.save()
        row.save(update_fields=["ends_on"])
    record("entry.carried", going_on, by=by, kind=row._meta.model_name, place=place.pk)
    return going_on
