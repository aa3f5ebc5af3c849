"""One rule of age, the same in SQL and in Python."""

from datetime import date, timedelta

import pytest
from django.db import connection

from indicators import ages


def test_a_birthday_of_29_february_falls_on_the_28th_of_a_common_year():
    assert ages.birthday(date(2004, 2, 29), 15) == date(2019, 2, 28)
    assert ages.birthday(date(2004, 2, 29), 16) == date(2020, 2, 29)


def test_a_child_is_one_until_the_day_before_the_sixteenth_birthday():
    born = date(2008, 5, 3)
    assert not ages.is_child(born, date(2008, 5, 2))
    assert ages.is_child(born, born)
    assert ages.is_child(born, date(2024, 5, 2))
    assert not ages.is_child(born, date(2024, 5, 3))


def test_bands_follow_one_another_without_a_gap():
    assert [band.from_age for band in ages.BANDS][1:] == [band.to_age for band in ages.BANDS][:-1]
    assert ages.CHILD_BANDS[0].from_age == 0
    assert ages.CHILD_BANDS[-1].to_age == ages.CHILD_UNTIL


@pytest.mark.django_db
def test_sql_and_python_agree_on_every_day():
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(0, 9200, 7)] + [date(2000, 2, 29), date(2004, 2, 29)]
    on = date(2023, 2, 28)
    band, sixteenth = ages.band_sql("born", "%(on)s::date"), ages.birthday_sql("born", 16)
    with connection.cursor() as cursor:
        cursor.execute(f"select born, {band}, {sixteenth} from unnest(%(days)s) born", {"days": days, "on": on})
        for born, code, turned in cursor.fetchall():
            assert turned == ages.birthday(born, 16)
            assert born > on or code == ages.band_of(born, on)
