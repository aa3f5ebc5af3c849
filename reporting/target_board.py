"""The target board of all provinces in one term of the nation: who is behind, in which target, trouble first."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.scoping import inside
from indicators import registry
from indicators.judging import TROUBLE_FIRST, Judgement, judged_for
from places.models import Level, Place
from reporting import goals
from reporting.goal_words import against_words, demand_words, pointed, told_by


@dataclass(frozen=True)
class Cell:
    """One target of a province: its words, and the figure that gave them."""

    kind: str
    status: str
    figure: str
    note: str
    goal: str
    against: str
    url: str


@dataclass(frozen=True)
class Row:
    place: Place | None  # None: the nation
    name: str
    cells: list[list[Cell]]  # in the order of the columns
    trouble: tuple[int, ...]  # how many of each status, trouble first
    summary: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    programme: object
    on: date
    columns: list[tuple[str, str]]  # (code and group, name)
    rows: list[Row]
    judgements: list[Judgement]
    without: list[Place]  # provinces of the day that have no target here

    @classmethod
    def of(cls, user, programme, on, by_name=False):
        """Every target of the programme and of those under it that the person may see, judged on a day."""
        judgements = judged_for(user, _targets(user, programme), on)
        of_place = defaultdict(list)
        for judged in judgements:
            of_place[judged.target.place].append(judged)
        keys = _keys(judgements)
        rows = [_row(place, keys, found) for place, found in of_place.items()]
        order = {place.pk: number for number, place in enumerate(_provinces(user, on))}
        rows.sort(key=lambda row: _rank(row, order, by_name))
        held = {place and place.province_id or place and place.pk for place in of_place}
        without = [place for place in _provinces(user, on) if place.pk not in held]
        ordered = [judged for row in rows for judged in sorted(of_place[row.place], key=goals.trouble_first)]
        return cls(programme, on, [(key, _column_name(*key)) for key in keys], rows, ordered, without)


def _targets(user, programme):
    rows = goals.reachable(user).filter(Q(programme=programme) | Q(programme__parent=programme))
    rows = rows.select_related("programme", "place__province", "document", "parent__place")
    return list(rows.order_by("programme__code", "order"))


def _provinces(user, on):
    paths = user.territory(Permission.INDICATOR_VIEW)
    return list(Place.objects.filter(inside(paths)).level(Level.PROVINCE).in_force(on).alphabetical())


def _keys(judgements):
    """[(indicator, group)] that a province is judged by, in the order of the documents; all of them where none is."""
    local = [judged for judged in judgements if judged.target.place is not None] or judgements
    return list(dict.fromkeys((judged.target.indicator, judged.target.breakdown) for judged in local))


def _column_name(code, group):
    indicator = registry.get(code)
    name = indicator.groups.names().get(group, group) if group and indicator.groups else group
    return f"{indicator.name}: {name}" if group else str(indicator.name)


def _row(place, keys, found):
    by_key = defaultdict(list)
    for judged in found:
        by_key[judged.target.indicator, judged.target.breakdown].append(judged)
    counts = tuple(-sum(judged.status is status for judged in found) for status in TROUBLE_FIRST)
    name = place.name if place else _("Cả nước")
    cells = [[_cell(judged) for judged in by_key[key]] for key in keys]
    return Row(place, name, cells, counts, goals.summary(found))


def _cell(judged):
    target, latest = judged.target, judged.latest
    return Cell(
        kind=judged.sign,
        status=judged.words,
        figure=pointed(target, latest) if latest else "",
        note=told_by(latest) if latest else "",
        goal=demand_words(judged),
        against=against_words(judged.comparison) if judged.comparison else "",
        url=reverse("reporting:target", args=[target.uid]),
    )


def _rank(row, order, by_name):
    """The nation first; then whoever has most that is not reached or behind, or by name."""
    if row.place is None:
        return (0,)
    name = (order.get(row.place.pk, len(order)), row.place.sort_key)
    return (1, *name) if by_name else (1, *row.trouble[:2], *name)
