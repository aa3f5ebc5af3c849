"""Is a target reached, on its way, behind? Said in words, from figures that are known, or it is said what lacks.

    judge(target, on)          one target, on a day
    judge_all(targets, on)     several, in a few readings, in the order given
    judged_for(user, …)        the same, as one person may see it (withholding.py)

At its milestone a target is reached or not; before, its figure is compared with the straight path from the baseline to
the milestone, and the words say "so với lộ trình" (ruling 15). What others reported judges only where nothing is
computed, and that is said. A number with a qualifier ("trên 2.500") judges only where its bound decides.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from indicators import periods, registry, values
from indicators.measures.shapes import ChildStock, PlaceFlow, PlaceStock
from indicators.models import Qualifier
from indicators.naming import unit_name
from indicators.withholding import Withheld
from places import numerals
from programs.models import Target, TargetKind, TargetUnit


class Status(StrEnum):
    REACHED = "reached"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"
    NO_TARGET = "no_target"


SIGNS = {  # the tint and sign of a tag: never colour alone
    Status.REACHED: "ok",
    Status.ON_TRACK: "ok",
    Status.BEHIND: "warn",
    Status.NOT_REACHED: "bad",
    Status.UNKNOWN: "none",
    Status.NO_TARGET: "none",
}
# What these mean depends on the figure of one year: the document's, or the one before the programme.
AGAINST_A_YEAR = (TargetKind.REDUCE_RELATIVE, TargetKind.REDUCE_POINTS, TargetKind.DIRECTION)
TROUBLE_FIRST = (
    Status.NOT_REACHED,
    Status.BEHIND,
    Status.ON_TRACK,
    Status.REACHED,
    Status.UNKNOWN,
    Status.NO_TARGET,
)


@dataclass(frozen=True)
class Point:
    """What is known at a day, in the unit in which the target is judged."""

    day: date
    amount: Decimal
    label: str  # "năm 2018"
    is_reported: bool = False
    qualifier: str = Qualifier.EXACT
    value: values.Value | None = None  # where it is computed


@dataclass(frozen=True)
class Judgement:
    target: Target
    on: date
    status: Status
    goal: Decimal | None = None  # the level to reach; of a relative target from its base year
    baseline: Point | None = None
    latest: Point | None = None
    expected: Decimal | None = None  # on the path, on the day of the latest figure
    gap: Decimal | None = None  # latest less expected, or less the goal once the milestone has passed
    needed: str = ""  # what would reach it: "thêm 14 xã, phường, thị trấn đến 12/2020"
    missing: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    stale: bool = False

    @property
    def sign(self):
        return SIGNS[self.status]

    @property
    def is_final(self):
        """The milestone has passed."""
        return self.on >= self.target.due_on

    @property
    def words(self):
        if self.status is Status.REACHED and not self.is_final:
            return _("Đã đạt, cần duy trì")
        return {
            Status.REACHED: _("Đạt"),
            Status.ON_TRACK: _("Đúng lộ trình"),
            Status.BEHIND: _("Chậm so với lộ trình"),
            Status.NOT_REACHED: _("Chưa đạt"),
            Status.UNKNOWN: _("Chưa đủ số liệu"),
            Status.NO_TARGET: _("Không có chỉ tiêu"),
        }[self.status]

    @property
    def by_report(self):
        """The figure that judges is what others reported."""
        return self.latest is not None and self.latest.is_reported

    @property
    def path(self):
        """[(day, amount)] from the baseline to the milestone; the milestone alone without a baseline."""
        if self.goal is None:
            return []
        end = (self.target.due_on, self.goal)
        if self.baseline is None or self.baseline.day >= self.target.due_on:
            return [end]
        level = self.goal if self.target.kind == TargetKind.MAINTAIN else self.baseline.amount
        return [(self.baseline.day, level), end]


def judge(target, on):
    return judge_all([target], on)[0]


def judge_all(targets, on):
    """Judgements of the targets on a day, in their order."""
    found = _figures(targets, on)
    return [_judge(target, on, found.get(target.pk)) for target in targets]


def judged_for(user, targets, on, withheld=None):
    """Judgements as the person may see them: of covered places nothing is said."""
    if not targets:
        return []
    withheld = withheld or Withheld(user)
    covered = {place for place in {target.place for target in targets} if withheld.covers(place)}
    found = {judged.target.pk: judged for judged in judge_all([t for t in targets if t.place not in covered], on)}
    kept = [_("Số liệu trực tiếp của địa bàn này chưa mở cho tài khoản của bạn; chưa có bản công bố.")]
    return [found.get(t.pk) or Judgement(t, on, Status.UNKNOWN, missing=kept) for t in targets]


# ---- what is known


def _figures(targets, on):
    """{target pk: [Value] by year}; without the targets whose indicator or breakdown is not in the catalogue."""
    known = {indicator.code for indicator in registry.all()}
    together = defaultdict(list)
    for target in targets:
        if target.indicator in known:
            together[target.place, target.breakdown].append(target)
    found = {}
    for (place, group), asked in together.items():
        spans = [periods.year(y) for y in range(_first_year(asked), _last_year(asked, on) + 1)]
        codes = list(dict.fromkeys(target.indicator for target in asked))
        try:
            read = values.grid(codes, [place], spans, group=group)
        except values.NotOffered:
            continue
        by_code = {code: read[n * len(spans) : (n + 1) * len(spans)] for n, code in enumerate(codes)}
        found |= {target.pk: by_code[target.indicator] for target in asked}
    return found


def _first_year(targets):
    """The year before the programme, which may hold the baseline."""
    return min(
        min(t.programme.starts_on.year - 1, (t.baseline_on or t.due_on).year, t.due_on.year - 1) for t in targets
    )


def _last_year(targets, on):
    return max(_first_year(targets), min(on.year, max(target.due_on.year for target in targets)))


def _points(target, found, on):
    """What is known up to the day and the milestone, by year; computed before reported."""
    points = []
    for value in found:
        if value.period.first > min(on, target.due_on):
            continue
        day = value.count_day if value.running else value.period.last
        point = _computed(target, value, day) if value.is_known and _is_telling(value) else None
        point = point or _reported(target, value)
        if point and point.day <= on:
            points.append(point)
    return points


def _is_telling(value):
    """A year that runs tells something of a stock; what happens over a year is known when it is over."""
    return not value.running or isinstance(value.indicator.numerator, ChildStock | PlaceStock)


def _computed(target, value, day):
    amount = value.numerator if target.reads_numerator else value.value
    return Point(day, Decimal(amount), _label(value), value=value)


def _reported(target, value):
    fits = {TargetUnit.PERCENT} if target.unit == TargetUnit.PERCENT and value.indicator.unit == "percent" else set()
    fits |= {target.unit} if target.reads_numerator or not value.indicator.is_share else set()
    row = next((row for row in value.reported if row.unit in fits and row.value is not None), None)
    return row and Point(value.period.last, row.value, _label(value), is_reported=True, qualifier=row.qualifier)


def _label(value):
    return value.period.label[:1].lower() + value.period.label[1:]


# ---- what must be reached


def _baseline(target, points):
    """As the document says; else the year before the programme; else the first year that is known."""
    if target.baseline_value is not None and target.baseline_on is not None:
        label = _("cuối năm %(year)d, theo văn bản") % {"year": target.baseline_on.year}
        return Point(target.baseline_on, target.baseline_value, label, is_reported=True)
    if target.kind in AGAINST_A_YEAR:
        base = target.baseline_on.year if target.baseline_on else target.programme.starts_on.year - 1
        return next((point for point in points if point.day.year == base), None)
    if _happens_over_a_year(target):
        return None
    return next((point for point in points if point.day < target.due_on), None)


def _goal(target, baseline):
    if target.kind == TargetKind.REDUCE_RELATIVE:
        return baseline and baseline.amount * (100 - target.value) / 100
    if target.kind == TargetKind.REDUCE_POINTS:
        return baseline and baseline.amount - target.value
    if target.kind == TargetKind.DIRECTION:
        return None
    return target.value


def _meets(target, point, goal):
    """Whether the figure meets a level: True, False, or None where its qualifier leaves it open."""
    up, strict = target.direction == "up", target.kind == TargetKind.BELOW
    met = point.amount >= goal if up else point.amount < goal if strict else point.amount <= goal
    if target.kind == TargetKind.MAINTAIN and not met:  # 70,5% stands for what rounds to it
        met = round(point.amount, _decimals(goal)) == round(goal, _decimals(goal))
    bounded = {Qualifier.MORE: up if met else not up, Qualifier.LESS: not up if met else up}
    return met if bounded.get(point.qualifier, True) else None


def _decimals(number):
    return max(0, -Decimal(number).normalize().as_tuple().exponent)


def _expected(target, baseline, goal, point):
    """On the straight path from the baseline to the milestone, on the day of the figure; None without a path."""
    if target.kind == TargetKind.MAINTAIN:
        return goal
    if goal is None or baseline is None or not baseline.day <= point.day <= target.due_on or baseline is point:
        return None
    whole, gone = (target.due_on - baseline.day).days, (point.day - baseline.day).days
    return baseline.amount + (goal - baseline.amount) * Decimal(gone) / Decimal(whole) if whole else goal


# ---- the verdict


def _judge(target, on, found):
    if found is None:
        lacks = _("Chỉ số %(code)s chưa có trong danh mục, hoặc không có phân tổ này.") % {"code": target.indicator}
        return Judgement(target, on, Status.UNKNOWN, missing=[lacks])
    points = _points(target, found, on)
    baseline = _baseline(target, points)
    goal = _goal(target, baseline)
    latest = _latest(target, points, on)
    told = {
        "goal": goal,
        "baseline": baseline,
        "latest": latest,
        "points": points,
        "stale": any(value.stale for value in found),
    }
    if target.kind == TargetKind.DIRECTION:
        return _judge_direction(target, on, found, told)
    if latest is None or goal is None:
        return Judgement(target, on, Status.UNKNOWN, missing=_lacking(target, on, found, told), **told)
    expected = _expected(target, baseline, goal, latest)
    told["expected"] = expected
    told["gap"] = latest.amount - (expected if expected is not None and on < target.due_on else goal)
    status = _status(target, on, latest, goal, expected)
    missing = _undecided(target, latest, expected) if status is Status.UNKNOWN else []
    needed = "" if status is Status.REACHED or on >= target.due_on else _needed(target, latest, goal)
    return Judgement(target, on, status, missing=missing, needed=needed, **told)


def _latest(target, points, on):
    """The figure of the milestone once it has passed; before, the latest one."""
    if on >= target.due_on:
        return next((point for point in reversed(points) if point.day.year == target.due_on.year), None)
    return points[-1] if points and not _happens_over_a_year(target) else None


def _happens_over_a_year(target):
    """A year's sum is judged by the target of its own year alone (ruling 11)."""
    return target.kind == TargetKind.MONEY or isinstance(registry.get(target.indicator).numerator, PlaceFlow)


def _status(target, on, latest, goal, expected):
    met = _meets(target, latest, goal)
    if met:
        return Status.REACHED
    if on >= target.due_on:
        return Status.UNKNOWN if met is None else Status.NOT_REACHED
    if expected is None:
        return Status.UNKNOWN
    on_path = _meets(target, latest, expected)
    return Status.UNKNOWN if on_path is None else Status.ON_TRACK if on_path else Status.BEHIND


def _judge_direction(target, on, found, told):
    """A target that names a direction only is judged by whether the figure moved that way since the baseline."""
    latest, baseline = told["latest"], told["baseline"]
    if latest is None or baseline is None or baseline is latest or latest.qualifier != Qualifier.EXACT:
        missing = [_("Văn bản chỉ nêu hướng, không nêu mức và số gốc."), *_lacking(target, on, found, told)]
        return Judgement(target, on, Status.UNKNOWN, missing=missing, **told)
    moved = latest.amount - baseline.amount
    right = moved > 0 if target.direction == "up" else moved < 0
    final = Status.REACHED if right else Status.NOT_REACHED
    before = Status.ON_TRACK if right else Status.BEHIND
    return Judgement(target, on, final if on >= target.due_on else before, gap=moved, **told)


def _lacking(target, on, found, told):
    """What lacks before it can be judged, year by year."""
    lacks = []
    if target.kind in AGAINST_A_YEAR and told["baseline"] is None:
        lacks.append(_("Số gốc của năm %(year)d.") % {"year": target.programme.starts_on.year - 1})
    if told["latest"] is None:
        year = target.due_on.year if on >= target.due_on else min(on.year, target.due_on.year)
        value = next((value for value in found if value.period.first.year == year), None)
        reason = f" {value.reason}" if value and value.reason else ""
        lacks.append(_("Số liệu năm %(year)d.%(reason)s") % {"year": year, "reason": reason})
    return lacks


def _undecided(target, latest, expected):
    if latest.qualifier != Qualifier.EXACT:
        return [_("Số công bố chỉ là “%(about)s”, chưa đủ để kết luận.") % {"about": latest_words(latest)}]
    if expected is None:
        return [_("Số gốc, để biết lộ trình đến mốc.")]
    return []


def latest_words(point):
    """The qualifier of a figure in words."""
    return f"{Qualifier(point.qualifier).label} {numerals.write_number(point.amount, None)}"


def _needed(target, latest, goal):
    """How much is left until the milestone, in what can be counted."""
    by = f"{target.due_on:%m/%Y}"
    value = latest.value
    up = target.direction == "up"
    if target.unit == TargetUnit.VND:
        return _("thêm %(money)s đến %(by)s") % {"money": numerals.write_money(goal - latest.amount), "by": by}
    if value is not None and value.denominator and not target.reads_numerator and value.indicator.is_share:
        level = goal * value.denominator / value.indicator.factor
        count = math.ceil(level) - value.numerator if up else value.numerator - math.floor(level)
        unit = value.indicator.numerator.name
    elif target.unit == TargetUnit.PERCENT:
        return ""
    else:
        count, unit = math.ceil(abs(goal - latest.amount)), unit_name(target.unit)
    words = _("thêm %(count)s %(unit)s đến %(by)s") if up else _("bớt %(count)s %(unit)s đến %(by)s")
    return words % {"count": numerals.write_number(count), "unit": unit, "by": by}
