"""Whether the figures can be trusted now: what differs from the records, what could not be counted, what waits."""

from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import require_permission
from accounts.permissions import Permission as P
from accounts.scoping import inside
from indicators import measures, periods
from indicators.actions.alarms import alarms_within, places_to_mend
from indicators.models import RecountAlarm, Stale
from indicators.withholding import Withheld
from places import numerals
from places.models import Place

PER_PAGE, EXAMPLES = 30, 3


@require_permission(P.REPORTED_EDIT)
def alarms(request):
    """Alarms about the figures of one's territory, open ones first, and how many places wait to be counted again."""
    return _page(request, P.REPORTED_EDIT, template="reporting/alarms.html")


@require_permission(P.USER_MANAGE)
def alarms_for_administrators(request):
    """The same for those who run the system and read no figures: where something is wrong, and of which kind."""
    return _page(request, P.USER_MANAGE, template="reporting/alarms_for_administrators.html")


def _page(request, permission, template):
    territory = request.user.territory(permission)
    names = dict(Place.objects.filter(inside(territory)).values_list("pk", "name"))
    rows = alarms_within(territory).order_by(F("resolved_at").desc(nulls_first=True), "-at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    waiting = Stale.objects.filter(place_id__in=names)
    about = _places(page, territory)
    kept = _kept_from(request.user, about) if request.user.may(P.REPORTED_EDIT) else None
    context = {
        "page": page,
        "lines": [_line(alarm, about[alarm.pk], kept) for alarm in page],
        "open": rows.filter(resolved_at=None).count(),
        "waiting": waiting.values("place_id").distinct().count(),
        "oldest": waiting.order_by("created_at").values_list("created_at", flat=True).first(),
    }
    return render(request, template, context)


def _places(alarms, territory):
    """{alarm's pk: the places that it is about}, read at once for all."""
    unplaced = [alarm for alarm in alarms if alarm.kind == RecountAlarm.Kind.UNPLACED]
    of_one = {alarm.pk: alarm.place_id for alarm in alarms if alarm.kind != RecountAlarm.Kind.UNPLACED}
    places = Place.objects.in_bulk(of_one.values())
    to_mend = places_to_mend(unplaced, territory)
    return {pk: [places[place]] for pk, place in of_one.items()} | {a.pk: to_mend.get(a.pk, []) for a in unplaced}


def _kept_from(user, about):
    """The places of which the person sees no live figures (ruling 17)."""
    withheld = Withheld(user)
    return {place for place in {place for places in about.values() for place in places} if withheld.covers(place)}


def _line(alarm, places, kept):
    """`kept`: the places whose live figures are kept from the reader; None for whoever reads no figures at all."""
    if alarm.kind == RecountAlarm.Kind.UNPLACED:
        names = [place.name for place in places if not kept or place not in kept]
        return {"alarm": alarm, "place": ", ".join(names), "words": words(alarm)}
    (place,) = places
    told = words(alarm, with_numbers=kept is not None and place not in kept)
    return {"alarm": alarm, "place": place.name, "words": told}


def words(alarm, with_numbers=True):
    """What the alarm says, in sentences; of records only how many, never which, and not even that to whoever is kept
    from the live figures of the place (ruling 17)."""
    if alarm.kind == RecountAlarm.Kind.DIFFERENCE:
        count = alarm.detail.get("cells", 0)
        told = ngettext("%(n)s ô số liệu khác với bản ghi.", "%(n)s ô số liệu khác với bản ghi.", count)
        first = [_example(cell) for cell in alarm.detail.get("first", [])[:EXAMPLES] if with_numbers]
        return [told % {"n": numerals.write_number(count)}, *first]
    if alarm.kind == RecountAlarm.Kind.UNPLACED:
        return [_("Có hồ sơ hoặc dịch vụ của trẻ chưa ghi nơi ở nào nên không được tính ở đâu. Hãy ghi nơi ở của trẻ.")]
    return [_("Chương trình báo lỗi, đếm lại sau mỗi năm phút: %(error)s") % {"error": alarm.detail.get("error", "")}]


def _example(cell):
    measure = measures.BY_CODE.get(cell["measure"])
    return _("%(measure)s, %(period)s: đang hiện %(cell)s, đếm từ bản ghi là %(counted)s.") % {
        "measure": measure.name if measure else cell["measure"],
        "period": periods.as_span(cell["period"]).label,
        "cell": numerals.write_number(cell["cell"]),
        "counted": numerals.write_number(cell["counted"]),
    }
