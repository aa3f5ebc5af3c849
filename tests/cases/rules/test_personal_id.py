"""Twelve digits, and what in them does not fit."""

from datetime import date

import pytest

from cases.rules import personal_id

BORN = date(2014, 5, 3)


@pytest.mark.parametrize("text", ["", "089314000123"])
def test_none_and_twelve_digits_are_taken(text):
    assert personal_id.problems(text) == []


@pytest.mark.parametrize(
    "text", ["08931400012", "0893140001234", "08931400012a", "０８９３１４０００１２３", "089 314 000 12"]
)
def test_anything_else_is_refused(text):
    assert [problem.field for problem in personal_id.problems(text)] == ["personal_id"]


@pytest.mark.parametrize(
    ("text", "sex", "count"),
    [
        ("089314000123", "F", 0),
        ("089314000123", "U", 0),
        ("089314000123", "M", 1),
        ("089214000123", "M", 0),
        ("089313000123", "F", 1),
        ("089114000123", "F", 1),  # a girl of the last century
        ("003314000123", "F", 1),
        ("003213000123", "F", 3),
        ("", "F", 0),
        ("12", "F", 0),
    ],
)
def test_what_does_not_fit_is_a_warning(text, sex, count):
    assert len(personal_id.warnings(text, birth_date=BORN, sex=sex)) == count


def test_the_provinces_are_the_63_of_the_old_list():
    assert len(personal_id.PROVINCES) == 63
    assert {"089", "062", "033", "091"} <= personal_id.PROVINCES
