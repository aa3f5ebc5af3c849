"""Notices by mail, and the nightly clean-up."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from accounts.models import ApiToken, Notice
from accounts.tasks import clear_what_has_ended, deliver_notice, deliver_notices


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.EMAIL_HOST = "mail.example.org"
    settings.SITE_URL = "https://mai-am.example.org"


@pytest.fixture
def notice(hoa):
    return Notice.objects.create(to=hoa, subject="Hồ sơ AG-2026-000412 đến hạn", url="/ho-so/x/")


def test_it_is_sent_once(notice, hoa):
    for _ in range(2):
        deliver_notice(pk=notice.pk)
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == (notice.subject, [hoa.email])
    assert letter.body == "https://mai-am.example.org/ho-so/x/"


def test_without_an_address_of_its_own_it_leads_to_the_site(hoa):
    deliver_notice(pk=Notice.objects.create(to=hoa, subject="Thử").pk)
    assert mail.outbox[0].body == "https://mai-am.example.org"


def test_one_that_fails_waits_for_the_next_minute(notice, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("accounts.tasks.send_mail", broken)
    with pytest.raises(ConnectionRefusedError):
        deliver_notice(pk=notice.pk)
    assert notice in Notice.objects.waiting()


def test_all_that_wait_are_handed_out(notice, monkeypatch):
    handed = []
    monkeypatch.setattr(deliver_notice, "delay", lambda pk: handed.append(pk))
    deliver_notices()
    assert handed == [notice.pk]


def test_without_a_mail_server_they_wait(notice, monkeypatch, settings):
    settings.EMAIL_HOST = ""
    monkeypatch.setattr(deliver_notice, "delay", lambda pk: pytest.fail("nothing to send with"))
    deliver_notices()


def test_who_has_no_address_gets_none(notice, hoa):
    hoa.email = ""
    hoa.save()
    assert notice not in Notice.objects.waiting()


def test_what_has_ended_is_deleted(hoa, client):
    client.force_login(hoa)
    dead, alive = (ApiToken.objects.create(hoa, expiry=timedelta(days=days))[0] for days in (-1, 1))
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    clear_what_has_ended()
    assert list(ApiToken.objects.all()) == [alive]
    assert not Session.objects.exists()
    assert dead.pk
