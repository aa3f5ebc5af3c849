"""H03, H03M, H03B; R02, R02A, R02B — trẻ em được quản lý, được trợ giúp, và cả hai (chỉ số riêng, không thay nhau)."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import EVERY_SIDE, OF_THE_CHILD, By, Indicator, Per
from indicators.measures import casework
from indicators.measures.register import AT_RISK, SPECIAL
from indicators.models import CompletenessFamily as Complete

MANAGED = _("Được quản lý: có hồ sơ đang mở ít nhất một ngày trong kỳ.")
ASSISTED = _("Được trợ giúp: có ít nhất một dịch vụ, hỗ trợ trong kỳ.")
_WHY_SPECIAL = _("Mỗi trẻ em có hoàn cảnh đặc biệt phải được trợ giúp để phục hồi và hòa nhập cộng đồng.")
_WHY_RISK = _("Phát hiện và can thiệp sớm giữ cho trẻ em không rơi vào hoàn cảnh đặc biệt.")
_SUBSET = _("Tử số là trẻ em thuộc mẫu số vào ngày tính, nên tỷ lệ không vượt quá 100%.")


def _share(code, name, name_en, numerator, denominator, why, notes, legal_code=""):
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        why=why,
        numerator=numerator,
        denominator=denominator,
        unit=Per.PERCENT,
        direction="up",
        completeness=(Complete.REGISTER, Complete.CASES),
        by=EVERY_SIDE if denominator is SPECIAL else (*OF_THE_CHILD, By.AREA),
        source=_("Luật Trẻ em 102/2016/QH13, Điều 48–52; các chương trình bảo vệ trẻ em"),
        legal_code=legal_code,
        notes=(*notes, _SUBSET),
    )


INDICATORS = [
    _share(
        "H03",
        _("Tỷ lệ trẻ em có hoàn cảnh đặc biệt được trợ giúp"),
        "Children in special circumstances who were assisted",
        casework.SPECIAL_ASSISTED,
        SPECIAL,
        _WHY_SPECIAL,
        (ASSISTED,),
        _("0302 nhóm A, Thông tư 13/2021/TT-BLĐTBXH (mã suy từ thứ tự)"),
    ),
    _share(
        "H03M",
        _("Tỷ lệ trẻ em có hoàn cảnh đặc biệt được quản lý"),
        "Children in special circumstances under case management",
        casework.SPECIAL_MANAGED,
        SPECIAL,
        _WHY_SPECIAL,
        (MANAGED,),
    ),
    _share(
        "H03B",
        _("Tỷ lệ trẻ em có hoàn cảnh đặc biệt được quản lý và trợ giúp"),
        "Children in special circumstances managed and assisted",
        casework.SPECIAL_BOTH,
        SPECIAL,
        _WHY_SPECIAL,
        (MANAGED, ASSISTED),
    ),
    _share(
        "R02",
        _("Tỷ lệ trẻ em có nguy cơ được quản lý"),
        "Children at risk under case management",
        casework.RISK_MANAGED,
        AT_RISK,
        _WHY_RISK,
        (MANAGED,),
    ),
    _share(
        "R02A",
        _("Tỷ lệ trẻ em có nguy cơ được trợ giúp"),
        "Children at risk who were assisted",
        casework.RISK_ASSISTED,
        AT_RISK,
        _WHY_RISK,
        (ASSISTED,),
    ),
    _share(
        "R02B",
        _("Tỷ lệ trẻ em có nguy cơ được quản lý và trợ giúp"),
        "Children at risk managed and assisted",
        casework.RISK_BOTH,
        AT_RISK,
        _WHY_RISK,
        (MANAGED, ASSISTED),
    ),
]
