"""Terms across Tết, swapped days, midnights and minutes, counted on rows of the real calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.models import CaseStep
from cases.rules import deadlines
from places import working_days

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day, month, hour=9, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


def due(step, clock, start, *, is_emergency=False):
    rule = deadlines.rule_for(step, clock, working_days.vietnam_day(start), is_emergency=is_emergency)
    return rule.due_at(start, working_days)


def plan_day(start):
    return working_days.vietnam_day(due("plan", deadlines.RECEIVED, start))


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (at(9, 3), date(2026, 3, 16)),  # a Monday: Tuesday to Monday
        (at(13, 3), date(2026, 3, 20)),  # a Friday
        (at(14, 3), date(2026, 3, 20)),  # a Saturday: Monday is the first day
        (at(13, 2), date(2026, 2, 27)),  # the Friday before Tết 16–20/2
        (at(16, 2), date(2026, 2, 27)),  # in Tết
        (at(23, 4), date(2026, 5, 5)),  # Giỗ Tổ with its day off, 30/4 and 1/5
        (at(19, 8), date(2026, 8, 25)),  # Saturday 22/8 is worked for 31/8
        (at(27, 8), date(2026, 9, 8)),  # 31/8 off in exchange, 1–2/9
        (at(18, 11), date(2026, 11, 26)),  # 24/11, Culture Day
        (at(28, 12, year=2026), date(2027, 1, 5)),  # over the year's end
    ],
)
def test_the_plan_is_due_on_the_fifth_working_day(start, last):
    assert plan_day(start) == last


def test_the_first_day_is_not_counted_and_the_last_ends_at_midnight():
    assert due("plan", deadlines.RECEIVED, at(9, 3, 0, 1)) == due("plan", deadlines.RECEIVED, at(9, 3, 23, 59))
    assert due("plan", deadlines.RECEIVED, at(9, 3)) == datetime(2026, 3, 16, 23, 59, 59, 999999, HANOI)


@pytest.mark.parametrize(
    ("moment", "last"),
    [
        (datetime(2026, 3, 9, 16, 59, tzinfo=UTC), date(2026, 3, 16)),  # 23:59 on the 9th here
        (datetime(2026, 3, 9, 17, 0, tzinfo=UTC), date(2026, 3, 17)),  # midnight: already the 10th
        (datetime(2026, 3, 9, 23, 30, tzinfo=UTC), date(2026, 3, 17)),
    ],
)
def test_days_are_vietnamese_days(moment, last):
    assert plan_day(moment) == last


def test_an_emergency_has_twelve_hours_through_night_and_tet():
    start = at(16, 2, 22, 17)
    assert due("emergency", deadlines.RECEIVED, start) == start + timedelta(hours=12)
    assert due("emergency", deadlines.RECEIVED, start, is_emergency=True) == at(17, 2, 10, 17)


@pytest.mark.parametrize(("step", "clock"), [("plan", deadlines.FORM03), ("approval", deadlines.SUBMITTED)])
def test_an_emergency_has_no_terms_in_working_days(step, clock):
    assert due(step, clock, at(9, 3)) is not None
    assert due(step, clock, at(9, 3), is_emergency=True) is None


def test_approval_takes_two_working_days():
    assert working_days.vietnam_day(due("approval", deadlines.SUBMITTED, at(12, 3))) == date(2026, 3, 16)


def test_a_separation_lasts_fifteen_days_holidays_or_not():
    assert due("separation", deadlines.SEPARATED, at(10, 2)) == datetime(2026, 2, 25, 23, 59, 59, 999999, HANOI)


def test_the_review_has_no_term_and_says_that_the_law_gives_no_number():
    end = working_days.end_of_day(date(2026, 6, 30))
    assert due("review", deadlines.PLAN_END, end) is None
    told = deadlines.explain(deadlines.BY_CODE["review_2017"], end)
    assert "không quy định số ngày" in told.text
    assert told.params == {}


def test_what_was_received_before_the_decree_has_no_known_term():
    rule = deadlines.rule_for("plan", deadlines.RECEIVED, date(2017, 6, 30))
    assert (rule.amount, rule.is_verified) == (None, False)
    assert deadlines.rule_for("plan", deadlines.RECEIVED, date(2017, 7, 1)).amount == 5


def test_a_clock_that_the_law_does_not_know_is_a_mistake_of_ours():
    with pytest.raises(LookupError):
        deadlines.rule_for("plan", deadlines.SEPARATED, date(2026, 1, 5))


def test_no_two_rows_speak_of_the_same_day():
    for step, clock in {(rule.step, rule.clock) for rule in deadlines.DEADLINES}:
        for day in (date(2016, 5, 1), date(2017, 6, 30), date(2017, 7, 1), date(2026, 5, 1)):
            for is_emergency in (False, True):
                assert len(deadlines.rows_for(step, clock, day, is_emergency=is_emergency)) == 1


def test_a_term_over_a_year_without_calendar_is_refused_by_the_calendar():
    with pytest.raises(working_days.CalendarMissing):
        plan_day(at(29, 12, year=2040))


@pytest.mark.parametrize(
    ("code", "begins", "counts"),
    [
        ("plan_from_form03_2017", "%(amount)s ngày làm việc", True),
        ("emergency_2017", "%(amount)s giờ liên tục", False),
        ("separation_2017", "%(amount)s ngày %(clock)s", False),
        ("detailed_2017", "Nghị định không ghi số ngày", False),
    ],
)
def test_each_kind_of_term_explains_itself(code, begins, counts):
    told = deadlines.explain(deadlines.BY_CODE[code], at(9, 3))
    assert told.text.startswith(begins)
    assert told.counts_days is counts


def test_a_step_without_a_clock_gives_its_note():
    assert deadlines.explain(deadlines.BY_CODE["emergency_2017"], None).text.startswith("Biện pháp can thiệp")


def test_a_step_tells_its_days_one_by_one_and_what_is_the_provinces_choice():
    step = CaseStep(
        code="plan",
        basis="plan_from_form03_2017",
        clock_started_at=at(18, 11),
        due_at=due("plan", deadlines.FORM03, at(18, 11)),
    )
    told = step.explain()
    assert told["reason"].startswith("5 ngày làm việc từ khi xong Mẫu 03 (09:00 18/11/2026).")
    assert [row.day.day for row in told["rows"] if row.counts] == [19, 20, 23, 25, 26]
    assert "tỉnh dùng mốc" in told["choice"]
    assert told["note"] == ""
    assert told["basis"] == "Nghị định 56/2017/NĐ-CP, Điều 28 khoản 1"


def test_a_step_in_hours_has_no_days_to_count():
    step = CaseStep(code="emergency", basis="emergency_2017", clock_started_at=at(18, 11), due_at=at(18, 11, 21))
    told = step.explain()
    assert told["rows"] == []
    assert told["choice"] == ""
    assert told["note"].startswith("Biện pháp can thiệp")
    assert told["is_verified"]
