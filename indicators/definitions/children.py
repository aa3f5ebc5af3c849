"""P01 — Số trẻ em dưới 16 tuổi."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import OF_THE_CHILD, By, Indicator
from indicators.measures.register import CHILDREN
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete

INDICATORS = [
    Indicator(
        code="P01",
        name=_("Số trẻ em dưới 16 tuổi"),
        name_en="Children under 16",
        why=_("Là mẫu số của hầu hết các tỷ lệ về trẻ em."),
        numerator=CHILDREN,
        denominator=None,
        unit=Unit.CHILD,
        direction="",
        completeness=(Complete.REGISTER,),
        by=(*OF_THE_CHILD, By.AREA),
        source=_("Luật Trẻ em 102/2016/QH13, Điều 1; đếm từ sổ trẻ em, không phải dân số điều tra"),
        legal_code=_("0101 nhóm A, Thông tư 13/2021/TT-BLĐTBXH (mã suy từ thứ tự)"),
        notes=(_("Tính theo nơi ở vào ngày cuối kỳ; kỳ đang chạy tính đến hôm nay."),),
    ),
]
