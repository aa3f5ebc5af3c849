"""The tables of law as they run, and what a province chooses where the law leaves room."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.permissions import Permission as P
from cases import actions
from cases.forms.law import PLAN_CLOCK_WORDS, PlanClockForm, provinces_of
from cases.models import ProvinceParameter
from cases.rules import tables
from cases.rules.deadlines import FROM_INTAKE
from cases.views.pages import entry
from places.models import Place


@require_permission(P.SIGNED_IN)
def rules(request):
    """The tables of law that the program runs on, as they run."""
    held = {assignment.place.province_id for assignment in request.user.current_assignments()}
    context = {
        "tables": tables.all_tables(),
        "choices": [_choice(province) for province in Place.objects.filter(pk__in=held).alphabetical()],
        "may_choose": provinces_of(request.user).exists(),
    }
    return render(request, "cases/rules.html", context)


def _choice(province):
    """The province, what it has chosen from which day on, newest first, and what holds where it has chosen nothing."""
    rows = ProvinceParameter.objects.filter(place=province, key=ProvinceParameter.Key.PLAN_CLOCK)
    return {
        "province": province,
        "rows": [(row, PLAN_CLOCK_WORDS[row.value]) for row in rows.order_by("-in_force_from")],
        "otherwise": PLAN_CLOCK_WORDS[FROM_INTAKE],
    }


@require_permission(P.REFERENCE_EDIT)
def plan_clock(request):
    """The day from which the plan's five working days run (ruling 21)."""
    start = {"in_force_from": timezone.localdate()}
    form = PlanClockForm(request.POST or None, user=request.user, initial=start)
    rules_page = reverse("cases:rules")
    return entry(
        request,
        form,
        lambda: actions.choose_plan_clock(by=request.user, **form.cleaned_data),
        to=f"{rules_page}#lua-chon",
        title=_("Mốc tính 5 ngày làm việc trình kế hoạch"),
        about=_("Áp dụng cho hồ sơ tiếp nhận từ ngày được chọn; hạn đã tính thì giữ nguyên."),
        back=rules_page,
    )
