"""Who sees no live figures: whoever is barred from a case sees none of its territory nor of what contains it, but what
was published for everyone.

The difference of two figures could tell of the case (ruling 17). Every page, file and answer of the API passes its
values through here. The words never say why: who is barred is not told so.
"""

from dataclasses import replace

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from cases.models import DenyEntry
from indicators.releases.published import newest_values
from indicators.value import Status

# Wherever a figure may count the child: where it lives and has lived, and the places of all its cases.
_PLACES = (
    *("child__responsible_place", "child__residences__place"),
    *(f"child__cases__{place}" for place in ("responsible_place", "residence_place", "incident_place")),
)


class Withheld:
    """What is kept from one person; asked as often as needed with one query, or a few where something is kept."""

    def __init__(self, user):
        self.user = user
        entries = list(DenyEntry.objects.barring(user).values_list("pk", flat=True))  # none, of almost everyone
        self.paths = self._paths_of(entries) if entries else set()

    @staticmethod
    def _paths_of(entries):
        told = DenyEntry.objects.filter(pk__in=entries).values_list(*(f"case__{place}__path" for place in _PLACES))
        return {path for row in told.distinct() for path in row if path}

    def covers(self, place):
        """True where a child whom the person must not see, or a case of it, is or was in the place or its successor."""
        if not self.paths:
            return False
        territory = tuple(place.territory_paths())
        return any(path.startswith(territory) for path in self.paths)

    def shown(self, values):
        """The values as the person may see them: live ones of covered places are unknown, and in today's boundaries
        those that would tell of units outside of the person's territory."""
        values = [self._within_reach(value) for value in values]
        if not self.paths:
            return values
        covered = {place: self.covers(place) for place in {place for value in values for place in _ground(value)}}
        if not any(covered.values()):
            return values
        hidden = [any(covered[place] for place in _ground(value)) for value in values]
        published = newest_values([value for value, is_hidden in zip(values, hidden, strict=True) if is_hidden])
        return [withheld(value, published) if hide else value for value, hide in zip(values, hidden, strict=True)]

    def _within_reach(self, value):
        """A divided commune lies in the territory of each of its parts, but the other parts do not."""
        if value.boundaries == "then" or all(unit.path.startswith(self._territory) for unit in value.units):
            return value
        reason = _("Ngày nay một phần địa bàn này thuộc nơi ngoài phạm vi của bạn.")
        return replace(withheld(value), reason=reason, units=[])

    @cached_property
    def _territory(self):
        return tuple(self.user.territory(Permission.INDICATOR_VIEW))


def _ground(value):
    """The place asked for and, in today's boundaries, whatever its number was counted in; where children of divided
    communes are told beside it, the provinces in which they wait."""
    if value.boundaries != "now":
        return {value.place}
    above = {unit.province for unit in value.units if unit.province_id} if value.waiting or value.lacking else set()
    return {value.place, *value.units} | above


def withheld(value, published=None):
    """The value as the newest release tells it, else without its number; what others reported stays as it is."""
    release, rows = (published or {}).get((value.indicator.code, value.place.pk, value.period.id), (None, []))
    group = ("group", value.group) if value.group else ("", "")
    told = next((row for row in rows if (row.by, row.part) == group), None)
    if told is not None and told.value is not None:
        return _as_released(value, told, rows, release)
    if told is not None:
        reason = _("Số nhỏ được ẩn trong bản công bố %(number)s.") % {"number": release.number}
    else:
        reason = _("Số liệu trực tiếp của địa bàn này chưa mở cho tài khoản của bạn; chưa có bản công bố.")
    return replace(
        value,
        status=Status.UNKNOWN,
        reason=reason,
        numerator=None,
        denominator=None,
        value=None,
        parts=[],
        stale=False,
        complete=False,
        as_of=None,
        missing=[],
        waiting=0,
        lacking=0,
    )


def _as_released(value, told, rows, release):
    """The published number with the parts that were asked for and published."""
    by_part = {row.part: row for row in rows if row.by and row.value is not None}
    parts = [
        replace(part, numerator=row.numerator, denominator=row.denominator, value=row.value)
        for part in value.parts
        if (row := by_part.get(part.key))
    ]
    return replace(
        value,
        status=Status.COMPUTED,
        numerator=told.numerator,
        denominator=told.denominator,
        value=told.value if value.indicator.is_share else told.numerator,
        parts=parts,
        stale=False,
        as_of=release.as_of,
        complete=True,
        missing=[],
        waiting=0,
        lacking=0,
        version=told.version,
        release=release.number,
    )
