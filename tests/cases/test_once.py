"""A form acts once, however often its button is pressed."""

import re
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import SentForm
from accounts.tasks import clear_what_has_ended
from cases.models import Case, Intake, Service, Visit
from tests.cases.conftest import today


@pytest.fixture
def signed_in(client, hoa):
    client.force_login(hoa)
    return client


def key_of(response):
    return re.search(r'name="form_key" value="([0-9a-f-]{36})"', response.content.decode())[1]


def intake_data(place, **more):
    now = timezone.localtime()
    told = {"received_on": f"{now:%d/%m/%Y}", "received_time": "00:00", "channel": "phone", "category": "at_risk"}
    return {**told, "incident_place": place.pk, "narrative": "Nội dung giả.", "child_sex": "U", **more}


def test_a_second_press_leads_to_the_first_intake(signed_in, here):
    url = reverse("cases:intake")
    data = intake_data(here, form_key=key_of(signed_in.get(url)))
    first, second = signed_in.post(url, data), signed_in.post(url, data)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url == Intake.objects.get().get_absolute_url()
    assert "không ghi thêm lần nữa" in signed_in.get(second.url).content.decode()


@pytest.mark.parametrize(
    ("name", "model", "data"),
    [
        ("service", Service, {"kind": "health", "provider": "Trạm y tế giả"}),
        ("visit", Visit, {"note": "Thăm nhà."}),
    ],
)
def test_a_second_press_records_no_second_entry(signed_in, opened, name, model, data):
    url = reverse(f"cases:{name}", args=[opened.uid])
    sent = {**data, "on_date": f"{today():%d/%m/%Y}", "form_key": key_of(signed_in.get(url))}
    assert [signed_in.post(url, sent).url for _ in range(3)] == [opened.get_absolute_url()] * 3
    assert model.objects.count() == 1


def test_a_second_press_opens_no_second_case(signed_in, intake):
    url = reverse("cases:case_open", args=[intake.uid])
    data = {"form_key": key_of(signed_in.get(url)), "full_name": "Trẻ Giả"}
    assert signed_in.post(url, data).url == signed_in.post(url, data).url == Case.objects.get().get_absolute_url()


def test_other_contents_under_a_key_that_has_acted_are_kept_on_the_page_and_not_recorded(signed_in, here):
    url = reverse("cases:intake")
    data = intake_data(here, form_key=key_of(signed_in.get(url)))
    signed_in.post(url, data)
    changed = signed_in.post(url, {**data, "narrative": "Một tin khác."})
    assert "đã được lưu rồi" in changed.content.decode()
    assert "Một tin khác." in changed.content.decode()
    assert Intake.objects.count() == 1
    again = {**data, "narrative": "Một tin khác.", "form_key": key_of(changed)}
    assert signed_in.post(url, again).status_code == 302
    assert Intake.objects.count() == 2


def test_a_form_that_was_refused_may_be_sent_again_with_the_same_key(signed_in, here):
    url = reverse("cases:intake")
    data = intake_data(here, form_key=key_of(signed_in.get(url)))
    refused = signed_in.post(url, {**data, "narrative": ""})
    assert key_of(refused) == data["form_key"]
    assert not SentForm.objects.exists()
    assert signed_in.post(url, data).status_code == 302
    assert Intake.objects.count() == 1


def test_the_key_of_another_person_opens_nothing(signed_in, here, minh, hoa):
    url, key = reverse("cases:intake"), str(uuid4())
    hers = signed_in.post(url, intake_data(here, form_key=key)).url
    stranger = Client()
    stranger.force_login(minh)
    assert stranger.post(url, intake_data(here, form_key=key)).url != hers  # a report of his own
    assert list(Intake.objects.order_by("pk").values_list("received_by", flat=True)) == [hoa.pk, minh.pk]
    assert set(SentForm.objects.values_list("by", flat=True)) == {hoa.pk, minh.pk}


@pytest.mark.parametrize("key", ["", "x", "1234"])
def test_what_is_no_key_protects_nothing_and_breaks_nothing(signed_in, here, key):
    for _ in range(2):
        assert signed_in.post(reverse("cases:intake"), intake_data(here, form_key=key)).status_code == 302
    assert Intake.objects.count() == 2


def test_nothing_that_was_typed_stands_beside_the_key(signed_in, here):
    data = intake_data(here, form_key=str(uuid4()), child_name="Trẻ Giả Kín")
    signed_in.post(reverse("cases:intake"), data)
    kept = SentForm.objects.values().get()
    assert re.fullmatch(r"[0-9a-f]{64}", kept["digest"])
    assert not [value for value in kept.values() if "Kín" in str(value)]


def test_keys_are_swept_after_a_day(signed_in, here):
    for age in (0, 2):
        signed_in.post(reverse("cases:intake"), intake_data(here, form_key=str(uuid4()), narrative=f"Tin {age}."))
    old = SentForm.objects.latest("pk")
    SentForm.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))
    clear_what_has_ended()
    assert SentForm.objects.count() == 1
    assert not SentForm.objects.filter(pk=old.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_visit(opened, hoa):
    url = reverse("cases:visit", args=[opened.uid])
    data = {"on_date": f"{today():%d/%m/%Y}", "note": "Thăm nhà.", "form_key": str(uuid4())}
    start, answers = Barrier(2), []

    def press():
        client = Client()
        client.force_login(hoa)
        start.wait()
        answers.append(client.post(url, data))
        connection.close()

    presses = [Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert {answer.url for answer in answers} == {opened.get_absolute_url()}
    assert Visit.objects.count() == 1
