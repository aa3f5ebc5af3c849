"""Code lists of what leaves the system, in one place: how other systems write a period, a place, a part.

    ours          SDMX              ADX                DHIS2
    2016          2016              2016-01-01/P1Y     2016
    2016-H1       2016-S1           2016-01-01/P6M     2016S1
    2016-Q1       2016-Q1           2016-01-01/P3M     2016Q1
    2016-03       2016-03           2016-03-01/P1M     201603
    2016/2020     2016-01-01/P5Y    2016-01-01/P5Y     (none)
    two days      2011-01-01/P1004D 2011-01-01/P1004D  (none)

A place is its reference (91@2025-06-30) everywhere: DHIS2 and ADX take it as the code of the organisation unit.
"""

import re

from indicators.definition import By
from indicators.periods import PeriodKind

TOTAL = "_T"  # SDMX: all of a dimension together
FREQUENCIES = {
    PeriodKind.YEAR: "A",
    PeriodKind.HALF: "S",
    PeriodKind.QUARTER: "Q",
    PeriodKind.MONTH: "M",
    PeriodKind.TERM: "A_N",
    PeriodKind.SPAN: "_O",
}
_MONTHS = {PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
NUMERATOR, DENOMINATOR = "_NUM", "_DEN"
_NOT_IN_A_CODE = re.compile(r"[^A-Za-z0-9_@$-]")


def dhis2_period(span):
    """DHIS2's id of the period; None for one that DHIS2 has no id for."""
    year, month = span.first.year, span.first.month
    match span.kind:
        case PeriodKind.YEAR:
            return f"{year:04d}"
        case PeriodKind.HALF:
            return f"{year:04d}S{1 + month // 7}"
        case PeriodKind.QUARTER:
            return f"{year:04d}Q{(month + 2) // 3}"
        case PeriodKind.MONTH:
            return f"{year:04d}{month:02d}"
    return None


def adx_period(span):
    """ISO 8601: first day and length."""
    if span.kind in _MONTHS:
        length = f"{_MONTHS[span.kind]}M"
    elif span.kind in (PeriodKind.YEAR, PeriodKind.TERM):
        length = f"{span.last.year - span.first.year + 1}Y"
    else:
        length = f"{(span.last - span.first).days + 1}D"
    return f"{span.first}/P{length}"


def sdmx_period(span):
    """SDMX's standard time period; a range of time where there is none."""
    if span.kind == PeriodKind.HALF:
        return span.id.replace("-H", "-S")
    if span.kind in (PeriodKind.TERM, PeriodKind.SPAN):
        return adx_period(span)
    return span.id


def dimension(by):
    """Name of a breakdown's dimension in SDMX: SEX, AGE, GROUP."""
    return By(by).value.upper()


def sdmx_code(key):
    """A code as SDMX allows it: 16+ is written 16_."""
    return _NOT_IN_A_CODE.sub("_", key) if key else "_X"


def option_combo(by, key):
    """Code of the category option combination in DHIS2: SEX_F."""
    return f"{dimension(by)}_{key}"
