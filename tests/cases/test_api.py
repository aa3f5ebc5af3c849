"""The API of the register and of cases: the same door, actions and audit as the screens."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import audit
from accounts.models import ApiToken, AuditEvent
from cases import actions
from cases.models import Case, Child, DenyEntry, Intake
from places.models import EthnicGroup
from tests.cases.conftest import today
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    IntakeFactory,
    UserFactory,
    commune,
)

LISTS = ["children", "intakes", "cases", "steps"]


@pytest.fixture
def api(client):
    """Calls as a user: api(hoa).get("cases")."""

    class Api:
        def __init__(self, user=None, token=None):
            self.headers = {"authorization": f"Token {token}"} if token else {}
            if user:
                client.force_login(user)

        def get(self, address, **query):
            return client.get(f"/api/v1/{address}", query, headers=self.headers)

        def post(self, address, **body):
            return client.post(f"/api/v1/{address}", body, "application/json", headers=self.headers)

    return Api


@pytest.fixture
def hotline(here):
    user = UserFactory()
    AssignmentFactory(user=user, place=here.parent, role="hotline_operator")
    return user


def entry(here, **fields):
    told = {"full_name": "Trẻ Giả", "sex": "F", "birth_date": "2016-05-03", "place": here.reference}
    return {**told, **fields}


def report(here, **fields):
    told = {
        "received_at": timezone.now().isoformat(),
        "channel": "phone",
        "category": "at_risk",
        "incident_place": here.reference,
        "narrative": "Nội dung giả.",
    }
    return {**told, **fields}


def test_what_is_asked_at_the_same_time_does_not_mix(api, opened, hoa, here, monkeypatch):
    """Threads share the classes of the views: another call comes in between the page and the answer."""
    ChildFactory(place=here)
    real, others = audit.record, []

    def record(*args, **kwargs):
        if not others:
            others.append(None)
            others.append(api(hoa).get("cases").json()["count"])
        return real(*args, **kwargs)

    monkeypatch.setattr(audit, "record", record)
    told = api(hoa).get("children", page_size=1).json()
    assert (others[1], told["count"]) == (1, 2)
    assert "/children?page=2" in told["next"]


class TestTheDoor:
    @pytest.mark.parametrize("address", LISTS)
    def test_nobody_is_answered(self, api, db, address):
        assert api().get(address).status_code == 401

    @pytest.mark.parametrize("address", LISTS)
    def test_a_list_shows_the_rows_of_the_territory_and_no_others(self, api, opened, hoa, minh, address):
        assert api(hoa).get(address).json()["count"] == (2 if address == "steps" else 1)
        assert api(minh).get(address).json()["count"] == 0

    @pytest.mark.parametrize("address", ["children", "intakes", "cases"])
    def test_one_row_is_for_those_who_reach_it(self, api, opened, hoa, minh, address):
        uid = {"children": opened.child.uid, "intakes": opened.intake.uid, "cases": opened.uid}[address]
        assert api(hoa).get(f"{address}/{uid}").status_code == 200
        hidden, missing = api(minh).get(f"{address}/{uid}"), api(minh).get(f"{address}/{opened.child.uid}"[:-1] + "0")
        assert (hidden.status_code, hidden.json()) == (404, missing.json())

    def test_a_denied_person_finds_nothing(self, api, opened, hoa, lan):
        DenyEntry.objects.create(case=opened, user=hoa, reason="liên quan", created_by=lan)
        assert [api(hoa).get(address).json()["count"] for address in LISTS] == [0, 0, 0, 0]
        assert api(hoa).get(f"cases/{opened.uid}").status_code == 404

    @pytest.mark.parametrize("address", ["children", "cases", "steps"])
    def test_whoever_has_no_role_for_it_is_refused(self, api, hotline, address):
        assert api(hotline).get(address).status_code == 403

    @pytest.mark.parametrize("role", ["commune_chair", "province_staff", "auditor"])
    def test_whoever_reads_cases_does_not_read_who_reported_them(self, api, here, intake, role):
        reader = AssignmentFactory(place=here.parent if role == "province_staff" else here, role=role).user
        assert api(reader).get("cases").status_code == 200
        assert [api(reader).get(address).status_code for address in ("intakes", f"intakes/{intake.uid}")] == [403, 403]

    def test_whoever_receives_reports_reads_them(self, api, intake, hotline):
        assert api(hotline).get("intakes").json()["count"] == 1
        assert api(hotline).get(f"intakes/{intake.uid}").json()["narrative"] == intake.narrative

    def test_a_method_may_ask_for_more_than_reading(self, api, lan, here):
        assert api(lan).post("children", **entry(here)).status_code == 403
        assert api(lan).post("intakes", **report(here)).status_code == 403
        assert api(lan).post("cases").status_code == 403
        assert not Child.objects.exists()

    @pytest.mark.parametrize(("kind", "status"), [("case", 200), ("indicator", 403)])
    def test_only_tokens_of_the_kind_case_act_for_their_user(self, api, opened, hoa, kind, status):
        _row, token = ApiToken.objects.create(user=hoa, kind=kind)
        assert api(token=token).get("cases").status_code == status

    def test_unknown_parameters_are_refused(self, api, hoa):
        answer = api(hoa).get("cases", stagee="plan")
        assert answer.status_code == 400
        assert "stage" in answer.json()["errors"]["stagee"][0]
        assert api(hoa).get("children", name="Trẻ").status_code == 400


class TestTheAudit:
    def test_a_list_writes_one_row_with_all_ids(self, api, opened, hoa):
        for address, verb, pks in (
            ("children", "child.listed", [opened.child_id]),
            ("intakes", "intake.listed", [opened.intake_id]),
            ("cases", "case.listed", [opened.pk]),
            ("steps", "case.listed", [opened.pk, opened.pk]),
        ):
            api(hoa).get(address)
            event = AuditEvent.objects.latest("pk")
            assert (event.verb, event.ids, event.by) == (verb, pks, hoa)

    def test_the_page_of_one_row_writes_one(self, api, opened, hoa):
        for address, row in (("children", opened.child), ("intakes", opened.intake), ("cases", opened)):
            api(hoa).get(f"{address}/{row.uid}")
            event = AuditEvent.objects.latest("pk")
            assert (event.target_type, event.target_id) == (row._meta.label_lower, row.pk)

    def test_what_cannot_be_audited_is_not_shown(self, api, opened, hoa, client, monkeypatch):
        def fail(*args, **kwargs):
            raise DatabaseError

        monkeypatch.setattr(audit, "record", fail)
        client.raise_request_exception = False
        answer = api(hoa).get(f"cases/{opened.uid}")
        assert answer.status_code == 500
        assert opened.code not in answer.content.decode()


class TestReading:
    def test_sealed_columns_are_on_the_page_of_one_row_only(self, api, here, hoa):
        child = ChildFactory(place=here, personal_id="089314000123", phone="0900000000")
        IntakeFactory(incident_place=here, narrative="BIMAT", informant_name="BIMAT")
        listed = api(hoa).get("children").content + api(hoa).get("intakes").content
        assert not [word for word in (b"089314000123", b"0900000000", b"BIMAT") if word in listed]
        shown = api(hoa).get(f"children/{child.uid}").json()
        assert (shown["personal_id"], shown["phone"]) == ("089314000123", "0900000000")
        assert api(hoa).get(f"intakes/{Intake.objects.get().uid}").json()["narrative"] == "BIMAT"

    def test_a_child_is_told_with_homes_and_circumstances(self, api, here, hoa):
        child = ChildFactory(place=here, ethnic_group=EthnicGroup.objects.create(code="05", name="Khmer"))
        CircumstanceFactory(child=child, group="DB04", subgroup="DB04.1")
        void = CircumstanceFactory(child=child, group="DB05")
        actions.void_entry(row=void, reason="nhập nhầm", by=hoa)
        told = api(hoa).get(f"children/{child.uid}").json()
        assert told["ethnic_group"] == "05"
        assert [row["subgroup"] for row in told["circumstances"]] == ["DB04.1"]
        assert told["residences"][0]["place"] == here.reference

    def test_a_case_is_told_with_its_steps_and_their_source(self, api, opened, hoa):
        told = api(hoa).get(f"cases/{opened.uid}").json()
        assert (told["code"], told["stage"], told["child"]["full_name"]) == (opened.code, "initial", "Trẻ Giả")
        assert [step["code"] for step in told["steps"]] == ["initial", "plan"]
        assert told["steps"][1]["source"] == "Nghị định 56/2017/NĐ-CP, Điều 28 khoản 1"

    def test_voided_rows_are_not_listed(self, api, opened, hoa):
        actions.void_entry(row=opened, reason="nhập nhầm", by=hoa)
        actions.void_entry(row=opened.intake, reason="nhập nhầm", by=hoa)
        actions.void_entry(row=opened.child, reason="nhập nhầm", by=hoa)
        assert [api(hoa).get(address).json()["count"] for address in LISTS] == [0, 0, 0, 0]
        assert api(hoa).get(f"cases/{opened.uid}").json()["voided_at"]

    def test_pages_have_a_size(self, api, here, hoa):
        ChildFactory.create_batch(3, place=here)
        told = api(hoa).get("children", page_size=2).json()
        assert (told["count"], len(told["results"]), bool(told["next"])) == (3, 2, True)
        assert api(hoa).get("children", page=9).status_code == 404

    @pytest.mark.parametrize("address", LISTS)
    def test_a_list_costs_the_same_however_long(self, api, opened, here, hoa, address):
        caller, costs = api(hoa), []
        caller.get(address)  # the first call of a session sets it up
        for _n in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert caller.get(address).status_code == 200
            costs.append(len(queries))
            for case in [CaseFactory(place=here) for _more in range(8)]:
                case.steps.create(code="plan", opened_at=timezone.now(), basis="plan_from_intake_2017")
        assert costs[0] == costs[1]


class TestFilters:
    def test_cases_by_step_state_risk_and_delay(self, api, opened, hoa):
        caller = api(hoa)
        assert caller.get("cases", stage="initial", status="open", category="at_risk").json()["count"] == 1
        assert caller.get("cases", stage="plan").json()["count"] == 0
        assert caller.get("cases", risk_level="high").json()["count"] == 0
        assert caller.get("cases", overdue="true").json()["count"] == 0
        opened.steps.update(due_at=timezone.now() - timedelta(hours=1))
        assert caller.get("cases", overdue="true").json()["count"] == 1
        assert caller.get("steps", late="true", code="plan").json()["count"] == 1

    def test_children_by_group_of_today(self, api, here, hoa):
        child = ChildFactory(place=here)
        row = CircumstanceFactory(child=child, group="DB05")
        assert api(hoa).get("children", group="DB05").json()["count"] == 1
        assert api(hoa).get("children", group="DB04").json()["count"] == 0
        actions.end_circumstance(circumstance=row, ends_on=today() - timedelta(days=1), by=hoa)
        assert api(hoa).get("children", group="DB05").json()["count"] == 0

    def test_rows_of_a_place_and_all_below_it(self, api, lan, here, next_door):
        CaseFactory(place=here)
        caller = api(lan)
        assert caller.get("cases", place=here.parent.reference).json()["count"] == 1
        assert caller.get("cases", place=here.reference).json()["count"] == 1
        assert caller.get("cases", place=next_door.reference).json()["count"] == 0
        assert caller.get("cases", place=[here.reference, next_door.reference]).status_code == 400

    @pytest.mark.parametrize(
        ("address", "query"),
        [
            ("cases", {"stage": "nonsense"}),
            ("cases", {"overdue": "1"}),
            ("cases", {"place": "99999"}),
            ("cases", {"place": "91@soon"}),
            ("children", {"group": "DB99"}),
            ("intakes", {"status": "old"}),
            ("steps", {"code": "sleep"}),
            ("children", {"group": ["DB01", "DB02"]}),  # of two the last alone would be read
            ("places", {"search": ["giả", "khác"]}),
        ],
    )
    def test_a_value_that_means_nothing_is_refused_with_what_is_allowed(self, api, hoa, address, query):
        answer = api(hoa).get(address, **query)
        assert answer.status_code == 400
        assert list(answer.json()["errors"]) == list(query)


class TestWriting:
    def test_a_child_is_registered(self, api, here, hoa):
        EthnicGroup.objects.create(code="05", name="Khmer")
        answer = api(hoa).post("children", **entry(here, ethnic_group="05", residence_from="2020-01-01"))
        assert answer.status_code == 201
        child = Child.objects.get()
        assert (answer.json()["uid"], child.created_by) == (str(child.uid), hoa)
        assert child.residences.get().starts_on == date(2020, 1, 1)
        assert AuditEvent.objects.filter(verb="child.registered", by=hoa).count() == 1

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"birth_date": "2000-01-01"}, "birth_date"),
            ({"birth_date": "31/02/2016"}, "birth_date"),
            ({"personal_id": "12"}, "personal_id"),
            ({"sex": "X"}, "sex"),
            ({"place": "nowhere"}, "place"),
            ({"fullname": "Trẻ"}, "fullname"),
            ({"ethnic_group": "99"}, "ethnic_group"),
        ],
    )
    def test_bad_input_is_told_at_its_field_and_changes_nothing(self, api, here, hoa, fields, field):
        answer = api(hoa).post("children", **entry(here, **fields))
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
        assert not Child.objects.exists()

    @pytest.mark.parametrize(
        ("birth_date", "words"),
        [("2020-02-31", "Trong lịch không có 2020-02-31."), ("31/02/2020", "Ngày sai định dạng.")],
    )
    def test_a_day_that_never_was_is_told_apart_from_a_wrong_format(self, api, here, hoa, birth_date, words):
        answer = api(hoa).post("children", **entry(here, birth_date=birth_date))
        assert answer.json()["errors"]["birth_date"][0].startswith(words)

    def test_so_is_a_moment_that_never_was(self, api, here, hoa):
        answer = api(hoa).post("intakes", **report(here, received_at="2020-02-31T08:00:00+07:00"))
        assert answer.json()["errors"] == {"received_at": ["Trong lịch không có 2020-02-31T08:00:00+07:00."]}

    def test_a_child_is_registered_in_the_own_territory_only(self, api, next_door, hoa):
        answer = api(hoa).post("children", **entry(next_door))
        assert answer.json()["errors"] == {"place": ["Nơi này ngoài địa bàn của bạn."]}

    def test_a_body_that_is_no_object_is_refused(self, client, hoa):
        client.force_login(hoa)
        assert client.post("/api/v1/children", "[1]", "application/json").status_code == 400

    def test_a_circumstance_is_added(self, api, here, hoa, minh):
        child = ChildFactory(place=here)
        told = {"group": "DB04", "subgroup": "DB04.2", "starts_on": "2022-03-01"}
        assert api(minh).post(f"children/{child.uid}/circumstances", **told).status_code == 404
        assert api(hoa).post(f"children/{child.uid}/circumstances", **told).status_code == 201
        assert child.circumstances.get().subgroup == "DB04.2"
        again = api(hoa).post(f"children/{child.uid}/circumstances", **told)
        assert again.json()["errors"]["starts_on"] == [
            "Trẻ đã có mục này từ ngày 01/03/2022; hãy kết thúc mục cũ trước."
        ]

    def test_whoever_hears_of_it_takes_an_intake(self, api, here, hotline):
        answer = api(hotline).post("intakes", **report(here, child_name="Trẻ Giả", seems_urgent=True))
        assert answer.status_code == 201
        assert (Intake.objects.get().received_by, answer.json()["code"]) == (hotline, Intake.objects.get().code)
        assert "narrative" not in answer.json()

    def test_a_refused_intake_says_why(self, api, here, hoa):
        answer = api(hoa).post("intakes", **report(here, category="abused"))
        assert answer.json()["errors"] == {"abuse_type": ["Chọn hành vi xâm hại."]}

    def test_a_case_is_opened_for_a_new_child(self, api, here, intake, hoa):
        answer = api(hoa).post("cases", intake=str(intake.uid), new_child={"full_name": "Y Giả"})
        assert answer.status_code == 201
        assert Case.objects.get().child.full_name == "Y Giả"
        assert answer.json()["steps"][1]["due_at"]

    def test_a_new_child_of_a_case_lives_in_the_own_territory_too(self, api, next_door, intake, hoa):
        new = {"full_name": "Y Giả", "place": next_door.reference}
        answer = api(hoa).post("cases", intake=str(intake.uid), new_child=new)
        assert answer.status_code == 400
        assert "Nơi này ngoài địa bàn của bạn." in str(answer.json()["errors"])
        assert not Child.objects.exists()
        assert not Case.objects.exists()

    def test_or_for_one_of_the_register(self, api, here, intake, hoa):
        child = ChildFactory(place=here)
        assert api(hoa).post("cases", intake=str(intake.uid), child=str(child.uid)).status_code == 201
        again = api(hoa).post("cases", intake=str(intake.uid), child=str(child.uid))
        assert Case.objects.get().code in again.json()["errors"]["child"][0]

    def test_not_for_both_nor_for_rows_out_of_reach(self, api, here, next_door, intake, hoa):
        child, other = ChildFactory(place=here), ChildFactory(place=next_door)
        far = IntakeFactory(incident_place=commune("Xã Xa", parent=here.parent))
        for body, field in (
            ({"intake": intake.uid, "child": child.uid, "new_child": {}}, "new_child"),
            ({"intake": intake.uid, "child": other.uid}, "child"),
            ({"intake": far.uid}, "intake"),
            ({"intake": "1"}, "intake"),
        ):
            answer = api(hoa).post("cases", **body)
            assert list(answer.json()["errors"]) == [field]
        assert not Case.objects.exists()

    def test_a_refusal_about_the_whole_is_the_detail(self, api, intake, hoa):
        actions.dismiss_intake(intake=intake, version=1, reason="Tin trùng.", by=hoa)
        answer = api(hoa).post("cases", intake=str(intake.uid))
        assert answer.json()["detail"] == f"Tin {intake.code} đã kết luận không lập hồ sơ."
