"""What an entry of a programme must be, whoever makes it: pure checks that return problems."""

from datetime import date

from cases.rules.problem import Problem
from cases.rules.problem import mark as _


def spell(starts_on: date, ends_on: date | None, today: date) -> list[Problem]:
    """A site or grant that starts and may have ended."""
    problems = []
    if starts_on > today:
        problems.append(Problem("future", _("Ngày bắt đầu chưa đến."), "starts_on"))
    if ends_on and ends_on < starts_on:
        problems.append(Problem("order", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "ends_on"))
    return problems


def happened(on_date: date, today: date) -> list[Problem]:
    return [Problem("future", _("Ngày này chưa đến."), "on_date")] if on_date > today else []


def positive(amount: int, field: str = "amount") -> list[Problem]:
    """Amounts are whole đồng above zero."""
    return [] if amount > 0 else [Problem("amount", _("Số tiền phải lớn hơn 0 đồng."), field)]


def of_a_life(on_date: date, born_from: date, died_on: date | None, field: str = "on_date") -> list[Problem]:
    """Help for a child comes after its birth (the first day that it can have been) and not after its death."""
    problems = []
    if on_date < born_from:
        problems.append(Problem("before_birth", _("Ngày này trước ngày sinh của trẻ."), field))
    if died_on and on_date > died_on:
        problems.append(Problem("after_death", _("Ngày này sau ngày trẻ mất."), field))
    return problems
