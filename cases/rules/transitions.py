"""How a case moves from step to step, who moves it, and by which article (Decree 56/2017/NĐ-CP, Arts 26–30)."""

from dataclasses import dataclass

from cases.rules.problem import Problem
from cases.rules.problem import mark as _

INITIAL, DETAILED, PLAN, APPROVAL, SUPPORT, REVIEW, CLOSED = (
    "initial",
    "detailed",
    "plan",
    "approval",
    "support",
    "review",
    "closed",
)
OPEN_STAGES = (INITIAL, DETAILED, PLAN, APPROVAL, SUPPORT, REVIEW)
STAGE_WORDS = {
    INITIAL: _("Đánh giá ban đầu"),
    DETAILED: _("Đánh giá cụ thể"),
    PLAN: _("Lập kế hoạch"),
    APPROVAL: _("Phê duyệt"),
    SUPPORT: _("Thực hiện"),
    REVIEW: _("Rà soát"),
    CLOSED: _("Kết thúc"),
}


@dataclass(frozen=True)
class Actor:
    """Whom the law names; `permission` is what the role in accounts/roles.py must grant in the commune in charge."""

    code: str
    words: str
    permission: str


WORKER = Actor("worker", _("Người làm công tác bảo vệ trẻ em cấp xã"), "case_work")
CHAIR = Actor("chair", _("Chủ tịch Uỷ ban nhân dân cấp xã"), "case_approve")
CLOSER = Actor("closer", _("Uỷ ban nhân dân cấp xã phụ trách hồ sơ"), "case_close")


@dataclass(frozen=True)
class Transition:
    verb: str
    text: str
    from_stages: tuple[str, ...]
    to_stage: str
    actor: Actor
    source: str


_D56 = "Nghị định 56/2017/NĐ-CP, "
TRANSITIONS = (
    Transition(
        "assess_initial", _("ghi Mẫu 02"), (INITIAL,), DETAILED, WORKER, _D56 + "Điều 26 khoản 2, Điều 27 khoản 1"
    ),
    Transition("assess_detailed", _("ghi Mẫu 03"), (DETAILED,), PLAN, WORKER, _D56 + "Điều 27, Điều 28 khoản 1"),
    Transition("draft_plan", _("soạn kế hoạch"), (PLAN,), PLAN, WORKER, _D56 + "Điều 28 khoản 1"),
    Transition("submit_plan", _("trình kế hoạch"), (PLAN,), APPROVAL, WORKER, _D56 + "Điều 28 khoản 1"),
    Transition("approve_plan", _("phê duyệt kế hoạch"), (APPROVAL,), SUPPORT, CHAIR, _D56 + "Điều 28 khoản 2, 4"),
    Transition("return_plan", _("trả lại kế hoạch"), (APPROVAL,), PLAN, CHAIR, _D56 + "Điều 28 khoản 2, 4"),
    Transition("review_stable", _("rà soát (Mẫu 06)"), (SUPPORT, REVIEW), REVIEW, WORKER, _D56 + "Điều 30 khoản 1, 2"),
    Transition(
        "review_to_detailed", _("rà soát (Mẫu 06)"), (SUPPORT, REVIEW), DETAILED, WORKER, _D56 + "Điều 30 khoản 1"
    ),
    Transition("review_to_plan", _("rà soát (Mẫu 06)"), (SUPPORT, REVIEW), PLAN, WORKER, _D56 + "Điều 30 khoản 1"),
    Transition("close", _("kết thúc hồ sơ"), OPEN_STAGES, CLOSED, CLOSER, _D56 + "Điều 30 khoản 1"),
)
BY_VERB = {transition.verb: transition for transition in TRANSITIONS}


def stage_problem(verb: str, stage: str) -> Problem | None:
    """Why this cannot be done at the stage; None when it can. The words of the stage are still to be translated."""
    transition = BY_VERB[verb]
    if stage in transition.from_stages:
        return None
    return Problem(
        "wrong_stage",
        _("Hồ sơ đang ở bước “%(stage)s” nên chưa hoặc không còn %(verb)s được."),
        source=transition.source,
        params={"stage": STAGE_WORDS[stage], "verb": transition.text},
    )
