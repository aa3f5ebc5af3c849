"""Where and when the records are declared complete, so that a count may be shown (ruling 7)."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import connection

from indicators.models import CompletenessFamily as Family
from places.models import Level

# Families whose facts all sit in communes: they are complete where each commune says so. A fund, a class or an activity
# may be the province's own, of which its communes know nothing.
OF_COMMUNES = frozenset({Family.REGISTER, Family.CASES, Family.ASSISTANCE, Family.RECOGNITION, Family.WORKFORCE})


class Declared:
    """The declarations that bear on a territory; asked as often as needed without another query.

    `spells`: (family, path of the place, from, to or None). `communes`: those of the territory, each with its path and
    is_in_force().
    """

    def __init__(self, spells, communes):
        self._spells = defaultdict(list)  # {(family, path): [(from, to)]}
        self._with_spells = set()  # (family, path) of whatever has a declaration in it
        for family, path, starts_on, ends_on in spells:
            self._spells[family, path].append((starts_on, ends_on or date.max))
            self._with_spells.update((family, above) for above in _line(path))
        self._communes = defaultdict(list)  # {path: the communes in it}
        for commune in communes:
            for above in _line(commune.path):
                self._communes[above].append(commune)
        self._known = {}

    @classmethod
    def within(cls, territory, families):
        """Declarations for the places of a territory (indicators/reading.py) and for what lies above them."""
        places = {int(part) for place in territory.below.values() for part in place.path.split(".")[:-1]}
        with connection.cursor() as cursor:
            cursor.execute(
                """select c.family, p.path, c.starts_on, c.ends_on
                from indicators_completeness c join places_place p on p.id = c.place_id
                where c.place_id = any (%s) and c.family = any (%s)""",
                [sorted(places), sorted(families)],
            )
            return cls(cursor.fetchall(), territory.at(Level.COMMUNE))

    def covers(self, path, families, first: date, last: date):
        """All families are complete for the path on all days, by declarations for it or above it; those of which all
        facts sit in communes also by declarations for each of the communes in force in it on the last day."""
        return all(self._covers(path, family, first, last) for family in families)

    def _covers(self, *asked):
        if asked not in self._known:
            self._known[asked] = self._declared_above(*asked) or self._declared_below(*asked)
        return self._known[asked]

    def _declared_below(self, path, family, first, last):
        if family not in OF_COMMUNES or (family, path) not in self._with_spells:
            return False
        communes = [commune for commune in self._communes[path] if commune.is_in_force(last)]
        return bool(communes) and all(self._declared_above(c.path, family, first, last) for c in communes)

    def _declared_above(self, path, family, first, last):
        day = first
        for starts, ends in sorted(spell for above in _line(path) for spell in self._spells.get((family, above), ())):
            if starts > day:
                return False
            if ends >= last:
                return True
            day = max(day, ends + timedelta(days=1))
        return False


def _line(path):
    """The paths of the place and of those above it: 54. and 54.601. for 54.601."""
    parts = path.split(".")[:-1]
    return [".".join(parts[:n]) + "." for n in range(1, len(parts) + 1)]
