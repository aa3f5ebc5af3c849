"""What changed since: who entered a figure and who left it between two days; what was shown is written down first."""

from datetime import date, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from indicators import asking
from indicators.changing import changed
from indicators.drilling import NothingBehind
from places.form_fields import VietnameseDateField
from reporting.views.drill import PER_PAGE, SHAPES
from reporting.views.pages import about_figures


class DaysForm(forms.Form):
    since = VietnameseDateField(label=_("Từ cuối ngày"), past=True)
    until = VietnameseDateField(label=_("Đến cuối ngày"), past=True)
    place = forms.CharField(widget=forms.HiddenInput, required=False)
    period = forms.CharField(widget=forms.HiddenInput, required=False)
    group = forms.CharField(widget=forms.HiddenInput, required=False)


@require_permission(P.INDICATOR_DRILL)
@about_figures
def changes(request, picked, code):
    """The rows that entered and left, each with the reason; entered less left is the difference of the two figures."""
    indicator = asking.indicator(code)
    if not picked.place.path.startswith(tuple(request.user.territory(P.INDICATOR_DRILL))):
        raise Http404
    group = request.GET.get("group", "")
    here = {"place": picked.place.reference, "period": picked.period.id, "group": group}
    form = DaysForm(request.GET if "since" in request.GET else None, initial=_usual_days(picked) | here)
    days = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    context = {"picked": picked, "indicator": indicator, "form": form, "group": group, "days": days}
    if form.is_bound and not form.is_valid():
        return render(request, "reporting/changes.html", context, status=400)
    try:
        found = changed(indicator, picked.place, days["since"], days["until"], user=request.user, group=group)
    except NothingBehind as why:
        status = 400 if form.is_bound else 200  # the page's own first days may lie before the records are complete
        return render(request, "reporting/changes.html", context | {"why_not": why}, status=status)
    shape = SHAPES[found.model]
    page = Paginator(shape.rows(found.reach(request.user)), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    why = found.why(rows)
    record(
        "indicator.drilled",
        found.model,
        by=request.user,
        ids=[row.pk for row in rows],
        indicator=indicator.code,
        place=picked.place.reference,
        period=f"{days['since']}/{days['until']}",
        part="changes",
    )
    context |= {
        "found": found,
        "hidden": len(found.entered) + len(found.left) - page.paginator.count,
        "columns": shape.columns(),
        "lines": [(row.pk in found.entered, why[row.pk], shape.line(row, days["until"])) for row in rows],
        "page": page,
    }
    return render(request, "reporting/changes.html", context)


def _usual_days(picked):
    """The period of the page: from the day before it began to its count day."""
    until = min(picked.count_day, timezone.localdate())
    since = picked.period.first - timedelta(days=1)
    starts = picked.place.valid_from or date.min
    return {"since": max(since, starts), "until": until}
