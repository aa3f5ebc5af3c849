"""The residents of divided communes who wait: many settled at once in the part in which they live (ruling 3)."""

from datetime import timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases import actions
from cases.forms.child import SettleManyForm
from cases.models import Child
from cases.views.pages import entry
from places.models import Level, Place

PER_PAGE = 50


@require_permission(P.CHILD_EDIT)
def settle_many(request):
    """One divided commune at a time: tick, say the part, all or none.

    A name is looked for by POST (ruling 18), so what is found has one page: an address could not turn to the next.
    """
    waiting = Child.objects.reachable_by(request.user, P.CHILD_EDIT).to_settle()
    communes = _divided(waiting)
    chosen = next((place for place in communes if str(place.pk) == request.GET.get("xa")), next(iter(communes), None))
    here = waiting.filter(responsible_place=chosen).select_related("household").order_by("sort_key", "pk")
    name = request.POST.get("name", "").strip()[:120]
    posted = request.POST if request.POST and "find" not in request.POST else None
    form = SettleManyForm(posted, parts=_parts(chosen), rows=_rows(here, posted))
    page = Paginator(here.named(name), PER_PAGE).get_page(1 if name else request.GET.get("page"))
    record("child.listed", Child, by=request.user, ids=[child.pk for child in page])
    _with_addresses(page)
    picked = set(posted.getlist("child")) if posted else set()
    return entry(
        request,
        form,
        lambda: actions.settle_children(by=request.user, **form.cleaned_data),
        to=request.get_full_path(),
        title=_("Xác định nơi ở sau sắp xếp"),
        saved=_("Đã xác định nơi ở."),
        template="cases/settle_many.html",
        communes=communes.items(),
        chosen=chosen,
        page=page,
        name=name,
        picked=picked,
    )


def _divided(waiting):
    """{commune that was divided: how many of its children wait}, by name."""
    counts = dict(waiting.order_by().values_list("responsible_place").annotate(n=Count("pk")))
    ended = Place.objects.filter(pk__in=counts, valid_to__isnull=False).select_related("parent").alphabetical()
    return {place: counts[place.pk] for place in ended}


def _parts(place):
    """The communes that hold parts of it, as of the day after."""
    if place is None:
        return []
    return [unit for unit, _partial in place.as_of(place.valid_to + timedelta(days=1)) if unit.level == Level.COMMUNE]


def _rows(here, posted):
    """{uid: child} of those that were on the page and wait still."""
    names = [*posted.getlist("shown"), *posted.getlist("child")] if posted else []
    wanted = {name.partition(":")[0] for name in names}
    return {str(child.uid): child for child in here.filter(uid__in=filter(_is_uid, wanted))}


def _is_uid(text):
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _with_addresses(page):
    """What tells the part: the address that was written down last."""
    children = {child.pk: child for child in page}
    for child in page:
        child.address, child.key = "", f"{child.uid}:{child.version}"
    for home in Child.residences.rel.related_model.objects.filter(child__in=children).order_by("starts_on"):
        children[home.child_id].address = home.address or children[home.child_id].address
