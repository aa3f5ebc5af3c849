"""A case and its legal steps."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from accounts.sealing import SealedTextField
from cases.models.deny import DenyEntry
from cases.models.intake import AbuseType, Category
from cases.models.voidable import PersonalVoidable
from cases.rules import ages, closure, deadlines
from places import working_days
from places.fields import NFCCharField


class CaseStatus(models.TextChoices):
    OPEN = "open", _("đang mở")
    CLOSED = "closed", _("đã kết thúc")


class Stage(models.TextChoices):
    """Where an open case stands (rules/transitions.py says how it moves). REVIEW: form 06 found the child stable."""

    INITIAL = "initial", _("Đánh giá ban đầu")
    DETAILED = "detailed", _("Đánh giá cụ thể")
    PLAN = "plan", _("Lập kế hoạch")
    APPROVAL = "approval", _("Phê duyệt")
    SUPPORT = "support", _("Thực hiện")
    REVIEW = "review", _("Rà soát")
    CLOSED = "closed", _("Kết thúc")


class RiskLevel(models.TextChoices):
    HIGH = "high", _("nguy cơ cao")
    MEDIUM = "medium", _("nguy cơ trung bình")
    LOW = "low", _("nguy cơ thấp")


class Outcome(models.TextChoices):
    SAFE = "safe", _("trẻ an toàn, ổn định: đạt mục tiêu")
    ADULT = "adult", _("đã đủ 18 tuổi")
    MOVED = "moved", _("chuyển đi nơi khác quản lý")
    LOST = "lost", _("không còn liên lạc được")
    DIED = "died", _("trẻ đã mất")


class CaseQuerySet(ScopedQuerySet):
    place_fields = ("responsible_place",)

    def not_denied_to(self, user):
        """A person barred from one of a child's cases sees none of them: each shows the child."""
        return self.exclude(child__in=DenyEntry.objects.barring(user).values("case__child"))

    def active(self):
        return self.filter(status=CaseStatus.OPEN, voided_at=None)

    def overdue(self, at):
        """Open cases with a step (bước) past its legal deadline and not done."""
        return self.active().filter(pk__in=CaseStep.objects.late(at).values("case"))


class Case(PersonalVoidable):
    """Case — hồ sơ: one child's situation, from intake (tiếp nhận) to closing (kết thúc)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("mã hồ sơ"), max_length=20, unique=True)
    intake = models.ForeignKey("cases.Intake", models.PROTECT, related_name="cases")
    child = models.ForeignKey("cases.Child", models.PROTECT, related_name="cases")
    category = models.CharField(_("trường hợp"), max_length=10, choices=Category)
    abuse_type = models.CharField(_("hành vi xâm hại"), max_length=15, choices=AbuseType, blank=True)
    received_at = models.DateTimeField(_("thời điểm tiếp nhận"))
    opened_at = models.DateTimeField(_("lập hồ sơ lúc"))
    incident_place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("xã xảy ra vụ việc")
    )
    residence_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("xã cư trú"))
    responsible_place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("xã phụ trách")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_cases",
        verbose_name=_("người phụ trách"),
    )
    is_emergency = models.BooleanField(_("khẩn cấp"), null=True)  # None until form 02 says
    risk_level = models.CharField(_("mức độ nguy cơ"), max_length=10, choices=RiskLevel, blank=True)
    stage = models.CharField(_("bước"), max_length=10, choices=Stage, default=Stage.INITIAL)
    status = models.CharField(_("trạng thái"), max_length=10, choices=CaseStatus, default=CaseStatus.OPEN)
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("kết quả"), max_length=10, choices=Outcome, blank=True)
    closing_reason = SealedTextField(_("lý do kết thúc"), blank=True, default="", db_default="")
    last_activity_at = models.DateTimeField(_("hoạt động gần nhất"))
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["responsible_place", "status", "-received_at"]),
            models.Index(fields=["assigned_to", "status"]),
        ]
        constraints = [
            PersonalVoidable.void_constraint("case_void_says_why"),
            models.UniqueConstraint(
                fields=["intake", "child"], condition=Q(voided_at=None), name="one_case_per_intake_and_child"
            ),
            models.CheckConstraint(
                name="case_is_closed_with_when_who_and_outcome",
                condition=Q(status=CaseStatus.OPEN, closed_at=None, closed_by=None, outcome="") & ~Q(stage=Stage.CLOSED)
                | Q(status=CaseStatus.CLOSED, closed_at__isnull=False, closed_by__isnull=False, stage=Stage.CLOSED)
                & ~Q(outcome=""),
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("cases:detail", args=[self.uid])

    @property
    def is_active(self):
        return self.status == CaseStatus.OPEN and self.voided_at is None

    @property
    def received_on(self):
        """The Vietnamese day of receipt: the law in force on it governs the case."""
        return working_days.vietnam_day(self.received_at)

    def closure_facts(self, outcome, reason, on):
        """What rules/closure.py looks at, on a day."""
        review = self.assessments.filter(form="06", voided_at=None).last()
        approved_since = Q(status="approved", decided_at__gt=review.created_at) if review else Q(status="approved")
        unreviewed = self.plans.filter(Q(status="submitted") | approved_since, voided_at=None)
        separations = self.emergency_measures.filter(kind="separation", separation_ended_on=None, voided_at=None)
        return closure.ClosureFacts(
            outcome=outcome,
            reason=reason,
            age=ages.age_on(self.child.birth_date, on),
            is_dead=self.child.died_on is not None,
            last_review_is_stable=review.is_stable if review else None,
            plans_without_review=unreviewed.count(),
            has_open_emergency=self.steps.open().filter(code=CaseStep.Code.EMERGENCY).exists(),
            has_open_separation=separations.exists(),
        )

    def closing_problems(self, outcome, reason, on):
        """What the law, or our convention, still asks for before the case is closed with this outcome."""
        return closure.unmet(self.closure_facts(outcome, reason, on))


class CaseStepQuerySet(ScopedQuerySet):
    """Opened from a figure of terms met (indicators/drilling.py); elsewhere reached through its case."""

    place_fields = ("case__responsible_place",)

    def not_denied_to(self, user):
        return self.exclude(case__child__in=DenyEntry.objects.barring(user).values("case__child"))

    def open(self):
        return self.filter(done_at=None, cancelled_at=None)

    def late(self, at):
        return self.open().filter(due_at__lt=at)


class CaseStep(models.Model):
    """CaseStep — bước xử lý: what the law asks for next, until when. `basis` names the row of rules/deadlines.py."""

    class Code(models.TextChoices):
        INITIAL = "initial", _("Đánh giá nguy cơ ban đầu (Mẫu 02)")
        EMERGENCY = "emergency", _("Áp dụng biện pháp can thiệp khẩn cấp")
        DETAILED = "detailed", _("Thu thập thông tin, đánh giá nguy cơ cụ thể (Mẫu 03)")
        PLAN = "plan", _("Trình kế hoạch hỗ trợ, can thiệp (Mẫu 04)")
        APPROVAL = "approval", _("Phê duyệt kế hoạch (Mẫu 05)")
        SUPPORT = "support", _("Thực hiện kế hoạch")
        REVIEW = "review", _("Rà soát, đánh giá sau kế hoạch (Mẫu 06)")
        SEPARATION = "separation", _("Chấm dứt tạm thời cách ly, hoặc đề nghị Toà án")

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    code = models.CharField(max_length=10, choices=Code)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # None: the law gives no number
    basis = models.CharField(max_length=60, blank=True)
    clock_started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)

    objects = CaseStepQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None, cancelled_at=None), name="step_open_by_due")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(done_at=None, cancelled_at=None), name="one_open_step_of_a_kind"
            )
        ]

    def __str__(self):
        return f"{self.case_id} {self.code}"

    @property
    def rule(self):
        """The row of law that the term rests on."""
        return deadlines.BY_CODE[self.basis]

    def explain(self):
        """ "Vì sao hạn này?" in words: reason, days counted one by one, article, and what is choice or our reading."""
        told = deadlines.explain(self.rule, self.clock_started_at, self._days_spent())
        rows = []
        if told.counts_days and self.due_at:
            rows = working_days.explain(working_days.vietnam_day(self.clock_started_at), self.rule.amount)
        reason = told.text
        if told.params:
            start = self.clock_started_at.astimezone(working_days.VIETNAM)
            clock = gettext(told.params["clock"])
            reason = gettext(told.text) % {**told.params, "clock": clock, "start": f"{start:%H:%M %d/%m/%Y}"}
        return {
            "reason": reason,
            "rows": rows,
            "basis": self.rule.source,
            "note": gettext(self.rule.note) if told.params and not self.rule.is_provinces_choice else "",
            "choice": gettext(self.rule.note) if self.rule.is_provinces_choice else "",
            "is_verified": self.rule.is_verified,
        }

    def _days_spent(self):
        """What earlier separations took of the term: their total is limited (Decree 56/2017, Art. 32(3))."""
        if self.code != self.Code.SEPARATION or self.due_at is None:
            return 0
        return (self.rule.due_at(self.clock_started_at, working_days) - self.due_at).days


class CaseCounter(models.Model):
    """CaseCounter — số thứ tự hồ sơ: the last number of a province and year (AG-2026-000412)."""

    kind = models.CharField(max_length=10)
    prefix = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "prefix", "year"], name="one_counter_a_year")]

    def __str__(self):
        return f"{self.prefix}-{self.year}"


class ProvinceParameter(models.Model):
    """ProvinceParameter — lựa chọn của tỉnh where the law leaves room, dated (ruling 21)."""

    class Key(models.TextChoices):
        PLAN_CLOCK = "plan_clock", _("mốc tính 5 ngày làm việc trình kế hoạch")

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    key = models.CharField(max_length=20, choices=Key)
    value = models.CharField(max_length=40)
    in_force_from = models.DateField()
    document = NFCCharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "key", "in_force_from"], name="one_parameter_a_day")]

    def __str__(self):
        return f"{self.key}={self.value}"
