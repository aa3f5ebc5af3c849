"""Groups of children in special circumstances, by classification."""

from datetime import date

import pytest

from cases.rules import groups


def test_there_are_fourteen_groups_by_articles_3_to_16():
    now = groups.groups_on(date(2026, 1, 1))
    assert [group.source for group in now] == [f"Nghị định 56/2017/NĐ-CP, Điều {n}" for n in range(3, 17)]
    assert [len(group.subgroups) for group in now] == [4, 2, 12, 3, 0, 4, 2, 2, 0, 5, 5, 2, 2, 3]


def test_the_classification_changes_on_1_june_2017():
    assert groups.classification_on(date(2017, 5, 31)).code == "2004"
    assert groups.classification_on(date(2017, 6, 1)).code == "2016"
    assert {group.classification for group in groups.groups_on(date(2017, 5, 31))} == {"2004"}


def test_before_2005_no_classification_is_known():
    with pytest.raises(LookupError):
        groups.classification_on(date(2004, 12, 31))


def test_subgroups_are_numbered_by_clause():
    assert groups.subgroup_words("DB04") == {"DB04.1": "đặc biệt nặng", "DB04.2": "nặng", "DB04.3": "nhẹ"}
    assert groups.subgroup_words("DB05") == {}
