"""Reads figures from cells: the only query behind tile, list, export and API, so that they always agree."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from indicators.counting.recount import count_sql, plan_for
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


# What is summed for a breakdown: (which cells, by which column). A total is the cells without a group.
_CELLS = {
    None: ("c.grp = %(group)s", "''"),
    By.SEX: ("c.grp = ''", "c.sex"),
    By.AGE: ("c.grp = ''", "c.age_band"),
    By.GROUP: ("c.grp <> ''", "c.grp"),
}

# A path ends with a dot, and the slash follows the dot: from..before is the place and all below it, by index.
_UNITS = """
    unnest(%(keys)s::bigint[], %(from_paths)s::text[], %(before_paths)s::text[]) as u (key, from_path, before_path)
    join places_place p on p.path >= u.from_path and p.path < u.before_path"""


def _unit_values(units):
    return {
        "keys": [unit.key for unit in units],
        "from_paths": [unit.path for unit in units],
        "before_paths": [unit.path[:-1] + "/" for unit in units],
    }


def cell_sums(measures, units, period_ids, by=None, group=""):
    """{(unit key, measure code, period id, part): n}; what is missing is 0. `part` is '' or a code of the breakdown."""
    if not (measures and units and period_ids):
        return {}
    which, part = _CELLS[by]
    versions = ", ".join(f"('{measure.code}', {measure.version})" for measure in measures)
    sql = f"""
        select u.key, c.measure, c.period_id, {part} as part, sum(c.n)::bigint
        from {_UNITS}
        join indicators_cell c on c.place_id = p.id
        where (c.measure, c.version) in ({versions}) and c.period_id = any (%(periods)s)
          and c.province_id = any (%(provinces)s) and {which}
        group by 1, 2, 3, 4"""
    values = _unit_values(units) | {
        "periods": list(period_ids),
        "provinces": list({unit.province_id for unit in units}),
        "group": group,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {tuple(row[:4]): row[4] for row in cursor}


def counted_sums(measures, units, span, count_day, by=None, group=""):
    """The same as cell_sums(), counted now from the records, for a period that is not kept (ruling 27)."""
    which, part = _CELLS[by]
    steps, count = count_sql(tuple(measure.code for measure in measures), ASKED_PERIODS)
    values = _unit_values(units) | {"group": group}
    with connection.cursor() as cursor:
        cursor.execute(f"select u.key, p.id from {_UNITS}", values)
        places = defaultdict(list)
        for key, place in cursor:
            places[place].append(key)
        values |= {"places": list(places), "period_id": span.id, "first_day": span.first, "count_day": count_day}
        values |= {"from_day": count_day, "to_day": count_day}
        plan_for(cursor, places)
        cursor.execute(
            f"{steps} select c.place_id, c.measure, {part}, sum(c.n)::bigint from ({count}) c"
            f" where {which} group by 1, 2, 3",
            values,
        )
        sums = defaultdict(int)
        for place, measure, found, n in cursor:
            for key in places[place]:
                sums[key, measure, span.id, found] += n
        plan_for(cursor, ())  # what else the page asks is planned as ever
        return dict(sums)


def marks_within(units, families):
    """[(unit key, family, from_day, to_day, created_at)] of the marks that may falsify figures of these families."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select u.key, s.family, s.from_day, s.to_day, s.created_at from {_UNITS}
                join indicators_stale s on s.place_id = p.id
                where s.family = any (%(families)s)""",
            _unit_values(units) | {"families": [*families, "*"]},
        )
        return cursor.fetchall()
