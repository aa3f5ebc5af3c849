"""H04 — Trẻ em có hoàn cảnh đặc biệt hưởng trợ cấp xã hội hằng tháng tại cộng đồng."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import By, Indicator
from indicators.measures.register import ASSISTED_MONTHLY, SPECIAL
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete

INDICATORS = [
    Indicator(
        code="H04",
        name=_("Số trẻ em có hoàn cảnh đặc biệt hưởng trợ cấp xã hội hằng tháng tại cộng đồng"),
        name_en="Children in special circumstances on monthly social assistance in the community",
        why=_("Trợ cấp hằng tháng là hỗ trợ ổn định nhất mà trẻ em và gia đình nhận được."),
        numerator=ASSISTED_MONTHLY,
        denominator=SPECIAL,
        unit=Unit.CHILD,
        direction="up",
        completeness=(Complete.REGISTER, Complete.ASSISTANCE),
        by=(By.SEX, By.AGE, By.ETHNIC, By.ETHNIC_GROUP, By.DISABILITY, By.AREA),
        source=_("Nghị định 20/2021/NĐ-CP"),
        notes=(_("Đang hưởng vào ngày tính và đang thuộc hoàn cảnh đặc biệt vào ngày đó."),),
    ),
]
