"""Alarms about figures: one open alarm per kind and place, with what was seen last."""

import logging

from django.utils import timezone

from accounts.scoping import inside
from indicators.models import RecountAlarm
from places.models import Place

log = logging.getLogger(__name__)


def raise_alarm(kind, place, detail):
    """Say that something is wrong with the figures of a place (None: of no place). Nothing is mended by it."""
    log.error("Alarm %s, place %s", kind, place)
    RecountAlarm.objects.update_or_create(
        kind=kind, place_id=place, resolved_at=None, defaults={"detail": detail, "at": timezone.now()}
    )


def resolve(places, **which):
    """The alarms of these places are over: they have been counted again."""
    RecountAlarm.objects.filter(place_id__in=places, resolved_at=None, **which).update(resolved_at=timezone.now())


def alarms_within(territory):
    """The alarms, open and over, about places of a territory (a list of paths)."""
    return RecountAlarm.objects.filter(place_id__in=Place.objects.filter(inside(territory)).values("pk"))
