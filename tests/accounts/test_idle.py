"""What was being typed when a session ended by itself is neither lost nor shown to anyone else."""

import ast
import json
import time
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.idle import APPS, UNSENT
from cases.models import Intake
from tests.accounts.conftest import sign_in, with_password

STORY = "Cháu bé hay khóc một mình"


@pytest.fixture
def form(hoa):
    return reverse("cases:intake")


@pytest.fixture
def minh(minh, quick_passwords):
    return with_password(minh)


def text(response):
    return response.content.decode()


def leave_alone(client):
    session = client.session
    session["seen_at"] = time.time() - 24 * 3600
    session.save()


def send_too_late(client, form, **typed):
    leave_alone(client)
    return client.post(form, {"child_name": "Trẻ Giả", "narrative": STORY, **typed})


def test_signing_in_again_leads_back_to_what_was_typed_and_nothing_is_written(client, hoa, form):
    sign_in(client, hoa)
    sent = send_too_late(client, form)
    assert sent.url == f"/dang-nhap/?next={form}"
    assert "còn giữ" in text(client.get(sent.url))
    assert sign_in(client, hoa, next=form).url == form
    page = text(client.get(form))
    assert STORY in page
    assert "Chưa có gì được ghi" in page
    assert not Intake.objects.exists()
    assert STORY not in text(client.get(form))  # shown once


def test_nobody_else_sees_it_and_it_is_gone_then(client, hoa, minh, form):
    sign_in(client, hoa)
    send_too_late(client, form)
    sign_in(client, minh)
    client.get("/tai-khoan/")
    assert UNSENT not in client.session
    assert STORY not in text(client.get(form))
    client.post("/dang-xuat/")
    sign_in(client, hoa)
    assert STORY not in text(client.get(form))


def test_it_waits_for_its_own_form_whatever_else_is_opened_or_sent_first(client, hoa, form):
    sign_in(client, hoa)
    send_too_late(client, form)
    sign_in(client, hoa)
    client.post("/tai-khoan/phien/tiep-tuc/")
    assert STORY not in text(client.get("/tiep-nhan/"))
    assert STORY in text(client.get(form))


def test_a_sealed_text_moved_to_another_person_does_not_open(client, hoa, minh, form):
    sign_in(client, hoa)
    send_too_late(client, form)
    sign_in(client, minh)
    session = client.session
    session[UNSENT] = {**session[UNSENT], "user": minh.pk}
    session.save()
    assert STORY not in text(client.get(form))
    assert UNSENT not in client.session


def test_the_database_holds_nothing_of_it_that_can_be_read(client, hoa, form):
    sign_in(client, hoa)
    send_too_late(client, form)
    kept = json.dumps([row.get_decoded() for row in Session.objects.all()], ensure_ascii=False)
    assert UNSENT in kept
    assert STORY not in kept
    assert "Trẻ Giả" not in kept
    assert "csrf" not in kept


def test_a_forged_request_leaves_nothing_behind(hoa, form):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(hoa)
    assert send_too_late(strict, form).status_code == 403
    assert UNSENT not in strict.session


def test_passwords_are_never_kept(client, hoa):
    sign_in(client, hoa)
    leave_alone(client)
    client.post("/tai-khoan/mat-khau/", {"old_password": "mat-khau-cu-cua-toi"})
    assert UNSENT not in client.session


def test_a_flood_is_not_kept(client, hoa, form):
    sign_in(client, hoa)
    send_too_late(client, form, narrative="x" * 250_000)
    assert UNSENT not in client.session


def test_asking_for_more_time_gives_it_until_the_day_is_over(client, hoa, settings):
    settings.SESSION_IDLE_SECONDS = 15 * 60
    sign_in(client, hoa)
    session = client.session
    session["seen_at"] = time.time() - 800
    session.save()
    assert client.post("/tai-khoan/phien/tiep-tuc/").json()["seconds"] in range(895, 901)
    session["signed_in_at"] = time.time() - settings.SESSION_COOKIE_AGE + 90
    session.save()
    assert client.post("/tai-khoan/phien/tiep-tuc/").json()["seconds"] in range(85, 91)


def test_only_pages_of_a_session_tell_when_it_ends(client, hoa):
    assert "data-ends-in" not in text(client.get("/dang-nhap/"))
    sign_in(client, hoa)
    assert "data-ends-in" in text(client.get("/tai-khoan/"))


def asking(sources):
    """Names of the functions that act on POST only: they ask for the method, or leave that to one that does."""
    found = {"entry", "entry_of_child"}  # of cases and of programmes
    while more := {name for name, text in sources.items() if name not in found and asks(text, found)}:
        found |= more
    return found


def asks(text, others):
    called = {
        node.func.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and hasattr(node.func, "id")
    }
    return "request.method" in text or bool(called & others)


def test_what_is_shown_again_on_a_get_is_acted_on_by_no_view():
    acting = []
    for path in (path for app in sorted(APPS) for path in Path(app, "views").glob("*.py")):
        whole = path.read_text()
        parts = [node for node in ast.parse(whole).body if isinstance(node, ast.FunctionDef)]
        sources = {node.name: ast.get_source_segment(whole, node) for node in parts}
        by_post = {node.name for node in parts if "require_POST" in map(ast.unparse, node.decorator_list)}
        reading = {name for name, text in sources.items() if "request.POST" in text and "actions." in text} - by_post
        acting += [f"{path}: {name}" for name in reading - asking(sources)]
    assert acting == []
