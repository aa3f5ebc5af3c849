"""Groups of children in special circumstances.

2016: Law on Children 102/2016/QH13 Art. 10(1), Decree 56/2017/NĐ-CP Arts 3–16, from 01/06/2017 (ruling 16a).
2004: Law 25/2004/QH11, until then. The list of 2004 is restated from a secondary source (domain.md §1, S8).
"""

from dataclasses import dataclass
from datetime import date

from cases.rules.problem import mark as _


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
    Classification("2004", _("Luật Bảo vệ, chăm sóc và giáo dục trẻ em 2004"), date(2005, 1, 1), date(2017, 6, 1)),
    Classification("2016", _("Luật Trẻ em 2016"), date(2017, 6, 1), date.max),
)

_D56 = "Nghị định 56/2017/NĐ-CP, Điều "
GROUPS = (
    Group(
        "DB01",
        _("Trẻ em mồ côi cả cha và mẹ"),
        _D56 + "3",
        (
            _("không có người chăm sóc"),
            _("sống trong cơ sở cung cấp dịch vụ bảo vệ trẻ em, cơ sở trợ giúp xã hội"),
            _("sống với người thân thích"),
            _("sống với người nhận chăm sóc thay thế không phải người thân thích"),
        ),
    ),
    Group(
        "DB02", _("Trẻ em bị bỏ rơi"), _D56 + "4", (_("chưa được chăm sóc thay thế"), _("đang được chăm sóc thay thế"))
    ),
    Group(
        "DB03",
        _("Trẻ em không nơi nương tựa"),
        _D56 + "5",
        (
            _("một người chết, người kia mất tích"),
            _("một người chết, người kia ở cơ sở trợ giúp xã hội hoặc không còn khả năng chăm sóc"),
            _("một người chết, người kia đang chấp hành án phạt tù, quyết định giáo dục hoặc cai nghiện bắt buộc"),
            _("cả cha và mẹ mất tích"),
            _("một người mất tích, người kia ở cơ sở trợ giúp xã hội"),
            _("một người mất tích, người kia đang chấp hành án phạt tù hoặc quyết định bắt buộc"),
            _("cả cha và mẹ không còn khả năng chăm sóc"),
            _("cả cha và mẹ ở cơ sở trợ giúp xã hội"),
            _("cả cha và mẹ đang chấp hành án phạt tù hoặc quyết định bắt buộc"),
            _("một người ở cơ sở trợ giúp xã hội, người kia đang chấp hành án phạt tù hoặc quyết định bắt buộc"),
            _("cả cha và mẹ là trẻ em"),
            _("cha mẹ bị hạn chế quyền hoặc trẻ bị tạm thời cách ly khỏi cha, mẹ"),
        ),
    ),
    Group("DB04", _("Trẻ em khuyết tật"), _D56 + "6", (_("đặc biệt nặng"), _("nặng"), _("nhẹ"))),
    Group("DB05", _("Trẻ em nhiễm HIV/AIDS"), _D56 + "7"),
    Group(
        "DB06",
        _("Trẻ em vi phạm pháp luật"),
        _D56 + "8",
        (
            _("đang bị áp dụng biện pháp xử lý hành chính hoặc thay thế xử lý hành chính"),
            _("không có nơi cư trú ổn định, được giáo dục tại cơ sở"),
            _("đang bị áp dụng biện pháp tư pháp, án phạt không tước tự do hoặc án phạt tù"),
            _("đã chấp hành xong án phạt tù hoặc biện pháp giáo dục tại trường giáo dưỡng"),
        ),
    ),
    Group(
        "DB07",
        _("Trẻ em nghiện ma túy"),
        _D56 + "9",
        (_("ở cơ sở cai nghiện"), _("cai nghiện tại gia đình, cộng đồng")),
    ),
    Group(
        "DB08",
        _("Trẻ em phải bỏ học kiếm sống chưa hoàn thành phổ cập giáo dục trung học cơ sở"),
        _D56 + "10",
        (_("không có người chăm sóc"), _("sống cùng cha, mẹ hoặc người chăm sóc")),
    ),
    Group("DB09", _("Trẻ em bị tổn hại nghiêm trọng về thể chất và tinh thần do bị bạo lực"), _D56 + "11"),
    Group(
        "DB10",
        _("Trẻ em bị bóc lột"),
        _D56 + "12",
        (
            _("lao động trái quy định"),
            _("trình diễn, sản xuất sản phẩm khiêu dâm"),
            _("du lịch tình dục, mại dâm"),
            _("vận chuyển, mua bán, tàng trữ ma túy, hàng cấm"),
            _("hình thức trục lợi khác"),
        ),
    ),
    Group(
        "DB11",
        _("Trẻ em bị xâm hại tình dục"),
        _D56 + "13",
        (
            _("hiếp dâm"),
            _("cưỡng dâm"),
            _("giao cấu"),
            _("dâm ô"),
            _("sử dụng vào mục đích mại dâm, khiêu dâm"),
        ),
    ),
    Group(
        "DB12",
        _("Trẻ em bị mua bán"),
        _D56 + "14",
        (
            _("đã trở về, sống với cha, mẹ"),
            _("đã trở về, được chăm sóc thay thế"),
        ),
    ),
    Group(
        "DB13",
        _("Trẻ em mắc bệnh hiểm nghèo hoặc bệnh phải điều trị dài ngày thuộc hộ nghèo hoặc hộ cận nghèo"),
        _D56 + "15",
        (_("thuộc hộ nghèo"), _("thuộc hộ cận nghèo")),
    ),
    Group(
        "DB14",
        _("Trẻ em di cư, trẻ em lánh nạn, tị nạn chưa xác định được cha mẹ hoặc không có người chăm sóc"),
        _D56 + "16",
        (
            _("người Việt Nam di cư, lánh nạn trong nước"),
            _("người nước ngoài không có người chăm sóc"),
            _("chưa rõ quốc tịch"),
        ),
    ),
    *(
        Group(f"C{n:02d}", name, "Luật 25/2004/QH11 (theo nguồn thứ cấp)", (), "2004")
        for n, name in enumerate(
            (
                _("Trẻ em mồ côi không nơi nương tựa, bị bỏ rơi"),
                _("Trẻ em khuyết tật, tàn tật"),
                _("Trẻ em là nạn nhân chất độc hóa học"),
                _("Trẻ em nhiễm HIV/AIDS"),
                _("Trẻ em phải làm việc nặng nhọc, nguy hiểm, tiếp xúc chất độc hại"),
                _("Trẻ em phải làm việc xa gia đình"),
                _("Trẻ em lang thang"),
                _("Trẻ em bị xâm hại tình dục"),
                _("Trẻ em nghiện ma túy"),
                _("Trẻ em vi phạm pháp luật"),
            ),
            1,
        )
    ),
)


@dataclass(frozen=True)
class Conversion:
    """Whoever is in a group of one classification is in that of the other, because both laws say so in their words."""

    of: str
    to: str
    why: str


_SAME = _("hai luật cùng gọi tên nhóm này")
# Only what the words of both laws carry. All other groups cannot be converted ("không quy đổi được"): an orphan of both
# parents (DB01) may well have someone to rely on, a child of C07 may be in none of the 14 groups.
CONVERSIONS = (
    *(
        Conversion(of, to, _SAME)
        for old, new in (("C02", "DB04"), ("C04", "DB05"), ("C08", "DB11"), ("C09", "DB07"), ("C10", "DB06"))
        for of, to in ((old, new), (new, old))
    ),
    Conversion("DB02", "C01", _("nhóm cũ gồm cả trẻ em bị bỏ rơi")),
)
BY_CLASSIFICATION = {classification.code: classification for classification in CLASSIFICATIONS}
BY_CODE = {group.code: group for group in GROUPS}
CHOICES = [(group.code, group.name) for group in GROUPS]

# No law lists these; practice does (domain.md §1). They are flags of a spell, not a formula.
RISK_CRITERIA = (
    ("poor", _("hộ nghèo, cận nghèo kèm yếu tố khác")),
    ("broken", _("cha mẹ ly hôn, ly thân, bỏ đi")),
    ("prison", _("cha mẹ đang chấp hành án phạt tù")),
    ("addiction", _("gia đình có người nghiện ma túy, rượu")),
    ("one_parent", _("mồ côi cha hoặc mẹ")),
    ("drop_out", _("bỏ học hoặc có nguy cơ bỏ học")),
    ("violence", _("có nguy cơ bị bạo lực, bóc lột, bỏ rơi")),
    ("hiv_family", _("gia đình có người nhiễm HIV")),
    ("disaster", _("ảnh hưởng của thiên tai, dịch bệnh")),
    ("other", _("lý do khác")),
)
RISK_CHOICES = list(RISK_CRITERIA)
RISK_WORDS = dict(RISK_CRITERIA)


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


def converted_to(classification: str) -> dict[str, str]:
    """{group: group of this classification} of its own groups and of those of the other that can be converted."""
    own = {group.code: group.code for group in GROUPS if group.classification == classification}
    return own | {each.of: each.to for each in CONVERSIONS if each.to in own}


def not_convertible_to(classification: str) -> tuple[Group, ...]:
    """Groups of the other classification of whose children nobody can say in which group of this one they are."""
    known = converted_to(classification)
    return tuple(group for group in GROUPS if group.code not in known)


def subgroup_words(code: str) -> dict[str, str]:
    """{"DB04.1": "đặc biệt nặng", …} of a group, in the order of the clauses; empty for a group without any."""
    return {f"{code}.{n}": words for n, words in enumerate(BY_CODE[code].subgroups, 1)}
