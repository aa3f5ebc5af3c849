"""Where a child lives, followed through reforms of the map (ruling 3)."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from cases.models import Residence, ResidenceBasis
from cases.rules.problem import Problem
from places.models import Level


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

    Where a commune was divided nobody knows which part the child lives in: the row stays ended, for the work list. One
    that had ended before `starts_on` is followed to what it is part of on that day; none, if it was divided before.
    """
    rows = []
    if place.valid_to and place.valid_to < starts_on:
        place = _successor(place, starts_on)
    while place is not None:
        ends_on = place.valid_to if place.valid_to and place.valid_to < today else None
        rows.append(
            Residence(child=child, place=place, basis=basis, address=address, starts_on=starts_on, ends_on=ends_on)
        )
        if ends_on is None:
            return rows
        starts_on = ends_on + timedelta(days=1)
        place = _successor(place, starts_on)
        basis = ResidenceBasis.REFORM
    return rows


def _successor(place, day):
    """What the whole commune is part of on the day; None where it was divided."""
    units = place.as_of(day)
    return units[0][0] if len(units) == 1 and not units[0][1] else None
