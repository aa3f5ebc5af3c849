"""What must be reached, and what is expected on the way there. Amounts in, amounts out: nothing is read here."""

from decimal import Decimal

from indicators import registry
from indicators.models import Qualifier
from programs.models import TargetKind, TargetLevel, Trajectory


def goal_of(target, kind, value, baseline):
    """The level that a kind and its value mean; None where it needs the figure of a base year that is not known.

    Points of percent are counted in the indicator's unit: 15 points of a rate per 100,000 are 15,000.
    """
    if kind == TargetKind.REDUCE_RELATIVE:
        return baseline and baseline.amount * (100 - value) / 100
    if kind == TargetKind.REDUCE_POINTS:
        return baseline and baseline.amount - value * registry.get(target.indicator).factor / 100
    return None if kind == TargetKind.DIRECTION else value


def meets(target, point, goal, kind=None):
    """Whether the figure meets a level: True, False, or None where its qualifier leaves it open."""
    kind = kind or target.kind
    up, strict = target.direction == "up", kind == TargetKind.BELOW
    met = point.amount >= goal if up else point.amount < goal if strict else point.amount <= goal
    if kind == TargetKind.MAINTAIN and not met:  # 70,5% stands for what rounds to it
        met = round(point.amount, _decimals(goal)) == round(goal, _decimals(goal))
    bounded = {Qualifier.MORE: up if met else not up, Qualifier.LESS: not up if met else up}
    return met if bounded.get(point.qualifier, True) else None


def _decimals(number):
    return max(0, -Decimal(number).normalize().as_tuple().exponent)


def path(terms, baseline, goal):
    """[(day, amount)] from the baseline over the milestones (and the points of an own path) to the goal.

    A step stays at the level of the last milestone until the day of the next; it has two points on that day.
    """
    target = terms.target
    if goal is None:
        return []
    if target.kind == TargetKind.MAINTAIN:
        start = [(baseline.day, goal)] if baseline and baseline.day < target.due_on else []
        return [*start, (target.due_on, goal)]
    on_the_way = terms.levels if target.trajectory == Trajectory.OWN else terms.milestones
    steps = [
        (level.on, goal_of(target, _kind(level, target), level.value, baseline))
        for level in on_the_way
        if baseline is None or level.on > baseline.day
    ]
    start = [(baseline.day, baseline.amount)] if baseline and baseline.day < target.due_on else []
    corners = [*start, *((day, amount) for day, amount in steps if amount is not None), (target.due_on, goal)]
    return _stairs(corners) if target.trajectory == Trajectory.STEP else corners


def _kind(level: TargetLevel, target):
    return level.kind or target.kind


def _stairs(corners):
    out = corners[:1]
    for (_day, held), (day, amount) in zip(corners, corners[1:], strict=False):
        out += [(day, held), (day, amount)]
    return out


def expected(corners, day):
    """The amount of the path on a day; None outside of it, and where the path is a single point."""
    if len(corners) < 2 or not corners[0][0] <= day <= corners[-1][0]:
        return None
    found = None
    for (first, low), (last, high) in zip(corners, corners[1:], strict=False):
        if first <= day <= last:
            whole = (last - first).days
            found = low + (high - low) * Decimal((day - first).days) / Decimal(whole) if whole else high
    return found
