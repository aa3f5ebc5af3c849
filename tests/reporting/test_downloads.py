"""Files hold what the page holds, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from places.spreadsheets import formula_safe
from reporting import downloads
from reporting.downloads import Table

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "\u3000=1", "\ufeff=cmd"]


def table(*rows):
    return Table("ten", "Tên", (("a", "A"), ("b", "B")), rows, [("Định nghĩa", "=HYPERLINK(1)")])


def sheets(response):
    book = load_workbook(io.BytesIO(response.content))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


@pytest.mark.parametrize("text", EVIL)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text):
    answer = downloads.answer("csv", table((text, 1)))
    (_head, row) = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert row[0].startswith("'")
    assert sheets(downloads.answer("xlsx", table((text, 1))))[0][1][0].startswith("'")


@given(st.text())
def test_no_text_survives_as_a_formula(text):
    first = formula_safe(text).lstrip(" \u00a0\u3000\ufeff")[:1]
    assert first not in tuple("=+-@\t\r\n＝＋－＠")


def test_numbers_stay_numbers_even_below_zero():
    rows = [(Decimal("-1.25"), -3), (None, 0)]
    assert sheets(downloads.answer("xlsx", table(*rows)))[0][1:] == [[-1.25, -3], [None, 0]]
    lines = downloads.answer("csv", table(*rows)).content.decode("utf-8-sig").splitlines()
    assert lines[1:] == ["-1.25,-3", ",0"]


def test_a_spreadsheet_carries_the_definitions_on_a_sheet_of_their_own():
    _figures, about = sheets(downloads.answer("xlsx", table(("x", date(2020, 12, 31)))))
    assert about == [["Bảng", "Tên"], ["Định nghĩa", "'=HYPERLINK(1)"]]


def test_days_and_moments_are_written_so_that_programs_read_them():
    moment = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    line = downloads.answer("csv", table((date(2020, 12, 31), moment))).content.decode("utf-8-sig").splitlines()[1]
    assert line == "2020-12-31,2026-11-22 22:00:00"
    assert sheets(downloads.answer("xlsx", table((date(2020, 12, 31), 1))))[0][1][0] == datetime(2020, 12, 31)


def test_json_keeps_unknown_apart_from_zero():
    answer = downloads.answer("json", table((None, 0), (Decimal("1.5"), True)))
    assert b'"results": [{"a": null, "b": 0}, {"a": 1.5, "b": true}]' in answer.content
