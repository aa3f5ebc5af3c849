"""How a chart writes its values, and round numbers for its axes."""

import math
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from places import numerals


@dataclass(frozen=True)
class Unit:
    """Words of a unit, decimals shown, and what values are divided by before they are written."""

    words: str = ""
    digits: int = 0
    divisor: int = 1
    money: bool = False

    def short(self, value) -> str:
        """The number alone: 4,02."""
        return numerals.write_number(None if value is None else Decimal(str(value)) / self.divisor, self.digits)

    def round(self, value) -> str:
        """A mark such as a target, with its unit and no idle zeros: 90%, 5 tỷ đồng."""
        return f"{numerals.write_number(Decimal(str(value)) / self.divisor, None)}{self.suffix}"

    def full(self, value) -> str:
        """The number with its unit: 4,02% but 4,19 tỷ đồng."""
        if value is None:
            return _("chưa có số liệu")
        return f"{self.short(value)}{self.suffix}"

    @property
    def suffix(self) -> str:
        return self.words if self.words in ("", "%", "‰") else f" {self.words}"

    def fitted(self, values) -> "Unit":
        """The same unit with a divisor under which the largest value stays legible: tỷ, triệu đồng; triệu trẻ."""
        largest = max((abs(value) for value in values if value is not None), default=0)
        if self.money:
            divisor, words = numerals.scale_of_money(largest)
            digits = 2 if divisor == numerals.BILLION else 1 if divisor == numerals.MILLION and largest < 10**8 else 0
            return replace(self, words=words, digits=digits, divisor=int(divisor))
        if largest >= 10**7 and self.words not in ("%", "‰"):
            return replace(self, words=_("triệu %(unit)s") % {"unit": self.words}, digits=2, divisor=10**6)
        return self


PERCENT = Unit("%", 1)
PER_MILLE = Unit("‰", 2)
VND = Unit(money=True)


def count(words: str) -> Unit:
    """Whole things: trẻ, lượt, xã."""
    return Unit(words)


@dataclass(frozen=True)
class Axis:
    """A span of values with round steps."""

    low: float
    high: float
    step: float

    def share(self, value) -> float:
        """Where a value lies between low (0) and high (1)."""
        return (float(value) - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        steps = round((self.high - self.low) / self.step)
        return [round(self.low + n * self.step, 10) for n in range(steps + 1)]

    def digits(self, divisor: int) -> int:
        """Decimals that its ticks need once divided."""
        step = Decimal(str(self.step)) / divisor
        return max(0, -step.normalize().as_tuple().exponent)


def axis(values, steps: int = 4, from_zero: bool = False, room: float = 0.0) -> Axis:
    """Round bounds around the values; 0 belongs to them if asked for, or if it is nearly reached anyway.

    No value gives 0 to 1, a single one has room above and below; `room` is a share of the span kept free at the ends
    that do not stand on 0.
    """
    known = [float(value) for value in values if value is not None and math.isfinite(float(value))]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if from_zero or 0 <= low <= (high - low) / 2:
        low = min(low, 0.0)
    if from_zero or high < 0 and -high <= (high - low) / 2:
        high = max(high, 0.0)
    if low == high:
        reach = abs(low) / 4 or 1.0
        low, high = low - (reach if low else 0), high + reach
    low, high = low - (high - low) * room * (low != 0), high + (high - low) * room * (high != 0)
    step = _round_step((high - low) / steps)
    return Axis(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


def _round_step(raw: float) -> float:
    """1, 2, 2.5 or 5 times a power of ten, the next above."""
    power = 10 ** math.floor(math.log10(raw))
    return next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= raw * (1 - 1e-9))
