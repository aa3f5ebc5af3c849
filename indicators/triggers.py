"""The SQL of the marking triggers, made from the declarations in marks.py and installed by migrations.

Statement level with transition tables: screen, API, import, COPY and psql all mark, with one row per family and place
however many facts a statement moved. The order inside a trigger matters: first the lock on the child, then, as a new
statement with a newer snapshot, the marks. A fact takes its child `for key share` and a change of residence takes it
`for update`: whoever comes second sees what the first has committed, and marks the right commune.
"""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from collections import defaultdict

from indicators.before import COLUMNS, RELEASE_ALL, SMALL, keep_sql, release_sql
from indicators.marks import CHILD_FACTS, CHILD_FAMILIES, FOLLOWS_RESIDENCE, PLACE_FACTS, days_sql
from indicators.periods import reach_of_day_sql

FIRST_DAY, LAST_DAY = "date '0001-01-01'", "date '9999-12-31'"
OPERATIONS = {
    "insert": "referencing new table as come",
    "update": "referencing old table as gone new table as come",
    "delete": "referencing old table as gone",
}

# The Vietnamese day of a moment; and the count days that a flow reaches, from its first day to the end of the longest
# kept period that contains its last.
HELPERS = {
    "indicators_day(at timestamptz)": """create or replace function indicators_day(at timestamptz) returns date
language sql immutable parallel safe as $$ select (at at time zone 'Asia/Ho_Chi_Minh')::date $$""",
    "indicators_flow_days(first_day date, last_day date)": f"""create or replace function
indicators_flow_days(first_day date, last_day date) returns daterange language sql immutable parallel safe as $$
    select daterange(first_day, {reach_of_day_sql("last_day")}, '[]') $$""",
}

# Where a child's facts count, day by day (marks.py). `f` is the row that names the child.
HOMES = """
        cross join lateral (
            select r.place_id, daterange(case when lag(r.starts_on) over k is null then null else r.starts_on end,
                                         lead(r.starts_on) over k) as reach
            from cases_residence r where r.child_id = f.child_id window k as (order by r.starts_on)) home"""


# Whether a mark names its child (before.py).
ALONE, NOT_ALONE = "case when small then f.child_id end", "null::bigint"


def _mark(family, rows, place, days, joins="", child=NOT_ALONE):
    """One mark per family and place, as wide as all that the statement changed there; child by child if told so."""
    return f"""
        insert into indicators_stale (family, place_id, child_id, from_day, to_day)
        select {family}, {place}, {child},
               min(coalesce(lower(w.days), {FIRST_DAY})), max(coalesce(upper(w.days) - 1, {LAST_DAY}))
        from ({rows}) f{joins}
        cross join lateral (select {days} as days) w
        where not isempty(w.days) group by 1, 2, 3;"""


def _alone_or_not(table, operation, rows):
    """After the marks: keep what a small statement changed as it was; of all other children this is known no more.

    In this order, so that it sees at least what the marks have seen.
    """
    if table in COLUMNS:
        return f"""
        if small then{keep_sql(table)[operation]}
        else{release_sql(f"select f.child_id from ({rows}) f")};
        end if;"""
    return f"{release_sql(f'select f.child_id from ({rows}) f')};"


def _lock(table, rows, column, strength):
    return f"""
        perform 1 from {table} where id in (select f.{column} from ({rows}) f) order by id for {strength};"""


def _changed(rows_in, key):
    """The rows that a statement changed, by operation. `rows_in(table)` selects id, `key` and days.

    An update speaks only of the days on which the row says something else than before; none, if nothing that counts
    has changed.
    """
    both = ", ".join(f"coalesce(n.{column}, o.{column}) as {column}" for column in key)
    same = " and ".join(f"n.{column} = o.{column}" for column in ("id", *key))
    update = f"""select {both}, range_merge(d.days) as days
            from ({rows_in("gone")}) o full join ({rows_in("come")}) n on {same}
            cross join lateral (select datemultirange(o.days) as gone, datemultirange(n.days) as come) r
            cross join lateral (select coalesce(r.gone - r.come, r.gone, '{{}}')
                                     + coalesce(r.come - r.gone, r.come, '{{}}') as days) d
            where not isempty(d.days)"""
    return {"insert": rows_in("come"), "delete": rows_in("gone"), "update": update}


def _key(fact):
    """What else tells two rows apart: a flow on other days is another flow."""
    return f"row({', '.join((*fact.key, days_sql(fact)) if fact.flow else fact.key)})::text"


def _child_fact(fact):
    """A fact of a child marks the places where the child lives on the days that the fact reaches."""

    def rows_in(table):
        return (
            f"select f.id, {fact.child} as child_id, {_key(fact)} as key, {days_sql(fact)} as days"
            f" from {table} f {fact.joins} where {fact.live}"
        )

    def steps(operation, rows):
        locks = _lock_of(fact, operation)
        locks += _lock("cases_child", rows, "child_id", "key share")
        child = ALONE if fact.table in COLUMNS else NOT_ALONE
        marks = _mark(f"'{fact.family}'", rows, "home.place_id", "f.days * home.reach", HOMES, child)
        return locks + marks + _alone_or_not(fact.table, operation, rows)

    return fact.table, {op: steps(op, rows) for op, rows in _changed(rows_in, ("child_id", "key")).items()}


def _lock_of(fact, operation):
    """Hold what the row relies on (its case, its household, its model), so that it cannot change beside us unseen."""
    if not fact.lock:
        return ""
    table, column = fact.lock.split(": ")
    tables = {"insert": ["come"], "delete": ["gone"], "update": ["gone", "come"]}[operation]
    rows = " union all ".join(f"select f.{column} from {name} f" for name in tables)
    return _lock(table, rows, column, "share")


_WITH_DISTRICT = """
        join places_place p on p.id = f.place_id
        cross join lateral (select p.id as place_id union all
                            select up.id from places_place up where up.id = p.parent_id and up.level = 'district') at"""


def _place_fact(fact):
    """A fact of a place marks that place, and its district where a figure of districts depends on it."""

    def rows_in(table):
        return (
            f"select f.id, f.place_id, {_key(fact)} as key, {days_sql(fact)} as days from {table} f where {fact.live}"
        )

    def steps(operation, rows):
        where, joins = ("at.place_id", _WITH_DISTRICT) if fact.with_district else ("f.place_id", "")
        return _lock_of(fact, operation) + _mark(f"'{fact.family}'", rows, where, "f.days", joins)

    return fact.table, {op: steps(op, rows) for op, rows in _changed(rows_in, ("place_id", "key")).items()}


def _residence():
    """A residence moves what the child has: stretches on its own days, flows from its first day on, wherever it lived.

    Flows count at the last residence known, so they move only when a residence begins elsewhere or at another time.
    """

    def lasting(table):
        return f"select f.id, f.child_id, f.place_id, daterange(f.starts_on, f.ends_on, '[]') as days from {table} f"

    def beginning(table):
        return f"""select f.id, f.child_id, f.place_id, f.starts_on, daterange(f.starts_on, null) as days
            from {table} f"""

    follows = " union all ".join(
        f"select '{family}' where {exists}" for family, exists, is_flow in FOLLOWS_RESIDENCE if not is_flow
    )
    stocks = f"""
        cross join lateral (select f.child_id) ch
        cross join lateral (select 'residence' as family union all {follows}) has"""
    flows = " union all ".join(
        f"select '{family}' as family where {exists}" for family, exists, is_flow in FOLLOWS_RESIDENCE if is_flow
    )
    spread = f"""
        cross join lateral (select f.child_id) ch
        cross join lateral ({flows}) has
        cross join lateral (select r.place_id from cases_residence r where r.child_id = f.child_id
                            union select f.place_id) lived
        cross join lateral (select exists (select from cases_residence r where r.child_id = f.child_id
                                           and r.starts_on < lower(f.days)) as earlier) was"""
    own = _changed(lasting, ("child_id", "place_id"))
    begun = _changed(beginning, ("child_id", "place_id", "starts_on"))
    since = "case when was.earlier then f.days else '(,)'::daterange end"
    return "cases_residence", {
        op: _lock("cases_child", own[op], "child_id", "update")
        + _mark("has.family", own[op], "f.place_id", "f.days", stocks, ALONE)
        + _mark("has.family", begun[op], "lived.place_id", since, spread, ALONE)
        + _alone_or_not("cases_residence", op, own[op])
        for op in OPERATIONS
    }


def _child():
    """Sex, birth, death, departure, and the household reach wherever the child has lived.

    A new child lives nowhere yet; one that is deleted has mostly taken its residences with it: both are marked by
    residence. Where they are still there, it may be made anew beside them, as another.
    The household is locked against a poverty review written at the same time, which cannot see the child yet.
    """
    person = "(o.sex, o.birth_date, o.voided_at is null) <> (n.sex, n.birth_date, n.voided_at is null)"
    left = "(o.died_on, o.departed_on) is distinct from (n.died_on, n.departed_on)"
    household = "o.household_id is distinct from n.household_id"
    since = "least(o.died_on, n.died_on, o.departed_on, n.departed_on)"
    families = ", ".join(f"('{family}')" for family in CHILD_FAMILIES)
    rows = f"""select n.id as child_id, v.family,
                   case when {person} or {household} then '(,)'::daterange else daterange({since}, null) end as days
            from gone o join come n on n.id = o.id cross join (values {families}) v (family)
            where {person} or {left} or v.family = 'household' and {household}"""
    update = _lock(
        "cases_household",
        f"""select h.id as household_id from gone o join come n on n.id = o.id and {household}
                cross join lateral (values (o.household_id), (n.household_id)) h (id)""",
        "household_id",
        "no key update",
    )
    update += _mark("f.family", rows, "home.place_id", "f.days * home.reach", HOMES)
    update += _alone_or_not("cases_child", "update", rows)
    insert = _lock("cases_household", "select household_id from come", "household_id", "no key update")
    rows = f"""select o.id as child_id, v.family, '(,)'::daterange as days
            from gone o cross join (values {families}) v (family)"""
    delete = _mark("f.family", rows, "home.place_id", "f.days * home.reach", HOMES)
    delete += _alone_or_not("cases_child", "delete", rows)
    return "cases_child", {"insert": insert, "update": update, "delete": delete}


def _support_model():
    """Another code or way of counting moves all sites of the model."""
    changed = """from gone o join come n on n.id = o.id and (o.code, o.counts_as) <> (n.code, n.counts_as)
            join programs_supportmodelsite s on s.model_id = n.id"""
    lasting = f"select s.place_id, daterange(s.starts_on, s.ends_on, '[]') as days {changed}"
    begun = f"select s.place_id, indicators_flow_days(s.starts_on, s.starts_on) as days {changed}"
    steps = _mark("'site'", lasting, "at.place_id", "f.days", _WITH_DISTRICT)
    steps += _mark("'site_start'", begun, "f.place_id", "f.days")
    return "programs_supportmodel", {"update": steps}


def _map():
    """The map itself: an ended unit holds nothing, a commune's sites count in its district, cells lie by province.

    A unit that holds nothing yet marks nothing: a first load writes as fast as without.
    """
    lies = "({0}.parent_id, {0}.level, coalesce({0}.province_id, {0}.id))"
    elsewhere = f"{lies.format('o')} is distinct from {lies.format('n')}"
    moved = f"{elsewhere} or (o.valid_from, o.valid_to) is distinct from (n.valid_from, n.valid_to)"
    tables = ["cases_residence", "indicators_cell", *sorted({fact.table for fact in PLACE_FACTS})]
    holds = " or ".join(f"exists (select from {table} where place_id = n.id)" for table in tables)
    rows = f"""select at.place_id,
                   case when {elsewhere} or o.valid_from is distinct from n.valid_from then '(,)'::daterange
                        else daterange(least(o.valid_to, n.valid_to) + 1, null) end as days
            from gone o join come n on n.id = o.id and ({moved}) and ({holds})
            cross join lateral (select n.id as place_id union
                                select up.id from places_place up
                                where up.id in (o.parent_id, n.parent_id) and up.level = 'district') at"""
    carry = """
        update indicators_cell c set province_id = coalesce(n.province_id, n.id)
        from gone o join come n on n.id = o.id and coalesce(n.province_id, n.id) <> coalesce(o.province_id, o.id)
        where c.place_id = n.id and c.province_id = coalesce(o.province_id, o.id);"""
    return "places_place", {"update": carry + _mark("'*'", rows, "f.place_id", "f.days")}


def _size(table, operation):
    """Whether the statement is small enough for its children to be counted alone."""
    if table not in COLUMNS:
        return ""
    rows = "gone" if operation == "delete" else "come"
    return f"""
        small := {SMALL} >= (select count(*) from (select from {rows} limit {SMALL} + 1) r);"""


def _function(table, steps):
    """SQL of the function. Fact tables grow after a session's plans are made: go by index.

    Who does not see what was committed before each of his statements would mark where the child lived, not where it
    lives: such a transaction is refused.
    """
    name = f"indicators_mark_{table}"
    branches = "\n    els".join(f"if tg_op = '{op.upper()}' then{_size(table, op)}{body}" for op, body in steps.items())
    known = "declare small boolean;\n" if table in COLUMNS else ""
    return f"""create or replace function {name}() returns trigger
language plpgsql security invoker set search_path = public, pg_temp set enable_seqscan = off as $mark$
{known}begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'Bản ghi được tính vào chỉ số chỉ được ghi ở mức READ COMMITTED.'
            using errcode = 'invalid_transaction_state';
    end if;
    {branches}
    end if;
    return null;
end $mark$"""


def declared():
    """{table: (operations, SQL of its marking function)} for every table that moves a figure.

    A table may hold several facts: its one function marks for each of them in turn.
    """
    made = [_residence(), _child(), *map(_child_fact, CHILD_FACTS), *map(_place_fact, PLACE_FACTS), _support_model()]
    made.append(_map())
    tables = defaultdict(lambda: defaultdict(str))
    for table, steps in made:
        for operation, body in steps.items():
            tables[table][operation] += body
    return {table: (tuple(steps), _function(table, steps)) for table, steps in tables.items()}


def install_sql():
    """Statements that put the functions and triggers in place; they may be repeated.

    Replacing a trigger shuts writers out until the migration ends: the last statement sees all that was kept before.
    """
    statements = list(HELPERS.values())
    for table, (operations, function) in declared().items():
        statements.append(function)
        statements += [
            f"create or replace trigger indicators_mark_{op} after {op} on {table} {OPERATIONS[op]}"
            f" for each statement execute function indicators_mark_{table}()"
            for op in operations
        ]
    return [*statements, *RELEASE_ALL]


def remove_sql():
    drop = [f"drop function if exists indicators_mark_{table}() cascade" for table in declared()]
    return drop + [f"drop function if exists {signature}" for signature in HELPERS]
