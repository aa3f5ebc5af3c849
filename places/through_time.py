"""Which units of a day make up a unit of another day, and how much of each: merges, divisions, parts that moved.

    Lineage.of([an_giang]).standing(an_giang, date(2020, 12, 31), today)   An Giang and Kiên Giang of 2020, both whole

Of a unit in force the boundaries are those of `today`; of one that ended, those of its last day. A divided unit counts
whole where all its parts are reached, by its known share of the population where it is known, else its share is None:
"tách không rõ tỷ lệ". Where a province or district went into a wider unit, its communes stand for it.
"""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from os.path import commonprefix
from typing import NamedTuple

from django.db.models import Q

from places.models import Level, Place, PlaceLink
from places.models.place import shortest_paths

WHOLE, NOTHING = Fraction(1), Fraction(0)
NEARLY_ALL = Fraction(1, 200)  # printed shares are rounded


class Standing(NamedTuple):
    """A unit, and the part of it that lies within the boundaries asked for; None where that part is not known."""

    place: Place
    share: Fraction | None

    @property
    def is_whole(self):
        return self.share == WHOLE


class Step(NamedTuple):
    giver: int
    taker: int
    on: date
    share: Fraction | None  # of the giver's people; None where it is not known


class Lineage:
    """All steps that lead to or from some units, asked of the database once."""

    def __init__(self, places, steps):
        self.places = places
        self.days = {step.on for step in steps}
        self.into, self.out_of = defaultdict(list), defaultdict(list)  # {(day, unit): steps}
        for step in steps:
            self.into[step.on, step.taker].append(step)
            self.out_of[step.on, step.giver].append(step)

    @classmethod
    def of(cls, places):
        known = {place.pk: place for place in places}
        steps, frontier = set(), set(known)
        while frontier:
            rows = PlaceLink.objects.filter(Q(from_place__in=frontier) | Q(to_place__in=frontier))
            found = {_step(*row) for row in rows.values_list("from_place", "to_place", "on_date", "partial", "share")}
            frontier = {pk for step in found - steps for pk in (step.giver, step.taker)} - known.keys()
            steps |= found
            known |= Place.objects.in_bulk(frontier)
        return cls(known, steps)

    def standing(self, place, day, today):
        """[Standing] on the day, in alphabetical order; empty where the lineage is not known."""
        shares = self._walk({place.pk: WHOLE}, place, day, today)
        if None in shares.values() and place.level != Level.COMMUNE:
            last = min(place.valid_to or today, today)
            communes = list(Place.objects.within(place).level(Level.COMMUNE).in_force(last))
            if communes:
                below = Lineage.of(communes)
                return below._there(below._walk(dict.fromkeys(below.ids(communes), WHOLE), place, day, today), day)
        return self._there(shares, day)

    def parts(self, unit, day, on):
        """[Standing]: the units of a later day `on` that hold the people whom the unit had on `day`, in alphabetical
        order, each with the share of them that it holds."""
        days = sorted(each for each in self.days if day < each <= on)
        reached = {unit.pk}
        for each in days:
            reached |= {step.taker for pk in reached for step in self.out_of.get((each, pk), ())}
        found = []
        for pk in reached:
            shares = {pk: WHOLE}
            for each in reversed(days):
                shares = self._back(shares, each)
            if self.places[pk].is_in_force(on) and unit.pk in shares:
                found.append(Standing(self.places[pk], shares[unit.pk]))
        return sorted(found, key=lambda part: (part.place.sort_key, part.place.pk))

    @staticmethod
    def ids(places):
        return [place.pk for place in places]

    def _there(self, shares, day):
        """What is in force on the day, without what lies within another of them."""
        found = {self.places[pk]: share for pk, share in shares.items() if self.places[pk].is_in_force(day)}
        outermost = set(shortest_paths(place.path for place in found))
        there = [Standing(place, share) for place, share in found.items() if place.path in outermost]
        return sorted(there, key=lambda each: (each.place.sort_key, each.place.pk))

    def _walk(self, shares, place, day, today):
        last = place.valid_to
        if last and last < day:
            for on in sorted(on for on in self.days if last < on <= day):
                shares = self._forward(shares, on)
            return shares
        start = min(last or today, max(today, day))
        for on in sorted((on for on in self.days if day < on <= start), reverse=True):
            shares = self._back(shares, on)
        return shares

    def _back(self, shares, on):
        """The same ground on the day before the step."""
        givers = {step.giver for pk in shares for step in self.into.get((on, pk), ())}
        givers |= {pk for pk in shares if (on, pk) in self.out_of}
        before = {pk: share for pk, share in shares.items() if not self._began(pk, on)}
        for giver in givers:
            parts = [(step.share, shares.get(step.taker, NOTHING)) for step in self.out_of[on, giver]]
            if not self._ended(giver, on):
                given = [share for share, _ours in parts]
                kept = None if None in given else max(NOTHING, WHOLE - sum(given))
                parts.append((kept, shares.get(giver, NOTHING)))
            before[giver] = _together(parts)
        return {pk: share for pk, share in before.items() if share != NOTHING}

    def _forward(self, shares, on):
        """The same ground on the day of the step."""
        after = {pk: share for pk, share in shares.items() if not self._ended(pk, on)}
        for taker in {step.taker for pk in shares for step in self.out_of.get((on, pk), ())}:
            givers = {step.giver for step in self.into[on, taker]}
            outermost = set(shortest_paths(self.places[pk].path for pk in givers))
            widest = {pk for pk in givers if self.places[pk].path in outermost}
            ours = {shares.get(pk, NOTHING) for pk in widest}
            if not self._began(taker, on):
                ours.add(shares.get(taker, NOTHING))
            inner = any(pk in shares for pk in givers - widest)  # it came along inside a wider unit
            after[taker] = None if inner or len(ours) > 1 else ours.pop()
        return {pk: share for pk, share in after.items() if share != NOTHING}

    def _began(self, pk, on):
        return self.places[pk].valid_from is not None and self.places[pk].valid_from >= on

    def _ended(self, pk, on):
        return self.places[pk].valid_to is not None and self.places[pk].valid_to < on


def _step(giver, taker, on, partial, share):
    known = None if share is None else Fraction(share)
    return Step(giver, taker, on, known if partial else WHOLE)


def _together(parts):
    """How much of a unit is ours, from its parts: [(share of the unit, how much of the part is ours)]."""
    ours = {own for _share, own in parts}
    if len(ours) == 1:
        return ours.pop()
    shares = [share for share, _own in parts]
    if None in ours or None in shares or abs(sum(shares) - 1) > NEARLY_ALL:
        return None
    return min(WHOLE, sum(share * own for share, own in parts))


class Heir(NamedTuple):
    """What holds all the people of a unit that ended; `is_whole` if one unit took it as a whole."""

    place: Place | None
    is_whole: bool


def heir_of(place, day):
    """Heir on the day: the unit that took the whole of this one, else the lowest that holds all of its parts.

    Of parts in several provinces: the province of the part that keeps the code, else the old one, so that people go on
    counting where they did. Where the lineage is not known: what the unit lay in, or what became of that; else None.
    """
    parts = place.as_of(day)
    if len(parts) == 1 and not parts[0][1]:
        return Heir(parts[0][0], is_whole=True)
    units = [unit for unit, _partial in parts]
    if not units:
        above = place.parent
        return Heir(above and (above if above.is_in_force(day) else heir_of(above, day).place), is_whole=False)
    common = commonprefix([unit.path.split(".")[:-2] for unit in units])
    if common:
        return Heir(Place.objects.get(pk=common[-1]), is_whole=False)
    kept = min(units, key=lambda unit: (unit.code != place.code, unit.province_id != place.province_id, unit.code))
    return Heir(kept.province or kept, is_whole=False)
