"""Ages: one rule for SQL and Python.

A child is in the year of its n-th birthday from birth_date + n years on. Born on 29 February, it has its birthday on
28 February of a common year, as PostgreSQL adds years to a date; `age()` says otherwise and is not used.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

CHILD_UNTIL = 16  # Law on Children 102/2016/QH13, Art. 1: a child is a person under 16
CHILDHOOD = f"interval '0 years', interval '{CHILD_UNTIL} years'"


@dataclass(frozen=True)
class AgeBand:
    code: str
    name: str
    from_age: int
    to_age: int  # the first birthday that ends it


def bands_beginning(birthdays):
    """The bands that begin on these birthdays, the first on the day of birth. What is kept is the date of birth: other
    bands are another count of the same records (docs/indicators.md)."""
    ends = [*birthdays[1:], CHILD_UNTIL]
    if birthdays[0] != 0 or sorted(set(ends)) != ends:
        raise ValueError(f"AGE_BANDS must begin with 0 and rise below {CHILD_UNTIL}: {birthdays}")
    bands = [
        AgeBand(f"{first}-{end - 1}", format_lazy(_("{first}–{last} tuổi"), first=first, last=end - 1), first, end)
        for first, end in zip(birthdays, ends, strict=True)
    ]
    # flows only: turned 16 within the period
    return (*bands, AgeBand("16+", _("đã đủ 16 tuổi khi hết kỳ"), CHILD_UNTIL, 200))


BANDS = bands_beginning(settings.AGE_BANDS)
BY_CODE = {band.code: band for band in BANDS}
CHILD_BANDS = tuple(band for band in BANDS if band.to_age <= CHILD_UNTIL)


def birthday(birth_date: date, years: int) -> date:
    """The day on which someone reaches this age."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:  # 29 February in a common year
        return date(birth_date.year + years, 2, 28)


def is_child(birth_date: date, on: date) -> bool:
    return birth_date <= on < birthday(birth_date, CHILD_UNTIL)


def band_of(birth_date: date, on: date) -> str:
    """Code of the age band on a day on or after birth."""
    return next(band.code for band in BANDS if on < birthday(birth_date, band.to_age))


def birthday_sql(birth_date: str, years: int) -> str:
    """The same rule as birthday(), as an SQL expression over a date column."""
    return f"({birth_date} + interval '{years} years')::date"


def band_sql(birth_date: str, on: str) -> str:
    """The same rule as band_of(), as an SQL expression."""
    steps = " ".join(f"when {on} < {birthday_sql(birth_date, b.to_age)} then '{b.code}'" for b in BANDS[:-1])
    return f"case {steps} else '{BANDS[-1].code}' end"


def bands_values_sql() -> str:
    """The bands of children as rows of a VALUES list: code, from_age, to_age."""
    return ", ".join(f"('{b.code}', interval '{b.from_age} years', interval '{b.to_age} years')" for b in CHILD_BANDS)
