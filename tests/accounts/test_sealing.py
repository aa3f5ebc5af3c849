"""Sealed columns: what the database holds opens nothing without the keys, and only where it belongs."""

import base64
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import sealing
from accounts.adapter import SecondFactorAdapter
from accounts.management.commands import doctor, reseal
from accounts.models import AuditEvent
from accounts.sealing import SealBroken, SealedTextField, SealedValue, blind_index, seal, sealed_fields, unseal
from cases import actions
from cases.models import Child, Intake
from tests.accounts.conftest import enrol
from tests.factories import ChildFactory, IntakeFactory

OLD = "k1:" + base64.b64encode(b"1" * 32).decode()
NEW = "k2:" + base64.b64encode(b"2" * 32).decode()
PHONE, NUMBER = "0912 345 678", "089205001234"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.SEALING_KEYS = OLD


@pytest.fixture
def child(here):
    return ChildFactory(place=here, phone=PHONE, personal_id=NUMBER)


def raw(row, column):
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from {row._meta.db_table} where id = %s", [row.pk])
        return cursor.fetchone()[0]


def put(row, column, text):
    with connection.cursor() as cursor:
        cursor.execute(f"update {row._meta.db_table} set {column} = %s where id = %s", [text, row.pk])


def test_it_opens_again_and_the_database_never_saw_it(child):
    again = Child.objects.get(pk=child.pk)
    assert (again.phone, again.personal_id) == (PHONE, NUMBER)
    held = raw(child, "phone")
    assert held.startswith("k1:")
    assert PHONE not in held
    assert base64.b64decode(held.partition(":")[2]).find(PHONE.encode()) == -1


def test_the_same_text_is_never_sealed_alike():
    assert seal("a", "x") != seal("a", "x")


def test_a_value_moved_to_another_child_does_not_open(child, here):
    other = ChildFactory(place=here)
    put(other, "phone", raw(child, "phone"))
    with pytest.raises(SealBroken, match="does not belong"):
        _ = Child.objects.get(pk=other.pk).phone


def test_a_value_moved_to_another_column_does_not_open(child):
    put(child, "personal_id", raw(child, "phone"))
    with pytest.raises(SealBroken):
        _ = Child.objects.get(pk=child.pk).personal_id


@pytest.mark.parametrize("spoil", [lambda held: held[:-4] + "AAA=", lambda held: "k1:", lambda held: "k1:không phải"])
def test_an_altered_value_does_not_open(child, spoil):
    put(child, "phone", spoil(raw(child, "phone")))
    with pytest.raises(SealBroken):
        _ = Child.objects.get(pk=child.pk).phone


def test_without_its_key_it_does_not_open_and_says_which_is_missing(child, settings):
    settings.SEALING_KEYS = NEW
    with pytest.raises(SealBroken, match="k1"):
        _ = Child.objects.get(pk=child.pk).phone


def test_another_key_under_the_same_name_does_not_open(child, settings):
    settings.SEALING_KEYS = "k1:" + base64.b64encode(b"3" * 32).decode()
    with pytest.raises(SealBroken, match="does not belong"):
        _ = Child.objects.get(pk=child.pk).phone


@pytest.mark.parametrize(
    "ring", ["k1", "k1:" + base64.b64encode(b"short").decode(), ":" + OLD.partition(":")[2], "k" * 20 + OLD]
)
def test_a_bad_ring_is_refused_with_the_way_to_mend_it(settings, ring):
    settings.SEALING_KEYS = ring
    with pytest.raises(ImproperlyConfigured, match="32 random bytes"):
        sealing.keys()


class TestRotation:
    @pytest.fixture(autouse=True)
    def rotated(self, child, settings):
        settings.SEALING_KEYS = f"{NEW},{OLD}"

    def test_the_older_key_still_opens(self, child):
        assert Child.objects.get(pk=child.pk).phone == PHONE

    def test_what_is_saved_takes_the_new_one(self, child):
        child.save()
        assert raw(child, "phone").startswith("k2:")
        assert Child.objects.get(pk=child.pk).phone == PHONE

    def test_a_known_number_is_recognised_before_amid_and_after(self, child, here, hoa, settings):
        def refused():
            with pytest.raises(actions.Refused) as refusal:
                actions.register_child(
                    by=hoa, full_name="Trẻ Giả", sex="M", birth_date=date(2020, 1, 1), place=here, personal_id=NUMBER
                )
            return [problem.code for problem in refusal.value.problems]

        assert child.personal_id_index.startswith("k1:")
        assert refused() == ["known_here"]
        call_command("reseal", verbosity=0)
        assert raw(child, "personal_id_index") == blind_index(NUMBER, "personal_id")
        assert refused() == ["known_here"]
        settings.SEALING_KEYS = NEW
        assert refused() == ["known_here"]

    def test_an_index_alone_under_the_old_key_is_found_and_made_anew(self, child):
        old = child.personal_id_index
        child.save()
        Child.objects.update(personal_id_index=old)
        assert "khóa cũ: k1" in str([*doctor._keys()])
        call_command("reseal", verbosity=0)
        assert raw(child, "personal_id_index").startswith("k2:")
        assert "khóa cũ" not in str([*doctor._keys()])

    def test_text_that_no_key_has_made_is_found(self, child):
        put(child, "personal_id_index", "0" * 64)
        assert "SEALING_KEYS: ?" in str([*doctor._keys()])

    def test_resealing_leaves_nothing_to_the_old_key(self, child, here, hoa, settings):
        intake = IntakeFactory(incident_place=here, narrative="Chuyện kể giả.")
        secret = enrol(hoa)
        settings.SEALING_KEYS = OLD
        old = IntakeFactory(incident_place=here, narrative="Chuyện cũ.")
        settings.SEALING_KEYS = f"{NEW},{OLD}"
        call_command("reseal", verbosity=0)
        settings.SEALING_KEYS = NEW
        assert Child.objects.get(pk=child.pk).phone == PHONE
        assert [Intake.objects.get(pk=row.pk).narrative for row in (intake, old)] == ["Chuyện kể giả.", "Chuyện cũ."]
        held = hoa.authenticator_set.get().data["secret"]
        assert SecondFactorAdapter().decrypt(held) == secret
        assert child.pk in AuditEvent.objects.get(verb="keys.resealed", target_type="cases.child").ids

    def test_a_table_is_read_once_however_many_rows_it_has(self, here, settings, monkeypatch):
        settings.SEALING_KEYS = OLD
        old = [IntakeFactory(incident_place=here, narrative="Chuyện cũ.") for _n in range(3)]
        old[0].save()  # it stands last in the table
        settings.SEALING_KEYS = f"{NEW},{OLD}"
        monkeypatch.setattr(reseal, "BATCH", 1)
        with CaptureQueriesContext(connection) as queries:
            call_command("reseal", verbosity=0)
        assert {raw(row, "narrative").partition(":")[0] for row in old} == {"k2"}
        reads = [q["sql"] for q in queries if "FOR UPDATE" in q["sql"] and 'FROM "cases_intake"' in q["sql"]]
        assert ['"cases_intake"."id" > ' in read for read in reads] == [False, True, True, True]

    def test_resealing_again_finds_nothing_to_do(self, child):
        call_command("reseal", verbosity=0)
        before = raw(child, "phone")
        call_command("reseal", verbosity=0)
        assert raw(child, "phone") == before
        assert AuditEvent.objects.filter(verb="keys.resealed").count() == 1


class TestTheWaysAround:
    def test_values_never_hands_out_plain_text(self, child):
        (row,) = Child.objects.filter(pk=child.pk).values("phone")
        assert isinstance(row["phone"], SealedValue)
        assert str(row["phone"]) == "•••"

    def test_update_is_refused(self, child):
        with pytest.raises(TypeError, match="sealed column"):
            Child.objects.filter(pk=child.pk).update(phone=PHONE)

    def test_searching_is_refused(self, child):
        with pytest.raises(TypeError, match="sealed column"):
            Child.objects.filter(phone=PHONE).exists()

    def test_bulk_create_seals(self, here, hoa):
        fields = {
            f.attname: getattr(IntakeFactory(incident_place=here), f.attname) for f in Intake._meta.concrete_fields
        }
        fresh = Intake(**{**fields, "id": None, "code": "TN-X", "uid": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"})
        fresh.narrative = "Kể trong lô."
        Intake.objects.bulk_create([fresh])
        assert raw(fresh, "narrative").startswith("k1:")
        assert Intake.objects.get(pk=fresh.pk).narrative == "Kể trong lô."

    def test_a_deferred_column_opens_when_it_is_read(self, child):
        assert Child.objects.defer("phone").get(pk=child.pk).phone == PHONE

    def test_saving_what_was_not_opened_keeps_it(self, child):
        again = Child.objects.get(pk=child.pk)
        before = raw(child, "phone")
        again.save(update_fields=["phone"])
        assert raw(child, "phone") == before

    def test_empty_stays_empty(self, here):
        assert raw(ChildFactory(place=here, phone=""), "phone") == ""

    def test_text_is_composed_before_it_is_sealed(self, here):
        child = ChildFactory(place=here, phone="so\u0302\u0301  ")
        assert child.phone == "số"

    def test_the_field_itself_is_known_by_the_class(self):
        assert isinstance(Child.phone.field, SealedTextField)


def test_the_law_of_what_must_be_sealed_is_kept():
    """Architecture: personal ID, phone, exact address, informant, narrative of abuse."""
    held = {f"{model._meta.label_lower}.{field.name}" for model, fields in sealed_fields().items() for field in fields}
    assert {
        "cases.child.personal_id",
        "cases.child.phone",
        "cases.intake.informant_address",
        "cases.residence.address",
        "cases.intake.informant_name",
        "cases.intake.informant_phone",
        "cases.intake.narrative",
    } <= held


def test_indexes_of_different_columns_do_not_meet():
    assert blind_index("1", "personal_id") != blind_index("1", "phone")


def test_unsealing_needs_the_place_it_was_sealed_for():
    assert unseal(seal("a", "x"), "x") == "a"
    with pytest.raises(SealBroken):
        unseal(seal("a", "x"), "y")
