"""A chart, a table and a figure have files at the address of their page, and the files hold what the page holds."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import openpyxl
import pytest

PAGES = ("/chi-so", "/chi-so/H01")


@pytest.fixture
def ask(client, lan, three_children, here):
    client.force_login(lan)
    return lambda address, **asked: client.get(address, {"place": here.reference, "period": "2024"} | asked)


@pytest.mark.parametrize("page", PAGES)
def test_csv_json_and_the_spreadsheet_hold_the_same_rows(ask, page):
    of_csv = list(csv.reader(io.StringIO(ask(f"{page}.csv").content.decode("utf-8-sig"))))
    of_json = ask(f"{page}.json").json()
    of_xlsx = list(openpyxl.load_workbook(io.BytesIO(ask(f"{page}.xlsx").content)).worksheets[0].values)
    assert of_json["count"] == len(of_csv) - 1 == len(of_xlsx) - 1
    numbers = [[cell for cell in row.values() if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
               for row in of_json["results"]]  # fmt: skip
    in_sheet = [[cell for cell in row if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
                for row in of_xlsx[1:]]  # fmt: skip
    assert in_sheet == [pytest.approx(row) for row in numbers]


@pytest.mark.parametrize("page", PAGES)
def test_the_chart_is_a_drawing_that_stands_alone(ask, page):
    answer = ask(f"{page}.svg", **({"chart": "H01"} if page == "/chi-so" else {}))
    assert answer["Content-Type"].startswith("image/svg+xml")
    text = answer.content.decode()
    assert ElementTree.fromstring(text).get("width").isdigit()
    assert "style=" not in text
    assert "33,3" in text


def test_a_chart_that_is_not_on_the_page_is_not_found(ask):
    assert ask("/chi-so.svg", chart="K01").status_code == 404
    assert ask("/chi-so/H01.svg", chart="none").status_code == 404


def test_the_page_names_its_files(ask):
    for page, files in (("/chi-so/", ("/chi-so.csv",)), ("/chi-so/H01/", ("/chi-so/H01.csv",))):
        text = ask(page).content.decode()
        for file in files:
            assert re.search(rf'href="{re.escape(file)}\?', text), file


def test_the_json_of_a_page_is_valid_json_without_nan(ask):
    json.loads(ask("/chi-so/H01.json").content, parse_constant=lambda name: pytest.fail(name))
