"""The shapes of a measure: what is asked of the facts. How it is counted is counting/.

Rows is one queryset; the same one counts and opens the rows behind a figure (ruling 24a). Its columns are, in order:

    of children   id, child_id, group, starts_on, ends_on            (a day: twice the same)
    of places     id, place_id, group, starts_on, ends_on, amount

`group` is a short code or ''; `ends_on` is the last day, or NULL while it lasts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.functional import Promise

from indicators.marks import FAMILIES


class Unit(StrEnum):
    CHILD = "child"
    CASE = "case"
    TERM = "term"
    COMMUNE = "commune"
    DISTRICT = "district"
    MODEL = "model"
    CLASS = "class"
    ACTIVITY = "activity"
    DAY = "day"
    PERSON = "person"
    OTHER = "other"
    TURN = "turn"
    VND = "vnd"


class When(StrEnum):
    """Which periods hold a row that goes on over days."""

    OVERLAPS = "overlaps"  # any day of it lies in the period
    ENDS = "ends"  # its last day does


@dataclass(frozen=True)
class Rows:
    name: str
    families: frozenset[str]  # the marks that move it (marks.py)
    query: Callable[[], QuerySet]

    def __post_init__(self):
        if not self.families or not self.families <= FAMILIES:
            raise ValueError(f"{self.name}: unknown families {set(self.families) - FAMILIES}")


@dataclass(frozen=True)
class Dimension:
    """What else tells children apart: on any day a child has one key of it, or none and belongs to the rest.

    Each key that is told is a group `code:key`; the rest is what is left of the total (breakdowns.py).
    """

    code: str
    rows: tuple[Rows, ...]  # of children; the key is their group
    disjoint: bool = True  # the database itself keeps a child from having two rows on a day


@dataclass(frozen=True)
class Measure:
    code: str
    name: str | Promise
    unit: Unit = field(kw_only=True, default=Unit.CHILD)
    grouped: bool = field(kw_only=True, default=False)  # also counted group by group
    dims: tuple[Dimension, ...] = field(kw_only=True, default=())  # also counted by each of these, when asked
    version: int = field(kw_only=True, default=1)

    @property
    def sources(self) -> tuple[Rows, ...]:
        raise NotImplementedError

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return self.dims

    @property
    def families(self) -> frozenset[str]:
        """The marks after which it must be counted again."""
        return frozenset().union(*(rows.families for rows in self.sources))


@dataclass(frozen=True)
class ReportedOnly:
    """Numerator of an indicator that no records here tell: it is known as others report it, or not at all."""

    name: str | Promise
    unit: Unit

    code = ""
    grouped = False
    dimensions = ()


@dataclass(frozen=True)
class YearOnYear:
    """Numerator of a change: how much another indicator moved against the period before, in percent of it."""

    name: str | Promise
    of: str  # the code of the indicator that is compared

    unit = "change"
    code = ""
    grouped = False


@dataclass(frozen=True)
class ChildStock(Measure):
    """Distinct children under 16, alive and here, who live in the commune on the count day and whom `spells` names.

    Without spells: all of them. `within` and `minus` are other spells of the same child, in or out of which it must be
    on that day.
    """

    spells: Rows | None = None
    within: Rows | None = None
    minus: Rows | None = None

    @property
    def sources(self):
        return tuple(rows for rows in (self.spells, self.within, self.minus) if rows)

    @property
    def families(self):
        return super().families if self.sources else super().families | {"child", "residence"}


@dataclass(frozen=True)
class ChildStockWith(Measure):
    """Children of `stock` on the count day of whom each of `facts` also tells something in the period.

    They are part of the stock, so a share can never exceed 100 % (ruling 9).
    """

    stock: ChildStock
    facts: tuple[Rows, ...]

    @property
    def sources(self):
        return (*self.stock.sources, *self.facts)

    @property
    def dimensions(self):
        return self.stock.dimensions


@dataclass(frozen=True)
class ChildFlow(Measure):
    """Children (or rows, unless `distinct`) with a row in the period, under 16 on the first day of it in the period.

    They count at the residence of the count day or the last one known (ruling 8); age band as of the count day.
    """

    rows: Rows
    when: When = When.OVERLAPS
    distinct: bool = True

    @property
    def sources(self):
        return (self.rows,)


@dataclass(frozen=True)
class PlaceStock(Measure):
    """Rows that last on the count day, or 1 per place that has any (`distinct`)."""

    rows: Rows
    distinct: bool = True

    @property
    def sources(self):
        return (self.rows,)


@dataclass(frozen=True)
class PlaceFlow(Measure):
    """Rows of the period, or the sum of their amounts."""

    rows: Rows
    sums: bool = False

    @property
    def sources(self):
        return (self.rows,)
