"""The clock of changes (indicators/unchanged.py): a row for each province and backend, moved by what figures are made of.

A backend writes rows of its own only, once in each transaction: nobody waits for another, and the sum over the rows of a
province grows with every committed change. The value is the time in microseconds, so that it does not repeat after a
restore. Province 0 stands for what may move figures anywhere.
"""

from django.db import migrations

CREATE = """
create table indicators_clock (
    province_id bigint not null,
    backend integer not null,
    moved numeric(40) not null,
    xact bigint not null,
    primary key (province_id, backend)
) with (fillfactor = 50)
"""
MOVE = """
create function indicators_move_clock(provinces bigint[]) returns void
language sql volatile security invoker set search_path = public, pg_temp as $$
    insert into indicators_clock as c (province_id, backend, moved, xact)
    select distinct coalesce(province, 0), pg_backend_pid(), floor(extract(epoch from clock_timestamp()) * 1000000),
           pg_current_xact_id()::text::bigint
    from unnest(provinces) province order by 1
    on conflict (province_id, backend) do update
    set moved = greatest(c.moved + 1, excluded.moved), xact = excluded.xact
    where c.xact <> excluded.xact
$$
"""
# By what a row says of its place: cells name the province, the others a place in it.
OF_CELLS = "select array_agg(distinct province_id) from changed"
OF_PLACES = """select array_agg(distinct coalesce(p.province_id, p.id))
    from changed f left join places_place p on p.id = f.place_id"""
SCOPED = {
    "indicators_cell": OF_CELLS,
    "indicators_stale": OF_PLACES,
    "indicators_completeness": OF_PLACES,
    "indicators_reportedfigure": OF_PLACES,
    "indicators_population": OF_PLACES,
}
EVERYWHERE = (
    "indicators_period",
    "indicators_release",
    "indicators_releasevalue",
    "places_place",
    "places_placelink",
    "programs_document",
    "programs_supportmodel",
)
TRANSITIONS = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


def scoped(table, select):
    """A province is moved whether rows came, went, or were taken from it to another."""
    statements = []
    for operation, states in TRANSITIONS.items():
        names = " ".join(f"{state} table as {state}_rows" for state in states)
        changed = " union all ".join(f"select * from {state}_rows" for state in states)
        function = f"indicators_clock_{table}_{operation}"
        statements.append(f"""create function {function}() returns trigger
            language plpgsql security invoker set search_path = public, pg_temp as $move$
            begin
                if exists ({" union all ".join(f"select from {state}_rows" for state in states)}) then
                    perform indicators_move_clock((with changed as ({changed}) {select}));
                end if;
                return null;
            end $move$""")
        statements.append(
            f"create trigger indicators_clock_{operation} after {operation} on {table} referencing {names}"
            f" for each statement execute function {function}()"
        )
    return statements


def everywhere(table):
    return [
        f"create trigger indicators_clock after insert or update or delete on {table}"
        " for each statement execute function indicators_clock_everywhere()"
    ]


EVERYWHERE_FUNCTION = """create function indicators_clock_everywhere() returns trigger
    language plpgsql security invoker set search_path = public, pg_temp as $move$
    begin perform indicators_move_clock(array[0]); return null; end $move$"""
INSTALL = [
    CREATE,
    MOVE,
    EVERYWHERE_FUNCTION,
    *(statement for table, select in SCOPED.items() for statement in scoped(table, select)),
    *(statement for table in EVERYWHERE for statement in everywhere(table)),
]
REMOVE = [
    *(
        f"drop function if exists indicators_clock_{table}_{operation}() cascade"
        for table in SCOPED
        for operation in TRANSITIONS
    ),
    "drop function if exists indicators_clock_everywhere() cascade",
    "drop function if exists indicators_move_clock(bigint[]) cascade",
    "drop table if exists indicators_clock",
]


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_releases"),
        ("places", "0001_places"),
        ("programs", "0001_programmes"),
    ]
    operations = [migrations.RunSQL(INSTALL, REMOVE)]
