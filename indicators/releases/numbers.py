"""The counts of persons in a table, and how readers can relate them: places, parts, shares, periods, older releases."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain, combinations, permutations
from zlib import crc32

from indicators import measures, periods, registry
from indicators.definition import By, Per
from indicators.measures.register import CHILDREN, NEAR_POOR, POOR, SPECIAL
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith, Measure, PlaceFlow, Unit
from indicators.periods import PeriodKind, PeriodSpan
from indicators.releases.suppression import SMALLEST_SHOWN, Change, Cover, Reason, Relation, Rest, Sum, Table, Within

NOT_PERSONS = frozenset({Unit.COMMUNE, Unit.DISTRICT, Unit.MODEL, Unit.CLASS, Unit.ACTIVITY, Unit.DAY, Unit.VND})
SHARE_OF_YEAR: dict[str, float] = {PeriodKind.HALF: 0.5, PeriodKind.QUARTER: 0.25}  # of the price of hiding


@dataclass(frozen=True, order=True)
class Count:
    """Which count it is: of a measure, in a place, for a period; the whole, or a part of a breakdown."""

    measure: str
    place: int
    period: str
    by: str = ""
    part: str = ""

    @property
    def whole(self):
        return Count(self.measure, self.place, self.period)


@dataclass(frozen=True)
class Snapshot:
    """The counts behind one release: all of them, and those that were not printed."""

    numbers: Mapping[Count, int]
    hidden: frozenset[Count] = field(default_factory=frozenset)


def counts_persons(measure: Measure) -> bool:
    return measure.unit not in NOT_PERSONS


_span = cache(periods.parse)


def is_flow(measure: object) -> bool:
    """Whether its numbers of shorter periods add up to the number of a longer one."""
    return isinstance(measure, ChildFlow | PlaceFlow)


@cache
def period_of(measure: str, period: str) -> str:
    """The period by which a count is named. A stock is one number, whichever of the periods ends on its day: that of
    the fourth quarter is that of the year."""
    if isinstance(measures.BY_CODE.get(measure), ChildStock):
        longest = periods.ending(_span(period).last)
        return longest.id if longest else period
    return period


def table_of(new: Mapping[Count, int], older: Iterable[Snapshot], paths: Mapping[int, str]) -> Table:
    """All that a reader of the new table and of the older releases can put together.

    A number that has stayed the same since is the same unknown; one that has changed is another, and how much it has
    changed is a number too. Each release is also read with what the others add to it, as if their numbers had not
    changed: a lucky guess must not pay.
    """
    snapshots = [Snapshot(new), *older]
    numbers = {(count, n): n for snapshot in snapshots for count, n in snapshot.numbers.items()}
    relations: dict[Relation, None] = dict.fromkeys(_changes(numbers))
    for world in _worlds(snapshots):
        relations |= dict.fromkeys(relations_of(world, paths))
    hidden = {(count, old.numbers[count]) for old in snapshots[1:] for count in old.hidden}
    printed = {(count, n) for old in snapshots[1:] for count, n in old.numbers.items() if count not in old.hidden}
    deepest = max((path.count(".") for path in paths.values()), default=1)
    return Table(
        numbers=numbers,
        relations=tuple(relations),
        prices={cell: _price(cell[0], deepest - paths[cell[0].place].count(".")) for cell in numbers},
        breakdowns={
            cell: (cell[0].measure, cell[0].place, cell[0].period, cell[0].by)
            for cell in numbers
            if cell[0].by in (By.SEX, By.AGE)
        },
        known=frozenset(printed),
        hidden_before=frozenset(hidden - printed),
    )


def unprinted(new: Mapping[Count, int], older: Iterable[Snapshot], hidden: Mapping) -> dict[Count, Reason]:
    """What the new release does not print, by what `protect` hides of its table: {count: reason}.

    Where a whole has changed by 1 to 4, or one part by sex or age is hidden, none of the parts is printed, not even
    those that an older release tells and that are the same: the one that is missing would say who came in.
    """
    reasons = {count: hidden[count, n] for count, n in new.items() if (count, n) in hidden}
    whole_or_not = {_breakdown(count) for count in reasons if count.by in (By.SEX, By.AGE)}
    told = [snapshot.numbers for snapshot in older]
    little = {c for c, n in new.items() if any(0 < abs(n - old.get(c, n)) < SMALLEST_SHOWN for old in told)}
    for count in new:
        if _breakdown(count) in whole_or_not or (count.by and count.whole in little):
            reasons.setdefault(count, Reason.BLOCK)
    return reasons


def _breakdown(count):
    return count.measure, count.place, count.period, count.by


def _changes(numbers):
    """Each count that releases tell differently, two and two."""
    versions = defaultdict(list)
    for count, n in numbers:
        versions[count].append(n)
    for count, found in versions.items():
        for smaller, larger in combinations(sorted(found), 2):
            yield Change((count, larger), ((count, smaller),))


def _worlds(snapshots):
    """Each snapshot with what the others add to it, the first of them first; those that are alike once."""
    filled: dict[Count, int] = {}
    for snapshot in reversed(snapshots):
        filled |= snapshot.numbers
    disputed = {count for snapshot in snapshots for count, n in snapshot.numbers.items() if filled[count] != n}
    seen = set()
    for snapshot in snapshots:
        told = tuple(snapshot.numbers.get(count, filled[count]) for count in disputed)
        if told not in seen:
            seen.add(told)
            yield {**filled, **snapshot.numbers}


def _price(count: Count, height: int) -> float:
    """Rather hide a part than a whole, a commune than a province, the few than all children, a quarter than a year;
    never by the number."""
    dear = 4 if not count.by else 1
    base = 10.0 if count.measure in _wholes() else 1.0
    base *= SHARE_OF_YEAR.get(_span(count.period).kind, 1)
    return dear * base * 30.0**height * (1 + crc32(repr(count).encode()) / 2**35)


def relations_of(world: Mapping[Count, int], paths: Mapping[int, str]) -> Iterable[Relation]:
    """What holds between the numbers; a relation that the numbers themselves contradict is none."""

    def cell(count):
        return count, world[count]

    def total(counts):
        return sum(world[count] for count in counts)

    for whole, parts, additive in chain(_by_place(world, paths), _by_part(world), _by_period(world)):
        cells = tuple(map(cell, parts))
        if additive and total(parts) <= world[whole]:
            yield Sum(cell(whole), cells)
        elif total(parts) >= world[whole] and all(world[part] <= world[whole] for part in parts):
            yield Cover(cell(whole), cells, told=not additive or whole.period != parts[0].period)
    for whole, parts, told in chain(_by_inclusion(world), _by_reach(world), _beside_groups(world)):
        if total(parts) <= world[whole]:
            yield Within(cell(whole), tuple(map(cell, parts)), told)
    for more, less, told in chain(_left_over(world, paths), _ill_of_poor_households(world)):
        if total(less) <= total(more):
            yield Rest(tuple(map(cell, more)), tuple(map(cell, less)), told)


def _by_place(world, paths):
    """A place and the units next below it in the table."""
    alike = defaultdict(list)
    for count in world:
        alike[count.measure, count.period, count.by, count.part].append((paths[count.place], count))
    for found in alike.values():
        line: list[tuple[str, Count]] = []
        below = defaultdict(list)
        for path, count in sorted(found):
            while line and not path.startswith(line[-1][0]):
                line.pop()
            if line:
                below[line[-1][1]].append(count)
            line.append((path, count))
        for whole, parts in below.items():
            yield whole, parts, True


def _by_part(world):
    breakdowns = defaultdict(list)
    for count in world:
        if count.by and count.whole in world:
            breakdowns[count.whole, count.by].append(count)
    for (whole, by), parts in breakdowns.items():
        yield whole, sorted(parts), by != By.GROUP or not _overlapping(measures.BY_CODE.get(whole.measure))


def _beside_groups(world):
    """Who is not in a group, where persons can be in several. Beside an empty one it is all of them."""
    for whole, parts, additive in _by_part(world):
        if not additive:
            yield from ((whole, [part], True) for part in parts if world[part])


def _left_over(world, paths):
    """Of those whom a place tells and no unit below it (who wait for their commune, or live where nothing was told):
    how many are in two groups, how many are not in a group, and how many a share leaves."""
    differences = {name: (whole, parts, turned) for name, whole, parts, turned in _differences(world)}
    for name, units, _additive in _by_place(differences, paths):
        whole, parts, turned = differences[name]
        wholes_below = [differences[unit][0] for unit in units]
        parts_below = [part for unit in units for part in differences[unit][1]]
        if world[whole] > sum(world[each] for each in wholes_below):
            told = sum(world[each] for each in parts) > sum(world[each] for each in parts_below)  # else it is the whole
            more, less = [whole, *parts_below], [*parts, *wholes_below]
            yield (less, more, told) if turned else (more, less, told)


def _ill_of_poor_households(world):
    """By its name in law who is in this group lives in a poor or a near-poor household (Decree 56/2017, Art. 15)."""
    for count in world:
        if (count.measure, count.by, count.part) == (SPECIAL.code, By.GROUP, "DB13"):
            households = [_beside(count.whole, each.code) for each in (POOR, NEAR_POOR)]
            if all(each in world for each in households):
                yield households, [count], False


def _differences(world):
    """Wholes less their parts that are told: (name, whole, parts, whether the parts count more)."""
    for whole, parts, additive in _by_part(world):
        if not additive:
            yield replace(whole, by="two groups"), whole, parts, True
            for part in parts:
                yield replace(part, by="not in the group"), whole, [part], False
    for whole, parts, told in _by_inclusion(world):
        if told:
            left = " less ".join(part.measure for part in (whole, *parts))
            yield replace(parts[0], measure=left), whole, parts, False


def _overlapping(measure):
    """True where one person can be in several groups."""
    return not isinstance(measure, PlaceFlow) and getattr(measure, "distinct", True)


def _by_period(world):
    """A flow's long periods and the shorter ones within them: every way to lay these side by side, for a year may be
    told with its first half and the two quarters after it."""
    flows = defaultdict(list)
    for count in world:
        if is_flow(measures.BY_CODE.get(count.measure)):
            flows[count.measure, count.place, count.by, count.part].append(count)
    for found in flows.values():
        if len(found) == 1:
            continue
        by_span = {_span(count.period): count for count in found}
        for span, whole in by_span.items():
            for parts in _side_by_side([other for other in by_span if _lies_in(other, span)]):
                if parts:
                    yield whole, [by_span[part] for part in parts], True


def _lies_in(inner: PeriodSpan, outer: PeriodSpan) -> bool:
    return inner != outer and outer.first <= inner.first and inner.last <= outer.last


def _side_by_side(spans: list[PeriodSpan]) -> Iterator[tuple[PeriodSpan, ...]]:
    """All choices of periods of which none overlap, and that leave no room for another."""
    if not spans:
        yield ()
        return
    end = min(span.last for span in spans)
    for span in (span for span in spans if span.first <= end):
        for others in _side_by_side([other for other in spans if other.first > span.last]):
            yield span, *others


def _by_reach(world):
    """Children of whom something is told in a period are among those of whom it is told in a longer one, and the
    difference counts the others; of a stock, where both end on the same day."""
    alike = defaultdict(list)
    for count in world:
        measure, span = measures.BY_CODE.get(count.measure), _span(count.period)
        if isinstance(measure, ChildStockWith) or (isinstance(measure, ChildFlow) and measure.distinct):
            day = span.last if isinstance(measure, ChildStockWith) else None
            alike[count.measure, count.place, count.by, count.part, day].append((span, count))
    for found in alike.values():
        for (span, longer), (other, shorter) in permutations(found, 2):
            if _lies_in(other, span):
                yield longer, [shorter], True


def _by_inclusion(world):
    """What is counted within something else: numerators in their denominators, assisted in all, at risk beside those in
    special circumstances, near-poor beside poor."""
    for count in world:
        for whole, others, told in _inclusions().get(count.measure, ()):
            parts = [_beside(count, each) for each in others]
            outer = _beside(count, whole)
            if outer in world and all(part in world for part in parts):
                yield outer, [count, *parts], told
            elif told and not others and count.by == By.GROUP and outer.whole in world:
                yield outer.whole, [count], told


def _beside(count, measure):
    return replace(count, measure=measure, period=period_of(measure, count.period))


@lru_cache(maxsize=1)
def _inclusions():
    """{measure: [(the whole, others that lie in it beside this one, whether a share tells the rest)]}"""
    found: dict[str, list[tuple[str, tuple[str, ...], bool]]] = defaultdict(list)
    for indicator in registry.all():
        both = isinstance(indicator.numerator, Measure) and isinstance(indicator.denominator, Measure)
        if both and indicator.unit != Per.HUNDRED_THOUSAND:
            found[indicator.numerator.code].append((indicator.denominator.code, (), True))
    for part in measures.ALL:
        for whole in measures.ALL:
            if part is not whole and _lies_within(part, whole):
                found[part.code].append((whole.code, (), False))
            if _excludes(part, whole):
                found[part.code].append((CHILDREN.code, (whole.code,), True))
    return found


@lru_cache(maxsize=1)
def _wholes():
    return {whole for each in _inclusions().values() for whole, _others, _told in each}


def _lies_within(part, whole):
    if isinstance(part, ChildStockWith):
        if isinstance(whole, ChildStockWith):
            return part.stock is whole.stock and set(whole.facts) < set(part.facts)
        return part.stock is whole or _lies_within(part.stock, whole)
    if not (isinstance(part, ChildStock) and isinstance(whole, ChildStock)):
        return False
    plain = whole.within is None and whole.minus is None
    return plain and (whole.spells is None or part.within is whole.spells)


def _excludes(part, other):
    """True of children at risk and those in special circumstances, and of poor and near-poor households, since a
    household has one review a year: nobody is both."""
    if part is POOR and other is NEAR_POOR:
        return True
    alike = isinstance(part, ChildStock) and isinstance(other, ChildStock)
    return bool(alike and part.minus and part.minus is other.spells and not (other.within or other.minus))
