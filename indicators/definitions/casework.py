"""C01, C02 — Quản lý trường hợp."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import By, Indicator, Per
from indicators.measures.casework import CASES, CASES_SAFE, MANAGED
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete

INDICATORS = [
    Indicator(
        code="C01",
        name=_("Số trẻ em được quản lý trường hợp"),
        name_en="Children under case management",
        why=_("Cho biết khối lượng công việc của cán bộ bảo vệ trẻ em."),
        numerator=MANAGED,
        denominator=None,
        unit=Unit.CHILD,
        direction="",
        completeness=(Complete.CASES,),
        by=(By.SEX, By.AGE),
        source=_("Nghị định 56/2017/NĐ-CP, Điều 27–30"),
        notes=(_("Trẻ em có hồ sơ đang mở ít nhất một ngày trong kỳ, dưới 16 tuổi vào ngày đó."),),
    ),
    Indicator(
        code="C02",
        name=_("Tỷ lệ hồ sơ thành công"),
        name_en="Cases closed with the child safe",
        why=_("Kết thúc thành công là khi trẻ em an toàn, ổn định, không còn nguy cơ."),
        numerator=CASES_SAFE,
        denominator=CASES,
        unit=Per.PERCENT,
        direction="up",
        completeness=(Complete.CASES,),
        by=(By.SEX, By.AGE),
        source=_("Nghị định 56/2017/NĐ-CP, Điều 30; cách tính của bài báo Kon Tum 2013"),
        notes=(
            _("Hồ sơ kết thúc thành công trong kỳ trên tất cả hồ sơ được quản lý trong kỳ; số còn lại đang theo dõi."),
        ),
    ),
]
