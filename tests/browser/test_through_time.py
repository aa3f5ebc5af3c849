"""Pictures over reforms of map and law: code 91 on two days, Kon Tum 2013–2030, the new Hưng Yên before 2025."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases.actions.residences import residences_since
from cases.models import Residence
from indicators.actions import calendar
from indicators.tasks import sweep
from places.models import Level, Place
from reporting.actions.reforms import enter_reform
from tests.browser.moves import follow
from tests.factories import AssignmentFactory, ChildFactory, CircumstanceFactory, UserFactory
from tests.indicators.conftest import declare

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
SHOTS = Path(__file__).resolve().parents[2] / "shots"
PAGES = {
    "ma-91-truoc": "/don-vi/91@2025-06-30/",
    "ma-91-sau": "/don-vi/91@2025-07-01/",
    "kon-tum-2013-2030": "/chi-so/H01/?place=62@2025-06-30&from=2013&period=2030&boundaries=now",
    "kon-tum-don-vi": "/don-vi/62@2025-06-30/",
    "hung-yen-thieu": "/chi-so/H01/?place=33@2025-07-01&from=2018&period=2024&boundaries=now",
    "hung-yen-tong-quan": "/chi-so/?place=33@2025-07-01&period=2024&boundaries=now",
    "dan-so": "/dan-so/",
    "sap-xep-ghi": "/don-vi/sap-xep/moi/",
}


def unit(code, day, level=Level.PROVINCE):
    return Place.objects.by_code(code, day, level)


def settle(province, count, groups, born=date(2012, 2, 1)):
    """Children of a province of 2013 in its first communes, followed through every reform to today."""
    today, first = timezone.localdate(), date(2013, 1, 1)
    communes = Place.objects.within(province).level(Level.COMMUNE).in_force(first)
    undivided = [place for place in communes.order_by("pk") if not any(part for _unit, part in place.as_of(today))]
    for number in range(count):
        home = undivided[number % 5]
        child = ChildFactory(responsible_place=home, residence=False, birth_date=born + timedelta(days=70 * number))
        rows = residences_since(child, home, max(child.birth_date, first), today, basis="permanent")
        Residence.objects.bulk_create(rows)
        if number < len(groups):
            group, year = groups[number]
            CircumstanceFactory(child=child, group=group, starts_on=date(year, 3, 1), recorded_place=home)


@pytest.fixture
def world(settings, tmp_path):
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED, settings.DATA_DIR = True, False, tmp_path
    call_command("load_places", verbosity=0)
    calendar.tick()
    old, today = date(2025, 6, 30), timezone.localdate()
    kon_tum, thai_binh, hung_yen = unit("62", old), unit("34", old), unit("33", old)
    settle(kon_tum, 60, [("C02", 2013), ("C02", 2014), ("C07", 2015), ("DB04", 2018), ("DB01", 2019), ("DB13", 2022)])
    settle(thai_binh, 30, [("C02", 2016), ("DB04", 2019), ("DB01", 2022)])
    settle(hung_yen, 20, [("DB04", 2019)])
    for place in (kon_tum, thai_binh, unit("51", today), unit("33", today)):
        declare(place, "register", starts_on=place.valid_from or date(2011, 1, 1))
    user = UserFactory(username="bien")
    for code in ("51", "33", "91"):
        AssignmentFactory(user=user, place=unit(code, today), role="province_staff")
        AssignmentFactory(user=user, place=unit(code, today), role="system_administrator")
    while sweep():
        pass
    return user


def planned(user):
    """A reform of the coming year: two communes of the new An Giang that become one."""
    today = timezone.localdate()
    one, two, cut = Place.objects.within(unit("91", today)).level(Level.COMMUNE).in_force(today).alphabetical()[:3]
    for place in (one, two, cut):
        ChildFactory.create_batch(3, place=place)
        AssignmentFactory(user=UserFactory(), place=place)
    rows = f"""{one.code}; {one.code}; {one.name}; 91
{two.code}; {one.code}; {one.name}; 91
{cut.code}; {one.code}; {one.name}; 91; ?
{cut.code}; {cut.code}; {cut.name}; 91; ?"""
    told = {"legal_document": "Nghị quyết (ví dụ)", "on_date": today + timedelta(days=60), "carries_roles": True}
    return enter_reform(text=rows, by=user, **told)


def test_reforms_of_map_and_law_are_marked_named_and_legible(chromium, live_server, world):
    client = Client()
    client.force_login(world)
    context = chromium.new_context(viewport={"width": 1240, "height": 900}, locale="vi-VN", base_url=live_server.url)
    cookie = {"name": "phien", "value": client.cookies["phien"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page, faults, said = context.new_page(), [], {}
    for name, address in {**PAGES, "sap-xep": f"/don-vi/sap-xep/{planned(world).uid}/"}.items():
        response = page.goto(address)
        said[name] = page.inner_text("main")
        assert response.status == 200, (name, said[name])
        for width in (1240, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{name} {width}: sideways scroll")
            if width != 320:
                SHOTS.mkdir(exist_ok=True)
                page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        found = Axe().run(page)
        faults += [f"{name}: {found.generate_report()}"] if found.violations_count else []
    page.goto("/chi-so/H01/?place=62@2025-06-30&period=2030&boundaries=now")
    page.fill("#from", "2013")  # the long series is reached from the page itself
    follow(page, "text=Vẽ lại")
    assert "2017: đổi định nghĩa" in page.inner_text("main")
    context.close()
    assert not faults, "\n".join(faults)
    assert "Kiên Giang" in said["ma-91-truoc"]
    assert "Tỉnh An Giang" in said["ma-91-sau"]
    assert "2017: đổi định nghĩa" in said["kon-tum-2013-2030"]
    assert "2025: sắp xếp đơn vị" in said["kon-tum-2013-2030"]
    assert "Thiếu: Tỉnh Hưng Yên (đến 30/06/2025)" in said["hung-yen-thieu"]
