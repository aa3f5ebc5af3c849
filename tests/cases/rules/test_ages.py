"""Ages in full years, and who is a child."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cases.rules import ages

LEAP = date(2012, 2, 29)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2010, 5, 3), date(2026, 5, 2), 15),
        (date(2010, 5, 3), date(2026, 5, 3), 16),
        (date(2010, 5, 3), date(2010, 5, 3), 0),
        (date(2010, 5, 3), date(2010, 5, 2), -1),
        (LEAP, date(2013, 2, 27), 0),
        (LEAP, date(2013, 2, 28), 1),
        (LEAP, date(2028, 2, 28), 15),
        (LEAP, date(2028, 2, 29), 16),
    ],
)
def test_age_is_counted_in_full_years(birth, day, age):
    assert ages.age_on(birth, day) == age


@pytest.mark.parametrize(
    ("birth", "day", "months"),
    [
        (date(2026, 5, 3), date(2026, 10, 2), 4),
        (date(2026, 5, 3), date(2026, 10, 3), 5),
        (date(2025, 11, 30), date(2026, 3, 1), 3),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
    ],
)
def test_months_are_counted_when_they_are_full(birth, day, months):
    assert ages.months_on(birth, day) == months


def test_the_last_day_as_a_child_is_the_day_before_the_sixteenth_birthday():
    assert ages.is_child(date(2010, 5, 3), date(2026, 5, 2))
    assert not ages.is_child(date(2010, 5, 3), date(2026, 5, 3))


def test_the_last_day_as_a_minor_is_the_day_before_the_eighteenth_birthday():
    assert not ages.is_adult(date(2010, 5, 3), date(2028, 5, 2))
    assert ages.is_adult(date(2010, 5, 3), date(2028, 5, 3))


@given(
    birth=st.dates(date(1990, 1, 1), date(2026, 12, 31)),
    years=st.integers(0, 40),
)
def test_a_birthday_ends_the_year_before_it(birth, years):
    day = ages.birthday(birth, years)
    assert ages.age_on(birth, day) == years
    assert ages.age_on(birth, date.fromordinal(day.toordinal() - 1)) == years - 1


@pytest.mark.django_db
@pytest.mark.parametrize("birth", [LEAP, date(2011, 2, 28), date(2010, 12, 31)])
@pytest.mark.parametrize("years", [1, 4, 16])
def test_a_birthday_is_the_one_that_postgresql_reckons(birth, years):
    with connection.cursor() as cursor:
        cursor.execute("select (%s::date + make_interval(years => %s))::date", [birth, years])
        assert cursor.fetchone()[0] == ages.birthday(birth, years)


@given(age=st.integers(0, 17), day=st.dates(date(2010, 1, 1), date(2030, 12, 31)))
def test_an_estimated_birth_is_a_first_of_july_that_gives_the_age_and_lies_in_the_past(age, day):
    birth = ages.estimated_birth_date(age, day)
    assert (birth.month, birth.day) == (7, 1)
    assert ages.age_on(birth, day) == age
    assert birth <= day
