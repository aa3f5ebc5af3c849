"""Entering children into the register, one or many."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases import actions
from cases.models import Child, Residence
from tests.cases.conftest import born, today
from tests.factories import ChildFactory, commune

KNOWN = {"full_name": "Nguyễn Thị Giả", "sex": "F", "birth_date": date(2014, 5, 3)}


@pytest.fixture
def register(hoa, here):
    def call(**fields):
        return actions.register_child(by=hoa, **{**KNOWN, "place": here, **fields})

    return call


@pytest.fixture
def refused(register):
    """The codes of what is objected to; nothing may have been written."""

    def call(**fields):
        with pytest.raises(actions.Refused) as refusal:
            register(**fields)
        assert not Child.objects.exists()
        assert not AuditEvent.objects.exists()
        return [problem.code for problem in refusal.value.problems]

    return call


def test_a_child_is_entered_with_its_residence(register, here, hoa):
    child = register(full_name="  Nguyễn  Thị Giả ", residence_from=date(2020, 1, 1), address="ấp Giả")

    home = child.residences.get()
    assert (child.full_name, child.responsible_place, child.created_by) == ("Nguyễn Thị Giả", here, hoa)
    assert (home.place, home.starts_on, home.ends_on, home.address) == (here, date(2020, 1, 1), None, "ấp Giả")
    assert list(Child.objects.named("gia NGUYEN")) == [child]


def test_without_a_day_the_child_lives_there_from_today(register):
    assert register().residences.get().starts_on == today()


def test_the_audit_names_the_row_and_no_name(register, hoa):
    child = register()
    event = AuditEvent.objects.get()
    assert (event.verb, event.by, event.target_id, event.ids) == ("child.registered", hoa, child.pk, [child.pk])
    assert event.detail == {}


def test_circumstances_and_risk_are_entered_together(register, here):
    child = register(
        residence_from=date(2020, 1, 1),
        circumstances=(
            actions.CircumstanceEntry("DB01", date(2019, 1, 1), "DB01.3", date(2019, 12, 31)),
            actions.CircumstanceEntry("DB01", date(2021, 1, 1), evidence="Giấy giả"),
        ),
        risk_criteria=("prison",),
    )
    assert [(row.group, row.starts_on.year) for row in child.circumstances.all()] == [("DB01", 2021), ("DB01", 2019)]
    assert {row.recorded_place for row in child.circumstances.all()} == {here}
    assert child.risk_spells.get().starts_on == today()


def test_seventeen_is_taken_and_eighteen_refused(register, refused):
    assert refused(birth_date=born(18)) == ["adult"]
    assert register(birth_date=born(18, days=-1)).pk


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"birth_date": date(2100, 1, 1)}, "birth_in_future"),
        ({"full_name": ""}, "column"),
        ({"full_name": "A" * 121}, "column"),
        ({"sex": "X"}, "column"),
        ({"birth_precision": "guess"}, "column"),
        ({"personal_id": "123"}, "personal_id_shape"),
        ({"residence_from": date(2014, 5, 2)}, "before_birth"),
        ({"residence_from": date(2100, 1, 1)}, "day_in_future"),
        ({"circumstances": (actions.CircumstanceEntry("DB99", date(2020, 1, 1)),)}, "unknown_group"),
        ({"circumstances": (actions.CircumstanceEntry("DB05", date(2020, 1, 1)),) * 2}, "group_twice"),
        ({"risk_criteria": ("nonsense",)}, "unknown_criterion"),
        ({"risk_criteria": ("poor",), "risk_from": date(2013, 1, 1)}, "before_birth"),
    ],
)
def test_bad_input_gets_its_sentence_and_changes_nothing(refused, fields, code):
    assert code in refused(**fields)


def test_a_child_lives_in_a_commune_of_that_day(refused, here):
    gone = commune("Xã Cũ", parent=here.parent, valid_to=date(2025, 6, 30))
    assert refused(place=here.parent) == ["not_a_commune"]
    assert refused(place=gone) == ["place_not_in_force"]


def test_a_column_message_with_a_percent_sign_is_readable(monkeypatch, refused):
    def clean(self, exclude=None):
        raise ValidationError({"full_name": ["100% sai"]})

    monkeypatch.setattr(Child, "clean_fields", clean)
    assert "column" in refused()


class TestMany:
    @pytest.fixture
    def entries(self, here):
        return [actions.ChildEntry(place=here, **{**KNOWN, "full_name": f"Trẻ Giả {n}"}) for n in range(3)]

    def test_they_are_entered_with_one_audit_event_of_all_ids(self, entries, hoa):
        children = actions.register_children(entries=entries, by=hoa)
        event = AuditEvent.objects.get()
        assert event.ids == [child.pk for child in children]
        assert event.target_id is None
        assert Residence.objects.count() == 3

    def test_the_wrong_rows_are_named_and_none_is_written(self, entries, here, hoa):
        entries[1:1] = [actions.ChildEntry(**{**KNOWN, "birth_date": born(20)}, place=here, personal_id="1")]
        with pytest.raises(actions.RowsRefused) as refusal:
            actions.register_children(entries=entries, by=hoa)
        assert {index: [p.code for p in found] for index, found in refusal.value.rows.items()} == {
            1: ["adult", "personal_id_shape"]
        }
        assert not Child.objects.exists()

    def test_their_number_costs_no_further_queries(self, entries, hoa, django_assert_num_queries):
        entries = entries * 50
        with django_assert_num_queries(5):  # savepoint, children, residences, audit, release
            actions.register_children(entries=entries, by=hoa)

    def test_they_can_be_searched_and_sorted_as_those_entered_singly(self, entries, register, hoa):
        single = register(full_name="Trẻ Giả 0", personal_id="089314000123")
        actions.void_entry(row=single, reason="nhập nhầm", by=hoa)
        many = actions.register_children(
            entries=[actions.ChildEntry(place=single.responsible_place, personal_id="089314000123", **KNOWN)], by=hoa
        )[0]
        assert many.personal_id_index == single.personal_id_index
        assert many.search_key == "nguyen thi gia"
        assert Child.objects.get(pk=many.pk).personal_id == "089314000123"


class TestOneNumberOneChild:
    NUMBER = "089314000123"

    def problems(self, register):
        with pytest.raises(actions.Refused) as refusal:
            register(personal_id=self.NUMBER)
        return [(problem.code, problem.field) for problem in refusal.value.problems]

    def test_a_number_of_the_register_is_refused(self, register):
        register(personal_id=self.NUMBER, full_name="Tên Khác")
        assert self.problems(register) == [("known_here", "personal_id")]
        assert Child.objects.count() == 1

    def test_a_correction_cannot_give_a_child_the_number_of_another(self, register, hoa):
        register(personal_id=self.NUMBER, full_name="Tên Khác")
        child = register(full_name="Trẻ Giả 9")
        with pytest.raises(actions.Refused) as refusal:
            actions.edit_child(child=child, version=child.version, by=hoa, personal_id=self.NUMBER)
        assert [problem.code for problem in refusal.value.problems] == ["known_here"]

    def test_of_a_child_out_of_reach_no_place_and_no_name_is_told(self, register, next_door):
        ChildFactory(place=next_door, full_name="Tên Kín", personal_id=self.NUMBER)
        with pytest.raises(actions.Refused) as refusal:
            register(personal_id=self.NUMBER)
        assert str(refusal.value) == "Số định danh này đã có trong sổ; hỏi cấp tỉnh."

    def test_a_child_kept_from_the_user_reads_like_one_of_elsewhere(self, register, opened, hoa, an):
        opened.child.personal_id = self.NUMBER
        opened.child.save()
        assert self.problems(register) == [("known_here", "personal_id")]
        actions.restrict_case(case=opened, user=hoa, reason="có liên quan", by=an)
        assert self.problems(register) == [("known_elsewhere", "personal_id")]

    def test_two_rows_of_one_number_are_both_refused(self, here, hoa):
        entry = actions.ChildEntry(place=here, personal_id=self.NUMBER, **KNOWN)
        with pytest.raises(actions.RowsRefused) as refusal:
            actions.register_children(entries=[entry, entry], by=hoa)
        assert {index: [p.code for p in found] for index, found in refusal.value.rows.items()} == {
            0: ["number_twice"], 1: ["number_twice"]
        }  # fmt: skip


def test_the_sentences_are_vietnamese(register):
    with pytest.raises(actions.Refused) as refusal:
        register(birth_date=today() + timedelta(days=1))
    assert str(refusal.value) == f"Ngày sinh {today() + timedelta(days=1):%d/%m/%Y} ở tương lai. " + (
        f"Ngày {today():%d/%m/%Y} trước ngày sinh của trẻ."
    )
