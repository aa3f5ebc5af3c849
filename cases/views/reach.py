"""The door for pages of one row: reach it or 404, and write the audit row before anything is shown."""

from django.shortcuts import get_object_or_404

from accounts.audit import record
from cases.models import Case, Child, Intake
from places.models import Place


def may_at(user, permission, place):
    """Holds the permission in the place, not only somewhere: what a button asks before it is shown.

    For a row that the door has let the reader reach, so that nobody barred from it comes to ask.
    """
    return place.path.startswith(tuple(user.territory(permission)))


def case_for(request, uid, permission, **filters):
    """The case, audited as shown, or 404 (the same for "not yours" and "not there")."""
    rows = Case.objects.reachable_by(request.user, permission).select_related("child", "intake", "assigned_to")
    case = get_object_or_404(rows, uid=uid, **filters)
    _read_places(case, case.child, case.intake)
    record("case.shown", case, by=request.user, page=request.resolver_match.url_name)
    return case


def _read_places(*rows):
    """Their places in one query: joined, the five cost PostgreSQL more to plan than the whole page to read."""
    wanted = [(row, field) for row in rows for field in row._meta.concrete_fields if field.related_model is Place]
    places = Place.objects.in_bulk({getattr(row, field.attname) for row, field in wanted})
    for row, field in wanted:
        setattr(row, field.name, places.get(getattr(row, field.attname)))


def child_for(request, uid, permission):
    rows = Child.objects.reachable_by(request.user, permission).select_related(
        "ethnic_group", "responsible_place", "household__place"
    )
    child = get_object_or_404(rows, uid=uid)
    record("child.shown", child, by=request.user, page=request.resolver_match.url_name)
    return child


def moved_child_for(request, uid, permission):
    """The child, also for those whom its last move took it away from: they take that move back, nothing else."""
    moved = Child.objects.moved_away_from(request.user, permission).filter(uid=uid).first()
    if moved is None:
        return child_for(request, uid, permission)
    record("child.shown", moved, by=request.user, page=request.resolver_match.url_name)
    return moved


def intake_for(request, uid, permission):
    intake = get_object_or_404(
        Intake.objects.reachable_by(request.user, permission).select_related(
            "incident_place", "responsible_place", "received_by"
        ),
        uid=uid,
    )
    record("intake.shown", intake, by=request.user, page=request.resolver_match.url_name)
    return intake
