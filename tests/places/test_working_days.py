"""Working days over Tết, make-up days and swaps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from places import working_days
from places.actions.calendar import freeze_year
from places.models import CalendarDay, DayKind


@pytest.fixture(autouse=True)
def forgotten():
    """Neither the calendar of an earlier test nor ours outlives its transaction."""
    working_days.forget()
    yield
    working_days.forget()


@pytest.fixture
def calendar_2026(db):
    assert freeze_year(2026) > 0


@pytest.mark.usefixtures("calendar_2026")
@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 1, 1), 1, date(2026, 1, 2)),
        (date(2026, 1, 2), 1, date(2026, 1, 5)),  # over a weekend
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết, 16–20/02
        (date(2026, 2, 11), 5, date(2026, 2, 25)),
        (date(2026, 2, 17), 2, date(2026, 2, 24)),  # from within Tết
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # 26/04 is a Sunday, made up on 27/04
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # a Saturday worked for 31/08
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2026, 11, 23), 1, date(2026, 11, 25)),  # 24/11, day of culture
    ],
)
def test_the_nth_working_day_skips_what_is_off_and_counts_what_is_made_up(start, n, expected):
    assert working_days.add(start, n) == expected
    assert working_days.between(start, expected) == n
    assert working_days.is_working_day(expected)


@pytest.mark.usefixtures("calendar_2026")
def test_every_day_of_a_term_says_why_it_counts_or_not():
    rows = working_days.explain(date(2026, 8, 20), 8)

    assert [(row.day.day, row.ordinal) for row in rows if row.counts] == [
        *[(21, 1), (22, 2), (24, 3), (25, 4), (26, 5), (27, 6), (28, 7), (3, 8)]
    ]
    reasons = {row.day: row.reason for row in rows}
    assert reasons[date(2026, 8, 20)] == "ngày đầu không tính"
    assert reasons[date(2026, 8, 21)] == "Thứ Sáu"
    assert reasons[date(2026, 8, 22)] == "làm bù cho ngày 31/08/2026"
    assert reasons[date(2026, 8, 23)] == "Chủ nhật"
    assert reasons[date(2026, 8, 31)] == "nghỉ hoán đổi, làm bù ngày 22/08/2026"
    assert reasons[date(2026, 9, 2)] == "Quốc khánh"


@pytest.mark.usefixtures("calendar_2026")
def test_tet_is_named():
    reasons = [row.reason for row in working_days.explain(date(2026, 2, 13), 1)]

    assert "Thứ Bảy" in reasons
    assert sum("Tết Nguyên đán" in reason for reason in reasons) == 5


@pytest.mark.usefixtures("calendar_2026")
def test_a_term_into_a_year_without_calendar_is_refused_in_words():
    with pytest.raises(working_days.CalendarMissing, match="năm 2027"):
        working_days.add(date(2026, 12, 31), 1)
    with pytest.raises(working_days.CalendarMissing, match="năm 2025"):
        working_days.is_working_day(date(2025, 12, 31))
    assert working_days.add(date(2026, 12, 30), 1) == date(2026, 12, 31), "the year itself is enough"


@pytest.mark.usefixtures("calendar_2026")
def test_a_term_has_at_least_one_day():
    with pytest.raises(ValueError, match="at least one"):
        working_days.add(date(2026, 1, 5), 0)


@pytest.mark.usefixtures("calendar_2026")
def test_days_between_are_negative_backwards():
    assert working_days.between(date(2026, 1, 9), date(2026, 1, 5)) == -4
    assert working_days.between(date(2026, 1, 5), date(2026, 1, 5)) == 0


@pytest.mark.usefixtures("calendar_2026")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 300), st.integers(1, 30))
def test_counting_forward_and_back_agree(offset, n):
    start = date(2026, 1, 1) + timedelta(days=offset)

    end = working_days.add(start, n)

    assert working_days.between(start, end) == n
    assert working_days.between(start, end - timedelta(days=1)) == n - 1
    explained = working_days.explain(start, n)
    assert explained[-1] == (end, True, n, explained[-1].reason)
    assert len(explained) == (end - start).days + 1


@pytest.mark.usefixtures("calendar_2026")
def test_a_frozen_year_is_not_overwritten():
    CalendarDay.objects.create(day=date(2026, 7, 1), kind=DayKind.HOLIDAY, name="nghỉ thử", source="thử")

    assert freeze_year(2026) == 0

    assert CalendarDay.objects.filter(name="nghỉ thử").exists()
    assert not working_days.is_working_day(date(2026, 7, 1))


@pytest.mark.usefixtures("calendar_2026")
def test_a_year_is_frozen_again_on_demand_only(django_capture_on_commit_callbacks):
    CalendarDay.objects.create(day=date(2026, 7, 1), kind=DayKind.HOLIDAY, name="nghỉ thử", source="thử")
    assert not working_days.is_working_day(date(2026, 7, 1))

    with django_capture_on_commit_callbacks(execute=True):
        freeze_year(2026, again=True)

    assert working_days.is_working_day(date(2026, 7, 1)), "the process reads the calendar again at once"


def test_a_swap_over_new_year_belongs_to_both_years(db):
    freeze_year(2018)
    freeze_year(2019)

    assert not working_days.is_working_day(date(2018, 12, 31))
    assert working_days.is_working_day(date(2019, 1, 5)), "a Saturday"
    assert CalendarDay.objects.get(day="2019-01-05").name == "làm bù cho ngày 31/12/2018"


def test_a_year_not_yet_announced_says_so(db):
    freeze_year(2027)

    assert "chưa đối chiếu thông báo" in CalendarDay.objects.filter(year=2027).first().source


def test_the_calendar_is_read_again_after_a_while(calendar_2026, monkeypatch):
    assert working_days.is_working_day(date(2026, 7, 1))
    CalendarDay.objects.create(day=date(2026, 7, 1), kind=DayKind.HOLIDAY, name="nghỉ thử", source="thử")
    assert working_days.is_working_day(date(2026, 7, 1)), "kept for a few seconds"

    monkeypatch.setattr(working_days, "READ_AGAIN_AFTER", -1)

    assert not working_days.is_working_day(date(2026, 7, 1))


def test_a_bulk_of_terms_asks_the_database_once(calendar_2026, django_assert_num_queries):
    with django_assert_num_queries(1):
        for offset in range(50):
            working_days.add(date(2026, 1, 1) + timedelta(days=offset), 5)


def test_a_moment_belongs_to_the_vietnamese_day():
    assert working_days.vietnam_day(datetime(2026, 3, 31, 16, 59, 59, tzinfo=UTC)) == date(2026, 3, 31)
    assert working_days.vietnam_day(datetime(2026, 3, 31, 17, 0, tzinfo=UTC)) == date(2026, 4, 1)
    with pytest.raises(ValueError, match="time zone"):
        working_days.vietnam_day(datetime(2026, 3, 31))


def test_a_day_ends_at_its_last_instant_in_vietnam():
    end = working_days.end_of_day(date(2026, 3, 31))

    assert working_days.vietnam_day(end) == date(2026, 3, 31)
    assert working_days.vietnam_day(end + timedelta(microseconds=1)) == date(2026, 4, 1)
    assert end.utcoffset() == timedelta(hours=7)
