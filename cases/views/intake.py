"""Receiving information (form 01) and opening a case from it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases import actions
from cases.actions.intake import lacks_officer
from cases.forms.child import VoidForm
from cases.forms.intake import DismissForm, IntakeForm, OpenCaseForm
from cases.models import Child, IntakeStatus
from cases.views.pages import entry
from cases.views.reach import intake_for, may_at


@require_permission(P.INTAKE_CREATE)
def intake(request):
    form = IntakeForm(request.POST or None, user=request.user)
    return entry(
        request,
        form,
        lambda: actions.take_intake(by=request.user, **form.entry()),
        to=lambda done: _where_it_is(request, done),
        title=_("Tiếp nhận thông tin"),
        template="cases/intake_form.html",
        saved=_("Đã ghi thông tin tiếp nhận."),
    )


def _where_it_is(request, row):
    """Its page, or, where it went out of the receiver's sight, the list with its code in the address: there it stands
    also when the form was sent twice."""
    if may_at(request.user, P.INTAKE_CREATE, row.responsible_place):
        return row.get_absolute_url()
    return reverse("cases:intakes", query={"sent": row.code})


def where_it_went(user, row):
    """What its receiver has to know of a report, without names: that nobody is there to take it up, that he cannot open
    it again. Empty where neither is so, and of one that was entered by mistake."""
    if row.voided_at:
        return ""
    sentences, seen = [], may_at(user, P.INTAKE_CREATE, row.responsible_place)
    if lacks_officer(row):
        sentences.append(
            _(
                "Tin %(code)s thuộc %(place)s, nhưng ở đó chưa có cán bộ nhận tin trên hệ thống: hãy báo ngay bằng "
                "điện thoại cho UBND cấp xã nơi đó hoặc Tổng đài 111."
            )
        )
    elif not seen:
        sentences.append(_("Tin %(code)s đã chuyển đến %(place)s."))
    if not seen:
        sentences.append(_("Nơi đó ngoài địa bàn của bạn nên bạn không mở lại được tin này: hãy ghi lại mã tin."))
    return " ".join(sentences) % {"code": row.code, "place": row.incident_place.full_name}


@require_permission(P.INTAKE_CREATE)
def intake_detail(request, uid):
    row = intake_for(request, uid, P.INTAKE_CREATE)
    cases = row.cases.reachable_by(request.user, P.CASE_VIEW).filter(voided_at=None)
    may_work = row.voided_at is None and may_at(request.user, P.CASE_WORK, row.responsible_place)
    context = {
        "intake": row,
        "way": where_it_went(request.user, row),
        "cases": cases,
        "may_open": may_work and row.status != IntakeStatus.NO_CASE,
        "may_void": may_work and not row.cases.filter(voided_at=None).exists(),
        "may_dismiss": may_work and row.status == IntakeStatus.NEW,
    }
    return render(request, "cases/intake_detail.html", context)


@require_permission(P.CASE_WORK)
def case_open(request, uid):
    row = intake_for(request, uid, P.CASE_WORK)
    reach = Child.objects.reachable_by(request.user, P.CHILD_VIEW).filter(voided_at=None)
    start = {"full_name": row.child_name, "sex": row.child_sex}
    form = OpenCaseForm(request.POST or None, initial=start, user=request.user, intake=row, reach=reach)
    record("child.listed", Child, by=request.user, page="case_open", ids=list(map(int, form.candidates)))

    def act():
        child = form.cleaned_data.get("child")
        return actions.open_case(
            intake=row, by=request.user, child=child, new_child=None if child else form.new_child()
        )

    return entry(
        request,
        form,
        act,
        to=lambda case: case.get_absolute_url(),
        title=_("Lập hồ sơ"),
        about=row.code,
        back=row.get_absolute_url(),
        saved=_("Đã lập hồ sơ."),
    )


@require_permission(P.CASE_WORK)
def intake_dismiss(request, uid):
    row = intake_for(request, uid, P.CASE_WORK)
    form = DismissForm(request.POST or None, initial={"version": row.version})
    return entry(
        request,
        form,
        lambda: actions.dismiss_intake(intake=row, by=request.user, **form.cleaned_data),
        to=reverse("cases:intakes"),
        title=_("Không lập hồ sơ"),
        about=row.code,
        back=row.get_absolute_url(),
    )


@require_permission(P.CASE_WORK)
def intake_void(request, uid):
    """A report entered by mistake; one that a case came of stands until the case is voided."""
    row = intake_for(request, uid, P.CASE_WORK)
    form = VoidForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: actions.void_entry(row=row, by=request.user, **form.cleaned_data),
        to=reverse("cases:intakes"),
        title=_("Huỷ tin nhập nhầm"),
        about=row.code,
        back=row.get_absolute_url(),
        danger=True,
    )
