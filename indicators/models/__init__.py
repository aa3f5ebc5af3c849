"""What is counted, what is said to be complete, what others reported (docs/indicators.md)."""

from indicators.models.cell import Cell, FactBefore, Period, RecountAlarm, Stale
from indicators.models.figure import (
    Completeness,
    CompletenessFamily,
    Population,
    PopulationPart,
    Qualifier,
    Records,
    ReportedFigure,
)
from indicators.models.push import Push, PushedValue
from indicators.models.release import Release, ReleasedCount, ReleaseDraft, ReleaseValue

__all__ = [
    "Cell",
    "Completeness",
    "CompletenessFamily",
    "FactBefore",
    "Period",
    "Population",
    "PopulationPart",
    "Push",
    "PushedValue",
    "Qualifier",
    "RecountAlarm",
    "Records",
    "Release",
    "ReleaseDraft",
    "ReleaseValue",
    "ReleasedCount",
    "ReportedFigure",
    "Stale",
]
