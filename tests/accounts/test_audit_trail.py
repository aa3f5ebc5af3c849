"""Who did and saw what: written before it is shown, never rewritten, read by those who may."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, transaction
from django.utils import timezone

from accounts import audit
from accounts.audit_words import DETAILS, VERBS
from accounts.models import AuditEvent
from cases.models import Case, Child, DenyEntry
from tests.accounts.conftest import sign_in
from tests.factories import CaseFactory, UserFactory

URL = "/quan-tri/nhat-ky/"


@pytest.fixture
def office(client, tuan):
    client.force_login(tuan)
    return client


def text(response):
    return response.content.decode()


def rows(response):
    return response.context["rows"]


class TestRecord:
    def test_it_names_one_row(self, hoa, case):
        event = audit.record("case.viewed", case, by=hoa)
        assert (event.target_type, event.target_id, event.ids, event.by) == ("cases.case", case.pk, [], hoa)

    def test_it_names_all_rows_of_a_list(self, hoa, case):
        event = audit.record("case.listed", Case, by=hoa, ids=[case.pk])
        assert (event.target_type, event.target_id, event.ids) == ("cases.case", None, [case.pk])

    def test_nobody_did_what_nobody_signed(self, db):
        assert audit.record("x", by=None).by is None
        assert audit.record("x", by=AnonymousUser()).by is None

    def test_it_reads_in_a_log_without_names(self, hoa, case):
        assert str(audit.record("case.viewed", case, by=hoa)).endswith("case.viewed")


class TestNobodyRewritesIt:
    @pytest.fixture
    def event(self, hoa):
        return audit.record("x", by=hoa)

    @pytest.mark.parametrize(
        "change",
        [
            lambda event: AuditEvent.objects.filter(pk=event.pk).update(verb="y"),
            lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
            lambda event: event.save(),
            lambda event: event.delete(),
        ],
    )
    def test_the_runtime_role_may_not(self, event, change):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change(event)
        assert AuditEvent.objects.get(pk=event.pk).verb == "x"


class TestPage:
    def test_an_auditor_reads_what_people_of_the_territory_did(self, office, hoa, nam):
        audit.record("token.created", hoa, by=hoa, token="maiam_abc", kind="indicator", days=30)
        audit.record("token.created", nam, by=nam)
        page = text(office.get(URL))
        assert hoa.full_name in page
        assert "tạo mã truy cập API" in page
        assert "maiam_abc" in page
        assert nam.full_name not in page

    def test_failed_sign_ins_of_its_people_belong_to_it(self, office, client, hoa):
        sign_in(type(client)(REMOTE_ADDR="192.0.2.40"), hoa, "sai")
        assert "đăng nhập sai" in text(office.get(URL))

    def test_reading_it_is_noted(self, office, tuan):
        office.get(f"{URL}?verb=user.created")
        event = AuditEvent.objects.get(verb="audit.viewed")
        assert (event.by, event.detail) == (tuan, {"filters": ["verb"]})

    def test_others_may_not(self, client, hoa):
        client.force_login(hoa)
        assert client.get(URL).status_code == 403

    def test_filters_stand_in_the_address(self, office, hoa, chi, case):
        today = timezone.localdate()
        seen = audit.record("case.viewed", case, by=hoa)
        listed = audit.record("case.listed", Case, by=chi, ids=[case.pk, 999])
        child = audit.record("child.viewed", case.child, by=chi)
        for query, expected in (
            (f"who={hoa.username}", {seen}),
            (f"who={chi.username}&kind=cases.child", {child}),
            (f"kind=cases.case&number={case.pk}", {seen, listed}),
            (f"kind=cases.case&since={today:%d/%m/%Y}&until={today:%d/%m/%Y}", {seen, listed}),
            (f"kind=cases.case&until={today - timedelta(days=1):%d/%m/%Y}", set()),
            (f"kind=cases.case&since={today + timedelta(days=1):%d/%m/%Y}", set()),
        ):
            shown = {row["number"] for row in rows(office.get(f"{URL}?{query}"))}
            assert shown == {event.target_id for event in expected}, query

    def test_a_number_needs_its_kind(self, office):
        response = office.get(f"{URL}?number=5")
        assert "Chọn loại đối tượng" in text(response)
        assert rows(response) == []

    def test_older_ones_follow_without_gaps_or_repeats(self, office, hoa):
        events = [audit.record("account.signed_in", hoa, by=hoa, number=n) for n in range(120)]
        seen, before = [], ""
        for _ in range(3):
            response = office.get(f"{URL}?verb=account.signed_in{before}")
            seen += [row["details"][0][1] for row in rows(response)]
            audit.record("account.signed_in", hoa, by=hoa)  # new ones on top move nothing
            before = f"&before={response.context['before']}"
        assert seen == [event.detail["number"] for event in reversed(events)]
        assert response.context["before"] is None

    def test_a_barred_auditor_does_not_see_the_traces_either(self, office, hoa, tuan, case, lan):
        other = CaseFactory(place=case.responsible_place)
        for target in (case, case.child, other):
            audit.record("x.viewed", target, by=hoa)
        DenyEntry.objects.create(case=case, user=tuan, reason="liên quan", created_by=lan)
        shown = {(row["kind"], row["number"]) for row in rows(office.get(URL))}
        assert ("cases.case", other.pk) in shown
        assert not shown & {("cases.case", case.pk), ("cases.child", case.child_id)}

    def test_nor_the_lists_that_showed_it_nor_what_names_it_beside(self, office, hoa, tuan, case, lan):
        other = CaseFactory(place=case.responsible_place)
        audit.record("x.listed", Case, by=hoa, ids=[other.pk, case.pk])
        audit.record("x.beside", other, by=hoa, child=case.child_id)
        audit.record("x.other", Case, by=hoa, ids=[other.pk], child=other.child_id)
        assert {"x.listed", "x.beside", "x.other"} <= {row["verb"] for row in rows(office.get(URL))}
        DenyEntry.objects.create(case=case, user=tuan, reason="liên quan", created_by=lan)
        shown = {row["verb"] for row in rows(office.get(URL))}
        assert "x.other" in shown
        assert not shown & {"x.listed", "x.beside"}

    def test_kinds_that_no_longer_exist_are_shown_as_they_were(self, office, hoa):
        AuditEvent.objects.create(verb="gone", target_type="old.thing", target_id=7, by=hoa)
        AuditEvent.objects.create(verb="gone", target_type="nonsense", target_id=7, by=hoa)
        page = text(office.get(URL))
        assert "old.thing" in page
        assert "nonsense" in page

    def test_the_role_is_told_in_words(self, office, an, hoa, here):
        audit.record(
            "assignment.added",
            hoa,
            by=an,
            role="commune_chair",
            fields=["a", "b"],
            valid_from="2026-03-02",
            mailed=True,
        )
        page = text(office.get(URL))
        assert "từ ngày: 02/03/2026" in page
        assert "gửi thư: có" in page
        assert f"người dùng {hoa.username}" in page
        assert "Lãnh đạo UBND cấp xã" in page
        assert "a, b" in page

    @pytest.mark.parametrize("key", ["starts_on", "revised_on", "since", "on", "unheard_of"])
    def test_every_day_is_written_as_days_are(self, office, hoa, key):
        audit.record("x", hoa, by=hoa, **{key: "2026-03-02"}, days_of=["2026-04-05", "rest"])
        page = text(office.get(URL))
        assert "02/03/2026" in page
        assert "05/04/2026, rest" in page
        assert "2026-03-02" not in page

    @pytest.mark.parametrize("kept", ["2026-13-02", "20260302", "VR-2026-000007"])
    def test_what_is_no_day_stays_as_it_was_kept(self, office, hoa, kept):
        audit.record("x", hoa, by=hoa, code=kept)
        assert f"mã: {kept}" in text(office.get(URL))

    def test_money_has_its_marks(self, office, hoa):
        audit.record("x", hoa, by=hoa, amount=1500000)
        assert "số tiền: 1.500.000 đồng" in text(office.get(URL))

    def test_units_are_told_by_name(self, office, hoa, here, next_door):
        audit.record("x", hoa, by=hoa, before=here.pk, after=next_door.pk, since="2026-03-02")
        audit.record("x", hoa, by=hoa, place=here.reference)
        audit.record("x", hoa, by=hoa, place=999999999)
        audit.record("x", hoa, by=hoa, place=["12", "13"])
        page = text(office.get(URL))
        for told in (
            f"trước: {here.full_name}",
            f"sau: {next_door.full_name}",
            "từ ngày: 02/03/2026",
            f"nơi: {here.full_name}",
            "nơi: 999999999",
            "nơi: 12, 13",
        ):
            assert told in page

    def test_lists_are_counted(self, office, hoa, case):
        audit.record("child.listed", Child, by=hoa, ids=[1, 2, 3])
        assert "3 trẻ em" in text(office.get(URL))

    def test_nothing_found_says_so(self, office):
        assert "Không có việc nào khớp" in text(office.get(f"{URL}?who=khong-co"))

    def test_it_asks_the_database_few_questions(self, office, here, django_assert_max_num_queries):
        for _ in range(30):
            user = UserFactory()
            user.assignments.create(place=here, role="auditor", valid_from="2020-01-01")
            audit.record("account.signed_in", user, by=user, place=here.pk)
            audit.record("assignment.added", user, by=user, place=here.reference)
        with django_assert_max_num_queries(16):
            office.get(URL)


def _records_in_code():
    """Every call of record() in the code, found by reading it."""
    for path in Path(settings.BASE_DIR).glob("*/**/*.py"):
        if path.relative_to(settings.BASE_DIR).parts[0] in {"tests", "benchmarks"} or ".venv" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and _is_record(node.func):
                yield node


def _is_record(function):
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "record"


def _strings(node):
    """The text itself, or both of a choice; a variable cannot be read."""
    if isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_every_verb_has_words():
    found = {verb for call in _records_in_code() for verb in _strings(call.args[0])}
    assert "user.created" in found
    assert found - set(VERBS) == set(), "Name them in accounts/audit_words.py."


def test_every_detail_has_words():
    found = {word.arg for call in _records_in_code() for word in call.keywords} - {"by", "ids", None}
    assert "role" in found
    assert found - set(DETAILS) == set(), "Name them in accounts/audit_words.py."
