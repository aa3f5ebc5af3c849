"""The support plan (form 04) and its approval (form 05)."""

from cases.models import CasePlan


def save_plan_draft(
    *, case, version, by, goals="", child_opinion="", no_opinion_reason="", uses_funds=None, activities=()
) -> CasePlan:
    """Keep what has been typed, complete or not. `version` is that of the draft on the page (None: no draft yet).

    `activities` = [{"text", "responsible", "cooperating", "starts_on", "ends_on", "cost"}, …] in order; each value may
    lack, wholly empty rows are left out. Raises Clash.
    """
    raise NotImplementedError


def submit_plan(*, plan, version, by) -> CasePlan:
    """Put the plan before the chair (trình). Refused with the list of what lacks; see plan.problems()."""
    raise NotImplementedError


def approve_plan(*, plan, version, by, decision_number="") -> CasePlan:
    """The chair of the commune in charge approves; never the one who submitted. Services may begin."""
    raise NotImplementedError


def return_plan(*, plan, version, reason, by) -> CasePlan:
    """The chair gives the plan back with a reason; the same plan is mended and submitted again."""
    raise NotImplementedError
