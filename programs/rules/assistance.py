"""Monthly social assistance in amounts (Decree 20/2021/NĐ-CP Arts 4–6; law.md §6). Provinces may set a higher base."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules import ages
from cases.rules.problem import Problem
from cases.rules.problem import mark as _


@dataclass(frozen=True)
class Base:
    in_force_from: date
    amount: int  # đồng a month
    source: str
    verified: bool = False


BASES = (
    Base(date(2014, 1, 1), 270_000, "Nghị định 136/2013/NĐ-CP"),
    Base(date(2021, 7, 1), 360_000, "Nghị định 20/2021/NĐ-CP, Điều 4 khoản 2", verified=True),
    Base(date(2024, 7, 1), 500_000, "Nghị định 76/2024/NĐ-CP"),
    Base(date(2026, 7, 1), 540_000, "Nghị định 335/2026/NĐ-CP"),
)


@dataclass(frozen=True)
class Ground:
    code: str
    name: str
    coefficient: Decimal
    source: str
    from_age: int = 0  # in full years: from this birthday
    until_age: int = ages.CHILD_UNTIL  # to the day before this one


_D20 = "Nghị định 20/2021/NĐ-CP, Điều 5, 6"
STUDYING_UNTIL = 22  # whoever goes on studying
GROUNDS = (
    Ground("no_support_u4", _("Trẻ không có nguồn nuôi dưỡng, dưới 4 tuổi"), Decimal("2.5"), _D20, until_age=4),
    Ground("no_support", _("Trẻ không có nguồn nuôi dưỡng, từ đủ 4 tuổi"), Decimal("1.5"), _D20, from_age=4),
    Ground(
        "no_support_study",
        _("Người không có nguồn nuôi dưỡng, từ đủ 16 tuổi, đang đi học"),
        Decimal("1.5"),
        _D20,
        ages.CHILD_UNTIL,
        STUDYING_UNTIL,
    ),
    Ground("hiv_u4", _("Trẻ nhiễm HIV thuộc hộ nghèo, dưới 4 tuổi"), Decimal("2.5"), _D20, until_age=4),
    Ground("hiv", _("Trẻ nhiễm HIV thuộc hộ nghèo, từ đủ 4 tuổi"), Decimal("2.0"), _D20, from_age=4),
    Ground("single_parent", _("Con của người đơn thân nghèo, cận nghèo"), Decimal("1.0"), _D20),
    Ground(
        "single_parent_study",
        _("Con của người đơn thân nghèo, cận nghèo, từ đủ 16 tuổi, đang đi học"),
        Decimal("1.0"),
        _D20,
        ages.CHILD_UNTIL,
        STUDYING_UNTIL,
    ),
    Ground("disability_very_severe", _("Trẻ khuyết tật đặc biệt nặng"), Decimal("2.5"), _D20),
    Ground("disability_severe", _("Trẻ khuyết tật nặng"), Decimal("2.0"), _D20),
    Ground(
        "under_3_poor",
        _("Trẻ dưới 3 tuổi, hộ nghèo, cận nghèo ở xã đặc biệt khó khăn"),
        Decimal("1.5"),
        _D20,
        until_age=3,
    ),
)
BY_CODE = {ground.code: ground for ground in GROUNDS}
CHOICES = [(ground.code, ground.name) for ground in GROUNDS]


COEFFICIENTS_FROM = date(2021, 7, 1)  # Decree 20/2021; those of Decree 136/2013 are not in this table


def base_on(day: date) -> Base:
    """The base in force on a day. Raises LookupError before 2014."""
    for base in reversed(BASES):
        if base.in_force_from <= day:
            return base
    raise LookupError(f"No base amount in force on {day}")


def coefficient(ground: str, day: date) -> Decimal | None:
    """The coefficient of the ground; None for a day before the Decree that sets it."""
    return BY_CODE[ground].coefficient if day >= COEFFICIENTS_FROM else None


def amount(ground: str, day: date) -> int:
    """Đồng a month for the ground on the day; only the highest ground of a child applies. Raises LookupError for a day
    before the Decree that sets the coefficients."""
    if day < COEFFICIENTS_FROM:
        raise LookupError(f"No coefficient in force on {day}")
    return int(BY_CODE[ground].coefficient * base_on(day).amount)


def age_problems(ground: str, starts_on: date, born_from: date, born_until: date) -> list[Problem]:
    """The child is of the ground's age when the grant starts, as far as its birth is known (first and last day that it
    can have been). What changes with a birthday is paid anew for the whole month of the birthday (law.md §6)."""
    asked = BY_CODE[ground]
    month_end = starts_on.replace(day=monthrange(starts_on.year, starts_on.month)[1])
    if asked.from_age <= ages.age_on(born_from, month_end) and ages.age_on(born_until, starts_on) < asked.until_age:
        return []
    told = {"first": asked.from_age, "until": asked.until_age, "day": starts_on}
    if asked.from_age == 0:
        text = _("Diện này chỉ dành cho trẻ dưới %(until)s tuổi; ngày %(day)s trẻ không còn ở tuổi đó.")
    else:
        text = _("Diện này chỉ dành cho người từ đủ %(first)s đến dưới %(until)s tuổi vào ngày %(day)s.")
    return [Problem("age", text, "ground", params=told)]
