"""The one door to personal rows."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q


def inside(paths, *fields):
    """Rows that one of the place fields puts under one of the paths; Place itself names no field. No path, no row."""
    names = [f"{field}__path__startswith" for field in fields] or ["path__startswith"]
    return reduce(or_, (Q(**{name: path}) for name in names for path in paths), Q(pk__in=[]))


class ScopedQuerySet(models.QuerySet):
    """Base of every model that holds personal data: its rows are reached only through reachable_by()."""

    place_fields: tuple[str, ...] = ("place",)  # the row is in reach when any of these places is

    def reachable_by(self, user, permission):
        """Rows in places where one of the user's roles of today grants `permission`, places below included.

        A role held in A and another in B are never mixed: permission and territory are one question.
        """
        paths = user.territory(permission) if user.is_authenticated else []
        if not paths:
            return self.none()
        return self.filter(inside(paths, *self.place_fields)).not_denied_to(user)

    def not_denied_to(self, user):
        """Overridden where a person may be barred from single rows, whatever their role."""
        return self
