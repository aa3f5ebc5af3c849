"""What a dump of the database shows, and that nothing is done without its audit row."""

from datetime import date
from importlib import import_module

import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, models
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, Notice
from accounts.sealing import SealedTextField, blind_index
from cases import actions
from cases.models import Case, Child, Intake, SpecialCircumstance
from programs.models import AssistanceGrant, FundSupport
from tests.cases.conftest import today
from tests.cases.test_constraints import VOIDABLE
from tests.cases.test_emergency import measure
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, IntakeFactory

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


# Columns of text that stay readable to the database, and why (docs/security.md, "Sealed columns").
NAME = "the register is searched and ordered by names"
CODE = "a code, a number or a law: names nobody"
PLAIN = {
    "case.code": CODE,
    "casecounter.kind": CODE,
    "casecounter.prefix": CODE,
    "caseplan.decision_number": CODE,
    "casestep.basis": CODE,
    "assessment.form_version": CODE,
    "child.full_name": NAME,
    "child.given_name": NAME,
    "child.personal_id_index": "made with a key that the database does not hold",
    "child.search_key": NAME,
    "child.sort_key": NAME,
    "emergencymeasure.decision_number": CODE,
    "household.head_name": NAME,
    "intake.child_name": NAME,
    "intake.code": CODE,
    "intake.external_code": CODE,
    "provinceparameter.document": CODE,
    "provinceparameter.value": CODE,
    "riskspell.definition": CODE,
    "specialcircumstance.subgroup": CODE,
}


def texts():
    """{"model.column": field} of every column of cases into which words may be put."""
    return {
        f"{model._meta.model_name}.{field.attname}": field
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }


ANY = {"DateField": date(2026, 1, 1), "TextField": "x", "PositiveSmallIntegerField": 1}


def row_of(model):
    """The first row; one that hangs on whatever there is where no other test makes any."""
    must = [field for field in model._meta.fields if not (field.null or field.has_default() or field.primary_key)]
    related = {field.name: field.related_model._base_manager.first() for field in must if field.is_relation}
    told = {field.name: ANY[kind] for field in must if (kind := field.get_internal_type()) in ANY}
    return model._base_manager.order_by("pk").first() or model._base_manager.create(**related, **told)


def test_no_column_of_text_but_those_listed_shows_what_was_typed_into_it(here, hoa):
    case = CaseFactory(place=here)
    for make in VOIDABLE.values():
        make(case, hoa)
    typed = {name: field for name, field in texts().items() if name not in PLAIN}
    ended = ("voided_at", "voided_by", "lifted_at", "lifted_by")
    for number, (name, field) in enumerate(typed.items()):
        row = row_of(field.model)
        for column in {field.name for field in row._meta.fields} & set(ended):
            setattr(row, column, hoa if column.endswith("_by") else timezone.now())
            setattr(row, column.split("_")[0].removesuffix("ed") + "_reason", "nhầm")
        setattr(row, field.attname, f"{SECRET} {number}")
        row.save()
        assert getattr(type(row)._base_manager.get(pk=row.pk), field.attname) == f"{SECRET} {number}", name
    assert SECRET not in dump()


def test_the_list_of_readable_columns_names_only_those_that_are():
    assert not {name for name in PLAIN if isinstance(texts()[name], SealedTextField)}


class TestWhatWasWrittenBefore:
    """The migration that sealed them."""

    before = import_module("cases.migrations.0008_sealed_free_text")

    def test_it_is_sealed_and_can_be_unsealed_again(self, here, monkeypatch):
        monkeypatch.setattr(self.before, "BATCH", 2)
        rows = [CircumstanceFactory(child=ChildFactory(place=here)) for _ in range(3)]
        intake = IntakeFactory(incident_place=here)
        plain = (
            "update cases_specialcircumstance set evidence = 'BIMAT ' || id; update cases_intake set channel_note = %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(plain, [f"{SECRET} tin"])
        assert SECRET in dump()
        with connection.schema_editor(atomic=False) as editor:
            self.before.seal_all(apps, editor)
            assert SECRET not in dump()
            told = {row.pk: row.evidence for row in SpecialCircumstance.objects.all()}
            assert told == {row.pk: f"{SECRET} {row.pk}" for row in rows}
            assert Intake.objects.get(pk=intake.pk).channel_note == f"{SECRET} tin"
            self.before.unseal_all(apps, editor)
        assert all(f"{SECRET} {row.pk}" in dump() for row in rows)

    @pytest.mark.django_db(transaction=True, databases=["default", "owner"])
    def test_the_tables_can_be_altered_after_several_columns_of_a_row_were_written(self, here):
        intake = IntakeFactory(incident_place=here, channel_note=SECRET, no_case_reason=SECRET)
        with connections["owner"].schema_editor() as editor:
            self.before.unseal_all(apps, editor)
            editor.execute("alter table cases_intake alter column channel_note type text")  # as the way back does
            self.before.seal_all(apps, editor)
        assert Intake.objects.get(pk=intake.pk).no_case_reason == SECRET

    @pytest.mark.parametrize(
        ("model", "fields"),
        [
            (AssistanceGrant, {"ground": "orphan", "amount": 1, "starts_on": date(2026, 1, 1)}),
            (FundSupport, {"kind": "gift", "on_date": date(2026, 1, 1)}),
        ],
    )
    def test_so_is_why_what_a_child_was_given_did_not_count(self, here, hoa, model, fields):
        row = model(child=ChildFactory(place=here), **fields)
        row.place = here  # of a turn
        row.save()
        table = row._meta.db_table
        plain = f"update {table} set voided_at = now(), voided_by_id = %s, void_reason = %s"
        migration = import_module("programs.migrations.0006_sealed_reasons")
        with connection.schema_editor(atomic=False) as editor, connection.cursor() as cursor:
            cursor.execute(plain, [hoa.pk, SECRET])
            migration.seal_all(apps, editor)
            assert type(row).objects.get(pk=row.pk).void_reason == SECRET
            cursor.execute(f"select void_reason from {table}")
            assert SECRET not in cursor.fetchone()[0]
            migration.unseal_all(apps, editor)
            cursor.execute(f"select void_reason from {table}")
            assert cursor.fetchone()[0] == SECRET

    def test_the_index_of_numbers_goes_over_to_the_current_key_and_back(self, here, settings):
        first = settings.SEALING_KEYS
        child = ChildFactory(place=here, personal_id="089314000123")
        nobody = ChildFactory(place=here, personal_id="")
        settings.SEALING_KEYS = f"k2:{'B' * 43}=,{first}"
        with connection.schema_editor(atomic=False) as editor:
            self.before.index_as_before(apps, editor)
            old = Child.objects.get(pk=child.pk).personal_id_index
            assert (len(old), ":" in old) == (64, False)
            self.before.index_anew(apps, editor)
        assert Child.objects.get(pk=child.pk).personal_id_index == blind_index("089314000123", "personal_id")
        assert Child.objects.get(pk=child.pk).personal_id_index.startswith("k2:")
        assert Child.objects.get(pk=nobody.pk).personal_id_index == ""


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
