"""Children of divided communes of whom nobody has said yet in which part they live: on whose ground they stand.

From the day of the reform they count in the lowest unit that holds all parts, mostly the province (ruling 3). A place
that communes stand for in today's boundaries (a province that went into a wider one) would lose them. Each belongs to
the ground of the commune that was divided: where that lay wholly within the place they are held in its number, where
only a part of it did they are named as lacking. A commune holds none of them but in its own old boundaries.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from cases.models import Residence, ResidenceBasis
from indicators.counting.waiting import WHO_WAITS
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith
from indicators.reading import Territory, counted_sums
from places.models import Level, Place
from places.through_time import WHOLE, Standing

CHILDREN = ChildStock | ChildStockWith | ChildFlow


@dataclass(frozen=True)
class Former:
    """A divided commune in the stead of its children who wait: with a key of its own, and no unit of the day."""

    place: Place

    @property
    def pk(self):
        return "unsettled", self.place.pk

    def is_in_force(self, _day):
        return False


@dataclass(frozen=True)
class Waiting:
    """Divided communes of which children wait; of those `lacking` only a part lies within the place."""

    held: list[Standing] = field(default_factory=list)
    lacking: list[Standing] = field(default_factory=list)

    def places(self):
        return [unit.place.place for unit in (*self.held, *self.lacking)]


NOBODY = Waiting()


class Unsettled:
    """Those who wait above the units of one reading. `asked`: [(place, span, day, Standings)]; nothing is asked of the
    database where every place stands by itself."""

    def __init__(self, lineage, today, asked):
        self.lineage, self.today = lineage, today
        self.shares = {}  # {(place pk, day): the units of the day}
        self.divided = {}  # {day: [(holder, commune)]}
        self.found = {}  # {(place pk, period id): Waiting}
        self.communes = defaultdict(set)  # {period id: their ids}
        asked = [each for each in asked if [unit.place for unit in each[3]] not in ([], [each[0]])]
        above = {int(key) for *_told, units in asked for unit, _share in units for key in unit.path.split(".")[:-2]}
        waits = (
            Residence.objects.filter(place__in=above, basis=ResidenceBasis.UNSETTLED)
            if above
            else Residence.objects.none()
        )
        self.holders = sorted(set(waits.order_by().values_list("place", flat=True).distinct()))
        for place, span, day, units in asked if self.holders else ():
            self._look(place, span, day, units)

    def of(self, place, span):
        return self.found.get((place.pk, span.id), NOBODY)

    def sums(self, measures, span, day, by=None, group=""):
        """Of children only: {(Former.pk, measure code, period id, part): n}, counted from the records now."""
        measures = [m for m in measures if isinstance(m, CHILDREN)]
        communes = sorted(self.communes.get(span.id, ()))
        if not (measures and communes):
            return {}
        keys = [("unsettled", pk) for pk in communes]
        return counted_sums(measures, Territory(keys, communes, [], {}), span, day, by, group, waiting_in=self.holders)

    def _look(self, place, span, day, units):
        paths = tuple(unit.path for unit, _share in units)
        told = Waiting()
        for holder, commune in self._divided_on(day):
            if holder.path.startswith(paths):
                continue  # they count in one of the units
            share = self._share(place, commune)
            if share == WHOLE:
                told.held.append(Standing(Former(commune), WHOLE))
            elif share != 0 and place.level != Level.COMMUNE:
                told.lacking.append(Standing(Former(commune), WHOLE))
        if told != NOBODY:
            self.found[place.pk, span.id] = told
            self.communes[span.id] |= {commune.pk for commune in told.places()}

    def _divided_on(self, day):
        """[(holder, commune)], in alphabetical order of the communes."""
        if day not in self.divided:
            with connection.cursor() as cursor:
                cursor.execute(WHO_WAITS, {"holders": self.holders, "count_day": day})
                pairs = cursor.fetchall()
            known = Place.objects.in_bulk({pk for pair in pairs for pk in pair})
            found = [(known[holder], known[commune]) for holder, commune in pairs]
            self.divided[day] = sorted(found, key=lambda pair: (pair[1].sort_key, pair[1].pk))
        return self.divided[day]

    def _share(self, place, commune):
        """How much of the divided commune lies within the place: WHOLE, 0, a part, or None where it is not known."""
        if commune.valid_to is None:
            return None  # the unit in which they wait: nobody wrote down which commune it was
        key = place.pk, commune.valid_to
        if key not in self.shares:
            self.shares[key] = self.lineage.standing(place, commune.valid_to, self.today)
        return next((share for unit, share in self.shares[key] if commune.path.startswith(unit.path)), 0)
