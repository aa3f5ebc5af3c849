"""Reads figures from cells: the only query behind tile, list, export and API, so that they always agree."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from indicators.counting.recount import count_sql, planned_for
from indicators.counting.statement import ASKED_PERIODS
from indicators.definition import By


@dataclass(frozen=True)
class Unit:
    """A territory that is asked for: all base cells whose place's path begins so."""

    key: int
    path: str
    province_id: int

    @classmethod
    def of(cls, place):
        return cls(place.pk, place.path, place.province_id or place.pk)


@dataclass(frozen=True)
class Territory:
    """The places below some units, looked up once. `keys` and `places` run in step: unit, place below it."""

    keys: list[int]
    places: list[int]
    provinces: list[int]

    @classmethod
    def of(cls, units):
        """A path ends with a dot, and the slash follows the dot: from..before is a unit and all below it, by index."""
        pairs = []
        if units:
            with connection.cursor() as cursor:
                cursor.execute(
                    """select u.key, p.id
                    from unnest(%s::bigint[], %s::text[], %s::text[]) as u (key, from_path, before_path)
                    join places_place p on p.path >= u.from_path and p.path < u.before_path""",
                    [[u.key for u in units], [u.path for u in units], [u.path[:-1] + "/" for u in units]],
                )
                pairs = cursor.fetchall()
        keys, places = (list(column) for column in zip(*pairs, strict=True)) if pairs else ([], [])
        return cls(keys, places, sorted({unit.province_id for unit in units}))


# What is summed for a breakdown: (which cells, by which column). A total is the cells without a group.
_CELLS = {
    None: ("c.grp = %(group)s", "''"),
    By.SEX: ("c.grp = ''", "c.sex"),
    By.AGE: ("c.grp = ''", "c.age_band"),
    By.GROUP: ("c.grp <> ''", "c.grp"),
}


def cell_sums(measures, territory, period_ids, by=None, group=""):
    """{(unit key, measure code, period id, part): n}; what is missing is 0. `part` is '' or a code of the breakdown."""
    if not (measures and territory.places and period_ids):
        return {}
    which, part = _CELLS[by]
    versions = ", ".join(f"('{measure.code}', {measure.version})" for measure in measures)
    # Place by place: summed inside, so that the planner cannot read the cells of everyone instead.
    sql = f"""
        select u.key, c.measure, c.period_id, c.part, sum(c.n)::bigint
        from unnest(%(keys)s::bigint[], %(places)s::bigint[]) as u (key, place_id)
        cross join lateral (
            select c.measure, c.period_id, {part} as part, sum(c.n) as n from indicators_cell c
            where c.place_id = u.place_id and c.measure = any (%(measures)s) and (c.measure, c.version) in ({versions})
              and c.period_id = any (%(periods)s) and c.province_id = any (%(provinces)s) and {which}
            group by 1, 2, 3) c
        group by 1, 2, 3, 4"""
    values = {"keys": territory.keys, "places": territory.places, "provinces": territory.provinces}
    values |= {"measures": [measure.code for measure in measures], "periods": list(period_ids), "group": group}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {tuple(row[:4]): row[4] for row in cursor}


def counted_sums(measures, territory, span, count_day, by=None, group=""):
    """The same as cell_sums(), counted now from the records, for a period that is not kept (ruling 27)."""
    which, part = _CELLS[by]
    steps, count = count_sql(tuple(measure.code for measure in measures), ASKED_PERIODS)
    values = {"period_id": span.id, "first_day": span.first, "count_day": count_day, "group": group}
    values |= {"from_day": count_day, "to_day": count_day, "places": sorted(set(territory.places))}
    units_of = defaultdict(list)
    for key, place in zip(territory.keys, territory.places, strict=True):
        units_of[place].append(key)
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
    return dict(sums)


def marks_within(territory, families):
    """[(unit key, family, from_day, to_day, created_at)] of the marks that may falsify figures of these families."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select u.key, s.family, s.from_day, s.to_day, s.created_at
            from unnest(%s::bigint[], %s::bigint[]) as u (key, place_id)
            join indicators_stale s on s.place_id = u.place_id where s.family = any (%s)""",
            [territory.keys, territory.places, [*families, "*"]],
        )
        return cursor.fetchall()
