"""The officer's way through a case, as a person does it: with and without script, on a desk and on a phone."""

import csv
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, CaseStatus
from indicators.actions import calendar
from indicators.tasks import sweep
from places.text import fold
from reporting import tasks
from reporting.demo.names import FAMILY, GIVEN, MIDDLE
from reporting.models import Job
from tests.browser import moves
from tests.browser.moves import follow
from tests.factories import ChildFactory, CircumstanceFactory
from tests.indicators.conftest import declare

pytestmark = pytest.mark.browser
TODAY = f"{timezone.localdate():%d/%m/%Y}"


def save(page):
    """Send the form; what was sent back with errors is said here and not some pages later."""
    moves.save(page)
    refused = page.locator("main .errs")
    assert not refused.count(), refused.inner_text()


def answer(page, level="medium"):
    for box in page.locator(f"input[type=radio][name^=item_][value={level}]").all():
        box.check()


def level(page, level):
    page.check(f"input[name=final_level][value={level}]")


def take_intake(page, name, place):
    page.goto("/tiep-nhan/moi/")
    page.check("input[name=channel][value=phone]")
    page.check("input[name=category][value=at_risk]")
    page.select_option("select[name^=incident_place]", value=str(place.pk))
    page.fill("[name=narrative]", "Nội dung giả để thử.")
    page.fill("[name=child_name]", name)
    page.check("input[name=child_sex][value=F]")
    page.fill("[name=child_age_estimate]", "9")
    save(page)
    assert "TN-AG-" in page.inner_text("h1")
    follow(page, page.get_by_role("link", name="Lập hồ sơ", exact=True))
    save(page)
    assert name in page.inner_text("h1")
    assert name not in page.title()


def assess(page):
    follow(page, "text=Đánh giá nguy cơ ban đầu (Mẫu 02)")
    answer(page)
    page.check("input[name=is_emergency][value='0']")
    level(page, "medium")
    page.fill("[name=override_reason]", "Theo quan sát tại nhà.")
    save(page)
    follow(page, "main a.primary")
    answer(page)
    level(page, "medium")
    page.fill("[name=override_reason]", "Theo quan sát tại nhà.")
    page.fill("[name=child_view]", "Con muốn đi học.")
    save(page)


def plan(page, address):
    page.goto(address + "ke-hoach/")
    page.fill("[name=goals]", "Trẻ đi học đều.")
    follow(page, "button[name=add]")
    assert page.input_value("[name=goals]") == "Trẻ đi học đều."
    follow(page, "button[name=submit]")
    assert "hoạt động" in page.inner_text(".errs").lower()
    page.fill("[name=row-0-text]", "Tham vấn tâm lý")
    page.fill("[name=row-0-responsible]", "Hội Phụ nữ xã")
    page.fill("[name=row-0-starts_on]", TODAY)
    page.fill("[name=row-0-ends_on]", f"{timezone.localdate() + timedelta(days=30):%d/%m/%Y}")
    page.fill("[name=row-0-cost]", "600.000")
    page.fill("[name=child_opinion]", "Con muốn ở với bà.")
    page.check("input[name=uses_funds][value='1']")
    follow(page, "button[name=submit]")


def find_without_tone_marks(page, name, code):
    page.goto("/tim/")
    page.fill("main [name=q]", " ".join(reversed(fold(name).split())))
    follow(page, "main form button.primary")
    follow(page, f"text={code}")


def mark_special(page, child):
    page.goto(f"/tre-em/{child.uid}/hoan-canh/")
    page.select_option("select[name=group]", index=1)
    page.fill("[name=starts_on]", TODAY)
    save(page)


def serve(page, address):
    page.goto(address + "dich-vu/")
    page.select_option("select[name=kind]", "counselling")
    page.fill("[name=on_date]", TODAY)
    page.fill("[name=provider]", "Trung tâm giả")
    save(page)


def review_and_close(page, address):
    page.goto(address + "ra-soat/")
    answer(page, "low")
    for box in page.locator("input[type=radio][name^=item_A][value=high]").all():
        box.check()
    level(page, "low")
    page.check("input[name=is_stable][value='1']")
    save(page)
    page.goto(address + "ket-thuc/")
    page.check("input[name=outcome][value=safe]")
    save(page)


def fraction(page, code):
    """[numerator, denominator] as the indicator's page shows them, and as the dashboard does."""
    page.goto(f"/chi-so/{code}/")
    shown = [int(text) for text in page.locator("main .frac dd").all_inner_texts()]
    page.goto("/chi-so/")
    row = page.locator("main table tr", has=page.locator(f"a[href*='/chi-so/{code}/']"))
    assert " / ".join(map(str, shown)) in row.inner_text()
    return shown


def moves_by_one(page, code, act):
    """After `act` the page says that it counts again and keeps the old number; counted, it is one more."""
    sweep()
    before, whole = fraction(page, code)
    act()
    page.goto(f"/chi-so/{code}/")
    assert "đang tính lại" in page.inner_text("main")
    assert fraction(page, code) == [before, whole]
    sweep()
    assert fraction(page, code) == [before + 1, whole]
    page.goto(f"/chi-so/{code}/")
    assert "đang tính lại" not in page.inner_text("main")


def exported(page):
    """The rows of the children's register as the file that a person of the province saves."""
    page.goto("/tre-em/")
    follow(page, "main button[value=csv]")
    tasks.run_job(pk=Job.objects.get().pk)
    page.goto(page.url)
    with page.expect_download() as caught:
        page.click("main a.primary")
    with open(caught.value.path(), encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@pytest.fixture
def counted_village(village, dice, settings, tmp_path):
    """Where figures are kept and some children are known: a number that moves does not begin at nought."""
    settings.DATA_DIR = tmp_path
    calendar.tick()
    declare(village["here"].parent)
    children = [ChildFactory(place=village["here"]) for _ in range(dice.randint(3, 6))]
    for child in children[: dice.randint(1, 3)]:
        CircumstanceFactory(child=child)
    return village


@pytest.mark.parametrize(("width", "script"), [(1240, True), (390, True), (390, False), (1240, False)])
def test_a_report_becomes_a_case_that_is_planned_approved_supported_counted_exported_and_closed(
    counted_village, browse, dice, width, script
):
    name = f"{dice.choice(FAMILY)} {dice.choice(MIDDLE['F'])} {dice.choice(GIVEN['F'])}"
    page = browse("hoa", width, script)
    take_intake(page, name, counted_village["here"])
    case = Case.objects.get()
    address = f"/ho-so/{case.uid}/"
    assess(page)
    plan(page, address)
    case.refresh_from_db()
    assert case.stage == "approval", page.inner_text("main")

    chair = browse("chi", width, script)
    chair.goto(address + "phe-duyet/")
    chair.fill("[name=decision_number]", "05/QĐ-UBND")
    save(chair)
    case.refresh_from_db()
    assert case.stage == "support"

    find_without_tone_marks(page, name, case.code)
    moves_by_one(page, "H01", lambda: mark_special(page, case.child))
    moves_by_one(page, "H03", lambda: serve(page, address))

    office = browse("lan", width, script)
    heading, *rows = exported(office)
    assert [row[0] for row in rows].count(name) == 1
    assert heading[0] == "Họ và tên"

    review_and_close(page, address)
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED, page.inner_text("main")
    for tab in (page, chair, office):
        assert tab.said == []
        assert tab.strangers == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
