"""Questions to the work with children: cases, services, abuse reports."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CasePlan, Category, Outcome, Service
from indicators.measures.register import AT_RISK, NO_GROUP, SPECIAL
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


SERVICES = Rows("services", frozenset({"service"}), _services)
CASE_SPELLS = Rows("case_spells", frozenset({"case"}), _cases)
SAFE_CASES = Rows("safe_cases", frozenset({"case"}), lambda: _cases(outcome=Outcome.SAFE))
ABUSE_REPORTS = Rows("abuse_reports", frozenset({"case"}), _abuse_reports)
ABUSE_WITH_PLAN = Rows("abuse_with_plan", frozenset({"case", "plan"}), _abuse_with_plan)

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
MANAGED = ChildFlow("managed", _("trẻ em được quản lý trường hợp"), CASE_SPELLS)
CASES = ChildFlow("cases", _("hồ sơ được quản lý trong kỳ"), CASE_SPELLS, distinct=False, unit=Unit.CASE)
CASES_SAFE = ChildFlow(
    "cases_safe",
    _("hồ sơ kết thúc thành công trong kỳ"),
    SAFE_CASES,
    when=When.ENDS,
    distinct=False,
    unit=Unit.CASE,
)
ABUSED = ChildFlow("abused", _("trẻ em bị xâm hại"), ABUSE_REPORTS, grouped=True)
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
    CASES_SAFE,
    ABUSED,
    ABUSED_PLANNED,
)
