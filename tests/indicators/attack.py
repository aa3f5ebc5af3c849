"""Someone who knows the rule, every number of every release (of neighbours and replaced ones too) and every sum: works
out what hidden numbers can be at least and at most, and by how much a number has changed from one release to another,
by linear programming. Written apart from the code it attacks, and shares nothing with it but the relations.
"""

from itertools import combinations
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from indicators.releases.suppression import Cover, Reason, Sum, Within

EPSILON = 1e-6


def what_may_be_known(number, reason):
    """A hidden number is told apart by its kind, more than a reader sees; of a block nothing is known."""
    if reason is None:
        return number, number
    return {Reason.PRIMARY: (1, 4), Reason.COMPLEMENTARY: (5, inf), Reason.BLOCK: (0, inf)}[reason]


def told_twice(numbers):
    """Two versions of one count, (count, larger) and (count, smaller): whoever reads both releases subtracts."""
    versions = {}
    for cell in numbers:
        if isinstance(cell, tuple):
            versions.setdefault(cell[0], []).append(cell)
    for cells in versions.values():
        for smaller, larger in combinations(sorted(cells, key=numbers.get), 2):
            yield Within(larger, (smaller,), told=True)


def intervals(numbers, relations, hidden):
    """{hidden cell: (least, most)} that agree with all that is known."""
    cells = list(numbers)
    at = {cell: position for position, cell in enumerate(cells)}
    equal, least, rests = [], [], []
    for relation in (*relations, *told_twice(numbers)):
        row = {at[relation.whole]: 1.0}
        for part in relation.parts:
            row[at[part]] = row.get(at[part], 0) - 1.0
        rest = numbers[relation.whole] - sum(numbers[part] for part in relation.parts)
        if isinstance(relation, Sum) and rest == 0:
            equal.append(row)
        elif isinstance(relation, Cover):
            least.append({column: -value for column, value in row.items()})
            least.extend({at[relation.whole]: 1.0, at[part]: -1.0} for part in relation.parts)
            if relation.told and 0 < -rest < 5:
                hinted = not any(hidden.get(c) is Reason.BLOCK for c in (relation.whole, *relation.parts))
                bound = (1, 4) if hinted else (0, inf)
                rests.append(({column: -value for column, value in row.items()}, True, bound))
        else:
            small = 0 < rest < 5 and (isinstance(relation, Sum) or relation.told)
            hinted = small and not any(hidden.get(c) is Reason.BLOCK for c in (relation.whole, *relation.parts))
            rests.append((row, small, (1, 4) if hinted else (0, inf)))
    bounds = [what_may_be_known(numbers[cell], hidden.get(cell)) for cell in cells]
    names = {at[cell]: cell for cell in hidden}
    for row, small, bound in rests:
        row[len(bounds)] = -1.0
        if small:
            names[len(bounds)] = ("rest", len(bounds))
        bounds.append(bound)
        equal.append(row)
    a_eq, a_ub = _matrix(equal, len(bounds)), _matrix(least, len(bounds))
    return {name: _range(position, a_eq, a_ub, bounds) for position, name in names.items()}


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
