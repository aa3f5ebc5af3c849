"""Who may not see a case, whatever their role."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.sealing import SealedLineField


class DenyEntryQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(lifted_at=None)

    def barring(self, user):
        """What bars this person today."""
        return self.in_force().filter(user=user)

    def about(self, child):
        """What bars anyone from a case of this child, and so from the child and from all its cases."""
        return self.in_force().filter(case__child=child)


class DenyEntry(models.Model):
    """DenyEntry — người không được xem hồ sơ: stronger than any role, and invisible to the one it names."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="deny_entries")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người bị chặn")
    )
    reason = SealedLineField(_("lý do"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("gỡ lúc"), null=True, editable=False)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    lift_reason = SealedLineField(_("lý do gỡ"), max_length=300, blank=True, default="", db_default="", editable=False)

    objects = DenyEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(lifted_at=None), name="one_deny_entry_per_case_and_user"
            ),
            models.CheckConstraint(
                name="lifted_deny_entry_says_who_and_why",
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.case_id}"
