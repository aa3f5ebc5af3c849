"""Groups of children in special circumstances.

2016: Law on Children 102/2016/QH13 Art. 10(1), Decree 56/2017/NĐ-CP Arts 3–16, from 01/06/2017 (ruling 16a).
2004: Law 25/2004/QH11, until then. The list of 2004 is restated from a secondary source (domain.md §1, S8).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Group:
    code: str
    name: str
    source: str
    subgroups: tuple[str, ...] = ()  # in the order of the clauses; code = group.n
    classification: str = "2016"


@dataclass(frozen=True)
class Classification:
    code: str
    name: str
    in_force_from: date
    in_force_until: date  # the first day on which it no longer holds


CLASSIFICATIONS = (
    Classification("2004", "Luật Bảo vệ, chăm sóc và giáo dục trẻ em 2004", date(2005, 1, 1), date(2017, 6, 1)),
    Classification("2016", "Luật Trẻ em 2016", date(2017, 6, 1), date.max),
)

_D56 = "Nghị định 56/2017/NĐ-CP, Điều "
GROUPS = (
    Group(
        "DB01",
        "Trẻ em mồ côi cả cha và mẹ",
        _D56 + "3",
        (
            "không có người chăm sóc",
            "sống trong cơ sở cung cấp dịch vụ bảo vệ trẻ em, cơ sở trợ giúp xã hội",
            "sống với người thân thích",
            "sống với người nhận chăm sóc thay thế không phải người thân thích",
        ),
    ),
    Group("DB02", "Trẻ em bị bỏ rơi", _D56 + "4", ("chưa được chăm sóc thay thế", "đang được chăm sóc thay thế")),
    Group(
        "DB03",
        "Trẻ em không nơi nương tựa",
        _D56 + "5",
        (
            "một người chết, người kia mất tích",
            "một người chết, người kia ở cơ sở trợ giúp xã hội hoặc không còn khả năng chăm sóc",
            "một người chết, người kia đang chấp hành án phạt tù, quyết định giáo dục hoặc cai nghiện bắt buộc",
            "cả cha và mẹ mất tích",
            "một người mất tích, người kia ở cơ sở trợ giúp xã hội",
            "một người mất tích, người kia đang chấp hành án phạt tù hoặc quyết định bắt buộc",
            "cả cha và mẹ không còn khả năng chăm sóc",
            "cả cha và mẹ ở cơ sở trợ giúp xã hội",
            "cả cha và mẹ đang chấp hành án phạt tù hoặc quyết định bắt buộc",
            "một người ở cơ sở trợ giúp xã hội, người kia đang chấp hành án phạt tù hoặc quyết định bắt buộc",
            "cả cha và mẹ là trẻ em",
            "cha mẹ bị hạn chế quyền hoặc trẻ bị tạm thời cách ly khỏi cha, mẹ",
        ),
    ),
    Group("DB04", "Trẻ em khuyết tật", _D56 + "6", ("đặc biệt nặng", "nặng", "nhẹ")),
    Group("DB05", "Trẻ em nhiễm HIV/AIDS", _D56 + "7"),
    Group(
        "DB06",
        "Trẻ em vi phạm pháp luật",
        _D56 + "8",
        (
            "đang bị áp dụng biện pháp xử lý hành chính hoặc thay thế xử lý hành chính",
            "không có nơi cư trú ổn định, được giáo dục tại cơ sở",
            "đang bị áp dụng biện pháp tư pháp, án phạt không tước tự do hoặc án phạt tù",
            "đã chấp hành xong án phạt tù hoặc biện pháp giáo dục tại trường giáo dưỡng",
        ),
    ),
    Group("DB07", "Trẻ em nghiện ma túy", _D56 + "9", ("ở cơ sở cai nghiện", "cai nghiện tại gia đình, cộng đồng")),
    Group(
        "DB08",
        "Trẻ em phải bỏ học kiếm sống chưa hoàn thành phổ cập giáo dục trung học cơ sở",
        _D56 + "10",
        ("không có người chăm sóc", "sống cùng cha, mẹ hoặc người chăm sóc"),
    ),
    Group("DB09", "Trẻ em bị tổn hại nghiêm trọng về thể chất và tinh thần do bị bạo lực", _D56 + "11"),
    Group(
        "DB10",
        "Trẻ em bị bóc lột",
        _D56 + "12",
        (
            "lao động trái quy định",
            "trình diễn, sản xuất sản phẩm khiêu dâm",
            "du lịch tình dục, mại dâm",
            "vận chuyển, mua bán, tàng trữ ma túy, hàng cấm",
            "hình thức trục lợi khác",
        ),
    ),
    Group(
        "DB11",
        "Trẻ em bị xâm hại tình dục",
        _D56 + "13",
        (
            "hiếp dâm",
            "cưỡng dâm",
            "giao cấu",
            "dâm ô",
            "sử dụng vào mục đích mại dâm, khiêu dâm",
        ),
    ),
    Group(
        "DB12",
        "Trẻ em bị mua bán",
        _D56 + "14",
        (
            "đã trở về, sống với cha, mẹ",
            "đã trở về, được chăm sóc thay thế",
        ),
    ),
    Group(
        "DB13",
        "Trẻ em mắc bệnh hiểm nghèo hoặc bệnh phải điều trị dài ngày thuộc hộ nghèo hoặc hộ cận nghèo",
        _D56 + "15",
        ("thuộc hộ nghèo", "thuộc hộ cận nghèo"),
    ),
    Group(
        "DB14",
        "Trẻ em di cư, trẻ em lánh nạn, tị nạn chưa xác định được cha mẹ hoặc không có người chăm sóc",
        _D56 + "16",
        ("người Việt Nam di cư, lánh nạn trong nước", "người nước ngoài không có người chăm sóc", "chưa rõ quốc tịch"),
    ),
    *(
        Group(f"C{n:02d}", name, "Luật 25/2004/QH11 (theo nguồn thứ cấp)", (), "2004")
        for n, name in enumerate(
            (
                "Trẻ em mồ côi không nơi nương tựa, bị bỏ rơi",
                "Trẻ em khuyết tật, tàn tật",
                "Trẻ em là nạn nhân chất độc hóa học",
                "Trẻ em nhiễm HIV/AIDS",
                "Trẻ em phải làm việc nặng nhọc, nguy hiểm, tiếp xúc chất độc hại",
                "Trẻ em phải làm việc xa gia đình",
                "Trẻ em lang thang",
                "Trẻ em bị xâm hại tình dục",
                "Trẻ em nghiện ma túy",
                "Trẻ em vi phạm pháp luật",
            ),
            1,
        )
    ),
)
BY_CODE = {group.code: group for group in GROUPS}
CHOICES = [(group.code, group.name) for group in GROUPS]

# No law lists these; practice does (domain.md §1). They are flags of a spell, not a formula.
RISK_CRITERIA = (
    ("poor", "hộ nghèo, cận nghèo kèm yếu tố khác"),
    ("broken", "cha mẹ ly hôn, ly thân, bỏ đi"),
    ("prison", "cha mẹ đang chấp hành án phạt tù"),
    ("addiction", "gia đình có người nghiện ma túy, rượu"),
    ("one_parent", "mồ côi cha hoặc mẹ"),
    ("drop_out", "bỏ học hoặc có nguy cơ bỏ học"),
    ("violence", "có nguy cơ bị bạo lực, bóc lột, bỏ rơi"),
    ("hiv_family", "gia đình có người nhiễm HIV"),
    ("disaster", "ảnh hưởng của thiên tai, dịch bệnh"),
    ("other", "lý do khác"),
)
RISK_CHOICES = list(RISK_CRITERIA)


def classification_on(day: date) -> Classification:
    """The classification in force on a day. Raises LookupError before 2005."""
    for classification in CLASSIFICATIONS:
        if classification.in_force_from <= day < classification.in_force_until:
            return classification
    raise LookupError(f"No classification in force on {day}")


def groups_on(day: date) -> tuple[Group, ...]:
    """The groups that may be entered for a spell that starts on this day."""
    code = classification_on(day).code
    return tuple(group for group in GROUPS if group.classification == code)
