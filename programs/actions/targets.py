"""Targets are set once and revised by document; what they said before is kept."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.audit import record
from cases.actions.locks import locked
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from programs import catalogue
from programs.actions.entries import refuse
from programs.models import Programme, Target, TargetLevel, TargetRevision, TargetUnit
from programs.rules import targets


def _problems(target):
    return targets.problems(
        kind=target.kind,
        unit=target.unit,
        value=target.value,
        baseline_value=target.baseline_value,
        baseline_on=target.baseline_on,
        due_on=target.due_on,
        first_day=target.programme.starts_on,
        last_day=target.programme.ends_on,
    )


def _lies_in(place, whole):
    """Whether a place (None: the nation) lies within another."""
    return whole is None or (place is not None and place.path.startswith(whole.path))


def _parent_problems(target):
    above = target.parent
    if above is None:
        return []
    mine, theirs = target.programme, above.programme
    return targets.parent_problems(
        is_itself=above.pk == target.pk,
        same_indicator=(above.indicator, above.breakdown) == (target.indicator, target.breakdown),
        encloses=above.place != target.place and _lies_in(target.place, above.place),
        terms_meet=theirs.starts_on <= mine.ends_on and mine.starts_on <= theirs.ends_on,
    )


def _indicator_problems(target):
    """A target of an indicator or a group that does not exist could never be judged."""
    found = catalogue.known().get(target.indicator)
    if found is None:
        return [Problem("indicator", _("Không có chỉ số này."), "indicator")]
    if target.breakdown and target.breakdown not in found.groups:
        return [Problem("breakdown", _("Chỉ số này không có phân tổ ấy."), "breakdown")]
    return []


def sense_problems(target, levels=(), indicator=None) -> list[Problem]:
    """What makes the verdict false whatever the figure is: kind, direction, unit and reading against each other and
    against the indicator; also of the other way to read the text, and of levels. `indicator`: as the catalogue knows
    it, where that is at hand."""
    indicator = indicator or catalogue.known().get(target.indicator)
    return [
        *targets.direction_problems(
            kind=target.kind,
            direction=target.direction,
            value=target.value,
            baseline_value=target.baseline_value,
        ),
        *_unit_problems(target, target.kind, indicator),
        *_other_problems(target, indicator),
        *(problem for level in levels for problem in _level_problems(target, level, indicator)),
    ]


def _unit_problems(target, kind, indicator):
    if indicator is None:
        return []
    read_in = indicator.counted_in if target.reads_numerator else indicator.measured_in
    return targets.unit_problems(
        kind=kind,
        unit=target.unit,
        measured_in=indicator.measured_in,
        counted_in=indicator.counted_in,
        reads_numerator=target.reads_numerator,
        unit_words=str(dict(TargetUnit.choices).get(read_in, read_in)),
    )


def _other_problems(target, indicator):
    if not target.other_kind:
        return []
    if target.other_kind == target.kind:
        return [Problem("other_kind", _("Cách hiểu khác phải khác loại đã chọn."), "other_kind")]
    apart = targets.direction_problems(kind=target.other_kind, direction=target.direction)
    if apart or _unit_problems(target, target.other_kind, indicator):
        words = _("Cách hiểu khác không hợp với hướng tốt hoặc đơn vị đã chọn.")
        return [Problem("other_kind", words, "other_kind")]
    return []


def _overlap_problems(target):
    """Two for one programme, place, indicator, breakdown, kind and milestone would overlap; beside one that contradicts
    itself and is never judged there may be another. Locks the programme: of two at once the second sees the first."""
    Programme.objects.select_for_update().get(pk=target.programme_id)
    same = Target.objects.filter(
        programme=target.programme, place=target.place, indicator=target.indicator, breakdown=target.breakdown,
        kind=target.kind, due_on=target.due_on,
    ).exclude(pk=target.pk)  # fmt: skip
    if all(sense_problems(each, _holding(each)) for each in same):
        return []
    return [Problem("overlap", _("Đã có chỉ tiêu này cho cùng mốc; hãy điều chỉnh chỉ tiêu đó."), "indicator")]


@transaction.atomic
def set_target(*, target, by) -> Target:
    """Save a new target, unless it overlaps another or could never be judged."""
    problems = _overlap_problems(target) + _indicator_problems(target) + _problems(target)
    if not _lies_in(target.place, target.programme.place):
        problems.append(Problem("place", _("Địa bàn của chỉ tiêu phải thuộc địa bàn của chương trình."), "place"))
    refuse(problems + sense_problems(target) + _parent_problems(target))
    target.order = target.programme.targets.count()
    target.save()
    record("target.set", target, by=by, indicator=target.indicator)
    return target


@transaction.atomic
def revise_target(*, target, value, due_on, revised_on, reason, by, document=None, version=None) -> Target:
    """Change value or milestone from a day on; the old words stay as a revision. A passed milestone is changed only by
    a document of its time. Raises Clash if someone revised it since the `version` that the page showed: the value that
    stood there would come back unseen."""
    target = locked(target, version)
    revision = TargetRevision(
        target=target, previous_value=target.value, previous_due_on=target.due_on, revised_on=revised_on,
        document=document, reason=reason,
    )  # fmt: skip
    if (target.value, target.due_on) == (value, due_on):
        refuse([Problem("same", _("Mức và mốc không thay đổi."), "value")])
    latest = target.revisions.first()
    old = targets.Terms(target.value, target.due_on)
    target.value, target.due_on = value, due_on
    problems = _overlap_problems(target) + _problems(target)
    problems += targets.revision_problems(
        revised_on=revised_on,
        due_on=due_on,
        old=old,
        latest=latest and latest.revised_on,
        starts_on=target.programme.starts_on,
        reason=reason,
        today=timezone.localdate(),
        issued_on=document and document.issued_on,
    )
    if _holding(target).filter(on__gte=due_on).exists():
        problems.append(Problem("levels", _("Có mức giữa kỳ từ mốc mới trở đi; hãy bỏ mức ấy trước."), "due_on"))
    refuse(problems + sense_problems(target))
    revision.save()
    target.save(update_fields=["value", "due_on"])
    record("target.revised", target, by=by, revised_on=str(revised_on))
    return target


def _holding(target):
    """The levels that hold on their own day: also those that were dropped after it."""
    return target.levels.filter(Q(until=None) | Q(until__gt=F("on")))


def _level_problems(target, level, indicator):
    """A level of a kind of its own is read in the direction and the unit of its target."""
    if not level.kind or level.kind == target.kind:
        return []
    apart = targets.direction_problems(kind=level.kind, direction=target.direction)
    if apart or _unit_problems(target, level.kind, indicator):
        return [Problem("kind", _("Loại này không hợp với hướng tốt hoặc đơn vị của chỉ tiêu."), "kind")]
    return []


@transaction.atomic
def set_level(*, target, level, by) -> TargetLevel:
    """Add a milestone, or a point of the target's own path."""
    target = Target.objects.select_for_update().get(pk=target.pk)
    level.target = target
    problems = targets.level_problems(
        kind=level.kind or target.kind,
        unit=target.unit,
        value=level.value,
        on=level.on,
        due_on=target.due_on,
        first_day=target.programme.starts_on,
        taken=_holding(target).values_list("on", flat=True),
    )
    refuse(problems + _level_problems(target, level, catalogue.known().get(target.indicator)))
    level.save()
    record("target.level_set", target, by=by, on=str(level.on))
    return level


@transaction.atomic
def drop_level(*, level, until, reason, by) -> TargetLevel:
    """From a day on the level holds no longer; what was judged by it before stays."""
    level = TargetLevel.objects.select_for_update().select_related("target").get(pk=level.pk)
    problems = targets.drop_problems(
        on=level.on,
        since=level.since,
        until=until,
        is_dropped=level.until is not None,
        reason=reason,
        today=timezone.localdate(),
    )
    refuse(problems)
    level.until, level.reason = until, reason
    level.save(update_fields=["until", "reason"])
    record("target.level_dropped", level.target, by=by, on=str(level.on))
    return level
