"""A real Chromium before the running application, as the runtime role, with a small territory."""

import random
from datetime import date

import pytest

from places.models import CalendarDay
from tests.browser.moves import follow
from tests.factories import PASSWORD, AssignmentFactory, UserFactory, commune, province

pytestmark = pytest.mark.browser


@pytest.fixture
def village(transactional_db):
    """Two communes of a province with code-bearing name, their people, and a calendar frozen around today."""
    an_giang = province("Tỉnh An Giang")
    here, there = commune("Xã Vĩnh Giả", parent=an_giang), commune("Phường Long Giả", parent=an_giang)
    for year in range(2025, 2029):
        CalendarDay.objects.create(day=date(year, 1, 1), kind="holiday", name="Tết Dương lịch", year=year, source="thử")
    people = {}
    for username, role, where in (
        ("hoa", "commune_officer", here),
        ("chi", "commune_chair", here),
        ("lan", "province_staff", an_giang),
    ):
        person = UserFactory(username=username, full_name=f"Người {username}")
        person.set_password(PASSWORD)
        person.save()
        AssignmentFactory(user=person, place=where, role=role)
        people[username] = person
    return {"here": here, "there": there, **people}


@pytest.fixture
def dice():
    """Random names; the seed is printed by a failing test."""
    seed = random.randrange(10**6)
    print("seed", seed)
    return random.Random(seed)


@pytest.fixture
def browse(chromium, live_server, settings):
    """A signed-in page at a width, with or without script; it keeps what the console said and what left the site."""
    settings.DEMO = True
    settings.SECOND_FACTOR_REQUIRED = False
    contexts = []

    def open_as(username, width=1240, script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            java_script_enabled=script,
            base_url=live_server.url,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.said, page.strangers = [], []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on(
            "request",
            lambda request: page.strangers.append(request.url) if not request.url.startswith(live_server.url) else None,
        )
        page.goto("/dang-nhap/")
        page.fill("[name=login]", username)
        page.fill("[name=password]", PASSWORD)
        follow(page, "main button.primary, form button.primary")
        return page

    yield open_as
    for context in contexts:
        context.close()
