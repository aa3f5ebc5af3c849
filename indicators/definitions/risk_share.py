"""R01 — Tỷ lệ trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import OF_THE_CHILD, By, Indicator, Per
from indicators.measures.register import AT_RISK, CHILDREN
from indicators.models import CompletenessFamily as Complete

INDICATORS = [
    Indicator(
        code="R01",
        name=_("Tỷ lệ trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt"),
        name_en="Share of children at risk of falling into special circumstances",
        why=_("Cho biết bao nhiêu trẻ em cần được phát hiện và hỗ trợ sớm."),
        numerator=AT_RISK,
        denominator=CHILDREN,
        unit=Per.PERCENT,
        direction="down",
        completeness=(Complete.REGISTER,),
        by=(*OF_THE_CHILD, By.AREA),
        source=_("Các chương trình bảo vệ trẻ em; chưa tìm thấy văn bản liệt kê tiêu chí"),
        notes=(
            _("Không gồm trẻ em đang có hoàn cảnh đặc biệt vào ngày tính."),
            _("Theo tiêu chí do cán bộ ghi, không suy ra từ hộ nghèo."),
        ),
    ),
]
