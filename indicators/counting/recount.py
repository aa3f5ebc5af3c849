"""Counts measures from the records, and makes the cells equal to the count."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from contextlib import contextmanager
from functools import lru_cache

from django.db import connection

from indicators import measures as catalogue
from indicators.counting import flows, stocks
from indicators.counting.statement import KEPT_PERIODS, Steps
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith, PlaceFlow, PlaceStock

COLUMNS = "measure, version, period_id, place_id, sex, age_band, grp"
MANY_PLACES, LARGE_PART = 20, 0.1
BY_HASHING = {"enable_nestloop": "off", "enable_sort": "off"}
BY_INDEX = {"enable_seqscan": "off", "random_page_cost": "1.1"}


def _of(measures, shape):
    return [measure for measure in measures if isinstance(measure, shape)]


@lru_cache(maxsize=256)
def count_sql(codes: tuple[str, ...], periods: str = KEPT_PERIODS, dims: tuple[str, ...] = ()) -> tuple[str, str]:
    """(WITH list, SELECT) that count these measures. Parameters: places, and those of `periods`.

    dims: codes of dimensions to count by as well. Cells hold none: they would double what a change has to recount.
    """
    measures = [catalogue.BY_CODE[code] for code in codes]
    steps = Steps(periods, dims)
    plain, withs = _of(measures, ChildStock), _of(measures, ChildStockWith)
    if withs and not plain and not _of(measures, ChildFlow):  # a service: nobody else's stretches matter
        steps.only_of(dict.fromkeys(measure.facts[0] for measure in withs))
    needed = sorted(dict.fromkeys([*plain, *(m.stock for m in withs)]), key=lambda m: m.spells is not None)
    named = stocks.who_has(steps, needed)
    stretches = {measure: stocks.child_stretches(steps, measure, named) for measure in needed}
    spread = {measure: stretches[measure] for measure in plain}
    spread |= {measure: stocks.place_stretches(steps, measure) for measure in _of(measures, PlaceStock)}
    selects = [stocks.spread(steps, spread)] if spread else []
    selects += [stocks.stock_with(steps, measure, stretches[measure.stock]) for measure in withs]
    selects += [flows.child_flow(steps, measure) for measure in _of(measures, ChildFlow)]
    selects += [flows.place_flow(steps, measure) for measure in _of(measures, PlaceFlow)]
    return steps.sql(), "\nunion all\n".join(selects)


@lru_cache(maxsize=256)
def _recount_sql(codes):
    steps, count = count_sql(codes)
    versions = ", ".join(f"('{code}', {catalogue.BY_CODE[code].version})" for code in codes)
    measures = ", ".join(f"'{code}'" for code in codes)
    columns = COLUMNS.split(", ")
    same = " and ".join(f"d.{column} = c.{column}" for column in columns)
    # A full join can only be hashed or merged: no lack of statistics (a first filling) turns it into nested loops.
    return f"""{steps},
fresh as ({count}),
cells as (
    select {COLUMNS}, n from indicators_cell
    where measure = any (array[{measures}]) and (measure, version) in ({versions})
      and place_id = any (%(places)s) and province_id = any (%(provinces)s)
      and period_id in (select id from period)),
differs as (
    select {COLUMNS}, f.n from cells c full join fresh f using ({COLUMNS}) where c.n is distinct from f.n),
vanished as (
    delete from indicators_cell c using differs d
    where d.n is null and c.province_id = any (%(provinces)s) and {same} returning 1),
written as (
    insert into indicators_cell as c ({COLUMNS}, province_id, n)
    select {", ".join(f"d.{column}" for column in columns)}, coalesce(p.province_id, p.id), d.n
    from differs d join places_place p on p.id = d.place_id where d.n is not null
    on conflict ({COLUMNS}, province_id) do update set n = excluded.n
    returning 1)
select (select count(*) from vanished) + (select count(*) from written)"""


def recount(measures, places, from_day, to_day):
    """Make the cells of these measures and places equal to the records, in every period whose count day lies in
    from_day..to_day. Returns how many cells it had to touch: 0 when repeated."""
    if not measures or not places:
        return 0
    codes = tuple(measure.code for measure in measures)
    with connection.cursor() as cursor:
        cursor.execute(
            "select array_agg(distinct coalesce(province_id, id)) from places_place where id = any (%s)", [list(places)]
        )
        (provinces,) = cursor.fetchone()
        values = {"places": list(places), "provinces": provinces, "from_day": from_day, "to_day": to_day}
        with planned_for(cursor, places):
            cursor.execute(_recount_sql(codes), values)
            return cursor.fetchone()[0]


@contextmanager
def planned_for(cursor, places):
    """A commune is counted by index, a large part of the records by hashing whole tables. The planner knows no sizes of
    the steps in between: on a bad guess it reads half a million rows for one commune, or loops over them for a
    province. What follows in the transaction is planned as ever."""
    with planned(cursor, BY_HASHING if len(places) > MANY_PLACES and _are_a_large_part(cursor, places) else BY_INDEX):
        yield


@contextmanager
def planned(cursor, settings):
    cursor.execute("; ".join(f"set local {name} = {value}" for name, value in settings.items()))
    yield
    cursor.execute("; ".join(f"set local {name} = default" for name in settings))


def _are_a_large_part(cursor, places):
    """Whether a tenth or more of the communes where children live are asked for, as far as the statistics know.

    A province among sixty must not read the tables of the nation once for each lot of its communes.
    """
    cursor.execute("select n_distinct from pg_stats where tablename = 'cases_residence' and attname = 'place_id'")
    known = cursor.fetchone()
    return known is None or known[0] <= 0 or len(places) >= known[0] * LARGE_PART
