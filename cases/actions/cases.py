"""Opening a case, who is in charge of it, who may not see it, closing it."""

from cases.models import Case, DenyEntry


def open_case(*, intake, by, child=None, new_child: dict | None = None) -> Case:
    """Open the case of one child of an intake, with its first steps and their deadlines.

    Give a `child` of the register, or `new_child` = fields of ChildEntry, all optional: what lacks is taken from the
    intake, and a child of unknown residence is presumed to live where it happened. Refused for a second case of the
    same child and intake, for a person from 18 on, and for an intake that was dismissed or voided.
    """
    raise NotImplementedError


def assign_case(*, case, to, by) -> Case:
    """Put an officer in charge who may work on the case; `to=None` takes the present one off."""
    raise NotImplementedError


def transfer_case(*, case, to_place, reason, by) -> Case:
    """Hand the case over to another commune (chuyển giao), whose officers are told; nobody is in charge at first."""
    raise NotImplementedError


def restrict_case(*, case, user, reason, by) -> DenyEntry:
    """Bar a person from the case, stronger than any role; one in charge no longer is. The person is not told."""
    raise NotImplementedError


def lift_restriction(*, entry, reason, by):
    """Take a person off the list of those who may not see the case."""
    raise NotImplementedError


def close_case(*, case, outcome, by, reason="") -> Case:
    """Close the case (kết thúc hồ sơ). Outcome "safe" needs what Art. 30(1) of Decree 56/2017 asks for (see
    case.closing_problems()); any other outcome needs a reason. Refused for whoever may not close in this commune."""
    raise NotImplementedError
