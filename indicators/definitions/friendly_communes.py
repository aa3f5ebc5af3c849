"""K01 — Xã, phường, thị trấn phù hợp với trẻ em."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from indicators.definition import Indicator, Per, PlaceCount, Version
from indicators.measures.programmes import FRIENDLY_COMMUNES
from indicators.models import CompletenessFamily as Complete
from indicators.periods import PeriodKind
from places.models import Level

INDICATORS = [
    Indicator(
        code="K01",
        name=_("Tỷ lệ xã, phường, thị trấn phù hợp với trẻ em"),
        name_en="Child-friendly communes",
        why=_("Tiêu chuẩn gom các điều kiện sống của trẻ em trong xã vào một lần đánh giá mỗi năm."),
        numerator=FRIENDLY_COMMUNES,
        denominator=PlaceCount(Level.COMMUNE),
        unit=Per.PERCENT,
        direction="up",
        completeness=(Complete.RECOGNITION,),
        source=_("Quyết định 06/QĐ-TTg ngày 03/01/2019"),
        kinds=(PeriodKind.YEAR, PeriodKind.TERM),
        versions=(
            Version("2010", date(2011, 1, 1), _("Quyết định 37/2010/QĐ-TTg.")),
            Version(
                "2014",
                date(2015, 1, 1),
                _("Quyết định 34/2014/QĐ-TTg, 15 tiêu chí; chưa đối chiếu được năm đầu áp dụng với bản gốc."),
            ),
            Version("2019", date(2019, 1, 3), _("Quyết định 06/QĐ-TTg, 13 tiêu chí.")),
        ),
        notes=(_("Số xã được công nhận cho năm, trên số xã tồn tại ngày 31/12 của năm."),),
    ),
]
