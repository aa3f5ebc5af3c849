"""A year that is not over is never drawn as a year, and every file says to which day it is counted."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from programs import actions
from tests.indicators.conftest import sweep_all

SVG = "{http://www.w3.org/2000/svg}"
TODAY = "đến 23/11/2026"


@pytest.fixture
def november(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), tick=False)


@pytest.fixture
def ask(november, three_children, here, client, lan):
    """Three classes in 2024, four in 2025, one in 2026 so far."""
    for day in (*(date(2024, m, 1) for m in (1, 2, 3)), *(date(2025, m, 1) for m in (1, 2, 3, 4)), date(2026, 3, 1)):
        actions.add_training(place=here, on_date=day, topic="Thử", by=lan)
    sweep_all()
    client.force_login(lan)

    def ask(code, extension, period="2026", **more):
        if code:
            address = reverse("reporting:indicator_file", args=[code, extension])
        else:
            address = reverse("reporting:dashboard_file", args=[extension])
        answer = client.get(address, {"place": here.parent.reference, "period": period, **more})
        assert answer.status_code == 200
        return answer.content.decode("utf-8-sig")

    return ask


def drawn(svg):
    """(corners of each line of figures, solid dots, hollow marks, words)"""
    tree = ET.fromstring(svg)
    lines = [each.get("points").split() for each in tree.iter(f"{SVG}polyline") if each.get("class") == "s-data"]
    circles = [each.get("class") for each in tree.iter(f"{SVG}circle")]
    words = [each.text for each in tree.iter(f"{SVG}text")]
    return [len(line) for line in lines], circles.count("f-data"), circles.count("f-card s-data"), words


def test_what_is_summed_so_far_is_hollow_and_no_line_falls_to_it(ask):
    lines, solid, hollow, words = drawn(ask("T01", "svg", **{"from": "2024"}))
    assert (lines, solid, hollow) == ([2], 2, 1)
    assert TODAY in words
    assert "2026" not in words
    assert f"{TODAY}: 1" in ask("T01", "svg", **{"from": "2024"})  # read aloud as well


def test_a_year_that_is_over_is_a_point_of_the_line(ask):
    lines, solid, hollow, words = drawn(ask("T01", "svg", period="2025", **{"from": "2024"}))
    assert (lines, solid, hollow) == ([2], 2, 0)
    assert "2025" in words


def test_a_stock_is_one_of_its_day_and_stays_on_the_line_with_that_day(ask):
    lines, solid, hollow, words = drawn(ask("H02", "svg", **{"from": "2024"}))
    assert (lines, solid, hollow) == ([3], 3, 0)
    assert TODAY in words


def test_the_overview_draws_the_same(ask):
    flow, stock = drawn(ask("", "svg", chart="A01")), drawn(ask("", "svg", chart="H01"))
    assert (flow[1], flow[2], stock[1], stock[2]) == (0, 1, 1, 0)  # the latest is marked
    assert max(stock[0]) == max(flow[0]) + 1
    assert TODAY in flow[3]
    assert TODAY in stock[3]


def test_the_legend_says_what_the_hollow_mark_is(ask, client, here):
    page = reverse("reporting:indicator", args=["T01"])
    words = "tính từ sổ, kỳ chưa hết"
    assert words in client.get(page, {"place": here.parent.reference, "period": "2026"}).content.decode()
    assert words not in client.get(page, {"place": here.parent.reference, "period": "2025"}).content.decode()


def test_files_of_the_page_say_which_row_runs_and_to_which_day(ask):
    rows = json.loads(ask("T01", "json"))["results"]
    told = {row["period"]: (row["running"], row["count_day"], row["value"]) for row in rows if row["table"] == "trend"}
    assert told["2025"] == (False, "2025-12-31", 4)
    assert told["2026"] == (True, "2026-11-23", 1)
    (first, *_rest) = csv.DictReader(io.StringIO(ask("T01", "csv")))
    assert {"Kỳ chưa hết", "Tính đến ngày"} <= first.keys()


def test_files_of_the_overview_say_it_too(ask):
    rows = json.loads(ask("", "json"))["results"]
    assert {(row["running"], row["count_day"]) for row in rows} == {(True, "2026-11-23")}
    over = json.loads(ask("", "json", period="2025"))["results"]
    assert {(row["running"], row["count_day"]) for row in over} == {(False, "2025-12-31")}


def test_the_months_of_one_year_are_a_trend(ask, client, here):
    page = reverse("reporting:indicator", args=["T01"])
    html = client.get(page, {"place": here.parent.reference, "period": "2026-11"}).content.decode()
    assert "chưa vẽ được diễn biến" not in html
    assert TODAY in html
