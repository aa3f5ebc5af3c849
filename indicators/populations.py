"""Populations as published: what a census or yearbook says of a unit and a year, by sex and age where it does."""

from collections import defaultdict

from django.utils.translation import gettext as _

from cases.models import Sex
from indicators import ages
from indicators.ages import CHILD_UNTIL
from indicators.models import Population


class Populations:
    """The published rows of some units; the newest that tells the number asked for answers."""

    def __init__(self, rows):
        self._rows = defaultdict(list)
        for row in rows:
            self._rows[row.place_id, row.year].append(row)

    @classmethod
    def of(cls, places):
        rows = Population.objects.filter(place__in=set(places), voided_at=None)
        return cls(rows.select_related("document").prefetch_related("parts").order_by("-vintage", "-pk"))

    def number(self, place, year, children, part=""):
        """How many people, or `children` under 16; `part` is a sex or an age band. None where nobody published it."""
        _row, number = self._told(place, year, children, part)
        return number

    def sources(self, places, year, children):
        """Who published the numbers of these units and when: each source once."""
        rows = [self._told(place, year, children, "")[0] for place in places]
        return "; ".join(dict.fromkeys(_words(row) for row in rows if row))

    def _told(self, place, year, children, part):
        for row in self._rows.get((place, year), ()):
            number = _number(row, children, part)
            if number is not None:
                return row, number
        return None, None


def _number(row, children, part):
    if not part:
        own = row.children if children else row.total
        return own if own is not None or not children else _tiled(row, "", 0, CHILD_UNTIL)
    if part in (Sex.MALE, Sex.FEMALE):
        return _tiled(row, part, 0, CHILD_UNTIL) if children else None
    band = ages.BY_CODE.get(part)
    return _tiled(row, "", band.from_age, band.to_age) if band and children else None


def _tiled(row, sex, first, end):
    """The sum of lines that cover the ages first..end without a gap or an overlap; None where they do not."""
    lines = [line for line in row.parts.all() if line.sex == sex and first <= line.from_age and line.to_age <= end]
    whole = next((line.count for line in lines if (line.from_age, line.to_age) == (first, end)), None)
    if whole is not None:
        return whole
    age, total = first, 0
    for line in sorted(lines, key=lambda each: each.from_age):
        if line.from_age != age:
            return None
        age, total = line.to_age, total + line.count
    return total if age == end else None


def _words(row):
    source = row.source or (row.document.cited if row.document else _("không rõ nguồn"))
    told = _("%(source)s, công bố %(day)s") % {"source": source, "day": f"{row.vintage:%d/%m/%Y}"}
    return _("%(told)s (số liệu giả)") % {"told": told} if row.is_synthetic else told
