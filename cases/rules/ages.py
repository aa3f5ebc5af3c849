"""Ages, in full years, on Vietnamese days.

A child (trẻ em) is under 16: Law on Children 102/2016/QH13, Art. 1. From 16 to under 18 a person is a minor (người chưa
thành niên), accepted and kept out of the statistics on children; from 18 no new record is made (ruling 20).

Someone born on 29 February has the birthday on 28 February of a common year, as PostgreSQL reckons in
`(birth_date + interval 'n years')::date`: the figures and the records agree to the day.
"""

from datetime import date

CHILD_UNTIL = 16
MINOR_UNTIL = 18
ASKED_FROM = 7  # a child of 7 or more is asked
SMALL_UNTIL = 6  # a child under 6 is never suggested as of low risk


def birthday(birth_date: date, years: int) -> date:
    """The day on which someone turns that many years old."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:  # 29 February in a common year
        return birth_date.replace(year=birth_date.year + years, day=28)


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day; negative before the birth."""
    years = day.year - birth_date.year
    return years if day >= birthday(birth_date, years) else years - 1


def months_on(birth_date: date, day: date) -> int:
    """Full months on a day."""
    return 12 * (day.year - birth_date.year) + day.month - birth_date.month - (day.day < birth_date.day)


def is_child(birth_date: date, day: date) -> bool:
    """Under 16: the last day as a child is the day before the 16th birthday."""
    return day < birthday(birth_date, CHILD_UNTIL)


def is_adult(birth_date: date, day: date) -> bool:
    """18 or more."""
    return day >= birthday(birth_date, MINOR_UNTIL)


def estimated_birth_date(age: int, day: date) -> date:
    """The 1 July that makes someone `age` years old on the day: how an estimated age is kept."""
    this_year = date(day.year, 7, 1)
    return birthday(this_year, -age if day >= this_year else -age - 1)
