"""Figures that others report, with what speaks against them; what is declared complete."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators import completeness as declared
from indicators.actions import reported as actions
from indicators.models import Completeness, ReportedFigure
from programs.actions import void_entry
from programs.forms import VoidForm
from programs.views.pages import entry
from reporting import reported_forms as forms
from reporting.reported_lines import lines

PER_PAGE = 40
REPORTED = ("reporting:reported", gettext_lazy("Số liệu báo cáo"))
COMPLETENESS = ("reporting:completeness", gettext_lazy("Khai báo đủ số liệu"))


@require_permission(P.INDICATOR_VIEW)
def figures(request):
    """Reported figures of one's territory, newest first, each with its source in its own words."""
    form = forms.ReportedFilter(request.GET)
    rows = ReportedFigure.objects.reachable_by(request.user, P.INDICATOR_VIEW).select_related("place", "document")
    if form.is_valid() and form.cleaned_data["indicator"]:
        rows = rows.filter(indicator=form.cleaned_data["indicator"])
    page = Paginator(rows.order_by("-ends_on", "indicator", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": form,
        "lines": lines(page.object_list, request.user),
        "may_edit": request.user.may(P.REPORTED_EDIT),
    }
    return render(request, "reporting/reported.html", context)


@require_permission(P.REPORTED_EDIT)
def figure_new(request):
    form = forms.ReportedForm(request.POST or None, user=request.user, permission=P.REPORTED_EDIT)
    return entry(
        request,
        form,
        lambda: actions.report_figure(by=request.user, **form.cleaned_data),
        to="reporting:reported",
        title=_("Ghi số liệu báo cáo"),
        home=REPORTED,
    )


@require_permission(P.REPORTED_EDIT)
def figure_void(request, uid):
    figure = get_object_or_404(ReportedFigure.objects.reachable_by(request.user, P.REPORTED_EDIT), uid=uid)
    form = VoidForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: void_entry(row=figure, by=request.user, **form.cleaned_data),
        to="reporting:reported",
        title=_("Huỷ số liệu nhập nhầm"),
        home=REPORTED,
        about=f"{figure.indicator} · {figure.place.name}: “{figure.printed_text}”",
        danger=True,
    )


@require_permission(P.INDICATOR_VIEW)
def completeness(request):
    """Where and since when the records are declared complete; only there are counts shown (ruling 7)."""
    rows = Completeness.objects.reachable_by(request.user, P.INDICATOR_VIEW).select_related("place", "declared_by")
    rows = rows.order_by("place__sort_key", "family", "kind", "starts_on")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines, names = [], declared.names()
    for row in page:
        lines.append((row, declared.words(row, names), declared.turns_against(row)))
    context = {"page": page, "lines": lines, "may_edit": request.user.may(P.REPORTED_EDIT)}
    return render(request, "reporting/completeness.html", context)


@require_permission(P.REPORTED_EDIT)
def completeness_new(request):
    form = forms.CompletenessForm(request.POST or None, user=request.user, permission=P.REPORTED_EDIT)
    return entry(
        request,
        form,
        lambda: actions.declare_complete(by=request.user, **form.cleaned_data),
        to="reporting:completeness",
        title=_("Khai báo đủ số liệu"),
        home=COMPLETENESS,
    )


@require_permission(P.REPORTED_EDIT)
def completeness_end(request, pk):
    row = get_object_or_404(Completeness.objects.reachable_by(request.user, P.REPORTED_EDIT), pk=pk)
    form = forms.EndForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: actions.end_completeness(row=row, by=request.user, **form.cleaned_data),
        to="reporting:completeness",
        title=_("Kết thúc khai báo đủ số liệu"),
        home=COMPLETENESS,
        about=f"{row.place.name}: {declared.words(row)}",
    )
