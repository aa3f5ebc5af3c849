"""A05, C01–C04 — Quản lý trường hợp và thời hạn của Nghị định."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import EVERY_SIDE, By, Indicator, Per
from indicators.measures import casework as measures
from indicators.measures.casework import CASES, CASES_CLOSED, CASES_SAFE, MANAGED
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete

_RAN = _("Hạn đã hết trong kỳ: tính vào ngày cuối của hạn nếu xong, vào ngày hôm sau nếu chưa xong.")


def _share(code, name, name_en, why, numerator, denominator, source, *notes):
    """A share of what became of cases in the period: the more the better."""
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        why=why,
        numerator=numerator,
        denominator=denominator,
        unit=Per.PERCENT,
        direction="up",
        completeness=(Complete.CASES,),
        by=(By.SEX, By.AGE),
        source=source,
        notes=notes,
    )


INDICATORS = [
    _share(
        "A05",
        _("Tỷ lệ can thiệp khẩn cấp trong 12 giờ"),
        "Emergencies acted on within twelve hours",
        _("Trẻ em bị tổn hại nghiêm trọng phải được bảo vệ ngay."),
        measures.EMERGENCIES_ON_TIME,
        measures.EMERGENCIES_DUE,
        _("Nghị định 56/2017/NĐ-CP, Điều 31"),
        _RAN,
    ),
    _share(
        "C03",
        _("Tỷ lệ kế hoạch trình đúng hạn"),
        "Plans submitted in time",
        _("Kế hoạch hỗ trợ, can thiệp phải có trong 5 ngày làm việc."),
        measures.PLANS_ON_TIME,
        measures.PLANS_DUE,
        _("Nghị định 56/2017/NĐ-CP, Điều 28"),
        _RAN,
    ),
    _share(
        "C04",
        _("Tỷ lệ rà soát đúng hạn"),
        "Reviews done in time",
        _("Kế hoạch xong thì phải rà soát xem trẻ em đã an toàn chưa."),
        measures.REVIEWS_ON_TIME,
        measures.REVIEWS_DUE,
        _("Nghị định 56/2017/NĐ-CP, Điều 29–30"),
        _RAN,
        _(
            "Nghị định không quy định số ngày cho việc rà soát: chỉ đếm lần rà soát có thời hạn, "
            "nên có thể không có số."
        ),
    ),
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
        by=EVERY_SIDE,
        source=_("Nghị định 56/2017/NĐ-CP, Điều 27–30"),
        notes=(_("Trẻ em có hồ sơ đang mở ít nhất một ngày trong kỳ, dưới 16 tuổi vào ngày đó."),),
    ),
    _share(
        "C02",
        _("Tỷ lệ hồ sơ thành công"),
        "Cases closed with the child safe",
        _("Kết thúc thành công là khi trẻ em an toàn, ổn định, không còn nguy cơ."),
        CASES_SAFE,
        CASES,
        _("Nghị định 56/2017/NĐ-CP, Điều 30; cách tính của bài báo Kon Tum 2013"),
        _("Hồ sơ kết thúc thành công trong kỳ trên tất cả hồ sơ được quản lý trong kỳ; số còn lại đang theo dõi."),
        _("Chỉ trên hồ sơ đã kết thúc: C02-KT."),
    ),
    _share(
        "C02-KT",
        _("Tỷ lệ hồ sơ thành công trên hồ sơ kết thúc"),
        "Cases closed with the child safe, of cases closed",
        _("Cho biết kết quả của những hồ sơ đã xong, không lẫn hồ sơ đang theo dõi."),
        CASES_SAFE,
        CASES_CLOSED,
        _("Nghị định 56/2017/NĐ-CP, Điều 30"),
        _("Hồ sơ kết thúc thành công trong kỳ trên tất cả hồ sơ kết thúc trong kỳ."),
    ),
]
