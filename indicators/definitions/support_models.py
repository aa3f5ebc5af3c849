"""M01–M04 — Mô hình bảo vệ, trợ giúp trẻ em."""

from django.utils.translation import gettext_lazy as _

from indicators.definition import EACH_GROUP, By, Groups, Indicator, Per, PlaceCount
from indicators.measures.programmes import ACTIVE_POINTS, COMMUNES_WITH_MODEL, DISTRICTS_WITH_MODEL, MODELS_BEGUN
from indicators.measures.shapes import Unit
from indicators.models import CompletenessFamily as Complete
from places.models import Level
from programs.models import SupportModel


def _named(counts_as):
    return Groups(lambda: dict(SupportModel.objects.filter(counts_as=counts_as).values_list("code", "name")))


_OF_COMMUNES, _POINTS = _named(SupportModel.CountsAs.COMMUNE), _named(SupportModel.CountsAs.POINT)
_WHY = _("Mô hình ở gần trẻ em thì trẻ em mới được giúp kịp thời.")
_SOURCE = _("Các chương trình bảo vệ trẻ em 2011–2015, 2016–2020")

INDICATORS = [
    Indicator(
        code="M01",
        name=_("Tỷ lệ xã, phường, thị trấn có mô hình"),
        name_en="Communes with a support model",
        why=_WHY,
        numerator=COMMUNES_WITH_MODEL,
        denominator=PlaceCount(Level.COMMUNE),
        unit=Per.PERCENT,
        direction="up",
        completeness=(Complete.MODELS.of(EACH_GROUP),),
        by=(By.GROUP,),
        groups=_OF_COMMUNES,
        source=_SOURCE,
        notes=(_("Xã có mô hình đang hoạt động vào ngày tính, trên số xã tồn tại vào ngày đó."),),
    ),
    Indicator(
        code="M02",
        name=_("Tỷ lệ huyện có mô hình"),
        name_en="Districts with a support model",
        why=_WHY,
        numerator=DISTRICTS_WITH_MODEL,
        denominator=PlaceCount(Level.DISTRICT),
        unit=Per.PERCENT,
        direction="up",
        completeness=(Complete.MODELS.of(EACH_GROUP),),
        by=(By.GROUP,),
        groups=_OF_COMMUNES,
        source=_SOURCE,
        notes=(_("Huyện có ít nhất một xã đang có mô hình. Từ 01/07/2025 không còn cấp huyện: không phát sinh."),),
    ),
    Indicator(
        code="M03",
        name=_("Số mô hình xây dựng mới"),
        name_en="New support models",
        why=_WHY,
        numerator=MODELS_BEGUN,
        denominator=None,
        unit=Unit.MODEL,
        direction="up",
        completeness=(Complete.MODEL_STARTS.of(EACH_GROUP),),
        by=(By.GROUP,),
        groups=_OF_COMMUNES,
        source=_SOURCE,
        notes=(_("Mô hình bắt đầu trong kỳ, kể cả nay đã kết thúc."),),
    ),
    Indicator(
        code="M04",
        name=_("Số câu lạc bộ, điểm, nhóm đang hoạt động"),
        name_en="Active clubs, points and groups",
        why=_WHY,
        numerator=ACTIVE_POINTS,
        denominator=None,
        unit=Unit.MODEL,
        direction="up",
        completeness=(Complete.MODELS.of(EACH_GROUP),),
        by=(By.GROUP,),
        groups=_POINTS,
        source=_SOURCE,
        notes=(_("Đếm từng điểm, kể cả nhiều điểm trong một xã."),),
    ),
]
