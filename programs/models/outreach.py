"""What programmes do beside their models: activities held, days of day care, protection workers, awards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from cases.models.voidable import Voidable, spell_constraint
from places.fields import NFCCharField, NFCTextField
from programs.models.activity import AtWork, AtWorkQuerySet, Recorded, SupportModelSite
from programs.models.programme import Document, Programme


class Activity(Voidable, Recorded):
    """Activity — hoạt động: something held on a day. Turns (lượt) and children are different units, never added up.

    Without a day it comes from a document that tells none; it is listed, but counts in no period.
    """

    class Kind(models.TextChoices):
        TALK = "talk", _("truyền thông, nói chuyện chuyên đề")
        FORUM = "forum", _("diễn đàn trẻ em")
        COUNSELLING = "counselling", _("tư vấn, tham vấn")
        GIFT = "gift", _("thăm, tặng quà")
        COURSE = "course", _("lớp kỹ năng cho trẻ em")
        SURVEY = "survey", _("khảo sát, thu thập thông tin")
        CONFERENCE = "conference", _("hội nghị sơ kết, tổng kết")
        INSPECTION = "inspection", _("thanh tra, kiểm tra, giám sát")
        CAMPAIGN = "campaign", _("chiến dịch, phong trào, lễ phát động")

    kind = models.CharField(_("loại hoạt động"), max_length=12, choices=Kind)
    name = NFCCharField(_("tên, chủ đề"), max_length=250)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("chương trình")
    )
    on_date = models.DateField(_("ngày"), null=True, blank=True)
    organiser = NFCCharField(_("đơn vị tổ chức"), max_length=150, blank=True)
    turns = models.PositiveIntegerField(_("số lượt người"), null=True, blank=True)
    children = models.PositiveIntegerField(_("số trẻ em"), null=True, blank=True)
    amount = models.BigIntegerField(_("kinh phí (đồng)"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản, bài viết")
    )
    note = NFCTextField(_("ghi chú"), blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-pk"]
        indexes = [models.Index(fields=["kind", "place"])]
        constraints = [
            models.CheckConstraint(
                name="activity_without_day_has_a_document",
                condition=Q(on_date__isnull=False) | Q(document__isnull=False),
            ),
            models.CheckConstraint(name="activity_amount_is_not_negative", condition=Q(amount=None) | Q(amount__gte=0)),
            Voidable.void_constraint("activity_void_says_why"),
        ]

    def __str__(self):
        return self.name


class CareDay(Voidable, Recorded):
    """CareDay — ngày chăm sóc bán trú: how many children a site cared for on one day that it was open."""

    site = models.ForeignKey(SupportModelSite, models.PROTECT, related_name="care_days", verbose_name=_("điểm"))
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", editable=False)  # the site's, that day
    on_date = models.DateField(_("ngày"))
    children = models.PositiveSmallIntegerField(_("số trẻ em có mặt"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "on_date"], condition=Q(voided_at=None), name="one_care_day_per_site_and_date"
            ),
            Voidable.void_constraint("care_day_void_says_why"),
        ]

    def __str__(self):
        return f"{self.on_date:%d/%m/%Y}: {self.children}"


class ProtectionWorker(AtWork, Voidable, Recorded):
    """ProtectionWorker — người làm công tác bảo vệ trẻ em of a unit, from day to day; an office, not an account."""

    class Kind(models.TextChoices):
        WORKER = "worker", _("người làm công tác bảo vệ trẻ em cấp xã")
        COLLABORATOR = "collaborator", _("cộng tác viên")
        YOUNG = "young", _("cộng tác viên trẻ")
        VOLUNTEER = "volunteer", _("tình nguyện viên")

    kind = models.CharField(_("vị trí"), max_length=12, choices=Kind)
    full_name = NFCCharField(_("họ và tên"), max_length=120)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    area = NFCCharField(_("thôn, tổ dân phố"), max_length=120, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tài khoản")
    )
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = AtWorkQuerySet.as_manager()

    class Meta:
        ordering = ["place", "kind", "starts_on"]
        constraints = [
            spell_constraint("worker_ends_after_starting"),
            Voidable.void_constraint("worker_void_says_why"),
        ]

    def __str__(self):
        return self.full_name


class Award(Voidable, Recorded):
    """Award — khen thưởng: how many collectives or individuals were honoured by one decision; no names."""

    class Recipient(models.TextChoices):
        COLLECTIVE = "collective", _("tập thể")
        INDIVIDUAL = "individual", _("cá nhân")

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="awards", verbose_name=_("chương trình")
    )
    title = NFCCharField(_("hình thức khen thưởng"), max_length=150)
    recipient = models.CharField(_("đối tượng"), max_length=12, choices=Recipient)
    count = models.PositiveSmallIntegerField(_("số lượng"))
    on_date = models.DateField(_("ngày"), null=True, blank=True)
    decision = NFCCharField(_("quyết định"), max_length=120, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản, bài viết")
    )
    note = NFCTextField(_("ghi chú"), blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-pk"]
        constraints = [
            models.CheckConstraint(name="award_has_recipients", condition=Q(count__gt=0)),
            models.CheckConstraint(
                name="award_without_day_has_a_document", condition=Q(on_date__isnull=False) | Q(document__isnull=False)
            ),
            Voidable.void_constraint("award_void_says_why"),
        ]

    def __str__(self):
        return f"{self.title}: {self.count} {self.get_recipient_display()}"
