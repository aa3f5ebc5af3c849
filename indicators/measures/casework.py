"""Questions to the work with children: cases, services, abuse reports."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case as Condition
from django.db.models import DateField, Exists, F, Func, OuterRef, Q
from django.db.models import When as Then
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CasePlan, CaseStep, Category, Outcome, Service
from indicators.measures.register import AT_RISK, DISABILITY, ETHNIC, HOUSEHOLD, NO_GROUP, SPECIAL
from indicators.measures.shapes import ChildFlow, ChildStockWith, Rows, Unit, When


def vietnamese_day(moment):
    """The day of a moment, as the law counts days; the triggers use the same (marks.py)."""
    return TruncDate(moment, tzinfo=ZoneInfo(settings.TIME_ZONE))


def _services():
    return Service.objects.filter(voided_at=None).values_list("pk", "child_id", NO_GROUP, "on_date", "on_date")


def _cases(group=NO_GROUP, **which):
    """Cases from the day received to the day closed."""
    cases = Case.objects.filter(voided_at=None, **which)
    return cases.values_list("pk", "child_id", group, vietnamese_day("received_at"), vietnamese_day("closed_at"))


def _abuse_reports():
    """Abuse by the day of its report: one row per case (ruling 20: one case per report and child)."""
    reported = vietnamese_day("received_at")
    cases = Case.objects.filter(voided_at=None, category=Category.ABUSED)
    return cases.values_list("pk", "child_id", "abuse_type", reported, reported)


def _abuse_with_plan():
    approved = CasePlan.objects.filter(case=OuterRef("pk"), voided_at=None, status=CasePlan.Status.APPROVED)
    return _abuse_reports().filter(Exists(approved))


def _terms(code, **which):
    """Terms of the law that have run: on their last day where they were met, on the day after where not (marks.py)."""
    ran_out = Q(cancelled_at=None) | Q(cancelled_at__gt=F("due_at"))  # closing a case does not undo what it missed
    steps = CaseStep.objects.filter(ran_out, case__voided_at=None, code=code, due_at__isnull=False, **which)
    last = vietnamese_day("due_at")
    ran = Condition(Then(done_at=None, then=_day_after(last)), default=last)
    return steps.values_list("pk", "case__child_id", NO_GROUP, ran, ran)


def _day_after(day):
    return Func(day, template="(%(expressions)s + 1)", output_field=DateField())


SERVICES = Rows("services", frozenset({"service"}), _services)
CASE_SPELLS = Rows("case_spells", frozenset({"case"}), _cases)
SAFE_CASES = Rows("safe_cases", frozenset({"case"}), lambda: _cases(outcome=Outcome.SAFE))
ABUSE_REPORTS = Rows("abuse_reports", frozenset({"case"}), _abuse_reports)
ABUSE_WITH_PLAN = Rows("abuse_with_plan", frozenset({"case", "plan"}), _abuse_with_plan)
STEP = frozenset({"case", "step"})
Code = CaseStep.Code


def _of_terms(code, words_of_all, words_of_met):
    """(measure of the terms that ran, measure of those met in time) of a step; a case may have several in a period."""
    ran = Rows(f"{code}_terms", STEP, lambda: _terms(code))
    met = Rows(f"{code}_terms_met", STEP, lambda: _terms(code, done_at__lte=F("due_at")))
    counted = {"distinct": False, "unit": Unit.TERM}
    return (
        ChildFlow(f"{code}_due", words_of_all, ran, **counted),
        ChildFlow(f"{code}_on_time", words_of_met, met, **counted),
    )


EMERGENCIES_DUE, EMERGENCIES_ON_TIME = _of_terms(
    Code.EMERGENCY, _("trường hợp khẩn cấp đã đến hạn 12 giờ"), _("trường hợp khẩn cấp được can thiệp trong 12 giờ")
)
PLANS_DUE, PLANS_ON_TIME = _of_terms(Code.PLAN, _("kế hoạch đã đến hạn trình"), _("kế hoạch được trình trong thời hạn"))
REVIEWS_DUE, REVIEWS_ON_TIME = _of_terms(
    Code.REVIEW, _("lần rà soát đã đến hạn"), _("lần rà soát được làm trong thời hạn")
)

SPECIAL_ASSISTED = ChildStockWith(
    "special_assisted", _("trẻ em có hoàn cảnh đặc biệt được trợ giúp"), SPECIAL, (SERVICES,)
)
SPECIAL_MANAGED = ChildStockWith(
    "special_managed", _("trẻ em có hoàn cảnh đặc biệt được quản lý"), SPECIAL, (CASE_SPELLS,)
)
SPECIAL_BOTH = ChildStockWith(
    "special_both", _("trẻ em có hoàn cảnh đặc biệt được quản lý và trợ giúp"), SPECIAL, (CASE_SPELLS, SERVICES)
)
RISK_ASSISTED = ChildStockWith("risk_assisted", _("trẻ em có nguy cơ được trợ giúp"), AT_RISK, (SERVICES,))
RISK_MANAGED = ChildStockWith("risk_managed", _("trẻ em có nguy cơ được quản lý"), AT_RISK, (CASE_SPELLS,))
RISK_BOTH = ChildStockWith(
    "risk_both", _("trẻ em có nguy cơ được quản lý và trợ giúp"), AT_RISK, (CASE_SPELLS, SERVICES)
)
OF_THE_CHILD = (ETHNIC, HOUSEHOLD, DISABILITY)
MANAGED = ChildFlow("managed", _("trẻ em được quản lý trường hợp"), CASE_SPELLS, dims=OF_THE_CHILD)
CASES = ChildFlow("cases", _("hồ sơ được quản lý trong kỳ"), CASE_SPELLS, distinct=False, unit=Unit.CASE)
CASES_CLOSED = ChildFlow(
    "cases_closed",
    _("hồ sơ kết thúc trong kỳ"),
    CASE_SPELLS,
    when=When.ENDS,
    distinct=False,
    unit=Unit.CASE,
)
CASES_SAFE = ChildFlow(
    "cases_safe",
    _("hồ sơ kết thúc thành công trong kỳ"),
    SAFE_CASES,
    when=When.ENDS,
    distinct=False,
    unit=Unit.CASE,
)
ABUSED = ChildFlow("abused", _("trẻ em bị xâm hại"), ABUSE_REPORTS, grouped=True, dims=OF_THE_CHILD)
ABUSED_PLANNED = ChildFlow(
    "abused_planned", _("trẻ em bị xâm hại có hồ sơ và kế hoạch được phê duyệt"), ABUSE_WITH_PLAN, grouped=True
)
MEASURES = (
    SPECIAL_ASSISTED,
    SPECIAL_MANAGED,
    SPECIAL_BOTH,
    RISK_ASSISTED,
    RISK_MANAGED,
    RISK_BOTH,
    MANAGED,
    CASES,
    CASES_CLOSED,
    CASES_SAFE,
    ABUSED,
    ABUSED_PLANNED,
    EMERGENCIES_DUE,
    EMERGENCIES_ON_TIME,
    PLANS_DUE,
    PLANS_ON_TIME,
    REVIEWS_DUE,
    REVIEWS_ON_TIME,
)
