"""Reads figures from cells: the only query behind tile, list, export and API, so that they always agree."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection

from indicators.breakdowns import BREAKDOWNS, with_rest
from indicators.counting.recount import MANY_PLACES, count_sql, planned_for
from indicators.counting.statement import ASKED_PERIODS
from indicators.counting.waiting import as_if_settled
from places.models import Place


@dataclass(frozen=True)
class Unit:
    """A territory that is asked for: all base cells whose place's path begins so."""

    key: int
    path: str
    province_id: int

    @classmethod
    def of(cls, place):
        return cls(place.pk, place.path, place.province_id or place.pk)


@dataclass(frozen=True, slots=True)
class Below:
    """A place within a territory, with no more of it than reading needs."""

    path: str
    level: str
    valid_from: date | None
    valid_to: date | None

    is_in_force = Place.is_in_force


@dataclass(frozen=True)
class Territory:
    """The places below some units, looked up once. `keys` and `places` run in step: unit, place below it."""

    keys: list[int]
    places: list[int]
    provinces: list[int]
    below: dict[int, Below]

    @classmethod
    def of(cls, units):
        """A path ends with a dot, and the slash follows the dot: from..before is a unit and all below it, by index."""
        rows = []
        if units:
            with connection.cursor() as cursor:
                cursor.execute(
                    """select u.key, p.id, p.path, p.level, p.valid_from, p.valid_to
                    from unnest(%s::bigint[], %s::text[], %s::text[]) as u (key, from_path, before_path)
                    join places_place p on p.path >= u.from_path and p.path < u.before_path""",
                    [[u.key for u in units], [u.path for u in units], [u.path[:-1] + "/" for u in units]],
                )
                rows = cursor.fetchall()
        below = {place: Below(*told) for _key, place, *told in rows}
        provinces = sorted({unit.province_id for unit in units})
        return cls([row[0] for row in rows], [row[1] for row in rows], provinces, below)

    def at(self, level):
        """The places of a level."""
        return [place for place in self.below.values() if place.level == level]

    def units_of(self):
        """{place: units in which it lies}"""
        found = defaultdict(list)
        for key, place in zip(self.keys, self.places, strict=True):
            found[place].append(key)
        return found


# Both ways sum first what one place has, so that the planner cannot do otherwise. A few places are looked up by the
# primary key; of many, the cells of whole provinces are read by the index cell_by_measure, once.
_CELLS_OF_PLACES = """
    select c.place_id, c.measure, c.period_id, {part} as part, sum(c.n) as n from indicators_cell c
    where c.province_id = any (%(provinces)s) and c.measure = any (%(measures)s)
      and (c.measure, c.version) in ({versions}) and c.period_id = any (%(periods)s) and {which}"""
_PLACE_BY_PLACE = f"""
    select u.key, c.measure, c.period_id, c.part, sum(c.n)::bigint
    from unnest(%(keys)s::bigint[], %(places)s::bigint[]) as u (key, place_id)
    cross join lateral ({_CELLS_OF_PLACES} and c.place_id = u.place_id group by 1, 2, 3, 4) c
    group by 1, 2, 3, 4"""
_OF_PROVINCES = f"""
    with c as materialized ({_CELLS_OF_PLACES} group by 1, 2, 3, 4)
    select u.key, c.measure, c.period_id, c.part, sum(c.n)::bigint
    from unnest(%(keys)s::bigint[], %(places)s::bigint[]) as u (key, place_id) join c using (place_id)
    group by 1, 2, 3, 4"""


def cell_sums(measures, territory, period_ids, by=None, group=""):
    """{(unit key, measure code, period id, part): n}; what is missing is 0. `part` is '' or a code of the breakdown."""
    if not (measures and territory.places and period_ids):
        return {}
    which, part = BREAKDOWNS[by].which, BREAKDOWNS[by].part
    versions = ", ".join(f"('{measure.code}', {measure.version})" for measure in measures)
    way = _OF_PROVINCES if len(territory.places) > MANY_PLACES else _PLACE_BY_PLACE
    values = {"keys": territory.keys, "places": territory.places, "provinces": territory.provinces}
    values |= {"measures": [measure.code for measure in measures], "periods": list(period_ids), "group": group}
    with connection.cursor() as cursor:
        cursor.execute(way.format(part=part, which=which, versions=versions), values)
        return with_rest({tuple(row[:4]): row[4] for row in cursor}, by)


def counted_sums(measures, territory, span, count_day, by=None, group="", waiting_in=()):
    """The same as cell_sums(), counted now from the records: for a period that is not kept (ruling 27), and for the
    dimensions that no cells hold. `waiting_in`: only of those who wait in these units, as if settled (unsettled.py)."""
    which, part = BREAKDOWNS[by].which, BREAKDOWNS[by].part
    dims = tuple(filter(None, [BREAKDOWNS[by].dimension]))
    steps, count = count_sql(tuple(measure.code for measure in measures), ASKED_PERIODS, dims)
    values = {"period_id": span.id, "first_day": span.first, "count_day": count_day, "group": group}
    values |= {"from_day": count_day, "to_day": count_day, "places": sorted(set(territory.places))}
    if waiting_in:
        steps, values["holders"] = as_if_settled(steps), list(waiting_in)
    units_of = territory.units_of()
    with connection.cursor() as cursor, planned_for(cursor, territory.places):
        cursor.execute(
            f"{steps} select c.place_id, c.measure, {part}, sum(c.n)::bigint from ({count}) c"
            f" where {which} group by 1, 2, 3",
            values,
        )
        found = cursor.fetchall()
    sums = defaultdict(int)
    for place, measure, key_of_part, n in found:
        for key in units_of[place]:
            sums[key, measure, span.id, key_of_part] += n
    return with_rest(dict(sums), by)


def marks_within(territory, families):
    """[(unit key, family, from_day, to_day, created_at)] of the marks that may falsify figures of these families."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select place_id, family, from_day, to_day, created_at from indicators_stale
            where place_id = any (%s) and family = any (%s)""",
            [sorted(territory.below), [*families, "*"]],
        )
        marks = cursor.fetchall()
    units_of = territory.units_of() if marks else {}
    return [(key, *told) for place, *told in marks for key in units_of[place]]
