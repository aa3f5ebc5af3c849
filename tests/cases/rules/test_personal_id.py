"""Twelve digits or none."""

import pytest

from cases.rules import personal_id


@pytest.mark.parametrize("text", ["", "089314000123"])
def test_none_and_twelve_digits_are_taken(text):
    assert personal_id.problems(text) == []


@pytest.mark.parametrize(
    "text", ["08931400012", "0893140001234", "08931400012a", "０８９３１４０００１２３", "089 314 000 12"]
)
def test_anything_else_is_refused(text):
    assert [problem.field for problem in personal_id.problems(text)] == ["personal_id"]
