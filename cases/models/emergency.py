"""What is done at once for a child in danger (Decree 56/2017, Arts 31–32)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.sealing import SealedLineField, SealedTextField
from cases.models.voidable import PersonalVoidable
from places.fields import NFCCharField


class EmergencyMeasure(PersonalVoidable):
    """EmergencyMeasure — biện pháp can thiệp khẩn cấp, temporary separation (tạm thời cách ly, Mẫu 07) included."""

    class Kind(models.TextChoices):
        MEDICAL = "medical", _("cấp cứu, chăm sóc y tế")
        POLICE = "police", _("phối hợp với công an bảo vệ trẻ em")
        SHELTER = "shelter", _("bố trí nơi ở an toàn")
        SEPARATION = "separation", _("tạm thời cách ly khỏi cha, mẹ, người chăm sóc")
        OTHER = "other", _("biện pháp khác")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="emergency_measures")
    kind = models.CharField(_("biện pháp"), max_length=10, choices=Kind)
    taken_at = models.DateTimeField(_("thực hiện lúc"))
    provider = SealedLineField(_("đơn vị thực hiện"), max_length=150, blank=True)
    decision_number = NFCCharField(_("số quyết định (Mẫu 07)"), max_length=40, blank=True)
    note = SealedTextField(_("nội dung"))
    separated_on = models.DateField(_("cách ly từ ngày"), null=True, blank=True)
    separation_ended_on = models.DateField(_("cách ly đến hết ngày"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["taken_at", "pk"]
        constraints = [
            PersonalVoidable.void_constraint("emergency_measure_void_says_why"),
            models.CheckConstraint(
                name="only_a_separation_has_days",
                condition=Q(kind="separation", separated_on__isnull=False)
                | ~Q(kind="separation") & Q(separated_on=None, separation_ended_on=None),
            ),
            models.CheckConstraint(
                name="separation_ends_after_it_starts",
                condition=Q(separation_ended_on=None) | Q(separation_ended_on__gte=F("separated_on")),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.kind}"
