"""System checks: every indicator is whole, and every target speaks of one that exists."""

from collections import Counter

from django.core.checks import Error, Tags, register
from django.db import connections

from indicators import measures, registry
from indicators.breakdowns import BREAKDOWNS
from indicators.completeness import KINDS
from indicators.definition import By
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith, Measure
from programs.models import Target

_OF_CHILDREN = (ChildStock, ChildStockWith, ChildFlow)


@register()
def definitions_are_whole(app_configs, **kwargs):
    """E001–E004: codes are unique; a card says what a reader and the engine need."""
    indicators = registry.all()
    twice = [code for code, n in Counter(i.code for i in indicators).items() if n > 1]
    errors = [Error(f"Two indicators bear the code {code}.", id="indicators.E001") for code in twice]
    for indicator in indicators:
        errors += [Error(f"{indicator.code}: {flaw}", id="indicators.E002") for flaw in flaws_of(indicator)]
    measured = Counter(measure.code for measure in measures.ALL)
    errors += [Error(f"Two measures bear the code {c}.", id="indicators.E003") for c, n in measured.items() if n > 1]
    used = {measure.code for indicator in indicators for measure in indicator.measures}
    idle = sorted(measured.keys() - used)
    return errors + [Error(f"No indicator reads the measure {code}.", id="indicators.E004") for code in idle]


def flaws_of(indicator):
    """What a card lacks or says against itself."""
    for field in ("code", "name", "name_en", "why", "source", "completeness", "versions"):
        if not getattr(indicator, field) and (indicator.is_counted or field != "completeness"):
            yield f"says no {field}"
    if indicator.direction not in ("up", "down", ""):
        yield "direction is neither up, down nor empty"
    if indicator.is_share and indicator.denominator is None:
        yield "a share without a denominator"
    if not indicator.is_share and indicator.unit != indicator.numerator.unit:
        yield "counts another unit than its numerator"
    if not indicator.is_counted and (indicator.by or indicator.measures):
        yield "breaks down or divides what is not counted here"
    if any(measures.BY_CODE.get(measure.code) is not measure for measure in indicator.measures):
        yield "reads a measure that is not counted (measures/__init__.py)"
    if [v.valid_from for v in indicator.versions] != sorted(v.valid_from for v in indicator.versions):
        yield "versions are not in order"
    yield from _flaws_of_breakdowns(indicator)
    yield from _flaws_of_records(indicator)


def _flaws_of_records(indicator):
    if indicator.is_declared_by_group and not indicator.groups:
        yield "waits for declarations by group and has none"
    for family, kind in indicator.records_of("", ["a group"]):
        if (family in KINDS) != bool(kind):
            yield f"waits for all or one kind of {family}, which is not how it is declared"
        elif kind != "a group" and kind and kind not in KINDS[family]():
            yield f"waits for {family}:{kind}, which nobody can declare"


def _flaws_of_breakdowns(indicator):
    counted = [indicator.numerator]
    if isinstance(indicator.denominator, Measure):
        counted.append(indicator.denominator)
    if {By.SEX, By.AGE} & set(indicator.by) and not all(isinstance(measure, _OF_CHILDREN) for measure in counted):
        yield "breaks down by sex or age what is not counted by child"
    for dimension in {BREAKDOWNS[by].dimension for by in indicator.by} - {""}:
        if not all(dimension in {d.code for d in measure.dimensions} for measure in counted):
            yield f"breaks down by {dimension} what is not counted so"
    if By.GROUP in indicator.by and not (indicator.numerator.grouped and indicator.groups):
        yield "breaks down by a group that is not counted or not named"


@register(Tags.database)
def targets_name_known_indicators(app_configs, databases=None, **kwargs):
    """E005: a target of an unknown indicator, or of an unknown group of one, can never be judged."""
    if "default" not in (databases or ()):
        return []
    if Target._meta.db_table not in connections["default"].introspection.table_names():
        return []
    known = {indicator.code: indicator for indicator in registry.all()}
    errors = []
    for code, group in Target.objects.values_list("indicator", "breakdown").distinct():
        indicator = known.get(code)
        groups = indicator.groups.names() if indicator and indicator.groups else {}
        if indicator is None or (group and group not in groups):
            errors.append(Error(f"A target names {code} {group}".rstrip(), id="indicators.E005"))
    return errors
