"""A list with names leaves after the password was typed once more; a turn of the Fund finds its child."""

import csv
from datetime import date
from importlib import import_module

import pytest
from django.conf import settings as all_settings

from programs.models import FundSupport
from reporting import tasks
from reporting.models import Job
from tests.browser.moves import follow, save
from tests.factories import PASSWORD, ChildFactory

pytestmark = pytest.mark.browser


def an_hour_later(page):
    """The session is as old as that; the person still sits there."""
    keys = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "phien"]
    session = import_module(all_settings.SESSION_ENGINE).SessionStore(session_key=keys[0])
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


@pytest.mark.parametrize("script", [True, False])
def test_a_list_with_names_is_fetched_after_the_password_and_nothing_chosen_is_lost(
    browse, village, script, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    ChildFactory(place=village["here"], full_name="Trẻ Có Tên Giả")
    page = browse("lan", script=script)
    page.goto("/tre-em/?at_risk=")
    an_hour_later(page)
    follow(page, page.get_by_role("button", name="Tải CSV"))
    assert "/tai-khoan/xac-nhan/" in page.url
    assert not Job.objects.exists()
    page.fill("[name=password]", PASSWORD)
    follow(page, "main button.primary, form button.primary")
    page.wait_for_url("**/trao-doi/**")
    job = Job.objects.get()
    assert (job.wanted["list"], job.wanted["form"], job.wanted["filters"]) == ("tre-em", "csv", {"at_risk": ""})
    tasks.run_job(pk=job.pk)
    page.reload()
    with page.expect_download() as got:
        page.get_by_role("link", name="Tải tệp").click()
    text = got.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert rows[1][0] == "Trẻ Có Tên Giả"
    assert page.said == page.strangers == []


@pytest.mark.parametrize("script", [True, False])
def test_a_turn_of_the_fund_finds_its_child_and_is_voided(browse, village, script):
    child = ChildFactory(place=village["here"], full_name="Đặng Thị Ánh Giả", birth_date=date(2016, 5, 3))
    ChildFactory(place=village["here"], full_name="Đặng Văn Ánh Giả", birth_date=date(2017, 5, 3))
    page = browse("lan", script=script)
    page.goto("/hoat-dong/quy/ho-tro/moi/")
    page.select_option("select[name=place]", value=str(village["here"].pk))
    day = page.locator("[name=on_date_day]")
    if day.count():
        for part, text in (("day", "2"), ("month", "3"), ("year", "2026")):
            page.fill(f"[name=on_date_{part}]", text)
    else:
        page.fill("[name=on_date]", "02/03/2026")
    page.select_option("[name=kind]", "gift")
    page.fill("[name=amount]", "30 triệu")
    page.fill("[name=child_text]", "anh dang")
    save(page)
    page.get_by_label("Đặng Thị Ánh Giả").check()
    save(page)
    page.wait_for_url("**/quy/ho-tro/")
    assert FundSupport.objects.get().child == child
    assert "Đặng Thị Ánh Giả" in page.inner_text("main table")
    follow(page, page.get_by_role("link", name="Huỷ vì nhập nhầm"))
    page.fill("[name=reason]", "ghi hai lần")
    save(page)
    page.wait_for_url("**/quy/ho-tro/")
    assert "ghi hai lần" in page.inner_text("main table")
    assert page.said == page.strangers == []
