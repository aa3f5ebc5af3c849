"""Sites, recognitions, fund, training: entered, ended, voided."""

from calendar import monthrange

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import record
from cases.actions.refusals import Refused
from cases.models import BirthPrecision
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from places.models import Level, Place
from programs.models import (
    CommuneRecognition,
    FundEntry,
    FundSupport,
    SupportModel,
    SupportModelSite,
    TrainingClass,
)
from programs.rules import entries


def refuse(problems):
    if problems:
        raise Refused(*problems)


def in_force(place, day, field="place"):
    """The unit must have existed on the day of the entry."""
    return (
        [] if place.is_in_force(day) else [Problem("place_day", _("Đơn vị này không tồn tại vào ngày đã ghi."), field)]
    )


@transaction.atomic
def add_site(*, model, place, starts_on, by, name="", ends_on=None) -> SupportModelSite:
    """A model starts its work. A commune has a model once at a time; clubs and points may be several."""
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)  # two entries for one commune wait for each other
    problems = entries.spell(starts_on, ends_on, timezone.localdate()) + in_force(place, starts_on)
    if model.counts_as == SupportModel.CountsAs.COMMUNE:
        same = SupportModelSite.objects.filter(model=model, place=place, voided_at=None)
        if (
            same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
            .filter(starts_on__lte=ends_on or starts_on.max)
            .exists()
        ):
            problems.append(Problem("twice", _("Xã này đã có mô hình trong thời gian đó."), "place"))
    refuse(problems)
    site = SupportModelSite.objects.create(
        model=model, place=place, name=name, starts_on=starts_on, ends_on=ends_on, created_by=by
    )
    record("site.added", site, by=by, model=model.code, place=place.pk)
    return site


@transaction.atomic
def end_site(*, site, ends_on, by) -> SupportModelSite:
    """The last day of a site's work."""
    site = SupportModelSite.objects.select_for_update().get(pk=site.pk)
    problems = entries.spell(site.starts_on, ends_on, timezone.localdate())
    if site.ends_on or site.voided_at:
        problems.append(Problem("ended", _("Điểm mô hình này đã kết thúc.")))
    refuse(problems)
    site.ends_on = ends_on
    site.save(update_fields=["ends_on"])
    record("site.ended", site, by=by, ends_on=str(ends_on))
    return site


@transaction.atomic
def recognise_commune(*, place, year, by, points=None, decision="") -> CommuneRecognition:
    """A commune meets the standard of a child-friendly commune for a year (06/QĐ-TTg 03/01/2019)."""
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    day = timezone.localdate().replace(year=year, month=12, day=31)
    problems = []
    if year > timezone.localdate().year:
        problems.append(Problem("future", _("Năm này chưa đến."), "year"))
    if place.level != Level.COMMUNE:
        problems.append(Problem("level", _("Chỉ công nhận xã, phường, thị trấn, đặc khu."), "place"))
    problems += in_force(place, day)
    if CommuneRecognition.objects.filter(place=place, year=year, voided_at=None).exists():
        problems.append(Problem("twice", _("Xã này đã được công nhận cho năm đó."), "year"))
    if points is not None and not 0 <= points <= 1000:
        problems.append(Problem("points", _("Tổng điểm từ 0 đến 1.000."), "points"))
    refuse(problems)
    row = CommuneRecognition.objects.create(place=place, year=year, points=points, decision=decision, created_by=by)
    record("commune.recognised", row, by=by, place=place.pk, year=year)
    return row


@transaction.atomic
def add_fund_entry(*, place, on_date, channel, amount, by, donor="") -> FundEntry:
    """Money raised for the Children's Fund, in whole đồng."""
    refuse(entries.happened(on_date, timezone.localdate()) + entries.positive(amount) + in_force(place, on_date))
    row = FundEntry.objects.create(
        place=place, on_date=on_date, channel=channel, amount=amount, donor=donor, created_by=by
    )
    record("fund.raised", row, by=by, amount=amount, place=place.pk)
    return row


@transaction.atomic
def add_fund_support(*, place, on_date, kind, by, amount=0, child=None) -> FundSupport:
    """One turn of support (lượt) from the Fund; the child is named where known."""
    problems = entries.happened(on_date, timezone.localdate()) + in_force(place, on_date)
    if amount < 0:
        problems.append(Problem("amount", _("Số tiền không được âm."), "amount"))
    refuse(problems + (about_child(child, on_date) if child else []))
    row = FundSupport.objects.create(place=place, on_date=on_date, kind=kind, amount=amount, child=child, created_by=by)
    named = {"child": child.pk} if child else {}
    record("fund.supported", row, by=by, kind=kind, place=place.pk, **named)
    return row


@transaction.atomic
def name_supported_child(*, support, child, by) -> FundSupport:
    """Say which child a turn was for. It is said once; a wrong name is mended by voiding the turn and entering it."""
    support = FundSupport.objects.select_for_update().get(pk=support.pk)
    problems = []
    if support.voided_at:
        problems.append(Problem("voided", _("Mục này đã được huỷ.")))
    elif support.child is not None and support.child.voided_at is None:
        problems.append(Problem("named", _("Lượt này đã gắn tên trẻ; nếu gắn nhầm thì huỷ lượt rồi ghi lại.")))
    refuse(problems + about_child(child, support.on_date))
    support.child = child
    support.save(update_fields=["child"])
    record("fund.child_named", support, by=by, child=child.pk)
    return support


def about_child(child, on_date, field="on_date") -> list[Problem]:
    """Nothing is given to an entry that was a mistake, before the birth or after the death."""
    if child.voided_at:
        return [Problem("voided_child", _("Trẻ này đã bị huỷ khỏi sổ vì nhập nhầm."), "child")]
    return entries.of_a_life(on_date, birth_span(child)[0], child.died_on, field)


def birth_span(child):
    """The first and the last day that can have been the birth: of a birth known by year, all of the year."""
    day, known = child.birth_date, child.birth_precision
    if known == BirthPrecision.DAY:
        return day, day
    if known == BirthPrecision.MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


@transaction.atomic
def add_training(*, place, on_date, topic, by, organiser="", trainees=None) -> TrainingClass:
    """A class was held."""
    problems = entries.happened(on_date, timezone.localdate()) + in_force(place, on_date)
    if trainees == 0:
        problems.append(Problem("trainees", _("Lớp phải có ít nhất một học viên; để trống nếu chưa biết."), "trainees"))
    refuse(problems)
    row = TrainingClass.objects.create(
        place=place, on_date=on_date, topic=topic, organiser=organiser, trainees=trainees, created_by=by
    )
    record("training.added", row, by=by, place=place.pk)
    return row


@transaction.atomic
def void_entry(*, row, reason, by):
    """The entry was a mistake: it stays in the history and leaves every count (ruling 16)."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    problems = []
    if row.voided_at:
        problems.append(Problem("voided", _("Mục này đã được huỷ.")))
    if not reason.strip():
        problems.append(Problem("no_reason", _("Ghi lý do huỷ."), "reason"))
    refuse(problems)
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record("entry.voided", row, by=by)
    return row
