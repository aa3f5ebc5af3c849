"""Published releases: frozen tables with small numbers hidden, and what lies behind them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from indicators.releases.tables import TABLES
from places.fields import NFCCharField, NFCTextField


class ReleaseDraft(models.Model):
    """ReleaseDraft — dự thảo công bố: which table is to be published; someone else than its author publishes it.

    It holds no figures: the preview and the release read them as they are.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    table = models.CharField(_("bảng"), max_length=30)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    periods = models.JSONField(_("kỳ"))  # ids, in order
    note = NFCTextField(_("ghi chú"), blank=True)
    replaces = models.ForeignKey(
        "Release", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thay cho bản")
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at"]

    def __str__(self):
        return f"{self.table} {self.place}"

    @property
    def title(self):
        return TABLES[self.table].title if self.table in TABLES else self.table


class Release(models.Model):
    """Release — bản công bố: numbered and frozen; a trigger refuses every change. A correction is another release."""

    number = models.CharField(_("số"), max_length=20, unique=True)
    title = NFCCharField(_("tên"), max_length=300)
    table = models.CharField(_("bảng"), max_length=30)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    periods = models.JSONField(_("kỳ"))
    note = NFCTextField(_("ghi chú"), blank=True)
    definitions = models.JSONField(_("định nghĩa"))  # [{code, name, numerator, denominator, unit, version, source}]
    as_of = models.DateTimeField(_("đúng với sổ lúc"))
    published_at = models.DateTimeField(_("công bố lúc"))
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay cho bản")
    )
    is_synthetic = models.BooleanField(_("số liệu giả"), default=False)

    class Meta:
        ordering = ["-published_at", "-number"]

    def __str__(self):
        return self.number

    @property
    def replacement(self):
        """The release that corrects this one; None while it stands."""
        return getattr(self, "replaced_by", None)


class ReleaseValue(models.Model):
    """ReleaseValue — số công bố: one number of a release as the public sees it; what is hidden is not in it."""

    class Suppressed(models.TextChoices):
        PRIMARY = "primary", _("số nhỏ (từ 1 đến 4), hoặc phần còn lại nhỏ")
        BLOCK = "block", _("nằm dưới một số nhỏ, hoặc trong một phân tổ có số nhỏ")
        COMPLEMENTARY = "complementary", _("ẩn kèm để không tính ngược được")

    release = models.ForeignKey(Release, models.PROTECT, related_name="values")
    order = models.PositiveIntegerField()
    indicator = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    period = models.CharField(max_length=30)
    by = models.CharField(max_length=12, blank=True)
    part = models.CharField(max_length=40, blank=True)
    label = NFCCharField(max_length=200, blank=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)  # percent, per 100,000, count or đồng
    suppressed = models.CharField(max_length=13, choices=Suppressed, blank=True)  # why the value is not here

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["indicator", "place", "period"], name="release_value_asked_for")]
        constraints = [
            models.UniqueConstraint(fields=["release", "order"], name="release_values_stand_in_order"),
            models.UniqueConstraint(
                fields=["release", "indicator", "place", "period", "by", "part"], name="a_release_says_a_thing_once"
            ),
            models.CheckConstraint(
                name="a_suppressed_value_is_not_there", condition=models.Q(suppressed="") | models.Q(value=None)
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.period} {self.place_id} {self.part}"


class ReleasedCount(models.Model):
    """ReleasedCount — số đếm sau bản công bố: the counts of persons on which a release was judged, hidden ones too.

    Never shown to anyone: later releases are judged against it, so that two releases together tell no more than each.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="counts")
    measure = models.CharField(max_length=40)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    period = models.CharField(max_length=30)
    by = models.CharField(max_length=12, blank=True)
    part = models.CharField(max_length=40, blank=True)
    n = models.BigIntegerField()
    hidden = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "measure", "place", "period", "by", "part"], name="a_release_counts_a_thing_once"
            )
        ]

    def __str__(self):
        return f"{self.measure} {self.period} {self.place_id} {self.part}"
