"""Where and when the records are declared complete, so that a count may be shown (ruling 7)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from indicators.models import Completeness
from places.models import Level, Place


@dataclass
class Declared:
    """The declarations that bear on some territories; asked as often as needed without another query."""

    spells: list = field(default_factory=list)  # (family, path, starts_on, ends_on)
    communes: list = field(default_factory=list)  # places, loaded when first needed
    _loaded_for: list = field(default_factory=list)

    @classmethod
    def within(cls, paths, families):
        """Declarations for these paths, what lies above them and below."""
        about = Q()
        for path in paths:
            above = [int(part) for part in path.split(".")[:-1]]
            about |= Q(place__path__startswith=path) | Q(place__in=above)
        rows = Completeness.objects.filter(about, family__in=families) if paths else Completeness.objects.none()
        return cls(list(rows.values_list("family", "place__path", "starts_on", "ends_on")), _loaded_for=list(paths))

    def covers(self, path, families, first: date, last: date):
        """All families are complete for the path on all days, by declarations for it or above it, or for each of the
        communes in force in it on the last day."""
        return all(self._covers(path, family, first, last) for family in families)

    def _covers(self, path, family, first, last):
        if self._declared_above(path, family, first, last):
            return True
        if not any(found == family and below.startswith(path) for found, below, *_ in self.spells):
            return False
        communes = [c for c in self._communes() if c.path.startswith(path) and c.is_in_force(last)]
        return bool(communes) and all(self._declared_above(c.path, family, first, last) for c in communes)

    def _declared_above(self, path, family, first, last):
        held = sorted(
            (starts, ends or date.max)
            for found, place, starts, ends in self.spells
            if found == family and path.startswith(place)
        )
        day = first
        for starts, ends in held:
            if starts > day:
                return False
            if ends >= last:
                return True
            day = max(day, ends + timedelta(days=1))
        return False

    def _communes(self):
        if not self.communes:
            about = Q()
            for path in self._loaded_for:
                about |= Q(path__startswith=path)
            self.communes = list(
                Place.objects.filter(about, level=Level.COMMUNE).only("path", "valid_from", "valid_to")
            )
        return self.communes
