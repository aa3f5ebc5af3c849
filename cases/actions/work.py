"""Services, visits and the review after the plan (form 06)."""

from cases.models import Assessment, Service, Visit


def record_service(*, child, kind, on_date, provider, by, note="", case=None, activity=None) -> Service:
    """A service that the child received on a day, within an open case or outside of any."""
    raise NotImplementedError


def record_visit(*, case, on_date, note, by) -> Visit:
    """A visit to the family, or what else was seen and done on a day."""
    raise NotImplementedError


def review_case(
    *,
    case,
    by,
    done_on,
    answers,
    final_level,
    is_stable,
    back_to="",
    override_reason="",
    conclusion="",
    child_view="",
    family_view="",
) -> Assessment:
    """Form 06 (rà soát sau kế hoạch). Stable: the case may be closed. Else `back_to` "detailed" or "plan", where a plan
    with the next number begins (Decree 56/2017, Art. 30(1))."""
    raise NotImplementedError
