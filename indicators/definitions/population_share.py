"""P02 — Tỷ lệ trẻ em trong dân số."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import Indicator, Per, PopulationCount
from indicators.measures.register import CHILDREN
from indicators.models import CompletenessFamily as Complete
from indicators.periods import PeriodKind

INDICATORS = [
    Indicator(
        code="P02",
        name=_("Tỷ lệ trẻ em trong dân số"),
        name_en="Children as a share of the population",
        why=_("Cho biết quy mô công việc với trẻ em so với cả địa bàn."),
        numerator=CHILDREN,
        denominator=PopulationCount(),
        unit=Per.PERCENT,
        direction="",
        completeness=(Complete.REGISTER,),
        source=_("Số trẻ em từ sổ trẻ em; số dân theo niên giám hoặc điều tra, ghi rõ nguồn và ngày công bố"),
        kinds=(PeriodKind.YEAR,),
        notes=(_("Hai nguồn khác nhau: tỷ lệ chỉ đúng khi sổ trẻ em và số dân cùng một ranh giới."),),
    ),
]
