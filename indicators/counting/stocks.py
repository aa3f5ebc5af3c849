"""Stocks, counted by changes (ruling 25).

A stretch is what a child (or a row of a place) spends in one cell, as half-open days starts..ends. It is +1 on the
first count day in it and -1 on the first one after it; the running total of these few changes is the figure, which is
then spread over the periods. The cost does not depend on how many periods there are.
"""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from indicators.ages import CHILD_UNTIL, CHILDHOOD, bands_values_sql
from indicators.measures.shapes import ChildStock, ChildStockWith, Dimension, PlaceStock

GROUP, EVERYONE = "group", "everyone"


def child_stretches(steps, measure: ChildStock, named):
    """Adds the step with the measure's stretches: child_id, place_id, sex, age_band, grp, starts, ends."""
    if measure.spells is None:
        whole, lived = _lived(steps, EVERYONE, ""), _lived(steps, f"{EVERYONE}_unbanded", "", banded=False)
        parts = [f"select * from {whole}"]
    else:
        who = f"and r.child_id in (select child_id from {named})"
        parts = [_stretches_of(steps, measure, _lived(steps, "lived", who))]
        lived = _lived(steps, "lived_unbanded", who, banded=False)
    told_by = [by for by in measure.dims if by.code in steps.dims]
    parts += [_stretches_of(steps, measure, lived, by) for by in ([GROUP] if measure.grouped else []) + told_by]
    return steps.add(f"{measure.code}_stretch", "\nunion all\n".join(parts))


def _lived(steps, name, who, banded=True):
    """child × residence × age band (or all of childhood), alive and here.

    A stretch may be empty or lie outside of the count days: it then counts on none of them.
    """
    here = _here(steps, name.removesuffix("_unbanded"), who)
    sex, bands = ("sex", bands_values_sql()) if banded else ("''", f"('', {CHILDHOOD})")
    return steps.add(
        name,
        f"""select child_id, place_id, {sex} as sex, b.code as age_band, '' as grp,
            greatest(starts_on, (birth_date + b.from_age)::date) as starts,
            least(ends, (birth_date + b.to_age)::date) as ends
        from {here} cross join (values {bands}) b (code, from_age, to_age)""",
    )


def _here(steps, name, who):
    """Adds the step with who lived here: read once, for the stretches with age bands and those without, and taken
    from everyone where everyone is counted too."""
    if name != EVERYONE and steps.has(f"{EVERYONE}_here"):
        return steps.add(f"{name}_here", f"select * from {EVERYONE}_here r where true {who}")
    return steps.add(
        f"{name}_here",
        f"""select r.child_id, r.place_id, c.sex::text as sex, c.birth_date, r.starts_on,
            least(r.ends_on + 1, c.died_on, c.departed_on) as ends
        from cases_residence r join cases_child c on c.id = r.child_id and c.voided_at is null
        where r.place_id = any (%(places)s) {who}
          and r.starts_on <= %(to_day)s and (r.ends_on is null or r.ends_on >= %(from_day)s)
          and c.birth_date <= %(to_day)s
          and c.birth_date > %(from_day)s::date - interval '{CHILD_UNTIL} years 2 days'""",
    )


def who_has(steps, measures):
    """Adds the step with the children whom any of these stocks can name; '' if none names any."""
    sources = sorted({steps.child_rows(measure.spells) for measure in measures if measure.spells})
    if not sources:
        return ""
    return steps.add("named", "\nunion\n".join(f"select child_id from {source}" for source in sources))


def _stretches_of(steps, measure, lived, by=None):
    """Spells of one child are merged first: one in two circumstances at once is one child.

    `by`: each group, or each key of a dimension, alone.
    """
    if not measure.spells and by.disjoint:
        return _stretches_of_everyone(steps, lived, by)
    days = []  # what must all be true of the child: (its step, as what, its days)
    if measure.spells:
        days.append((days_of(steps, measure.spells, by_group=by == GROUP), "m"))
    if measure.within:
        days.append((days_of(steps, measure.within), "w"))
    if isinstance(by, Dimension):
        days.append((told(steps, by), "d"))
    joined = " join ".join(f"{step} {name}" + (" using (child_id)" if n else "") for n, (step, name) in enumerate(days))
    kept = " * ".join(f"{name}.days" for _step, name in days)
    if measure.minus:
        joined += f" left join {days_of(steps, measure.minus)} x using (child_id)"
        kept += " - coalesce(x.days, '{}')"
    grp = "''" if by is None else "m.grp" if by == GROUP else key_sql(by)
    return f"""select child_id, l.place_id, l.sex, l.age_band, {grp} as grp,
            greatest(l.starts, lower(spell)) as starts, least(l.ends, upper(spell)) as ends
        from {joined} join {lived} l using (child_id)
        cross join lateral unnest({kept}) spell
        where (lower(spell) is null or l.ends is null or lower(spell) < l.ends)
          and (upper(spell) is null or upper(spell) > l.starts)"""


def _stretches_of_everyone(steps, lived, by):
    """The same for all children: there is nothing to merge, and these are many."""
    rows = "\nunion all\n".join(f"select child_id, grp, starts_on, ends_on from {steps.child_rows(r)}" for r in by.rows)
    return f"""select d.child_id, l.place_id, '', '', {key_sql(by)},
            greatest(l.starts, d.starts_on), least(l.ends, d.ends_on + 1)
        from ({rows}) d join {lived} l on l.child_id = d.child_id
        where (l.ends is null or d.starts_on < l.ends) and (d.ends_on is null or d.ends_on >= l.starts)"""


def days_of(steps, rows, by_group=False):
    """Adds the step with the days on which rows tell of a child: child_id, days, and grp where asked."""
    source = steps.child_rows(rows)
    grp = ", grp" if by_group else ""
    return steps.add(
        f"{source}_by_group" if by_group else f"{source}_days",
        f"""select child_id{grp}, range_agg(daterange(starts_on, ends_on, '[]')) as days
            from {source} group by child_id{grp}""",
    )


def told(steps, dimension: Dimension):
    """Adds the step with the days on which a child has a key of the dimension: child_id, grp, days."""
    days = "daterange(starts_on, ends_on, '[]')"
    days = f"datemultirange({days})" if dimension.disjoint else f"range_agg({days})"
    rows = "\nunion all\n".join(
        f"select child_id, grp, starts_on, ends_on from {steps.child_rows(source)}" for source in dimension.rows
    )
    merged = "" if dimension.disjoint else " group by child_id, grp"
    return steps.add(f"{dimension.code}_told", f"select child_id, grp, {days} as days from ({rows}) r{merged}")


def key_sql(dimension):
    """How a cell names a key, as an SQL expression over a row `d` of told()."""
    return f"'{dimension.code}:' || d.grp"


def place_stretches(steps, measure: PlaceStock):
    """Adds the step with the stretches of a place's rows; merged where a place counts once."""
    source = steps.place_rows(measure.rows)

    def part(grp):
        cell = f"place_id, '' as sex, '' as age_band, {grp} as grp"
        if not measure.distinct:
            return f"select id, {cell}, starts_on as starts, ends_on + 1 as ends from {source}"
        by = "place_id" if grp == "''" else "place_id, grp"
        return f"""select {cell}, lower(spell) as starts, upper(spell) as ends
            from (select {by}, range_agg(daterange(starts_on, ends_on, '[]')) as days from {source} group by {by}) m
            cross join lateral unnest(m.days) spell"""

    parts = [part("''"), *([part("grp")] if measure.grouped else [])]
    return steps.add(f"{measure.code}_stretch", "\nunion all\n".join(parts))


def spread(steps, stretches):
    """SELECT of the cells of stocks: `stretches` is {measure: step}.

    A stretch starts to count on the i-th count day and no longer does on the j-th. Those alike are added up first;
    `offset 0` keeps the planner from working out i and j again wherever they are named.
    """
    alike = "\nunion all\n".join(
        f"""select '{measure.code}' as measure, {measure.version} as version, place_id, sex, age_band, grp, i, j,
            count(*)::int as n
        from (select s.*, {_INDEX.format(day="starts")} as i,
                     coalesce({_INDEX.format(day="ends")}, (select cardinality(days) from counting) + 1) as j
              from {step} s offset 0) s
        where i < j group by place_id, sex, age_band, grp, i, j"""
        for measure, step in stretches.items()
    )
    steps.add("alike", alike)
    steps.add(
        "change",
        """select a.measure, a.version, a.place_id, a.sex, a.age_band, a.grp, at.i, sum(at.step)::int as step
        from alike a cross join lateral (values (a.i, a.n), (a.j, -a.n)) at (i, step)
        group by 1, 2, 3, 4, 5, 6, 7 having sum(at.step) <> 0""",
    )
    steps.add(
        "level",
        """select measure, version, place_id, sex, age_band, grp, sum(step) over run as n,
            i, lead(i, 1, i) over run as next_i
        from change window run as (partition by place_id, age_band, sex, grp, measure, version order by i)""",
    )
    return """select l.measure, l.version, p.id as period_id, l.place_id, l.sex, l.age_band, l.grp, l.n as n
        from level l cross join lateral generate_series(l.i, l.next_i - 1) d
        join period p on p.count_day = (select days from counting)[d] where l.n > 0"""


# How many count days lie before a day, plus one: the first that is not before it.
_INDEX = "width_bucket(s.{day} - 1, (select days from counting)) + 1"


def stock_with(steps, measure: ChildStockWith, stretch):
    """SELECT of the cells of children of a stock of whom each fact also tells something in the period."""
    return f"""select '{measure.code}' as measure, {measure.version} as version, f.period_id, s.place_id,
            s.sex, s.age_band, s.grp, count(*) as n
        from {met_by_all(steps, measure)} join {stretch} s on s.child_id = f.child_id
             and f.count_day >= s.starts and (s.ends is null or f.count_day < s.ends)
        group by f.period_id, s.place_id, s.sex, s.age_band, s.grp"""


def met_by_all(steps, measure: ChildStockWith):
    """FROM item `f` of the children and periods of which every one of the measure's facts tells."""
    first, *others = (_met(steps, rows) for rows in measure.facts)
    return f"{first} f" + "".join(f" join {other} using (child_id, period_id, count_day)" for other in others)


def _met(steps, rows):
    source = steps.child_rows(rows)
    return steps.add(
        f"{source}_met",
        f"""select distinct f.child_id, p.id as period_id, p.count_day from {source} f
        join period p on f.starts_on <= p.count_day and (f.ends_on is null or f.ends_on >= p.first_day)""",
    )
