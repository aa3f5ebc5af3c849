"""The household of a child and its yearly poverty review, reached by the child's page."""

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases import actions
from cases.forms.household import HouseholdForm, HouseholdStatusForm
from cases.models import Household
from cases.views.child import whose
from cases.views.pages import entry
from cases.views.reach import child_for


@require_permission(P.CHILD_EDIT)
def household(request, uid):
    """Into a household of the register or a new one; whoever is offered to choose from is named in the audit trail."""
    row = child_for(request, uid, P.CHILD_EDIT)
    start = {"place": row.responsible_place, "version": row.version}
    form = HouseholdForm(request.POST or None, initial=start, user=request.user)
    if form.is_bound and not form.is_valid() and form.found:
        record("household.listed", Household, by=request.user, ids=[found.pk for found in form.found])
    return entry(
        request,
        form,
        lambda: actions.set_household(
            child=row, household=form.household(), version=form.cleaned_data["version"], by=request.user
        ),
        to=row.get_absolute_url(),
        title=_("Hộ gia đình của trẻ"),
        back=row.get_absolute_url(),
        **whose(row),
    )


@require_permission(P.CHILD_EDIT)
def household_status(request, uid):
    """The result of a year's review holds for every child of the household."""
    row = child_for(request, uid, P.CHILD_EDIT)
    home = Household.objects.reachable_by(request.user, P.CHILD_EDIT).filter(pk=row.household_id).first()
    if home is None:
        raise Http404
    form = HouseholdStatusForm(request.POST or None, initial={"version": home.version})
    return entry(
        request,
        form,
        lambda: actions.set_household_status(household=home, by=request.user, **form.cleaned_data),
        to=row.get_absolute_url(),
        title=_("Kết quả rà soát hộ nghèo, hộ cận nghèo"),
        about=_(
            "Kết quả là của cả hộ, nên áp dụng cho mọi trẻ trong hộ. Kết quả cũ của cùng năm được giữ trong lịch sử."
        ),
        back=row.get_absolute_url(),
        **whose(row),
    )
