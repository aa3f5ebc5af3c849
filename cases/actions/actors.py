"""Whom the law names for an act, on top of the door that let the actor reach the row."""

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts.permissions import Permission
from cases.actions.notices import holders
from cases.actions.refusals import Refused
from cases.models import Case
from cases.rules.problem import Problem
from cases.rules.transitions import Actor


def may(case, user, permission) -> bool:
    """Holds the permission where the case is in charge today, and is not barred from it."""
    return Case.objects.reachable_by(user, permission).filter(pk=case.pk).exists()


def who_may(case, permission) -> list:
    """Everyone of whom may() is true, by name: the people of the commune in charge and of the units above it."""
    today = timezone.localdate()
    units = [case.responsible_place, *(unit for unit, _partial in case.responsible_place.as_of(today))]
    places = {int(pk) for unit in units for pk in unit.path.split(".") if pk}
    people = [user for user in holders(places, permission, today) if may(case, user, permission)]
    return sorted(people, key=lambda user: (user.sort_key, user.pk))


def refuse_unless_actor(case, user, actor: Actor):
    """Only whom the law names in the commune in charge, such as its chair."""
    if not may(case, user, Permission(actor.permission)):  # type: ignore[call-arg] # by value, as any enum
        raise Refused(
            Problem("not_the_actor", _("Việc này thuộc thẩm quyền của: %(who)s."), params={"who": actor.words})
        )
