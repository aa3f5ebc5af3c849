"""Entering and leaving."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localtime

from accounts.models import AuditEvent
from tests.accounts.conftest import sign_in, verbs
from tests.factories import PASSWORD

LOGIN = "/dang-nhap/"


def text(response):
    return response.content.decode()


def test_the_page_speaks_vietnamese_whatever_the_browser_prefers(client, db):
    page = client.get(LOGIN, headers={"accept-language": "en-US"})
    assert "Tên đăng nhập" in text(page)
    assert 'lang="vi"' in text(page)


def test_it_lets_in_and_goes_where_one_wanted_to_go(client, hoa):
    assert client.get("/tai-khoan/").url == f"{LOGIN}?next=/tai-khoan/"
    response = sign_in(client, hoa, next="/tai-khoan/")
    assert response.url == "/tai-khoan/"
    assert hoa.full_name in text(client.get("/tai-khoan/"))


def test_it_never_goes_to_another_site(client, hoa):
    assert sign_in(client, hoa, next="https://evil.example/").url == "/"


def test_the_session_gets_a_new_key(client, hoa):
    client.get(LOGIN)
    session = client.session
    session["mark"] = 1
    session.save()
    before = session.session_key
    client.cookies["phien"] = before
    sign_in(client, hoa)
    assert client.session.session_key != before


def test_it_tells_of_the_log_in_before(client, hoa):
    sign_in(client, hoa)
    assert "Đây là lần đăng nhập đầu tiên" in text(client.get("/tai-khoan/"))
    hoa.refresh_from_db()
    first = f"Lần đăng nhập trước: {localtime(hoa.last_login):%H:%M %d/%m/%Y}."
    client.post("/dang-xuat/")
    sign_in(client, hoa)
    assert text(client.get("/tai-khoan/")).count(first) == 2  # once as the greeting, once in its place


def test_a_wrong_password_says_the_same_as_an_unknown_name(client, hoa):
    wrong = text(sign_in(client, hoa, "sai-mat-khau-roi"))
    hoa.username = "khong-co-ai"
    unknown = text(sign_in(client, hoa, "sai-mat-khau-roi"))
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in wrong
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in unknown


def test_failures_are_noted_without_what_was_typed(client, hoa):
    sign_in(client, hoa, "mật khẩu gõ nhầm")
    client.post(LOGIN, {"login": "mat-khau-go-nham-o", "password": "x"})
    known, unknown = AuditEvent.objects.filter(verb="account.sign_in_failed").order_by("pk")
    assert (known.target_id, known.by) == (hoa.pk, None)
    assert unknown.target_id is None
    assert "nham" not in str(unknown.detail)


def test_five_mistakes_close_the_account_for_that_address_only(client, hoa):
    for _ in range(5):
        sign_in(client, hoa, "sai-mat-khau-roi")
    assert "Sai quá nhiều lần" in text(sign_in(client, hoa, PASSWORD))
    elsewhere = Client(REMOTE_ADDR="192.0.2.77")
    assert sign_in(elsewhere, hoa, PASSWORD).status_code == 302


def test_many_addresses_together_are_stopped_too(client, hoa, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_anywhere": "3/h/key"}
    for last in range(3):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{last}"), hoa, "sai-mat-khau-roi")
    assert "Sai quá nhiều lần" in text(sign_in(client, hoa, PASSWORD))


def test_a_flood_gets_a_vietnamese_page_429(client, hoa, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    sign_in(client, hoa, "sai-mat-khau-roi")
    response = sign_in(client, hoa, PASSWORD)
    assert response.status_code == 429
    assert "Quá nhiều yêu cầu" in text(response)
    assert "nếu bạn đang đăng nhập mà quên mật khẩu" in text(response).lower()


def test_a_locked_user_is_told_so_only_with_the_right_password(client, hoa):
    hoa.is_active = False
    hoa.save()
    assert "bị khóa" in text(client.get(sign_in(client, hoa).url))
    assert "bị khóa" not in text(sign_in(client, hoa, "sai-mat-khau-roi"))


def test_leaving_clears_the_browser_and_the_session(client, hoa):
    sign_in(client, hoa)
    key = client.session.session_key
    assert "Đăng xuất?" in text(client.get("/dang-xuat/"))
    response = client.post("/dang-xuat/")
    assert response.url == LOGIN
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["phien"] = key
    assert client.get("/tai-khoan/").status_code == 302
    assert verbs(hoa) == ["account.signed_in", "account.signed_out"]


def at(client, **ago):
    """Move the session's clock back by seconds."""
    session = client.session
    for name, seconds in ago.items():
        session[name] = time.time() - seconds
    session.save()


def test_an_idle_session_ends(client, hoa, settings):
    settings.SESSION_IDLE_SECONDS = 15 * 60
    sign_in(client, hoa)
    at(client, seen_at=14 * 60)
    assert client.get("/tai-khoan/").status_code == 200
    at(client, seen_at=16 * 60)
    response = client.get("/tai-khoan/")
    assert response.status_code == 302
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "tự kết thúc" in text(client.get(response.url))
    assert verbs(hoa)[-1] == "account.session_ended"


def test_a_busy_session_ends_after_a_working_day(client, hoa):
    sign_in(client, hoa)
    at(client, signed_in_at=8 * 3600 - 60)
    assert client.get("/tai-khoan/").status_code == 200
    at(client, signed_in_at=8 * 3600 + 1)
    assert client.get("/tai-khoan/").status_code == 302


def test_use_is_noted_once_a_minute(client, hoa):
    sign_in(client, hoa)
    session = UserSession.objects.get(user=hoa)
    client.get("/tai-khoan/")
    assert UserSession.objects.get(user=hoa).last_seen_at == session.last_seen_at
    at(client, seen_at=61)
    client.get("/tai-khoan/")
    assert UserSession.objects.get(user=hoa).last_seen_at > session.last_seen_at


def test_a_session_made_elsewhere_gets_its_clock_on_first_sight(client, hoa):
    client.force_login(hoa)
    client.get("/tai-khoan/")
    assert time.time() - client.session["signed_in_at"] < 5


def test_disabling_ends_the_session_at_the_next_request(client, hoa):
    sign_in(client, hoa)
    hoa.is_active = False
    hoa.save()
    assert client.get("/tai-khoan/").status_code == 302


def test_signed_in_pages_are_not_stored(client, hoa):
    assert "Cache-Control" not in client.get("/quan-tri/vai-tro/")
    client.force_login(hoa)
    assert client.get("/tai-khoan/")["Cache-Control"] == "no-store"


def test_a_fragment_asked_for_after_the_end_takes_the_whole_page_to_the_log_in(client, db):
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/ho-so/?page=2"}
    response = client.get("/tai-khoan/", headers=headers)
    assert response.status_code == 200
    assert response["HX-Redirect"] == f"{LOGIN}?next=/ho-so/%3Fpage%3D2"
    assert client.get("/tai-khoan/", headers={"hx-request": "true"})["HX-Redirect"] == f"{LOGIN}?next=/"


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_set_password", "usersessions_list"]
)
def test_doors_that_we_do_not_use_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_django_admin_has_no_door_of_its_own(client, an):
    assert client.get("/danh-muc/").url == f"{LOGIN}?next=/danh-muc/"
    assert client.get("/danh-muc/login/").status_code == 404
    client.force_login(an)
    assert client.get("/danh-muc/").status_code == 403
    an.is_superuser = True
    an.save()
    assert client.get("/danh-muc/").status_code == 200


def test_a_technical_administrator_without_the_role_stays_outside(client, hoa):
    hoa.is_superuser = True
    hoa.save()
    client.force_login(hoa)
    assert client.get("/danh-muc/").status_code == 403


def test_refusals_are_noted(client, hoa):
    client.force_login(hoa)
    assert client.get("/quan-tri/nguoi-dung/").status_code == 403
    event = AuditEvent.objects.get(verb="access.refused")
    assert (event.by, event.detail) == (hoa, {"view": "accounts:users"})


class TestLanguage:
    def choose(self, client, language):
        return client.post("/ngon-ngu/", {"language": language, "next": LOGIN})

    def test_it_is_chosen_before_signing_in(self, client, db):
        assert self.choose(client, "en").url == LOGIN
        assert 'lang="en"' in text(client.get(LOGIN))

    def test_it_is_remembered_on_every_computer(self, client, hoa):
        sign_in(client, hoa)
        self.choose(client, "en")
        hoa.refresh_from_db()
        assert hoa.language == "en"
        other = Client(REMOTE_ADDR="192.0.2.99")
        sign_in(other, hoa)
        assert 'lang="en"' in text(other.get("/tai-khoan/"))

    def test_what_does_not_exist_is_not_chosen(self, client, hoa):
        client.force_login(hoa)
        self.choose(client, "xx")
        hoa.refresh_from_db()
        assert hoa.language == "vi"
        client.cookies["django_language"] = "xx"
        assert 'lang="vi"' in text(client.get("/tai-khoan/"))
