"""Periods: how they are read, written and kept."""

from datetime import date

import pytest
from django.db import connection

from indicators import periods
from indicators.periods import PeriodKind, PeriodUnreadable


@pytest.mark.parametrize(
    ("text", "first", "last", "kind", "label"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31), PeriodKind.YEAR, "Năm 2016"),
        ("2016-H2", date(2016, 7, 1), date(2016, 12, 31), PeriodKind.HALF, "6 tháng cuối năm 2016"),
        ("2016-Q1", date(2016, 1, 1), date(2016, 3, 31), PeriodKind.QUARTER, "Quý I/2016"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), PeriodKind.MONTH, "Tháng 2/2016"),
        ("2016/2020", date(2016, 1, 1), date(2020, 12, 31), PeriodKind.TERM, "Giai đoạn 2016–2020"),
        ("2011-01-01/2013-09-30", date(2011, 1, 1), date(2013, 9, 30), PeriodKind.SPAN, "01/01/2011–30/09/2013"),
    ],
)
def test_it_reads_each_kind(text, first, last, kind, label):
    span = periods.parse(text)
    assert (span.first, span.last, span.kind, span.label, span.id) == (first, last, kind, label, text)


@pytest.mark.parametrize(
    ("text", "id"),
    [("2016-01-01/2016-12-31", "2016"), ("2016-04-01/2016-06-30", "2016-Q2"), ("2016/2016", "2016"),
     ("2016-01-01/2020-12-31", "2016/2020")],
)  # fmt: skip
def test_two_days_that_are_a_calendar_period_are_that_period(text, id):
    assert periods.parse(text).id == id


@pytest.mark.parametrize(
    "text", ["", "16", "2016-13", "2016-H3", "2016-Q5", "2016-02-30/2016-03-01", "0000", "năm 2016"]
)
def test_what_cannot_be_read_is_refused_with_what_is_allowed(text):
    with pytest.raises(PeriodUnreadable, match="2016-Q1"):
        periods.parse(text)


@pytest.mark.parametrize(
    "text", ["0001", "1899", "2201-Q1", "2011-01-01/9999-12-31", "1899/2016", "0001-01-01/2016-02-03"]
)
def test_years_beyond_which_no_date_may_lie_are_refused(text):
    with pytest.raises(PeriodUnreadable, match="từ 1900 đến 2200"):
        periods.parse(text)


def test_what_is_compared_with_the_first_that_may_be_asked_for_is_a_date_too():
    assert [periods.earlier(periods.parse(text)).first.year for text in ("1900", "1900-01-01/2200-12-31")] == [
        1899,
        1599,
    ]


def test_an_end_before_the_start_is_refused():
    with pytest.raises(PeriodUnreadable, match="kết thúc trước khi bắt đầu"):
        periods.parse("2020/2016")


def test_it_keeps_what_ruling_27_says():
    kept = {span.id for span in periods.kept(date(2026, 11, 22))}
    assert {"2011", "2011-H1", "2026", "2026-H2", "2026-Q4", "2026-11", "2023-11", "2021-Q4"} <= kept
    assert {"2011/2015", "2016/2020", "2021/2030"} <= kept
    assert not {"2023-10", "2021-Q3", "2026-12", "2027", "2010"} & kept


def test_a_running_period_counts_on_today():
    year = periods.parse("2026")
    assert year.count_day(date(2026, 11, 22)) == date(2026, 11, 22)
    assert year.count_day(date(2027, 1, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "before"),
    [("2016", "2015"), ("2016-H1", "2015-H2"), ("2016-Q1", "2015-Q4"), ("2016-01", "2015-12"),
     ("2016-01-01/2016-01-10", "2015-12-22/2015-12-31")],
)  # fmt: skip
def test_the_period_before(text, before):
    assert periods.earlier(periods.parse(text)).id == before


@pytest.mark.django_db
def test_a_flow_reaches_the_end_of_the_longest_kept_period_in_sql_as_in_python():
    days = [date(y, m, d) for y in (2009, 2011, 2015, 2016, 2020, 2021, 2030, 2031) for m, d in ((1, 1), (12, 31))]
    with connection.cursor() as cursor:
        for day in days:
            cursor.execute("select upper(indicators_flow_days(%s, %s)) - 1", [day, day])
            reach = periods.reach_of_day(day)
            assert cursor.fetchone()[0] == reach
            holding = [span for span in periods.kept(date(2032, 1, 1)) if span.first <= day <= span.last]
            assert all(span.last <= reach for span in holding)
