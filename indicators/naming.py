"""What the parts of a definition are called on pages, in files and in the API."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.definition import By, Per, PlaceCount, PopulationCount
from indicators.measures.shapes import Measure, ReportedOnly, Unit
from places.models import Level


def denominator_name(indicator):
    """What the numerator is divided by; None where nothing divides it."""
    denominator = indicator.denominator
    if isinstance(denominator, Measure):
        return str(denominator.name)
    if isinstance(denominator, PlaceCount):
        return {
            Level.COMMUNE: _("xã, phường, thị trấn"),
            Level.DISTRICT: _("đơn vị cấp huyện"),
            Level.PROVINCE: _("tỉnh, thành phố"),
        }[denominator.level]
    if isinstance(denominator, ReportedOnly):
        return str(denominator.name)
    if isinstance(denominator, PopulationCount):
        return _("trẻ em dưới 16 tuổi theo dân số công bố") if denominator.children else _("dân số theo số công bố")
    return None


def unit_name(unit):
    """What is counted, or how a share is read."""
    return {
        Per.PERCENT: "%",
        Per.THOUSAND: _("phần nghìn"),
        Per.HUNDRED_THOUSAND: _("trên 100.000"),
        Per.DAY: _("trẻ em mỗi ngày"),
        Per.CHANGE: _("% so với kỳ trước"),
        Unit.CHILD: _("trẻ em"),
        Unit.CASE: _("hồ sơ"),
        Unit.TERM: _("hạn"),
        Unit.COMMUNE: _("xã, phường, thị trấn"),
        Unit.DISTRICT: _("huyện"),
        Unit.MODEL: _("mô hình, điểm"),
        Unit.CLASS: _("lớp"),
        Unit.ACTIVITY: _("hoạt động"),
        Unit.DAY: pgettext("unit", "ngày"),
        Unit.PERSON: _("người"),
        Unit.OTHER: _("đơn vị khác"),
        Unit.TURN: _("lượt"),
        Unit.VND: _("đồng"),
    }[unit]


def breakdown_name(by):
    return {
        By.SEX: _("giới tính"),
        By.AGE: _("nhóm tuổi"),
        By.GROUP: _("nhóm"),
        By.ETHNIC: _("Kinh và dân tộc khác"),
        By.ETHNIC_GROUP: _("từng dân tộc"),
        By.HOUSEHOLD: _("hộ nghèo, cận nghèo"),
        By.DISABILITY: _("mức độ khuyết tật"),
        By.AREA: _("thành thị, nông thôn"),
    }[by]


def direction_name(indicator):
    return {"up": _("càng cao càng tốt"), "down": _("càng thấp càng tốt"), "": _("không xét tốt hay xấu")}[
        indicator.direction
    ]
