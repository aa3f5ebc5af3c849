"""Who sees no live figures: whoever is barred from a case sees none of its territory nor of what contains it.

The difference of two figures could tell of the case (ruling 17). Every page, file and answer of the API passes its
values through here. The words never say why: who is barred is not told so.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from cases.models import DenyEntry
from indicators.value import Status

_PLACES = ("responsible_place", "residence_place", "incident_place")


class Withheld:
    """What is kept from one person; asked as often as needed with one query, or a few where something is kept."""

    def __init__(self, user):
        barring = DenyEntry.objects.barring(user).values_list(*(f"case__{place}__path" for place in _PLACES))
        self.paths = {path for row in barring for path in row if path}

    def covers(self, place):
        """True where a case that the person must not see lies in the place, or in what became it."""
        if not self.paths:
            return False
        territory = tuple(place.territory_paths())
        return any(path.startswith(territory) for path in self.paths)

    def shown(self, values):
        """The values as the person may see them: live ones of covered places are unknown."""
        if not self.paths:
            return values
        covered = {place: self.covers(place) for place in {value.place for value in values}}
        return [withheld(value) if covered[value.place] else value for value in values]


def withheld(value):
    """The value without its number; what others reported was public before and stays."""
    return replace(
        value,
        status=Status.UNKNOWN,
        reason=_("Số liệu trực tiếp của địa bàn này chưa mở cho tài khoản của bạn; chưa có bản công bố."),
        numerator=None,
        denominator=None,
        value=None,
        parts=[],
        stale=False,
        complete=False,
        as_of=None,
        missing=[],
    )
