"""What is counted, what is said to be complete, what others reported (docs/indicators.md)."""

from indicators.models.cell import Cell, Period, RecountAlarm, Stale
from indicators.models.figure import Completeness, CompletenessFamily, Population, Qualifier, ReportedFigure

__all__ = [
    "Cell",
    "Completeness",
    "CompletenessFamily",
    "Period",
    "Population",
    "Qualifier",
    "RecountAlarm",
    "ReportedFigure",
    "Stale",
]
