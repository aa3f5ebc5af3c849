"""What must be reached, and what is expected on the way there. Amounts in, amounts out: nothing is read here."""

from dataclasses import replace
from decimal import Decimal

from indicators import doubts, registry
from indicators.models import Qualifier
from programs.models import TargetKind, TargetLevel, Trajectory

NEXT = Decimal("1E-9")  # "more than 90" begins just above 90
FAR = Decimal("1E15")  # more than anything that is counted


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
    """Whether the figure meets a level: True, False, or None where what is told of it leaves it open."""
    return agreed(_met(target, amount, goal, kind or target.kind) for amount in ends(point))


def ends(point):
    """The amounts between which a figure lies, its own where it is exact. Amounts are not below 0.

    Where sources contradict each other it lies between all that they say.
    """
    found = [amount for told in (point, *point.others) for amount in _bounds(told)]
    return list(dict.fromkeys(found))


def _bounds(point):
    match point.qualifier:
        case Qualifier.MORE:
            return point.amount + NEXT, FAR
        case Qualifier.LESS:
            return Decimal(0), point.amount - NEXT
        case Qualifier.ABOUT:
            return point.amount * (1 - doubts.ABOUT), point.amount * (1 + doubts.ABOUT)
    return (point.amount,)


def possible(baseline):
    """The exact baselines between which this one lies: what follows from all of them follows from it."""
    if baseline is None or baseline.is_exact:
        return [baseline]
    return [replace(baseline, amount=end, qualifier=Qualifier.EXACT, others=()) for end in ends(baseline)]


def agreed(conclusions):
    """What they all say; None where they differ. All conclusions here are monotonous: the ends tell of what is
    between."""
    found = set(conclusions)
    return found.pop() if len(found) == 1 else None


def _met(target, amount, goal, kind):
    up, strict = target.direction == "up", kind == TargetKind.BELOW
    met = amount >= goal if up else amount < goal if strict else amount <= goal
    if kind == TargetKind.MAINTAIN and not met:  # 70,5% stands for what rounds to it
        met = round(amount, _decimals(goal)) == round(goal, _decimals(goal))
    return met


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
