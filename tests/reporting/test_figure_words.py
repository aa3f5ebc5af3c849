"""A number is said with its unit, and what is not known is said."""

from datetime import date
from decimal import Decimal

import pytest

from indicators import registry
from indicators.models import ReportedFigure
from indicators.periods import parse
from indicators.value import Status, Value
from places.models import Place
from reporting.figure_words import Figure, number, reported_text


def figure(code="H01", status=Status.COMPUTED, **fields):
    return Figure(Value(registry.get(code), Place(name="Xã Giả"), parse("2022"), status, **fields))


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        ("percent", Decimal("1.2535"), "1,25%"),
        ("percent", Decimal("70.5128"), "70,51%"),
        ("percent", 100, "100%"),
        ("percent", Decimal("99.999"), "100,00%"),
        ("percent", 0, "0%"),
        ("per_100000", Decimal("12.345"), "12,3"),
        ("child", 27678, "27.678"),
        ("vnd", 4_190_000_000, "4,19 tỷ đồng"),
        ("child", None, "–"),
    ],
)
def test_numbers_are_written_as_offices_here_write_them(unit, amount, words):
    assert number(unit, amount) == words


def test_unknown_not_applicable_and_zero_are_three_things():
    assert figure(status=Status.UNKNOWN, reason="Chưa khai báo.").text == "chưa có số liệu"
    assert figure(status=Status.NOT_APPLICABLE).text == "không phát sinh"
    assert figure(numerator=0, denominator=9, value=0).text == "0%"
    assert [f.plain for f in (figure(status=Status.UNKNOWN), figure(numerator=0, denominator=9, value=0))] == [None, 0]


def test_a_stale_figure_says_so():
    assert figure(numerator=1, denominator=4, value=25, stale=True).tag == ("info", "đang tính lại")


def test_what_was_never_counted_is_neither_zero_nor_empty():
    waiting = figure("P01", numerator=0, value=0, stale=True)
    assert (waiting.text, waiting.plain, waiting.numerator) == ("đang tính", None, "")


def test_a_count_with_a_denominator_tells_its_share():
    assert (
        figure("H04", numerator=1865, denominator=2512, value=1865).share == "74,24% của trẻ em có hoàn cảnh đặc biệt"
    )


@pytest.mark.parametrize(
    ("qualifier", "unit", "value", "words"),
    [
        ("more", "child", Decimal("2500.0000"), "> 2.500"),
        ("about", "child", Decimal("3105"), "≈ 3.105"),
        ("less", "percent", Decimal("0.4"), "< 0,4%"),
        ("exact", "vnd", Decimal("4190000000"), "4,19 tỷ đồng"),
    ],
)
def test_reported_figures_keep_their_qualifier(qualifier, unit, value, words):
    row = ReportedFigure(qualifier=qualifier, unit=unit, value=value, ends_on=date(2022, 12, 31))
    assert reported_text(row) == words
