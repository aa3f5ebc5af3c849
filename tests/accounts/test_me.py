"""One's own account."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.user_agents import in_words
from tests.accounts.conftest import enrol, sign_in, verbs
from tests.factories import PASSWORD

ME = "/tai-khoan/"
NEW = "một câu khá dài để nhớ 2026"


@pytest.fixture
def elsewhere(hoa):
    browser = Client(REMOTE_ADDR="192.0.2.5", headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(browser, hoa)
    return browser


@pytest.fixture
def here_too(client, hoa, elsewhere):
    sign_in(client, hoa)
    return client


def text(response):
    return response.content.decode()


def is_signed_in(browser):
    return browser.get(ME).status_code == 200


def test_it_lists_sessions_by_computer(here_too):
    page = text(here_too.get(ME))
    assert "Firefox, Windows" in page
    assert "192.0.2.5" in page
    assert page.count("phiên này") == 1


def test_it_ends_all_others(here_too, elsewhere, hoa):
    assert here_too.post("/tai-khoan/phien/ket-thuc/").url == ME
    assert not is_signed_in(elsewhere)
    assert is_signed_in(here_too)
    assert verbs(hoa)[-1] == "account.other_sessions_ended"


def test_it_ends_one(here_too, elsewhere, hoa):
    other = UserSession.objects.get(user=hoa, ip="192.0.2.5")
    assert here_too.post(f"/tai-khoan/phien/{other.pk}/ket-thuc/").url == ME
    assert not is_signed_in(elsewhere)


def test_the_present_one_ends_only_by_signing_out(here_too, hoa):
    own = UserSession.objects.get(session_key=here_too.session.session_key)
    assert here_too.post(f"/tai-khoan/phien/{own.pk}/ket-thuc/").status_code == 404


def test_another_users_session_does_not_exist(here_too, an):
    sign_in(Client(REMOTE_ADDR="192.0.2.6"), an)
    theirs = UserSession.objects.get(user=an)
    assert here_too.post(f"/tai-khoan/phien/{theirs.pk}/ket-thuc/").status_code == 404
    assert UserSession.objects.filter(pk=theirs.pk).exists()


def test_it_says_when_nothing_is_assigned(client, minh):
    minh.assignments.all().delete()
    client.force_login(minh)
    assert "chưa được phân công" in text(client.get(ME))


def test_it_counts_recovery_codes(client, hoa):
    enrol(hoa)
    client.force_login(hoa)
    assert "Còn 0 mã dự phòng" in text(client.get(ME))


class TestPassword:
    url = "/tai-khoan/mat-khau/"

    def change(self, browser, old=PASSWORD, new=NEW, again=None):
        return browser.post(self.url, {"old_password": old, "new_password1": new, "new_password2": again or new})

    def test_changing_it_ends_the_other_sessions(self, here_too, elsewhere, hoa):
        assert self.change(here_too).url == ME
        assert is_signed_in(here_too)
        assert not is_signed_in(elsewhere)
        assert [session.ip for session in UserSession.objects.filter(user=hoa)] == [here_too.defaults["REMOTE_ADDR"]]
        assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), hoa, NEW).status_code == 302
        assert "account.password_changed" in verbs(hoa)

    @pytest.mark.parametrize(
        ("entries", "words"),
        [
            ({"old": "không phải"}, "Mật khẩu cũ không chính xác"),
            ({"again": "khác"}, "không giống nhau"),
            ({"new": "ngan"}, "quá ngắn"),
            ({"new": "827364509182"}, "hoàn toàn là số"),
            ({"new": "qwerty123456"}, "phổ biến"),
            ({"new": "nguyen thi hoa"}, "quá giống với"),
        ],
    )
    def test_it_refuses(self, here_too, hoa, entries, words):
        assert words in text(self.change(here_too, **entries))
        hoa.refresh_from_db()
        assert hoa.check_password(PASSWORD)

    def test_guesses_are_limited(self, here_too):
        for _ in range(5):
            self.change(here_too, old="không phải")
        assert self.change(here_too).status_code == 429

    def test_the_page_asks_for_the_old_one(self, here_too):
        assert "Mật khẩu hiện tại" in text(here_too.get(self.url))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/110 Safari/537.36", "Cốc Cốc, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", "không rõ"),
        ("", "không rõ"),
    ],
)  # fmt: skip
def test_browsers_are_known_by_their_short_names(agent, words):
    assert in_words(agent) == words
