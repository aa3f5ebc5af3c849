"""What a support plan must say before it is submitted (form 04).

Decree 56/2017/NĐ-CP, Art. 28(3): services and tasks with start and expected end, who is in charge, cost of each
service; form 04: "no funds used" where none are. The child's views belong to the assessment and the plan (Art. 27(1)g).
That a child of 7 or more must be asked, or the reason given why it was not, is our reading: the law says so for
alternative care and for the publication of private matters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cases.rules import evidence
from cases.rules.ages import ASKED_FROM
from cases.rules.problem import Problem
from cases.rules.problem import mark as _


@dataclass(frozen=True)
class ActivityFacts:
    text: str
    responsible: str
    starts_on: date | None
    ends_on: date | None
    cost: int


@dataclass(frozen=True)
class PlanFacts:
    """`uses_funds` None while the question is open."""

    goals: str
    activities: tuple[ActivityFacts, ...]
    child_age: int
    child_opinion: str
    no_opinion_reason: str
    uses_funds: bool | None

    @property
    def cost(self) -> int:
        return sum(activity.cost for activity in self.activities)


@dataclass(frozen=True)
class Requirement:
    code: str
    text: str
    is_met: Callable[[PlanFacts], bool]
    field: str
    source: str
    mark: str = evidence.FOUND


_ART_28_3 = "Nghị định 56/2017/NĐ-CP, Điều 28 khoản 3"
REQUIREMENTS = (
    Requirement("goals", _("Nêu ít nhất một mục tiêu."), lambda plan: bool(plan.goals), "goals", _ART_28_3),
    Requirement(
        "activities",
        _("Ghi ít nhất một hoạt động hoặc dịch vụ."),
        lambda plan: bool(plan.activities),
        "activities",
        _ART_28_3,
    ),
    Requirement(
        "opinion",
        _("Trẻ %(age)s tuổi: cần ghi ý kiến của trẻ, hoặc nêu lý do chưa hỏi được."),
        lambda plan: plan.child_age < ASKED_FROM or bool(plan.child_opinion or plan.no_opinion_reason),
        "child_opinion",
        "Nghị định 56/2017/NĐ-CP, Điều 27 khoản 1 điểm g",
        evidence.OURS,
    ),
    Requirement(
        "funds",
        _("Chọn có hoặc không sử dụng kinh phí."),
        lambda plan: plan.uses_funds is not None,
        "uses_funds",
        _ART_28_3 + ", Mẫu số 04",
    ),
    Requirement(
        "cost",
        _("Kế hoạch có sử dụng kinh phí: ghi dự toán của ít nhất một hoạt động."),
        lambda plan: plan.uses_funds is not True or plan.cost > 0,
        "uses_funds",
        _ART_28_3,
    ),
    Requirement(
        "no_cost",
        _("Kế hoạch ghi không sử dụng kinh phí nhưng vẫn có dự toán."),
        lambda plan: plan.uses_funds is not False or plan.cost == 0,
        "uses_funds",
        _ART_28_3,
    ),
)
ACTIVITY_REQUIREMENTS = (
    ("text", _("Hoạt động %(number)s: ghi nội dung."), lambda activity: bool(activity.text)),
    ("responsible", _("Hoạt động %(number)s: ghi người hoặc đơn vị chịu trách nhiệm."), lambda a: bool(a.responsible)),
    ("starts_on", _("Hoạt động %(number)s: ghi ngày bắt đầu."), lambda activity: activity.starts_on is not None),
    ("ends_on", _("Hoạt động %(number)s: ghi ngày kết thúc."), lambda activity: activity.ends_on is not None),
    (
        "ends_on",
        _("Hoạt động %(number)s: ngày kết thúc phải từ ngày bắt đầu trở đi."),
        lambda a: a.starts_on is None or a.ends_on is None or a.ends_on >= a.starts_on,
    ),
)


def lacks(plan: PlanFacts) -> list[Problem]:
    """What must still be mended before the plan can be submitted, in the order of the form."""
    found = [
        Problem(need.code, need.text, need.field, need.source, {"age": plan.child_age})
        for need in REQUIREMENTS
        if not need.is_met(plan)
    ]
    for index, activity in enumerate(plan.activities):
        found += [
            Problem(f"activity_{column}", text, f"activities-{index}-{column}", _ART_28_3, {"number": index + 1})
            for column, text, is_met in ACTIVITY_REQUIREMENTS
            if not is_met(activity)
        ]
    return found
