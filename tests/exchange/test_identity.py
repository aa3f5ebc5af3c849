"""Names of children leave only for someone who has said again who he is; what was chosen is not lost on the way."""

import time
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from reporting import actions
from reporting.models import Job
from tests.factories import PASSWORD, ChildFactory

CONFIRM = "/tai-khoan/xac-nhan/"


@pytest.fixture
def lan(lan, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    lan.set_password(PASSWORD)
    lan.save()
    return lan


def signed_in(client, user, seconds_ago):
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds_ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.fixture
def office(client, lan):
    """Lan has been at work for an hour."""
    signed_in(client, lan, 3600)
    return client


def test_a_list_with_names_waits_for_the_password_and_then_goes_on_with_what_was_chosen(office, here):
    ChildFactory(place=here, full_name="Trẻ Được Chọn")
    chosen = {"group": "any", "at_risk": "1", "form": "csv"}
    asked = office.post(reverse("exchange:export", args=["tre-em"]), chosen)
    assert asked.url.startswith(f"{CONFIRM}?next=")
    assert not Job.objects.exists()
    page = office.get(asked.url)
    assert "mật khẩu" in page.content.decode()
    assert "Trẻ Được Chọn" not in page.content.decode()
    answer = office.post(asked.url, {"password": PASSWORD, "next": reverse("exchange:export", args=["tre-em"])})
    job = Job.objects.get()
    assert answer.url == reverse("exchange:job", args=[job.uid])
    assert (job.wanted["filters"], job.wanted["form"]) == ({"group": "any", "at_risk": "1"}, "csv")


def test_a_wrong_password_starts_nothing(office):
    asked = office.post(reverse("exchange:export", args=["ho-so"]), {"form": "xlsx"})
    answer = office.post(asked.url, {"password": "sai", "next": reverse("exchange:export", args=["ho-so"])})
    assert answer.status_code == 200
    assert not Job.objects.exists()


def test_the_file_itself_waits_for_the_password_too(office, lan, here):
    ChildFactory(place=here)
    job = actions.run_export(job=actions.ask_export(list_name="tre-em", filters={}, form="csv", by=lan))
    address = reverse("exchange:download", args=[job.uid])
    asked = office.get(address)
    assert asked.url.startswith(f"{CONFIRM}?next=")
    assert not AuditEvent.objects.filter(verb="export.fetched").exists()
    assert office.post(asked.url, {"password": PASSWORD, "next": address}).url == address
    assert office.get(address).status_code == 200


def test_whoever_signed_in_a_moment_ago_is_not_asked_twice(client, lan):
    signed_in(client, lan, 60)
    client.post(reverse("exchange:export", args=["tre-em"]), {"form": "csv"})
    assert Job.objects.exists()


def test_a_list_without_names_asks_for_nothing(office, lan):
    answer = office.post(reverse("exchange:export", args=["quy"]), {"form": "csv", "year": date.today().year})
    job = Job.objects.get()
    assert answer.url == reverse("exchange:job", args=[job.uid])
    actions.run_export(job=job)
    assert office.get(reverse("exchange:download", args=[job.uid])).status_code == 200


@pytest.mark.parametrize("name", ["tre-em", "khong-co"])
def test_a_list_that_is_not_his_is_missing_before_any_password_is_asked(client, hoa, name):
    signed_in(client, hoa, 3600)
    assert client.post(reverse("exchange:export", args=[name]), {"form": "csv"}).status_code == 404
