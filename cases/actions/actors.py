"""Whom the law names for an act, on top of the door that let the actor reach the row."""

from django.utils.translation import gettext_noop as _

from accounts.permissions import Permission
from cases.actions.refusals import Refused
from cases.models import Case
from cases.rules.problem import Problem
from cases.rules.transitions import Actor


def may(case, user, permission) -> bool:
    """Holds the permission where the case is in charge today, and is not barred from it."""
    return Case.objects.reachable_by(user, permission).filter(pk=case.pk).exists()


def refuse_unless_actor(case, user, actor: Actor):
    """Only whom the law names in the commune in charge, such as its chair."""
    if not may(case, user, Permission(actor.permission)):  # type: ignore[call-arg] # by value, as any enum
        raise Refused(
            Problem("not_the_actor", _("Việc này thuộc thẩm quyền của: %(who)s."), params={"who": actor.words})
        )
