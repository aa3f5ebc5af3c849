"""Forms 02 and 03, and what is done in an emergency."""

from cases.models import Assessment, EmergencyMeasure


def assess_initial(
    *, case, by, done_on, answers, final_level, is_emergency, override_reason="", conclusion="", needs=""
) -> Assessment:
    """Form 02 (đánh giá nguy cơ ban đầu). `answers` = {item code: "high" | "medium" | "low"}; unanswered items are left
    out. An emergency opens the 12-hour step, counted from receipt, and takes the term of the plan away. A level other
    than the suggested one needs `override_reason`."""
    raise NotImplementedError


def assess_detailed(
    *,
    case,
    by,
    done_on,
    answers,
    final_level,
    override_reason="",
    conclusion="",
    needs="",
    child_view="",
    family_view="",
) -> Assessment:
    """Form 03 (đánh giá nguy cơ cụ thể); the plan is next."""
    raise NotImplementedError


def record_emergency_measure(
    *, case, by, taken_at, kind, note, provider="", decision_number="", separated_on=None
) -> EmergencyMeasure:
    """A measure taken in an emergency (biện pháp can thiệp khẩn cấp); the first one fulfils the 12-hour step, at the
    moment when it was taken. A separation (form 07) runs 15 days at most."""
    raise NotImplementedError


def end_separation(*, measure, ended_on, by) -> EmergencyMeasure:
    """The child is back, or the court has decided: the separation ended on that day."""
    raise NotImplementedError
