"""Periods named by where today stands: `this_year`, `last_quarter`, `last_12_months`.

`this_…` still runs; `last_…` are over: `last_5_years` are the five years before this one.
"""

import re

from django.utils.translation import gettext as _

from indicators import periods
from indicators.periods import PeriodUnreadable

MOST = 60
_CURRENT = {
    "month": lambda day: periods.month(day.year, day.month),
    "quarter": lambda day: periods.quarter(day.year, (day.month + 2) // 3),
    "half": lambda day: periods.half(day.year, (day.month + 5) // 6),
    "year": lambda day: periods.year(day.year),
}
_PLURAL = {"month": "months", "quarter": "quarters", "half": "halves", "year": "years"}
_SINGULAR = {many: one for one, many in _PLURAL.items()}
NAMES = (
    *(f"this_{kind}" for kind in _CURRENT),
    *(f"last_{kind}" for kind in _CURRENT),
    *(f"last_N_{kind}" for kind in _PLURAL.values()),
    "this_term",
)
_LAST_N = re.compile(rf"last_(\d{{1,3}})_({'|'.join(_SINGULAR)})")


def spans(text, today):
    """The periods that the word means on this day, oldest first; None where it is no such word. Raises
    PeriodUnreadable for a word of this kind that means nothing."""
    if not text.startswith(("this_", "last_")):
        return None
    when, _dash, kind = text.partition("_")
    if kind in _CURRENT:
        current = _CURRENT[kind](today)
        return [current if when == "this" else periods.earlier(current)]
    if text == "this_term":
        return [periods.term(*years) for years in periods.TERMS if years[0] <= today.year <= years[1]]
    match = _LAST_N.fullmatch(text)
    if match and 1 <= int(match[1]) <= MOST:
        current = _CURRENT[_SINGULAR[match[2]]](today)
        return [periods.earlier(current, steps) for steps in range(int(match[1]), 0, -1)]
    raise PeriodUnreadable(
        _("Không có kỳ tương đối “%(text)s”. Dùng được: %(names)s (N từ 1 đến %(most)d).")
        % {"text": text[:40], "names": ", ".join(NAMES), "most": MOST}
    )
