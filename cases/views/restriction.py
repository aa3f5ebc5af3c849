"""Who may not see a case: found by its code, set and lifted with a reason, without a word about the child."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import confirm_identity, require_permission
from accounts.models import User
from accounts.permissions import Permission as P
from cases import actions
from cases.forms.casework import FindCaseForm, LiftForm, RestrictForm
from cases.models import Case
from cases.views.pages import entry
from cases.views.reach import case_for

PAGE = "cases/restrict.html"


@require_permission(P.CASE_RESTRICT)
def restrict_find(request):
    """Whoever keeps the lists sees no list of cases: he has the code from those who ask him."""
    form = FindCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reach = Case.objects.reachable_by(request.user, P.CASE_RESTRICT)
        case = reach.filter(code__iexact=form.cleaned_data["code"]).first()
        if case is not None:
            return redirect("cases:restrict", case.uid)
        form.add_error("code", _("Không có hồ sơ nào mang mã này trong địa bàn của bạn."))
    return render(request, "cases/restrict_find.html", {"form": form})


@require_permission(P.CASE_RESTRICT)
@confirm_identity
def restrict(request, uid):
    case = case_for(request, uid, P.CASE_RESTRICT)
    within = User.objects.within(request.user, P.CASE_RESTRICT).filter(is_active=True).exclude(pk=request.user.pk)
    barred = case.deny_entries.in_force().select_related("user", "created_by").order_by("created_at")
    people = within.exclude(pk__in=barred.values("user")).order_by("sort_key", "pk")
    form = RestrictForm(request.POST or None, people=people)
    return entry(
        request,
        form,
        lambda: actions.restrict_case(case=case, by=request.user, **form.cleaned_data),
        to=request.path,
        title=_("Hạn chế người xem hồ sơ"),
        template=PAGE,
        case=case,
        barred=barred,
    )


@require_permission(P.CASE_RESTRICT)
@confirm_identity
def restriction_lift(request, uid, pk):
    case = case_for(request, uid, P.CASE_RESTRICT)
    row = get_object_or_404(case.deny_entries.in_force().select_related("user"), pk=pk)
    form = LiftForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: actions.lift_restriction(entry=row, by=request.user, **form.cleaned_data),
        to=reverse("cases:restrict", args=[case.uid]),
        title=_("Gỡ hạn chế người xem"),
        about=f"{case.code} · {row.user.full_name}",
        back=reverse("cases:restrict", args=[case.uid]),
        asks_who=True,
    )
