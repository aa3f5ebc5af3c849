"""A session that ends by itself: warned of, prolonged by hand or by typing, and nothing typed is lost."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from tests.browser.moves import follow
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser
STORY = "Cháu bé hay khóc một mình"
IDLE = 15 * 60


def intake_of(browse, settings, **options):
    settings.SESSION_IDLE_SECONDS = IDLE
    page = browse("hoa", **options)
    page.clock.install()
    page.goto("/tiep-nhan/moi/")
    return page


def test_it_is_announced_two_minutes_before_and_put_off_by_one_press(village, browse, settings):
    page = intake_of(browse, settings)
    warning = page.locator(".stay form")
    page.clock.fast_forward(1000 * (IDLE - 130))
    assert not warning.is_visible()
    page.clock.fast_forward(1000 * 20)
    warning.wait_for(state="visible")
    assert "Còn 1:" in warning.inner_text()
    assert warning.get_by_text("Phiên làm việc đã kết thúc").count() == 1
    assert not warning.get_by_text("Phiên làm việc đã kết thúc").is_visible()
    warning.get_by_role("button").click()
    warning.wait_for(state="hidden")
    assert page.said == []


def test_typing_is_work(village, browse, settings):
    page = intake_of(browse, settings)
    page.clock.fast_forward(1000 * 62)
    with page.expect_response("**/tai-khoan/phien/tiep-tuc/") as asked:
        page.fill("[name=narrative]", STORY)
    assert asked.value.status == 200
    assert not page.locator(".stay form").is_visible()


def test_the_end_says_what_will_happen_and_the_form_comes_back_as_it_was(village, browse, settings):
    page = intake_of(browse, settings, width=390)
    page.fill("[name=narrative]", STORY)
    page.clock.fast_forward(1000 * (IDLE + 5))
    page.get_by_text("Phiên làm việc đã kết thúc").wait_for()
    assert not page.locator(".stay button").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        session["seen_at"] = time.time() - IDLE - 5
        session.save()
    follow(page, "main form:has([name=narrative]) button:not([name])")
    page.fill("[name=login]", "hoa")
    page.fill("[name=password]", "sai")
    follow(page, "main button.primary")
    page.fill("[name=login]", "hoa")
    page.fill("[name=password]", PASSWORD)
    follow(page, "main button.primary")
    page.wait_for_url("**/tiep-nhan/moi/")
    assert page.input_value("[name=narrative]") == STORY
