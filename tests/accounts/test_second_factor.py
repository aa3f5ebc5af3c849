"""The second factor: enrolment before anything else, codes, recovery codes."""

from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.conftest import code_of, confirm, enrol, has_app, sign_in, verbs

ENROL, ASK, CODES = "/tai-khoan/hai-buoc/bat/", "/dang-nhap/ma/", "/tai-khoan/ma-du-phong/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def text(response):
    return response.content.decode()


def enrol_by_hand(client):
    page = text(client.get(ENROL))
    secret = page.partition('<pre class="snip" tabindex="0">')[2].partition("<")[0]
    return secret, client.post(ENROL, {"code": code_of(secret)})


@pytest.mark.parametrize("url", ["/tai-khoan/", "/tai-khoan/hai-buoc/", "/quan-tri/vai-tro/", "/danh-muc/"])
def test_without_it_every_page_leads_to_enrolment(client, hoa, url):
    sign_in(client, hoa)
    response = client.get(url)
    assert response.url == ENROL


@pytest.mark.urls("tests.accounts.sample_api")
def test_the_api_says_so_in_json(client, hoa):
    client.force_login(hoa)
    response = client.get("/api/sample/figures/")
    assert response.status_code == 403
    assert response.json()["detail"] == "Phiên này chưa xác thực hai bước."


def test_enrolment_shows_the_recovery_codes_once(client, hoa):
    sign_in(client, hoa)
    secret, response = enrol_by_hand(client)
    assert response.url == CODES
    first = text(client.get(CODES))
    assert "chỉ hiện một lần" in first
    again = text(client.get(CODES))
    assert "không xem lại được" in again
    assert len(first) > len(again)
    assert client.get("/tai-khoan/").status_code == 200
    assert "account.second_factor_enrolled" in verbs(hoa)


def test_the_picture_needs_no_address_that_the_policy_forbids(client, hoa):
    sign_in(client, hoa)
    page = text(client.get(ENROL))
    assert "<svg" in page
    assert "data:" not in page
    assert "style=" not in page


def test_a_wrong_code_does_not_enrol(client, hoa):
    sign_in(client, hoa)
    client.get(ENROL)
    response = client.post(ENROL, {"code": "000000"})
    assert "Mã không đúng" in text(response)
    assert not has_app(hoa)


def test_signing_in_asks_for_the_code(client, hoa):
    secret = enrol(hoa)
    assert sign_in(client, hoa).url == ASK
    assert client.get("/tai-khoan/").status_code == 302  # the password alone opens nothing
    assert "account.signed_in" not in verbs()
    assert client.post(ASK, {"code": code_of(secret)}).url == "/"
    assert client.get("/tai-khoan/").status_code == 200
    assert verbs(hoa) == ["account.signed_in"]


def test_a_code_is_good_once(client, hoa):
    secret = enrol(hoa)
    code = code_of(secret)
    for browser, works in ((client, True), (Client(REMOTE_ADDR="192.0.2.8"), False)):
        sign_in(browser, hoa)
        assert (browser.post(ASK, {"code": code}).status_code == 302) is works


@pytest.mark.parametrize("typed", ["{}", "{} ", "{:.3} {:.3}"])
def test_a_code_of_a_fast_clock_is_good_once_for_as_long_as_it_is_good(client, hoa, typed):
    secret = enrol(hoa)
    sign_in(client, hoa)
    at = datetime(2026, 3, 2, 8, 0, 5, tzinfo=UTC)
    with time_machine.travel(at, tick=False) as clock:
        code = code_of(secret, steps=1)
        assert client.post(ASK, {"code": code}).status_code == 302
        clock.shift(50)
        again = Client(REMOTE_ADDR="192.0.2.8")
        sign_in(again, hoa)
        assert "Mã không đúng" in text(again.post(ASK, {"code": typed.format(code, code[3:])}))


@pytest.mark.parametrize("at", [ASK, "/tai-khoan/xac-nhan-ma/"])
def test_the_code_of_the_enrolment_is_used(client, hoa, at):
    with time_machine.travel(datetime(2026, 3, 2, 8, 0, 5, tzinfo=UTC), tick=False) as clock:
        sign_in(client, hoa)
        secret, _response = enrol_by_hand(client)
        code = code_of(secret)
        browser = Client(REMOTE_ADDR="192.0.2.8") if at == ASK else client
        if at == ASK:
            sign_in(browser, hoa)
        clock.shift(20)
        assert "Mã không đúng" in text(browser.post(at, {"code": code}))
        clock.shift(30)
        assert "Mã không đúng" in text(browser.post(at, {"code": code}))
        assert browser.post(at, {"code": code_of(secret)}).status_code == 302


def test_the_phones_clock_may_be_half_a_minute_off(client, hoa):
    secret = enrol(hoa)
    sign_in(client, hoa)
    assert client.post(ASK, {"code": code_of(secret, steps=-1)}).status_code == 302


def test_wrong_codes_are_noted_and_limited(client, hoa):
    secret = enrol(hoa)
    sign_in(client, hoa)
    for _ in range(5):
        assert "Mã không đúng" in text(client.post(ASK, {"code": "000000"}))
    assert "Sai quá nhiều lần" in text(client.post(ASK, {"code": code_of(secret)}))
    assert verbs().count("account.second_factor_failed") == 6


def test_a_recovery_code_replaces_the_phone_once(client, hoa):
    sign_in(client, hoa)
    enrol_by_hand(client)
    codes = Authenticator.objects.get(user=hoa, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    for browser, works in ((Client(REMOTE_ADDR="192.0.2.9"), True), (Client(REMOTE_ADDR="192.0.2.10"), False)):
        sign_in(browser, hoa)
        assert (browser.post(ASK, {"code": codes[0]}).status_code == 302) is works


def test_new_recovery_codes_replace_the_old(client, hoa):
    sign_in(client, hoa)
    enrol_by_hand(client)
    client.get(CODES)
    assert "Các mã cũ sẽ không dùng được nữa" in text(client.get("/tai-khoan/ma-du-phong/tao/"))
    assert client.post("/tai-khoan/ma-du-phong/tao/").url == CODES
    assert "chỉ hiện một lần" in text(client.get(CODES))
    assert "account.recovery_codes_made" in verbs(hoa)


def test_an_older_session_without_it_is_asked_for_a_code_not_for_enrolment(client, hoa):
    client.force_login(hoa)
    secret = enrol(hoa)
    assert client.get("/tai-khoan/").url == "/tai-khoan/xac-nhan-ma/"
    assert "Xác nhận đúng là bạn" in text(client.get("/tai-khoan/xac-nhan-ma/"))
    client.post("/tai-khoan/xac-nhan-ma/", {"code": code_of(secret)})
    assert client.get("/tai-khoan/").status_code == 200


def test_where_it_is_required_nobody_turns_it_off(client, hoa):
    sign_in(client, hoa)
    enrol_by_hand(client)
    assert "bắt buộc xác thực hai bước" in text(client.post("/tai-khoan/hai-buoc/tat/"))
    assert has_app(hoa)


def test_elsewhere_one_may(client, hoa, settings):
    sign_in(client, hoa)
    enrol_by_hand(client)
    settings.SECOND_FACTOR_REQUIRED = False
    assert "Sau đó chỉ cần mật khẩu" in text(client.get("/tai-khoan/hai-buoc/tat/"))
    assert client.post("/tai-khoan/hai-buoc/tat/").url == "/tai-khoan/hai-buoc/"
    assert not has_app(hoa)
    assert "chưa bật" in text(client.get("/tai-khoan/hai-buoc/"))
    assert verbs(hoa)[-1] == "account.second_factor_removed"


def test_the_secret_is_sealed_in_the_database(hoa):
    secret = enrol(hoa)
    held = Authenticator.objects.get(user=hoa).data["secret"]
    assert secret not in held
    assert held.startswith("k1:")


def test_turning_it_on_needs_a_fresh_password(client, hoa):
    client.force_login(hoa)
    assert client.get(ENROL).url.startswith("/tai-khoan/xac-nhan/")
    confirm(client)
    assert client.get(ENROL).status_code == 200


def test_language_and_leaving_stay_open(client, hoa):
    sign_in(client, hoa)
    assert client.post("/ngon-ngu/", {"language": "en", "next": "/"}).url == "/"
    assert client.post("/dang-xuat/").url == "/dang-nhap/"
