"""Which numbers of a table must stay hidden so that no child can be singled out. Pure: knows neither Django nor places.

The rule, as anyone may read it:

1. A count of 1 to 4 persons is hidden (primary); so is one whose rest, whole minus part, is 1 to 4, one that differs
   by 1 to 4 from what another release tells of the same (who came in late would stand there alone), and one of those
   that add up to 1 to 4 more than their whole: as many are in two groups.
2. Below a small number nothing is published, zeros neither (block): its parts, its places, what lies within it.
   A breakdown by sex or age is published whole or not at all, so that a gap in it says nothing about the number there.
   Other zeros are published.
3. Further numbers are hidden (complementary) until every hidden number has a *counter-example*: another table in which
   all published numbers are the same, every sum holds, every number is of the same kind (small stays 1 to 4, large
   stays 5 or more), and this number is another. Whoever knows all published numbers and the rule cannot tell which of
   the two tables is the true one, so the number cannot be worked out.

The counter-example is the proof, and `verify` checks it once more without the search that found it. The search starts
with one number changed by one, mends each sum that no longer holds by changing another number, and pays for numbers
that would have to be hidden: a cheapest way is taken. Prices never depend on the numbers, so that which numbers were
chosen tells nothing about them. Where that finds none, all around is hidden and a longer way is looked for, on which
numbers change by more than one (moves.py). What cannot be proved is refused: never published.
Only that nobody is there may follow from other zeros: such a 0 stays unprinted, and all proofs hold it to be known.
"""

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import Any

from indicators.releases import moves

SMALLEST_SHOWN = 5  # counts of 1 to 4 are small
REACH = 4  # how many sums away from a number all others are hidden when nothing less protects it

Cell = Any  # whatever names a number; hashable


class Reason(StrEnum):
    PRIMARY = "primary"
    BLOCK = "block"
    COMPLEMENTARY = "complementary"


class Unprovable(Exception):
    """Nothing that may still be hidden protects this cell: it follows from what was published before."""

    def __init__(self, cell: Cell):
        super().__init__(cell)
        self.cell = cell


@dataclass(frozen=True)
class Sum:
    """The parts add up to the whole, but for a rest that nobody prints (facts without commune); usually nothing."""

    whole: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True)
class Cover:
    """Each part lies within the whole, together they fill it; they may overlap (a child in two groups, or in two
    quarters). `told`: by how much they overlap is a number of persons that a difference tells."""

    whole: Cell
    parts: tuple[Cell, ...]
    told: bool = False


@dataclass(frozen=True)
class Within:
    """The parts lie within the whole and do not overlap. `told`: the rest can be read as the complement of a share."""

    whole: Cell
    parts: tuple[Cell, ...]
    told: bool = False


@dataclass(frozen=True)
class Change:
    """One count as two releases tell it: the larger number and the smaller one. Neither is part of the other."""

    whole: Cell
    parts: tuple[Cell]
    told = True  # once both are printed, everyone reads the difference


@dataclass(frozen=True)
class Rest:
    """These count some persons more than those do. `told`: how many, nobody prints, but a difference tells it."""

    more: tuple[Cell, ...]
    less: tuple[Cell, ...]
    told: bool = False


Relation = Sum | Cover | Within | Change | Rest


@dataclass(frozen=True)
class Table:
    """All numbers that a reader can relate to each other, printed now or before."""

    numbers: Mapping[Cell, int]
    relations: tuple[Relation, ...]
    prices: Mapping[Cell, float]  # of hiding a cell
    breakdowns: Mapping[Cell, Hashable] = field(default_factory=dict)  # cells published together or not at all
    known: AbstractSet[Cell] = frozenset()  # published before: cannot be hidden again
    hidden_before: AbstractSet[Cell] = frozenset()


@dataclass(frozen=True)
class Protected:
    """What must stay hidden and why, and the proofs: tables that differ from the true one in hidden numbers alone."""

    hidden: dict[Cell, Reason]
    proofs: list[dict[Cell, int]]  # {cell: its number in the other table}
    given_up: frozenset[Cell] = frozenset()  # zeros that are not printed, though anyone may work them out


def is_small(number: int) -> bool:
    return 0 < number < SMALLEST_SHOWN


def protect(table: Table) -> Protected:
    """Decide about every cell. Raises Unprovable where what was published before already tells a hidden number."""
    board = Board(table)
    proofs = _complete(board)
    board.verify(proofs)
    named = [{board.cells[v]: board.number[v] + step for v, step in proof.items()} for proof in proofs]
    given_up = frozenset(board.cells[variable] for variable in board.given_up)
    return Protected(board.reasons(), [{c: n for c, n in proof.items() if c is not None} for proof in named], given_up)


class Board:
    """The numbers as variables 0, 1, 2 …; the relations as rows, each with what its sum may change by."""

    def __init__(self, table: Table):
        self.table = table
        self.cells: list[Cell | None] = list(table.numbers)  # None: a small rest, which nobody prints
        self.number: list[int] = list(table.numbers.values())
        self.index: dict[Cell, int] = {cell: variable for variable, cell in enumerate(self.cells)}
        self.reason: list[Reason | None] = [None] * len(self.cells)
        self.rows: list[tuple[list[tuple[int, int]], float, float]] = []  # ([(variable, sign)], least, most change)
        self.rows_of: list[list[tuple[int, int]]] = [[] for _ in self.cells]
        self.parts_of: dict[int, list[int]] = {}
        self.wholes_of: dict[int, list[int]] = {}
        self.breakdown: dict[Hashable, list[int]] = {}
        self.blocks: list[Hashable | None] = [table.breakdowns.get(cell) for cell in self.cells]
        self.targets: list[int] = []
        self.given_up: set[int] = set()
        for variable, block in enumerate(self.blocks):
            if block is not None:
                self.breakdown.setdefault(block, []).append(variable)
        for relation in table.relations:
            self._relate(relation)
        self.known = {self.index[cell] for cell in table.known if cell in self.index}
        self.low: list[float] = [0] * len(self.cells)
        self.high: list[float] = [0] * len(self.cells)
        self.price: list[float | None] = [None] * len(self.cells)
        for variable in range(len(self.cells)):
            self._tell(variable)
        self._hide_first()

    # what is known of the numbers

    def _relate(self, relation):
        if isinstance(relation, Rest):
            more, less = ([self.index[cell] for cell in cells] for cells in (relation.more, relation.less))
            self._rest([*((v, 1) for v in more), *((v, -1) for v in less)], relation.told)
            return
        whole, parts = self.index[relation.whole], [self.index[part] for part in relation.parts]
        if not isinstance(relation, Change):
            self.parts_of.setdefault(whole, []).extend(parts)
            for part in parts:
                self.wholes_of.setdefault(part, []).append(whole)
        terms = [(whole, 1), *((part, -1) for part in parts)]
        rest = self.number[whole] - sum(self.number[part] for part in parts)
        if isinstance(relation, Cover):
            self._rest([(variable, -sign) for variable, sign in terms], relation.told)
            for part in parts:
                self._rest([(whole, 1), (part, -1)], told=False)
        elif isinstance(relation, Within | Change) or rest:
            self._rest(terms, isinstance(relation, Sum) or relation.told)
        else:
            self._row(terms, 0, 0)

    def _rest(self, terms, told):
        """What the terms leave is some persons, or nobody; if few, and if it is told, it is a number to protect."""
        rest = sum(sign * self.number[variable] for variable, sign in terms)
        if told and is_small(rest):
            self._small_rest(terms, rest)
        else:
            self._row(terms, -rest, inf)

    def _row(self, terms, least, most):
        if least > 0 or most < 0:
            raise ValueError("a part exceeds its whole")
        for variable, sign in terms:
            self.rows_of[variable].append((len(self.rows), sign))
        self.rows.append((terms, least, most))

    def _small_rest(self, terms, n):
        """What the terms leave is small, and must be known no more than a small number that has a cell."""
        hinted = all(self.blocks[variable] is None for variable, _sign in terms)
        self.cells.append(None)
        self.number.append(n)
        self.reason.append(Reason.PRIMARY if hinted else Reason.BLOCK)
        self.blocks.append(None)
        self.rows_of.append([])
        self.targets.append(len(self.cells) - 1)
        self._row([*terms, (len(self.cells) - 1, -1)], 0, 0)

    def _tell(self, variable):
        """Note what everyone may know of a number if it is hidden, its kind, and in a block nothing; and the price of
        changing it: 0 if it is hidden, None if it cannot be."""
        n, hidden = self.number[variable], self.reason[variable] is not None
        block = self.blocks[variable] is not None or self.reason[variable] is Reason.BLOCK
        block = block and variable not in self.given_up
        kind = (1, SMALLEST_SHOWN - 1) if is_small(n) else (SMALLEST_SHOWN, inf) if n else (0, 0)
        self.low[variable], self.high[variable] = (0, inf) if block else kind
        fixed = variable in self.known or not self.high[variable] or self.is_plain_zero(variable)
        self.price[variable] = 0.0 if hidden else None if fixed else self.table.prices[self.cells[variable]]

    # what is hidden

    def _hide_first(self):
        """Small numbers, all that lies below them, and what was hidden before."""
        small = [v for v, cell in enumerate(self.cells) if cell is not None and is_small(self.number[v])]
        for variable in small:
            self.hide(variable, Reason.PRIMARY)
        waiting = [v for v in small if v not in self.known]
        while waiting:
            for part in self.parts_of.get(waiting.pop(), ()):
                if self.reason[part] is not Reason.BLOCK and not self.is_plain_zero(part):
                    self.withhold(part)
                    waiting.append(part)
        for cell in self.table.hidden_before:
            if cell in self.index:
                self.hide(self.index[cell], Reason.COMPLEMENTARY)

    def hide(self, variable, reason):
        """Hide it with the breakdown to which it belongs."""
        block = self.blocks[variable]
        if block is None:
            if self.reason[variable] is None and variable not in self.known:
                self._set(variable, reason if self.number[variable] else Reason.BLOCK)
            return
        for part in self.breakdown.get(block, ()):
            self.withhold(part)

    def withhold(self, variable):
        """Hide it with no hint of its kind."""
        if variable in self.known or self.is_plain_zero(variable):
            return
        self._set(variable, Reason.BLOCK)

    def _set(self, variable, reason):
        if self.reason[variable] is None:
            self.targets.append(variable)
        self.reason[variable] = reason
        for each in (variable, *self.parts_of.get(variable, ())):
            self._tell(each)

    def give_up(self, variable):
        """Hold a zero to be known to everyone; False for any other number, which must never be known."""
        if self.number[variable] == 0:
            self.given_up.add(variable)
            self._tell(variable)
        return variable in self.given_up

    def is_plain_zero(self, variable):
        """A part of a published zero is zero, as anyone sees: to hide it would hide nothing."""
        wholes = self.wholes_of.get(variable, ())
        return self.number[variable] == 0 and any(self.number[w] == 0 and self.reason[w] is None for w in wholes)

    def reasons(self):
        pairs = zip(self.cells, self.reason, strict=True)
        return {cell: reason for cell, reason in pairs if cell is not None and reason is not None}

    def verify(self, proofs: list[dict[int, int]]):
        """Every hidden number is another in some proof, but for zeros given up; each proof holds. Raises Unprovable."""
        moved: set[int] = set().union(*proofs)
        for variable in self.targets:
            if variable not in moved and (variable not in self.given_up or self.number[variable]):
                raise Unprovable(self.cells[variable])
        for proof in proofs:
            for variable, step in proof.items():
                changes = (
                    (sum(sign * proof.get(v, 0) for v, sign in self.rows[row][0]), *self.rows[row][1:])
                    for row, _sign in self.rows_of[variable]
                )
                holds = all(least <= change <= most for change, least, most in changes)
                inside = self.low[variable] <= self.number[variable] + step <= self.high[variable]
                if not (step and holds and inside and self.reason[variable]):
                    raise Unprovable(self.cells[variable])


def _complete(board: Board) -> list[dict[int, int]]:
    """Proofs that move every hidden number; hides more until there are."""
    proofs: list[dict[int, int]] = []
    moved: set[int] = set()
    position = 0
    while position < len(board.targets):  # grows while we go
        target = board.targets[position]
        if target not in moved:
            proof = _proof_for(board, target)
            for variable in proof:
                board.hide(variable, Reason.COMPLEMENTARY)
            proofs.append(proof)
            moved.update(proof)
        position += 1
    return proofs


def _proof_for(board: Board, target: int) -> dict[int, int]:
    """A counter-example for one number: first with what is hidden already, then with more. A zero may have none: {}."""
    found = moves.cheapest(board, target, may_hide=False) or moves.cheapest(board, target, may_hide=True)
    if not found and board.give_up(target):
        return {}
    near = {target}
    for _round in range(REACH):
        if found:
            return found
        near |= {v for each in list(near) for row, _ in board.rows_of[each] for v, _ in board.rows[row][0]}
        for variable in sorted(near):
            board.withhold(variable)
        found = moves.cheapest(board, target, may_hide=True)
    if not found:
        _withhold_all_around(board, near)
        found = moves.wandered(board, target)
    if found:
        return found
    raise Unprovable(board.cells[target])


def _withhold_all_around(board: Board, near: set[int]):
    """Hide whatever can be related to these, over however many sums."""
    waiting, seen = set(near), set(near)
    while waiting:
        variable = waiting.pop()
        board.withhold(variable)
        beside = {other for row, _sign in board.rows_of[variable] for other, _ in board.rows[row][0]} - seen
        seen |= beside
        waiting |= beside
