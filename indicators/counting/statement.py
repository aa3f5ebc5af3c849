"""Puts one counting statement together: named steps (WITH …), each written once however many measures need it."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from django.db import connection

from indicators.measures.shapes import Rows

# Which periods are counted. Kept ones come from the table; any other is given as values when someone asks for it.
KEPT_PERIODS = """select id, first_day, count_day from indicators_period
    where kept and count_day between %(from_day)s and %(to_day)s"""
ASKED_PERIODS = "select %(period_id)s::text, %(first_day)s::date, %(count_day)s::date"

# In a cell an empty group means "all of them"; a row that tells no group must not be added to those.
NO_GROUP_TOLD = "?"
NAMED_GROUP = f"coalesce(nullif(q.grp::text, ''), '{NO_GROUP_TOLD}') as grp"

# A period of the window may begin before it: what happened on its first day can still count.
IN_REACH = "q.starts_on <= %(to_day)s and (q.ends_on is null or q.ends_on >= (select min(first_day) from period))"


class Steps:
    """The WITH list of a statement, in order of first need."""

    def __init__(self, periods=KEPT_PERIODS, dims=()):
        self._steps = {}
        self.dims = dims  # codes of the dimensions to count by beside the whole
        self.scope = "cases_residence where place_id = any (%(places)s)"  # the children that count
        self.add("period (id, first_day, count_day)", periods)
        self.add("counting", "select array_agg(distinct count_day order by count_day) as days from period")

    def add(self, name, sql):
        self._steps.setdefault(name, sql)
        return name.split()[0]

    def has(self, name):
        return name in self._steps

    def sql(self):
        return "with " + ",\n".join(f"{name} as ({sql})" for name, sql in self._steps.items())

    # steps that several shapes share

    def child_rows(self, rows: Rows):
        """The rows that may count for these children in these periods."""
        return self.add(
            rows.name,
            f"""select q.id, q.child_id, {NAMED_GROUP}, q.starts_on, q.ends_on
            from ({compiled(rows)}) as q (id, child_id, grp, starts_on, ends_on)
            where q.child_id in (select child_id from {self.scope})
              and {IN_REACH}""",
        )

    def only_of(self, sources):
        """From here on only children of whom one of these rows tells are looked at."""
        rows = " union ".join(f"select child_id from {self.child_rows(source)}" for source in sources)
        self.scope = self.add("only_of", rows)

    def place_rows(self, rows: Rows):
        return self.add(
            rows.name,
            f"""select q.id, q.place_id, {NAMED_GROUP}, q.starts_on, q.ends_on, q.amount
            from ({compiled(rows)}) as q (id, place_id, grp, starts_on, ends_on, amount)
            where q.place_id = any (%(places)s)
              and {IN_REACH}""",
        )


def compiled(rows: Rows) -> str:
    """The queryset as SQL text with its values in place, safe to stand in a larger statement with parameters."""
    sql, params = rows.query().order_by().query.sql_with_params()
    return connection.ops.compose_sql(sql, params).replace("%", "%%")
