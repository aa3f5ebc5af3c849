"""Children and what is true of them from one day to another."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet, inside
from accounts.sealing import SealedLineField, SealedTextField, blind_index
from cases.models.deny import DenyEntry
from cases.models.voidable import PersonalVoidable, spell_constraint
from cases.rules import ages, groups
from cases.rules.entry import Life
from places.fields import NFCCharField
from places.text import fold, name_sort_key


class Sex(models.TextChoices):
    MALE = "M", _("nam")
    FEMALE = "F", _("nữ")
    UNKNOWN = "U", _("không biết")


class BirthPrecision(models.TextChoices):
    DAY = "day", _("đủ ngày, tháng, năm")
    MONTH = "month", _("biết tháng, năm")
    YEAR = "year", _("chỉ biết năm")
    ESTIMATED = "estimated", _("tuổi ước lượng")


class ChildQuerySet(ScopedQuerySet):
    place_fields = ("responsible_place",)

    def not_denied_to(self, user):
        """A person barred from one of a child's cases does not see the child at all."""
        return self.exclude(pk__in=DenyEntry.objects.barring(user).values("case__child"))

    def moved_away_from(self, user, permission):
        """Those whose residence before the last lies where the user holds the permission: in reach to take that move
        back, and for nothing else."""
        homes = Residence.objects.filter(child=OuterRef("pk")).order_by("-starts_on")
        here = Residence.objects.filter(inside(user.territory(permission), "place"))
        left = self.alias(left=Subquery(homes.values("pk")[1:2])).filter(left__in=here.values("pk"))
        return left.not_denied_to(user)

    def to_settle(self):
        """Those whose commune was divided by a reform: nobody has said yet in which part they live (ruling 3)."""
        waiting = Residence.objects.filter(ends_on=None, basis=ResidenceBasis.UNSETTLED)
        return self.filter(pk__in=waiting.values("child"), died_on=None, departed_on=None, voided_at=None)

    def named(self, text):
        """Names that hold every word of the text, in any order, without tone marks."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_key__contains=word)
        return found


class Child(PersonalVoidable):
    """Child — trẻ em: a person entered while under 18. Counted as a child until the day before the 16th birthday."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    full_name = NFCCharField(_("họ và tên"), max_length=120)
    given_name = NFCCharField(_("tên gọi để xếp thứ tự"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    search_key = models.CharField(max_length=200, editable=False)
    sex = models.CharField(_("giới tính"), max_length=1, choices=Sex)
    birth_date = models.DateField(_("ngày sinh"))  # of an estimated age: 1 July of the year (docs/glossary.md)
    birth_precision = models.CharField(
        _("độ chính xác"), max_length=10, choices=BirthPrecision, default=BirthPrecision.DAY
    )
    ethnic_group = models.ForeignKey(
        "places.EthnicGroup", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dân tộc")
    )
    personal_id = SealedTextField(_("số định danh cá nhân"), blank=True, default="")
    personal_id_index = models.CharField(max_length=64, blank=True, editable=False, default="")
    birth_registered = models.BooleanField(_("đã khai sinh"), null=True, blank=True)
    phone = SealedTextField(_("điện thoại liên hệ"), blank=True, default="")
    household = models.ForeignKey(
        "cases.Household", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("hộ gia đình")
    )
    responsible_place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("nơi phụ trách")
    )
    died_on = models.DateField(_("mất ngày"), null=True, blank=True)
    departed_on = models.DateField(_("rời địa bàn, không rõ nơi đến, ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ChildQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="child_search_trgm"),
            models.Index(fields=["responsible_place", "sort_key"]),
            models.Index(fields=["personal_id_index"], condition=~Q(personal_id_index=""), name="child_personal_id"),
        ]
        constraints = [PersonalVoidable.void_constraint("child_void_says_why")]

    def __str__(self):
        return str(self.uid)  # never a name where a log or a title may print it

    def get_absolute_url(self):
        return reverse("cases:child", args=[self.uid])

    def save(self, *args, **kwargs):
        self.derive_keys()
        super().save(*args, **kwargs)

    def age_on(self, day):
        return ages.age_on(self.birth_date, day)

    def age_words(self, day):
        """The age as officers say it, of the first year in months and of the first month in days as far as the birth
        date is known. For screens: everything that counts reads age_on()."""
        if years := max(self.age_on(day), 0):
            return _("%(n)s tuổi") % {"n": years}
        if self.birth_precision not in (BirthPrecision.DAY, BirthPrecision.MONTH):
            return _("dưới 1 tuổi")
        months, known = ages.months_on(self.birth_date, day), self.birth_precision == BirthPrecision.DAY
        if months > 0:
            return (_("%(n)s tháng tuổi") if known else _("khoảng %(n)s tháng tuổi")) % {"n": months}
        if not known:
            return _("dưới 1 tháng tuổi")
        days = (day - self.birth_date).days
        return _("%(n)s ngày tuổi") % {"n": days} if days > 0 else _("mới sinh")

    @property
    def born(self):
        """The birth date as far as it is known: 03/05/2014, 07/2014 or 2014. Pages and files write no other."""
        written = {BirthPrecision.DAY: "%d/%m/%Y", BirthPrecision.MONTH: "%m/%Y"}
        return self.birth_date.strftime(written.get(self.birth_precision, "%Y"))

    def life(self, today):
        """The bounds of days that may be entered for this child."""
        return Life(self.birth_date, self.died_on, today)

    def residence_on(self, day):
        """The commune where the child lived on the day, or None: also while nobody knows which one (UNSETTLED)."""
        lived = self.residences.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))
        return lived.exclude(basis=ResidenceBasis.UNSETTLED).select_related("place").first()

    def derive_keys(self):
        """What search, order and look-up go by; bulk_create does not pass through save()."""
        self.sort_key = name_sort_key(self.full_name, self.given_name or None)
        self.search_key = fold(self.full_name)
        self.personal_id_index = blind_index(self.personal_id, "personal_id") if self.personal_id else ""


class ResidenceBasis(models.TextChoices):
    PERMANENT = "permanent", _("thường trú")
    TEMPORARY = "temporary", _("tạm trú")
    PRESUMED = "presumed", _("chưa rõ nơi ở, tính tại xã xảy ra vụ việc")
    REFORM = "reform", _("do sắp xếp đơn vị hành chính")
    UNSETTLED = "unsettled", _("chưa xác định xã, phường sau sắp xếp")

    @classmethod
    def told(cls):
        """What may be said of a child; the rest is the work of a reform."""
        return [choice for choice in cls.choices if choice[0] not in (cls.REFORM, cls.UNSETTLED)]


class Residence(models.Model):
    """Residence — nơi ở: the commune where a child lives from one day to another (the last day included).

    After a reform that divided the commune the basis is UNSETTLED and the place the lowest unit that holds all parts:
    there the child goes on counting, in no commune, until someone says which part it lives in (ruling 3).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="residences")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("xã, phường"))
    basis = models.CharField(
        _("hình thức cư trú"), max_length=10, choices=ResidenceBasis, default=ResidenceBasis.PERMANENT
    )
    address = SealedTextField(_("địa chỉ"), blank=True, default="")
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        indexes = [
            models.Index(fields=["place"], include=["child", "starts_on", "ends_on"], name="residence_place_covering"),
            models.Index(
                fields=["child"], name="residence_waiting", condition=Q(basis=ResidenceBasis.UNSETTLED, ends_on=None)
            ),
        ]
        constraints = [
            spell_constraint("residence_ends_after_it_starts"),
            ExclusionConstraint(
                name="a_child_lives_in_one_place_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.starts_on:%d/%m/%Y}"


class SpecialCircumstance(PersonalVoidable):
    """SpecialCircumstance — hoàn cảnh đặc biệt: membership of one group, from one day to another."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="circumstances")
    group = models.CharField(_("nhóm"), max_length=6, choices=[(code, _(name)) for code, name in groups.CHOICES])
    subgroup = models.CharField(_("trường hợp"), max_length=8, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    evidence = SealedLineField(_("căn cứ xác định"), max_length=300, blank=True)
    recorded_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            spell_constraint("circumstance_ends_after_it_starts"),
            PersonalVoidable.void_constraint("circumstance_void_says_why"),
            ExclusionConstraint(
                name="one_membership_of_a_group_at_a_time",
                condition=Q(voided_at=None),
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    (Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_group_display()} {self.starts_on:%d/%m/%Y}"


class RiskSpell(PersonalVoidable):
    """RiskSpell — giai đoạn có nguy cơ rơi vào hoàn cảnh đặc biệt, by stated criteria; never derived from poverty."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    child = models.ForeignKey(Child, models.CASCADE, related_name="risk_spells")
    criteria = ArrayField(
        models.CharField(max_length=20, choices=[(code, _(words)) for code, words in groups.RISK_CHOICES]),
        verbose_name=_("tiêu chí"),
    )
    definition = models.CharField(max_length=20, default="2017", editable=False)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    recorded_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            spell_constraint("risk_ends_after_it_starts"),
            PersonalVoidable.void_constraint("risk_void_says_why"),
            ExclusionConstraint(
                name="one_risk_spell_at_a_time",
                condition=Q(voided_at=None),
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.starts_on:%d/%m/%Y}"
