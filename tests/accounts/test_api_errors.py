"""What the API says when it says no: one shape, two languages, nothing of what lies behind."""

import pytest
from django.test import Client
from redis.exceptions import ConnectionError as NoRedis
from rest_framework.throttling import SimpleRateThrottle

from accounts.api_throttles import FairUse

pytestmark = [pytest.mark.urls("tests.accounts.sample_api"), pytest.mark.django_db]
SHAPE = {"title", "status", "detail", "errors"}


@pytest.fixture
def api(client, hoa):
    client.force_login(hoa)
    client.raise_request_exception = False
    return client


def test_nobody_is_told_to_bring_a_token(client):
    response = client.get("/api/sample/figures/")
    assert response.status_code == 401
    assert "Authorization: Token" in response.json()["detail"]


def test_an_unknown_parameter_is_named_with_what_is_allowed(api):
    response = api.get("/api/sample/figures/?plce=91&place=91")
    assert response.status_code == 400
    assert response.json()["errors"] == {"plce": ["Không có tham số này. Được dùng: place."]}
    assert api.get("/api/sample/figures/?place=91").status_code == 200
    assert api.get("/api/sample/names/?page=1").status_code == 200
    assert "không có" in api.post("/api/sample/entries/?x=1").json()["errors"]["x"][0]


def test_a_text_that_the_database_cannot_hold_is_refused(api):
    response = api.get("/api/sample/figures/?place=91&place=9%001")
    assert (response.status_code, response.json()["errors"]) == (400, {"place": ["Không được có ký tự NUL."]})


def test_of_what_takes_one_value_the_last_of_two_is_not_quietly_read(api):
    response = api.get("/api/sample/people/?language=en&language=vi")
    assert response.status_code == 400
    assert response.json()["errors"] == {"language": ["Tham số này chỉ nhận một giá trị."]}
    assert api.get("/api/sample/names/?page=1&page=2").status_code == 400
    assert api.get("/api/sample/figures/?place=91&place=62").status_code == 200


def test_formats_are_known_by_themselves(api):
    assert api.get("/api/sample/people/?language=en&format=json").json() == {"language": "en"}
    assert api.get("/api/sample/people/?langauge=en").status_code == 400
    assert api.get("/api/sample/figures/?format=json").status_code == 400  # where there is one format only


def test_pages_for_everyone_ask_for_no_more_than_signing_in(api, client):
    assert api.get("/api/sample/schema/").status_code == 200
    assert Client().get("/api/sample/schema/").status_code == 401


def test_who_may_not_enter_is_not_told_what_could_be_asked(client):
    assert client.get("/api/sample/figures/?plce=91").status_code == 401


def test_entries_are_told_by_field(api):
    body = api.post("/api/sample/entries/", {"day": "hôm qua"}, "application/json").json()
    assert set(body) == SHAPE
    assert list(body["errors"]) == ["day"]
    assert (body["status"], body["detail"]) == (400, "")


def test_what_is_wrong_with_the_whole_is_the_detail(api):
    body = api.post("/api/sample/entries/", {"day": "2026-01-01"}, "application/json").json()
    assert (body["detail"], body["errors"]) == ("Sai cả.", {})


@pytest.mark.parametrize(("what", "status"), [("missing", 404), ("forbidden", 403), ("crash", 500), ("busy", 503)])
def test_reasons_from_inside_stay_inside(api, what, status):
    response = api.get(f"/api/sample/open/{what}/")
    assert response.status_code == status
    assert set(response.json()) == SHAPE
    for secret in ("Case", "secret", "Hoa"):
        assert secret not in response.content.decode()


def test_reasons_that_a_view_tells_are_passed_on(api):
    assert api.get("/api/sample/open/told/").json()["detail"] == "Hồ sơ đã đóng."


def test_an_address_that_does_not_exist_answers_in_the_same_shape(api):
    response = api.get("/api/khong-co/")
    assert (response.status_code, set(response.json())) == (404, SHAPE)
    assert response.json() == api.get("/api/sample/open/missing/").json()


def test_a_wrong_method_and_a_wrong_body(api):
    assert api.delete("/api/sample/figures/").json()["title"] == "Địa chỉ này không nhận cách gọi đó"
    assert api.post("/api/sample/entries/", "x", "text/plain").status_code == 415
    assert api.post("/api/sample/entries/", "{", "application/json").status_code == 400


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ('{"day": 1,\n "x" 2}', "Không đọc được JSON từ dòng 2, cột 6."),
        ('{"day": NaN}', "Không đọc được nội dung gửi lên; hãy gửi JSON viết bằng UTF-8."),
        (b'{"day": "\xff"}', "Không đọc được nội dung gửi lên; hãy gửi JSON viết bằng UTF-8."),
        ("[" * 100_000, "JSON lồng quá nhiều tầng."),
    ],
)
def test_a_body_that_cannot_be_read_is_told_in_vietnamese(api, sent, words):
    response = api.post("/api/sample/entries/", sent, "application/json")
    assert (response.status_code, response.json()["detail"]) == (400, words)


def test_programs_choose_english(api):
    assert api.get("/api/khong-co/", headers={"accept-language": "en"})["Content-Language"] == "en"
    assert api.get("/api/khong-co/")["Content-Language"] == "vi"


def test_calls_are_limited_with_the_time_to_wait(api, monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    assert [api.get("/api/sample/figures/").status_code for _ in range(3)] == [200, 200, 429]
    response = api.get("/api/sample/figures/")
    assert int(response["Retry-After"]) <= 60
    assert "Retry-After" in response.json()["detail"]


def test_without_redis_nobody_is_turned_away(api, monkeypatch):
    def broken(*args, **kwargs):
        raise NoRedis

    monkeypatch.setattr(FairUse.cache, "get", broken)
    assert api.get("/api/sample/figures/").status_code == 200


def test_a_malformed_request_is_a_page_for_people_and_json_for_programs(api):
    for path, kind in (
        ("/api/sample/figures/", "application/problem+json"),
        ("/tai-khoan/", "text/html; charset=utf-8"),
    ):
        response = api.get(path, headers={"host": "elsewhere.example"})
        assert (response.status_code, response["Content-Type"]) == (400, kind)


def test_pages_keep_their_own_failures(api):
    for path, status in (("/khong-co/", 404), ("/quan-tri/nguoi-dung/", 403)):
        response = api.get(path)
        assert (response.status_code, response["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_a_password_is_no_key_to_the_api(client):
    assert Client().get("/api/sample/names/", headers={"authorization": "Basic aG9hOng="}).status_code == 401
