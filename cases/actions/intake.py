"""Receiving information about a child (form 01)."""

from cases.models import Intake


def take_intake(*, by, received_at, channel, category, incident_place, narrative, **fields) -> Intake:
    """Record what was reported and tell the officers of the commune where it happened, without names.

    `fields` are the other columns of Intake (abuse_type, seems_urgent, child_*, condition, informant_* …). Refused for
    a moment in the future, abuse without its type, a unit that is no commune of that day, a person from 18 on.
    """
    raise NotImplementedError


def dismiss_intake(*, intake, version, reason, by) -> Intake:
    """No case is opened (không lập hồ sơ), with the reason. Refused once a case exists. Raises Clash."""
    raise NotImplementedError
