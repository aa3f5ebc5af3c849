"""The items of forms 02, 03 and 06 and the level that they suggest.

Decree 56/2017/NĐ-CP, forms 02 (Art. 26(2)), 03 (Art. 27(1)) and 06 (Art. 30(2)). Each item is answered high, medium or
low; the form prints counts per block, no points and no threshold. The conclusion is the officer's; what is computed
here is a suggestion (our reading of the practice, not law). High is bad in the block of harm and good in the block of
ability. An unanswered item is a state of its own: then nothing is suggested.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cases.rules import evidence
from cases.rules.ages import SMALL_UNTIL
from cases.rules.problem import Problem
from cases.rules.problem import mark as _

HIGH, MEDIUM, LOW = "high", "medium", "low"
LEVELS = (HIGH, MEDIUM, LOW)
LEVEL_WORDS = {HIGH: _("Cao"), MEDIUM: _("Trung bình"), LOW: _("Thấp")}

HARM, ABILITY = "harm", "ability"
BLOCKS = {HARM: _("Mức độ tổn hại"), ABILITY: _("Khả năng tự bảo vệ, phục hồi của trẻ")}


@dataclass(frozen=True)
class Item:
    """One line of a form; `levels` words what high, medium and low mean ("" where no source has the words)."""

    code: str
    block: str
    text: str
    levels: tuple[str, str, str] = ("", "", "")
    present: str = evidence.SECONDARY  # that the form has this item
    worded: str = evidence.KNOWLEDGE  # the words of its levels
    note: str = ""

    def words_of(self, level: str) -> str:
        return self.levels[LEVELS.index(level)]


@dataclass(frozen=True)
class RiskForm:
    code: str
    version: str
    title: str
    source: str
    items: tuple[Item, ...]

    def block(self, block: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.block == block)


_H1 = Item(
    "H1",
    HARM,
    _("Mức độ nghiêm trọng của tổn hại"),
    (
        _("nghiêm trọng, đe doạ tính mạng"),
        _("có tổn hại nhưng không nghiêm trọng"),
        _("ít hoặc không có tổn hại"),
    ),
)
_H1_REVIEW = Item(
    "H1",
    HARM,
    _("Mức độ tổn hại hiện nay của trẻ"),
    (
        _("vẫn rất nghiêm trọng, ảnh hưởng đến sự phát triển"),
        _("ít nghiêm trọng hơn"),
        _("không còn nghiêm trọng"),
    ),
    evidence.FOUND,
    evidence.FOUND,
)
_H2 = Item(
    "H2",
    HARM,
    _("Nguy cơ tiếp tục bị tổn hại nếu trẻ vẫn trong tình trạng hiện thời"),
    (
        _("người gây tổn hại dễ dàng và thường xuyên tiếp cận trẻ"),
        _("có thể tiếp cận nhưng không thường xuyên"),
        _("ít hoặc không có khả năng tiếp cận"),
    ),
)
_H3_LEVELS = (
    _("có khả năng tiếp cận, thường xuyên"),
    _("có khả năng tiếp cận nhưng không thường xuyên"),
    _("ít hoặc không có khả năng tiếp cận"),
)
_H3_TEXT = _("Khả năng tiếp cận trẻ em của đối tượng xâm hại")
_H3 = Item("H3", HARM, _H3_TEXT, _H3_LEVELS, evidence.SECONDARY, evidence.SECONDARY)
_H3_REVIEW = Item("H3", HARM, _H3_TEXT, _H3_LEVELS, evidence.FOUND, evidence.FOUND)
_H4 = Item(
    "H4",
    HARM,
    _("Tác động của hành vi xâm hại đến sự phát triển của trẻ"),
    (_("tác động nghiêm trọng"), _("có tác động nhưng không nghiêm trọng"), _("ít hoặc không có tác động")),
)
_H5_LEVELS = (
    _("nhiều trở ngại đáng kể"),
    _("một vài trở ngại, trẻ vẫn được bảo vệ phần nào"),
    _("ít hoặc không có trở ngại"),
)
_H5_TEXT = _("Những trở ngại trong môi trường chăm sóc đối với an toàn của trẻ")
_H5 = Item("H5", HARM, _H5_TEXT, _H5_LEVELS, evidence.SECONDARY, evidence.SECONDARY)
_H5_REVIEW = Item("H5", HARM, _H5_TEXT, _H5_LEVELS, evidence.FOUND, evidence.FOUND)
_SURPLUS = _("Nguồn đối chiếu ghi nghi vấn mục này thừa so với mẫu in (4 + 4 mục).")
_H6 = Item(
    "H6",
    HARM,
    _("Không có người sẵn sàng hoặc có khả năng bảo vệ trẻ"),
    (_("không có ai"), _("có người nhưng khả năng hạn chế"), _("có một số người đủ khả năng")),
    worded=evidence.UNSURE,
    note=_SURPLUS,
)
_A1 = Item(
    "A1",
    ABILITY,
    _("Khả năng tự bảo vệ của trẻ trước đối tượng xâm hại"),
    (_("trẻ có khả năng"), _("khả năng hạn chế"), _("trẻ không có khả năng")),
)
_A2 = Item(
    "A2",
    ABILITY,
    _("Khả năng tiếp nhận hiệu quả sự hỗ trợ của người lớn"),
    (_("tìm được ngay người bảo vệ"), _("được một phần"), _("không có khả năng")),
)
_A3 = Item("A3", ABILITY, _("Biết được người có khả năng bảo vệ mình"))
_A4 = Item("A4", ABILITY, _("Khả năng thiết lập mối quan hệ với người có thể bảo vệ"))
_A5 = Item("A5", ABILITY, _("Khả năng yêu cầu, dựa vào người bảo vệ"))
_A6_TEXT = _("Có người khác để mắt tới và sẵn sàng giúp đỡ trẻ")
_A6 = Item("A6", ABILITY, _A6_TEXT, note=_SURPLUS)
_A6_REVIEW = Item("A6", ABILITY, _A6_TEXT)

_D56 = "Nghị định 56/2017/NĐ-CP, "
FORMS = (
    RiskForm("02", "2017", _("Đánh giá nguy cơ ban đầu"), _D56 + "Điều 26 khoản 2, Mẫu số 02", (_H1, _H2, _A1, _A2)),
    RiskForm(
        "03",
        "2017",
        _("Đánh giá nguy cơ cụ thể"),
        _D56 + "Điều 27 khoản 1, Mẫu số 03",
        (_H1, _H3, _H4, _H5, _H6, _A1, _A3, _A4, _A5, _A6),
    ),
    RiskForm(
        "06",
        "2017",
        _("Rà soát, đánh giá sau khi thực hiện kế hoạch"),
        _D56 + "Điều 30 khoản 2, Mẫu số 06",
        (_H1_REVIEW, _H3_REVIEW, _H5_REVIEW, _A1, _A3, _A6_REVIEW),
    ),
)
CURRENT_VERSION = "2017"


def form(code: str, version: str = CURRENT_VERSION) -> RiskForm:
    """The items of a form as of a version. Raises LookupError."""
    for candidate in FORMS:
        if (candidate.code, candidate.version) == (code, version):
            return candidate
    raise LookupError(f"No risk form {code!r} of version {version!r}")


@dataclass(frozen=True)
class Totals:
    """The line "Tổng số" of one block, and how many items have no answer."""

    high: int
    medium: int
    low: int
    unanswered: int


def totals(risk_form: RiskForm, answers: Mapping[str, str], block: str) -> Totals:
    counts = Counter(answers.get(item.code, "") for item in risk_form.block(block))
    return Totals(counts[HIGH], counts[MEDIUM], counts[LOW], counts[""])


def answer_problems(risk_form: RiskForm, answers: Mapping[str, str]) -> list[Problem]:
    """What is no item of the form, or no level."""
    codes = {item.code for item in risk_form.items}
    return [
        Problem(
            "unknown_answer",
            _("Mục %(item)s không có trong Mẫu %(form)s hoặc mức trả lời không hợp lệ."),
            field="answers",
            params={"item": code, "form": risk_form.code},
        )
        for code, level in answers.items()
        if code not in codes or level not in LEVELS
    ]


# Our reading of the counts: the commonest answer of the block; among equals the one worse for the child.
_WORST_FIRST = {HARM: (HIGH, MEDIUM, LOW), ABILITY: (LOW, MEDIUM, HIGH)}

# (harm, ability) -> level: harm above ability is high, below it low, equal to it medium.
MATRIX = {
    (HIGH, LOW): HIGH,
    (HIGH, MEDIUM): HIGH,
    (HIGH, HIGH): MEDIUM,
    (MEDIUM, LOW): HIGH,
    (MEDIUM, MEDIUM): MEDIUM,
    (MEDIUM, HIGH): LOW,
    (LOW, LOW): MEDIUM,
    (LOW, MEDIUM): LOW,
    (LOW, HIGH): LOW,
}

# Never suggested as low, whatever the answers.
NEVER_LOW = {
    "sexual": _("xâm hại tình dục"),
    "neglect": _("bỏ rơi, bỏ mặc"),
    "trafficking": _("mua bán"),
}
UNDER_SIX = _("trẻ dưới 6 tuổi")


@dataclass(frozen=True)
class Suggestion:
    """`level` "" where an item is unanswered; `floor` says why low was raised to medium ("" if it was not)."""

    harm: str
    ability: str
    level: str
    floor: str = ""


def suggest(risk_form: RiskForm, answers: Mapping[str, str], *, abuse_type: str, age: int) -> Suggestion:
    """The level that the answers suggest, by MATRIX and NEVER_LOW. The officer concludes."""
    harm, ability = (_level_of(totals(risk_form, answers, block), block) for block in (HARM, ABILITY))
    if not harm or not ability:
        return Suggestion(harm, ability, "")
    level = MATRIX[harm, ability]
    floor = NEVER_LOW.get(abuse_type) or (UNDER_SIX if age < SMALL_UNTIL else "")
    if level == LOW and floor:
        return Suggestion(harm, ability, MEDIUM, floor)
    return Suggestion(harm, ability, level)


def _level_of(counts: Totals, block: str) -> str:
    """ "" while an item of the block is unanswered."""
    if counts.unanswered:
        return ""
    return max(_WORST_FIRST[block], key=lambda level: getattr(counts, level))  # the first of equals
