"""A changed fact as it was when it was last counted, so that a changed child can be counted alone (docs/scale.md).

The marks of a small statement on one of the tables below name their child, and each row that it changed is kept as it
was: FactBefore, with nothing in it for a row that was not there. Who counts such a child (actions/changed_children.py)
counts it as it is and as it was, and moves the cells by the difference.

A mark that loses its child is a mark like any other: all of the place is counted. So it goes with children of whom a
large statement or another table tells meanwhile: what they were would no longer be known.
"""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

SMALL = 50  # rows of a statement; more are counted place by place

# The columns that counting may read of these tables. A measure that reads another one fails, and does not err.
COLUMNS = {
    "cases_residence": ("id", "child_id", "place_id", "starts_on", "ends_on"),
    "cases_specialcircumstance": ("id", "child_id", "group", "starts_on", "ends_on", "voided_at"),
    "cases_riskspell": ("id", "child_id", "starts_on", "ends_on", "voided_at"),
    "programs_assistancegrant": ("id", "child_id", "in_community", "starts_on", "ends_on", "voided_at"),
    "cases_service": ("id", "child_id", "on_date", "voided_at"),
}


def columns_of(table, row):
    return ", ".join(f'{row}."{column}"' for column in COLUMNS[table])


def keep_sql(table):
    """Statements of the marking trigger, by operation: each row that a small statement changed, as it was.

    A row that changes hands was there for the one child and not for the other.
    """
    pairs = ", ".join(f"'{column}', f.\"{column}\"" for column in COLUMNS[table])
    rows = f"select f.id, f.child_id, jsonb_build_object({pairs}) as was from %s f"
    keep = """
        insert into indicators_factbefore (child_id, fact, row_id, was)
        select {child}, '{table}', {row}, {was} from {rows} where small{changed};"""
    changed = {
        "insert": {"child": "f.child_id", "row": "f.id", "was": "null::jsonb", "rows": "come f", "changed": ""},
        "delete": {
            "child": "f.child_id", "row": "f.id", "was": "f.was", "rows": f"({rows % 'gone'}) f", "changed": ""
        },
        "update": {
            "child": "coalesce(o.child_id, n.child_id)",
            "row": "coalesce(o.id, n.id)",
            "was": "o.was",
            "rows": f"({rows % 'gone'}) o full join ({rows % 'come'}) n on n.id = o.id and n.child_id = o.child_id",
            "changed": " and o.was is distinct from n.was",
        },
    }  # fmt: skip
    return {operation: keep.format(table=table, **parts) for operation, parts in changed.items()}


def release_sql(children):
    """Statement by which these children (a SELECT of child_id) are no longer counted alone. It waits for a worker that
    is counting one of them, and takes marks in one order, so that two who do this wait for each other at most once.

    What was kept of a child without marks (it lived nowhere) goes too: it is no longer what was counted last.
    """
    return f"""
        with waiting as (
            select id from indicators_stale where child_id in ({children}) order by id for update),
        forgotten as (
            delete from indicators_factbefore where child_id in ({children}))
        update indicators_stale set child_id = null where id in (select id from waiting)"""


# What was kept by other triggers than those in place may lack what is counted from now on.
RELEASE_ALL = (
    "update indicators_stale set child_id = null where child_id is not null",
    "delete from indicators_factbefore",
)
