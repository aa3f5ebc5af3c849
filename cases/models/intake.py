"""What someone reported, as it was received (Decree 56/2017, form 01)."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from accounts.sealing import SealedLineField, SealedTextField
from cases.models.child import Sex
from cases.models.deny import DenyEntry
from cases.models.voidable import PersonalVoidable
from places.fields import NFCCharField


class Channel(models.TextChoices):
    PHONE = "phone", _("điện thoại")
    IN_PERSON = "in_person", _("trực tiếp")
    THIRD_PARTY = "third_party", _("qua người khác, cơ quan khác")
    HOTLINE_111 = "hotline_111", _("Tổng đài 111")
    HOTLINE_18008077 = "hotline_18008077", _("đường dây nóng 18008077")


class Category(models.TextChoices):
    ABUSED = "abused", _("trẻ em bị xâm hại")
    AT_RISK = "at_risk", _("trẻ em có nguy cơ bị bạo lực, bóc lột, bỏ rơi")
    SPECIAL = "special", _("trẻ em có hoàn cảnh đặc biệt")


class AbuseType(models.TextChoices):
    """Law on Children 2016, Art. 4(5)."""

    VIOLENCE = "violence", _("bạo lực")
    EXPLOITATION = "exploitation", _("bóc lột")
    SEXUAL = "sexual", _("xâm hại tình dục")
    TRAFFICKING = "trafficking", _("mua bán")
    NEGLECT = "neglect", _("bỏ rơi, bỏ mặc")
    OTHER = "other", _("gây tổn hại khác")


class IntakeStatus(models.TextChoices):
    NEW = "new", _("chờ xử lý")
    OPENED = "opened", _("đã lập hồ sơ")
    NO_CASE = "no_case", _("không lập hồ sơ")


class IntakeQuerySet(ScopedQuerySet):
    place_fields = ("responsible_place",)

    def not_denied_to(self, user):
        return self.exclude(cases__child__in=DenyEntry.objects.barring(user).values("case__child"))


class Intake(PersonalVoidable):
    """Intake — tiếp nhận thông tin (Mẫu số 01): all that identifies is "if known"."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("mã tiếp nhận"), max_length=20, unique=True)
    received_at = models.DateTimeField(_("thời điểm tiếp nhận"))
    channel = models.CharField(_("hình thức tiếp nhận"), max_length=20, choices=Channel)
    channel_note = SealedLineField(_("ghi chú hình thức"), max_length=200, blank=True)
    external_code = models.CharField(_("mã ca của tổng đài"), max_length=40, blank=True)
    category = models.CharField(_("trường hợp"), max_length=10, choices=Category)
    abuse_type = models.CharField(_("hành vi xâm hại"), max_length=15, choices=AbuseType, blank=True)
    seems_urgent = models.BooleanField(_("có dấu hiệu khẩn cấp"), default=False)
    incident_place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("nơi xảy ra vụ việc")
    )
    responsible_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", editable=False)
    child_name = NFCCharField(_("họ và tên trẻ"), max_length=120, blank=True)
    child_sex = models.CharField(_("giới tính"), max_length=1, choices=Sex, default=Sex.UNKNOWN)
    child_birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    child_age_estimate = models.PositiveSmallIntegerField(_("tuổi ước lượng"), null=True, blank=True)
    condition = SealedTextField(_("tình trạng hiện tại của trẻ"), blank=True, default="")
    narrative = SealedTextField(_("nội dung vụ việc"))
    consequences = SealedTextField(_("phỏng đoán hậu quả nếu không can thiệp"), blank=True, default="")
    family = SealedTextField(_("cha, mẹ, tình trạng gia đình"), blank=True, default="")
    current_carer = SealedTextField(_("người đang chăm sóc trẻ"), blank=True, default="")
    support_given = SealedTextField(_("hỗ trợ đã thực hiện"), blank=True, default="")
    informant_name = SealedTextField(_("người cung cấp thông tin"), blank=True, default="")
    informant_phone = SealedTextField(_("điện thoại người cung cấp"), blank=True, default="")
    informant_address = SealedTextField(_("địa chỉ người cung cấp"), blank=True, default="")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    status = models.CharField(_("trạng thái"), max_length=10, choices=IntakeStatus, default=IntakeStatus.NEW)
    no_case_reason = SealedLineField(_("lý do không lập hồ sơ"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["responsible_place", "status", "-received_at"])]
        constraints = [
            PersonalVoidable.void_constraint("intake_void_says_why"),
            models.CheckConstraint(
                name="intake_of_abuse_names_its_type",
                condition=~models.Q(category=Category.ABUSED) | ~models.Q(abuse_type=""),
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("cases:intake_detail", args=[self.uid])
