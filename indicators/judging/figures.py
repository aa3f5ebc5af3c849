"""What is known of a target, year by year: on the units of its time, also after a reform; by the definition under which
it was set, where the records allow; of the nation, the sum of its provinces. Computed before reported, never mixed."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import periods, registry, remembered, values
from indicators.judging.kinds import Point
from indicators.judging.terms import unit_of, version_of
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith, PlaceFlow, PlaceStock, ReportedOnly
from indicators.models import Completeness
from indicators.periods import PeriodKind
from indicators.value import Status, Value, ratio
from places.models import Level, Place
from programs.models import TargetKind

TREND_YEARS = 4  # before the first that belongs to the target


def read(then, on):
    """{target pk: [Value]}, by year, then those of passed milestones within a year; of Terms, without the targets whose
    indicator or breakdown is not in the catalogue.

    One reading for all places that share a breakdown: a board of all provinces asks no more often than one of them.
    """
    known = {indicator.code: indicator for indicator in registry.all()}
    offered = cache(lambda code, group: code in known and known[code].offers(group))  # groups are looked up once
    together, within = defaultdict(list), {}
    for said in then:
        target = said.target
        if offered(target.indicator, target.breakdown):
            within[target.pk] = _within_years(said, on)
            together[target.breakdown].append(target)
    found = {}
    for group, asked in together.items():
        spans = [periods.year(y) for y in range(min(map(_from, asked)), max(_until(t, on) for t in asked) + 1)]
        spans += dict.fromkeys(span for target in asked for span in within[target.pk])
        codes = list(dict.fromkeys(code for target in asked for code in _codes(target, known)))
        table = _table(codes, {target.place for target in asked}, spans, group)
        for target in asked:
            first, last = periods.year(_from(target)).first, periods.year(_until(target, on)).last
            own = [span for span in spans if span.kind == PeriodKind.YEAR and first <= span.first <= last]
            found[target.pk] = _by_definition(target, table, own + within[target.pk], known)
    return found


def _within_years(said, on):
    """The periods that end on the milestones that have passed in the middle of a year: for stocks, which have a figure
    on each day, and for what only others report. Those that are not kept are counted when asked (ruling 27)."""
    if not isinstance(registry.get(said.target.indicator).numerator, ChildStock | PlaceStock | ReportedOnly):
        return []
    days = {said.target.due_on, *(level.on for level in said.milestones)}
    ends = [periods.ending(day) for day in sorted(days) if day <= on and not periods.is_end_of_year(day)]
    return [span for span in ends if span]


def _table(codes, places, spans, group):
    """{(code, place, period id): Value}"""
    units = [place for place in places if place is not None]
    found = remembered.grid(codes, units, spans, group=group) if units else []
    if None in places:
        found = [*found, *_of_nation(codes, spans, group)]
    table = {(value.indicator.code, value.place, value.period.id): value for value in found}
    for place in units:
        late = [span for span in spans if place.valid_to and span.last > place.valid_to]
        if late and place.level == Level.PROVINCE:
            told = _after_reform(codes, place, late, group)
            table |= {(code, place, period): value for (code, period), value in told.items()}
    return table


def _codes(target, known):
    """The indicator, and the same by the definition under which the target was set in every year, where there is one
    (H01-2004)."""
    same = known.get(f"{target.indicator}-{version_of(target)}")
    return [target.indicator, *([same.code] if same and same.offers(target.breakdown) else [])]


def _by_definition(target, table, years, known):
    """The target's figures by year; of a year that another definition counts, by its own, where that is known."""
    rows = [[table[code, target.place, span.id] for span in years] for code in _codes(target, known)]
    if len(rows) == 1:
        return rows[0]
    version = version_of(target)
    return [
        replace(own, reported=value.reported, version=version) if value.version != version and own.is_known else value
        for value, own in zip(*rows, strict=True)
    ]


def first_year(target):
    """The year before the programme, which may hold the baseline: nothing earlier belongs to the target."""
    return min(target.programme.starts_on.year - 1, (target.baseline_on or target.due_on).year, target.due_on.year - 1)


def _from(target):
    """As many years more as a trend may rest on."""
    first = first_year(target)
    return max(min(first, periods.FIRST_YEAR), first - TREND_YEARS)


def _until(target, on):
    return max(first_year(target), min(on.year, target.due_on.year))


# ---- a place that a reform has ended


def _after_reform(codes, place, spans, group):
    """{(code, period id): Value} of the old territory after its end, in today's boundaries: only where all of it is
    told and nothing beside. What is recorded of a province or a district is not divided again."""
    countable = [code for code in codes if _sits_in_communes(registry.get(code))]
    if not countable:
        return {}
    found = values.grid(countable, [place], spans, group=group, boundaries="now")
    return {(value.indicator.code, value.period.id): _told_whole(value) for value in found if value.units}


def _told_whole(value):
    """The value, or why it cannot be judged: it would be a number of another ground."""
    if not value.partial:
        return value
    if value.unclear:
        reason = _("Địa giới cũ không tính trọn được: %(count)d xã mới có cả phần của nơi khác.")
        return _blank(value, value.place, reason % {"count": len(value.unclear)})
    if value.missing:
        reason = _("Chưa có số liệu của %(count)d trên %(whole)s.")
        whole = _("%(count)d xã thuộc địa giới cũ") % {"count": len(value.units)}
        return _blank(value, value.place, reason % {"count": len(value.missing), "whole": whole})
    reason = _("Địa giới cũ không tính trọn được: %(count)d trẻ của xã bị tách chưa xác định nơi ở.")
    return _blank(value, value.place, reason % {"count": value.lacking})


def _sits_in_communes(indicator):
    """Whether both sides are counted of children, whose cells sit in communes."""
    shapes = (ChildStock, ChildStockWith, ChildFlow)
    return isinstance(indicator.numerator, shapes) and isinstance(indicator.denominator, (*shapes, type(None)))


# ---- the nation


def _of_nation(codes, spans, group):
    """The sum over the provinces of each day; unknown, without reading, while provinces lack."""
    today = timezone.localdate()
    provinces = list(Place.objects.level(Level.PROVINCE))
    declared = set(Completeness.objects.values_list("place__province_id", "place_id").distinct())
    told = {province or place for province, place in declared}
    standing = {span.id: [p for p in provinces if p.is_in_force(span.count_day(today))] for span in spans}
    whole = [span for span in spans if standing[span.id] and all(p.pk in told for p in standing[span.id])]
    asked = list({p.pk: p for span in whole for p in standing[span.id]}.values())
    table = values.grid(codes, asked, whole, group=group) if asked else []
    by_key = {(v.indicator.code, v.place.pk, v.period.id): v for v in table}
    out = []
    for code in codes:
        for span in spans:
            found = [by_key.get((code, p.pk, span.id)) for p in standing[span.id]]
            if found and all(found):
                out.append(summed(found, None, _("%(count)d tỉnh, thành phố")))
            else:
                lacks = sum(p.pk not in told for p in standing[span.id])
                out.append(_unknown_nation(code, span, lacks, today))
    return out


def _unknown_nation(code, span, lacks, today):
    indicator = registry.get(code)
    if not indicator.is_counted:
        reason = _("Không tính từ bản ghi trong hệ thống; chỉ có số do nơi khác báo cáo.")
    else:
        reason = _("%(count)d tỉnh, thành phố chưa khai báo đủ số liệu.") % {"count": lacks}
    return Value(
        indicator, None, span, Status.UNKNOWN, reason=reason, running=span.is_running(today),
        count_day=span.count_day(today), version=indicator.version_on(span.count_day(today)).number,
    )  # fmt: skip


def summed(parts, place, of_what):
    """Σ numerator / Σ denominator of the parts; unknown where one of them is."""
    first, indicator = parts[0], parts[0].indicator
    lacks = [part for part in parts if part.status is Status.UNKNOWN]
    if lacks:
        reason = _("Chưa có số liệu của %(count)d trên %(whole)s.")
        return _blank(first, place, reason % {"count": len(lacks), "whole": of_what % {"count": len(parts)}})
    numerator = sum(part.numerator or 0 for part in parts)
    divided = [part.denominator for part in parts if part.denominator is not None]
    denominator = sum(divided) if divided else None
    value = ratio(numerator, denominator, indicator.factor) if indicator.is_share else numerator
    status = Status.COMPUTED if value is not None else Status.NOT_APPLICABLE
    return replace(
        first, place=place, status=status, numerator=numerator, denominator=denominator, value=value, parts=[],
        reason="" if value is not None else _("Không phát sinh: mẫu số bằng 0."), reported=[], missing=[],
        stale=any(part.stale for part in parts), as_of=min((p.as_of for p in parts if p.as_of), default=None),
    )  # fmt: skip


def _blank(value, place, reason):
    return replace(
        value, place=place, status=Status.UNKNOWN, reason=reason, numerator=None, denominator=None, value=None,
        parts=[], reported=[], missing=[], stale=False, as_of=None, complete=False,
    )  # fmt: skip


# ---- points


def points(target, found, on):
    """What is known up to the day and the milestone, by year; computed before reported."""
    out = []
    for value in found:
        if value.period.kind != PeriodKind.YEAR or value.period.first > min(on, target.due_on):
            continue
        point = _point(target, value)
        if point and point.day <= on:
            out.append(point)
    return out


def at(target, found, trend, day):
    """The point of a milestone's own day: a figure of the end of its year does not tell of a day before."""
    if periods.is_end_of_year(day):
        return next((point for point in trend if point.day == day), None)
    value = next((value for value in found if value.period.last == day), None)
    return value and _point(target, value)


def _point(target, value):
    day = value.count_day if value.running else value.period.last
    point = _computed(target, value, day) if value.is_known and _is_telling(value) else None
    return point or _reported(target, value)


def happens_over_a_year(target):
    """A year's sum is judged by the target of its own year alone (ruling 11)."""
    return target.kind == TargetKind.MONEY or isinstance(registry.get(target.indicator).numerator, PlaceFlow)


def _is_telling(value):
    """A year that runs tells something of a stock; what happens over a year is known when it is over. Nothing, where
    records wait to be counted, is not 0."""
    if value.stale and not value.numerator:
        return False
    return not value.running or isinstance(value.indicator.numerator, ChildStock | PlaceStock)


def _computed(target, value, day):
    amount = value.numerator if target.reads_numerator else value.value
    return Point(day, Decimal(amount), label(value), version=value.version, value=value)


def _reported(target, value):
    """What is reported, with whatever contradicts it; made-up figures do not speak where there are real ones."""
    unit = unit_of(target)
    rows = [row for row in value.reported if row.unit == unit and row.value is not None]
    rows = sorted([row for row in rows if not row.is_synthetic] or rows, key=lambda row: row.pk)
    version = value.indicator.version_on(value.period.last).number
    told = {
        (row.value, row.qualifier): Point(
            value.period.last, row.value, label(value), is_reported=True, is_synthetic=row.is_synthetic,
            qualifier=row.qualifier, version=version,
        )
        for row in rows
    }  # fmt: skip
    first, *others = told.values() or [None]
    return first and replace(first, others=tuple(others))


def label(value):
    return value.period.label[:1].lower() + value.period.label[1:]
