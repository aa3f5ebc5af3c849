"""What a target says on a day: its value and milestone as revised until then, the levels in force, the one above it."""

import copy
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import prefetch_related_objects

from cases.actions.refusals import sentence
from indicators import registry
from indicators.judging.kinds import Comparison
from programs.actions import sense_problems
from programs.models import Target, TargetLevel, TargetRevision, TargetUnit
from programs.rules import targets as rules
from programs.rules.targets import Promise


@dataclass(frozen=True)
class Terms:
    target: Target  # a copy with the value and the milestone of the day
    revision: TargetRevision | None
    levels: list[TargetLevel]  # in force, before the last milestone, by day

    @property
    def milestones(self):
        return [level for level in self.levels if level.role == TargetLevel.Role.MILESTONE]


def read(targets):
    """What judging asks of the targets, in a few queries."""
    prefetch_related_objects(
        targets, "revisions__document", "levels", "parent__revisions", "parent__levels", "parent__programme"
    )


def on_day(target, on):
    """The target as it was in force; a level that was dropped after its day still judges that day."""
    terms = rules.in_force(target.value, target.due_on, target.revisions.all(), on)
    then = copy.copy(target)
    then.value, then.due_on = terms.value, terms.due_on
    levels = [
        level
        for level in target.levels.all()
        if level.on < terms.due_on and rules.level_in_force(level.since, level.until, min(on, level.on))
    ]
    return Terms(then, terms.revision, sorted(levels, key=lambda level: level.on))


def version_of(target):
    """The definition under which the target was set: named, or the one in force when its programme began."""
    if target.definition_version or target.indicator not in {indicator.code for indicator in registry.all()}:
        return target.definition_version
    return registry.get(target.indicator).version_on(target.programme.starts_on).number


def contradictions(terms):
    """What makes every verdict false, in sentences. Such a target was set before anyone looked for that."""
    target = terms.target
    known = registry.as_known(registry.get(target.indicator), {})
    return [sentence(problem) for problem in sense_problems(target, terms.levels, known)]


def unit_of(target):
    """The unit of the figures that judge it. A relative target is told in percent, whatever is measured."""
    try:
        indicator = registry.get(target.indicator)
    except registry.UnknownIndicator:
        return target.unit
    unit = indicator.numerator.unit if target.reads_numerator else indicator.unit
    return unit if unit in TargetUnit.values else target.unit


def promises(terms):
    """The levels that the target promises, by day."""
    target = terms.target
    last = Promise(
        target.kind, target.unit, target.direction, target.value, target.due_on, reads_numerator=target.reads_numerator
    )
    way = [replace(last, kind=row.kind or target.kind, value=row.value, on=row.on) for row in terms.milestones]
    return [*way, last]


def compared(terms, on: date):
    """Against the target above: its first milestone that does not lie before one's own last one, else its last."""
    parent = terms.target.parent
    if parent is None:
        return None
    own, theirs = promises(terms)[-1], promises(on_day(parent, on))
    above = next((promise for promise in theirs if promise.on >= own.on), theirs[-1])
    against, apart = rules.against(own, above)
    return Comparison(parent, against, own, above, apart)
