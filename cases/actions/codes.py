"""Numbers that people read out over the telephone: TN-AG-2026-000001, AG-2026-000412."""

from django.db.models import F

from cases.models import CaseCounter
from places.text import fold


def next_code(kind, place, day) -> str:
    """The next code of a kind ("intake", "case") for the place's province and the year of the day.

    The counter's row stays locked until the transaction ends, so numbers neither repeat nor leave gaps. Provinces with
    the same initials share a counter, so their codes differ too.
    """
    prefix = initials(place.province or place)
    row, _created = CaseCounter.objects.get_or_create(kind=kind, prefix=prefix, year=day.year)
    CaseCounter.objects.filter(pk=row.pk).update(last=F("last") + 1)
    row.refresh_from_db()
    code = f"{prefix}-{day.year}-{row.last:06d}"
    return f"TN-{code}" if kind == "intake" else code


def initials(province) -> str:
    """AG of "Tỉnh An Giang": the first letters of the name without its kind."""
    words = fold(province.name).split()
    kind = fold(province.kind).split()
    own = words[len(kind) :] if words[: len(kind)] == kind else words
    return "".join(word[0] for word in own).upper()[:6]
