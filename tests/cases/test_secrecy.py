"""What a dump of the database shows, and that nothing is done without its audit row."""

from datetime import date

import psycopg2
import pytest
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, Notice
from cases import actions
from cases.models import Case, Child
from tests.cases.conftest import today
from tests.cases.test_emergency import measure
from tests.factories import ChildFactory

SECRET = "BIMAT"


@pytest.fixture
def told(here, hoa, minh, next_door):
    """Everything that is sealed says SECRET."""
    intake = actions.take_intake(
        by=hoa,
        received_at=timezone.now(),
        channel="phone",
        category="at_risk",
        incident_place=here,
        narrative=SECRET,
        condition=SECRET,
        consequences=SECRET,
        family=SECRET,
        current_carer=SECRET,
        support_given=SECRET,
        informant_name=SECRET,
        informant_phone=SECRET,
        informant_address=SECRET,
        child_name="Trẻ Giả",
        child_birth_date=date(2014, 5, 3),
    )
    case = actions.open_case(
        intake=intake,
        by=hoa,
        new_child={"personal_id": "089314000123", "phone": f"{SECRET} 0900", "address": SECRET, "full_name": "Trẻ Giả"},
    )
    measure(case, hoa, note=SECRET)
    actions.record_visit(case=case, on_date=today(), note=SECRET, by=hoa)
    actions.transfer_case(case=case, to_place=next_door, reason=SECRET, by=hoa)
    return case


def dump():
    """All that the tables of cases and the audit hold, as a thief of the disk reads it."""
    text = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("cases_", "accounts_notice", "accounts_auditevent")):
                cursor.execute(f"select t::text from {connection.ops.quote_name(table)} t")
                text += [row[0] for row in cursor.fetchall()]
    return "\n".join(text)


def test_a_raw_select_shows_no_sealed_text(told):
    held = dump()
    assert told.code in held
    assert SECRET not in held
    assert "089314000123" not in held
    assert Case.objects.get().intake.narrative == SECRET


def test_a_name_is_in_no_audit_row_and_no_notice(told):
    rows = [*AuditEvent.objects.values_list("detail", flat=True), *Notice.objects.values_list("subject", flat=True)]
    assert rows
    assert "Trẻ Giả" not in str(rows)


def test_without_its_audit_row_an_action_has_not_happened(here, hoa, monkeypatch):
    child = ChildFactory(place=here)

    def fail(*args, **kwargs):
        raise DatabaseError("the audit table is full")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(DatabaseError):
        actions.add_circumstance(child=child, group="DB01", starts_on=date(2022, 1, 1), by=hoa)
    assert not child.circumstances.exists()


@pytest.fixture
def refusing_audit():
    """The audit table takes no rows."""
    owner = psycopg2.connect(**connections["owner"].get_connection_params())  # the runtime role makes no triggers
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute(
            "create function refuse_audit() returns trigger language plpgsql as "
            "$$ begin raise exception 'no audit'; end $$"
        )
        cursor.execute(
            "create trigger refuse_audit before insert on accounts_auditevent execute function refuse_audit()"
        )
    yield
    with owner.cursor() as cursor:
        cursor.execute("drop trigger refuse_audit on accounts_auditevent; drop function refuse_audit()")
    owner.close()


@pytest.mark.django_db(transaction=True)
def test_nor_when_the_database_itself_refuses_the_audit_row(here, hoa, refusing_audit):
    with pytest.raises(DatabaseError, match="no audit"):
        actions.register_child(by=hoa, full_name="Trẻ Giả", sex="M", birth_date=date(2020, 1, 1), place=here)
    assert not Child.objects.exists()
