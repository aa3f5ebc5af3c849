"""Ngày làm việc: counting working days over Tết, make-up days and swaps, on Vietnamese days.

The calendar is what was frozen in CalendarDay, never the package it came from, so an upgrade moves no deadline. Terms
in hours do not belong here: they run through holidays.
"""

import time
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.models import CalendarDay, DayKind

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
READ_AGAIN_AFTER = 10  # seconds; an edit of the calendar is seen by every process after at most so long

_SATURDAY = 5
_WEEKDAYS = (
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)


class CalendarMissing(LookupError):
    """A term reaches into a year whose holidays have not been frozen; the message tells whom to ask."""

    def __init__(self, year):
        self.year = year
        super().__init__(
            _("Chưa có lịch nghỉ lễ, tết của năm %(year)s nên chưa tính được thời hạn. Hãy báo quản trị hệ thống.")
            % {"year": year}
        )


class ExplainedDay(NamedTuple):
    """One day of a term: whether it counts, as which working day, and why (not)."""

    day: date
    counts: bool
    ordinal: int | None
    reason: str


def vietnam_day(moment: datetime) -> date:
    """The Vietnamese day of an aware moment: 18:00 UTC is already tomorrow. Naive moments are refused (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone has no Vietnamese day.")
    return moment.astimezone(VIETNAM).date()


def end_of_day(day: date) -> datetime:
    """The last instant of the Vietnamese day (24:00, kept as 23:59:59.999999 so that it still shows that day)."""
    return datetime.combine(day, clock_time.max, VIETNAM)


def is_working_day(day: date) -> bool:
    """Monday to Friday without holidays and days off by swap; also a weekend day worked in exchange."""
    return _counts(day, _exception(day))


def add(day: date, n: int) -> date:
    """The n-th working day after `day`, which itself is not counted. n is at least 1 (ValueError)."""
    if n < 1:
        raise ValueError("A term has at least one working day.")
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day


def between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`, so that between(d, add(d, n)) == n; negative backwards."""
    if end < start:
        return -between(end, start)
    days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)


def explain(day: date, n: int) -> list[ExplainedDay]:
    """Every day from `day` to add(day, n) with the reason why it counts or not."""
    rows = [ExplainedDay(day, False, None, _("ngày đầu không tính"))]
    ordinal, last = 0, add(day, n)
    while day < last:
        day += timedelta(days=1)
        exception = _exception(day)
        counts = _counts(day, exception)
        ordinal += counts
        reason = exception.name if exception else str(_WEEKDAYS[day.weekday()])
        rows.append(ExplainedDay(day, counts, ordinal if counts else None, reason))
    return rows


def forget() -> None:
    """Read the calendar again at the next question, here and now (a test or a load has changed it)."""
    global _kept
    _kept = None


class _Calendar(NamedTuple):
    exceptions: dict[date, CalendarDay]
    years: frozenset[int]
    read_at: float


_kept: _Calendar | None = None


def _calendar() -> _Calendar:
    global _kept
    if _kept is None or time.monotonic() - _kept.read_at > READ_AGAIN_AFTER:
        exceptions = {row.day: row for row in CalendarDay.objects.all()}
        _kept = _Calendar(exceptions, frozenset(row.year for row in exceptions.values()), time.monotonic())
    return _kept


def _exception(day: date) -> CalendarDay | None:
    calendar = _calendar()
    if day.year not in calendar.years:
        raise CalendarMissing(day.year)
    return calendar.exceptions.get(day)


def _counts(day: date, exception: CalendarDay | None) -> bool:
    if exception is None:
        return day.weekday() < _SATURDAY
    return exception.kind == DayKind.WORKING_SWAP
