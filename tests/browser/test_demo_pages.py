"""Every main page of an installation just made, and over the demonstration's own data: light, legible, accessible,
without a word in the console, and pictured (tests/browser/pictures.py)."""

import gzip
import re
from dataclasses import fields, replace
from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from accounts.models import User
from cases.models import Case, SpecialCircumstance
from cases.resources import ChildRegister
from cases.views import lists
from indicators.actions import calendar
from indicators.actions.checking import recount_all
from indicators.tasks import sweep
from programs.models import SupportModelSite
from reporting import tasks
from reporting.demo import kon_tum_2022, users
from reporting.models import Job
from reporting.views import releases
from tests.browser import pictures
from tests.browser.moves import save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
KILOBYTE = 1024
KON_TUM = "place=62@2025-06-30&period=2022"
AN_GIANG = "place=89@2025-06-30&period=2020"
EMPTY = {  # name of the picture: (address, who looks); nothing is on record yet
    "trong-viec": ("/viec/", "hoa"),
    "trong-viec-lanh-dao": ("/viec/", "chi"),
    "trong-ho-so": ("/ho-so/", "hoa"),
    "trong-tre-em": ("/tre-em/", "hoa"),
    "trong-tiep-nhan": ("/tiep-nhan/", "hoa"),
    "trong-nhap-so": ("/trao-doi/nhap/", "hoa"),
    "trong-chi-so": ("/chi-so/", "tung"),
    "trong-chi-so-mot": ("/chi-so/H01/", "tung"),
    "trong-bao-dong": ("/chi-so/bao-dong/", "tung"),
    "trong-so-bao-cao": ("/so-bao-cao/", "tung"),
    "trong-quy": ("/hoat-dong/quy/", "tung"),
    "trong-mo-hinh": ("/hoat-dong/mo-hinh/", "tung"),
    "trong-chuong-trinh": ("/chuong-trinh/", "tung"),
    "trong-bang-chi-tieu": ("/chuong-trinh/hung-yen-2016-2020/", "bac"),
    "trong-cong-bo": ("/cong-bo/", None),
    "trong-sap-xep": ("/don-vi/sap-xep/", "an"),
}
FULL = {
    "dang-nhap": ("/dang-nhap/", None),
    "viec": ("/viec/", "hoa"),
    "viec-lanh-dao": ("/viec/", "chi"),
    "ho-so-danh-sach": ("/ho-so/", "hoa"),
    "tiep-nhan": ("/tiep-nhan/moi/", "hoa"),
    "tre-em": ("/tre-em/", "hoa"),
    "tre-em-kon-tum": ("/tre-em/", "ksor"),
    "quy-dinh": ("/quy-dinh/", "hoa"),
    "chi-so": ("/chi-so/", "hoa"),
    "chi-so-tinh": (f"/chi-so/?{AN_GIANG}", "tung"),
    "chi-so-mot": (f"/chi-so/H01/?{AN_GIANG}", "tung"),
    "chi-so-kon-tum": (f"/chi-so/H01/?{KON_TUM}", "ksor"),
    "chi-so-nhom": (f"/chi-so/H02/?{KON_TUM}&by=group", "ksor"),
    "kon-tum": (f"/chi-so/?{KON_TUM}", "ksor"),
    "mo-hinh": (f"/chi-so/M01/?{AN_GIANG}&group=safe_house", "tung"),
    "bang-chi-tieu": ("/chuong-trinh/an-giang-2016-2020/", "tung"),
    "quy": ("/hoat-dong/quy/", "tung"),
    "don-vi": ("/don-vi/91/", "tung"),
}
REFERENCE = {  # Django admin: not ours to weigh, but to be seen
    "danh-muc": ("/danh-muc/", "an"),
    "danh-muc-don-vi": ("/danh-muc/places/place/?q=91", "an"),
}
CLOSELY = {"dang-nhap", "viec", "ho-so-danh-sach", "ho-so", "bang-chi-tieu", "chi-so-mot", "tiep-nhan", "trong-viec"}


@pytest.fixture
def installed(db, settings, tmp_path):
    """An installation before its first record: units, reference data, programmes, people."""
    settings.DEMO = True
    settings.SECOND_FACTOR_REQUIRED = False
    settings.DATA_DIR = tmp_path
    for command in ("load_places", "load_reference", "load_programmes"):
        call_command(command, verbosity=0)
    calendar.tick()
    users.load()


@pytest.fixture
def load_demo(installed, monkeypatch):
    """What the demonstration loads, by its own command; of Kon Tum every tenth child, to be quicker."""
    totals = kon_tum_2022.TOTALS
    tenth = {each.name: getattr(totals, each.name) // 10 for each in fields(totals) if each.name != "on"}
    monkeypatch.setattr(kon_tum_2022, "TOTALS", replace(totals, **tenth))

    def load():
        call_command("load_demo", stdout=StringIO())
        recount_all()
        while sweep():
            pass

    return load


@pytest.fixture
def look(chromium, live_server, installed):
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
        page.weight = sum(len(gzip.compress(each.body(), 6)) for each in fetched if not 300 <= each.status < 400)
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
    for width in (*pictures.WIDTHS, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name} {width}: sideways scroll")
        if width == 1240 or (width == 390 and name in CLOSELY):
            found = Axe().run(page)
            if found.violations_count:
                faults.append(f"{name} {width}: {found.generate_report()}")
        if width in pictures.WIDTHS:
            pictures.take(page, name, width)
    return faults


def examine_all(look, pages):
    faults = []
    for name, (address, who, *status) in pages.items():
        page = look(address, who, *status)
        faults += examine(page, name, *status)
        page.context.close()
    return faults


def picture_all(look, pages):
    for name, (address, who) in pages.items():
        page = look(address, who)
        for width in pictures.WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            pictures.take(page, name, width)
        page.context.close()


def in_english(look):
    """The same page for an English reader."""
    page = look("/", "ksor")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.evaluate("origin")}])
    page.goto(f"/chi-so/H01/?{KON_TUM}")
    assert "Share of children" in page.inner_text("h1")
    return examine(page, "chi-so-en")


def import_pages(look):
    """An import as its officer meets it: waiting for the worker, rows to mend, all right and asking, written."""
    page = look("/trao-doi/nhap/", "hoa")
    wrong = register("Trần Thị Sai;nữ;31/02/2015", "Lê Văn Lạc;trai;03/05/2015")
    right = register(*(f"Lê Văn Mẫu;nam;0{n}/05/2015" for n in range(1, 6)))
    faults = examine(page, "nhap-so")
    for name, text in (("nhap-sai", wrong), ("nhap-dung", right)):
        page.goto("/trao-doi/nhap/")
        page.set_input_files("input[type=file]", {"name": "so.csv", "mimeType": "text/csv", "buffer": text.encode()})
        save(page)
        if name == "nhap-dung":
            faults += examine(page, "nhap-dang-chay")
        work_off(page)
        faults += examine(page, name)
    save(page)
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
    save(page)
    assert page.input_value("[name=child_name]") == "Trẻ Mẫu"
    return examine(page, "loi-tiep-nhan")


def cases_and_endings():
    """Cases at several stages, and the pages on which something ends or is voided; the caseload lives on the clock."""
    at_home = Case.objects.filter(responsible_place__name=users.HOME)
    planned = at_home.filter(stage="plan").first()
    running = at_home.filter(stage="support").first()
    new = at_home.order_by("-opened_at").first()
    group = SpecialCircumstance.objects.filter(recorded_place__name=users.HOME, ends_on=None).first()
    site = SupportModelSite.objects.filter(place__province__code="89", voided_at=None).first()
    child = f"/tre-em/{running.child.uid}"
    return {
        "ho-so": (f"/ho-so/{planned.uid}/", "hoa"),
        "ke-hoach": (f"/ho-so/{planned.uid}/ke-hoach/", "hoa"),
        "ho-so-moi": (f"/ho-so/{new.uid}/", "hoa"),
        "ho-so-dang-ho-tro": (f"/ho-so/{running.uid}/", "hoa"),
        "tre-em-mot": (f"{child}/", "hoa"),
    }, {
        "ket-thuc-ho-so": (f"/ho-so/{running.uid}/ket-thuc/", "hoa"),
        "huy-ho-so": (f"/ho-so/{running.uid}/huy/case/{running.uid}/", "hoa"),
        "tre-mat": (f"{child}/mat/", "hoa"),
        "tre-roi-dia-ban": (f"{child}/roi-dia-ban/", "hoa"),
        "chuyen-noi-o": (f"{child}/noi-o/", "hoa"),
        "ket-thuc-hoan-canh": (f"/tre-em/{group.child.uid}/hoan-canh/{group.pk}/ket-thuc/", "hoa"),
        "huy-diem-mo-hinh": (f"/hoat-dong/huy/diem/{site.uid}/", "tung"),
    }


FAILURES = {
    "loi-403": ("/quan-tri/nguoi-dung/", "hoa", 403),
    "loi-404": ("/ho-so/00000000-0000-0000-0000-000000000000/", "hoa", 404),
    "loi-429": ("/cong-bo/", "hoa", 429),
    "loi-500": ("/ho-so/", "hoa", 500),
}


class Busy:
    def allow_request(self, request, view):
        return False


def failures(look, monkeypatch):
    monkeypatch.setattr(lists, "filtered_cases", None)  # the list of cases breaks
    monkeypatch.setattr(releases, "PublicUse", Busy)
    return failing_forms(look) + examine_all(look, FAILURES)


def test_the_main_pages_full_empty_and_failing_are_light_quiet_accessible_and_fit(look, load_demo, monkeypatch):
    faults = examine_all(look, EMPTY)
    load_demo()
    cases, endings = cases_and_endings()
    faults += examine_all(look, FULL | cases | endings) + in_english(look)
    picture_all(look, REFERENCE)
    faults += import_pages(look) + failures(look, monkeypatch)
    imports = [f"nhap-{state}" for state in ("so", "dang-chay", "sai", "dung", "xong")]
    index = pictures.write_index({
        "Có dữ liệu": [*FULL, *cases, "chi-so-en"],
        "Chưa có dữ liệu": [*EMPTY],
        "Kết thúc, huỷ": [*endings],
        "Nhập từ bảng tính": imports,
        "Lỗi": ["loi-tiep-nhan", *FAILURES],
        "Danh mục dùng chung": [*REFERENCE],
    })  # fmt: skip
    ours = re.findall(r'src="([^".][^"]*)"', index.read_text())
    missing = [name for name in ours if not (index.parent / name).exists()]
    assert not missing
    faults += pictures.readme_faults()
    assert not faults, "\n".join(faults)
