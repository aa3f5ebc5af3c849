"""Activities, days of care, protection workers and awards: entered and ended. Voiding is entries.void_entry."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from programs.actions.entries import in_force, refuse
from programs.models import Activity, Award, CareDay, ProtectionWorker, SupportModelSite
from programs.rules import entries

NEEDS_TURNS = {Activity.Kind.TALK, Activity.Kind.COUNSELLING}  # what is counted of them is turns
NEEDS_CHILDREN = {Activity.Kind.GIFT, Activity.Kind.FORUM, Activity.Kind.COURSE}


@transaction.atomic
def add_activity(*, kind, name, place, on_date, by, **fields) -> Activity:
    """Something was held. fields: programme, organiser, turns (lượt), children, amount in đồng, note."""
    problems = entries.happened(on_date, timezone.localdate()) + in_force(place, on_date)
    if kind in NEEDS_TURNS and fields.get("turns") is None:
        problems.append(Problem("turns", _("Ghi số lượt người: hoạt động này được tính theo lượt."), "turns"))
    if kind in NEEDS_CHILDREN and fields.get("children") is None:
        problems.append(Problem("children", _("Ghi số trẻ em: hoạt động này được tính theo trẻ em."), "children"))
    refuse(problems)
    row = Activity.objects.create(kind=kind, name=name, place=place, on_date=on_date, created_by=by, **fields)
    record("activity.added", row, by=by, kind=kind, place=place.pk)
    return row


@transaction.atomic
def add_care_day(*, site, on_date, children, by) -> CareDay:
    """How many children a site cared for on a day that it was open; none came on an open day is 0."""
    site = SupportModelSite.objects.select_for_update().get(pk=site.pk)
    problems = entries.happened(on_date, timezone.localdate())
    if site.voided_at or on_date < site.starts_on or (site.ends_on and on_date > site.ends_on):
        problems.append(Problem("closed", _("Điểm này không hoạt động vào ngày đã ghi."), "on_date"))
    if CareDay.objects.filter(site=site, on_date=on_date, voided_at=None).exists():
        problems.append(Problem("twice", _("Ngày này của điểm đã được ghi; nếu ghi nhầm, hãy huỷ mục cũ."), "on_date"))
    refuse(problems)
    row = CareDay.objects.create(site=site, place=site.place, on_date=on_date, children=children, created_by=by)
    record("care_day.added", row, by=by, place=site.place_id)
    return row


@transaction.atomic
def add_worker(*, kind, full_name, place, starts_on, by, area="", ends_on=None) -> ProtectionWorker:
    """Someone begins to work for children's protection in a unit."""
    refuse(entries.spell(starts_on, ends_on, timezone.localdate()) + in_force(place, starts_on))
    row = ProtectionWorker.objects.create(
        kind=kind, full_name=full_name, place=place, area=area, starts_on=starts_on, ends_on=ends_on, created_by=by
    )
    record("worker.added", row, by=by, kind=kind, place=place.pk)
    return row


@transaction.atomic
def end_worker(*, worker, ends_on, by) -> ProtectionWorker:
    """The last day of a worker in the unit."""
    worker = ProtectionWorker.objects.select_for_update().get(pk=worker.pk)
    problems = entries.spell(worker.starts_on, ends_on, timezone.localdate())
    if worker.ends_on or worker.voided_at:
        problems.append(Problem("ended", _("Người này đã thôi làm việc tại đây.")))
    refuse(problems)
    worker.ends_on = ends_on
    worker.save(update_fields=["ends_on"])
    record("worker.ended", worker, by=by, ends_on=str(ends_on))
    return worker


@transaction.atomic
def add_award(*, place, title, recipient, count, on_date, by, **fields) -> Award:
    """So many collectives or individuals were honoured by a decision. fields: programme, decision, note."""
    problems = entries.happened(on_date, timezone.localdate()) + in_force(place, on_date)
    refuse(problems)
    row = Award.objects.create(
        place=place, title=title, recipient=recipient, count=count, on_date=on_date, created_by=by, **fields
    )
    record("award.added", row, by=by, place=place.pk)
    return row
