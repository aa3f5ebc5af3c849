"""H01 — Tỷ lệ trẻ em có hoàn cảnh đặc biệt."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from indicators.definition import OF_THE_CHILD, By, Indicator, Per, Version
from indicators.definitions.special_by_classification import CHANGE_OF_LAW
from indicators.measures.register import CHILDREN, SPECIAL
from indicators.models import CompletenessFamily as Complete

INDICATORS = [
    Indicator(
        code="H01",
        name=_("Tỷ lệ trẻ em có hoàn cảnh đặc biệt"),
        name_en="Share of children in special circumstances",
        why=_("Cho biết phần trẻ em không được hưởng đầy đủ quyền của mình, cần Nhà nước, gia đình và xã hội hỗ trợ."),
        numerator=SPECIAL,
        denominator=CHILDREN,
        unit=Per.PERCENT,
        direction="down",
        completeness=(Complete.REGISTER,),
        by=(*OF_THE_CHILD, By.AREA),
        source=_("Luật Trẻ em 102/2016/QH13, Điều 10; Nghị định 56/2017/NĐ-CP, Điều 3–16"),
        legal_code="0301 (Thông tư 13/2021/TT-BLĐTBXH)",
        versions=(
            Version("2004", date(2011, 1, 1), _("Các nhóm của Luật Bảo vệ, chăm sóc và giáo dục trẻ em 2004.")),
            Version("2016", date(2017, 6, 1), _("14 nhóm của Luật Trẻ em 2016.")),
        ),
        notes=(_("Trẻ em thuộc nhiều nhóm cùng lúc chỉ tính một lần."), CHANGE_OF_LAW),
    ),
]
