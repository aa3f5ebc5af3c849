"""Entries made by mistake are voided with a reason: they stay in the history and leave every count (ruling 16)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.sealing import SealedLineField
from places.fields import NFCCharField


class Voidable(models.Model):
    """What may be voided; `filter(voided_at=None)` are the entries that count."""

    voided_at = models.DateTimeField(_("huỷ vì nhập nhầm lúc"), null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    void_reason = NFCCharField(_("lý do huỷ"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def void_constraint(cls, name):
        """A voided row says when, who and why; any other says nothing of it."""
        return models.CheckConstraint(
            name=name,
            condition=Q(voided_at=None, voided_by=None, void_reason="")
            | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
        )


class PersonalVoidable(Voidable):
    """What is told of a child: why it was voided may name someone, and is sealed. The model has a `uid`."""

    void_reason = SealedLineField(_("lý do huỷ"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True


def spell_constraint(name):
    """A spell ends on or after the day on which it starts."""
    return models.CheckConstraint(name=name, condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")))
