"""The officer's way through a case, as a person does it: with and without script, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, CaseStatus
from places.text import fold
from reporting.demo.names import FAMILY, GIVEN, MIDDLE

pytestmark = pytest.mark.browser
TODAY = f"{timezone.localdate():%d/%m/%Y}"


def save(page):
    page.locator("main .bar-save button").first.click()


def answer(page, level="medium"):
    for box in page.locator(f"input[type=radio][name^=item_][value={level}]").all():
        box.check()


@pytest.mark.parametrize(("width", "script"), [(1240, True), (390, True), (390, False), (1240, False)])
def test_a_report_becomes_a_case_that_is_planned_approved_supported_reviewed_and_closed(
    village, browse, dice, width, script
):
    name = f"{dice.choice(FAMILY)} {dice.choice(MIDDLE['F'])} {dice.choice(GIVEN['F'])}"
    page = browse("hoa", width, script)
    page.goto("/tiep-nhan/moi/")
    page.check("input[name=channel][value=phone]")
    page.check("input[name=category][value=at_risk]")
    page.select_option("select[name^=incident_place]", value=str(village["here"].pk))
    page.fill("[name=narrative]", "Nội dung giả để thử.")
    page.fill("[name=child_name]", name)
    page.check("input[name=child_sex][value=F]")
    page.fill("[name=child_age_estimate]", "9")
    save(page)
    assert "TN-AG-" in page.inner_text("h1")
    page.get_by_role("link", name="Lập hồ sơ", exact=True).click()
    save(page)
    case = Case.objects.get()
    assert name in page.inner_text("h1")
    assert name not in page.title()
    address = f"/ho-so/{case.uid}/"

    page.click("text=Đánh giá nguy cơ ban đầu (Mẫu 02) >> nth=0")
    answer(page)
    page.check("input[name=is_emergency][value='0']")
    page.check("input[name=final_level][value=medium]")
    page.fill("[name=override_reason]", "Theo quan sát tại nhà.")
    save(page)
    page.click("main a.primary")
    answer(page)
    page.check("input[name=final_level][value=medium]")
    page.fill("[name=override_reason]", "Theo quan sát tại nhà.")
    page.fill("[name=child_view]", "Con muốn đi học.")
    save(page)

    page.goto(address + "ke-hoach/")
    page.fill("[name=goals]", "Trẻ đi học đều.")
    page.click("button[name=add]")
    assert page.input_value("[name=goals]") == "Trẻ đi học đều."
    page.click("button[name=submit]")
    assert "hoạt động" in page.inner_text(".errs").lower()
    page.fill("[name=row-0-text]", "Tham vấn tâm lý")
    page.fill("[name=row-0-responsible]", "Hội Phụ nữ xã")
    page.fill("[name=row-0-starts_on]", TODAY)
    page.fill("[name=row-0-ends_on]", f"{timezone.localdate() + timedelta(days=30):%d/%m/%Y}")
    page.fill("[name=row-0-cost]", "600.000")
    page.fill("[name=child_opinion]", "Con muốn ở với bà.")
    page.check("input[name=uses_funds][value='1']")
    page.click("button[name=submit]")
    case.refresh_from_db()
    assert case.stage == "approval", page.inner_text("main")

    chair = browse("chi", width, script)
    chair.goto(address + "phe-duyet/")
    chair.fill("[name=decision_number]", "05/QĐ-UBND")
    save(chair)
    case.refresh_from_db()
    assert case.stage == "support"

    page.goto("/tim/")
    page.fill("main [name=q]", " ".join(reversed(fold(name).split())))
    page.click("main form button.primary")
    page.click(f"text={case.code}")
    page.goto(address + "dich-vu/")
    page.select_option("select[name=kind]", "counselling")
    page.fill("[name=on_date]", TODAY)
    page.fill("[name=provider]", "Trung tâm giả")
    save(page)
    page.goto(address + "ra-soat/")
    answer(page, "low")
    for box in page.locator("input[type=radio][name^=item_A][value=high]").all():
        box.check()
    page.check("input[name=final_level][value=low]")
    page.check("input[name=is_stable][value='1']")
    save(page)
    page.goto(address + "ket-thuc/")
    page.check("input[name=outcome][value=safe]")
    save(page)
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED, page.inner_text("main")
    assert page.said == []
    assert page.strangers == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
