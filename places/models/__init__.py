from places.models.calendar_day import CalendarDay, DayKind
from places.models.ethnic_group import EthnicGroup
from places.models.place import Certainty, Level, LinkKind, Place, PlaceAlias, PlaceLink, PlaceQuerySet

__all__ = [
    "CalendarDay",
    "Certainty",
    "DayKind",
    "EthnicGroup",
    "Level",
    "LinkKind",
    "Place",
    "PlaceAlias",
    "PlaceLink",
    "PlaceQuerySet",
]
