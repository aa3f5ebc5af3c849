"""H02 — Trẻ em có hoàn cảnh đặc biệt theo nhóm."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.rules import groups
from indicators.definition import EVERY_SIDE, By, Groups, Indicator, Version
from indicators.definitions.special_by_classification import CHANGE_OF_LAW
from indicators.measures.register import SPECIAL
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete


def _names():
    return {group.code: group.name for group in groups.GROUPS}


def _in_force(day):
    return {group.code for group in groups.groups_on(day)}


INDICATORS = [
    Indicator(
        code="H02",
        name=_("Số trẻ em có hoàn cảnh đặc biệt, theo nhóm"),
        name_en="Children in special circumstances, by group",
        why=_("Mỗi nhóm cần một cách hỗ trợ khác nhau."),
        numerator=SPECIAL,
        denominator=None,
        unit=Unit.CHILD,
        direction="down",
        completeness=(Complete.REGISTER,),
        by=(By.GROUP, *EVERY_SIDE),
        groups=Groups(_names, _in_force),
        source=_("Luật Trẻ em 102/2016/QH13, Điều 10; Nghị định 56/2017/NĐ-CP, Điều 3–16"),
        legal_code=_("0301 nhóm A, Thông tư 13/2021/TT-BLĐTBXH (mã suy từ thứ tự)"),
        versions=(
            Version("2004", date(2011, 1, 1), _("Các nhóm của Luật Bảo vệ, chăm sóc và giáo dục trẻ em 2004.")),
            Version("2016", date(2017, 6, 1), _("14 nhóm của Luật Trẻ em 2016.")),
        ),
        notes=(
            _("Một trẻ em có thể thuộc nhiều nhóm: tổng các nhóm có thể lớn hơn số trẻ em."),
            CHANGE_OF_LAW,
        ),
    ),
]
