"""Lists with their filters in the address, and the look-up by name, which is never in an address."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Min, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases.deadline_words import due_words
from cases.models import Case, CaseStatus, Category, Child, Intake, IntakeStatus, RiskLevel, Stage
from cases.rules import groups
from cases.views.home import Work
from cases.views.intake import where_it_went
from places.text import fold

PER_PAGE = 25
ALL = ("", _("Tất cả"))
SORTS = {
    "due": ("due_at", "pk"),
    "name": ("child__sort_key", "pk"),
    "code": ("code",),
    "received": ("-received_at", "pk"),
}


def _list_context(request, page, form):
    return {
        "page": page,
        "filter": form,
        "may_add": request.user.may(P.CHILD_EDIT),
        "may_import": request.user.may(P.REGISTER_IMPORT),
        "may_export": request.user.may(P.REGISTER_EXPORT),
    }


def _text(typed):
    """Without what PostgreSQL takes in no text."""
    return typed.replace("\0", "")


def _age(child, today):
    """In a column headed "Tuổi": from the first birthday on the number alone."""
    years = child.age_on(today)
    return years if years > 0 else child.age_words(today)


class CaseFilter(forms.Form):
    work = forms.ChoiceField(
        label=_("Việc"),
        required=False,
        choices=[
            ALL,
            ("mine", _("của tôi")),
            ("late", _("quá hạn")),
            ("today", _("hôm nay")),
            ("waiting", _("chờ tôi")),
        ],
    )
    status = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[ALL, *CaseStatus.choices])
    stage = forms.ChoiceField(label=_("Bước"), required=False, choices=[ALL, *Stage.choices])
    category = forms.ChoiceField(label=_("Trường hợp"), required=False, choices=[ALL, *Category.choices])
    risk = forms.ChoiceField(label=_("Nguy cơ"), required=False, choices=[ALL, *RiskLevel.choices])
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORTS], widget=forms.HiddenInput)


def filtered_cases(user, wanted, now):
    """The cases that a filter shows, in its order; exports and lists read this one queryset. Voided ones stay out."""
    if wanted.get("work") in Work.LISTS:
        rows = Work(user, now).cases_in(wanted["work"])
    else:
        rows = Case.objects.reachable_by(user, P.CASE_VIEW).filter(voided_at=None)
    for field, column in (("status", "status"), ("stage", "stage"), ("category", "category"), ("risk", "risk_level")):
        if wanted.get(field):
            rows = rows.filter(**{column: wanted[field]})
    open_step = Q(steps__done_at=None, steps__cancelled_at=None)
    rows = rows.annotate(due_at=Min("steps__due_at", filter=open_step))
    return rows.order_by(*SORTS[wanted.get("sort") or "due"])


@require_permission(P.CASE_VIEW)
def cases(request):
    now = timezone.now()
    form = CaseFilter(request.GET)
    form.is_valid()
    rows = filtered_cases(request.user, form.cleaned_data, now).select_related("child", "responsible_place")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    record("case.listed", Case, by=request.user, ids=[case.pk for case in page])
    for case in page:
        case.due_tag = due_words(case.due_at, now) if case.status == CaseStatus.OPEN and case.due_at else None
        case.age = _age(case.child, timezone.localdate(now))
    return render(request, "cases/list.html", _list_context(request, page, form))


class ChildFilter(forms.Form):
    group = forms.ChoiceField(label=_("Hoàn cảnh đặc biệt"), required=False)
    at_risk = forms.ChoiceField(label=_("Có nguy cơ"), required=False, choices=[ALL, ("1", _("có"))])
    home = forms.ChoiceField(
        label=_("Nơi ở"), required=False, choices=[ALL, ("unsettled", _("cần xác định sau sắp xếp"))]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        current = [(group.code, group.name) for group in groups.groups_on(timezone.localdate())]
        self.fields["group"].choices = [ALL, ("any", _("thuộc bất kỳ nhóm nào")), *current]


def filtered_children(user, wanted, today):
    """The children that a filter shows, by given name; exports and lists read this one queryset."""
    rows = Child.objects.reachable_by(user, P.CHILD_VIEW).filter(voided_at=None)
    holds = Q(voided_at=None, starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    if group := wanted.get("group"):
        spells = Child.circumstances.rel.related_model.objects.filter(holds)
        rows = rows.filter(pk__in=(spells if group == "any" else spells.filter(group=group)).values("child"))
    if wanted.get("at_risk"):
        rows = rows.filter(pk__in=Child.risk_spells.rel.related_model.objects.filter(holds).values("child"))
    if wanted.get("home"):
        rows = rows.to_settle()
    return rows.order_by("sort_key", "pk")


@require_permission(P.CHILD_VIEW)
def children(request):
    form = ChildFilter(request.GET)
    form.is_valid()
    today = timezone.localdate()
    rows = filtered_children(request.user, form.cleaned_data, today).select_related("responsible_place", "ethnic_group")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    record("child.listed", Child, by=request.user, ids=[child.pk for child in page])
    for child in page:
        child.age = _age(child, today)
    return render(request, "cases/children.html", _list_context(request, page, form))


class IntakeFilter(forms.Form):
    status = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[ALL, *IntakeStatus.choices])
    category = forms.ChoiceField(label=_("Trường hợp"), required=False, choices=[ALL, *Category.choices])


@require_permission(P.INTAKE_CREATE)
def intakes(request):
    """What was reported: for officers that of their commune; a hotline operator sees what falls in his territory."""
    form = IntakeFilter(request.GET)
    form.is_valid()
    rows = Intake.objects.reachable_by(request.user, P.INTAKE_CREATE).filter(voided_at=None)
    for field in ("status", "category"):
        if form.cleaned_data.get(field):
            rows = rows.filter(**{field: form.cleaned_data[field]})
    rows = rows.select_related("incident_place").order_by("-received_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    record("intake.listed", Intake, by=request.user, ids=[intake.pk for intake in page])
    sent = Intake.objects.filter(received_by=request.user, code=_text(request.GET.get("sent", ""))).first()
    way = where_it_went(request.user, sent) if sent else ""
    return render(request, "cases/intakes.html", {**_list_context(request, page, form), "way": way})


@require_permission(P.CASE_VIEW)
@require_http_methods(["GET", "POST"])
def search(request):
    """By name in any order of words, without tone marks, or by code. By POST: names stay out of addresses and logs."""
    text = _text(request.POST.get("q", "")).strip()[:120]
    found, found_cases = [], []
    if len(fold(text)) >= 2:
        reach = Child.objects.reachable_by(request.user, P.CHILD_VIEW).filter(voided_at=None)
        found = list(reach.named(text).select_related("responsible_place").order_by("sort_key", "pk")[:PER_PAGE])
        cases = Case.objects.reachable_by(request.user, P.CASE_VIEW).filter(voided_at=None)
        named = Child.objects.named(text)  # also one registered elsewhere: the case is in reach, and names the child
        wanted = Q(code__icontains=text) | Q(child__in=named)
        found_cases = list(cases.filter(wanted).select_related("child").order_by("-received_at")[:PER_PAGE])
    record("child.searched", Child, by=request.user, ids=[child.pk for child in found])
    record("case.listed", Case, by=request.user, page="search", ids=[case.pk for case in found_cases])
    context = {"text": text, "children": found, "cases": found_cases, "limit": PER_PAGE}
    return render(request, "cases/search.html", context)
