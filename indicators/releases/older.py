"""What older releases tell of the same years and the same ground: a new one is read together with all of them."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators import measures, periods
from indicators.models import ReleasedCount
from indicators.releases.numbers import Count, Snapshot, is_flow
from places.models import Place, PlaceLink


def snapshots(place: Place, spans: Iterable[periods.PeriodSpan]) -> list[Snapshot]:
    """What all releases of the province tell of the years of these periods, replaced ones too; newest first.

    Of the whole province, and of those with which it exchanged places in these years: communes that were published
    one by one add up to what a release of the province tells. Of the whole years: quarters add up to what the year
    tells.
    """
    years = {span.first.year for span in spans}
    told: dict[int, tuple[dict, set]] = {}
    touched = [span.id for year in years for span in periods.of_year(year)]
    rows = ReleasedCount.objects.filter(_ground(place, years), period__in=touched)
    rows = rows.order_by("-release__published_at", "-release_id")
    for release, measure, where, period, by, part, n, hidden in rows.values_list(
        "release_id", "measure", "place_id", "period", "by", "part", "n", "hidden"
    ):
        counts, not_printed = told.setdefault(release, ({}, set()))
        count = Count(measure, where, period, by, part)
        counts[count] = n
        if hidden:
            not_printed.add(count)
    return [Snapshot(counts, frozenset(not_printed)) for counts, not_printed in told.values()]


def _ground(place, years):
    """The releases of the provinces that can tell of each other."""
    which = Q()
    for root in _roots(place, years):
        which |= Q(release__place__path__startswith=f"{root}.")
    return which


def _roots(place, years):
    """First steps of the paths of the province and of all with which it exchanged places in these years."""
    found: set[str] = set()
    waiting = {place.path.split(".")[0]}
    while waiting:
        found.add(root := waiting.pop())
        links = _links(root, years).values_list("from_place__path", "to_place__path")
        waiting |= {path.split(".")[0] for pair in links for path in pair} - found
    return found


def _links(root, years):
    """The changes within these years; one of New Year's Day leaves whole years on both sides of it."""
    here = Q(from_place__path__startswith=f"{root}.") | Q(to_place__path__startswith=f"{root}.")
    links = PlaceLink.objects.filter(here, on_date__year__in=years)
    return links.exclude(on_date__month=1, on_date__day=1)


def crosses_a_reform(new: Mapping[Count, int], before: Iterable[Snapshot], place: Place) -> str:
    """Why flows cannot be published: in a year of a reform, what communes told in a quarter and what became of them
    tells in the year would have to be added up over the reform. '' where nothing stands against it."""
    asked = _flows(new)
    told = asked.union(*(_flows(snapshot.numbers) for snapshot in before))
    nested = {span.first.year for span in asked for other in told if _one_in_the_other(span, other)}
    root = place.path.split(".")[0]
    if not (nested and _links(root, nested).exists()):
        return ""
    return _(
        "Trong năm %(years)s địa giới ở đây có thay đổi: số đếm theo kỳ chỉ công bố được hoặc cho cả năm, hoặc cho "
        "từng quý, không cho cả hai."
    ) % {"years": ", ".join(map(str, sorted(nested)))}


def _flows(counts):
    return {periods.parse(count.period) for count in counts if is_flow(measures.BY_CODE.get(count.measure))}


def _one_in_the_other(a, b):
    return a != b and (a.first <= b.first <= b.last <= a.last or b.first <= a.first <= a.last <= b.last)
