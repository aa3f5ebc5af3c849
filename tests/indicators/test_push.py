"""Figures go to one DHIS2, the same twice changes nothing, and what is not final stays here."""

import json
import re
import socket
import threading
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import AuditEvent
from indicators import tasks
from indicators.actions import calendar, pushing, releasing
from indicators.dhis2_names import MappingUnusable
from indicators.models import Completeness, Push, PushedValue
from indicators.releases.content import content_of
from tests.factories import AssignmentFactory, ChildFactory, CircumstanceFactory, UserFactory, commune
from tests.indicators.changes import VIETNAM
from tests.indicators.conftest import declare, sweep_all
from tests.indicators.test_releases import leader, published, replaced  # noqa: F401 - a fixture

TOKEN = "d2pat_invented"


class Dhis2(BaseHTTPRequestHandler):
    """As DHIS2's /api/dataValueSets: keeps the newest value of a key and says what that changed."""

    def do_POST(self):
        address = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((address.path, parse_qs(address.query), dict(self.headers), body))
        if self.server.moved_to:
            self.send_response(302)
            self.send_header("Location", self.server.moved_to)
            self.end_headers()
            return
        counts, conflicts = {"imported": 0, "updated": 0, "ignored": 0, "deleted": 0}, []
        is_deletion = parse_qs(address.query)["importStrategy"] == ["DELETE"]
        for told in body["dataValues"]:
            key = tuple(told.get(n, "") for n in ("dataElement", "period", "orgUnit", "categoryOptionCombo"))
            if is_deletion:
                assert told["deleted"] is True
                assert "value" not in told
                counts["deleted" if self.server.kept.pop(key, None) else "ignored"] += 1
                continue
            if self.server.unknown in key:
                counts["ignored"] += 1
                conflicts.append({"object": self.server.unknown, "value": f"Data element not found: {key[0]}"})
            elif key not in self.server.kept:
                counts["imported"] += 1
            elif self.server.kept[key] != told["value"]:
                counts["updated"] += 1
            if self.server.unknown not in key:
                self.server.kept[key] = told["value"]
        summary = {"status": "WARNING" if conflicts else "SUCCESS", "importCount": counts, "conflicts": conflicts}
        answer = json.dumps({"httpStatusCode": 409 if conflicts else 200, "response": summary}).encode()
        self.send_response(409 if conflicts else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args):
        pass


@contextmanager
def serving():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dhis2)
    server.asked, server.kept, server.unknown, server.moved_to = [], {}, None, ""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def dhis2(settings):
    with serving() as server:
        settings.DHIS2_URL, settings.DHIS2_TOKEN = f"http://127.0.0.1:{server.server_port}", TOKEN
        yield server


@pytest.fixture
def asked(kept, here, next_door, settings):
    """Two communes, one of them complete: one of three children is in special circumstances. The server is trusted
    with live figures."""
    settings.DHIS2_LIVE = True
    declare(here)
    children = [ChildFactory(place=here) for _ in range(3)]
    CircumstanceFactory(child=children[0])
    ChildFactory(place=next_door)
    sweep_all()
    return {
        "indicator": ["H01", "P01"],
        "place": [here.parent.reference],
        "below": "commune",
        "period": ["2023", "2024"],
    }


def test_a_dry_run_says_what_would_be_sent_and_sends_nothing(dhis2, asked, here):
    out, told = StringIO(), StringIO()
    call_command("push_dhis2", indicator=["H01"], place=[here.reference], period=["2024"], dry_run=True,
                 stdout=out, stderr=told)  # fmt: skip
    rows = {row["dataElement"]: row for row in json.loads(out.getvalue())["dataValues"]}
    assert (rows["H01_NUM"]["value"], rows["H01_DEN"]["value"], float(rows["H01"]["value"])) == ("1", "3", 100 / 3)
    assert {row["orgUnit"] for row in rows.values()} == {here.reference}
    assert "3 trị số" in told.getvalue()
    assert (dhis2.asked, Push.objects.count()) == ([], 0)


def test_what_is_sent_arrives_and_the_same_again_changes_nothing(dhis2, asked, here):
    first = pushing.send(pushing.prepare(asked))
    assert (first.outcome, first.imported, first.updated) == ("sent", first.values, 0)
    assert dhis2.kept["H01_NUM", "2024", here.reference, ""] == "1"
    held = dict(dhis2.kept)
    again = pushing.send(pushing.prepare(asked))
    assert (again.outcome, again.imported, again.updated, again.digest) == ("sent", 0, 0, first.digest)
    assert dhis2.kept == held
    path, query, headers, _body = dhis2.asked[0]
    assert (path, query["importStrategy"], headers["Authorization"]) == (
        "/api/dataValueSets", ["CREATE_AND_UPDATE"], f"ApiToken {TOKEN}")  # fmt: skip


def test_what_is_asked_for_twice_is_sent_once(dhis2, asked, here):
    asked |= {"by": ["sex"]}
    once = pushing.prepare(asked)
    twice = pushing.prepare({name: told * 2 if isinstance(told, list) else told for name, told in asked.items()})
    assert twice.digest == once.digest
    assert pushing.send(twice).outcome == "sent"
    both = {"below": None, "place": [here.reference, here.code], "indicator": ["P01"], "period": ["2024"], "by": []}
    assert len(pushing.prepare(both).body["dataValues"]) == 1


def test_a_changed_figure_is_updated(dhis2, asked, here):
    pushing.send(pushing.prepare(asked))
    CircumstanceFactory(child=ChildFactory(place=here))
    sweep_all()
    push = pushing.send(pushing.prepare(asked))
    assert push.imported == 0
    assert push.updated > 0
    assert dhis2.kept["H01_NUM", "2024", here.reference, ""] == "2"


def test_what_is_not_complete_not_final_or_stale_is_not_sent(dhis2, asked, here, next_door, time_machine):
    push = pushing.send(pushing.prepare(asked))
    assert push.left_out == {"unknown": 4}
    assert next_door.reference not in {key[2] for key in dhis2.kept}
    CircumstanceFactory(child=ChildFactory(place=here))  # nobody has counted it yet
    assert pushing.prepare(asked).left_out["stale"] > 0
    sweep_all()
    time_machine.move_to(datetime(2024, 5, 17, 9, tzinfo=VIETNAM), tick=False)
    calendar.tick()
    sweep_all()
    assert pushing.prepare(asked | {"period": ["2024"]}).left_out["running"] == 2


def test_names_of_the_other_side_are_taken_from_the_table(dhis2, asked, here, settings, tmp_path):
    table = tmp_path / "table.csv"
    rows = ["kind,ours,theirs", f"orgUnit,{here.reference},ImspTQPwCqd"]
    rows += [f"dataElement,{code},uid{code}" for code in ("H01", "H01_NUM", "P01")]
    table.write_text("\n".join(rows))
    settings.DHIS2_MAPPING = str(table)
    with pytest.raises(MappingUnusable, match="dataElement H01_DEN"):
        pushing.prepare(asked)
    table.write_text("\n".join([*rows, "dataElement,H01_DEN,uidH01_DEN"]))
    pushing.send(pushing.prepare(asked))
    assert dhis2.kept["uidH01_DEN", "2024", "ImspTQPwCqd", ""] == "3"
    assert dhis2.asked[0][1]["orgUnitIdScheme"] == ["UID"]


@pytest.mark.parametrize("text", ["a,b\n", "kind,ours,theirs\nfoo,H01,x\n", "kind,ours,theirs\norgUnit,1,\n",
                                  "kind,ours,theirs\norgUnit,1,a\norgUnit,1,b\n"])  # fmt: skip
def test_a_table_with_a_fault_is_refused(asked, settings, tmp_path, text):
    (tmp_path / "table.csv").write_text(text)
    settings.DHIS2_MAPPING = str(tmp_path / "table.csv")
    with pytest.raises(MappingUnusable):
        pushing.prepare(asked)


def test_what_the_other_side_refuses_is_kept_in_its_words(dhis2, asked):
    dhis2.unknown = "P01"
    push = pushing.send(pushing.prepare(asked))
    assert (push.outcome, push.ignored) == ("refused", 2)
    assert push.detail == ["Data element not found: P01"] * 2


def test_figures_follow_no_redirection(dhis2, asked):
    with serving() as elsewhere:
        dhis2.moved_to = f"http://127.0.0.1:{elsewhere.server_port}/api/dataValueSets"
        assert pushing.send(pushing.prepare(asked)).outcome == "failed"
        assert elsewhere.asked == []


@pytest.mark.parametrize("url", ["", "http://dhis2.example.vn", "file:///etc/passwd", "https://a:b@dhis2.example.vn",
                                 "https://dhis2.example.vn/?x=1"])  # fmt: skip
def test_an_address_that_is_not_safe_is_not_used(asked, settings, url):
    settings.DHIS2_URL, settings.DHIS2_TOKEN = url, TOKEN
    with pytest.raises(pushing.NotSent):
        pushing.send(pushing.prepare(asked))
    assert Push.objects.count() == 0


def test_where_nothing_is_final_nothing_is_sent(dhis2, asked, next_door):
    with pytest.raises(pushing.NotSent, match="Không có trị số nào"):
        pushing.send(pushing.prepare(asked | {"place": [next_door.reference], "below": None}))
    assert (dhis2.asked, Push.objects.count()) == ([], 0)


def test_a_server_that_is_away_is_a_row_not_a_crash(asked, settings):
    settings.DHIS2_URL, settings.DHIS2_TOKEN = "http://127.0.0.1:9", TOKEN
    assert pushing.send(pushing.prepare(asked)).outcome == "failed"


def test_a_question_that_means_nothing_is_refused_with_a_sentence(dhis2, kept):
    with pytest.raises(CommandError, match="Không có chỉ số"):
        call_command("push_dhis2", indicator=["H99"], place=["91"], period=["2024"])


def test_each_night_what_the_settings_name_is_sent(dhis2, asked, settings):
    settings.DHIS2_PUSH = {}
    assert tasks.push_dhis2() == 0
    settings.DHIS2_PUSH = asked
    assert tasks.push_dhis2() == Push.objects.get().values > 0


# ---- what is open to everyone, and what is not


def test_without_trust_only_what_is_published_is_sent(dhis2, settings, kept, here, lan):
    settings.DHIS2_LIVE = False
    places = [here, commune("Xã Hai Giả", parent=here.parent), commune("Xã Ba Giả", parent=here.parent)]
    for place, special in zip(places, (3, 6, 7), strict=True):
        children = [ChildFactory(place=place, sex=sex) for sex in "FFFFFFMMMMMM"]
        for child in children[:special]:
            CircumstanceFactory(child=child)
    declare(here.parent)
    sweep_all()
    asked = {"indicator": ["H01"], "place": [here.parent.reference, *(p.reference for p in places)], "period": ["2024"]}
    nothing = pushing.prepare(asked | {"by": ["sex"]})
    assert (nothing.body["dataValues"], nothing.left_out) == ([], {"unpublished": 4})
    with pytest.raises(pushing.NotSent):
        pushing.send(nothing)
    draft = releasing.draft_release(table="tre-em", place=here.parent, periods=["2024"], note="", by=lan)
    leader = UserFactory()  # noqa: F811
    AssignmentFactory(user=leader, place=here.parent, role="province_leader")
    fingerprint = content_of(draft.table, here.parent, draft.periods).fingerprint
    releasing.publish_release(draft=draft, fingerprint=fingerprint, by=leader)
    told = pushing.prepare(asked | {"by": ["sex"]})
    pushing.send(told)
    assert dhis2.kept["H01_NUM", "2024", here.parent.reference, ""] == "16"
    assert here.reference not in {key[2] for key in dhis2.kept}, "three children in a commune are not told"
    assert not {value for key, value in dhis2.kept.items() if key[0] == "H01_NUM"} & set("1234")
    CircumstanceFactory(child=ChildFactory(place=places[2]))  # nobody has published it
    sweep_all()
    assert pushing.prepare(asked | {"by": ["sex"]}).digest == told.digest


# ---- what is told no more is deleted there


@pytest.fixture
def published_once(dhis2, settings, kept, here, lan, leader):  # noqa: F811
    """Three communes with 3, 30 and 40 children in special circumstances are published and sent."""
    settings.DHIS2_LIVE = False
    places = [here, commune("Xã Hai Giả", parent=here.parent), commune("Xã Ba Giả", parent=here.parent)]
    for place, special in zip(places, (3, 30, 40), strict=True):
        for number in range(60):
            child = ChildFactory(place=place, sex="FM"[number % 2])
            if number < special:
                CircumstanceFactory(child=child)
    declare(here.parent)
    sweep_all()
    release = published(here.parent, lan, leader)
    asked = {"indicator": ["H01"], "place": [here.parent.reference], "below": "commune", "period": ["2024"]}
    pushing.send(pushing.prepare(asked))
    return asked, places, release


def corrected(release, place, lan, leader):  # noqa: F811
    """One more child has come in late: what is told of its commune would tell of this one child."""
    CircumstanceFactory(child=ChildFactory(place=place, sex="F"))
    return replaced(release, lan, leader)


def held(dhis2, place):
    return {key[0]: value for key, value in dhis2.kept.items() if key[2] == place.reference}


def test_what_a_correction_hides_is_deleted_there(dhis2, published_once, lan, leader):  # noqa: F811
    asked, places, release = published_once
    told = next(place for place in places if held(dhis2, place))
    assert held(dhis2, told)["H01_NUM"] in ("30", "40")
    corrected(release, told, lan, leader)
    elsewhere = {key: value for key, value in dhis2.kept.items() if key[2] != told.reference}
    push = pushing.send(pushing.prepare(asked))
    assert held(dhis2, told) == {}
    assert (push.outcome, push.withdrawn, push.deleted) == ("sent", 3, 3)
    assert {key: value for key, value in dhis2.kept.items() if key[2] != told.reference}.keys() <= elsewhere.keys()
    number = len(dhis2.asked)
    again = pushing.prepare(asked)
    assert again.withdrawn == []
    assert not [query for _path, query, *_ in dhis2.asked[number:] if query["importStrategy"] == ["DELETE"]]
    event = AuditEvent.objects.get(verb="figures.pushed", target_id=push.pk)
    assert event.detail["withdrawn"] == 3


def test_a_dry_run_says_what_would_be_deleted_and_deletes_nothing(dhis2, published_once, lan, leader):  # noqa: F811
    _asked, places, release = published_once
    told = next(place for place in places if held(dhis2, place))
    corrected(release, told, lan, leader)
    before = dict(dhis2.kept)
    out, words = StringIO(), StringIO()
    call_command("push_dhis2", indicator=["P01"], place=[told.reference], period=["2024"], dry_run=True,
                 stdout=out, stderr=words)  # fmt: skip
    rows = json.loads(out.getvalue())["deletedValues"]
    assert {row["dataElement"] for row in rows} == {"H01", "H01_NUM", "H01_DEN"}
    assert all(row["deleted"] and row["orgUnit"] == told.reference for row in rows)
    assert "Sẽ xóa ở máy nhận 3 trị số" in words.getvalue()
    assert dhis2.kept == before
    assert PushedValue.objects.filter(place=told).count() == 3


def test_what_is_withdrawn_is_deleted_though_nothing_else_is_to_be_sent(dhis2, published_once, lan, leader):  # noqa: F811
    _asked, places, release = published_once
    told = next(place for place in places if held(dhis2, place))
    corrected(release, told, lan, leader)
    out = StringIO()
    call_command("push_dhis2", indicator=["H01"], place=[told.reference], period=["2019"], stdout=out)
    assert held(dhis2, told) == {}
    assert "yêu cầu xóa 3 trị số" in out.getvalue()
    assert [query["importStrategy"] for _path, query, *_ in dhis2.asked[-1:]] == [["DELETE"]]


def test_a_deletion_that_was_not_taken_is_asked_for_again(dhis2, published_once, lan, leader, monkeypatch):  # noqa: F811
    asked, places, release = published_once
    told = next(place for place in places if held(dhis2, place))
    corrected(release, told, lan, leader)
    post = pushing._post
    monkeypatch.setattr(pushing, "_post", lambda *sent: (500, {}) if sent[1] == "DELETE" else post(*sent))
    push = pushing.send(pushing.prepare(asked))
    assert (push.outcome, push.deleted, push.detail) == ("refused", 0, ["HTTP 500"])
    assert held(dhis2, told)
    monkeypatch.undo()
    assert pushing.send(pushing.prepare(asked)).deleted == 3
    assert (held(dhis2, told), PushedValue.objects.filter(place=told).count()) == ({}, 0)


def test_what_is_gone_there_already_counts_as_deleted(dhis2, published_once, lan, leader):  # noqa: F811
    asked, places, release = published_once
    told = next(place for place in places if held(dhis2, place))
    corrected(release, told, lan, leader)
    dhis2.kept.clear()
    push = pushing.send(pushing.prepare(asked))
    assert (push.outcome, push.ignored, push.deleted) == ("sent", 0, 0)
    assert pushing.prepare(asked).withdrawn == []


def test_where_live_figures_are_no_longer_sent_those_that_nobody_published_are_deleted(dhis2, asked, settings):
    """The server is no longer trusted: whatever it holds that is not public goes, though it is not asked for."""
    pushing.send(pushing.prepare(asked))
    assert dhis2.kept
    settings.DHIS2_LIVE = False
    pushing.send(pushing.prepare(asked | {"indicator": ["R01"]}))
    assert dhis2.kept == {}


def test_a_live_figure_that_is_unknown_now_is_deleted_and_one_that_is_counted_again_is_not(dhis2, asked, here):
    pushing.send(pushing.prepare(asked))
    CircumstanceFactory(child=ChildFactory(place=here))
    assert pushing.prepare(asked).withdrawn == [], "it is counted again"
    sweep_all()
    Completeness.objects.all().delete()
    only = pushing.prepare(asked | {"indicator": ["H01"], "period": ["2024"]})
    assert {(row.indicator, row.period) for row in only.withdrawn} == {("H01", "2024")}, "what was not asked stays"
    pushing.send(only)
    assert {(key[0], key[1]) for key in dhis2.kept} >= {("P01", "2024"), ("H01", "2023")}
    assert not [key for key in dhis2.kept if key[0].startswith("H01") and key[1] == "2024"]


def test_parts_are_deleted_with_the_breakdown_that_was_asked_for(dhis2, asked, here):
    both = asked | {"by": ["sex"], "indicator": ["H01"], "period": ["2024"]}
    pushing.send(pushing.prepare(both))
    Completeness.objects.all().delete()
    assert {row.by for row in pushing.prepare(both | {"by": []}).withdrawn} == {""}
    assert {row.by for row in pushing.prepare(both).withdrawn} == {"", "sex"}


# ---- what leaves is written down before


def answering(body, head="HTTP/1.1 200 OK"):
    length = f"\r\nContent-Length: {len(body)}" if head.startswith("HTTP") else ""
    return f"{head}{length}\r\n\r\n{body}".encode()


def _read_whole(connection):
    """The request to its last byte: what is unread when the connection closes makes a reset of the answer."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += connection.recv(65536)
    head, _blank, body = read.partition(b"\r\n\r\n")
    left = int(re.search(rb"(?i)content-length: (\d+)", head)[1]) - len(body)
    while left > 0:
        left -= len(connection.recv(left))


@contextmanager
def saying(payload):
    """A server that answers every request with these bytes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer():
        connection, _address = listening.accept()
        with connection:
            _read_whole(connection)
            connection.sendall(payload)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    with listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    thread.join(5)


NOT_COUNTS = '{"response": {"status": "SUCCESS", "importCount": {"imported": -1, "updated": true, "ignored": 1e30}}}'


@pytest.mark.parametrize(
    ("payload", "outcome", "detail"),
    [
        (b"GARBAGE\r\n\r\n", "unclear", ["BadStatusLine"]),
        (b"", "unclear", ["RemoteDisconnected"]),
        (answering("{}", "HTTP/1.1 200 OK\r\nX: y").replace(b": 2", b": 500"), "unclear", ["HTTP 200"]),
        (answering("<html>"), "unclear", ["JSONDecodeError"]),
        (answering("[]"), "unclear", ["HTTP 200"]),
        (answering('{"response": null}'), "unclear", ["HTTP 200"]),
        (answering('{"response": {"status": "SUCCESS", "importCount": null, "conflicts": 7}}'), "sent", []),
        (answering(NOT_COUNTS), "sent", []),
        (answering('{"status": "ERROR", "conflicts": ["a\\u0000b\\ud800"]}'), "refused", ["ab?"]),
        (answering("<html>", "HTTP/1.1 401 No"), "refused", ["HTTP 401"]),
        (answering('{"status": "OK"}', "HTTP/1.1 500 No"), "refused", ["HTTP 500"]),
    ],
)
def test_whatever_the_other_side_says_the_push_is_on_record(settings, db, payload, outcome, detail):
    prepared = pushing.Prepared({}, {"dataValues": [{"value": "1"}]}, {}, "CODE")
    with saying(payload) as settings.DHIS2_URL:
        settings.DHIS2_TOKEN = TOKEN
        push = pushing.send(prepared)
    push.refresh_from_db()
    assert (push.outcome, push.detail, push.imported, push.updated, push.ignored) == (outcome, detail, 0, 0, 0)


def test_what_may_have_left_is_on_record_even_if_the_process_dies(dhis2, asked, monkeypatch, lan):
    def dies(*_told):
        raise SystemExit

    monkeypatch.setattr(pushing, "_post", dies)
    with pytest.raises(SystemExit):
        pushing.send(pushing.prepare(asked), by=lan)
    assert PushedValue.objects.count() == Push.objects.get().values, "what may be there can be deleted there"
    push, event = Push.objects.get(), AuditEvent.objects.get(verb="figures.pushed")
    assert (push.outcome, push.by, push.values > 0) == ("unclear", lan, True)
    assert (event.target_id, event.by, event.detail["live"]) == (push.pk, lan, True)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_row_is_committed_and_not_only_written(dhis2, monkeypatch):
    monkeypatch.setattr(pushing, "_post", lambda *_told: (200, {"status": "OK"}))
    prepared = pushing.Prepared({}, {"dataValues": [{"value": "1"}]}, {}, "CODE")
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        pushing.send(prepared)
    assert pushing.send(prepared).outcome == "sent"
