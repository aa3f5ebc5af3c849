"""Flows, counted by grouping the rows of each period."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from indicators.ages import CHILD_UNTIL, band_sql, birthday_sql
from indicators.counting import stocks
from indicators.measures.shapes import ChildFlow, PlaceFlow, When


def child_flow_rows(steps, measure: ChildFlow):
    """Adds a step, a line per row and period: id, child_id, period_id, count_day, place_id, sex, age_band, grp."""
    source = steps.child_rows(measure.rows)
    steps.add(
        f"{source}_home",
        f"""select child_id, place_id, first_day, next_first from (
            select child_id, place_id,
                   case when lag(starts_on) over k is null then date '0001-01-01' else starts_on end as first_day,
                   coalesce(lead(starts_on) over k, date '9999-12-31') as next_first
            from cases_residence where child_id in (select child_id from {source})
            window k as (partition by child_id order by starts_on)) h
        where place_id = any (%(places)s)""",
    )
    in_period = {
        When.OVERLAPS: "f.starts_on <= p.count_day and (f.ends_on is null or f.ends_on >= p.first_day)",
        When.ENDS: "f.ends_on between p.first_day and p.count_day",
    }[measure.when]
    return steps.add(
        f"{measure.code}_flow",
        f"""select f.id, f.child_id, p.id as period_id, p.count_day, h.place_id, c.sex::text as sex,
            {band_sql("c.birth_date", "p.count_day")} as age_band, f.grp
        from {source} f join cases_child c on c.id = f.child_id and c.voided_at is null
        join period p on {in_period}
        join {source}_home h on h.child_id = f.child_id and p.count_day >= h.first_day and p.count_day < h.next_first
        where greatest(f.starts_on, p.first_day) < {birthday_sql("c.birth_date", CHILD_UNTIL)}
          and greatest(f.starts_on, p.first_day) >= c.birth_date""",
    )


def child_flow(steps, measure: ChildFlow):
    """SELECT of the cells of a flow of children."""
    flow = child_flow_rows(steps, measure)
    count = f"count(distinct f.{'child_id' if measure.distinct else 'id'})"
    sets = "(period_id, place_id, sex, age_band)" + (", (period_id, place_id, grp)" if measure.grouped else "")
    whole = f"""select '{measure.code}' as measure, {measure.version} as version, period_id, place_id,
            coalesce(sex, '') as sex, coalesce(age_band, '') as age_band, {_group(measure)} as grp, {count} as n
        from {flow} f group by grouping sets ({sets})"""
    keys = [  # what the child is on the count day, as its age is
        f"""select '{measure.code}', {measure.version}, f.period_id, f.place_id, '', '', {stocks.key_sql(by)}, {count}
        from {flow} f join {stocks.told(steps, by)} d on d.child_id = f.child_id and d.days @> f.count_day
        group by f.period_id, f.place_id, d.grp"""
        for by in measure.dims
        if by.code in steps.dims
    ]
    return "\nunion all\n".join([whole, *keys])


def place_flow_rows(steps, measure: PlaceFlow):
    """Adds the step with one line per row and period: id, period_id, place_id, grp, amount."""
    source = steps.place_rows(measure.rows)
    return steps.add(
        f"{measure.code}_flow",
        f"""select f.id, p.id as period_id, f.place_id, f.grp, f.amount
        from {source} f join period p on f.starts_on between p.first_day and p.count_day""",
    )


def place_flow(steps, measure: PlaceFlow):
    """SELECT of the cells of what happened in a place: rows, or the sum of their amounts."""
    flow = place_flow_rows(steps, measure)
    count = "sum(amount)::bigint" if measure.sums else "count(*)"  # what adds up to nothing has no cell
    sets = "(period_id, place_id)" + (", (period_id, place_id, grp)" if measure.grouped else "")
    return f"""select '{measure.code}' as measure, {measure.version} as version, period_id, place_id,
            '' as sex, '' as age_band, {_group(measure)} as grp, {count} as n
        from {flow} group by grouping sets ({sets}) having {count} <> 0"""


def _group(measure):
    return "coalesce(grp, '')" if measure.grouped else "''"
