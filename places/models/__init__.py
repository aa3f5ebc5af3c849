from places.models.calendar_day import CalendarDay, DayKind
from places.models.ethnic_group import EthnicGroup
from places.models.place import Certainty, Level, LinkKind, Place, PlaceAlias, PlaceLink, PlaceQuerySet
from places.models.reform import (
    Reform,
    ReformLink,
    ReformStatus,
    ReformUnit,
    successor_of_office,
    successor_of_people,
)

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
    "Reform",
    "ReformLink",
    "ReformStatus",
    "ReformUnit",
    "successor_of_office",
    "successor_of_people",
]
