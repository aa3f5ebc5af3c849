"""What each kind of target must say before it can be judged (architecture.md: typed targets)."""

from datetime import date
from decimal import Decimal

from cases.rules.problem import Problem
from cases.rules.problem import mark as _

NEEDS_BASELINE = {"from_to"}
PERCENT_KINDS = {"reduce_relative"}


def problems(
    *,
    kind: str,
    unit: str,
    value: Decimal | None,
    baseline_value: Decimal | None,
    baseline_on: date | None,
    due_on: date,
    first_day: date,
    last_day: date,
) -> list[Problem]:
    """Everything that keeps the target from being set; the term is `first_day`..`last_day`."""
    found = []
    if kind == "direction" and value is not None:
        found.append(Problem("direction_value", _("Chỉ tiêu chỉ nêu hướng thì không ghi mức."), "value"))
    if kind != "direction" and value is None:
        found.append(Problem("no_value", _("Ghi mức phải đạt, hoặc chọn loại “chỉ nêu hướng”."), "value"))
    if value is not None:
        found += _value(kind, unit, value)
    if kind in NEEDS_BASELINE and (baseline_value is None or baseline_on is None):
        found.append(Problem("no_baseline", _("Loại “từ A đến B” cần mức gốc và ngày của mức gốc."), "baseline_value"))
    if baseline_on and baseline_on >= due_on:
        found.append(Problem("baseline_late", _("Ngày của mức gốc phải trước mốc phải đạt."), "baseline_on"))
    if not first_day <= due_on <= last_day:
        found.append(Problem("outside_term", _("Mốc phải nằm trong thời gian của chương trình."), "due_on"))
    return found


def _value(kind, unit, value):
    if value < 0:
        return [Problem("negative", _("Mức phải đạt không được âm."), "value")]
    if (unit == "percent" or kind in PERCENT_KINDS) and value > 100:
        return [Problem("over_100", _("Tỷ lệ phần trăm không được vượt quá 100%%."), "value")]
    if unit not in {"percent"} and kind not in PERCENT_KINDS and value != value.to_integral_value():
        return [Problem("whole", _("Số lượng và số tiền phải là số nguyên."), "value")]
    return []
