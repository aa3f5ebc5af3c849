"""The listed breakages (tests/mutants.py) can still be made: a line that has moved on would guard nothing, unseen."""

from pathlib import Path

import pytest

from tests.mutants import MUTANTS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("number", range(1, len(MUTANTS) + 1))
def test_its_line_stands_once_and_its_test_is_there(number):
    name, old, new, test = MUTANTS[number - 1]
    assert old != new
    assert (ROOT / name).read_text().count(old) == 1, f"{name}: {old}"
    path, *names = test.split("::")
    text = (ROOT / path).read_text()
    for each in names:
        word = "class" if each.startswith("Test") else "def"
        assert f"{word} {each.split('[')[0]}" in text, test
