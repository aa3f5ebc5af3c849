"""H01-2004, H01-2016, H02-2004, H02-2016 — Một phân loại cho mọi năm: so được qua ngày đổi luật 01/06/2017."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.rules import groups
from indicators.definition import By, Groups, Indicator, Per
from indicators.measures.register import CHILDREN, SPECIAL_2004, SPECIAL_2016
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete

CHANGE_OF_LAW = _(
    "Tính theo phân loại có hiệu lực vào ngày tính: đến 31/05/2017 theo luật năm 2004, từ 01/06/2017 theo 14 nhóm của "
    "Luật Trẻ em 2016. Giai đoạn ghi theo nhóm cũ được tính tiếp nếu hai luật cùng gọi tên nhóm ấy; nếu không quy đổi "
    "được thì thôi tính từ 01/06/2017 cho đến khi trẻ được xác định lại. Muốn so qua ngày đổi luật: H01-2004, "
    "H01-2016, H02-2004, H02-2016."
)
_WHY = _("So được các năm trước và sau khi đổi luật, trong phạm vi hai phân loại gọi cùng tên nhóm.")
_SOURCES = {
    "2004": _("Luật Bảo vệ, chăm sóc và giáo dục trẻ em 25/2004/QH11 (theo nguồn thứ cấp); quy đổi theo tên nhóm"),
    "2016": _("Luật Trẻ em 102/2016/QH13, Điều 10; nhóm cũ quy đổi theo tên nhóm"),
}
_NUMERATORS = {"2004": SPECIAL_2004, "2016": SPECIAL_2016}
_TITLES = {"2004": _("phân loại năm 2004 cho mọi năm"), "2016": _("14 nhóm của Luật Trẻ em 2016 cho mọi năm")}


def _codes(groups_):
    return ", ".join(group.code for group in groups_)


def _conversions(classification):
    """What was converted, and what could not be: the card says it by code, the groups have their own names."""
    known = [each for each in groups.CONVERSIONS if groups.BY_CODE[each.to].classification == classification]
    return (
        format_lazy(_("Quy đổi: {pairs}."), pairs=", ".join(f"{each.of} → {each.to}" for each in known)),
        format_lazy(_("Không quy đổi được: {codes}."), codes=_codes(groups.not_convertible_to(classification))),
    )


def _names(classification):
    return {group.code: group.name for group in groups.GROUPS if group.classification == classification}


def _card(code, classification, name, name_en, **fields):
    return Indicator(
        code=f"{code}-{classification}",
        name=format_lazy("{name}, {title}", name=name, title=_TITLES[classification]),
        name_en=f"{name_en}, classification of {classification} for all years",
        why=_WHY,
        numerator=_NUMERATORS[classification],
        direction="down",
        completeness=(Complete.REGISTER,),
        source=_SOURCES[classification],
        notes=_conversions(classification),
        **fields,
    )


def _share(classification):
    return _card(
        "H01",
        classification,
        _("Tỷ lệ trẻ em có hoàn cảnh đặc biệt"),
        "Share of children in special circumstances",
        denominator=CHILDREN,
        unit=Per.PERCENT,
        by=(By.SEX, By.AGE),
    )


def _count(classification):
    return _card(
        "H02",
        classification,
        _("Số trẻ em có hoàn cảnh đặc biệt, theo nhóm"),
        "Children in special circumstances, by group",
        denominator=None,
        unit=Unit.CHILD,
        by=(By.GROUP, By.SEX, By.AGE),
        groups=Groups(lambda: _names(classification)),
    )


INDICATORS = [make(classification) for classification in ("2004", "2016") for make in (_share, _count)]
