"""Where a child lives, followed through reforms of the map (ruling 3)."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from cases.actions.locks import reason_given
from cases.actions.refusals import column_problems, refuse_if
from cases.models import Residence, ResidenceBasis, WithdrawnResidence
from cases.rules.problem import Problem
from places.models import Level
from places.through_time import heir_of


def commune_problems(place, day, field="place") -> list[Problem]:
    """A unit where one can live or where something happens: a commune, in force on the day."""
    if place.level != Level.COMMUNE:
        return [Problem("not_a_commune", _("%(place)s không phải đơn vị cấp xã."), field, params={"place": place.name})]
    if not place.is_in_force(day):
        return [
            Problem(
                "place_not_in_force",
                _("%(place)s không có hiệu lực vào ngày %(day)s."),
                field,
                params={"place": place.name, "day": day},
            )
        ]
    return []


def residences_since(child, place, starts_on, today, *, basis, address="") -> list[Residence]:
    """Unsaved residences from a commune of the past to the one of today: each reform ends one and opens the next.

    Where a commune was divided nobody knows which part the child lives in: it goes on in the unit that holds all parts,
    UNSETTLED. One that had ended before `starts_on` is followed to what it is part of on that day; none, if it was
    divided before.
    """
    rows = []
    if place.valid_to and place.valid_to < starts_on:
        heir = heir_of(place, starts_on)
        place = heir.place if heir.is_whole else None
    while place is not None:
        ends_on = place.valid_to if place.valid_to and place.valid_to < today else None
        rows.append(
            Residence(child=child, place=place, basis=basis, address=address, starts_on=starts_on, ends_on=ends_on)
        )
        if ends_on is None:
            return rows
        starts_on = ends_on + timedelta(days=1)
        heir = heir_of(place, starts_on)
        place, basis = heir.place, basis_after(heir, basis)
    return rows


def basis_after(heir, basis) -> str:
    """What a residence that a reform has moved rests on: unsettled once, it is so until a whole commune takes it."""
    settled = heir.is_whole and (basis != ResidenceBasis.UNSETTLED or heir.place.level == Level.COMMUNE)
    return ResidenceBasis.REFORM if settled else ResidenceBasis.UNSETTLED


def withdraw(homes, *, reason, by):
    """Homes entered by mistake leave the list and every count; what stood there is kept with the reason (ruling 16).
    The address is sealed anew: a seal belongs to its row."""
    for home in homes:
        kept = {name: getattr(home, name) for name in ("child", "place", "basis", "address", "starts_on", "ends_on")}
        row = WithdrawnResidence(**kept, reason=reason_given(reason), withdrawn_by=by)
        refuse_if(column_problems(row))
        row.save()
        home.delete()


def in_charge(homes):
    """Whose child it is, of its residences in order: the last that is known. Whoever has a part of a divided commune
    reaches what was the commune's, and may say where the child lives."""
    return next((home.place for home in reversed(homes) if home.basis != ResidenceBasis.UNSETTLED), None)
