"""What is done within a case: assessments, plans, services, visits."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sealing import SealedLineField, SealedTextField
from cases.models.case import RiskLevel, Stage
from cases.models.voidable import PersonalVoidable
from cases.rules import ages, plans
from places.fields import NFCCharField


class Assessment(PersonalVoidable):
    """Assessment — đánh giá: forms 02 (initial), 03 (specific) and 06 (review after the plan)."""

    class Form(models.TextChoices):
        INITIAL = "02", _("Mẫu 02: đánh giá nguy cơ ban đầu")
        DETAILED = "03", _("Mẫu 03: đánh giá nguy cơ cụ thể")
        REVIEW = "06", _("Mẫu 06: rà soát sau kế hoạch")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="assessments")
    form = models.CharField(_("biểu mẫu"), max_length=2, choices=Form)
    form_version = models.CharField(max_length=10, default="2017")
    done_on = models.DateField(_("ngày đánh giá"))
    answers = models.JSONField(default=dict)  # {item code: "high" | "medium" | "low"}; an absent item is unanswered
    suggested_level = models.CharField(max_length=10, choices=RiskLevel, blank=True)
    final_level = models.CharField(_("kết luận mức độ nguy cơ"), max_length=10, choices=RiskLevel)
    override_reason = SealedLineField(_("lý do khác gợi ý"), max_length=300, blank=True)
    is_emergency = models.BooleanField(_("khẩn cấp"), null=True)
    conclusion = SealedTextField(_("kết luận"), blank=True, default="")
    needs = SealedTextField(_("nhu cầu dịch vụ"), blank=True, default="")
    child_view = SealedTextField(_("ý kiến, nguyện vọng của trẻ"), blank=True, default="")
    family_view = SealedTextField(_("ý kiến của cha, mẹ, người chăm sóc"), blank=True, default="")
    is_stable = models.BooleanField(_("không còn nguy cơ và trạng thái đã ổn định"), null=True)  # form 06, Art. 30(1)
    stage_before = models.CharField(max_length=10, choices=Stage, default="", db_default="", editable=False)
    created_at = models.DateTimeField(
        default=timezone.now, editable=False
    )  # steps bear the same moment (actions/void.py)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["created_at"]
        constraints = [PersonalVoidable.void_constraint("assessment_void_says_why")]

    def __str__(self):
        return f"{self.case_id} {self.form}"


class CasePlan(PersonalVoidable):
    """CasePlan — kế hoạch hỗ trợ, can thiệp (Mẫu 04) and its approval (Mẫu 05)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("bản nháp")
        SUBMITTED = "submitted", _("chờ phê duyệt")
        RETURNED = "returned", _("bị trả lại")
        APPROVED = "approved", _("đã phê duyệt")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField(default=1)
    goals = SealedTextField(_("mục tiêu"), blank=True, default="")
    child_opinion = SealedTextField(_("ý kiến, nguyện vọng của trẻ"), blank=True, default="")
    no_opinion_reason = SealedLineField(_("lý do chưa hỏi được ý kiến trẻ"), max_length=300, blank=True)
    uses_funds = models.BooleanField(_("có sử dụng kinh phí"), null=True)
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision_number = NFCCharField(_("số quyết định (Mẫu 05)"), max_length=40, blank=True)
    return_reason = SealedLineField(_("lý do trả lại"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            PersonalVoidable.void_constraint("plan_void_says_why"),
            models.UniqueConstraint(fields=["case", "number"], name="plans_of_a_case_are_numbered"),
            models.CheckConstraint(
                name="approved_plan_says_when_and_who",
                condition=~Q(status="approved") | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="submitted_plan_says_when_and_who",
                condition=Q(status__in=["draft"]) | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.number}"

    def facts(self, on):
        """What rules/plans.py looks at, for the child's age on a day."""
        return plans.PlanFacts(
            goals=self.goals,
            activities=tuple(
                plans.ActivityFacts(row.text, row.responsible, row.starts_on, row.ends_on, row.cost)
                for row in self.activities.all()
            ),
            child_age=ages.age_on(self.case.child.birth_date, on),
            child_opinion=self.child_opinion,
            no_opinion_reason=self.no_opinion_reason,
            uses_funds=self.uses_funds,
        )

    def problems(self, on):
        """What must still be mended before it can be submitted."""
        return plans.lacks(self.facts(on))

    def last_day(self):
        """The day on which the last activity ends; None for a plan without days."""
        return max((row.ends_on for row in self.activities.all() if row.ends_on), default=None)


class PlanActivity(models.Model):
    """PlanActivity — hoạt động, dịch vụ trong kế hoạch. A draft keeps what was typed, however incomplete."""

    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    plan = models.ForeignKey(CasePlan, models.CASCADE, related_name="activities")
    order = models.PositiveSmallIntegerField()
    text = SealedLineField(_("hoạt động, dịch vụ"), max_length=300, blank=True)
    responsible = SealedLineField(_("chịu trách nhiệm"), max_length=150, blank=True)
    cooperating = SealedLineField(_("phối hợp"), max_length=150, blank=True)
    starts_on = models.DateField(_("bắt đầu"), null=True, blank=True)
    ends_on = models.DateField(_("kết thúc"), null=True, blank=True)
    cost = models.BigIntegerField(_("dự toán (đồng)"), default=0)
    is_submitted = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="submitted_activity_is_whole_and_ends_after_it_starts",
                condition=Q(is_submitted=False)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on"))
                & ~Q(text="")
                & ~Q(responsible=""),
            ),
            models.CheckConstraint(name="activity_cost_is_not_negative", condition=Q(cost__gte=0)),
        ]

    def __str__(self):
        return f"{self.plan_id}.{self.order}"


class ServiceKind(models.TextChoices):
    HEALTH = "health", _("chăm sóc y tế")
    COUNSELLING = "counselling", _("tham vấn, tư vấn tâm lý")
    LEGAL = "legal", _("trợ giúp pháp lý")
    EDUCATION = "education", _("hỗ trợ giáo dục, học nghề")
    SOCIAL_AID = "social_aid", _("trợ giúp xã hội")
    SHELTER = "shelter", _("chỗ ở an toàn tạm thời")
    CARE = "care", _("chăm sóc thay thế")
    REHABILITATION = "rehabilitation", _("phục hồi chức năng, hòa nhập")
    FAMILY = "family", _("hỗ trợ cha mẹ, người chăm sóc")
    OTHER = "other", _("hỗ trợ khác")


class Service(PersonalVoidable):
    """Service — dịch vụ, hỗ trợ that a child received on a day, within a case or outside of one."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey("cases.Child", models.CASCADE, related_name="services")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="services")
    activity = models.ForeignKey(PlanActivity, models.PROTECT, null=True, blank=True, related_name="services")
    kind = models.CharField(_("loại dịch vụ"), max_length=15, choices=ServiceKind)
    on_date = models.DateField(_("ngày"))
    provider = SealedLineField(_("nơi cung cấp"), max_length=150)
    note = SealedTextField(_("ghi chú"), blank=True, default="")
    recorded_place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-on_date", "-pk"]
        indexes = [models.Index(fields=["child", "on_date"])]
        constraints = [PersonalVoidable.void_constraint("service_void_says_why")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on_date:%d/%m/%Y}"


class Visit(PersonalVoidable):
    """Visit — thăm gia đình, ghi nhận hoạt động."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="visits")
    on_date = models.DateField(_("ngày"))
    note = SealedTextField(_("nội dung"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["-on_date", "-pk"]
        constraints = [PersonalVoidable.void_constraint("visit_void_says_why")]

    def __str__(self):
        return f"{self.on_date:%d/%m/%Y}"
