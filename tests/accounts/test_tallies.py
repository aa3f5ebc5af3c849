"""What guards the door is remembered by the database: until its time is over, across processes, whatever Redis does."""

import hashlib
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache, caches
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as NoRedis

from accounts.models import Tally
from accounts.tasks import clear_what_has_ended
from tests.accounts.conftest import code_of, enrol, has_app, sign_in, verbs
from tests.factories import PASSWORD

REFUSED = "redis://127.0.0.1:1/0"


def text(response):
    return response.content.decode()


@pytest.fixture
def redis_is_away(settings):
    settings.CACHES = {**settings.CACHES, "redis": {**settings.CACHES["redis"], "LOCATION": REFUSED}}
    with pytest.raises(NoRedis):
        caches["redis"].get("x")


def test_without_redis_one_comes_in_with_password_and_code(client, hoa, settings, redis_is_away):
    settings.SECOND_FACTOR_REQUIRED = True
    secret = enrol(hoa)
    assert sign_in(client, hoa).status_code == 302
    assert client.post("/dang-nhap/ma/", {"code": code_of(secret)}).url == "/"
    assert client.get("/tai-khoan/").status_code == 200


def test_without_redis_guesses_are_counted_all_the_same(client, hoa, redis_is_away):
    for _ in range(5):
        assert "không đúng" in text(sign_in(client, hoa, "sai-mat-khau-roi"))
    assert "Sai quá nhiều lần" in text(sign_in(client, hoa, PASSWORD))


def test_neither_address_nor_name_nor_code_is_kept(client, hoa, address):
    sign_in(client, hoa, "sai-mat-khau-roi")
    kept = str(list(Tally.objects.values_list("key", "value")))
    assert Tally.objects.count() >= 3
    assert address not in kept
    assert hoa.username not in kept
    assert all(len(key) == len(hashlib.sha256().hexdigest()) for key in Tally.objects.values_list("key", flat=True))


def test_a_guess_is_forgotten_when_its_time_is_over(client, hoa):
    for _ in range(5):
        sign_in(client, hoa, "sai-mat-khau-roi")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert sign_in(client, hoa, PASSWORD).status_code == 302


def test_it_adds_only_what_is_not_there_or_has_ended(db):
    assert cache.add("a", [1.5], timeout=60) is True
    assert cache.add("a", [2.5], timeout=60) is False
    assert cache.get("a") == [1.5]
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert cache.get("a", "nothing") == "nothing"
        assert cache.add("a", [3.5], timeout=60) is True
        assert cache.get("a") == [3.5]


def test_it_replaces_and_deletes(db):
    cache.set("a", [1])
    cache.set("a", [2])
    assert cache.get("a") == [2]
    assert (cache.delete("a"), cache.delete("a")) == (True, False)
    assert cache.get("a") is None


def test_what_has_ended_is_deleted_at_night(db):
    cache.set("gone", 1, timeout=-1)
    cache.set("there", 1, timeout=60)
    clear_what_has_ended()
    assert Tally.objects.count() == 1
    assert cache.get("there") == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_once_the_second_waits_and_sees_what_the_first_has_counted():
    added = []

    def second():
        with transaction.atomic():
            added.append(cache.add("code", "y"))
        connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        assert cache.add("code", "y")
        other.start()
        time.sleep(0.3)
        assert added == []
    other.join(10)
    assert added == [False]


@pytest.fixture
def held(transactional_db):
    """Someone else's request, which counts and does not end."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("lock table accounts_tally in exclusive mode")
    yield other
    other.rollback()
    other.close()


def test_whoever_waits_too_long_is_refused_for_now_and_goes_on(held):
    began = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        assert cache.add("code", "y") is False
        cursor.execute("show lock_timeout")
        assert cursor.fetchone() == ("0",)
    assert 0.4 < time.monotonic() - began < 3
    held.rollback()
    with transaction.atomic(), connection.cursor() as cursor:
        assert cache.add("code", "y") is True
        cursor.execute("show lock_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.fixture
def a_guess_at_her(transactional_db, hoa):
    """From another address, in a request that ends when this is called."""
    counted, over = threading.Event(), threading.Event()

    def guess():
        with transaction.atomic():
            sign_in(Client(REMOTE_ADDR="192.0.2.9"), hoa, "sai-mat-khau-roi")
            counted.set()
            over.wait(60)
        connection.close()

    guesser = threading.Thread(target=guess)
    guesser.start()
    assert counted.wait(60)

    def end():
        over.set()
        guesser.join(60)

    yield end
    end()


def test_while_guesses_at_a_name_are_under_way_even_the_right_password_is_refused_for_now(client, hoa, a_guess_at_her):
    began = time.monotonic()
    assert "Sai quá nhiều lần" in text(sign_in(client, hoa))
    assert time.monotonic() - began < 10
    assert client.get("/tai-khoan/").status_code == 302
    a_guess_at_her()
    assert sign_in(client, hoa).url == "/"


@pytest.fixture
def somebody_counts(transactional_db):
    """In a request that does not end: under the keys that hold this text."""
    other, digest = connection.copy(), caches["default"]._digest
    other.set_autocommit(False)

    def hold(key):
        insert = "insert into accounts_tally (key, value, ends_at) values (%s, 'true', now() + interval '1 hour')"
        with other.cursor() as cursor:
            cursor.execute(insert, [digest(key, None)])

    yield hold, other.rollback
    other.rollback()
    other.close()


BUSY, WRONG, ASK = "Hãy thử lại sau giây lát", "Mã không đúng", "/dang-nhap/ma/"


@pytest.mark.parametrize("key", ["allauth.mfa.totp.used?user={}&code={}", "second_factor.used:{}:{}"])
def test_a_right_code_that_was_not_heard_is_refused_but_not_held_against_anyone(client, hoa, somebody_counts, key):
    hold, end = somebody_counts
    code = code_of(enrol(hoa))
    sign_in(client, hoa)
    hold(key.format(hoa.pk, code))
    page = text(client.post(ASK, {"code": code}))
    assert (BUSY in page, WRONG in page) == (True, False)
    assert client.get("/tai-khoan/").status_code == 302
    assert "account.second_factor_failed" not in verbs()
    end()
    assert client.post(ASK, {"code": code}).url == "/"


def test_while_codes_cannot_be_counted_none_is_heard(client, hoa, held):
    held.rollback()
    code = code_of(enrol(hoa))
    sign_in(client, hoa)
    with held.cursor() as cursor:
        cursor.execute("lock table accounts_tally in exclusive mode")
    assert BUSY in text(client.post(ASK, {"code": code}))
    assert "account.second_factor_failed" not in verbs()
    held.rollback()
    assert WRONG in text(client.post(ASK, {"code": "000000"}))
    assert verbs().count("account.second_factor_failed") == 1
    assert client.post(ASK, {"code": code}).url == "/"


def test_an_enrolment_that_was_not_heard_is_tried_again(client, hoa, settings, somebody_counts):
    settings.SECOND_FACTOR_REQUIRED = True
    hold, end = somebody_counts
    sign_in(client, hoa)
    url = "/tai-khoan/hai-buoc/bat/"
    secret = text(client.get(url)).partition('<pre class="snip" tabindex="0">')[2].partition("<")[0]
    code = code_of(secret)
    hold(f"second_factor.used:{hoa.pk}:{code}")
    assert BUSY in text(client.post(url, {"code": code}))
    assert not has_app(hoa)
    end()
    assert client.post(url, {"code": code}).status_code == 302
    assert has_app(hoa)


def test_what_goes_wrong_in_another_way_is_not_taken_for_a_wait(held):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '100ms'")
        with pytest.raises(OperationalError), transaction.atomic():
            cache.add("code", "y")


@pytest.mark.django_db(transaction=True)
def test_of_twenty_guesses_at_once_no_more_than_five_are_heard(hoa, address, settings):
    """As many browsers as one likes: no more than five of them are told whether the password was right."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "5/5m/key"}
    heard = []

    def guess():
        heard.append("không đúng" in text(sign_in(Client(REMOTE_ADDR=address), hoa, "sai-mat-khau-roi")))
        connection.close()

    guesses = [threading.Thread(target=guess) for _ in range(20)]
    for each in guesses:
        each.start()
    for each in guesses:
        each.join(60)
    assert (len(heard), 1 <= sum(heard) <= 5) == (20, True)  # fewer where the machine is slow: they wait for a second
