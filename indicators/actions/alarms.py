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
    ours = places_to_mend(RecountAlarm.objects.filter(kind=RecountAlarm.Kind.UNPLACED), territory)
    return RecountAlarm.objects.filter(
        Q(place_id__in=Place.objects.filter(inside(territory)).values("pk")) | Q(pk__in=list(ours))
    )


def count_open(territory):
    """How many alarms_within are open; every page of figures asks."""
    about_us = Q(kind=RecountAlarm.Kind.UNPLACED) | Q(place_id__in=Place.objects.filter(inside(territory)).values("pk"))
    alarms = list(RecountAlarm.objects.filter(about_us, resolved_at=None))
    unplaced = [alarm for alarm in alarms if alarm.kind == RecountAlarm.Kind.UNPLACED]
    return len(alarms) - len(unplaced) + len(places_to_mend(unplaced, territory))


def places_to_mend(alarms, territory):
    """{alarm's pk: the places of the territory, by name, that are responsible for the children whose records have no
    place}, without alarms of no such place. Three queries, however many alarms."""
    told = {alarm.pk: alarm.detail for alarm in alarms}
    cases = Case.objects.filter(inside(territory, "responsible_place"), pk__in=_named(told, "cases"))
    services = Service.objects.filter(inside(territory, "child__responsible_place"), pk__in=_named(told, "services"))
    of_case = dict(cases.values_list("pk", "responsible_place"))
    of_service = dict(services.values_list("pk", "child__responsible_place"))
    places = list(Place.objects.filter(pk__in={*of_case.values(), *of_service.values()}).order_by("sort_key"))
    there = {
        alarm: {of_case.get(pk) for pk in detail.get("cases", [])}
        | {of_service.get(pk) for pk in detail.get("services", [])}
        for alarm, detail in told.items()
    }
    to_mend = {alarm: [place for place in places if place.pk in there[alarm]] for alarm in told}
    return {alarm: places for alarm, places in to_mend.items() if places}


def _named(told, records):
    return {pk for detail in told.values() for pk in detail.get(records, [])}
