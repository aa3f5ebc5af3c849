"""Figures that are not counted here: what others reported, whole populations, and what is declared complete."""

import uuid
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from cases.models.voidable import Voidable
from places.fields import NFCCharField, NFCTextField


class CompletenessFamily(models.TextChoices):
    REGISTER = "register", _("sổ trẻ em, hoàn cảnh, nguy cơ, hộ nghèo")
    CASES = "cases", _("hồ sơ, kế hoạch, dịch vụ")
    MODELS = "models", _("điểm mô hình đang hoạt động")
    MODEL_STARTS = "model_start", _("điểm mô hình bắt đầu trong kỳ, với đúng ngày bắt đầu")
    FUND = "fund", _("Quỹ Bảo trợ trẻ em")
    FUND_CHILD = "fund_child", _("Quỹ Bảo trợ trẻ em: từng lượt hỗ trợ ghi rõ trẻ em")
    TRAINING = "training", _("lớp tập huấn")
    RECOGNITION = "recognition", _("công nhận xã phù hợp với trẻ em")
    ASSISTANCE = "assistance", _("trợ cấp xã hội hằng tháng")
    ACTIVITY = "activity", _("hoạt động đã tổ chức")
    DAY_CARE = "day_care", _("ngày chăm sóc bán trú")
    WORKFORCE = "workforce", _("người làm công tác bảo vệ trẻ em")

    def of(self, kind):
        """The records of one kind of this family (completeness.py), as a definition names them."""
        return Records(self, kind)


class Records(NamedTuple):
    """What is declared complete: a family of records, or one kind of it."""

    family: str
    kind: str = ""


class Completeness(models.Model):
    """Completeness — khai báo đủ số liệu: from this day to that, all facts of the family in the place are recorded,
    or those of one kind where the family has kinds (completeness.py); without a kind, of every one of them.

    Only then may a count be shown; elsewhere the value is unknown, not 0 (ruling 7).
    """

    family = models.CharField(_("nhóm số liệu"), max_length=12, choices=CompletenessFamily)
    kind = models.CharField(_("loại"), max_length=40, blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)  # empty: until someone ends it
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người khai báo")
    )
    declared_at = models.DateTimeField(_("khai báo lúc"), auto_now_add=True)
    note = NFCTextField(_("ghi chú"), blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["family", "kind", "place", "starts_on"]
        indexes = [models.Index(fields=["place", "family"])]
        constraints = [
            models.CheckConstraint(
                name="completeness_ends_after_it_starts", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            )
        ]

    def __str__(self):
        return f"{self.get_family_display()} {self.place}"


class Population(Voidable):
    """Population — dân số của một năm: from a census or yearbook, never from the register.

    One that was entered by mistake is voided and entered anew; the newest publication that counts answers.
    """

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    year = models.PositiveSmallIntegerField(_("năm"))
    total = models.PositiveIntegerField(_("tổng dân số"), null=True, blank=True)
    children = models.PositiveIntegerField(_("trẻ em dưới 16 tuổi"), null=True, blank=True)
    document = models.ForeignKey(
        "programs.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )
    source = NFCCharField(_("nguồn"), max_length=200, blank=True)
    vintage = models.DateField(_("số liệu công bố ngày"))
    is_synthetic = models.BooleanField(_("số liệu giả"), default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["place", "-year", "-vintage"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year", "vintage"],
                condition=Q(voided_at=None),
                name="one_population_a_year_and_vintage",
            ),
            Voidable.void_constraint("population_void_says_why"),
            models.CheckConstraint(
                name="population_holds_its_children",
                condition=Q(total=None) | Q(children=None) | Q(children__lte=F("total")),
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.year}"


class PopulationPart(models.Model):
    """PopulationPart — dân số theo giới tính, độ tuổi: one line of the table that a census or yearbook prints."""

    population = models.ForeignKey(Population, models.CASCADE, related_name="parts")
    sex = models.CharField(_("giới tính"), max_length=1, blank=True, choices=[("M", _("nam")), ("F", _("nữ"))])
    from_age = models.PositiveSmallIntegerField(_("từ tuổi"))
    to_age = models.PositiveSmallIntegerField(_("đến dưới tuổi"))
    count = models.PositiveIntegerField(_("số người"))

    class Meta:
        ordering = ["sex", "from_age", "to_age"]
        constraints = [
            models.UniqueConstraint(
                fields=["population", "sex", "from_age", "to_age"], name="one_population_part_of_a_sex_and_age"
            ),
            models.CheckConstraint(name="population_part_has_ages", condition=Q(to_age__gt=F("from_age"))),
        ]

    def __str__(self):
        return f"{self.population} {self.sex} {self.from_age}–{self.to_age - 1}: {self.count}"


class Qualifier(models.TextChoices):
    EXACT = "exact", _("đúng bằng")
    ABOUT = "about", _("khoảng")
    MORE = "more", _("trên")
    LESS = "less", _("dưới")
    WORDS = "words", _("bằng lời")  # no number: "cơ bản hoàn thành"


class ReportedFigure(Voidable):
    """ReportedFigure — số liệu báo cáo: what a document says, in its own words, beside what is computed here.

    Contradictions are kept and shown; a figure entered by mistake is voided and entered anew, never overwritten.
    Percent values are in percent (4.5), money in đồng.
    """

    class Unit(models.TextChoices):
        PERCENT = "percent", _("%")
        CHILD = "child", _("trẻ em")
        TURN = "turn", _("lượt")
        CASE = "case", _("hồ sơ")
        COMMUNE = "commune", _("xã, phường, thị trấn")
        DISTRICT = "district", _("huyện")
        MODEL = "model", _("mô hình, điểm, câu lạc bộ")
        CLASS = "class", _("lớp")
        ACTIVITY = "activity", _("hoạt động")
        PERSON = "person", _("người")
        PER_DAY = "per_day", _("trẻ em mỗi ngày")
        PER_THOUSAND = "per_1000", _("phần nghìn")
        PER_HUNDRED_THOUSAND = "per_100000", _("trên 100.000")
        VND = "vnd", _("đồng")
        OTHER = "other", _("khác")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source_row = models.CharField(_("mã dòng nguồn"), max_length=12, blank=True)  # "001-13": docs/sources.md
    indicator = models.CharField(_("chỉ số"), max_length=20)
    breakdown = models.CharField(_("phân tổ"), max_length=40, blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    starts_on = models.DateField(_("kỳ từ ngày"))
    ends_on = models.DateField(_("kỳ đến hết ngày"))
    value = models.DecimalField(_("giá trị"), max_digits=18, decimal_places=4, null=True, blank=True)
    qualifier = models.CharField(_("mức chính xác"), max_length=5, choices=Qualifier, default=Qualifier.EXACT)
    unit = models.CharField(_("đơn vị"), max_length=10, choices=Unit)
    numerator = models.BigIntegerField(_("tử số"), null=True, blank=True)
    denominator = models.BigIntegerField(_("mẫu số"), null=True, blank=True)
    printed_text = NFCTextField(_("nguyên văn"))
    document = models.ForeignKey(
        "programs.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản, bài viết"),
    )
    article = NFCCharField(_("mục, trang"), max_length=80, blank=True)
    note = NFCTextField(_("ghi chú"), blank=True)  # e.g. what was inferred
    flag = NFCTextField(_("điều cần xem lại"), blank=True)  # e.g. an implausible value; shown, never "mended"
    is_synthetic = models.BooleanField(_("số liệu giả"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "place", "starts_on"]
        indexes = [models.Index(fields=["indicator", "place", "starts_on"])]
        constraints = [
            models.CheckConstraint(
                name="reported_period_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="reported_percent_is_between_0_and_100",
                condition=~Q(unit="percent") | Q(value__gte=0, value__lte=100),
            ),
            models.CheckConstraint(
                name="reported_parts_come_together",
                condition=Q(numerator=None, denominator=None) | Q(numerator__isnull=False),
            ),
            models.CheckConstraint(
                name="reported_figure_has_a_value_unless_in_words",
                condition=Q(qualifier="words", value=None) | (~Q(qualifier="words") & Q(value__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["source_row"], condition=~Q(source_row="") & Q(voided_at=None), name="one_figure_per_source_row"
            ),
            Voidable.void_constraint("reported_void_says_why"),
        ]

    def __str__(self):
        return f"{self.indicator} {self.place}: {self.value}"
