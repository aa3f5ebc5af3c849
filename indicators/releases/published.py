"""What the public reads of a release: one list of rows, from which pages, files, charts and the API are all made."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Release, ReleaseValue
from places.models import Place

SIGN = "•"


@dataclass(frozen=True)
class PublicRow:
    """One published number. `hidden`: it is not told, and neither is which of the reasons holds."""

    indicator: str
    version: str
    unit: str
    place: Place
    period: str
    by: str
    part: str
    label: str
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    hidden: bool


def public_rows(release: Release, **which) -> list[PublicRow]:
    """All rows of the release in order, or those that `which` names (indicator=, period=, place=)."""
    rows = release.values.filter(**which).order_by("order").select_related("place")
    return _public(rows, release.definitions)


def as_public(content) -> list[PublicRow]:
    """The rows of a table that is not published yet, as they would be."""
    return _public(content.rows, content.definitions)


def _public(rows, definitions):
    units = {each["code"]: each["unit"] for each in definitions}
    same = ("indicator", "version", "place", "period", "by", "part", "label", "numerator", "denominator", "value")
    return [
        PublicRow(unit=units[row.indicator], hidden=bool(row.suppressed), **{name: getattr(row, name) for name in same})
        for row in rows
    ]


def newest_values(values) -> dict:
    """{(indicator, place, period): (release, its rows there)} of the newest release that tells of each value."""
    return newest_rows({(v.indicator.code, v.place.pk, v.period.id) for v in values})


def newest_rows(asked) -> dict:
    """The same of {(indicator, place, period)}."""
    rows = ReleaseValue.objects.filter(
        indicator__in={code for code, *_ in asked},
        place__in={place for _, place, _ in asked},
        period__in={period for *_, period in asked},
    ).select_related("release")
    found: dict = {}
    for row in rows.order_by("release__published_at", "release_id", "order"):
        key = row.indicator, row.place_id, row.period
        if key in asked:
            release, told = found.get(key, (None, []))
            found[key] = (row.release, [*told, row] if release == row.release else [row])
    return found
