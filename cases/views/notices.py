"""What someone has been told and has not looked at yet: on the page where work begins."""

import re
from datetime import timedelta
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, Subquery, UUIDField, Value, Window
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import require_permission
from accounts.models import Notice
from accounts.permissions import Permission as P
from cases import actions
from cases.models import Case, Intake

SHOWN = 8
TOLD_FOR = timedelta(days=30)  # what is older is done, or stands in the lists below
_NIL = UUID(int=0)


def unread(user, now):
    """Notices that the user has not looked at, newest first, of cases and reports of his territory; the same words
    once, and no reminder of what is late. Each knows `case_pk`, `opens`, `wanting` (the uid of a report that wants an
    officer, told to those who may not read it) and `total`, how many there are; one query."""
    mine = Notice.objects.filter(to=user, read_at=None, created_at__gt=now - TOLD_FOR)
    said_again = mine.filter(subject=OuterRef("subject"), url=OuterRef("url"), pk__gt=OuterRef("pk"))
    return (
        mine.alias(
            case_uid=_uid_in(reverse("cases:detail", args=[_NIL])),
            intake_uid=_uid_in(reverse("cases:intake_detail", args=[_NIL])),
            intake_pk=_in_reach(Intake.objects.reachable_by(user, P.INTAKE_CREATE), "intake_uid"),
        )
        .annotate(wanting=_uid_in(actions.shown_at_work(_NIL)))
        .alias(watched_pk=_in_reach(Intake.objects.reachable_by(user, P.CASE_VIEW), "wanting"))
        .annotate(case_pk=_in_reach(Case.objects.reachable_by(user, P.CASE_VIEW), "case_uid"))
        .annotate(opens=Coalesce("case_pk", "intake_pk"))
        .filter(~Exists(said_again), Q(opens__isnull=False) | Q(watched_pk__isnull=False))
        .annotate(total=Window(Count("pk")))
        .order_by("-created_at", "-pk")
    )


def _uid_in(address):
    """The uid in a notice's address where that is like this one (of _NIL), else null."""
    pattern = f"^{re.escape(address).replace(re.escape(str(_NIL)), '([0-9a-f-]{36})')}$"
    found = Func(F("url"), Value(pattern), function="substring", arg_joiner=" from ", output_field=CharField())
    return Cast(found, UUIDField())


def _in_reach(rows, uid):
    return Subquery(rows.filter(uid=OuterRef(uid)).order_by().values("pk")[:1])


@require_permission(P.CASE_VIEW)
@require_POST
def notices_read(request):
    """One notice, or all that the page showed."""
    actions.read_notices(by=request.user, seen=request.POST.getlist("notice"))
    return redirect("cases:work")
