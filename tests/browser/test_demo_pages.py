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
from cases.resources import ChildRegister
from cases.views import lists
from indicators.actions import calendar
from indicators.tasks import sweep
from places.models import Level, Place
from programs.models import SupportModel
from reporting import tasks
from reporting.demo import an_giang_2020, caseload, reported, users
from reporting.models import Job
from tests.factories import AssignmentFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
SHOTS = Path(__file__).resolve().parents[2] / "shots"
KILOBYTE = 1024
FULL = {  # name of the picture: (address, who looks)
    "dang-nhap": ("/dang-nhap/", None),
    "viec": ("/viec/", "hoa"),
    "ho-so-danh-sach": ("/ho-so/", "hoa"),
    "tiep-nhan": ("/tiep-nhan/moi/", "hoa"),
    "tre-em": ("/tre-em/", "hoa"),
    "quy-dinh": ("/quy-dinh/", "hoa"),
    "chi-so": ("/chi-so/", "hoa"),
    "chi-so-tinh": ("/chi-so/?place=89@2025-06-30&period=2020", "tung"),
    "chi-so-mot": ("/chi-so/H01/?place=89@2025-06-30&period=2020", "tung"),
    "mo-hinh": ("/chi-so/M01/?place=89@2025-06-30&period=2020&group=safe_house", "tung"),
    "bang-chi-tieu": ("/chuong-trinh/an-giang-2016-2020/", "tung"),
    "quy": ("/hoat-dong/quy/", "tung"),
}
EMPTY = {  # the same where nothing is on record: a new officer, a province that has declared nothing
    "trong-viec": ("/viec/", "moi"),
    "trong-ho-so": ("/ho-so/", "moi"),
    "trong-tre-em": ("/tre-em/", "moi"),
    "trong-tiep-nhan": ("/tiep-nhan/", "moi"),
    "trong-nhap-so": ("/trao-doi/nhap/", "moi"),
    "trong-chi-so": ("/chi-so/", "tan"),
    "trong-chi-so-mot": ("/chi-so/H01/", "tan"),
    "trong-quy": ("/hoat-dong/quy/", "tan"),
    "trong-chuong-trinh": ("/chuong-trinh/", "tan"),
    "trong-bang-chi-tieu": ("/chuong-trinh/hung-yen-2016-2020/", "bac"),
}


@pytest.fixture
def demo(db, settings, tmp_path):
    """The demonstration without Kon Tum's register (large, of one page only), and two people of an empty province."""
    settings.DEMO = True
    settings.SECOND_FACTOR_REQUIRED = False
    settings.DATA_DIR = tmp_path
    for command in ("load_places", "load_reference", "load_programmes"):
        call_command(command, verbosity=0)
    calendar.tick()
    users.load()
    assert SupportModel.objects.exists()
    an_giang_2020.load(random.Random(1))
    offices = caseload.load(random.Random(1), timezone.now())
    reported.load([office.place for office in offices[: caseload.COMPLETE]], timezone.localdate())
    today = timezone.localdate()
    empty = Place.objects.by_code("04", today, Level.PROVINCE)
    commune = Place.objects.level(Level.COMMUNE).in_force(today).filter(province=empty).first()
    for username, role, place in (("moi", "commune_officer", commune), ("tan", "province_staff", empty),
                                  ("tan", "programme_manager", empty)):  # fmt: skip
        user = User.objects.filter(username=username).first() or UserFactory(username=username)
        AssignmentFactory(user=user, role=role, place=place)
    while sweep():
        pass


@pytest.fixture
def look(chromium, live_server, demo):
    """Pages opened cold, one context each, with what they fetched and what the console said."""
    contexts = []

    def open_cold(address, username=None, status=200, **options):
        context = chromium.new_context(
            viewport={"width": 1240, "height": 900}, locale="vi-VN", base_url=live_server.url, **options
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
        assert response.status == status, address
        return page

    yield open_cold
    for context in contexts:
        context.close()


def session_of(username):
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.cookies["phien"].value


def examine(page, name, status=200):
    """What is wrong with a page on a desk, on a phone and on the narrowest phone; its pictures are left in shots/."""
    faults = []
    said = [words for words in page.said if status == 200 or f"status of {status}" not in words]
    if page.weight > 60 * KILOBYTE:
        faults.append(f"{name}: {page.weight} bytes")
    if said or page.strangers:
        faults.append(f"{name}: {said} {page.strangers}")
    for width in (1240, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name} {width}: sideways scroll")
        if width != 320:
            found = Axe().run(page)
            if found.violations_count:
                faults.append(f"{name} {width}: {found.generate_report()}")
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    return faults


def examine_all(look, pages):
    faults = []
    for name, (address, who, *status) in pages.items():
        page = look(address, who, *status)
        faults += examine(page, name, *status)
        page.context.close()
    return faults


def import_pages(look):
    """An import as its officer meets it: waiting for the worker, rows to mend, all right and asking, written."""
    page = look("/trao-doi/nhap/", "hoa")
    wrong = register("Trần Thị Sai;nữ;31/02/2015", "Lê Văn Lạc;trai;03/05/2015")
    right = register(*(f"Lê Văn Mẫu;nam;0{n}/05/2015" for n in range(1, 6)))
    faults = examine(page, "nhap-so")
    for name, text in (("nhap-sai", wrong), ("nhap-dung", right)):
        page.goto("/trao-doi/nhap/")
        page.set_input_files("input[type=file]", {"name": "so.csv", "mimeType": "text/csv", "buffer": text.encode()})
        page.click("main .bar-save button")
        if name == "nhap-dung":
            faults += examine(page, "nhap-dang-chay")
        work_off(page)
        faults += examine(page, name)
    page.click("main .bar-save button")
    work_off(page)
    assert "Đã ghi 5 trẻ" in page.inner_text("main")
    return faults + examine(page, "nhap-xong")


def register(*children):
    """A file of name, sex and birth date, all of Hoa's commune."""
    rows = "".join(f"{child};;;{users.HOME};01/07/2025;;;;\n" for child in children)
    return ";".join(field.column_name for field in ChildRegister().fields.values()) + "\n" + rows


def work_off(page):
    """What a worker would do with the newest job; then the page as it is afterwards."""
    tasks.run_job(pk=Job.objects.latest("pk").pk)
    page.goto(page.url)


def failing_forms(look):
    """A form sent back with what has to be mended, and what was typed."""
    page = look("/tiep-nhan/moi/", "hoa")
    page.fill("[name=received_on]", "31/02/2026")
    page.fill("[name=child_name]", "Trẻ Mẫu")
    page.click("main .bar-save button")
    assert page.input_value("[name=child_name]") == "Trẻ Mẫu"
    return examine(page, "loi-tiep-nhan")


def test_the_main_pages_full_empty_and_failing_are_light_quiet_accessible_and_fit(look, monkeypatch):
    at_home = Case.objects.filter(responsible_place__name=users.HOME)
    planned = at_home.filter(stage="plan").first()
    new = at_home.order_by("-opened_at").first()  # the live caseload changes from day to day
    cases = {
        "ho-so": (f"/ho-so/{planned.uid}/", "hoa"),
        "ke-hoach": (f"/ho-so/{planned.uid}/ke-hoach/", "hoa"),
        "trong-ho-so-mot": (f"/ho-so/{new.uid}/", "hoa"),
    }
    failures = {
        "loi-403": ("/quan-tri/nguoi-dung/", "hoa", 403),
        "loi-404": ("/ho-so/00000000-0000-0000-0000-000000000000/", "hoa", 404),
        "loi-500": ("/ho-so/", "hoa", 500),
    }
    faults = examine_all(look, FULL | cases | EMPTY) + import_pages(look) + failing_forms(look)
    monkeypatch.setattr(lists, "filtered_cases", None)  # the list of cases breaks
    faults += examine_all(look, failures)
    assert not faults, "\n".join(faults)
