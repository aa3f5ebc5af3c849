"""When a case may be closed (kết thúc hồ sơ).

Decree 56/2017/NĐ-CP, Art. 30(1): closed when the child is at no risk of abuse and its physical, psychological,
cognitive and emotional state is stable (form 06); otherwise the assessment or the plan begins again. The Decree names
no other ending; practice has four (of age, moved away, lost, died), which need a reason.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cases.rules import evidence
from cases.rules.ages import MINOR_UNTIL
from cases.rules.problem import Problem
from cases.rules.problem import mark as _

SAFE, ADULT, MOVED, LOST, DIED = "safe", "adult", "moved", "lost", "died"
OUTCOME_WORDS = {
    SAFE: _("trẻ an toàn, ổn định: đạt mục tiêu"),
    ADULT: _("đã đủ 18 tuổi"),
    MOVED: _("chuyển đi nơi khác quản lý"),
    LOST: _("không còn liên lạc được"),
    DIED: _("trẻ đã mất"),
}


@dataclass(frozen=True)
class ClosureFacts:
    """What the conditions look at; `last_review_is_stable` None while there is no form 06."""

    outcome: str
    reason: str
    age: int
    is_dead: bool
    last_review_is_stable: bool | None
    plans_without_review: int
    has_open_emergency: bool
    has_open_separation: bool


@dataclass(frozen=True)
class Condition:
    code: str
    outcomes: tuple[str, ...]
    text: str
    is_met: Callable[[ClosureFacts], bool]
    source: str
    field: str = ""
    mark: str = evidence.FOUND


_D56 = "Nghị định 56/2017/NĐ-CP, "
CONDITIONS = (
    Condition(
        "stable",
        (SAFE,),
        _("Rà soát (Mẫu 06) phải ghi trẻ không còn nguy cơ bị xâm hại và các trạng thái đã ổn định."),
        lambda facts: facts.last_review_is_stable is True,
        _D56 + "Điều 30 khoản 1",
    ),
    Condition(
        "plans_reviewed",
        (SAFE,),
        _("Kế hoạch đang trình hoặc đã phê duyệt phải được rà soát (Mẫu 06) trước khi kết thúc."),
        lambda facts: facts.plans_without_review == 0,
        _D56 + "Điều 30 khoản 1, 2",
    ),
    Condition(
        "emergency_answered",
        (SAFE,),
        _("Trường hợp khẩn cấp phải có biện pháp can thiệp khẩn cấp được ghi lại."),
        lambda facts: not facts.has_open_emergency,
        _D56 + "Điều 26 khoản 3, Điều 31",
    ),
    Condition(
        "separation_ended",
        (SAFE, ADULT, MOVED, LOST),  # nobody could end it once the case is closed
        _("Việc tạm thời cách ly trẻ phải đã chấm dứt."),
        lambda facts: not facts.has_open_separation,
        _D56 + "Điều 32 khoản 3",
    ),
    Condition(
        "is_adult",
        (ADULT,),
        _("Người này chưa đủ 18 tuổi."),
        lambda facts: facts.age >= MINOR_UNTIL,
        _("Quy ước của hệ thống: hồ sơ đang mở được theo đến khi đủ 18 tuổi"),
        "outcome",
        evidence.OURS,
    ),
    Condition(
        "death_recorded",
        (DIED,),
        _("Hãy ghi ngày mất của trẻ vào sổ trẻ em trước."),
        lambda facts: facts.is_dead,
        _("Quy ước của hệ thống"),
        "outcome",
        evidence.OURS,
    ),
    Condition(
        "reason",
        (ADULT, MOVED, LOST, DIED),
        _("Nêu lý do kết thúc hồ sơ."),
        lambda facts: bool(facts.reason.strip()),
        _("Quy ước của hệ thống"),
        "reason",
        evidence.OURS,
    ),
)


def unmet(facts: ClosureFacts) -> list[Problem]:
    """The conditions for this outcome that are not met, in the order of the table."""
    return [
        Problem(condition.code, condition.text, condition.field, condition.source)
        for condition in CONDITIONS
        if facts.outcome in condition.outcomes and not condition.is_met(facts)
    ]
