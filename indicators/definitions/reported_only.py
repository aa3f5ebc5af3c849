"""Chỉ số chỉ có theo báo cáo: those of the law and the articles that no record here tells, listed and never guessed.

Their names are as found; where the text of the law was not at hand, the formula is not given (law.md §4, §7).
"""

from django.utils.translation import gettext_lazy as _

from indicators.definition import Indicator, Per
from indicators.measures.shapes import ReportedOnly, Unit

_CIRCULAR_13 = _("Thông tư 13/2021/TT-BLĐTBXH, Phụ lục I; chưa đối chiếu được công thức với bản gốc")
_DECISION_23 = _("Quyết định 23/QĐ-TTg ngày 07/01/2021")
_ARTICLES = _("Các bài báo nguồn của chương trình")
_INJURY = _("Quyết định 23/QĐ-TTg ngày 07/01/2021; Quyết định 1248/QĐ-TTg về phòng, chống tai nạn, thương tích trẻ em")
_UNKNOWN = _("Chưa có bản gốc để ghi công thức; chỉ nhận số đã công bố.")
_BY_ORDER = _("Mã được suy từ thứ tự trong danh mục, cần đối chiếu.")


def _listed(code, name, name_en, unit, source, *notes, direction="", legal_code="", of=None, counted=None):
    """A card without a formula. `unit` is how it is read; `of` what it is a share of, `counted` (name, unit) what of
    that, where it is known."""
    is_share = isinstance(unit, Per)
    return Indicator(
        code=code,
        name=name,
        name_en=name_en,
        why=_("Có trong danh mục hoặc chương trình của Nhà nước; hệ thống giữ số đã công bố, không tự tính."),
        numerator=ReportedOnly(*(counted or (name, Unit.OTHER if is_share else unit))),
        denominator=ReportedOnly(of or _("theo văn bản"), Unit.OTHER) if is_share else None,
        unit=unit,
        direction=direction,
        completeness=(),
        source=source,
        legal_code=legal_code,
        notes=notes or (_UNKNOWN,),
    )


def _circular(serial, name, name_en, unit, *notes, direction="", of=None):
    return _listed(
        f"TT13-{serial}",
        name,
        name_en,
        unit,
        _CIRCULAR_13,
        *(notes or (_UNKNOWN, _BY_ORDER)),
        direction=direction,
        legal_code=serial,
        of=of,
    )


def _decision(number, name, name_en, unit, *notes, direction="down", of=None):
    return _listed(f"QD23-{number}", name, name_en, unit, _DECISION_23, *notes, direction=direction, of=of)


def _injury(code, name, name_en, counted, *notes):
    return _listed(
        code,
        name,
        name_en,
        Per.HUNDRED_THOUSAND,
        _INJURY,
        *notes,
        _INJURY_UNITS,
        _UNKNOWN,
        direction="down",
        of=_("trẻ em"),
        counted=(counted, Unit.CHILD),
    )


_INJURY_UNITS = _("Báo cáo in số trường hợp thì ghi đơn vị trẻ em, in tỷ suất thì ghi trên 100.000; không đổi qua lại.")
_SURVEY = _("Tỷ lệ theo điều tra, khác với số vụ được báo (A02); hai số không so với nhau.")
INDICATORS = [
    _injury(
        "I01",
        _("Trẻ em bị tai nạn, thương tích trên 100.000 trẻ em"),
        "Injured children per 100,000 children",
        _("trẻ em bị tai nạn, thương tích"),
        _("Số của báo cáo địa phương; mục tiêu quốc gia về cùng nội dung là QD23-TN1."),
    ),
    _injury(
        "I02",
        _("Trẻ em tử vong do tai nạn, thương tích trên 100.000 trẻ em"),
        "Children who died of injuries per 100,000 children",
        _("trẻ em tử vong do tai nạn, thương tích"),
        _("Số của báo cáo địa phương; mục tiêu quốc gia về cùng nội dung là QD23-TN2."),
    ),
    _circular("0102", _("Tỷ số giới tính khi sinh"), "Sex ratio at birth", Unit.OTHER),
    _circular("0103", _("Tỷ suất sinh thô"), "Crude birth rate", Per.THOUSAND),
    _circular("0201", _("Tỷ suất chết sơ sinh"), "Neonatal mortality", Per.THOUSAND, direction="down"),
    _circular("0202", _("Tỷ suất chết trẻ em dưới 5 tuổi"), "Under-five mortality", Per.THOUSAND, direction="down"),
    _circular("0203", _("Tỷ suất chết trẻ em dưới 1 tuổi"), "Infant mortality", Per.THOUSAND, direction="down"),
    _circular("0401", _("Tỷ lệ trẻ em 3–36 tháng đi nhà trẻ"), "Nursery attendance", Per.PERCENT, direction="up"),
    _circular("0401-SL", _("Số trẻ em 3–36 tháng đi nhà trẻ"), "Children in nurseries", Unit.CHILD, direction="up"),
    _circular("0402", _("Tỷ lệ trẻ em 3–5 tuổi đi mẫu giáo"), "Kindergarten attendance", Per.PERCENT, direction="up"),
    _circular(
        "0501",
        _("Tỷ lệ thôn và tương đương có thiết chế văn hóa, thể thao dành cho trẻ em"),
        "Villages with a culture or sports facility for children",
        Per.PERCENT,
        direction="up",
    ),
    _circular(
        "0502",
        _("Tỷ lệ xã, phường, thị trấn có điểm vui chơi"),
        "Communes with a playground",
        Per.PERCENT,
        direction="up",
    ),
    _circular(
        "0601",
        _("Tỷ lệ trẻ em từ 7 tuổi trở lên được lấy ý kiến"),
        "Children of seven and over consulted",
        Per.PERCENT,
        direction="up",
    ),
    _circular(
        "0605",
        _("Tỷ lệ trẻ em được cung cấp kiến thức an toàn trên môi trường mạng"),
        "Children taught to be safe on the internet",
        Per.PERCENT,
        _("Số trẻ em được cung cấp kiến thức chia cho tổng số trẻ em; theo tỉnh, hằng năm, từ báo cáo thống kê."),
        direction="up",
        of=_("tổng số trẻ em"),
    ),
    _decision(
        "02",
        _("Tỷ lệ trẻ em đến 8 tuổi được tiếp cận dịch vụ phát triển toàn diện"),
        "Children up to eight with early-development services",
        Per.PERCENT,
        direction="up",
    ),
    _decision("03a", _("Tỷ suất tử vong trẻ sơ sinh"), "Neonatal mortality", Per.THOUSAND),
    _decision("03b", _("Tỷ suất tử vong trẻ em dưới 1 tuổi"), "Infant mortality", Per.THOUSAND),
    _decision("03c", _("Tỷ suất tử vong trẻ em dưới 5 tuổi"), "Under-five mortality", Per.THOUSAND),
    _decision("04a", _("Tỷ lệ suy dinh dưỡng nhẹ cân ở trẻ em dưới 5 tuổi"), "Underweight under five", Per.PERCENT),
    _decision("04b", _("Tỷ lệ suy dinh dưỡng thấp còi ở trẻ em dưới 5 tuổi"), "Stunting under five", Per.PERCENT),
    _decision("04c", _("Tỷ lệ béo phì ở trẻ em dưới 5 tuổi"), "Obesity under five", Per.PERCENT),
    _decision("04d", _("Tỷ lệ béo phì ở trẻ em dưới 5 tuổi, nông thôn"), "Obesity under five, rural", Per.PERCENT),
    _decision("04e", _("Tỷ lệ béo phì ở trẻ em dưới 5 tuổi, thành thị"), "Obesity under five, urban", Per.PERCENT),
    _decision(
        "05",
        _("Tỷ lệ tiêm chủng đầy đủ cho trẻ em dưới 1 tuổi"),
        "Fully immunised infants",
        Per.PERCENT,
        direction="up",
    ),
    _decision(
        "05b",
        _("Tỷ lệ tiêm chủng đầy đủ cho trẻ em dưới 5 tuổi"),
        "Fully immunised under five",
        Per.PERCENT,
        direction="up",
    ),
    _decision("06", _("Tỷ lệ lây truyền HIV từ mẹ sang con"), "Mother-to-child HIV transmission", Per.PERCENT),
    _decision(
        "07",
        _("Tỷ lệ cơ sở giáo dục có công trình vệ sinh"),
        "Education facilities with sanitation",
        Per.PERCENT,
        direction="up",
    ),
    _decision("XH", _("Tỷ lệ trẻ em bị xâm hại trên tổng số trẻ em"), "Abused children (survey)", Per.PERCENT, _SURVEY),
    _decision("LD", _("Tỷ lệ lao động trẻ em và người chưa thành niên 5–17 tuổi"), "Child labour, 5–17", Per.PERCENT),
    _decision("TN1", _("Tỷ suất trẻ em bị tai nạn, thương tích"), "Injured children", Per.HUNDRED_THOUSAND),
    _decision("TN2", _("Tỷ suất trẻ em tử vong do tai nạn, thương tích"), "Injury deaths", Per.HUNDRED_THOUSAND),
    _decision(
        "MG", _("Tỷ lệ trẻ em 5 tuổi học mẫu giáo"), "Five-year-olds in kindergarten", Per.PERCENT, direction="up"
    ),
    _decision("TH", _("Tỷ lệ hoàn thành cấp tiểu học"), "Primary completion", Per.PERCENT, direction="up"),
    _decision(
        "VC",
        _("Tỷ lệ xã, phường, thị trấn có điểm văn hóa, vui chơi cho trẻ em"),
        "Communes with a culture or play place",
        Per.PERCENT,
        direction="up",
    ),
    _listed(
        "Q01",
        _("Mức hoàn thành chỉ tiêu, bằng lời"),
        "Completion of targets, in words",
        Unit.OTHER,
        _ARTICLES,
        _("Giữ nguyên văn nhận xét như “cơ bản hoàn thành”; không quy ra con số."),
    ),
    _listed(
        "S01",
        _("Tỷ lệ xã, phường, thị trấn đã khảo sát tình hình trẻ em"),
        "Communes surveyed",
        Per.PERCENT,
        _ARTICLES,
        _("Theo báo cáo của đợt khảo sát."),
        direction="up",
        of=_("xã, phường, thị trấn"),
    ),
]
