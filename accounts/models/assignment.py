"""Which role a user holds where, and from when to when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLES
from accounts.scoping import inside
from places.fields import NFCCharField


class AssignmentQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.not_ended(on).filter(valid_from__lte=on)

    def not_ended(self, on):
        """In force on the day or from a later one."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on))

    def in_territory(self, viewer, permission):
        """Assignments, whenever, to places where the viewer has the permission today."""
        return self.filter(inside(viewer.territory(permission), "place"))


class Assignment(models.Model):
    """Assignment — phân công: a role held in a place from one day to another (the last day included)."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="assignments", verbose_name=_("người dùng"))
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    role = models.CharField(_("vai trò"), max_length=30, choices=[(r.code, r.label) for r in ROLES.values()])
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    reason = NFCCharField(_("lý do kết thúc"), max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            ExclusionConstraint(
                name="a_role_is_held_once_in_a_place_and_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.place}"

    def is_in_force(self, on):
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
