"""What of a divided unit's count belongs to a place, in whole numbers: over its parts they add up to the count.

They are shared out like the seats of a parliament (Sainte-Laguë): each next one goes where share ÷ (so far + ½) is
highest. Of a greater count no part gets less, so a numerator never exceeds its denominator; rounding each part alone,
or by the largest remainders, does not promise both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from places.models import Place
from places.through_time import NOTHING, WHOLE, Lineage, Standing

HALF = Fraction(1, 2)


def shared_out(count: int, shares: Sequence[Fraction]) -> list[int]:
    """The count in parts by their shares (which need not add up to 1); of equal claims the first one wins."""
    total = sum(shares)
    given = [int(count * share / total + HALF) for share in shares]
    while sum(given) < count:
        given[max(range(len(shares)), key=lambda n: (shares[n] / (given[n] + HALF), -n))] += 1
    while sum(given) > count:
        held = [n for n in range(len(shares)) if given[n]]
        given[min(held, key=lambda n: (shares[n] / (given[n] - HALF), -n))] -= 1
    return given


def apportioned(counts):
    """Σ count of (count, share); a unit of which the share is not known counts whole, and is named."""
    return sum(count if share in (None, WHOLE) else share.of(count) for count, share in counts)


class Divisions:
    """The divided units of one reading, each with all of its parts; asked of the database once, when one is needed."""

    def __init__(self, today):
        self.today, self.givers, self.known = today, {}, {}

    def told(self, standing, place, day):
        """The unit, with its Portion instead of a broken share."""
        if standing.share in (None, WHOLE):
            return standing
        self.givers[standing.place.pk] = standing.place
        return Standing(standing.place, Portion(self, standing.place, place, day))

    def parts(self, giver, day, on):
        """[(path, share)] of the units that hold the giver's people on the day `on`; the last one holds those of whom
        nobody knows how many went where."""
        if (giver.pk, day, on) not in self.known:
            parts = [(part.place.path, part.share) for part in self._lineage.parts(giver, day, on)]
            told = [(path, share) for path, share in parts if share is not None]
            rest = max(WHOLE - sum(share for _path, share in told), NOTHING) if len(told) < len(parts) else NOTHING
            self.known[giver.pk, day, on] = [*told, ("", rest)]
        return self.known[giver.pk, day, on]

    @cached_property
    def _lineage(self):
        return Lineage.of(self.givers.values())


@dataclass(frozen=True, eq=False)
class Portion:
    """What of the people whom a divided unit had on a day lives in a place, as it is today or was on its last day."""

    divisions: Divisions
    giver: Place
    place: Place
    day: date

    def of(self, count):
        on = min(self.place.valid_to or self.divisions.today, self.divisions.today)
        parts = self.divisions.parts(self.giver, self.day, on)
        given = shared_out(count, [share for _path, share in parts])
        return sum(n for (path, _share), n in zip(parts, given, strict=True) if path.startswith(self.place.path))
