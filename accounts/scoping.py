"""The one door to personal rows."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q


def within_paths(paths, *place_fields):
    """Rows of which one of the places lies under one of the path prefixes; no prefix, no row."""
    if not paths:
        return Q(pk__in=[])  # an empty Q() would match every row
    return reduce(or_, (Q(**{f"{field}__path__startswith": path}) for field in place_fields for path in paths))


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
        return self.filter(within_paths(paths, *self.place_fields)).not_denied_to(user)

    def not_denied_to(self, user):
        """Overridden where a person may be barred from single rows, whatever their role."""
        return self
