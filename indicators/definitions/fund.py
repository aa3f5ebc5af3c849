"""F01–F03 — Quỹ Bảo trợ trẻ em."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import By, Groups, Indicator
from indicators.measures.programmes import FUND_CHILDREN, FUND_RAISED, FUND_TURNS
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete
from programs.models import FundEntry, FundSupport

INDICATORS = [
    Indicator(
        code="F01",
        name=_("Số tiền vận động Quỹ Bảo trợ trẻ em"),
        name_en="Raised for the Children's Fund",
        why=_("Quỹ chi cho những việc ngân sách không kịp: phẫu thuật, học bổng, hỗ trợ đột xuất."),
        numerator=FUND_RAISED,
        denominator=None,
        unit=Unit.VND,
        direction="up",
        completeness=(Complete.FUND.of("raised"),),
        by=(By.GROUP,),
        groups=Groups(lambda: dict(FundEntry.Channel.choices)),
        source=_("Sổ thu Quỹ Bảo trợ trẻ em"),
        notes=(_("Đạt hay không chỉ so với chỉ tiêu của cùng năm."),),
    ),
    Indicator(
        code="F02",
        name=_("Số lượt trẻ em được Quỹ Bảo trợ trẻ em hỗ trợ"),
        name_en="Child-turns supported by the Children's Fund",
        why=_("Cho biết Quỹ đến được với trẻ em bao nhiêu lần."),
        numerator=FUND_TURNS,
        denominator=None,
        unit=Unit.TURN,
        direction="up",
        completeness=(Complete.FUND.of("support"),),
        by=(By.GROUP,),
        groups=Groups(lambda: dict(FundSupport.Kind.choices)),
        source=_("Sổ chi Quỹ Bảo trợ trẻ em"),
        notes=(_("Lượt, không phải số trẻ em. Quà của các ngành ngoài Quỹ không nằm trong số này."),),
    ),
    Indicator(
        code="F03",
        name=_("Số trẻ em được Quỹ Bảo trợ trẻ em hỗ trợ"),
        name_en="Children supported by the Children's Fund",
        why=_("Cho biết Quỹ đến được với bao nhiêu trẻ em."),
        numerator=FUND_CHILDREN,
        denominator=None,
        unit=Unit.CHILD,
        direction="up",
        completeness=(Complete.FUND.of("support"), Complete.FUND_CHILD),
        by=(By.SEX, By.AGE),
        source=_("Sổ chi Quỹ Bảo trợ trẻ em"),
        notes=(_("Chỉ tính các lượt ghi rõ trẻ em; mỗi em một lần. Lượt không ghi tên không nằm trong số này."),),
    ),
]
