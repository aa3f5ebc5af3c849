"""What follows a unit that ended: its residents, and who is in charge of them (ruling 3)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from accounts import audit
from cases.actions.residences import basis_after
from cases.models import Case, Child, Intake, Residence, ResidenceBasis
from places.through_time import heir_of


@transaction.atomic
def follow_reform(*, place, on_date) -> int:
    """Open residences in the unit end on the day before and open in the one that took it whole, "do sắp xếp đơn vị hành
    chính"; children, open cases and reports waiting there get it in charge. What was recorded stays as recorded.

    Residents of a divided commune go on in the lowest unit that holds all of its parts, so that its figures stay whole,
    until someone says which part they live in (Child.to_settle, settle_child); in charge are those of all parts.
    May be repeated. Returns how many residences ended.
    """
    eve, heir = on_date - timedelta(days=1), heir_of(place, on_date)
    lived = Q(place=place, starts_on__lt=on_date) & (Q(ends_on=None) | Q(ends_on__gte=on_date))
    children = sorted(Residence.objects.filter(lived).values_list("child", flat=True))
    locked = list(Child.objects.select_for_update(no_key=True).filter(pk__in=children).order_by("pk"))
    rows = list(Residence.objects.select_for_update().filter(lived, child__in=locked).order_by("pk"))
    until = {row.pk: row.ends_on for row in rows}
    Residence.objects.filter(pk__in=until).update(ends_on=eve)
    if heir.place is not None:
        Residence.objects.bulk_create(
            Residence(
                child_id=row.child_id, place=heir.place, basis=basis_after(heir, row.basis), address=row.address,
                starts_on=on_date, ends_on=until[row.pk],
            )
            for row in rows
        )  # fmt: skip
        _follow_later(place, heir, on_date)
    if heir.is_whole:
        _put_in_charge(place, heir.place)
    ids = [row.child_id for row in rows]
    audit.record("reform.residents_moved", Child, by=None, ids=ids, place=place.reference, count=len(ids))
    return len(rows)


def _follow_later(place, heir, on_date):
    """Moves into the ended unit that were written down between the day and now."""
    later = Residence.objects.filter(place=place, starts_on__gte=on_date)
    if heir.is_whole:
        later.update(place=heir.place)
    else:
        later.update(place=heir.place, basis=ResidenceBasis.UNSETTLED)


def _put_in_charge(place, successor):
    moves = {"responsible_place": successor, "version": F("version") + 1}
    for model in (Child, Intake):
        model.objects.filter(responsible_place=place).update(**moves)
    cases = Case.objects.filter(responsible_place=place)
    cases.active().filter(residence_place=place).update(residence_place=successor)
    cases.update(**moves)
