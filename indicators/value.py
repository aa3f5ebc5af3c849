"""What a figure is: a number with all that must be said beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from indicators.definition import Indicator
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith, Measure
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
    """One part of a breakdown. Parts by group may add up to more than the whole. Without a numerator it is unknown."""

    key: str
    label: str
    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | int | None = None


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
    boundaries: str = "then"
    units: list[Place] = field(default_factory=list)  # what stood for the place on the count day
    missing: list[Place] = field(default_factory=list)  # of these, those whose records are not complete
    unclear: list[Place] = field(default_factory=list)  # divided in shares nobody knows: counted whole
    apportioned: list[Place] = field(default_factory=list)  # divided in known shares of the population
    waiting: int = 0  # of the number: children of divided communes whom nobody has settled in a part yet
    lacking: int = 0  # more of them, of whom nobody knows whether they belong here: not in the number
    denominator_source: str = ""  # who says how many there are: records here, or what was published and when
    breaks: bool = False  # a new version of the definition begins in the period
    source: Source = Source.CELLS
    qualifier: str = ""  # a computed value is exact
    version: str = ""  # of the definition
    release: str = ""  # number of the release that it comes from, where live figures are not open (ruling 17)
    reported: list[ReportedFigure] = field(default_factory=list)

    @property
    def is_of_no_unit(self):
        """True of the row with which the units of a level add up to the place above them (remainder.py)."""
        return not isinstance(self.place, Place | None)

    @property
    def is_known(self):
        return self.status is Status.COMPUTED

    @property
    def difference(self):
        """By how much the parts exceed the whole (overlapping groups) or fall short of it; None without parts, and of
        divided units, whose parts are rounded each by itself."""
        if not self.parts or self.release or self.apportioned or self.numerator is None:
            return None
        return sum(part.numerator for part in self.parts) - self.numerator

    @property
    def partial(self):
        """The number speaks of another ground than the place asked for: part of it lacks, or too much is in it."""
        return self.is_known and bool(self.missing or self.unclear or self.lacking)

    @property
    def coverage(self):
        """Sentences on what stands behind a number in today's boundaries; none where the place stood by itself."""
        if self.boundaries == "then" or self.units == [self.place] or not self.is_known:
            return []
        told = [_("Gồm số của: %(units)s.") % {"units": listed([u for u in self.units if u not in self.missing])}]
        if self.missing:
            told.append(_("Thiếu: %(units)s.") % {"units": listed(self.missing)})
        if self.unclear:
            told.append(_("Tách không rõ tỷ lệ, tính cả đơn vị: %(units)s.") % {"units": listed(self.unclear)})
        if self.apportioned:
            told.append(_("Chia theo tỷ lệ dân số: %(units)s.") % {"units": listed(self.apportioned)})
        if self.waiting:
            told.append(_("Gồm cả %(n)d trẻ của xã bị tách, chưa xác định nơi ở.") % {"n": self.waiting})
        if self.lacking:
            words = _("Chưa gồm %(n)d trẻ của xã bị tách: chưa xác định nơi ở, không rõ có thuộc địa bàn này không.")
            told.append(words % {"n": self.lacking})
        return told

    @property
    def share(self):
        """What part of the denominator the numerator is, in percent; also of a count that has a denominator."""
        return ratio(self.numerator, self.denominator, 100) if self.is_known and self.denominator else None


def in_no_unit(whole, units):
    """What of a figure belongs to none of the `units` of a level below, as a Part: with it they add up to the whole.

    Children of a divided commune of whom nobody has said yet where they live, and what is recorded of a higher unit or
    of one that ended. None where there is nothing of the kind, or the numbers are not simply added up.
    """
    indicator, values = whole.indicator, [whole, *units]
    if not units or not all(map(_adds_up, values)) or not isinstance(indicator.numerator, Measure):
        return None
    left = whole.numerator - sum(value.numerator for value in units)
    below = None
    if isinstance(indicator.denominator, Measure):
        below = whole.denominator - sum(value.denominator for value in units)
    if left < 0 or (below or 0) < 0 or not (left or below):
        return None
    of_children = isinstance(indicator.numerator, ChildStock | ChildStockWith | ChildFlow)
    label = _("chưa xác định") if of_children else _("ghi nơi khác")
    amount = ratio(left, below, indicator.factor) if indicator.is_share else left
    return Part("in_no_unit", label, left, below, amount)


def _adds_up(value):
    """Whether the number is the sum of whole units. A divided one that is no more holds nobody on the count day."""
    divided = [*value.apportioned, *value.unclear]
    if isinstance(value.indicator.numerator, ChildStock | ChildStockWith):
        divided = [unit for unit in divided if unit.is_in_force(value.count_day)]
    return value.numerator is not None and not (value.release or value.missing or divided)


MOST_NAMED = 6


def listed(units):
    """Thái Bình (đến 30/06/2025), Hưng Yên (đến 30/06/2025); of many the first and how many more."""
    names = [unit.name if unit.valid_to is None else f"{unit.name} ({_until(unit)})" for unit in units[:MOST_NAMED]]
    more = len(units) - len(names)
    return ", ".join(names) + (_(" và %(more)d đơn vị khác") % {"more": more} if more else "")


def _until(unit):
    return _("đến %(day)s") % {"day": f"{unit.valid_to:%d/%m/%Y}"}


def ratio(numerator, denominator, factor):
    """Σ numerator / Σ denominator; None when there is nothing to divide by."""
    return Decimal(numerator) * factor / denominator if denominator else None
