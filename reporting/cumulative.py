"""What has come together since the first year of a national programme's term (lũy kế): of what may be added up.

Counts of things, turns and money only. A percentage is no sum, and a child that was helped in two years would be
counted twice: of children there is none.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import periods
from indicators.measures.shapes import PlaceFlow, Unit
from indicators.periods import PeriodKind
from places import numerals
from reporting.figure_words import Figure, number


@dataclass(frozen=True)
class Total:
    """`amount` is None as soon as one year of the term is unknown, or speaks of a part of the place only."""

    unit: str
    since: int
    last: Figure
    amount: Decimal | int | None
    stale: bool  # records of one of the years have changed since they were counted

    @property
    def words(self):
        """58 (từ 2021), 62 (từ 2021, tính đến 23/11/2026), đang tính lại"""
        if self.amount is None:
            return numerals.UNKNOWN
        return f"{self._told}, {_('đang tính lại')}" if self.stale else self._told

    @property
    def _told(self):
        told = {"amount": number(self.unit, self.amount), "year": self.since}
        if not self.last.value.running:
            return _("%(amount)s (từ %(year)d)") % told
        day = numerals.write_date(self.last.value.count_day)
        return _("%(amount)s (từ %(year)d, tính đến %(day)s)") % {**told, "day": day}


def is_summable(indicator):
    numerator = indicator.numerator
    return isinstance(numerator, PlaceFlow) and not indicator.is_share and numerator.unit != Unit.CHILD


def totals(indicator, series, read):
    """{period id: Total} of the years among the Figures of a series that lie in a term; `read` gives the Figures of the
    years before them that the series lacks."""
    if not is_summable(indicator):
        return {}
    known = {figure.value.period.id: figure for figure in series}
    terms = {key: spans for key, figure in known.items() if (spans := _term(figure.value.period))}
    lacks = {span.id: span for spans in terms.values() for span in spans if span.id not in known}
    known |= {figure.value.period.id: figure for figure in (read(list(lacks.values())) if lacks else [])}
    return {key: _total(indicator.unit, [known[span.id] for span in spans]) for key, spans in terms.items()}


def _term(period):
    """The years of its term up to this one; none outside of all, and where it is no year."""
    last = period.first.year
    first = next((begins for begins, ends in periods.TERMS if begins <= last <= ends), None)
    if first is None or period.kind != PeriodKind.YEAR:
        return []
    return [periods.year(year) for year in range(first, last + 1)]


def _total(unit, figures):
    whole = all(figure.is_known and not figure.value.partial for figure in figures)
    amount = sum(figure.plain for figure in figures) if whole else None
    since = figures[0].value.period.first.year
    return Total(unit, since, figures[-1], amount, stale=any(figure.value.stale for figure in figures))
