"""Reported figures as a page tells them: each with its words and with what speaks against it."""

from indicators import doubts, periods, registry, values
from indicators.models import ReportedFigure
from indicators.withholding import Withheld
from reporting.figure_words import REPORTED_UNITS, reported_text


def lines(rows, user):
    """Each figure with its indicator, its words and what speaks against it, as far as the person may see that."""
    withheld = Withheld(user)
    return [
        {
            "figure": row,
            "indicator": indicator,
            "text": reported_text(row),
            "unit": "" if row.value is None or row.unit in _SAID else row.get_unit_display(),
            "period": periods.span(row.starts_on, row.ends_on).label,
            "doubts": [] if row.voided_at else _doubts(row, indicator, withheld),
        }
        for row in rows
        for indicator in [registry.get(row.indicator)]
    ]


_SAID = {*REPORTED_UNITS, ReportedFigure.Unit.OTHER}  # the number carries its unit, or has none to tell


def _doubts(row, indicator, withheld):
    found = [row.flag] if row.flag else []
    same = ReportedFigure.objects.filter(
        indicator=row.indicator, breakdown=row.breakdown, place=row.place, unit=row.unit, voided_at=None
    ).select_related("document")
    others = [each for each in same if (each.starts_on, each.ends_on) == (row.starts_on, row.ends_on) and each != row]
    before = next((each for each in same if _is_a_year_before(each, row)), None)
    return found + doubts.of(row, computed=_computed(row, indicator, withheld), others=others, before=before)


def _is_a_year_before(one, other):
    """The same period of the year before: a quarter is not held against a whole year."""
    return all(
        (earlier.year + 1, earlier.month) == (later.year, later.month)
        for earlier, later in ((one.starts_on, other.starts_on), (one.ends_on, other.ends_on))
    )


def _computed(row, indicator, withheld):
    """What the records give in the unit of the figure, if anything and if the person may see it."""
    span = periods.span(row.starts_on, row.ends_on)
    if not indicator.is_counted or not indicator.offers(row.breakdown) or span.kind == periods.PeriodKind.SPAN:
        return None  # counting a span from all records is left to the page of the indicator
    (value,) = withheld.shown([values.of(indicator, row.place, span, group=row.breakdown)])
    if not value.is_known:
        return None
    if row.unit == indicator.unit:
        return value.value
    return value.numerator if row.unit == indicator.numerator.unit else None
