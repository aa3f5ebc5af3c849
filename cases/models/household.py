"""Households and their yearly poverty review."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from accounts.sealing import SealedTextField
from cases.models.deny import DenyEntry
from cases.models.voidable import PersonalVoidable
from places.fields import NFCCharField


class HouseholdQuerySet(ScopedQuerySet):
    place_fields = ("place",)

    def not_denied_to(self, user):
        """A person barred from a child is barred from its household: the name of its head is the family's."""
        barred = DenyEntry.objects.barring(user).filter(case__child__household__isnull=False)
        return self.exclude(pk__in=barred.values("case__child__household"))


class Household(models.Model):
    """Household — hộ gia đình."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("xã, phường"))
    head_name = NFCCharField(_("chủ hộ"), max_length=120, blank=True)
    phone = SealedTextField(_("điện thoại"), blank=True, default="")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)  # of its yearly reviews

    objects = HouseholdQuerySet.as_manager()

    def __str__(self):
        return str(self.uid)


class HouseholdStatus(PersonalVoidable):
    """HouseholdStatus — kết quả rà soát hộ nghèo, hộ cận nghèo of one year."""

    class Status(models.TextChoices):
        POOR = "poor", _("hộ nghèo")
        NEAR_POOR = "near_poor", _("hộ cận nghèo")

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    household = models.ForeignKey(Household, models.CASCADE, related_name="statuses")
    year = models.PositiveSmallIntegerField(_("năm"))
    status = models.CharField(_("kết quả rà soát"), max_length=10, choices=Status)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year"], condition=models.Q(voided_at=None), name="one_poverty_status_a_year"
            ),
            PersonalVoidable.void_constraint("household_status_void_says_why"),
        ]

    def __str__(self):
        return f"{self.year}: {self.get_status_display()}"
