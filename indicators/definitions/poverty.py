"""P03, P04 — Trẻ em thuộc hộ nghèo, hộ cận nghèo."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import By, Indicator
from indicators.measures.register import CHILDREN, NEAR_POOR, POOR
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete


def _in(code, name, name_en, numerator):
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        why=_("Nghèo làm tăng nguy cơ bỏ học, lao động sớm và bị bỏ mặc, nhưng tự nó không phải là nguy cơ."),
        numerator=numerator,
        denominator=CHILDREN,
        unit=Unit.CHILD,
        direction="down",
        completeness=(Complete.REGISTER,),
        by=(By.SEX, By.AGE, By.ETHNIC, By.ETHNIC_GROUP, By.AREA),
        source=_("Kết quả rà soát hộ nghèo, hộ cận nghèo hằng năm"),
        notes=(_("Theo kết quả rà soát của năm; trẻ em tính theo hộ hiện ghi trong sổ."),),
    )


INDICATORS = [
    _in("P03", _("Số trẻ em thuộc hộ nghèo"), "Children in poor households", POOR),
    _in("P04", _("Số trẻ em thuộc hộ cận nghèo"), "Children in near-poor households", NEAR_POOR),
]
