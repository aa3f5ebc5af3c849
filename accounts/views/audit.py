"""The audit trail, for those who may read it."""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.access import require_permission
from accounts.audit_words import DETAILS, PAGES, PARTS, TARGETS, VERBS
from accounts.forms import AuditFilterForm
from accounts.models import AuditEvent, User
from accounts.models.audit_event import leave_out_denied
from accounts.permissions import Permission
from accounts.roles import ROLES
from places.models import Place
from places.numerals import write_date, write_dong

PAGE_SIZE = 50
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLACES = ("place", "before", "after")  # details in which actions keep a unit


@require_permission(Permission.AUDIT_VIEW)
@require_http_methods(["GET"])
def audit_trail(request):
    """Newest first; the next page starts below the last number shown, since new events keep coming in on top."""
    form = AuditFilterForm(request.GET)
    events = AuditEvent.objects.none()
    if form.is_valid():
        events = _filtered(AuditEvent.objects.visible_to(request.user), form.cleaned_data)
    page = list(events.select_related("by").order_by("-pk")[: PAGE_SIZE + 1])
    shown = leave_out_denied(page[:PAGE_SIZE], request.user)
    usernames, places = _usernames(shown), _places(shown)
    filters = {name: value for name, value in request.GET.items() if value and name != "before"}
    audit.record("audit.viewed", by=request.user, filters=sorted(filters))
    context = {
        "form": form,
        "rows": [_row(event, usernames, places) for event in shown],
        "before": page[PAGE_SIZE - 1].pk if len(page) > PAGE_SIZE else None,
        "is_filtered": bool(filters),
    }
    return render(request, "accounts/audit.html", context)


def _filtered(events, entries):
    if entries["who"]:
        events = events.filter(by__username__iexact=entries["who"])
    if entries["verb"]:
        events = events.filter(verb=entries["verb"])
    if entries["since"]:
        events = events.filter(at__gte=_midnight(entries["since"]))
    if entries["until"]:
        events = events.filter(at__lt=_midnight(entries["until"] + timedelta(days=1)))
    if entries["number"]:
        events = events.about(entries["kind"], entries["number"])
    elif entries["kind"]:
        events = events.filter(target_type=entries["kind"])
    if entries["before"]:
        events = events.filter(pk__lt=entries["before"])
    return events


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _row(event, usernames, places):
    return {
        "at": event.at,
        "by": event.by,
        "verb": VERBS.get(event.verb, event.verb),
        "kind": event.target_type,
        "target": TARGETS.get(event.target_type, event.target_type),
        "number": event.target_id,
        "known_as": usernames.get(event.target_id, "") if event.target_type == "accounts.user" else "",
        "count": len(event.ids),
        "details": list(_details(event.detail, places)),
    }


def _usernames(events):
    """Log-in names of the users whom a page of events is about."""
    about = {event.target_id for event in events if event.target_type == "accounts.user"}
    return dict(User.objects.filter(pk__in=about).values_list("pk", "username"))


def _places(events):
    """{what was kept of a unit, its number or its reference: its name with those above it}."""
    kept = [event.detail.get(key) for event in events for key in PLACES]
    units = Place.objects.with_names()
    found = units.in_bulk({each for each in kept if isinstance(each, int)})
    if references := {each for each in kept if isinstance(each, str)}:
        found |= units.by_references(references, timezone.localdate())
    return {each: place.full_name for each, place in found.items()}


def _details(detail, places):
    """(word, value) of what was kept beside the event; what is empty or false says nothing."""
    for key, value in detail.items():
        if value is not False and value not in (None, "", []):
            yield DETAILS.get(key, key), _said(key, value, places)


def _said(key, value, places):
    if key in PLACES and isinstance(value, int | str):
        return places.get(value) or str(value)
    if key == "role" and value in ROLES:
        return ROLES[value].label
    if key == "page":
        return PAGES.get(value, value)
    if key == "part":
        return PARTS.get(value, value)
    if key == "amount" and isinstance(value, int):
        return write_dong(value)
    if value is True:
        return _("có")
    return ", ".join(str(_written(each)) for each in value) if isinstance(value, list) else _written(value)


def _written(value):
    """A day as it is written here, whatever it is the day of; anything else as it was kept."""
    if isinstance(value, str) and DAY.fullmatch(value):
        with suppress(ValueError):
            return write_date(date.fromisoformat(value))
    return value
