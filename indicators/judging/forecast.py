"""Where the last years lead: a straight line by least squares, with a prediction interval of 80%.

Simple on purpose: few years are known, and everyone can draw it again. Fewer than three years give no forecast, more
than five are not used; a change of definition, or of who made the figure, is never bridged.
"""

import math
from datetime import date
from decimal import Decimal

from indicators.judging.kinds import Forecast, Outlook, Point
from indicators.judging.trajectory import agreed, meets

FEWEST, MOST = 3, 5
# Student's t at 0.90 (80% between both sides) for the degrees of freedom that 3, 4 and 5 years leave.
T_80 = {1: 3.0777, 2: 1.8856, 3: 1.6377}


def usable(points):
    """The last years that are alike: exact, by the same maker and definition as the latest."""
    if not points:
        return []
    latest, found = points[-1], []
    for point in reversed(points):
        alike = (point.is_reported, point.version, point.is_synthetic) == (
            latest.is_reported,
            latest.version,
            latest.is_synthetic,
        )
        if not alike or not point.is_exact or len(found) == MOST:
            break
        found.append(point)
    return found[::-1]


def line(known, at):
    """[(low, middle, high)] at the times `at` of the line through `known`, [(time, amount)], three to five of them."""
    count = len(known)
    middle_x, middle_y = (sum(pair[n] for pair in known) / count for n in (0, 1))
    spread = sum((x - middle_x) ** 2 for x, _y in known)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in known) / spread
    errors = sum((y - middle_y - slope * (x - middle_x)) ** 2 for x, y in known)
    wide = T_80[count - 2] * math.sqrt(max(errors, 0.0) / (count - 2))
    told = []
    for when in at:
        value = middle_y + slope * (when - middle_x)
        reach = wide * math.sqrt(1 + 1 / count + (when - middle_x) ** 2 / spread)
        told.append((value - reach, value, value + reach))
    return told


def forecast(target, points, milestone, most):
    """The trend at the milestone, and its way there by year; None with too few years. Between 0 and `most`."""
    known = usable(points)
    if len(known) < FEWEST or milestone.amount is None or milestone.on <= known[-1].day:
        return None
    ends = [date(year, 12, 31) for year in range(known[-1].day.year, milestone.on.year)]
    days = [day for day in ends if known[-1].day < day < milestone.on] + [milestone.on]
    told = line([(_time(p.day), float(p.amount)) for p in known], [_time(day) for day in days])
    track = [(day, *(_clipped(amount, most) for amount in amounts)) for day, amounts in zip(days, told, strict=True)]
    day, low, value, high = track[-1]
    return Forecast(day, value, low, high, len(known), _outlook(target, milestone, low, high), track)


def _time(day):
    return day.toordinal() / 365.2425


def _clipped(amount, most):
    bounded = max(Decimal(str(round(amount, 6))), Decimal(0))
    return bounded if most is None else min(bounded, Decimal(most))


def _outlook(target, milestone, low, high):
    ends = [Point(milestone.on, end, "") for end in (low, high)]
    met = agreed(meets(target, end, amount, milestone.kind) for end in ends for amount in milestone.amounts)
    return {True: Outlook.REACH, False: Outlook.MISS, None: Outlook.OPEN}[met]
