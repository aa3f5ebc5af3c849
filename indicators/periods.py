"""Periods: how they are written, and which of them are kept counted (ruling 27).

`2016`, `2016-H1`, `2016-Q1`, `2016-03`, a term of a programme `2016/2020`, or any two days `2011-01-01/2013-09-30`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST_YEAR = 2011  # the first programme of the articles
TERMS = ((2011, 2015), (2016, 2020), (2021, 2030))  # Decisions 267 (2011), 2361 (2015) and 23 (2021)
EARLIEST, LATEST = 1900, 2200  # years that may be asked for: what lies before and after them is a date too
MONTHS_BACK = 36
QUARTERS_BACK = 20


class PeriodKind(models.TextChoices):
    MONTH = "month", gettext_lazy("tháng")
    QUARTER = "quarter", gettext_lazy("quý")
    HALF = "half", gettext_lazy("sáu tháng")
    YEAR = "year", gettext_lazy("năm")
    TERM = "term", gettext_lazy("giai đoạn")
    SPAN = "span", gettext_lazy("từ ngày đến ngày")  # counted when asked, never kept


class PeriodUnreadable(ValueError):
    """The text names no period; the message says in Vietnamese what is allowed."""


@dataclass(frozen=True, order=True)
class PeriodSpan:
    """A period as two days, both included."""

    first: date
    last: date
    id: str
    kind: str

    def __str__(self):
        return self.id

    @property
    def label(self):
        """In words: "Năm 2016", "Quý I/2016", "6 tháng đầu năm 2016"."""
        year, part = self.first.year, (self.first.month - 1)
        match self.kind:
            case PeriodKind.YEAR:
                return _("Năm %(year)d") % {"year": year}
            case PeriodKind.HALF:
                half = _("6 tháng đầu năm %(year)d") if part == 0 else _("6 tháng cuối năm %(year)d")
                return half % {"year": year}
            case PeriodKind.QUARTER:
                return _("Quý %(quarter)s/%(year)d") % {"quarter": ("I", "II", "III", "IV")[part // 3], "year": year}
            case PeriodKind.MONTH:
                return _("Tháng %(month)d/%(year)d") % {"month": part + 1, "year": year}
            case PeriodKind.TERM:
                return _("Giai đoạn %(first)d–%(last)d") % {"first": year, "last": self.last.year}
        return f"{self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"

    def count_day(self, today):
        """The day of its stocks: the last one, or today while it runs."""
        return min(self.last, today)

    def is_running(self, today):
        return self.first <= today < self.last


def year(y):
    return PeriodSpan(date(y, 1, 1), date(y, 12, 31), f"{y:04d}", PeriodKind.YEAR)


def half(y, h):
    return _months(y, 6 * h - 5, 6, f"{y:04d}-H{h}", PeriodKind.HALF)


def quarter(y, q):
    return _months(y, 3 * q - 2, 3, f"{y:04d}-Q{q}", PeriodKind.QUARTER)


def month(y, m):
    return _months(y, m, 1, f"{y:04d}-{m:02d}", PeriodKind.MONTH)


def of_year(y):
    """The year, its halves and its quarters: what can be published of it."""
    return [year(y), *(half(y, h) for h in (1, 2)), *(quarter(y, q) for q in (1, 2, 3, 4))]


def term(first_year, last_year):
    span = f"{first_year:04d}/{last_year:04d}"
    return PeriodSpan(date(first_year, 1, 1), date(last_year, 12, 31), span, PeriodKind.TERM)


def span(first, last):
    """Any two days; those of a calendar period are that period."""
    if last < first:
        raise PeriodUnreadable(_("Kỳ %(text)s kết thúc trước khi bắt đầu.") % {"text": f"{first}/{last}"})
    same = [p for p in _containing(first) if (p.first, p.last) == (first, last)]
    if same:
        return same[0]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return term(first.year, last.year)
    return PeriodSpan(first, last, f"{first}/{last}", PeriodKind.SPAN)


def _months(y, first_month, count, id, kind):
    last_month = first_month + count - 1
    return PeriodSpan(date(y, first_month, 1), date(y, last_month, monthrange(y, last_month)[1]), id, kind)


_FORMS = (
    (re.compile(r"(\d{4})"), lambda y: year(int(y))),
    (re.compile(r"(\d{4})-H([12])"), lambda y, h: half(int(y), int(h))),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda y, q: quarter(int(y), int(q))),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), lambda y, m: month(int(y), int(m))),
    (re.compile(r"(\d{4})/(\d{4})"), lambda a, b: span(date(int(a), 1, 1), date(int(b), 12, 31))),
    (
        re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)"),
        lambda a, b: span(date.fromisoformat(a), date.fromisoformat(b)),
    ),
)


def parse(text: str) -> PeriodSpan:
    """The period that the text names. Raises PeriodUnreadable, with a sentence that says what is allowed."""
    for form, build in _FORMS:
        if match := form.fullmatch(text.strip()):
            try:
                return _within_reach(build(*match.groups()))
            except PeriodUnreadable:
                raise
            except ValueError:
                break  # a year 0000, a 30 February
    raise PeriodUnreadable(
        _(
            "Không đọc được kỳ “%(text)s”. Hãy ghi năm (2016), nửa năm (2016-H1), quý (2016-Q1), tháng (2016-03), "
            "giai đoạn (2016/2020) hoặc hai ngày (2011-01-01/2013-09-30)."
        )
        % {"text": text[:40]}
    )


def _within_reach(period):
    if period.first.year >= EARLIEST and period.last.year <= LATEST:
        return period
    raise PeriodUnreadable(
        _("Kỳ phải nằm trong các năm từ %(first)d đến %(last)d.") % {"first": EARLIEST, "last": LATEST}
    )


def as_span(period) -> PeriodSpan:
    return period if isinstance(period, PeriodSpan) else parse(period)


def ending(day):
    """The longest calendar period, up to a year, that ends on the day; None in the middle of a month."""
    return next((period for period in reversed(_containing(day)) if period.last == day), None)


def is_end_of_year(day):
    return (day.month, day.day) == (12, 31)


def _containing(day):
    """The calendar periods that contain the day, shortest first."""
    return [
        month(day.year, day.month),
        quarter(day.year, (day.month + 2) // 3),
        half(day.year, (day.month + 5) // 6),
        year(day.year),
    ]


@lru_cache(maxsize=4)
def kept(today) -> tuple[PeriodSpan, ...]:
    """The periods that are kept counted: those that have begun, in the reach of their kind (ruling 27)."""
    years = range(FIRST_YEAR, today.year + 1)
    oldest_month, oldest_quarter = _back(month_number(today), MONTHS_BACK), _back(quarter_number(today), QUARTERS_BACK)
    found = [year(y) for y in years]
    found += [half(y, h) for y in years for h in (1, 2)]
    found += [quarter(n // 4, n % 4 + 1) for n in range(oldest_quarter, quarter_number(today) + 1)]
    found += [month(n // 12, n % 12 + 1) for n in range(oldest_month, month_number(today) + 1)]
    found += [term(*years) for years in TERMS]
    return tuple(sorted(p for p in found if p.first <= today))


def month_number(day):
    return day.year * 12 + day.month - 1


def quarter_number(day):
    return day.year * 4 + (day.month - 1) // 3


def _back(number, steps):
    return number - steps


def reach_of_day(day: date) -> date:
    """The last day of the longest kept period that contains the day: until then a flow of that day can count."""
    return next((date(last, 12, 31) for first, last in TERMS if first <= day.year <= last), date(day.year, 12, 31))


def reach_of_day_sql(day: str) -> str:
    """The same as reach_of_day(), as an SQL expression over a date; NULL (without end) stays NULL."""
    terms = " ".join(
        f"when extract(year from {day}) between {first} and {last} then date '{last}-12-31'" for first, last in TERMS
    )
    return f"case {terms} else make_date(extract(year from {day})::int, 12, 31) end"


def earlier(period: PeriodSpan, steps: int = 1) -> PeriodSpan:
    """The period of the same kind so many steps back; a span goes back by its own length."""
    first = period.first
    match period.kind:
        case PeriodKind.YEAR:
            return year(first.year - steps)
        case PeriodKind.HALF:
            number = first.year * 2 + (first.month > 6) - steps
            return half(number // 2, number % 2 + 1)
        case PeriodKind.QUARTER:
            number = quarter_number(first) - steps
            return quarter(number // 4, number % 4 + 1)
        case PeriodKind.MONTH:
            number = month_number(first) - steps
            return month(number // 12, number % 12 + 1)
    length = timedelta(days=(period.last - first).days + 1) * steps
    return span(first - length, period.last - length)
