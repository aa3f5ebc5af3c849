"""T02–T05, G01, G02, D01, W01 — Tập huấn, truyền thông, tư vấn, tặng quà, chăm sóc bán trú, người làm công tác."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import EACH_GROUP, By, Groups, Indicator, Per, PlaceCount
from indicators.measures import programmes as measures
from indicators.models import CompletenessFamily as Complete
from places.models import Level
from programs.models import Activity

_HELD = _("Sổ hoạt động của chương trình")


def _flow(code, name, name_en, why, numerator, *notes, declared, source=_HELD, **fields):
    """A plain sum over the entries of a ledger."""
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        why=why,
        numerator=numerator,
        denominator=None,
        unit=numerator.unit,
        direction="up",
        completeness=(declared,),
        source=source,
        notes=notes,
        **fields,
    )


INDICATORS = [
    _flow(
        "T02",
        _("Số lượt người được tập huấn"),
        "Persons trained (turns)",
        _("Cho biết bao nhiêu lượt cán bộ, cộng tác viên được trang bị kỹ năng."),
        measures.TRAINEES,
        _("Một người dự hai lớp là hai lượt; lớp không ghi số học viên không cộng vào."),
        declared=Complete.TRAINING.of("trainee"),
        source=_("Chương trình bảo vệ trẻ em 2011–2015, dự án nâng cao năng lực"),
    ),
    _flow(
        "T03",
        _("Số lượt người dự truyền thông, nói chuyện chuyên đề"),
        "Attendance at talks (turns)",
        _("Cho biết truyền thông đến được với bao nhiêu lượt người."),
        measures.TALK_TURNS,
        _("Lượt người, không phải số người."),
        declared=Complete.ACTIVITY.of("talk"),
    ),
    _flow(
        "T04",
        _("Số lượt tư vấn, tham vấn"),
        "Consultations (turns)",
        _("Cho biết trung tâm và các điểm tư vấn được tìm đến bao nhiêu lần."),
        measures.COUNSELLING_TURNS,
        _("Lượt tư vấn; một người có thể đến nhiều lần."),
        declared=Complete.ACTIVITY.of("counselling"),
    ),
    _flow(
        "T05",
        _("Số hoạt động đã tổ chức"),
        "Activities held",
        _("Cho biết chương trình đã làm những gì, theo loại hoạt động."),
        measures.HELD,
        by=(By.GROUP,),
        groups=Groups(lambda: dict(Activity.Kind.choices)),
        declared=Complete.ACTIVITY.of(EACH_GROUP),
    ),
    _flow(
        "G01",
        _("Số trẻ em được thăm, tặng quà"),
        "Children given gifts",
        _("Quà dịp Tết, Quốc tế thiếu nhi, Trung thu đến với trẻ em có hoàn cảnh khó khăn."),
        measures.GIFT_CHILDREN,
        _("Cộng theo từng đợt: một em nhận quà hai đợt được tính hai lần."),
        _("Ngoài các lượt hỗ trợ của Quỹ Bảo trợ trẻ em (F02)."),
        declared=Complete.ACTIVITY.of("gift"),
    ),
    _flow(
        "G02",
        _("Kinh phí thăm, tặng quà"),
        "Cost of gifts",
        _("Cho biết nguồn lực dành cho quà tặng trẻ em."),
        measures.GIFT_MONEY,
        declared=Complete.ACTIVITY.of("gift_amount"),
    ),
    Indicator(
        code="D01",
        name=_("Số trẻ em được chăm sóc bán trú, bình quân một điểm trong một ngày mở cửa"),
        name_en="Average attendance of a day-care site on an open day",
        why=_("Cho biết mỗi điểm chăm sóc bán trú phục vụ bao nhiêu trẻ em một ngày."),
        numerator=measures.CHILD_CARE_DAYS,
        denominator=measures.CARE_OPEN_DAYS,
        unit=Per.DAY,
        direction="up",
        completeness=(Complete.DAY_CARE,),
        source=_("Sổ điểm danh của điểm chăm sóc"),
        notes=(
            _(
                "Tổng lượt trẻ em có mặt chia cho tổng số ngày mở cửa của các điểm: "
                "hai điểm cùng mở cửa một ngày là hai ngày mở cửa."
            ),
        ),
    ),
    Indicator(
        code="W01",
        name=_("Tỷ lệ xã, phường có người làm công tác bảo vệ trẻ em"),
        name_en="Communes with a child-protection worker",
        why=_("Mỗi xã, phường cần có người được giao làm công tác bảo vệ trẻ em."),
        numerator=measures.COMMUNES_WITH_WORKER,
        denominator=PlaceCount(Level.COMMUNE),
        unit=Per.PERCENT,
        direction="up",
        completeness=(Complete.WORKFORCE,),
        source=_("Luật Trẻ em 102/2016/QH13, Điều 53, Điều 90"),
        notes=(_("Không tính cộng tác viên, tình nguyện viên."),),
    ),
]
