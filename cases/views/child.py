"""A child's page in the register, and what changes there."""

from functools import partial

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.permissions import Permission as P
from cases import actions
from cases.forms import child as forms
from cases.models import Case, Household, HouseholdStatus, Residence, RiskSpell, Service, SpecialCircumstance
from cases.views.pages import entry
from cases.views.reach import child_for, may_at
from places import numerals

PAGE = "cases/entry.html"


def whose(row):
    """The bar that says whose page a form is: a death must not be noted of the wrong child."""
    return {"child": row, "age": row.age_words(timezone.localdate())}


def _services(request, row, permission):
    """Services outside any case, and those of the cases that are in reach: a case tells more than the register."""
    cases = Case.objects.reachable_by(request.user, permission).filter(child=row)
    return row.services.filter(Q(case=None) | Q(case__in=cases))


@require_permission(P.CHILD_VIEW)
def child(request, uid):
    row = child_for(request, uid, P.CHILD_VIEW)
    today = timezone.localdate()
    cases = Case.objects.reachable_by(request.user, P.CASE_VIEW).filter(child=row, voided_at=None)
    may_edit = row.voided_at is None and may_at(request.user, P.CHILD_EDIT, row.responsible_place)
    home = Household.objects.filter(pk=row.household_id).not_denied_to(request.user).select_related("place").first()
    context = {
        "child": row,
        "age": row.age_words(today),
        "today": today,
        "residences": list(Residence.objects.filter(child=row).select_related("place__parent").order_by("-starts_on")),
        "withdrawn": row.withdrawn_residences.select_related("place__parent", "withdrawn_by"),
        "circumstances": row.circumstances.order_by("-starts_on"),
        "risk_spells": row.risk_spells.order_by("-starts_on"),
        "grants": row.assistance_grants.order_by("-starts_on") if hasattr(row, "assistance_grants") else (),
        "services": _services(request, row, P.CASE_VIEW).filter(voided_at=None).order_by("-on_date")[:20],
        "statuses": HouseholdStatus.objects.filter(household=home, voided_at=None).order_by("-year") if home else (),
        "household": home,
        "may_review": home is not None and may_at(request.user, P.CHILD_EDIT, home.place),
        "cases": cases,
        "may_edit": may_edit,
        "divided": actions.divided_home(row) if may_edit else None,
    }
    return render(request, "cases/child.html", context)


@require_permission(P.CHILD_EDIT)
def child_new(request):
    form = forms.NewChildForm(request.POST or None, user=request.user)

    def act():
        data = form.entry()
        return actions.register_child(
            by=request.user, **{k: v for k, v in data.items() if v is not None or k != "residence_from"}
        )

    return entry(request, form, act, to=lambda row: row.get_absolute_url(), title=_("Thêm trẻ vào sổ"), template=PAGE)


@require_permission(P.CHILD_EDIT)
def child_edit(request, uid):
    row = child_for(request, uid, P.CHILD_EDIT)
    form = forms.EditChildForm(request.POST or None, initial=forms.EditChildForm.initial_of(row))
    return entry(
        request,
        form,
        lambda: actions.edit_child(child=row, by=request.user, **form.entry()),
        to=row.get_absolute_url(),
        title=_("Sửa thông tin của trẻ"),
        template="cases/child_edit.html",
        back=row.get_absolute_url(),
        **whose(row),
    )


def _change(request, row, form, act, title, **context):
    return entry(
        request,
        form,
        act,
        to=row.get_absolute_url(),
        title=title,
        template=PAGE,
        back=row.get_absolute_url(),
        **whose(row),
        **context,
    )


@require_permission(P.CHILD_EDIT)
def circumstance_new(request, uid):
    row = child_for(request, uid, P.CHILD_EDIT)
    form = forms.CircumstanceForm(request.POST or None)
    act = lambda: actions.add_circumstance(child=row, by=request.user, **form.cleaned_data)  # noqa: E731
    return _change(request, row, form, act, _("Thêm hoàn cảnh đặc biệt"))


@require_permission(P.CHILD_EDIT)
def risk_new(request, uid):
    row = child_for(request, uid, P.CHILD_EDIT)
    form = forms.RiskSpellForm(request.POST or None)
    act = lambda: actions.add_risk_spell(child=row, by=request.user, **form.cleaned_data)  # noqa: E731
    return _change(request, row, form, act, _("Ghi trẻ có nguy cơ rơi vào hoàn cảnh đặc biệt"))


def what_is_true(request, uid, form_class, act, title, *, reach=child_for, **context):
    """A fact that stands on the child's own row: the form carries the version that the person saw.

    A child that has moved out of reach is not shown again.
    """
    row = reach(request, uid, P.CHILD_EDIT)
    form = form_class(request.POST or None, initial={"version": row.version})
    bar = whose(row) if reach is child_for else {}
    return entry(
        request,
        form,
        lambda: act(child=row, by=request.user, **form.cleaned_data),
        title=title,
        template=PAGE,
        **{"to": row.get_absolute_url(), "back": row.get_absolute_url(), **bar, **context},
    )


@require_permission(P.CHILD_EDIT)
def child_death(request, uid):
    words = _("Từ ngày này trẻ không còn được tính trong các chỉ số; hồ sơ đang mở thì kết thúc riêng.")
    title = _("Ghi trẻ mất")
    return what_is_true(request, uid, forms.DeathForm, actions.record_death, title, about=words, danger=True)


@require_permission(P.CHILD_EDIT)
def child_death_undo(request, uid):
    take_back = partial(actions.record_death, died_on=None)
    words = _("Trẻ lại được tính như trước; việc rút được ghi vào nhật ký.")
    return what_is_true(request, uid, forms.SeenForm, take_back, _("Rút việc ghi trẻ mất"), about=words)


@require_permission(P.CHILD_EDIT)
def child_departure(request, uid):
    words = _("Nơi ở hiện tại kết thúc ngày hôm trước. Khi biết nơi mới, ghi chuyển nơi ở.")
    title = _("Ghi trẻ rời địa bàn")
    return what_is_true(request, uid, forms.DepartureForm, actions.record_departure, title, about=words, danger=True)


@require_permission(P.CHILD_EDIT)
def household_leave(request, uid):
    leave = partial(actions.set_household, household=None)
    words = _("Hộ và kết quả rà soát của hộ vẫn giữ nguyên.")
    return what_is_true(request, uid, forms.SeenForm, leave, _("Đưa trẻ ra khỏi hộ"), about=words)


SPELLS = {"hoan-canh": SpecialCircumstance, "nguy-co": RiskSpell}


@require_permission(P.CHILD_EDIT)
def spell_end(request, uid, kind, pk):
    row = child_for(request, uid, P.CHILD_EDIT)
    if kind not in SPELLS:
        raise Http404
    spell = get_object_or_404(SPELLS[kind], pk=pk, child=row)
    form = forms.EndSpellForm(request.POST or None)

    def act():
        if kind == "nguy-co":
            return actions.end_risk_spell(spell=spell, by=request.user, **form.cleaned_data)
        return actions.end_circumstance(circumstance=spell, by=request.user, **form.cleaned_data)

    return _change(request, row, form, act, _("Ghi ngày kết thúc"), subject=_named(spell))


VOIDABLE = {**SPELLS, "dich-vu": Service}


@require_permission(P.CHILD_EDIT)
def child_void(request, uid, kind, pk):
    row = child_for(request, uid, P.CHILD_EDIT)
    if kind == "tre":
        target, title, subject = row, _("Huỷ trẻ nhập nhầm"), ""
    elif kind in VOIDABLE:
        rows = _services(request, row, P.CASE_WORK) if kind == "dich-vu" else VOIDABLE[kind].objects
        target = get_object_or_404(rows, pk=pk, child=row)
        title, subject = _("Huỷ mục nhập nhầm"), _named(target)
    else:
        raise Http404
    form = forms.VoidForm(request.POST or None)
    act = lambda: actions.void_entry(row=target, by=request.user, **form.cleaned_data)  # noqa: E731
    return _change(request, row, form, act, title, subject=subject, danger=True)


def _named(row):
    """What is ended or voided, as it is called on the child's page, with its first day."""
    if isinstance(row, Service):
        return f"{row.get_kind_display()} · {numerals.write_date(row.on_date)}"
    name = (
        row.get_group_display() if isinstance(row, SpecialCircumstance) else _("Có nguy cơ rơi vào hoàn cảnh đặc biệt")
    )
    return _("%(name)s, từ %(day)s") % {"name": name, "day": numerals.write_date(row.starts_on)}
