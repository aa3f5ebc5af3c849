"""A reform of units that is to come: what ends, what begins, which part goes where."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from places.fields import NFCCharField, NFCTextField
from places.models.place import Level, LinkKind, Place


class ReformStatus(models.TextChoices):
    DRAFT = "draft", _("đang soạn")
    SCHEDULED = "scheduled", _("chờ đến ngày")
    APPLYING = "applying", _("đang thực hiện")
    APPLIED = "applied", _("đã thực hiện")
    WITHDRAWN = "withdrawn", _("đã bỏ")


class Reform(models.Model):
    """Reform — đợt sắp xếp đơn vị hành chính: entered before its day, looked at, and carried out on it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    legal_document = NFCCharField(_("văn bản"), max_length=300)
    on_date = models.DateField(_("có hiệu lực từ ngày"))
    status = models.CharField(_("tình trạng"), max_length=10, choices=ReformStatus, default=ReformStatus.DRAFT)
    carries_roles = models.BooleanField(_("chuyển phân công sang đơn vị mới"), default=True)
    rows = NFCTextField(_("các dòng đã nhập"))  # as typed, so that they can be mended and entered again
    created_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(  # who wrote its rows last; another person looks at them and sets it to be done
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người soạn")
    )
    version = models.PositiveIntegerField(default=1)  # of what was typed: who decides says which was read
    applied_at = models.DateTimeField(_("thực hiện xong lúc"), null=True, blank=True)

    class Meta:
        ordering = ["-on_date", "-created_at"]
        verbose_name = _("đợt sắp xếp đơn vị hành chính")
        constraints = [
            models.CheckConstraint(
                name="reform_is_applied_at_a_time",
                condition=Q(status="applied", applied_at__isnull=False) | ~Q(status="applied") & Q(applied_at=None),
            )
        ]

    def __str__(self):
        return f"{self.legal_document} ({self.on_date:%d/%m/%Y})"

    @property
    def is_open(self):
        """It may still be changed or withdrawn."""
        return self.status in (ReformStatus.DRAFT, ReformStatus.SCHEDULED)


class ReformUnit(models.Model):
    """ReformUnit — đơn vị mới của đợt sắp xếp: it begins on the day; `place` is the unit once it has."""

    reform = models.ForeignKey(Reform, models.CASCADE, related_name="units")
    code = models.CharField(_("mã"), max_length=10)
    level = models.CharField(_("cấp"), max_length=10, choices=Level)
    kind = NFCCharField(_("loại"), max_length=40)
    name = NFCCharField(_("tên"), max_length=120)
    parent = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", verbose_name=_("thuộc"))
    parent_unit = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    place = models.OneToOneField(Place, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["level", "code"]
        constraints = [
            models.UniqueConstraint(fields=["reform", "level", "code"], name="reform_begins_a_unit_once"),
            models.CheckConstraint(name="reform_unit_has_one_parent", condition=Q(parent=None) | Q(parent_unit=None)),
        ]

    def __str__(self):
        return self.name


class ReformLink(models.Model):
    """ReformLink — đơn vị cũ thành đơn vị mới: whole, or a part with or without its share of the population."""

    reform = models.ForeignKey(Reform, models.CASCADE, related_name="links")
    from_place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("đơn vị cũ"))
    unit = models.ForeignKey(ReformUnit, models.CASCADE, related_name="links", verbose_name=_("đơn vị mới"))
    kind = models.CharField(_("hình thức"), max_length=15, choices=LinkKind)
    partial = models.BooleanField(_("chỉ một phần"), default=False)
    share = models.DecimalField(_("tỷ lệ dân số"), max_digits=6, decimal_places=5, null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)  # people, cases and roles of the old unit have followed

    class Meta:
        ordering = ["from_place__path", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["from_place", "unit"], name="reform_link_is_told_once"),
            models.CheckConstraint(
                name="reform_share_is_of_a_part",
                condition=Q(share=None) | Q(partial=True, share__gt=0, share__lt=1),
            ),
        ]

    def __str__(self):
        return f"{self.from_place_id} → {self.unit_id}"


def successor_of_people(links):
    """The one new unit that an old one became whole, of its links; None where its people must be told apart."""
    return links[0].unit if len(links) == 1 and not links[0].partial else None


def successor_of_office(links):
    """Where those who held a role in the old unit go on: the unit that it became, or the part that keeps its code."""
    same = [link.unit for link in links if link.unit.code == link.from_place.code]
    return successor_of_people(links) or (same[0] if same else None)
