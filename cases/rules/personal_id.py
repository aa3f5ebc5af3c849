"""Số định danh cá nhân: 12 digits.

Three digits for the province (or country) where the birth was registered, one for century and sex, two for the year of
birth, six at random (Decree 137/2015/NĐ-CP, Art. 13, as restated by a secondary source). The provinces are the 63 of
the old list and never change after a merger. Papers hold errors: what does not fit is a warning, not a refusal.
"""

from datetime import date

from cases.rules.problem import Problem
from cases.rules.problem import mark as _

DIGITS = 12
_SEX_OF_PARITY = ("M", "F")  # even digits are male, odd female
_FIRST_CENTURY = 1900  # digits 0 and 1; 2 and 3 the next century, and so on
# fmt: off
_PROVINCE_NUMBERS = (
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36,
    37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75,
    77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
)
# fmt: on
PROVINCES = frozenset(f"{number:03d}" for number in _PROVINCE_NUMBERS)


def problems(text: str) -> list[Problem]:
    """A number that is not 12 digits is refused; none at all is not."""
    if not text or (len(text) == DIGITS and text.isascii() and text.isdigit()):
        return []
    return [Problem("personal_id_shape", _("Số định danh cá nhân gồm đúng 12 chữ số."), "personal_id")]


def warnings(text: str, *, birth_date: date, sex: str) -> list[Problem]:
    """What in a well-formed number does not fit the child; sex "U" is not compared."""
    if not text or problems(text):
        return []
    century_and_sex = int(text[3])
    year = _FIRST_CENTURY + 100 * (century_and_sex // 2) + int(text[4:6])
    found = []
    if text[:3] not in PROVINCES:
        found.append(_("Ba số đầu không có trong danh mục tỉnh, thành phố; có thể trẻ khai sinh ở nước ngoài."))
    if sex != "U" and sex != _SEX_OF_PARITY[century_and_sex % 2]:
        found.append(_("Giới tính trong số định danh khác với giới tính đã ghi."))
    if year != birth_date.year:
        found.append(_("Năm sinh trong số định danh khác với ngày sinh đã ghi."))
    return [Problem("personal_id_differs", text_, "personal_id") for text_ in found]
