"""The verdict on a target: its figure against its milestone, or against the path there."""

import copy
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import periods
from indicators.judging import figures, terms, words
from indicators.judging.forecast import forecast
from indicators.judging.kinds import Judgement, Milestone, Point, Reading, Status
from indicators.judging.trajectory import agreed, ends, expected, goal_of, meets, path, possible
from programs.models import TargetKind, TargetUnit

# What these mean depends on the figure of one year: the document's, or the one before the programme.
AGAINST_A_YEAR = (TargetKind.REDUCE_RELATIVE, TargetKind.REDUCE_POINTS, TargetKind.DIRECTION)


def judge(target, on):
    return judge_all([target], on)[0]


def judge_all(targets, on):
    """Judgements of the targets on a day, in their order, each as it was in force."""
    targets = list(targets)
    terms.read(targets)
    then = [terms.on_day(target, on) for target in targets]
    found = figures.read(then, on)
    return [_judge(each, on, found.get(each.target.pk)) for each in then]


def untold(targets, on, why):
    """{target pk: Judgement} of what the texts say, for whoever may not see the figures; `why` of each place."""
    targets = list(targets)
    terms.read(targets)
    return {target.pk: _untold(terms.on_day(target, on), on, why[target.place]) for target in targets}


def _untold(said, on, reason):
    target = said.target
    goal = goal_of(target, target.kind, target.value, None)
    return Judgement(
        target,
        on,
        Status.UNKNOWN,
        goal=goal,
        missing=[reason],
        milestones=_milestones(said, on, [], [], None),
        revision=said.revision,
        comparison=terms.compared(said, on),
        version=terms.version_of(target),
    )


def _judge(said, on, found):
    target = said.target
    told = {"revision": said.revision, "comparison": terms.compared(said, on)}
    if found is None:
        lacks = _("Chỉ số %(code)s chưa có trong danh mục, hoặc không có phân tổ này.") % {"code": target.indicator}
        return Judgement(target, on, Status.UNKNOWN, missing=[lacks], **told)
    told["version"] = terms.version_of(target)
    if why := terms.contradictions(said):
        told["comparison"] = None  # in what it says wrongly it is unlike whatever stands above it
        return Judgement(target, on, Status.UNKNOWN, missing=why, contradictory=True, **told)
    told |= {"stale": any(value.stale for value in found)}
    judged = _weighed(said, on, found, told)
    if target.other_kind:
        other = copy.copy(target)
        other.kind, other.other_kind = target.other_kind, ""
        return replace(judged, readings=[_reading(judged, True), _reading(_as_read(said, other, on, found), False)])
    return judged


def _as_read(said, target, on, found):
    return _weighed(replace(said, target=target, levels=[]), on, found, {})


def _reading(judged, is_chosen):
    """What the text means when read so, and what follows. A level below nothing can be reached by nobody."""
    below = judged.goal is not None and judged.goal < 0
    said = _("Không thể đạt: mức phải đạt nhỏ hơn 0") if below else judged.words
    return Reading(judged.target.kind, is_chosen, judged.goal, judged.status, said)


def _weighed(said, on, found, told):
    """The judgement of one reading of the target."""
    target = said.target
    trend = figures.points(target, found, on)
    points = [point for point in trend if point.day.year >= figures.first_year(target)]
    baseline = _baseline(target, points)
    goal = goal_of(target, target.kind, target.value, baseline)
    latest = _latest(target, found, points, on)
    corners = path(said, baseline, goal)
    told = told | {
        "goal": goal,
        "baseline": baseline,
        "latest": latest,
        "points": points,
        "path": corners,
        "expected_now": expected(corners, min(on, target.due_on)),
        "caveats": words.caveats(target, latest, told.get("version", "")),
    }
    if target.kind in (TargetKind.REDUCE_RELATIVE, TargetKind.REDUCE_POINTS) and baseline:
        told["caveats"] += words.rough_goal(baseline)
    if target.kind == TargetKind.DIRECTION:
        return _judge_direction(target, on, found, told)
    told["milestones"] = stones = _milestones(said, on, found, points, baseline)
    aim = next((stone for stone in stones if stone.status is None), None)
    if aim and not figures.happens_over_a_year(target):
        told["forecast"] = forecast(target, trend, aim, _most(target))
    if latest is None or goal is None:
        return Judgement(target, on, Status.UNKNOWN, missing=_lacking(target, on, found, told), **told)
    told["expected"] = asked = None if baseline is latest else _asked(target, goal, corners, latest)
    told["gap"] = latest.amount - (asked if asked is not None and on < target.due_on else goal)
    status = _concluded(said, on, latest, baseline)
    hangs_on = baseline if target.kind in AGAINST_A_YEAR or on < target.due_on else None
    missing = words.undecided(latest, asked, hangs_on) if status is Status.UNKNOWN else []
    told["caveats"] = [caveat for caveat in told["caveats"] if caveat not in missing]
    needed = words.needed(target, latest, aim) if aim and status is not Status.REACHED else ""
    return Judgement(target, on, status, missing=missing, needed=needed, **told)


def _concluded(said, on, latest, baseline):
    """What follows from whichever baseline it may be."""
    target, found = said.target, []
    for base in possible(baseline):
        goal = goal_of(target, target.kind, target.value, base)
        asked = None if baseline is latest else _asked(target, goal, path(said, base, goal), latest)
        found.append(_status(target, on, latest, goal, asked))
    return agreed(found) or Status.UNKNOWN


def _asked(target, goal, corners, latest):
    """What the path asks for on the day of the latest figure."""
    return goal if target.kind == TargetKind.MAINTAIN else expected(corners, latest.day)


def _most(target):
    """The most that an amount can be: 100 of a share in percent."""
    return 100 if terms.unit_of(target) == TargetUnit.PERCENT else None


def _baseline(target, points):
    """As the document says; else the year before the programme; else the first year that is known."""
    if target.baseline_value is not None and target.baseline_on is not None:
        label = _("cuối năm %(year)d, theo văn bản") % {"year": target.baseline_on.year}
        return Point(target.baseline_on, target.baseline_value, label, is_reported=True)
    if target.kind in AGAINST_A_YEAR:
        base = target.baseline_on.year if target.baseline_on else target.programme.starts_on.year - 1
        return next((point for point in points if point.day.year == base), None)
    if figures.happens_over_a_year(target):
        return None
    return next((point for point in points if point.day < target.due_on), None)


def _latest(target, found, points, on):
    """The figure of the milestone once it has passed; before, the latest one."""
    if on >= target.due_on:
        return figures.at(target, found, points, target.due_on)
    return points[-1] if points and not figures.happens_over_a_year(target) else None


def _milestones(said, on, found, points, baseline):
    """Every milestone with its verdict; those of which the day has not come have none."""
    target = said.target
    asked = [(level.on, level.kind or target.kind, level.value) for level in said.milestones]
    asked.append((target.due_on, target.kind, target.value))
    stones = [_stone(target, day, kind, value, baseline) for day, kind, value in asked]
    return [
        stone if on < stone.on else _weigh(target, stone, figures.at(target, found, points, stone.on))
        for stone in stones
    ]


def _stone(target, day, kind, value, baseline):
    amounts = [goal_of(target, kind, value, base) for base in possible(baseline)]
    between = tuple(dict.fromkeys(amounts)) if len(set(amounts)) > 1 else ()
    goal = goal_of(target, kind, value, baseline)
    return Milestone(day, goal, kind, is_last=day == target.due_on, ends=between)


def _weigh(target, stone, point):
    known = point is not None and stone.amount is not None
    met = agreed(meets(target, point, amount, stone.kind) for amount in stone.amounts) if known else None
    status = {True: Status.REACHED, False: Status.NOT_REACHED, None: Status.UNKNOWN}[met]
    return replace(stone, status=status, point=point)


def _status(target, on, latest, goal, asked):
    met = meets(target, latest, goal)
    if met:
        return Status.REACHED
    if on >= target.due_on:
        return Status.UNKNOWN if met is None else Status.NOT_REACHED
    if asked is None:
        return Status.UNKNOWN
    on_path = meets(target, latest, asked)
    return Status.UNKNOWN if on_path is None else Status.ON_TRACK if on_path else Status.BEHIND


def _judge_direction(target, on, found, told):
    """A target that names a direction only is judged by whether the figure moved that way since the baseline."""
    latest, baseline = told["latest"], told["baseline"]
    if latest is None or baseline is None or baseline is latest:
        missing = [_("Văn bản chỉ nêu hướng, không nêu mức và số gốc."), *_lacking(target, on, found, told)]
        return Judgement(target, on, Status.UNKNOWN, missing=missing, **told)
    moves = [now - then for now in ends(latest) for then in ends(baseline)]
    right = agreed(move > 0 if target.direction == "up" else move < 0 for move in moves)
    if right is None:
        missing = words.undecided(latest, None, baseline)
        return Judgement(target, on, Status.UNKNOWN, missing=missing, **told)
    moved = latest.amount - baseline.amount
    final = Status.REACHED if right else Status.NOT_REACHED
    before = Status.ON_TRACK if right else Status.BEHIND
    status = final if on >= target.due_on else before
    stone = Milestone(target.due_on, None, target.kind, is_last=True)
    if on >= target.due_on:
        stone = replace(stone, status=status, point=latest)
    return Judgement(target, on, status, gap=Decimal(moved), milestones=[stone], **told)


def _lacking(target, on, found, told):
    """What lacks before it can be judged, year by year."""
    lacks = []
    if target.kind in AGAINST_A_YEAR and told["baseline"] is None:
        lacks.append(_("Số gốc của năm %(year)d.") % {"year": target.programme.starts_on.year - 1})
    if told["latest"] is None and on >= target.due_on and not periods.is_end_of_year(target.due_on):
        value = next((value for value in found if value.period.last == target.due_on), None)
        words = _("Số liệu của ngày %(day)s; số cuối năm không xét được mốc giữa năm.%(reason)s")
        lacks.append(words % {"day": f"{target.due_on:%d/%m/%Y}", "reason": _reason(value)})
    elif told["latest"] is None:
        year = target.due_on.year if on >= target.due_on else min(on.year, target.due_on.year)
        value = next((value for value in found if value.period.first.year == year), None)
        lacks.append(_("Số liệu năm %(year)d.%(reason)s") % {"year": year, "reason": _reason(value)})
    return lacks


def _reason(value):
    """Why a figure is not known, as a further sentence."""
    waiting = _("Bản ghi mới chưa được tính.") if value and value.is_known and value.stale else ""
    return f" {value.reason or waiting}" if value and (value.reason or waiting) else ""
