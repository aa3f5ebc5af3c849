"""The answer to a question about figures, as the list of values from which every format is written."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from indicators.definition import By
from indicators.value import Status, Value

INCLUDED = ("numerator", "denominator", "reported")


@dataclass(frozen=True)
class NamedPart:
    """A part with the breakdown that it belongs to."""

    by: str
    key: str
    label: str
    numerator: int | None
    denominator: int | None
    value: Decimal | int | None


@dataclass(frozen=True)
class Observation:
    """One number of the answer: of the whole (`by` is empty) or of a part. Unknown is None, never 0."""

    whole: Value
    by: str
    key: str
    label: str
    status: Status
    value: float | int | None
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True)
class Answer:
    """`values` have NamedParts; `bys` are the breakdowns asked for, in order; `include` what stands beside a number."""

    values: list[Value]
    bys: tuple[By, ...] = ()
    include: frozenset[str] = field(default=frozenset(INCLUDED))

    @property
    def observations(self):
        """Every number: the whole of each value, then its parts."""
        for value in self.values:
            yield self._whole(value)
            yield from (self._part(value, part) for part in value.parts)

    @property
    def dimensions(self):
        """The breakdowns that the numbers need: those asked for, and the group where one alone was."""
        alone = {By.GROUP} if any(value.group for value in self.values) else set()
        return [by for by in By if by in self.bys or by in alone]

    def _whole(self, value):
        by, key = (By.GROUP.value, value.group) if value.group else ("", "")
        return self._told(value, by, key, "", value.status, value)

    def _part(self, value, part):
        status = Status.COMPUTED
        if part.value is None:
            status = Status.UNKNOWN if part.numerator is None else Status.NOT_APPLICABLE
        return self._told(value, part.by, part.key, part.label, status, part)

    def _told(self, value, by, key, label, status, figures):
        numerator = figures.numerator if "numerator" in self.include else None
        denominator = figures.denominator if "denominator" in self.include else None
        return Observation(value, by, key, label, status, plain(figures.value), numerator, denominator)


def answer(grids, include=None):
    """The Answer of the same question asked once for each breakdown: [(By or None, values)], all in the same order."""
    bys = tuple(by for by, _values in grids if by)
    values = [
        replace(
            same[0],
            parts=[
                NamedPart(by.value, part.key, part.label, part.numerator, part.denominator, part.value)
                for by, value in zip((by for by, _values in grids), same, strict=True)
                if by
                for part in value.parts
            ],
        )
        for same in zip(*(values for _by, values in grids), strict=True)
    ]
    return Answer(values, bys, frozenset(include or INCLUDED))


def plain(number):
    """A count stays whole, a share becomes a binary number: every format writes the very same digits."""
    return float(number) if isinstance(number, Decimal) else number
