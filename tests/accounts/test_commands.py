"""The first administrator, and what the doctor finds."""

import base64
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from accounts.management.commands import doctor
from accounts.models import User
from accounts.permissions import Permission
from tests.accounts.conftest import enrol
from tests.factories import ChildFactory, province

GOOD = "một câu khá dài để nhớ 2026"


@pytest.fixture
def an_giang(db):
    return province("Tỉnh An Giang", code="91")


class TestCreateAdministrator:
    def run(self, capsys, **options):
        call_command("create_administrator", **options)
        return capsys.readouterr().out

    def answers(self, monkeypatch, *typed, passwords=(GOOD, GOOD)):
        typed, hidden = iter(typed), iter(passwords)
        monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
        monkeypatch.setattr("getpass.getpass", lambda prompt: next(hidden))

    def test_it_asks_for_everything(self, capsys, monkeypatch, an_giang):
        self.answers(monkeypatch, "quan.tri", "Trần Văn Trị", "91")
        assert "quản trị hệ thống tại Tỉnh An Giang" in self.run(capsys)
        user = User.objects.get(username="quan.tri")
        assert user.check_password(GOOD)
        assert user.territory(Permission.USER_MANAGE) == [an_giang.path]
        assert user.is_staff

    def test_it_prints_a_link_instead(self, capsys, client, an_giang):
        out = self.run(capsys, username="quan.tri", name="Trần Văn Trị", place="91", link=True)
        link = out.strip().split()[-1]
        assert not User.objects.get(username="quan.tri").has_usable_password()
        path = "/" + link.partition("//")[2].partition("/")[2]
        assert client.get(path).status_code == 302

    @pytest.mark.parametrize(
        ("passwords", "words"),
        [
            (("ngan", "ngan"), "quá ngắn"),
            ((GOOD, "khác"), "không giống"),
            (("tran van tri!", "tran van tri!"), "quá giống"),
        ],
    )
    def test_it_refuses_a_weak_password(self, capsys, monkeypatch, an_giang, passwords, words):
        self.answers(monkeypatch, passwords=passwords)
        with pytest.raises(CommandError, match=words):
            self.run(capsys, username="quan.tri", name="Trần Văn Trị", place="91")
        assert not User.objects.exists()

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"place": "00"}, "00"),
            ({"place": "91@sai"}, "91@sai"),
            ({"username": "Có Dấu"}, "không dấu"),
            ({"name": ""}, "để trắng"),
        ],
    )
    def test_it_refuses_what_cannot_be(self, capsys, monkeypatch, an_giang, options, words):
        self.answers(monkeypatch, "")
        arguments = {"username": "quan.tri", "name": "Trần Văn Trị", "place": "91", "link": True, **options}
        with pytest.raises(CommandError, match=words):
            self.run(capsys, **arguments)

    def test_a_name_that_is_taken_is_refused(self, capsys, an_giang, hoa):
        with pytest.raises(CommandError, match="đã có người dùng"):
            self.run(capsys, username=hoa.username, name="Trần Văn Trị", place="91", link=True)


@pytest.mark.django_db
class TestDoctor:
    @pytest.fixture(autouse=True)
    def in_order(self, settings, monkeypatch):
        """As in production, also where these tests run on the embedded servers."""
        questions = doctor._QUESTIONS.replace("'mai-am-embedded'", "'another name'")
        monkeypatch.setattr(doctor, "_QUESTIONS", questions)
        settings.DEMO = settings.DEBUG = False
        settings.SECURE = settings.SECOND_FACTOR_REQUIRED = True
        settings.SECRET_KEY = "x" * 64
        settings.EMAIL_HOST = "mail.example.org"

    def run(self, capsys, code=0):
        if code:
            with pytest.raises(SystemExit, match=str(code)):
                call_command("doctor")
        else:
            call_command("doctor")
        return capsys.readouterr().out

    def test_all_is_well(self, capsys):
        out = self.run(capsys)
        assert "▲" not in out
        assert "●" not in out
        assert "không sở hữu bảng nào" in out

    @pytest.mark.parametrize(
        ("name", "value", "sign", "words"),
        [
            ("DEBUG", True, "▲", "DEBUG"),
            ("SECURE", False, "▲", "https"),
            ("SECRET_KEY", "dev-" + "x" * 60, "▲", "SECRET_KEY"),
            ("SECRET_KEY", "short", "▲", "SECRET_KEY"),
            ("SECOND_FACTOR_REQUIRED", False, "●", "Không bắt buộc"),
            ("EMAIL_HOST", "", "●", "EMAIL_HOST"),
            ("DEMO", True, "●", "Bản trình diễn"),
        ],
    )
    def test_it_finds(self, capsys, settings, name, value, sign, words):
        setattr(settings, name, value)
        lines = self.run(capsys, code=1 if sign == "▲" else 0).splitlines()
        assert [line for line in lines if line.startswith(sign) and words in line]

    def test_it_counts_those_without_a_second_factor(self, capsys, hoa, an):
        enrol(hoa)
        assert "● Xác thực hai bước: bắt buộc; 1 tài khoản chưa cài." in self.run(capsys)

    def test_a_key_that_is_still_needed_is_missed(self, capsys, settings, here, hoa):
        ChildFactory(place=here, phone="0912")
        enrol(hoa)
        settings.SEALING_KEYS = "k9:" + base64.b64encode(b"9" * 32).decode()
        assert "không còn trong SEALING_KEYS: k1" in self.run(capsys, code=1)

    @pytest.mark.django_db(databases=["default", "owner"])
    def test_a_role_that_owns_the_tables_is_found(self, capsys, monkeypatch):
        monkeypatch.setattr("accounts.management.commands.doctor.connection", connections["owner"])
        out = self.run(capsys, code=1)
        assert "chủ bảng" in out
        assert "sửa hoặc xóa được nhật ký" in out

    def test_embedded_services_and_a_wrong_clock_are_found(self, capsys, monkeypatch, settings):
        class Answers:
            def cursor(self):
                return self

            def __enter__(self):
                return self

            def __exit__(self, *error):
                return None

            def execute(self, sql):
                return None

            def fetchone(self):
                return False, False, True, timezone.now().timestamp() - 60

        monkeypatch.setattr("accounts.management.commands.doctor.connection", Answers())
        out = self.run(capsys, code=1)
        assert "▲ PostgreSQL nhúng" in out
        assert re.search(r"▲ Đồng hồ .* lệch \d+,\d giây\.", out)
        settings.DEMO = True
        assert "● PostgreSQL nhúng" in self.run(capsys, code=1)
