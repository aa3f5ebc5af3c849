"""Alarms about figures: one open alarm per kind and place, with what was seen last."""

import logging

from django.db.models import Q
from django.utils import timezone

from accounts.scoping import inside
from cases.models import Case, Service
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


def resolve_unplaced():
    """Every record has a place again."""
    open_ones = RecountAlarm.objects.filter(kind=RecountAlarm.Kind.UNPLACED, resolved_at=None)
    open_ones.update(resolved_at=timezone.now())


def alarms_within(territory):
    """The alarms, open and over, about places of a territory (a list of paths), and about records of no place of which
    one is a place's of the territory to mend."""
    unplaced = RecountAlarm.objects.filter(kind=RecountAlarm.Kind.UNPLACED)
    ours = [alarm.pk for alarm in unplaced if places_to_mend(alarm, territory)]
    return RecountAlarm.objects.filter(
        Q(place_id__in=Place.objects.filter(inside(territory)).values("pk")) | Q(pk__in=ours)
    )


def count_open(territory):
    """How many alarms_within are open; every page of figures asks."""
    about_us = Q(kind=RecountAlarm.Kind.UNPLACED) | Q(place_id__in=Place.objects.filter(inside(territory)).values("pk"))
    alarms = RecountAlarm.objects.filter(about_us, resolved_at=None)
    return sum(alarm.kind != RecountAlarm.Kind.UNPLACED or bool(places_to_mend(alarm, territory)) for alarm in alarms)


def places_to_mend(alarm, territory):
    """The places of the territory that are responsible for the children whose records have no place."""
    cases = Case.objects.filter(inside(territory, "responsible_place"), pk__in=alarm.detail.get("cases", []))
    services = Service.objects.filter(
        inside(territory, "child__responsible_place"), pk__in=alarm.detail.get("services", [])
    )
    found = {*cases.values_list("responsible_place", flat=True)}
    found |= {*services.values_list("child__responsible_place", flat=True)}
    return list(Place.objects.filter(pk__in=found).order_by("sort_key"))
