"""Số định danh cá nhân: 12 digits (Decree 137/2015/NĐ-CP, Art. 13, as restated by a secondary source).

Only the shape is asked: papers hold errors, so digits that do not fit the child's province, sex or year refuse nothing.
"""

from cases.rules.problem import Problem
from cases.rules.problem import mark as _

DIGITS = 12


def problems(text: str) -> list[Problem]:
    """A number that is not 12 digits is refused; none at all is not."""
    if not text or (len(text) == DIGITS and text.isascii() and text.isdigit()):
        return []
    return [Problem("personal_id_shape", _("Số định danh cá nhân gồm đúng 12 chữ số."), "personal_id")]
