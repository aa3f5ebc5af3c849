"""Someone who knows the rule, every number of every release (of neighbours and replaced ones too) and every sum: works
out what hidden numbers can be at least and at most, and by how much a number has changed from one release to another,
by linear programming. Written apart from the code it attacks. `by_meaning` tells what the numbers mean, from the law
and the register alone; elsewhere the attacker is also given what the code itself relates.
"""

from dataclasses import replace
from itertools import combinations
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from indicators.releases.numbers import Snapshot, table_of, unprinted
from indicators.releases.suppression import Cover, Reason, Rest, Sum, Unprovable, Within, protect

EPSILON = 1e-6


def what_may_be_known(number, reason):
    """A hidden number is told apart by its kind, more than a reader sees; of a block nothing is known."""
    if reason is None:
        return number, number
    return {Reason.PRIMARY: (1, 4), Reason.COMPLEMENTARY: (5, inf), Reason.BLOCK: (0, inf)}[reason]


def one_after_another(parts, paths):
    """Publish these counts, {count: number} each, in turn: (table, what is unread of all that came out) after each."""
    releases = []
    for new in parts:
        table = table_of(new, releases, paths)
        try:
            hidden = protect(table).hidden
        except Unprovable:  # refused is safe
            continue
        releases.insert(0, Snapshot(new, frozenset(unprinted(new, releases, hidden))))
        printed = {(count, n) for each in releases for count, n in each.numbers.items() if count not in each.hidden}
        yield table, {cell: hidden.get(cell, Reason.BLOCK) for cell in table.numbers if cell not in printed}


def told_twice(numbers):
    """Two versions of one count, (count, larger) and (count, smaller): whoever reads both releases subtracts."""
    versions = {}
    for cell in numbers:
        if isinstance(cell, tuple):
            versions.setdefault(cell[0], []).append(cell)
    for cells in versions.values():
        for smaller, larger in combinations(sorted(cells, key=numbers.get), 2):
            yield Within(larger, (smaller,), told=True)


# Whom each number counts among others, and who is never both: of children and of those in special circumstances.
AMONG = {
    "special": "children",
    "at_risk": "children",
    "poor": "children",
    "near_poor": "children",
    "special_assisted": "special",
    "special_managed": "special",
    "assisted_monthly": "special",
}
NEVER_BOTH = (("special", "at_risk"), ("poor", "near_poor"))
TURNS = "fund_turns"  # a turn has one kind; a child may be in two groups


def by_meaning(cells, below):
    """All sums and differences that hold because of what is counted, in one period; whatever a difference leaves is a
    number of persons. `below`: {place: the units next below it}."""
    yield from in_two_groups({count: cell for count, cell in cells.items() if count.measure != TURNS}, below)
    for count, cell in cells.items():
        units = tuple(_those(cells, [replace(count, place=place) for place in below.get(count.place, ())]))
        if units:
            yield Sum(cell, units)
        for by in ("sex", "age", "group" if count.measure == TURNS else ""):
            parts = tuple(cells[each] for each in cells if by and each.by == by and each.whole == count)
            if parts:
                yield Sum(cell, parts)
        if (count.measure, count.part) == ("special", "DB13"):  # by law, of poor or near-poor households
            households = [replace(count.whole, measure=measure) for measure in ("poor", "near_poor")]
            if all(each in cells for each in households):
                yield Rest(tuple(cells[each] for each in households), (cell,))
        for outer, parts in _among(cells, count):
            yield Within(cells[outer], parts, told=True)
            yield from _left_to_no_unit(cells, outer, parts, below)


def _those(cells, counts):
    return [cells[count] for count in counts if count in cells]


def _among(cells, count):
    """(who they are among, those who are and never overlap)"""
    outer = replace(count, measure=AMONG.get(count.measure, ""))
    outer = outer.whole if count.by == "group" else outer
    if outer in cells:
        yield outer, (cells[count],)
    for one, other in NEVER_BOTH:
        everyone, beside = replace(count, measure="children"), replace(count, measure=other)
        if count.measure == one and everyone in cells and beside in cells:
            yield everyone, (cells[count], cells[beside])


def _left_to_no_unit(cells, outer, parts, below):
    """The difference of a place without those of the units in it that tell both."""
    named = {cell: count for count, cell in cells.items()}
    more, less, told = [cells[outer]], list(parts), False
    for place in below.get(outer.place, ()):
        inside = [replace(named[part], place=place) for part in parts]
        if replace(outer, place=place) in cells and all(each in cells for each in inside):
            less.append(cells[replace(outer, place=place)])
            more += _those(cells, inside)
            told = True
    if told:
        yield Rest(tuple(more), tuple(less), told=True)


def in_two_groups(cells, below=None):
    """All that follows from adding up groups, of which a child can be in two: how many of a place are, how many are
    not in a group, and how many of both there are beyond the units below it. `below`: {place: the units in it}."""
    groups = {}
    for count, cell in cells.items():
        if count.by == "group" and count.whole in cells:
            groups.setdefault(count.whole, {})[count.part] = cell
    for whole, parts in groups.items():
        units = [replace(whole, place=place) for place in (below or {}).get(whole.place, ())]
        for told in ([], [unit for unit in units if unit in groups]):
            wholes, inside = [cells[unit] for unit in told], [groups[unit] for unit in told]
            of_inside = [cell for each in inside for cell in each.values()]
            yield Rest((*parts.values(), *wholes), (cells[whole], *of_inside), told=True)
            for part, cell in parts.items():
                same = [each[part] for each in inside if part in each]
                yield Rest((cells[whole], *same), (cell, *wholes), told=True)


def intervals(numbers, relations, hidden):
    """{hidden cell: (least, most)} that agree with all that is known."""
    cells = list(numbers)
    at = {cell: position for position, cell in enumerate(cells)}
    equal, least, rests = [], [], []
    for relation in (*relations, *told_twice(numbers)):
        for more, less, told in differences(relation):
            row = {at[cell]: 1.0 for cell in more}
            for cell in less:
                row[at[cell]] = row.get(at[cell], 0) - 1.0
            rest = sum(numbers[cell] for cell in more) - sum(numbers[cell] for cell in less)
            if isinstance(relation, Sum) and rest == 0:
                equal.append(row)
            elif told and 0 < rest < 5:
                hinted = not any(hidden.get(cell) is Reason.BLOCK for cell in (*more, *less))
                rests.append((row, (1, 4) if hinted else (0, inf)))
            else:
                least.append(row)
    bounds = [what_may_be_known(numbers[cell], hidden.get(cell)) for cell in cells]
    names = {at[cell]: cell for cell in hidden}
    for row, bound in rests:
        row[len(bounds)] = -1.0
        names[len(bounds)] = ("rest", len(bounds))
        bounds.append(bound)
        equal.append(row)
    a_eq, a_ub = _matrix(equal, len(bounds)), _matrix(least, len(bounds))
    return {name: _range(position, a_eq, a_ub, bounds) for position, name in names.items()}


def differences(relation):
    """What a relation lets a reader subtract: (the one side, the other, whether a small difference is a secret)."""
    if isinstance(relation, Rest):
        return [(relation.more, relation.less, relation.told)]
    whole, parts = (relation.whole,), relation.parts
    if isinstance(relation, Cover):
        return [(parts, whole, relation.told), *((whole, (part,), relation.told) for part in parts)]
    return [(whole, parts, isinstance(relation, Sum) or relation.told)]


def _matrix(rows, width):
    if not rows:
        return None
    matrix = lil_matrix((len(rows), width))
    for number, row in enumerate(rows):
        for column, value in row.items():
            matrix[number, column] = value
    return matrix.tocsr()


def _range(position, a_eq, a_ub, bounds):
    ends = []
    for sign in (1, -1):
        goal = np.zeros(len(bounds))
        goal[position] = sign
        found = linprog(
            goal,
            A_eq=a_eq,
            b_eq=None if a_eq is None else np.zeros(a_eq.shape[0]),
            A_ub=None if a_ub is None else -a_ub,
            b_ub=None if a_ub is None else np.zeros(a_ub.shape[0]),
            bounds=bounds,
            method="highs",
        )
        assert found.status in (0, 3), found.message  # solved, or without end
        ends.append(sign * found.fun if found.status == 0 else sign * -inf)
    low, high = ends
    return (ceil(low - EPSILON) if low > -inf else low), (floor(high + EPSILON) if high < inf else high)


def recovered(numbers, relations, hidden):
    """The hidden numbers of which at most one whole number is possible; that nobody is there may be known."""
    found = intervals(numbers, relations, hidden)
    return {cell: ends for cell, ends in found.items() if ends[1] - ends[0] < 1 and numbers.get(cell) != 0}
