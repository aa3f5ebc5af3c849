"""What a figure is: a number with all that must be said beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from indicators.definition import Indicator
from indicators.models import ReportedFigure
from indicators.periods import PeriodSpan
from places.models import Place


class Status(StrEnum):
    COMPUTED = "computed"
    UNKNOWN = "unknown"  # "chưa có số liệu": nobody has said that the records are complete
    NOT_APPLICABLE = "not_applicable"  # "không phát sinh": the denominator is empty


class Source(StrEnum):
    CELLS = "cells"
    COUNTED = "counted"  # the period is not kept: counted from the records when asked (ruling 27)


@dataclass(frozen=True)
class Part:
    """One part of a breakdown. Parts by group may add up to more than the whole."""

    key: str
    label: str
    numerator: int
    denominator: int | None
    value: Decimal | int | None


@dataclass(frozen=True)
class Value:
    """The value of an indicator. Unknown is None, never 0."""

    indicator: Indicator
    place: Place
    period: PeriodSpan
    status: Status
    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | int | None = None  # percent, or per 100,000, of a share; else the count, or đồng
    group: str = ""
    parts: list[Part] = field(default_factory=list)
    reason: str = ""  # why there is no value, in Vietnamese
    stale: bool = False  # records have changed since it was counted
    as_of: datetime | None = None  # it is true to the records of this moment
    count_day: date | None = None  # the day of stocks: the period's last, or today while it runs
    complete: bool = False
    running: bool = False  # the period is not over yet
    partial: bool = False  # boundaries="now": a division lies between, so that only a part corresponds
    missing: list[Place] = field(default_factory=list)  # boundaries="now": units whose records are not complete
    source: Source = Source.CELLS
    qualifier: str = ""  # a computed value is exact
    version: str = ""  # of the definition
    release: str = ""  # number of the release that it comes from, where live figures are not open (ruling 17)
    reported: list[ReportedFigure] = field(default_factory=list)

    @property
    def is_known(self):
        return self.status is Status.COMPUTED

    @property
    def share(self):
        """What part of the denominator the numerator is, in percent; also of a count that has a denominator."""
        return ratio(self.numerator, self.denominator, 100) if self.is_known and self.denominator else None


def ratio(numerator, denominator, factor):
    """Σ numerator / Σ denominator; None when there is nothing to divide by."""
    return Decimal(numerator) * factor / denominator if denominator else None
