"""The page of rules shows every table, with its sources and what is not verified."""

import pytest

from cases import checks
from cases.models import CaseStep, Outcome, Stage
from cases.rules import closure, deadlines, evidence, tables, transitions

TABLES = tables.all_tables()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.code)
def test_each_row_has_a_cell_for_each_column_and_says_how_well_it_is_known(table):
    assert table.rows
    for row in table.rows:
        assert len(row.cells) == len(table.columns)
        assert row.evidence
        assert row.source or not row.is_verified


def test_codes_of_tables_are_told_once():
    assert len({table.code for table in TABLES}) == len(TABLES)


def test_what_is_our_reading_is_not_shown_as_law():
    rows = {row.cells[0]: row for table in TABLES if table.code == "plan" for row in table.rows}
    assert rows["Nêu ít nhất một mục tiêu."].is_verified
    assert not rows["Trẻ %(age)s tuổi: cần ghi ý kiến của trẻ, hoặc nêu lý do chưa hỏi được."].is_verified


def test_an_item_is_known_no_better_than_its_weaker_half():
    by_code = {table.code: table for table in TABLES}
    marks = {row.cells[0]: row.mark for row in by_code["risk-06"].rows}
    assert marks["H1"] == evidence.FOUND
    assert marks["A1"] == evidence.KNOWLEDGE


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        (transitions.STAGE_WORDS, Stage),
        (closure.OUTCOME_WORDS, Outcome),
        (tables.STEP_WORDS, CaseStep.Code),
    ],
)
def test_rules_and_models_use_the_same_words(words, choices):
    assert dict(words) == {code: str(label) for code, label in choices.choices}


def test_the_tables_have_no_hole():
    assert checks.tables_of_law_have_no_hole(None) == []


def test_a_hole_in_the_deadlines_is_found(monkeypatch):
    kept = tuple(rule for rule in deadlines.DEADLINES if rule.code != "approval_2017")
    monkeypatch.setattr(deadlines, "DEADLINES", kept)
    assert [error.id for error in checks.tables_of_law_have_no_hole(None)] == ["cases.E002"] * 2


def test_a_step_without_any_row_is_found(monkeypatch):
    kept = tuple(rule for rule in deadlines.DEADLINES if rule.step != "separation")
    monkeypatch.setattr(deadlines, "DEADLINES", kept)
    assert [error.msg for error in checks.tables_of_law_have_no_hole(None)] == [
        "rules.deadlines and the models differ in ['separation']."
    ]
