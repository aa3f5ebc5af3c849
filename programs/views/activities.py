"""Sites, recognitions, training and monthly assistance; and the voiding of every kind of entry."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases.views.reach import child_for
from places.numerals import write_date, write_number
from programs import actions, forms
from programs.models import (
    AssistanceGrant,
    CommuneRecognition,
    FundEntry,
    FundSupport,
    SupportModelSite,
    TrainingClass,
)
from programs.views.outreach import LEDGERS
from programs.views.pages import entry, entry_of_child, listing


@require_permission(P.PROGRAM_VIEW)
def index(request):
    """What there is, with how much of it is in reach."""
    counts = {
        "sites": SupportModelSite.objects.reachable_by(request.user, P.PROGRAM_VIEW).filter(voided_at=None).count(),
        "recognitions": CommuneRecognition.objects.reachable_by(request.user, P.PROGRAM_VIEW)
        .filter(voided_at=None)
        .count(),
        "fund": FundEntry.objects.reachable_by(request.user, P.PROGRAM_VIEW).filter(voided_at=None).count(),
        "trainings": TrainingClass.objects.reachable_by(request.user, P.PROGRAM_VIEW).filter(voided_at=None).count(),
    }
    ledgers = [
        (name, about, about.model.objects.reachable_by(request.user, P.PROGRAM_VIEW).filter(voided_at=None).count())
        for name, about in LEDGERS.items()
    ]
    return render(request, "programs/index.html", {"counts": counts, "ledgers": ledgers})


def filtered_sites(user, wanted):
    """The sites that a filter shows; exports and lists read this one queryset."""
    rows = SupportModelSite.objects.reachable_by(user, P.PROGRAM_VIEW).select_related("model", "place__parent")
    if model := wanted.get("model"):
        rows = rows.filter(model=model)
    if day := wanted.get("on"):
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    if wanted.get("state") == "unsettled":
        rows = rows.to_settle(timezone.localdate())
    return rows.order_by("model__order", "place__sort_key")


@require_permission(P.PROGRAM_VIEW)
def sites(request):
    form = forms.SiteFilter(request.GET)
    form.is_valid()
    rows = filtered_sites(request.user, form.cleaned_data)
    return listing(request, rows, template="programs/sites.html", form=form)


@require_permission(P.PROGRAM_EDIT)
def site_new(request):
    form = forms.SiteForm(request.POST or None, user=request.user, permission=P.PROGRAM_EDIT)
    return entry(
        request,
        form,
        lambda: actions.add_site(by=request.user, **form.cleaned_data),
        to="programs:sites",
        title=_("Thêm điểm mô hình"),
    )


@require_permission(P.PROGRAM_EDIT)
def site_end(request, uid):
    site = get_object_or_404(SupportModelSite.objects.reachable_by(request.user, P.PROGRAM_EDIT), uid=uid)
    form = forms.EndForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: actions.end_site(site=site, by=request.user, **form.cleaned_data),
        to="programs:sites",
        title=_("Kết thúc điểm mô hình"),
        about=site,
    )


@require_permission(P.PROGRAM_EDIT)
def site_settle(request, uid):
    """Of a divided unit: in which part the site has gone on; those who keep one part know where it stands."""
    site = get_object_or_404(SupportModelSite.objects.reachable_by(request.user, P.PROGRAM_EDIT), uid=uid)
    form = forms.SettleSiteForm(request.POST or None, parts=actions.parts_of(site))
    return entry(
        request,
        form,
        lambda: actions.settle_site(site=site, by=request.user, **form.cleaned_data),
        to="programs:sites",
        title=_("Ghi điểm mô hình ở đơn vị mới"),
        about=site,
    )


@require_permission(P.PROGRAM_VIEW)
def recognitions(request):
    rows = CommuneRecognition.objects.reachable_by(request.user, P.PROGRAM_VIEW).select_related("place__parent")
    form = forms.YearFilter(request.GET)
    if form.is_valid() and form.cleaned_data["year"]:
        rows = rows.filter(year=form.cleaned_data["year"])
    return listing(request, rows.order_by("-year", "place__sort_key"), template="programs/recognitions.html", form=form)


@require_permission(P.PROGRAM_EDIT)
def recognition_new(request):
    form = forms.RecognitionForm(request.POST or None, user=request.user, permission=P.PROGRAM_EDIT)
    return entry(
        request,
        form,
        lambda: actions.recognise_commune(by=request.user, **form.cleaned_data),
        to="programs:recognitions",
        title=_("Ghi công nhận xã phù hợp với trẻ em"),
    )


@require_permission(P.PROGRAM_VIEW)
def trainings(request):
    rows = TrainingClass.objects.reachable_by(request.user, P.PROGRAM_VIEW).select_related("place")
    form = forms.YearFilter(request.GET)
    if form.is_valid() and form.cleaned_data["year"]:
        rows = rows.filter(on_date__year=form.cleaned_data["year"])
    return listing(request, rows, template="programs/trainings.html", form=form)


@require_permission(P.PROGRAM_EDIT)
def training_new(request):
    form = forms.TrainingForm(request.POST or None, user=request.user, permission=P.PROGRAM_EDIT)
    return entry(
        request,
        form,
        lambda: actions.add_training(by=request.user, **form.cleaned_data),
        to="programs:trainings",
        title=_("Ghi lớp tập huấn"),
    )


@require_permission(P.CHILD_EDIT)
def assistance_new(request, uid):
    child = child_for(request, uid, P.CHILD_EDIT)
    form = forms.AssistanceForm(request.POST or None)
    return entry_of_child(
        request,
        child,
        form,
        lambda: actions.grant_assistance(child=child, by=request.user, **form.cleaned_data),
        title=_("Ghi trợ cấp xã hội hằng tháng"),
    )


def _grant_for(request, uid):
    """The grant and what it is called on the page, which names its child: so the audit row comes first."""
    rows = AssistanceGrant.objects.reachable_by(request.user, P.CHILD_EDIT).select_related("child__responsible_place")
    grant = get_object_or_404(rows, uid=uid)
    record("child.shown", grant.child, by=request.user, page=request.resolver_match.url_name)
    told = {"amount": write_number(grant.amount, 0), "day": write_date(grant.starts_on)}
    return grant, _("%(amount)s đồng/tháng, từ %(day)s") % told


@require_permission(P.CHILD_EDIT)
def assistance_end(request, uid):
    grant, subject = _grant_for(request, uid)
    form = forms.AssistanceEndForm(request.POST or None)
    return entry_of_child(
        request,
        grant.child,
        form,
        lambda: actions.stop_assistance(grant=grant, by=request.user, **form.cleaned_data),
        title=_("Dừng trợ cấp hằng tháng"),
        subject=subject,
    )


@require_permission(P.CHILD_EDIT)
def assistance_void(request, uid):
    """An entry about a child, so voided by those who enter such and not by those of the programmes."""
    grant, subject = _grant_for(request, uid)
    form = forms.VoidForm(request.POST or None)
    return entry_of_child(
        request,
        grant.child,
        form,
        lambda: actions.void_entry(row=grant, by=request.user, **form.cleaned_data),
        title=_("Huỷ mục trợ cấp nhập nhầm"),
        subject=subject,
        danger=True,
    )


VOIDABLE = {
    "diem": (SupportModelSite, P.PROGRAM_EDIT, "programs:sites"),
    "cong-nhan": (CommuneRecognition, P.PROGRAM_EDIT, "programs:recognitions"),
    "van-dong": (FundEntry, P.PROGRAM_EDIT, "programs:fund"),
    "ho-tro": (FundSupport, P.PROGRAM_EDIT, "programs:fund_supports"),
    "tap-huan": (TrainingClass, P.PROGRAM_EDIT, "programs:trainings"),
} | {name: (ledger.model, P.PROGRAM_EDIT, f"/hoat-dong/so/{name}/") for name, ledger in LEDGERS.items()}


@require_permission(P.PROGRAM_EDIT)
def void(request, kind, uid):
    if kind not in VOIDABLE:
        raise Http404
    model, permission, to = VOIDABLE[kind]
    row = get_object_or_404(model.objects.reachable_by(request.user, permission), uid=uid)
    form = forms.VoidForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: actions.void_entry(row=row, by=request.user, **form.cleaned_data),
        to=to,
        title=_("Huỷ mục nhập nhầm"),
        about=row,
        danger=True,
    )
