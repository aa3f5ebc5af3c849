"""API tokens: made once, shown once, two kinds, dead when they should be."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import ApiToken, AuditEvent
from tests.accounts.conftest import confirm, verbs

CREATE = "/tai-khoan/ma-truy-cap/tao/"
FIGURES, NAMES = "/api/sample/figures/", "/api/sample/names/"
pytestmark = pytest.mark.urls("tests.accounts.sample_api")


@pytest.fixture
def signed_in(client, hoa):
    client.force_login(hoa)
    confirm(client)
    return client


def token_of(user, kind="indicator", days=30):
    return actions.create_token(user=user, name="Thử", kind=kind, days=days)


def call(url, text, **headers):
    return Client().get(url, headers={"authorization": f"Token {text}", **headers})


def test_it_is_shown_once_and_kept_nowhere(signed_in, hoa):
    page = signed_in.post(CREATE, {"name": "Excel của sở", "kind": "indicator", "days": "7"}).content.decode()
    text = page.partition('<pre class="snip" tabindex="0">')[2].partition("<")[0]
    token = ApiToken.objects.get(user=hoa)
    assert text.startswith("maiam_")
    assert text not in str(ApiToken.objects.values().get())
    assert text not in signed_in.get("/tai-khoan/").content.decode()
    assert token.expiry - timezone.now() <= timedelta(days=7)
    assert call(FIGURES, text).json() == {"value": 1}
    event = AuditEvent.objects.get(verb="token.created")
    assert text not in str(event.detail)
    assert event.detail["token"] == str(token)


def test_it_asks_for_the_password_first(client, hoa):
    client.force_login(hoa)
    assert client.get(CREATE).url.startswith("/tai-khoan/xac-nhan/?next=")


@pytest.mark.parametrize(("entry", "value"), [("days", "91"), ("days", "0"), ("name", ""), ("kind", "root")])
def test_it_refuses_what_cannot_be(signed_in, hoa, entry, value):
    response = signed_in.post(CREATE, {"name": "x", "kind": "indicator", "days": "7", entry: value})
    assert "Chưa tạo được" in response.content.decode()
    assert not ApiToken.objects.exists()


def test_the_database_refuses_a_token_that_lives_longer(hoa):
    for expiry in (timedelta(days=91), None):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.create(hoa, expiry=expiry)


def test_a_case_token_is_only_for_those_who_see_cases(client, an):
    client.force_login(an)
    confirm(client)
    assert "thay mặt tôi" not in client.get(CREATE).content.decode()
    with pytest.raises(actions.Refused):
        token_of(an, "case")


def test_the_eleventh_is_refused(signed_in, hoa):
    for _ in range(10):
        token_of(hoa)
    page = signed_in.post(CREATE, {"name": "x", "kind": "indicator", "days": "7"}).content.decode()
    assert "nhiều nhất 10 mã" in page


def test_an_indicator_token_reaches_aggregates_only(hoa):
    text = token_of(hoa)[1]
    assert call(FIGURES, text).status_code == 200
    assert call(NAMES, text).status_code == 403


def test_a_case_token_acts_for_its_user(hoa, an):
    text = token_of(hoa, "case")[1]
    assert call(NAMES, text).json() == {"kind": "case"}
    hoa.assignments.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert call(NAMES, text).status_code == 403


def test_a_view_without_a_permission_is_closed(hoa, signed_in):
    assert signed_in.get("/api/sample/unnamed/").status_code == 403


def test_its_use_is_noted_once_a_minute(hoa):
    token, text = token_of(hoa)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        call(FIGURES, text)
        token.refresh_from_db()
        first = token.last_used_at
        clock.shift(30)
        call(FIGURES, text)
        token.refresh_from_db()
        assert token.last_used_at == first
        clock.shift(31)
        call(FIGURES, text)
        token.refresh_from_db()
        assert token.last_used_at > first


def test_it_dies_on_its_day(hoa):
    text = token_of(hoa, days=1)[1]
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        assert call(FIGURES, text).status_code == 401


def test_it_dies_by_being_revoked(signed_in, hoa):
    token, text = token_of(hoa)
    url = f"/tai-khoan/ma-truy-cap/{token.uid}/thu-hoi/"
    assert "bị từ chối ngay" in signed_in.get(url).content.decode()
    assert signed_in.post(url).url == "/tai-khoan/"
    assert call(FIGURES, text).status_code == 401
    assert verbs(hoa)[-1] == "token.revoked"


def test_it_dies_with_the_lock_of_its_user_and_stays_dead(hoa, an):
    text = token_of(hoa, "case")[1]
    actions.disable_user(user=hoa, reason="left", by=an)
    assert call(NAMES, text).status_code == 401
    actions.enable_user(user=hoa, by=an)
    assert call(NAMES, text).status_code == 401


def test_a_user_locked_by_other_means_is_refused_at_once(hoa):
    text = token_of(hoa, "case")[1]
    hoa.is_active = False
    hoa.save()
    assert call(NAMES, text).status_code == 401


@pytest.mark.parametrize("text", ["maiam_sai", "", "a b", "ÿþ", "maiam_" + "0" * 64])
def test_a_wrong_one_gets_one_clear_sentence(db, text):
    response = call(FIGURES, text)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "title": "Chưa đăng nhập, hoặc mã truy cập không dùng được",
        "status": 401,
        "detail": "Mã truy cập sai, đã hết hạn hoặc đã bị thu hồi; hoặc người dùng của mã đã bị khóa.",
        "errors": {},
    }


def test_another_users_token_does_not_exist(signed_in, minh):
    token = token_of(minh)[0]
    assert signed_in.post(f"/tai-khoan/ma-truy-cap/{token.uid}/thu-hoi/").status_code == 404
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_the_page_lists_ones_own(signed_in, hoa, minh):
    token_of(hoa)
    other = token_of(minh)[0]
    page = signed_in.get("/tai-khoan/").content.decode()
    assert ApiToken.objects.get(user=hoa).token_key in page
    assert other.token_key not in page
