"""Programmes, their documents, projects and targets."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from places.fields import NFCCharField, NFCTextField
from places.numerals import write_date

PRESS = "bài báo"  # the kind of Document that bears no number of its own


class Document(models.Model):
    """Document — văn bản: a decision, plan, directive or article that others cite."""

    number = NFCCharField(_("số, ký hiệu"), max_length=80)
    kind = NFCCharField(_("loại"), max_length=60)
    issuer = NFCCharField(_("cơ quan ban hành"), max_length=150)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    title = NFCTextField(_("trích yếu"), blank=True)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    verified = models.BooleanField(_("đã đối chiếu bản gốc"), default=False)
    note = NFCTextField(_("ghi chú"), blank=True)

    class Meta:
        ordering = ["issued_on", "number"]
        constraints = [models.UniqueConstraint(fields=["number", "issuer"], name="one_document_per_number_and_issuer")]

    def __str__(self):
        return self.cited

    @property
    def cited(self):
        """How a text names it: an act by its number, an article by who printed it and when."""
        if self.kind != PRESS:
            return self.number
        return ", ".join(filter(None, [self.issuer, write_date(self.issued_on) if self.issued_on else ""]))


class Programme(models.Model):
    """Programme — chương trình: a term of years in a territory, or the nation's (place empty)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = NFCCharField(_("tên"), max_length=200)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("thuộc chương trình")
    )
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )
    objective = NFCTextField(_("mục tiêu tổng quát"), blank=True)

    class Meta:
        ordering = ["starts_on", "code"]
        constraints = [
            models.CheckConstraint(name="programme_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on")))
        ]

    def __str__(self):
        return self.name


class Project(models.Model):
    """Project — dự án of a programme, or one of its groups of solutions (nhóm giải pháp)."""

    class Kind(models.TextChoices):
        PROJECT = "project", _("dự án")
        SOLUTION = "solution", _("nhóm giải pháp")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="projects")
    kind = models.CharField(_("loại"), max_length=8, choices=Kind, default=Kind.PROJECT)
    number = models.PositiveSmallIntegerField(_("số"))
    name = NFCCharField(_("tên"), max_length=250)
    lead = NFCCharField(_("cơ quan chủ trì"), max_length=150, blank=True)
    verified = models.BooleanField(_("đã đối chiếu bản gốc"), default=False)
    note = NFCTextField(_("ghi chú"), blank=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "number"], name="projects_of_a_programme_are_numbered")
        ]

    def __str__(self):
        return self.name


class TargetKind(models.TextChoices):
    AT_MOST = "at_most", _("nhiều nhất")
    BELOW = "below", _("dưới")
    AT_LEAST = "at_least", _("ít nhất")
    FROM_TO = "from_to", _("từ A đến B")
    MAINTAIN = "maintain", _("duy trì")
    REDUCE_RELATIVE = "reduce_relative", _("giảm theo tỷ lệ so với năm gốc")
    REDUCE_POINTS = "reduce_points", _("giảm theo điểm phần trăm so với năm gốc")
    COUNT = "count", _("số lượng")
    MONEY = "money", _("số tiền")
    DIRECTION = "direction", _("chỉ nêu hướng")


class Direction(models.TextChoices):
    DOWN = "down", _("càng thấp càng tốt")
    UP = "up", _("càng cao càng tốt")


class TargetUnit(models.TextChoices):
    PERCENT = "percent", _("%")
    PER_THOUSAND = "per_1000", _("phần nghìn")
    PER_HUNDRED_THOUSAND = "per_100000", _("trên 100.000")
    CHILD = "child", _("trẻ em")
    COMMUNE = "commune", _("xã, phường, thị trấn")
    DISTRICT = "district", _("huyện")
    MODEL = "model", _("mô hình")
    VND = "vnd", _("đồng")
    TURN = "turn", _("lượt")


class Trajectory(models.TextChoices):
    """What is expected between the baseline and the milestones."""

    LINEAR = "linear", _("đường thẳng đến từng mốc")
    STEP = "step", _("bậc thang: chỉ đổi vào ngày của mốc")
    OWN = "own", _("lộ trình riêng theo từng điểm đã ghi")


class Target(models.Model):
    """Target — chỉ tiêu: typed, for a place (empty: the nation), an indicator and a milestone; judged on the units of
    its time and by the definition under which it was set. What it says now stands here, what it said before in its
    revisions, earlier milestones in its levels."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="targets", verbose_name=_("chương trình"))
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("chỉ tiêu cấp trên")
    )
    indicator = models.CharField(_("chỉ số"), max_length=20)  # a code of indicators/definitions; checked there
    breakdown = models.CharField(_("phân tổ"), max_length=40, blank=True)  # e.g. a model kind
    reads_numerator = models.BooleanField(
        _("so với tử số"), default=False
    )  # "30 communes" reads the count, not the share
    kind = models.CharField(_("loại"), max_length=20, choices=TargetKind)
    other_kind = models.CharField(_("cách hiểu khác"), max_length=20, choices=TargetKind, blank=True)
    trajectory = models.CharField(_("lộ trình"), max_length=6, choices=Trajectory, default=Trajectory.LINEAR)
    direction = models.CharField(_("hướng tốt"), max_length=5, choices=Direction)
    unit = models.CharField(_("đơn vị"), max_length=10, choices=TargetUnit)
    value = models.DecimalField(_("mức phải đạt"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_value = models.DecimalField(_("mức gốc"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("ngày của mức gốc"), null=True, blank=True)
    due_on = models.DateField(_("mốc"))
    order = models.PositiveSmallIntegerField(default=0)
    printed_text = NFCTextField(_("nguyên văn"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("văn bản")
    )
    # Empty: the definition in force on the programme's first day.
    definition_version = models.CharField(_("phiên bản định nghĩa"), max_length=20, blank=True)
    ambiguity = NFCTextField(_("chỗ chưa rõ"), blank=True)  # shown beside the target
    inferred = NFCTextField(_("điều được suy ra"), blank=True)  # e.g. a milestone that the text does not date

    class Meta:
        ordering = ["programme", "order"]
        constraints = [
            models.CheckConstraint(
                name="target_has_a_value_unless_it_names_a_direction_only",
                condition=Q(kind="direction", value=None) | (~Q(kind="direction") & Q(value__isnull=False)),
            ),
            models.CheckConstraint(
                name="target_percent_is_between_0_and_100",
                condition=~Q(unit="percent") | Q(value=None) | Q(value__gte=0, value__lte=100),
            ),
            models.CheckConstraint(
                name="target_from_a_to_b_has_a",
                condition=~Q(kind="from_to") | Q(baseline_value__isnull=False, baseline_on__isnull=False),
            ),
            models.CheckConstraint(
                name="target_of_the_nation_has_no_parent", condition=Q(place__isnull=False) | Q(parent=None)
            ),
            models.CheckConstraint(
                name="target_is_read_in_two_ways_only_if_they_differ", condition=~Q(other_kind=F("kind"))
            ),
        ]

    def __str__(self):
        return self.printed_text

    @property
    def value_unit(self):
        """The unit of its value: a relative reduction is told in percent, in whatever unit the figure is."""
        return "%" if self.kind == TargetKind.REDUCE_RELATIVE else self.get_unit_display()

    @property
    def version(self):
        """How often it was revised: what a page has shown and a later change goes on from."""
        return self.revisions.count()


class TargetLevel(models.Model):
    """TargetLevel — mức theo ngày của chỉ tiêu: what is to be reached on an earlier day of the same target.

    A milestone is judged on its day; a waypoint only shapes the target's own path. The last milestone is the target.
    """

    class Role(models.TextChoices):
        MILESTONE = "milestone", _("mốc, được xét")
        WAYPOINT = "waypoint", _("điểm trên lộ trình, không xét")

    target = models.ForeignKey(Target, models.CASCADE, related_name="levels", verbose_name=_("chỉ tiêu"))
    on = models.DateField(_("vào ngày"))
    value = models.DecimalField(_("mức"), max_digits=18, decimal_places=4)
    role = models.CharField(_("vai trò"), max_length=9, choices=Role, default=Role.MILESTONE)
    kind = models.CharField(_("loại"), max_length=20, choices=TargetKind, blank=True)  # empty: as the target
    since = models.DateField(_("có hiệu lực từ ngày"), null=True, blank=True)  # empty: from the beginning
    until = models.DateField(_("hết hiệu lực từ ngày"), null=True, blank=True)  # a later document has dropped it
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    reason = NFCTextField(_("lý do"), blank=True)  # why it was dropped

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "on"], condition=Q(until=None), name="one_level_of_a_target_a_day"
            )
        ]

    def __str__(self):
        return f"{self.target_id} {self.on:%d/%m/%Y}"


class TargetRevision(models.Model):
    """TargetRevision — điều chỉnh chỉ tiêu: what it said before, from when, by which document."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="revisions")
    previous_value = models.DecimalField(_("mức cũ"), max_digits=18, decimal_places=4, null=True)
    previous_due_on = models.DateField(_("mốc cũ"))
    revised_on = models.DateField(_("ngày điều chỉnh"))
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    reason = NFCTextField(_("lý do"))

    class Meta:
        ordering = ["-revised_on"]
        constraints = [models.UniqueConstraint(fields=["target", "revised_on"], name="one_revision_of_a_target_a_day")]

    def __str__(self):
        return f"{self.target_id} {self.revised_on:%d/%m/%Y}"
