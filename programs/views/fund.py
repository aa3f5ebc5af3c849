"""The Children's Fund: what came in, and whom it reached."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases.models import Child
from programs import actions, forms
from programs.models import FundEntry, FundSupport
from programs.views.pages import PER_PAGE, entry, listing


def filtered_entries(user, wanted):
    """What came in; exports and lists read this one queryset."""
    rows = FundEntry.objects.reachable_by(user, P.PROGRAM_VIEW).select_related("place__parent")
    return rows.filter(on_date__year=wanted["year"]) if wanted.get("year") else rows


def filtered_supports(user, wanted):
    """The turns that a filter shows; exports and lists read this one queryset. `is_named`: of a child of the book."""
    rows = FundSupport.objects.reachable_by(user, P.PROGRAM_VIEW).select_related("place__parent")
    rows = rows.annotate(is_named=FundSupport.IS_NAMED)
    if wanted.get("year"):
        rows = rows.filter(on_date__year=wanted["year"])
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("named"):
        rows = rows.unnamed() if wanted["named"] == "0" else rows.named()
    return rows


def _sums(rows):
    """Of the rows that were not voided: turns, their money, children with a name, turns without one."""
    rows = rows.filter(voided_at=None).order_by()
    return {
        "turns": rows.count(),
        "spent": rows.aggregate(Sum("amount"))["amount__sum"] or 0,
        "named": rows.named().values("child").distinct().count(),
        "unnamed": rows.unnamed().count(),
    }


@require_permission(P.PROGRAM_VIEW)
def fund(request):
    """The Fund's ledger of a year: what came in, whom it reached. Sums are of the rows listed."""
    form = forms.YearFilter(request.GET)
    form.is_valid()
    raised = filtered_entries(request.user, form.cleaned_data)
    by_channel = dict(raised.filter(voided_at=None).order_by().values_list("channel").annotate(Sum("amount")))
    figures = {
        "total": sum(by_channel.values()),
        "direct": by_channel.get("direct", 0),
        "indirect": by_channel.get("indirect", 0),
        **_sums(filtered_supports(request.user, form.cleaned_data)),
    }
    year = form.cleaned_data.get("year")
    return listing(request, raised, template="programs/fund.html", form=form, figures=figures, year=year)


@require_permission(P.PROGRAM_VIEW)
def fund_supports(request):
    """Turn by turn. The child of a turn is named to those who may see that child, and to nobody else."""
    form = forms.SupportFilter(request.GET)
    form.is_valid()
    rows = filtered_supports(request.user, form.cleaned_data)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    in_reach = Child.objects.reachable_by(request.user, P.CHILD_VIEW)
    children = in_reach.in_bulk([row.child_id for row in page if row.is_named])
    if children:
        record("child.listed", Child, by=request.user, page="fund_supports", ids=sorted(children))
    for row in page:
        row.child_in_reach = children.get(row.child_id)
    may = {"may_name": request.user.may(P.PROGRAM_EDIT) and request.user.may(P.CHILD_VIEW)}
    return listing(request, rows, template="programs/supports.html", form=form, page=page, figures=_sums(rows), **may)


@require_permission(P.PROGRAM_EDIT)
def fund_entry_new(request):
    form = forms.FundEntryForm(request.POST or None, user=request.user, permission=P.PROGRAM_EDIT)
    return entry(
        request,
        form,
        lambda: actions.add_fund_entry(by=request.user, **form.cleaned_data),
        to="programs:fund",
        title=_("Ghi khoản vận động"),
    )


@require_permission(P.PROGRAM_EDIT)
def fund_support_new(request):
    form = forms.FundSupportForm(request.POST or None, user=request.user, permission=P.PROGRAM_EDIT)
    return _naming(
        request,
        form,
        lambda: actions.add_fund_support(by=request.user, **form.cleaned_data),
        title=_("Ghi lượt hỗ trợ"),
    )


@require_permission(P.PROGRAM_EDIT)
def fund_support_child(request, uid):
    """Name the child of a turn: for those who keep the Fund's books and may see children as well."""
    support = get_object_or_404(FundSupport.objects.reachable_by(request.user, P.PROGRAM_EDIT), uid=uid)
    if not request.user.may(P.CHILD_VIEW):
        raise PermissionDenied
    form = forms.NamingForm(request.POST or None, user=request.user)
    return _naming(
        request,
        form,
        lambda: actions.name_supported_child(support=support, by=request.user, **form.cleaned_data),
        title=_("Gắn tên trẻ cho lượt hỗ trợ"),
        about=support,
    )


def _naming(request, form, act, **context):
    """An entry that may show names found by a search: who was shown is written down before the page is."""
    if form.is_bound:
        form.is_valid()
        if found := forms.children_shown(form):
            record("child.searched", Child, by=request.user, ids=[child.pk for child in found])
    return entry(request, form, act, to="programs:fund_supports", **context)
