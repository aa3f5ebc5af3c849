"""Which reported figures are one and the same: the same number of the same document, of the same, in the same words."""

from indicators.models import ReportedFigure
from places.text import fold


def already_reported(entries) -> list[int]:
    """Positions of entries that tell what is there already: the same figure of the same document in the same words."""
    keys = [_sameness(entry) for entry in entries]
    rows = ReportedFigure.objects.filter(
        voided_at=None,
        indicator__in={entry.indicator for entry in entries},
        place__in={entry.place.pk for entry in entries},
        starts_on__in={entry.period.first for entry in entries},
    ).values_list(
        "indicator", "breakdown", "place", "starts_on", "ends_on", "unit", "qualifier", "value", "numerator",
        "denominator", "document__number", "document__issuer", "printed_text",
    )  # fmt: skip
    there = {(*row[:-1], fold(row[-1])) for row in rows}
    return [position for position, key in enumerate(keys) if key in there]


def same_figure_twice(entries) -> dict[int, int]:
    """{position: the first position that tells the same}"""
    first: dict[tuple, int] = {}
    return {
        position: earlier
        for position, entry in enumerate(entries)
        if (earlier := first.setdefault(_sameness(entry), position)) != position
    }


def _sameness(entry):
    document = entry.document
    return (
        entry.indicator, entry.breakdown, entry.place.pk, entry.period.first, entry.period.last, entry.unit,
        entry.qualifier, entry.value, entry.numerator, entry.denominator, document and document.number,
        document and document.issuer, fold(entry.printed_text),
    )  # fmt: skip
