"""Marks cannot be forgotten, nor switched off by the runtime role."""

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections, transaction

from indicators import measures, triggers
from indicators.marks import FAMILIES


def from_database(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.django_db
def test_the_triggers_of_the_database_are_those_declared():
    """A change of the declarations needs a migration that installs them anew."""
    found = from_database("""
        select c.relname, array_agg(t.tgname::text order by t.tgname), min(p.proname), bool_and(t.tgenabled = 'O'),
               bool_or(p.prosecdef), min(p.prosrc)
        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
        where t.tgname like 'indicators_mark_%%' group by c.relname""")
    declared = triggers.declared()
    assert {row[0] for row in found} == declared.keys()
    for table, names, function, enabled, definer, source in found:
        operations, sql = declared[table]
        assert names == sorted(f"indicators_mark_{operation}" for operation in operations)
        assert (function, enabled, definer) == (f"indicators_mark_{table}", True, False)
        assert source == sql.split("$mark$")[1], f"{table}: migrate"


@pytest.mark.django_db
def test_the_helpers_of_the_database_are_those_declared():
    for signature, sql in triggers.HELPERS.items():
        name = signature.split("(")[0]
        [(source,)] = from_database("select prosrc from pg_proc where proname = %s", name)
        assert source == sql.split("$$")[1]


def test_every_family_is_declared_by_a_fact_and_moves_a_measure():
    moved = set().union(*(measure.families for measure in measures.ALL))
    assert moved == FAMILIES


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_truncate_is_refused_to_the_runtime_role():
    """TRUNCATE fires no statement trigger of ours, so the role that runs has no right to it (ruling 29)."""
    role = connection.settings_dict["USER"]
    tables = [*triggers.declared(), "indicators_stale", "indicators_cell"]
    with connections["owner"].cursor() as owner:
        owner.execute(f"revoke all on {', '.join(tables)} from {role}")
        try:
            call_command("grant_runtime_role")
            for table in tables:
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    connection.cursor().execute(f"truncate {table} cascade")
        finally:
            owner.execute(f"grant truncate on all tables in schema public to {role}")  # the tests' own clean-up


@pytest.mark.django_db
def test_the_runtime_role_owns_no_fact_and_may_not_replay_past_the_triggers():
    owned = from_database("select tablename from pg_tables where schemaname = 'public' and tableowner = current_user")
    assert owned == []
    with pytest.raises(ProgrammingError), transaction.atomic():
        from_database("set local session_replication_role = replica")
    with pytest.raises(ProgrammingError), transaction.atomic():
        from_database("alter table cases_residence disable trigger all")
