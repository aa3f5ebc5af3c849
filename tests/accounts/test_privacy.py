"""Names, numbers and stories stay where they belong: in no log, no dump, no policy with holes."""

import logging
import shutil
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from cases.models import Child
from cases.resources import ChildRegister
from config.celery import app
from config.log_lines import Line
from reporting import actions
from reporting.models import Job
from tests.accounts.conftest import sign_in
from tests.factories import ChildFactory, IntakeFactory

# Each could stand nowhere else: found anywhere, it has leaked.
NAME = "Quýnh Thoại Nhiên Canary"
SECRETS = {
    "phone": "0987001122",
    "personal_id": "099912345678",
    "informant_name": "Người Báo Tin Canary",
    "informant_phone": "0977334455",
    "narrative": "Chuyện kể Canary về một đứa trẻ.",
}


@pytest.fixture
def canary(here, hoa, settings, tmp_path):
    child = ChildFactory(place=here, full_name=NAME, phone=SECRETS["phone"], personal_id=SECRETS["personal_id"])
    IntakeFactory(
        incident_place=here,
        informant_name=SECRETS["informant_name"],
        informant_phone=SECRETS["informant_phone"],
        narrative=SECRETS["narrative"],
    )
    settings.DATA_DIR = tmp_path
    refused_import(hoa)
    return child


def refused_import(user):
    """Of a file whose columns were mixed up: the refusal says what stood there."""
    headings = [each.column_name for each in ChildRegister().fields.values()]
    rows = [[SECRETS[name]] * len(headings) for name in ("personal_id", "phone")]
    text = "\n".join(";".join(cells) for cells in (headings, *rows))
    actions.check_file(job=actions.send_file(file=SimpleUploadedFile("so.csv", text.encode()), by=user))
    assert "678" in str(Job.objects.get().errors)


class TestLogs:
    def test_what_is_typed_stays_out_of_them(self, client, hoa, canary, caplog):
        caplog.set_level(logging.DEBUG)
        sign_in(client, hoa, "mật khẩu Canary")
        sign_in(client, hoa)
        client.raise_request_exception = False
        for query in (f"?q={NAME}", f"?ten={SECRETS['phone']}"):
            client.get(f"/tai-khoan/{query}")
            client.get(f"/khong-co/{query}")
            client.get(f"/quan-tri/nguoi-dung/{query}")
        client.post("/quan-tri/nguoi-dung/", {"q": NAME})
        said = "\n".join(_message(record) for record in caplog.records)
        assert "Canary" not in said
        assert SECRETS["phone"] not in said

    def test_a_crash_tells_no_name(self, client, hoa, canary, caplog, monkeypatch):
        client.force_login(hoa)
        client.raise_request_exception = False
        monkeypatch.setattr("accounts.views.me.last_login_before", lambda request: 1 / 0)
        response = client.post("/tai-khoan/", {"q": NAME})
        assert response.status_code == 405
        response = client.get("/tai-khoan/")
        assert response.status_code == 500
        assert NAME not in "\n".join(map(_message, caplog.records)) + response.content.decode()

    def test_a_record_that_the_database_refuses_is_not_quoted(self, client, hoa, canary, caplog, monkeypatch):
        """PostgreSQL tells the whole row: "Failing row contains …"."""

        def refused(*_args):
            Child.objects.filter(pk=canary.pk).update(voided_at="2026-01-01T00:00:00Z")

        client.force_login(hoa)
        client.raise_request_exception = False
        monkeypatch.setattr("accounts.views.me.last_login_before", refused)
        response = client.get("/tai-khoan/")
        said = "\n".join(map(_message, caplog.records))
        assert (response.status_code, "Canary" in said + response.content.decode()) == (500, False)
        assert "CheckViolation 23514\n" in said
        assert "in refused" in said, "where it happened is told"

    def test_nor_is_it_by_a_worker(self, caplog):
        try:
            raise ValueError(NAME)
        except ValueError as error:
            log = logging.getLogger("celery.app.trace")
            log.error("Task %(name)s: %(exc)s", {"name": "tasks.any", "exc": repr(error)}, exc_info=True)
        said = "\n".join(map(_message, caplog.records))
        assert ("Task tasks.any" in said, "ValueError" in said, "Canary" in said) == (True, True, False)
        assert app.conf.worker_hijack_root_logger is False, "so a worker writes the same lines"


def _message(record):
    """The line as it is written, traceback included; SQL of the debug cursor is never written (DEBUG is off)."""
    if record.name.startswith("django.db.backends"):
        return ""
    (line,) = {handler.formatter for handler in logging.getLogger().handlers if isinstance(handler.formatter, Line)}
    return line.format(record)


@pytest.mark.django_db(transaction=True)
class TestDump:
    """What someone holds who carries the database away."""

    def test_it_holds_no_plain_secret(self, canary):
        dump = _dump()
        assert NAME in dump  # names stay readable to the database (architecture.md): the dump is really one
        for column, secret in SECRETS.items():
            assert secret not in dump, column
            assert secret.encode().hex() not in dump, column


def _dump():
    """pg_dump's text, or without it every text column of every table."""
    place = connection.settings_dict
    if not shutil.which("pg_dump"):
        return _every_text()
    command = ["pg_dump", "--no-owner", "--host", place["HOST"], "--port", str(place["PORT"]), "--username"]
    done = subprocess.run(
        [*command, place["USER"], place["NAME"]],
        env={"PGPASSWORD": place["PASSWORD"], "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    return done.stdout if done.returncode == 0 else _every_text()


def _every_text():
    found = []
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            if table == "django_migrations":
                continue
            cursor.execute(f"select coalesce(string_agg(t::text, E'\\n'), '') from \"{table}\" t")
            found.append(cursor.fetchone()[0])
    return "\n".join(found)


def test_the_other_way_of_dumping_reads_everything_too(canary):
    with transaction.atomic():
        text = _every_text()
    assert NAME in text
    assert not [column for column, secret in SECRETS.items() if secret in text]


class TestHeaders:
    @pytest.mark.parametrize("url", ["/dang-nhap/", "/tai-khoan/", "/khong-co/", "/quan-tri/vai-tro/"])
    def test_the_policy_has_no_hole(self, client, hoa, url):
        client.force_login(hoa)
        policy = client.get(url)["Content-Security-Policy"]
        directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        assert "unsafe" not in policy
        assert "data:" not in policy
        assert "*" not in policy
        assert directives["default-src"] == "'none'"
        assert directives["script-src"] == directives["style-src"] == "'self'"
        assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"

    def test_nobody_frames_sniffs_or_follows(self, client, db):
        headers = client.get("/dang-nhap/").headers
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"

    def test_cookies_cannot_be_read_by_scripts_or_sent_from_elsewhere(self, hoa):
        browser = Client(REMOTE_ADDR="192.0.2.50")
        sign_in(browser, hoa)
        browser.get("/dang-nhap/")
        for name, cookie in browser.cookies.items():
            assert cookie["httponly"], name
            assert cookie["samesite"] == "Lax", name

    def test_a_form_from_elsewhere_is_refused(self, hoa):
        browser = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.51")
        browser.force_login(hoa)
        assert browser.post("/tai-khoan/phien/ket-thuc/").status_code == 403
