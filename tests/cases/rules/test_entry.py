"""What may be entered about a child, and for which days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.rules import entry
from cases.rules.entry import Life

TODAY = date(2026, 11, 22)
LIFE = Life(date(2014, 5, 3), None, TODAY)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def codes(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"full_name": "Y", "phone": "111"}, []),
        ({"full_name": "Bé 2", "phone": "0912 345 678 (mẹ)"}, []),
        ({"full_name": "12345"}, ["name_without_letters"]),
        ({"full_name": "?!"}, ["name_without_letters"]),
        ({"phone": "abc"}, ["phone_without_digits"]),
        ({"phone": "11"}, ["phone_without_digits"]),
        ({"full_name": "", "phone": ""}, []),
    ],
)
def test_a_name_has_letters_and_a_telephone_number_has_digits(said, found):
    assert codes(entry.who_problems(**said)) == found


@pytest.mark.parametrize(
    ("birth", "found"),
    [
        (TODAY, []),
        (date(2026, 11, 23), ["birth_in_future"]),
        (date(2008, 11, 23), []),
        (date(2008, 11, 22), ["adult"]),
    ],
)
def test_a_new_record_is_of_someone_born_and_under_eighteen(birth, found):
    assert codes(entry.birth_problems(birth, TODAY)) == found


@pytest.mark.parametrize(
    ("day", "life", "found"),
    [
        (TODAY, LIFE, []),
        (date(2026, 11, 23), LIFE, ["day_in_future"]),
        (date(2014, 5, 2), LIFE, ["before_birth"]),
        (date(2020, 1, 2), Life(LIFE.birth_date, date(2020, 1, 1), TODAY), ["after_death"]),
        (date(2020, 1, 1), Life(LIFE.birth_date, date(2020, 1, 1), TODAY), []),
    ],
)
def test_a_day_lies_within_the_life_of_the_child(day, life, found):
    assert codes(entry.day_problems(day, life, "on_date")) == found


@pytest.mark.parametrize(
    ("ends_on", "found"),
    [
        (date(2020, 1, 1), []),
        (date(2019, 12, 31), ["end_before_start"]),
        (TODAY, []),
        (date(2026, 11, 23), ["end_in_future"]),
    ],
)
def test_an_end_lies_between_the_start_and_today(ends_on, found):
    assert codes(entry.end_problems(date(2020, 1, 1), ends_on, TODAY)) == found


def test_a_spell_begins_before_the_sixteenth_birthday():
    life = Life(date(2008, 12, 1), None, TODAY)
    assert codes(entry.spell_problems(date(2024, 11, 30), None, life)) == []
    assert codes(entry.spell_problems(date(2024, 12, 1), None, life)) == ["not_a_child"]


def test_a_spell_names_a_bad_start_and_a_bad_end():
    assert codes(entry.spell_problems(date(2010, 1, 1), date(2009, 1, 1), LIFE)) == ["before_birth", "end_before_start"]


@pytest.mark.parametrize(
    ("group", "subgroup", "starts_on", "ends_on", "found"),
    [
        ("DB04", "DB04.2", date(2020, 1, 1), None, []),
        ("DB04", "", date(2017, 6, 1), None, []),
        ("DB04", "DB03.2", date(2020, 1, 1), None, ["unknown_subgroup"]),
        ("DB05", "DB05.1", date(2020, 1, 1), None, ["unknown_subgroup"]),
        ("DB99", "", date(2020, 1, 1), None, ["unknown_group"]),
        ("DB04", "", date(2017, 5, 31), None, ["group_not_in_force"]),
        ("C02", "", date(2017, 6, 1), date(2018, 1, 1), ["group_not_in_force"]),
        ("C02", "", date(2015, 6, 1), date(2017, 5, 31), []),
        ("C02", "", date(2015, 6, 1), date(2017, 6, 1), ["group_outlives_law"]),
        ("C02", "", date(2015, 6, 1), None, ["group_outlives_law"]),
    ],
)
def test_a_group_belongs_to_the_classification_of_its_days(group, subgroup, starts_on, ends_on, found):
    assert codes(entry.circumstance_problems(group, subgroup, starts_on, ends_on, LIFE)) == found


@pytest.mark.parametrize(
    ("criteria", "found"),
    [(["prison", "drop_out"], []), ([], ["no_criterion"]), (["poverty", "poor"], ["unknown_criterion"])],
)
def test_a_time_at_risk_names_criteria_of_the_list(criteria, found):
    assert codes(entry.risk_problems(criteria, date(2020, 1, 1), None, LIFE)) == found


def test_a_moment_has_been_reached_and_lies_after_the_receipt():
    minute = timedelta(minutes=1)
    assert codes(entry.moment_problems(NOW, NOW, "taken_at")) == []
    assert codes(entry.moment_problems(NOW + minute, NOW, "taken_at")) == ["moment_in_future"]
    assert codes(entry.moment_problems(NOW - minute, NOW, "taken_at", since=NOW)) == ["before_receipt"]
    assert codes(entry.moment_problems(NOW, NOW, "taken_at", since=NOW)) == []


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (TODAY, []),
        (date(2026, 11, 20), []),
        (date(2026, 11, 19), ["before_receipt"]),
        (date(2026, 11, 23), ["day_in_future"]),
    ],
)
def test_work_on_a_case_lies_between_receipt_and_today(day, found):
    assert codes(entry.work_day_problems(day, date(2026, 11, 20), TODAY, "done_on")) == found


@pytest.mark.parametrize(
    ("category", "abuse_type", "found"),
    [
        ("abused", "violence", []),
        ("abused", "", ["abuse_without_type"]),
        ("special", "", []),
        ("special", "violence", ["type_without_abuse"]),
    ],
)
def test_abuse_and_its_type_go_together(category, abuse_type, found):
    assert codes(entry.abuse_problems(category, abuse_type)) == found
