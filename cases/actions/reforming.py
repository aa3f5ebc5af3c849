"""What follows a commune that ended: its residents, and who is in charge of them (ruling 3)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from accounts import audit
from cases.models import Case, Child, Intake, Residence, ResidenceBasis


@transaction.atomic
def follow_reform(*, place, successor, on_date) -> int:
    """Open residences in the commune end on the day before and open in the successor, "do sắp xếp đơn vị hành chính";
    children, open cases and reports waiting there get the successor in charge. What was recorded stays as recorded.

    Without a successor (a divided commune) residences end and wait for someone who knows the part (Child.to_settle).
    May be repeated. Returns how many residences ended.
    """
    eve = on_date - timedelta(days=1)
    lived = Q(place=place, starts_on__lt=on_date) & (Q(ends_on=None) | Q(ends_on__gte=on_date))
    children = sorted(Residence.objects.filter(lived).values_list("child", flat=True))
    locked = list(Child.objects.select_for_update(no_key=True).filter(pk__in=children).order_by("pk"))
    rows = list(Residence.objects.select_for_update().filter(lived, child__in=locked).order_by("pk"))
    until = {row.pk: row.ends_on for row in rows}
    Residence.objects.filter(pk__in=until).update(ends_on=eve)
    later = Residence.objects.filter(place=place, starts_on__gte=on_date)
    if successor is not None:
        Residence.objects.bulk_create(
            Residence(
                child_id=row.child_id, place=successor, basis=ResidenceBasis.REFORM, address=row.address,
                starts_on=on_date, ends_on=until[row.pk],
            )
            for row in rows
        )  # fmt: skip
        later.update(place=successor)
        _put_in_charge(place, successor)
    ids = [row.child_id for row in rows]
    audit.record("reform.residents_moved", Child, by=None, ids=ids, place=place.reference, count=len(ids))
    return len(rows)


def _put_in_charge(place, successor):
    moves = {"responsible_place": successor, "version": F("version") + 1}
    for model in (Child, Intake):
        model.objects.filter(responsible_place=place).update(**moves)
    cases = Case.objects.filter(responsible_place=place)
    cases.active().filter(residence_place=place).update(residence_place=successor)
    cases.update(**moves)
