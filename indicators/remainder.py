"""What of a figure lies in none of the units below, as a figure of its own: with it they add up to the whole.

Of children: those of divided communes whom nobody has settled in a part yet (ruling 3); of other facts, what is
recorded of a higher unit. It is told only where it is a plain difference (value.in_no_unit).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from indicators.definition import By
from indicators.value import Part, Status, in_no_unit, ratio
from places.models import Place


@dataclass(frozen=True)
class NoUnit:
    """Stands where a unit stands in an answer: 91@2025-07-01$rest is what of An Giang lies in none of its units."""

    place: Place
    label: str

    @property
    def reference(self):
        return f"{self.place.reference}$rest"

    @property
    def name(self):
        return _("%(place)s: %(label)s") % {"place": self.place.name, "label": self.label}


def found(wholes, units):
    """{(indicator code, place pk, period id): Part} of those of the `wholes` of which something lies in no unit."""
    told = ((whole, in_no_unit(whole, below)) for whole, below in _with_units(wholes, units))
    return {_key(whole): left for whole, left in told if left}


def rows(wholes, units, by, lefts):
    """A Value for each that was `found`, with its parts `by` a breakdown; the same rows whatever the breakdown."""
    return [
        _row(whole, below, by, lefts[_key(whole)])
        for whole, below in _with_units(wholes, units)
        if _key(whole) in lefts
    ]


def _with_units(wholes, units):
    """Each whole with the values of the units that lay in the place on its count day."""
    alike = defaultdict(list)
    for value in units:
        alike[value.indicator.code, value.period.id].append(value)
    for whole in wholes:
        yield whole, [value for value in alike[whole.indicator.code, whole.period.id] if _is_below(value, whole)]


def _key(whole):
    return whole.indicator.code, whole.place.pk, whole.period.id


def _is_below(value, whole):
    stands = whole.boundaries == "now" or value.place.is_in_force(whole.count_day)
    return stands and value.place.path.startswith(whole.place.path)


def _row(whole, units, by, left):
    known = [value.as_of for value in (whole, *units) if value.as_of]
    told = {"status": Status.COMPUTED, "reason": ""}
    if left.value is None:
        told = {"status": Status.NOT_APPLICABLE, "reason": _("Không có mẫu số riêng của phần này.")}
    return replace(
        whole, place=NoUnit(whole.place, left.label), numerator=left.numerator, denominator=left.denominator,
        value=left.value, parts=_parts(whole, units, by, left), reported=[], as_of=min(known, default=None),
        stale=any(value.stale for value in (whole, *units)), **told,
    )  # fmt: skip


def _parts(whole, units, by, left):
    """What of each part lies in no unit; none of them where one is told of the units alone."""
    numerators, denominators = Counter(), Counter()
    for part in (part for unit in units for part in unit.parts):
        numerators[part.key] += part.numerator or 0
        denominators[part.key] += part.denominator or 0
    found = []
    for part in whole.parts:
        if part.numerator is None:
            continue  # of this part the records are not complete
        numerator, own = part.numerator - numerators[part.key], left.denominator
        if by != By.GROUP and part.denominator is not None:
            own = part.denominator - denominators[part.key]
        if numerator < 0 or (own or 0) < 0:
            return []
        if numerator or own:
            amount = ratio(numerator, own, whole.indicator.factor) if whole.indicator.is_share else numerator
            found.append(Part(part.key, part.label, numerator, own, amount))
    return found
