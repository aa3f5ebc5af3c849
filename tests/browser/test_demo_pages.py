"""Every main page over the demonstration's own data: light, legible, accessible, and pictured (shots/, not kept)."""

import gzip
import random
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from indicators.actions import calendar
from indicators.tasks import sweep
from programs.models import SupportModel
from reporting.demo import an_giang_2020, caseload, reported, users

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
SHOTS = Path(__file__).resolve().parents[2] / "shots"
KILOBYTE = 1024
OFFICER = {
    "viec": "/viec/",
    "ho-so-danh-sach": "/ho-so/",
    "tiep-nhan": "/tiep-nhan/moi/",
    "tre-em": "/tre-em/",
    "nhap-so": "/trao-doi/nhap/",
    "quy-dinh": "/quy-dinh/",
    "chi-so": "/chi-so/",
}
PROVINCE = {
    "bang-chi-tieu": "/chuong-trinh/an-giang-2016-2020/",
    "chi-so-mot": "/chi-so/H01/?place=89@2025-06-30&period=2020",
    "mo-hinh": "/chi-so/M01/?place=89@2025-06-30&period=2020&group=safe_house",
    "quy": "/hoat-dong/quy/",
}


@pytest.fixture
def demo(db, settings):
    """The demonstration without Kon Tum's register: large, and of one page only."""
    settings.DEMO = True
    settings.SECOND_FACTOR_REQUIRED = False
    for command in ("load_places", "load_reference", "load_programmes"):
        call_command(command, verbosity=0)
    calendar.tick()
    users.load()
    assert SupportModel.objects.exists()
    an_giang_2020.load(random.Random(1))
    offices = caseload.load(random.Random(1), timezone.now())
    reported.load([office.place for office in offices[: caseload.COMPLETE]], timezone.localdate())
    while sweep():
        pass


@pytest.fixture
def look(chromium, live_server, demo):
    """Pages opened cold, one context each, with what they fetched and what the console said."""
    contexts = []

    def open_cold(address, username=None, width=1240, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="vi-VN", base_url=live_server.url, **options
        )
        contexts.append(context)
        if username:
            context.add_cookies([{"name": "phien", "value": session_of(username), "url": live_server.url}])
        page = context.new_page()
        page.said, fetched = [], []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("response", lambda response: fetched.append(response))  # noqa: PLW0108 (playwright wants a function)
        response = page.goto(address)
        page.weight = sum(len(gzip.compress(each.body(), 6)) for each in fetched)
        page.strangers = [each.url for each in fetched if not each.url.startswith(live_server.url)]
        assert response.ok, address
        return page

    yield open_cold
    for context in contexts:
        context.close()


def session_of(username):
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.cookies["phien"].value


def test_the_main_pages_are_light_quiet_accessible_and_fit(look):
    case = Case.objects.filter(responsible_place__name=users.HOME, stage="plan").first()
    pages = [("dang-nhap", "/dang-nhap/", None), ("ho-so", f"/ho-so/{case.uid}/", "hoa")]
    pages += [("ke-hoach", f"/ho-so/{case.uid}/ke-hoach/", "hoa")]
    pages += [(name, address, "hoa") for name, address in OFFICER.items()]
    pages += [(name, address, "tung") for name, address in PROVINCE.items()]
    SHOTS.mkdir(exist_ok=True)
    faults = []
    for name, address, who in pages:
        for width in (1240, 390, 320):
            page = look(address, who, width)
            if page.weight > 60 * KILOBYTE:
                faults.append(f"{name} {width}: {page.weight} bytes")
            if page.said or page.strangers:
                faults.append(f"{name} {width}: {page.said} {page.strangers}")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{name} {width}: sideways scroll")
            if width != 320:
                found = Axe().run(page)
                if found.violations_count:
                    faults.append(f"{name} {width}: {found.generate_report()}")
                page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
            page.context.close()
    assert not faults, "\n".join(faults)
