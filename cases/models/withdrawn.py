"""Homes that were entered by mistake: taken off the list of homes, kept with a reason (ruling 16)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.sealing import SealedLineField, SealedTextField
from cases.models.child import ResidenceBasis
from cases.models.voidable import spell_constraint


class WithdrawnResidence(models.Model):
    """WithdrawnResidence — nơi ở ghi nhầm: what stood among a child's homes and was taken back. Written once, by the
    action that takes the Residence away; read on the child's page; in no count."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey("cases.Child", models.PROTECT, related_name="withdrawn_residences")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("xã, phường"))
    basis = models.CharField(_("hình thức cư trú"), max_length=10, choices=ResidenceBasis)
    address = SealedTextField(_("địa chỉ"), blank=True, default="")
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = SealedLineField(_("lý do rút"), max_length=300)

    class Meta:
        ordering = ["withdrawn_at", "starts_on"]
        constraints = [
            spell_constraint("withdrawn_residence_ends_after_it_starts"),
            models.CheckConstraint(name="withdrawn_residence_says_why", condition=~models.Q(reason="")),
        ]

    def __str__(self):
        return f"{self.child_id} {self.starts_on:%d/%m/%Y}"
