"""What a DHIS2 holds because it was sent there, and what of it must be deleted: what a newer release hides, and live
figures that are no longer told."""

from django.conf import settings

from indicators.models import PushedValue
from indicators.releases.published import newest_rows

KEY = ("element", "place_id", "period", "by", "part")
BATCH = 2000


def told_rows(told, names, scheme):
    """PushedValues, not saved, of the (observation, element) that are sent and the rows under DHIS2's names."""
    return [
        PushedValue(
            indicator=each.whole.indicator.code,
            element=element,
            place=each.whole.place,
            period=each.whole.period.id,
            by=each.by,
            part=each.key,
            scheme=scheme,
            names={name: text for name, text in row.items() if name != "value"},
        )
        for (each, element), row in zip(told, names, strict=True)
    ]


def note(server, rows):
    """Keep that the server may hold these from now on: committed before anything leaves."""
    for row in rows:
        row.server = server
    PushedValue.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["server", "element", "place", "period", "by", "part"],
        update_fields=["scheme", "names"],
    )


def withdrawn(server, sent, values, bys):
    """The PushedValues of the server that are told no more.

    Of published figures: all that the newest releases hide or do not tell, whatever was asked now. Of live ones: those
    that were asked and are unknown now; what is only being counted again, or runs again, stays until it is known.
    """
    staying = {_key(row) for row in sent}
    held = [row for row in PushedValue.objects.filter(server=server).order_by("pk") if _key(row) not in staying]
    is_told = _told_of_what_was_asked(values, bys) if settings.DHIS2_LIVE else _told_by_releases(held)
    return [row for row in held if not is_told(row)]


def forget(rows):
    """The server has deleted them."""
    pks = [row.pk for row in rows]
    for start in range(0, len(pks), BATCH):
        PushedValue.objects.filter(pk__in=pks[start : start + BATCH]).delete()


def _key(row):
    return tuple(getattr(row, name) for name in KEY)


def _told_by_releases(held):
    newest = newest_rows({(row.indicator, row.place_id, row.period) for row in held})

    def is_told(row):
        _release, rows = newest.get((row.indicator, row.place_id, row.period), (None, []))
        printed = {(told.by, told.part) for told in rows if told.value is not None}
        whole_is_told = row.by == "group" or ("", "") in printed  # one group may be asked for alone
        return whole_is_told and (row.by, row.part) in printed

    return is_told


def _told_of_what_was_asked(values, bys):
    asked = {}
    for value in values:
        parts = {(str(by), None) for by in bys} | {("group", value.group) if value.group else ("", "")}
        asked[value.indicator.code, value.place.pk, value.period.id] = (parts, value.stale or value.running)

    def is_told(row):
        parts, is_open = asked.get((row.indicator, row.place_id, row.period), (set(), True))
        return is_open or not {(row.by, row.part), (row.by, None)} & parts

    return is_told
