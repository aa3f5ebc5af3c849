"""What a programme does: models and their sites, recognitions, fund, training, monthly assistance."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from cases.models import DenyEntry
from cases.models.voidable import PersonalVoidable, Voidable, spell_constraint
from places.fields import NFCCharField


class Recorded(models.Model):
    """When and by whom a row was entered."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True


class SupportModel(models.Model):
    """SupportModel — mô hình: a kind of support that sites carry out; who owns it is data (ruling 16b)."""

    class CountsAs(models.TextChoices):
        COMMUNE = "commune", _("xã có mô hình")
        POINT = "point", _("điểm, câu lạc bộ, nhóm")
        CENTRE = "centre", _("cơ sở, đường dây")

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = NFCCharField(_("tên"), max_length=200)
    counts_as = models.CharField(_("cách đếm"), max_length=10, choices=CountsAs)
    day_care = models.BooleanField(_("giữ trẻ theo ngày"), default=False)  # its sites record CareDay
    owner_agency = NFCCharField(_("cơ quan chủ quản"), max_length=150, blank=True)
    source = NFCCharField(_("nguồn"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class AtWorkQuerySet(ScopedQuerySet):
    """What is at work in a unit, from day to day."""

    def to_settle(self, on):
        """Those that went on in a unit that had ended before the day: nobody has said yet where they are now."""
        goes_on = Q(ends_on=None) | Q(ends_on__gt=F("place__valid_to"))
        return self.filter(goes_on, voided_at=None, place__valid_to__lt=on)


class AtWork:
    """A site or a worker: in a place, from day to day."""

    @property
    def waits(self):
        """Its unit has ended, and nobody has said where it is now."""
        end = self.place.valid_to
        over = end is None or end >= timezone.localdate() or self.voided_at is not None
        return not over and (self.ends_on is None or self.ends_on > end)


class SupportModelSite(AtWork, Voidable, Recorded):
    """SupportModelSite — điểm mô hình: a support model at work in a commune (or a district), from day to day."""

    model = models.ForeignKey(SupportModel, models.PROTECT, related_name="sites", verbose_name=_("mô hình"))
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    name = NFCCharField(_("tên điểm"), max_length=200, blank=True)
    starts_on = models.DateField(_("bắt đầu"))
    ends_on = models.DateField(_("kết thúc"), null=True, blank=True)
    follows = models.ForeignKey(  # the same site in the unit that a reform ended: nothing was built anew
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("tiếp nối")
    )

    objects = AtWorkQuerySet.as_manager()

    class Meta:
        ordering = ["place", "starts_on"]
        constraints = [
            spell_constraint("site_ends_after_it_starts"),
            Voidable.void_constraint("site_void_says_why"),
        ]

    def __str__(self):
        return f"{self.model} · {self.place}"


class CommuneRecognition(Voidable, Recorded):
    """CommuneRecognition — công nhận xã, phường, thị trấn phù hợp với trẻ em for one year."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("xã, phường"))
    year = models.PositiveSmallIntegerField(_("năm"))
    points = models.PositiveSmallIntegerField(_("tổng điểm"), null=True, blank=True)
    decision = NFCCharField(_("quyết định công nhận"), max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year"], condition=Q(voided_at=None), name="one_recognition_a_year"
            ),
            Voidable.void_constraint("recognition_void_says_why"),
        ]

    def __str__(self):
        return f"{self.place} {self.year}"


class FundEntry(Voidable, Recorded):
    """FundEntry — khoản vận động Quỹ Bảo trợ trẻ em; amounts in whole đồng."""

    class Channel(models.TextChoices):
        DIRECT = "direct", _("trực tiếp")
        INDIRECT = "indirect", _("gián tiếp")

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("quỹ của"))
    on_date = models.DateField(_("ngày"))
    channel = models.CharField(_("hình thức"), max_length=10, choices=Channel)
    donor = NFCCharField(_("nhà tài trợ"), max_length=150, blank=True)
    amount = models.BigIntegerField(_("số tiền (đồng)"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-pk"]
        constraints = [
            models.CheckConstraint(name="fund_amount_is_positive", condition=Q(amount__gt=0)),
            Voidable.void_constraint("fund_entry_void_says_why"),
        ]

    def __str__(self):
        return f"{self.on_date:%d/%m/%Y} {self.amount}"


class FundSupportQuerySet(ScopedQuerySet):
    """A child who was entered by mistake is nobody: a turn that names such a one waits for the right name."""

    def named(self):
        return self.filter(FundSupport.IS_NAMED)

    def unnamed(self):
        return self.filter(Q(child=None) | Q(child__voided_at__isnull=False))


class FundSupport(PersonalVoidable, Recorded):
    """FundSupport — lượt hỗ trợ từ Quỹ: one turn for one child; turns are not children."""

    IS_NAMED = Q(child__isnull=False, child__voided_at=None)

    class Kind(models.TextChoices):
        HEART = "heart", _("mổ tim")
        CLEFT = "cleft", _("phẫu thuật sứt môi, hở hàm ếch")
        SURGERY = "surgery", _("phẫu thuật khác")
        GIFT = "gift", _("thăm, tặng quà")
        SCHOLARSHIP = "scholarship", _("học bổng")
        VOCATIONAL = "vocational", _("dạy nghề")
        OTHER = "other", _("hỗ trợ khác")

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("xã, phường"))
    child = models.ForeignKey("cases.Child", models.PROTECT, null=True, blank=True, related_name="fund_supports")
    on_date = models.DateField(_("ngày"))
    kind = models.CharField(_("hình thức"), max_length=15, choices=Kind)
    amount = models.BigIntegerField(_("số tiền (đồng)"), default=0)

    objects = FundSupportQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-pk"]
        constraints = [
            models.CheckConstraint(name="fund_support_is_not_negative", condition=Q(amount__gte=0)),
            Voidable.void_constraint("fund_support_void_says_why"),
        ]

    def __str__(self):
        return f"{self.on_date:%d/%m/%Y} {self.get_kind_display()}"


class TrainingClass(Voidable, Recorded):
    """TrainingClass — lớp tập huấn, hướng dẫn nghiệp vụ."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    on_date = models.DateField(_("ngày"))
    topic = NFCCharField(_("chủ đề"), max_length=250)
    organiser = NFCCharField(_("đơn vị tổ chức"), max_length=150, blank=True)
    trainees = models.PositiveIntegerField(_("số học viên"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date"]
        constraints = [Voidable.void_constraint("training_void_says_why")]

    def __str__(self):
        return self.topic


class AssistanceQuerySet(ScopedQuerySet):
    place_fields = ("child__responsible_place",)

    def not_denied_to(self, user):
        return self.exclude(child__in=DenyEntry.objects.barring(user).values("case__child"))


class AssistanceGrant(PersonalVoidable, Recorded):
    """AssistanceGrant — trợ cấp xã hội hằng tháng of one child (Decree 20/2021), from month to month."""

    child = models.ForeignKey("cases.Child", models.CASCADE, related_name="assistance_grants")
    ground = models.CharField(_("diện hưởng"), max_length=20)
    coefficient = models.DecimalField(_("hệ số"), max_digits=4, decimal_places=2, null=True)
    amount = models.BigIntegerField(_("mức hưởng (đồng/tháng)"))
    decision = NFCCharField(_("quyết định"), max_length=120, blank=True)
    in_community = models.BooleanField(_("tại cộng đồng"), default=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            spell_constraint("assistance_ends_after_it_starts"),
            models.CheckConstraint(name="assistance_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="assistance_coefficient_is_positive", condition=Q(coefficient__gt=0)),
            Voidable.void_constraint("assistance_void_says_why"),
        ]

    def __str__(self):
        return f"{self.child_id} {self.starts_on:%d/%m/%Y}"
