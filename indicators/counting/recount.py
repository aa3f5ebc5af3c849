"""Counts measures from the records, and makes the cells equal to the count."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from functools import lru_cache

from django.db import connection

from indicators import measures as catalogue
from indicators.counting import flows, stocks
from indicators.counting.statement import KEPT_PERIODS, Steps
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith, PlaceFlow, PlaceStock

COLUMNS = "measure, version, period_id, place_id, sex, age_band, grp"


def _of(measures, shape):
    return [measure for measure in measures if isinstance(measure, shape)]


@lru_cache(maxsize=256)
def count_sql(codes: tuple[str, ...], periods: str = KEPT_PERIODS) -> tuple[str, str]:
    """(WITH list, SELECT) that count these measures. Parameters: places, and those of `periods`."""
    measures = [catalogue.BY_CODE[code] for code in codes]
    steps = Steps(periods)
    plain, withs = _of(measures, ChildStock), _of(measures, ChildStockWith)
    needed = list(dict.fromkeys([*plain, *(m.stock for m in withs)]))
    named = stocks.who_has(steps, needed) if needed else None
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
    same = " and ".join(f"f.{column} = c.{column}" for column in COLUMNS.split(", "))
    return f"""{steps},
fresh as materialized ({count}),
vanished as (
    delete from indicators_cell c where (c.measure, c.version) in ({versions})
        and c.place_id = any (%(places)s) and c.province_id = any (%(provinces)s)
        and c.period_id in (select id from period) and not exists (select from fresh f where {same})
    returning 1),
written as (
    insert into indicators_cell as c ({COLUMNS}, province_id, n)
    select {", ".join(f"f.{column}" for column in COLUMNS.split(", "))}, coalesce(p.province_id, p.id), f.n
    from fresh f join places_place p on p.id = f.place_id
    on conflict ({COLUMNS}, province_id) do update set n = excluded.n where c.n <> excluded.n
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
        cursor.execute(_recount_sql(codes), values)
        return cursor.fetchone()[0]
