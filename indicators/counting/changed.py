"""Counts changed children alone: as they are and as they were when last counted. Cells move by the difference."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from functools import lru_cache

from django.db import connection

from indicators import before
from indicators.counting.recount import BY_INDEX, COLUMNS, count_sql, planned

# Steps named like the tables hide them: the same counting statement then reads these rows and no others.
AS_THEY_ARE = """
    "{table}" as materialized (
        select {columns} from public."{table}" t where t.child_id in (select child_id from ready))"""
AS_THEY_WERE = """
    "{table}" as materialized (
        select {columns} from public."{table}" t where t.child_id in (select child_id from ready)
          and not exists (select from first_kept k where k.fact = '{table}' and k.row_id = t.id
                          and k.child_id = t.child_id)
        union all
        select {columns} from first_kept k cross join lateral jsonb_populate_record(null::public."{table}", k.was) t
        where k.fact = '{table}' and k.was is not null)"""


def same_cell(row):
    return " and ".join(f"c.{column} = {row}.{column}" for column in COLUMNS.split(", "))


@lru_cache(maxsize=256)
def _move_sql(codes):
    """One statement, hence one snapshot: what was marked and kept until then is counted and forgotten by it.

    A child is ready if all its marks are among those that we hold locked: whoever has changed it since, comes later.
    The cells are moved by a MERGE, which looks again at a cell that another worker has just moved; INSERT, UPDATE and
    DELETE as three steps of one statement made a server of PostgreSQL 18 fall over.
    """
    steps, count = count_sql(codes)
    columns = COLUMNS.split(", ")
    counted = {
        name: ",".join(way.format(table=table, columns=before.columns_of(table, "t")) for table in before.COLUMNS)
        for name, way in (("now_counted", AS_THEY_ARE), ("then_counted", AS_THEY_WERE))
    }
    both = ",\n".join(
        f"{name} as (with {tables}, {steps.removeprefix('with ')} {count})" for name, tables in counted.items()
    )
    return f"""with
ready as materialized (
    select child_id from indicators_stale where child_id = any (%(children)s)
    group by child_id having bool_and(id = any (%(marks)s))),
taken as (delete from indicators_stale where child_id in (select child_id from ready)),
kept as materialized (select * from indicators_factbefore where child_id in (select child_id from ready)),
forgotten as (delete from indicators_factbefore where child_id in (select child_id from ready)),
first_kept as materialized (
    select distinct on (child_id, fact, row_id) child_id, fact, row_id, was from kept
    order by child_id, fact, row_id, id),
{both},
moved as (
    select {COLUMNS}, sum(n)::bigint as n
    from (select {COLUMNS}, n from now_counted union all select {COLUMNS}, -n from then_counted) c
    group by {COLUMNS} having sum(n) <> 0)
merge into indicators_cell c
using (select m.*, coalesce(p.province_id, p.id) as province_id from moved m join places_place p on p.id = m.place_id) m
on {same_cell("m")} and c.province_id = m.province_id and c.province_id = any (%(provinces)s)
when matched and c.n + m.n = 0 then delete
when matched then update set n = c.n + m.n
when not matched then insert ({COLUMNS}, province_id, n)
    values ({", ".join(f"m.{column}" for column in columns)}, m.province_id, m.n)"""


# By then the marks of those who were ready are gone.
LEFT = "select count(distinct child_id) from indicators_stale where id = any (%(marks)s)"


def move_cells(measures, children, marks, places, from_day, to_day):
    """Move the cells of these measures and places by what has changed with these children since they were counted.

    marks: ids of their marks, all locked by us; the places are locked against a whole count. Returns how many of the
    children were ready. Raises NotAsCounted.
    """
    values = {"children": children, "marks": marks, "places": places, "from_day": from_day, "to_day": to_day}
    with connection.cursor() as cursor:
        cursor.execute(
            "select array_agg(distinct coalesce(province_id, id)) from places_place where id = any (%s)", [places]
        )
        values["provinces"] = cursor.fetchone()[0]
        with planned(cursor, BY_INDEX):
            cursor.execute(_move_sql(tuple(measure.code for measure in measures)), values)
        cursor.execute(LEFT, values)
        return len(children) - cursor.fetchone()[0]
