"""How a counter-example is searched for (suppression.py): changes of hidden numbers after which every sum still holds.

`cheapest` pays for what must be hidden for it and changes each number by one. `wandered` uses what is hidden already,
and may change a number by more, back and forth: small tables with many corrections leave only such ways.
"""

from heapq import heappop, heappush
from math import inf
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.releases.suppression import Board

TRIES = 2000  # steps of one search
BRANCHES = 10  # ways followed from one step
WALKS, STEPS = 12, 4000  # how often a walk is begun anew, and how long it is
REST = (3, 12)  # steps for which a walk does not take a step back


def cheapest(board: "Board", target: int, may_hide: bool) -> dict[int, int] | None:
    """The cheapest move found that changes the target and keeps every sum; None where the search gives up."""
    found = []
    for step in (1, -1):
        if move := _search(board, target, step, may_hide):
            found.append(move)
            if not move[0]:
                break
    return min(found, default=(inf, None), key=lambda pair: pair[0])[1]


def _search(board: "Board", target: int, step: int, may_hide: bool):
    """(price, move) that starts with this step, best first."""
    if not board.low[target] <= board.number[target] + step <= board.high[target]:
        return None
    changes, wrong = _changed(board, {}, frozenset(), target, step)
    queue, count = [(0.0, 0, 0.0, {target: step}, changes, wrong)], 0
    for _try in range(TRIES):
        if not queue:
            return None
        _order, _n, price, move, changes, wrong = heappop(queue)
        if not wrong:
            return price, move
        mending = min(wrong, key=lambda row: (len(board.rows[row][0]), row))
        for cost, variable, change in _ways(board, mending, move, changes, may_hide):
            after, left = _changed(board, changes, wrong, variable, change)
            count += 1
            order = price + cost + 0.01 * len(left) + 0.001 * len(move)
            heappush(queue, (order, count, price + cost, {**move, variable: change}, after, left))
    return None


def _changed(board, changes, wrong, variable, step):
    """({row: change of its sum}, rows whose sum no longer holds) once the variable has changed too."""
    changes, wrong = dict(changes), set(wrong)
    for row, sign in board.rows_of[variable]:
        changes[row] = change = changes.get(row, 0) + sign * step
        _terms, least, most = board.rows[row]
        if least <= change <= most:
            wrong.discard(row)
        else:
            wrong.add(row)
    return changes, wrong


def _ways(board, mending, move, changes, may_hide):
    """The best ways to mend one sum by changing one more number: [(price, variable, change)]"""
    ways = []
    terms, least, _most = board.rows[mending]
    wanted = 1 if changes[mending] < least else -1
    for variable, sign in terms:
        price = board.price[variable]
        if variable in move or price is None or (price and not may_hide):
            continue
        change = wanted * sign
        if board.low[variable] <= board.number[variable] + change <= board.high[variable]:
            closes = sum(changes.get(row, 0) * sign * change < 0 for row, sign in board.rows_of[variable])
            ways.append((price, len(board.rows_of[variable]) - 2 * closes, variable, change))
    ways.sort()
    return [(price, variable, change) for price, _opens, variable, change in ways[:BRANCHES]]


def wandered(board: "Board", target: int) -> dict[int, int] | None:
    """A move of numbers that are hidden, found by mending one broken sum after another; the same for the same table."""
    for seed in range(WALKS):
        for step in (1, -1):
            if board.low[target] <= board.number[target] + step <= board.high[target]:
                walk = _Walk(board, target, Random(seed))  # noqa: S311 - it only breaks ties, and is no secret
                if move := walk.mended(step):
                    return move
    return None


class _Walk:
    """A table with changed numbers, some of whose sums do not hold yet."""

    def __init__(self, board, target, chance):
        self.board, self.target, self.chance = board, target, chance
        self.move: dict[int, int] = {}
        self.changes: dict[int, int] = {}  # of the sums
        self.wrong: set[int] = set()
        self.not_before: dict[tuple[int, int], int] = {}  # {(variable, change): the step from which it is free}

    def mended(self, step):
        """What has changed once every sum holds; None where the walk is too long."""
        self._change(self.target, step)
        for now in range(STEPS):
            if not self.wrong:
                return self.move
            row = self.chance.choice(sorted(self.wrong))
            if best := self._best(row, now):
                variable, change = self.chance.choice(best)
                self._change(variable, change)
                self.not_before[variable, -change] = now + self.chance.randint(*REST)
        return None

    def _change(self, variable, step):
        total = self.move.pop(variable, 0) + step
        if total:
            self.move[variable] = total
        for row, sign in self.board.rows_of[variable]:
            self.changes[row] = self.changes.get(row, 0) + sign * step
            (self.wrong.add if self._fault(row) else self.wrong.discard)(row)

    def _fault(self, row, more=0):
        """By how much the sum does not hold."""
        _terms, least, most = self.board.rows[row]
        change = self.changes.get(row, 0) + more
        return max(least - change, change - most, 0)

    def _best(self, row, now):
        """The changes by one that mend this sum and break least elsewhere: [(variable, change)]."""
        terms, least, _most = self.board.rows[row]
        wanted = 1 if self.changes[row] < least else -1
        found: dict[float, list] = {}
        for variable, sign in terms:
            change = wanted * sign
            if self._is_free(variable, change) and self.not_before.get((variable, change), 0) <= now:
                total = self.move.get(variable, 0)
                faults = sum(self._fault(r, s * change) - self._fault(r) for r, s in self.board.rows_of[variable])
                found.setdefault(faults + 0.01 * (abs(total + change) - abs(total)), []).append((variable, change))
        return found[min(found)] if found else []

    def _is_free(self, variable, change):
        board = self.board
        if variable == self.target or board.price[variable] != 0:
            return False
        return (
            board.low[variable] <= board.number[variable] + self.move.get(variable, 0) + change <= board.high[variable]
        )
