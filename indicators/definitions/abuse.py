"""A01–A04 — Trẻ em bị xâm hại."""

from django.utils.translation import gettext_lazy as _

from cases.models import AbuseType
from indicators.definition import EVERY_SIDE, By, Groups, Indicator, Per, PopulationCount
from indicators.measures.casework import ABUSED, ABUSED_PLANNED
from indicators.measures.register import CHILDREN
from indicators.measures.shapes import Unit, YearOnYear
from indicators.models import CompletenessFamily as Complete
from indicators.periods import PeriodKind

TYPES = Groups(lambda: dict(AbuseType.choices))
_BY_REPORT = _("Tính theo ngày tiếp nhận thông tin; một trẻ em được báo nhiều lần trong kỳ chỉ tính một lần.")
_HOME = _("Tính tại nơi ở vào ngày cuối kỳ, hoặc nơi ở cuối cùng được biết.")
_SOURCE = _("Luật Trẻ em 102/2016/QH13, Điều 4 khoản 5; Thông tư 13/2021/TT-BLĐTBXH")

INDICATORS = [
    Indicator(
        code="A01",
        name=_("Số trẻ em bị xâm hại"),
        name_en="Abused children",
        why=_("Mỗi trẻ em bị xâm hại được báo là một trẻ em phải được bảo vệ ngay."),
        numerator=ABUSED,
        denominator=None,
        unit=Unit.CHILD,
        direction="down",
        completeness=(Complete.CASES,),
        by=(*EVERY_SIDE, By.GROUP),
        groups=TYPES,
        source=_SOURCE,
        legal_code=_("0101 nhóm B, Thông tư 13/2021/TT-BLĐTBXH"),
        notes=(
            _BY_REPORT,
            _HOME,
            _("Số vụ được báo, không phải mức độ phổ biến theo điều tra."),
            _("Chưa phân tổ theo môi trường xâm hại: chưa có bản gốc để ghi các giá trị của phân tổ này."),
        ),
    ),
    Indicator(
        code="A02",
        name=_("Tỷ suất trẻ em bị xâm hại trên 100.000 trẻ em"),
        name_en="Abused children per 100,000 children",
        why=_("So sánh được giữa các địa bàn và các năm."),
        numerator=ABUSED,
        denominator=CHILDREN,
        unit=Per.HUNDRED_THOUSAND,
        direction="down",
        completeness=(Complete.CASES, Complete.REGISTER),
        by=(By.SEX, By.ETHNIC, By.ETHNIC_GROUP, By.HOUSEHOLD, By.AREA),
        source=_SOURCE,
        notes=(
            _BY_REPORT,
            _("Mẫu số đếm từ sổ trẻ em, vào ngày cuối kỳ; theo dân số công bố: A02-DS."),
            _("Trẻ em đã mất, đã đi hoặc đủ 16 tuổi vẫn nằm trong tử số."),
        ),
    ),
    Indicator(
        code="A02-DS",
        name=_("Tỷ suất trẻ em bị xâm hại trên 100.000 trẻ em, theo dân số công bố"),
        name_en="Abused children per 100,000 children of the published population",
        why=_("Tính được cả ở nơi sổ trẻ em chưa ghi đủ; so được với số của nơi khác dùng cùng niên giám."),
        numerator=ABUSED,
        denominator=PopulationCount(children=True),
        unit=Per.HUNDRED_THOUSAND,
        direction="down",
        completeness=(Complete.CASES,),
        by=(By.SEX,),
        source=_SOURCE,
        kinds=(PeriodKind.YEAR,),
        notes=(_BY_REPORT, _("Mẫu số là số trẻ em dưới 16 tuổi do điều tra, niên giám công bố; không đếm từ sổ.")),
    ),
    Indicator(
        code="A03",
        name=_("Mức thay đổi của tỷ suất trẻ em bị xâm hại so với năm trước"),
        name_en="Change of the abuse rate against the year before",
        why=_("Chỉ tiêu “giảm 15% so với năm 2020” được hiểu là mức thay đổi tương đối này."),
        numerator=YearOnYear(_("mức thay đổi của tỷ suất trẻ em bị xâm hại"), of="A02"),
        denominator=None,
        unit=Per.CHANGE,
        direction="down",
        completeness=(Complete.CASES, Complete.REGISTER),
        source=_SOURCE,
        kinds=(PeriodKind.YEAR,),
        notes=(_("(Năm nay − năm trước) ÷ năm trước × 100; không tính khi năm chưa kết thúc hoặc định nghĩa đã đổi."),),
    ),
    Indicator(
        code="A04",
        name=_("Tỷ lệ trẻ em bị xâm hại được lập hồ sơ và có kế hoạch hỗ trợ, can thiệp được phê duyệt"),
        name_en="Abused children with a case file and an approved plan",
        why=_("Phát hiện mà không có hồ sơ và kế hoạch thì trẻ em vẫn ở trong nguy cơ."),
        numerator=ABUSED_PLANNED,
        denominator=ABUSED,
        unit=Per.PERCENT,
        direction="up",
        completeness=(Complete.CASES,),
        by=(By.SEX, By.AGE, By.GROUP),
        groups=TYPES,
        source=_("Nghị định 56/2017/NĐ-CP, Điều 25–28 (Mẫu số 01 và 05)"),
        notes=(_BY_REPORT, _("Kế hoạch được phê duyệt sau ngày cuối kỳ cũng tính: đúng hạn hay không là chỉ số khác.")),
    ),
]
