"""A number is written as offices here write it, and read only where it can mean one thing."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from places import numerals


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234567.5, 1, "1.234.567,5"),
        (27678, 0, "27.678"),
        (Decimal("4.190"), None, "4,19"),
        (Decimal("100"), None, "100"),
        (1000, None, "1.000"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("2.5"), 0, "3"),
        (-3, 0, "−3"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
        (None, 1, "–"),
    ],
)
def test_numbers_are_grouped_by_dots(value, digits, text):
    assert numerals.write_number(value, digits) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (4_190_000_000, "4,19 tỷ đồng"),
        (5_000_000_000, "5 tỷ đồng"),
        (570_000_000, "570 triệu đồng"),
        (1_500_000, "1,5 triệu đồng"),
        (600_000, "600.000 đồng"),
        (999_999_999, "1 tỷ đồng"),
        (999_999, "1 triệu đồng"),
        (0, "0 đồng"),
        (-570_000_000, "−570 triệu đồng"),
        (None, "–"),
    ],
)
def test_money_is_said_short(amount, text):
    assert numerals.write_money(amount) == text


def test_money_to_the_last_dong_when_it_matters():
    assert numerals.write_dong(4_190_000_123) == "4.190.000.123 đồng"


@pytest.mark.parametrize(
    ("value", "text"), [(0.12, "+0,12"), (-3, "−3,00"), (0, "0,00"), (-0.001, "0,00"), (None, "–")]
)
def test_a_difference_bears_its_sign(value, text):
    assert numerals.write_signed(value, 2) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2014, 5, 3), "03/05/2014"),
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), "01/04/2026"),
        (None, "–"),
        ("năm 2014", "năm 2014"),
    ],
)
def test_dates_begin_with_the_day_and_moments_are_told_by_the_vietnamese_day(day, text):
    assert numerals.write_date(day) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234.567,5", "1234567.5"),
        ("1234567,5", "1234567.5"),
        ("27.678", "27678"),
        ("4,19", "4.19"),
        (" 12 ", "12"),
        ("1 234 567", "1234567"),
        ("1\u00a0234", "1234"),
        ("-3", "-3"),
        ("−0,12", "-0.12"),
        ("0", "0"),
    ],
)
def test_numbers_are_read_as_they_are_written(text, number):
    assert numerals.read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "1.5",
        "1,234.5",
        "1.23.4",
        "1.2345",
        "12.34",
        "1.234.56",
        ",5",
        "1,",
        "1,2,3",
        "mười",
        "",
        "-",
        "1e5",
        "٣x",
        "12a",
    ],
)
def test_what_may_mean_two_numbers_is_refused(text):
    with pytest.raises(numerals.UnreadableNumber):
        numerals.read_number(text)


def test_a_refusal_shows_how_to_write_it():
    with pytest.raises(numerals.UnreadableNumber, match=r"như 1\.234\.567,5"):
        numerals.read_number("1.5")


def test_a_number_with_too_many_digits_is_refused():
    with pytest.raises(numerals.UnreadableNumber, match="quá lớn"):
        numerals.read_number("1" * 16)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4,19 tỷ", 4_190_000_000),
        ("4,19 tỷ đồng", 4_190_000_000),
        ("4,19 tỉ đồng", 4_190_000_000),
        ("570 triệu", 570_000_000),
        ("570triệu đồng", 570_000_000),
        ("570.000.000 đồng", 570_000_000),
        ("600.000đ", 600_000),
        ("600.000 VNĐ", 600_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("1 tỷ 200 triệu 500 nghìn", 1_200_500_000),
        ("1.234.567", 1_234_567),
        ("2 ty 5 trieu", 2_005_000_000),
    ],
)
def test_money_is_read_as_people_say_it(text, amount):
    assert numerals.read_money(text) == amount


@pytest.mark.parametrize(
    "text", ["tỷ", "5 chục", "200 triệu 1 tỷ", "1 tỷ 2 tỷ", "4.19 tỷ", "1 tỷ rưỡi", "", "5 usd", "1..2"]
)
def test_unclear_money_is_refused(text):
    with pytest.raises(numerals.UnreadableNumber):
        numerals.read_money(text)


@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from(["vi", "en"]))
def test_what_is_written_can_be_read_again(number, language):
    with translation.override(language):
        assert numerals.read_number(numerals.write_number(number, 3)) == number


def test_english_pages_write_and_read_the_other_marks():
    with translation.override("en"):
        assert numerals.write_number(1234567.5, 1) == "1,234,567.5"
        assert numerals.read_number("1,234.5") == Decimal("1234.5")
        with pytest.raises(numerals.UnreadableNumber):
            numerals.read_number("1.234,5")
