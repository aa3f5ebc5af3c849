"""The support plan (form 04): a draft that keeps whatever is typed, with rows added and removed without script."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.permissions import Permission as P
from cases import actions
from cases.forms.casework import ActivityFormSet, PlanForm
from cases.models import CasePlan, Stage
from cases.views import detail
from cases.views.pages import put_refusal
from cases.views.reach import case_for, may_at
from places.working_days import vietnam_day

EMPTY_ROWS = 2


@require_permission(P.CASE_VIEW)
def plan(request, uid):
    """The draft for those who write it while it may be written, else all plans as they stand."""
    case = case_for(request, uid, P.CASE_VIEW)
    writes = case.stage == Stage.PLAN and case.is_active and may_at(request.user, P.CASE_WORK, case.responsible_place)
    if not writes:
        return detail.show_plans(request, case)
    draft = _draft(case)
    if request.POST:  # shown again on a GET after the session has ended (accounts/idle.py)
        return _typed(request, case, draft)
    return _page(request, case, PlanForm(initial=PlanForm.initial_of(draft)), _rows_for(draft), draft)


def _draft(case):
    return case.plans.filter(voided_at=None, status__in=["draft", "returned"]).order_by("-number").first()


def _rows_for(draft):
    """The draft's activities, and room for the first ones."""
    names = ("text", "responsible", "starts_on", "ends_on", "cooperating", "cost")
    kept = [{name: getattr(row, name) for name in names} for row in draft.activities.all()] if draft else []
    rows = ActivityFormSet(initial=kept, prefix="row")
    rows.extra = max(0, EMPTY_ROWS - len(kept))
    return rows


def _typed(request, case, draft):
    """Save what was typed; "add" and "remove" only change the rows, "submit" puts it before the chair."""
    data = request.POST.copy()
    if "add" in data:
        given = data.get("row-TOTAL_FORMS", "")
        data["row-TOTAL_FORMS"] = str(min(40, int(given) + 1 if re.fullmatch(r"\d{1,4}", given) else 1))
    form, rows = PlanForm(data), ActivityFormSet(data, prefix="row")
    if "add" in data or request.method == "GET" or not (form.is_valid() & rows.is_valid()):
        return _page(request, case, form, rows, draft)
    try:
        saved = actions.save_plan_draft(case=case, by=request.user, activities=_activities(rows), **form.cleaned_data)
    except actions.Clash as lost:
        return _page(request, case, form, rows, draft, clash=lost.current)
    except actions.Refused as refusal:
        put_refusal(form, refusal)
        return _page(request, case, form, rows, draft)
    return _submit(request, case, saved) if "submit" in data else _saved(request, case)


def _activities(rows):
    kept = [row.cleaned_data for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")]
    return [{name: value for name, value in row.items() if name != "DELETE"} for row in kept]


def _saved(request, case):
    messages.success(request, _("Đã lưu bản nháp lúc %(at)s, chưa trình.") % {"at": f"{timezone.localtime():%H:%M}"})
    return redirect("cases:plan", case.uid)


def _submit(request, case, saved):
    try:
        actions.submit_plan(plan=saved, version=saved.version, by=request.user)
    except actions.Refused as refusal:
        form = PlanForm(data=PlanForm.initial_of(saved))
        form.is_valid()
        put_refusal(form, refusal)
        return _page(request, case, form, _rows_for(saved), saved)
    messages.success(request, _("Đã trình kế hoạch."))
    return redirect(case.get_absolute_url())


def _page(request, case, form, rows, draft, clash=None):
    context = detail.identity(request, case, "plan") | {
        "form": form,
        "rows": rows,
        "draft": draft,
        "clash": clash,
        "assessment": case.assessments.filter(voided_at=None).order_by("-created_at").first(),
        "clocks": [detail._clock(step, timezone.now()) for step in case.steps.open().filter(code="plan")],
        "today": vietnam_day(timezone.now()),
        "returned": draft.return_reason if draft and draft.status == CasePlan.Status.RETURNED else "",
    }
    return render(request, "cases/plan_form.html", context)
