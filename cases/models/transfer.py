"""How a case went from one commune to another."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.sealing import SealedTextField


class CaseTransfer(models.Model):
    """CaseTransfer — chuyển giao hồ sơ between communes, as of where it happened and of residence."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="transfers")
    from_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("xã giao"))
    to_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("xã nhận"))
    reason = SealedTextField(_("lý do chuyển giao"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return f"{self.case_id}: {self.from_place_id} → {self.to_place_id}"
