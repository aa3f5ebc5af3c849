"""The officer's and the chair's work on a case: one page, one action each."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.models import User
from accounts.permissions import Permission as P
from cases import actions
from cases.forms import assessment as assessment_forms
from cases.forms import casework as forms
from cases.forms.child import VoidForm
from cases.models import Assessment, CasePlan, EmergencyMeasure, Service, Visit
from cases.rules import risk
from cases.views.detail import identity, plan_title, separation_of, show_plans
from cases.views.pages import entry
from cases.views.reach import case_for
from places import numerals

PAGE = "cases/case_entry.html"


def _entry(request, case, tab, form, act, title, **context):
    template = context.pop("template", PAGE)
    return entry(
        request,
        form,
        act,
        to=case.get_absolute_url(),
        title=title,
        template=template,
        **identity(request, case, tab),
        **context,
    )


def _assess(request, uid, code, verb, title):
    case = case_for(request, uid, P.CASE_WORK)
    risk_form = risk.form(code)
    form = assessment_forms.ASSESSMENTS[code](request.POST or None, risk_form=risk_form)
    return _entry(
        request, case, "assessment", form, lambda: verb(case=case, by=request.user, **form.entry()), title,
        template="cases/assessment.html", risk_form=risk_form,
    )  # fmt: skip


@require_permission(P.CASE_WORK)
def assess_initial(request, uid):
    return _assess(request, uid, "02", actions.assess_initial, _("Đánh giá nguy cơ ban đầu (Mẫu 02)"))


@require_permission(P.CASE_WORK)
def assess_detailed(request, uid):
    return _assess(request, uid, "03", actions.assess_detailed, _("Đánh giá nguy cơ cụ thể (Mẫu 03)"))


@require_permission(P.CASE_WORK)
def review(request, uid):
    return _assess(request, uid, "06", actions.review_case, _("Rà soát sau kế hoạch (Mẫu 06)"))


@require_permission(P.CASE_WORK)
def emergency(request, uid):
    case = case_for(request, uid, P.CASE_WORK)
    form = forms.MeasureForm(request.POST or None)
    act = lambda: actions.record_emergency_measure(case=case, by=request.user, **form.entry())  # noqa: E731
    return _entry(request, case, "overview", form, act, _("Ghi biện pháp can thiệp khẩn cấp"))


@require_permission(P.CASE_WORK)
def separation_end(request, uid):
    """A case with a separation that still runs cannot be closed."""
    case = case_for(request, uid, P.CASE_WORK)
    measure = separation_of(case)
    if measure is None:  # someone else has ended it
        return redirect(case)
    form = forms.SeparationEndForm(request.POST or None)
    act = lambda: actions.end_separation(measure=measure, by=request.user, **form.cleaned_data)  # noqa: E731
    return _entry(request, case, "overview", form, act, _("Chấm dứt tạm thời cách ly"))


@require_permission(P.CASE_WORK)
def service(request, uid):
    case = case_for(request, uid, P.CASE_WORK)
    form = forms.ServiceForm(request.POST or None, case=case)
    act = lambda: actions.record_service(child=case.child, case=case, by=request.user, **form.cleaned_data)  # noqa: E731
    return _entry(request, case, "overview", form, act, _("Ghi dịch vụ, hỗ trợ"))


@require_permission(P.CASE_WORK)
def visit(request, uid):
    case = case_for(request, uid, P.CASE_WORK)
    form = forms.VisitForm(request.POST or None)
    act = lambda: actions.record_visit(case=case, by=request.user, **form.cleaned_data)  # noqa: E731
    return _entry(request, case, "overview", form, act, _("Ghi chuyến thăm, hoạt động"))


@require_permission(P.CASE_CLOSE)
def close(request, uid):
    case = case_for(request, uid, P.CASE_CLOSE)
    form = forms.CloseForm(request.POST or None, initial={"version": case.version})
    act = lambda: actions.close_case(case=case, by=request.user, **form.cleaned_data)  # noqa: E731
    return _entry(request, case, "overview", form, act, _("Kết thúc hồ sơ"), danger=True)


@require_permission(P.CASE_WORK)
def assign(request, uid):
    case = case_for(request, uid, P.CASE_WORK)
    officers = User.objects.filter(pk__in=[user.pk for user in actions.who_may(case, P.CASE_WORK)])
    shown = {"to": case.assigned_to, "version": case.version}
    form = forms.AssignForm(request.POST or None, people=officers, initial=shown)
    act = lambda: actions.assign_case(case=case, by=request.user, **form.cleaned_data)  # noqa: E731
    return _entry(request, case, "overview", form, act, _("Phân công hồ sơ"))


@require_permission(P.CASE_WORK)
def transfer(request, uid):
    """Hand over; afterwards the case may be out of reach, so the way leads to the list."""
    case = case_for(request, uid, P.CASE_WORK)
    form = forms.TransferForm(request.POST or None, initial={"version": case.version})
    act = lambda: actions.transfer_case(case=case, by=request.user, **form.cleaned_data)  # noqa: E731
    context = identity(request, case, "overview")
    return entry(request, form, act, to="cases:list", title=_("Chuyển giao hồ sơ"), template=PAGE, **context)


VOIDABLE = {  # and how the entry is called before it is voided: what it is, on which day
    "assessment": (Assessment, lambda row: (row.get_form_display(), row.done_on)),
    "plan": (CasePlan, lambda row: (plan_title(row), timezone.localdate(row.created_at))),
    "service": (Service, lambda row: (row.get_kind_display(), row.on_date)),
    "visit": (Visit, lambda row: (_("Thăm gia đình"), row.on_date)),
    "measure": (EmergencyMeasure, lambda row: (row.get_kind_display(), timezone.localdate(row.taken_at))),
}


@require_permission(P.CASE_WORK)
def void(request, uid, kind, row_uid):
    """An entry made by mistake; the case itself is voided as kind "case"."""
    case = case_for(request, uid, P.CASE_WORK)
    title, told = _("Huỷ mục nhập nhầm"), {}
    if kind == "case":
        row, title, told = case, _("Huỷ hồ sơ nhập nhầm"), {"about": _voided_with(case)}
    elif kind in VOIDABLE:
        model, called = VOIDABLE[kind]
        row = get_object_or_404(model, uid=row_uid, case=case)
        what, when = called(row)
        told = {"subject": f"{what[:1].upper()}{what[1:]} · {numerals.write_date(when)}"}
    else:
        raise Http404
    form = VoidForm(request.POST or None)
    act = lambda: actions.void_entry(row=row, by=request.user, **form.cleaned_data)  # noqa: E731
    return _entry(request, case, "overview", form, act, title, danger=True, **told)


def _voided_with(case):
    """What else leaves the counts, said before it is done."""
    counts = [rows.count() for rows in actions.work_in(case)]
    if not any(counts):
        return ""
    text = _(
        "Cùng với hồ sơ, các mục đã ghi trong hồ sơ cũng bị huỷ và không còn được tính: %(services)s dịch vụ, hỗ trợ; "
        "%(visits)s chuyến thăm; %(measures)s biện pháp khẩn cấp."
    )
    return text % dict(zip(("services", "visits", "measures"), counts, strict=True))


def plan_for(request, uid, permission, *statuses):
    """(case, its latest plan in one of the statuses)."""
    case = case_for(request, uid, permission)
    plan = case.plans.filter(voided_at=None, status__in=statuses).order_by("-number").first()
    if plan is None:
        raise Http404
    return case, plan


@require_permission(P.CASE_APPROVE)
def approve(request, uid):
    case, plan = plan_for(request, uid, P.CASE_APPROVE, CasePlan.Status.SUBMITTED)
    if plan.submitted_by_id == request.user.pk:
        return show_plans(request, case)  # which says who may
    form = forms.ApproveForm(request.POST or None, initial={"version": plan.version})
    act = lambda: actions.approve_plan(plan=plan, by=request.user, **form.cleaned_data)  # noqa: E731
    return _entry(
        request, case, "plan", form, act, _("Phê duyệt kế hoạch (Mẫu 05)"), plan=plan, template="cases/decide.html"
    )


@require_permission(P.CASE_APPROVE)
def give_back(request, uid):
    case, plan = plan_for(request, uid, P.CASE_APPROVE, CasePlan.Status.SUBMITTED)
    if plan.submitted_by_id == request.user.pk:
        return show_plans(request, case)
    form = forms.ReturnForm(request.POST or None, initial={"version": plan.version})
    act = lambda: actions.return_plan(plan=plan, by=request.user, **form.cleaned_data)  # noqa: E731
    return _entry(request, case, "plan", form, act, _("Trả lại kế hoạch"), plan=plan, template="cases/decide.html")
