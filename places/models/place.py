"""Administrative units through time, how one became another, and other spellings of their names."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext_lazy as _

from places.fields import NFCCharField


class Level(models.TextChoices):
    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class Certainty(models.TextChoices):
    """How well the first day of a unit, or a step of its lineage, is known."""

    FOUND = "found", _("có văn bản dẫn nguồn")
    KNOWLEDGE = "knowledge", _("chưa đối chiếu với văn bản")
    INFERRED = "inferred", _("suy từ tên hoặc mã")
    LIST = "list", _("theo danh mục đã công bố")
    BOUND = "bound", _("chậm nhất là ngày này")
    UNKNOWN = "unknown", _("chưa rõ")
    OPEN = "open", _("ngày chưa rõ")


class PlaceQuerySet(models.QuerySet):
    def in_force(self, on):
        """Units in force on the day; an open start or end counts as in force."""
        began = Q(valid_from=None) | Q(valid_from__lte=on)
        lasts = Q(valid_to=None) | Q(valid_to__gte=on)
        return self.filter(began, lasts)

    def within(self, place):
        """The place and everything below it."""
        return self.filter(path__startswith=place.path)

    def level(self, level):
        return self.filter(level=level)


class Place(models.Model):
    """Place — đơn vị hành chính: a unit in a period in which its name, kind and parent did not change."""

    code = models.TextField(_("mã"))
    level = models.TextField(_("cấp"), choices=Level)
    kind = NFCCharField(_("loại"))
    name = NFCCharField(_("tên"))
    short_name = NFCCharField(_("tên gọn"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    province = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    path = models.TextField(unique=True, db_collation="C")
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("ngày cuối có hiệu lực"), null=True, blank=True)
    legal_document = NFCCharField(_("văn bản"), blank=True)
    source = NFCCharField(_("nguồn"), blank=True)
    certainty = models.TextField(_("độ chắc chắn"), choices=Certainty)
    import_key = models.TextField(unique=True)
    search_key = models.TextField()
    sort_key = models.TextField(db_collation="C")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        indexes = [models.Index(fields=["level", "code"], name="place_level_code")]
        constraints = [
            ExclusionConstraint(
                name="place_code_names_one_unit_a_day",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("Mã này đã thuộc về một đơn vị khác trong cùng thời gian."),
            ),
            models.CheckConstraint(
                name="place_ends_on_or_after_its_start",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("Ngày cuối có hiệu lực phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(name="place_path_ends_with_a_dot", condition=Q(path__endswith=".")),
        ]

    def __str__(self):
        return self.name


class LinkKind(models.TextChoices):
    MERGE = "merge", _("nhập")
    SPLIT = "split", _("tách")
    RENAME = "rename", _("đổi tên hoặc loại")
    KEPT = "kept", _("giữ nguyên")
    LEVEL_REMOVED = "level_removed", _("bỏ cấp")


class PlaceLink(models.Model):
    """PlaceLink — bước sắp xếp đơn vị hành chính: an older unit leading to a newer one."""

    from_place = models.ForeignKey(Place, models.PROTECT, related_name="links_out", verbose_name=_("từ"))
    to_place = models.ForeignKey(Place, models.PROTECT, related_name="links_in", verbose_name=_("thành"))
    kind = models.TextField(_("hình thức"), choices=LinkKind)
    share = models.DecimalField(_("tỷ lệ dân số"), max_digits=6, decimal_places=5, null=True, blank=True)
    on_date = models.DateField(_("từ ngày"))
    legal_document = NFCCharField(_("văn bản"), blank=True)
    partial = models.BooleanField(_("chỉ một phần"), default=False)
    certainty = models.TextField(_("độ chắc chắn"), choices=Certainty)

    class Meta:
        verbose_name = _("bước sắp xếp đơn vị hành chính")
        verbose_name_plural = _("các bước sắp xếp đơn vị hành chính")
        constraints = [
            models.UniqueConstraint(fields=["from_place", "to_place"], name="place_link_is_told_once"),
            models.CheckConstraint(name="place_link_joins_two_places", condition=~Q(from_place=F("to_place"))),
            models.CheckConstraint(
                name="place_link_share_is_a_fraction", condition=Q(share=None) | Q(share__gt=0, share__lte=1)
            ),
        ]

    def __str__(self):
        return f"{self.from_place} → {self.to_place}"


class PlaceAlias(models.Model):
    """PlaceAlias — tên viết khác: another spelling of a unit's name, with the list that prints it."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")
    name = NFCCharField(_("tên viết khác"))
    source = NFCCharField(_("nguồn"), blank=True)

    class Meta:
        verbose_name = _("tên viết khác")
        verbose_name_plural = _("tên viết khác")
        constraints = [models.UniqueConstraint(fields=["place", "name", "source"], name="place_alias_is_told_once")]

    def __str__(self):
        return self.name
