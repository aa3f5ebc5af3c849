"""All tables of law in one form, for the page of rules: a domain officer reads what the program runs on."""

from dataclasses import dataclass
from datetime import date

from cases.rules import ages, closure, deadlines, evidence, groups, plans, risk, transitions
from cases.rules.problem import mark as _


@dataclass(frozen=True)
class Row:
    """`cells` are texts (Words still to be translated), numbers, dates or tuples of such; `evidence` words the mark."""

    cells: tuple
    source: str
    mark: str = evidence.FOUND
    note: str = ""

    @property
    def evidence(self) -> str:
        return evidence.WORDS[self.mark]

    @property
    def is_verified(self) -> bool:
        return evidence.is_verified(self.mark)


@dataclass(frozen=True)
class Table:
    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lead: str = ""


STEP_WORDS = {
    "initial": _("Đánh giá nguy cơ ban đầu (Mẫu 02)"),
    "emergency": _("Áp dụng biện pháp can thiệp khẩn cấp"),
    "detailed": _("Thu thập thông tin, đánh giá nguy cơ cụ thể (Mẫu 03)"),
    "plan": _("Trình kế hoạch hỗ trợ, can thiệp (Mẫu 04)"),
    "approval": _("Phê duyệt kế hoạch (Mẫu 05)"),
    "support": _("Thực hiện kế hoạch"),
    "review": _("Rà soát, đánh giá sau kế hoạch (Mẫu 06)"),
    "separation": _("Chấm dứt tạm thời cách ly, hoặc đề nghị Toà án"),
}
_UNITS = {
    deadlines.HOURS: _("giờ"),
    deadlines.WORKING_DAYS: _("ngày làm việc"),
    deadlines.CALENDAR_DAYS: _("ngày"),
    deadlines.NO_NUMBER: _("không có số trong luật"),
}
_EITHER_WAY = {None: _("mọi trường hợp"), True: _("khẩn cấp"), False: _("không khẩn cấp")}


def all_tables() -> tuple[Table, ...]:
    """Every table, in the order of a case."""
    return (
        _deadlines(),
        _transitions(),
        *(_risk_form(form) for form in risk.FORMS),
        _risk_matrix(),
        _plan(),
        _closure(),
        _groups(),
        _criteria(),
        _ages(),
    )


def _deadlines() -> Table:
    return Table(
        "deadlines",
        _("Thời hạn của từng bước"),
        (_("Bước"), _("Trường hợp"), _("Thời hạn"), _("Đơn vị"), _("Mốc tính"), _("Từ ngày"), _("Đến trước ngày")),
        tuple(
            Row(
                (
                    STEP_WORDS[rule.step],
                    _EITHER_WAY[rule.emergency],
                    rule.amount,
                    _UNITS[rule.unit],
                    deadlines.CLOCKS[rule.clock],
                    None if rule.in_force_from == date.min else rule.in_force_from,
                    None if rule.in_force_until == date.max else rule.in_force_until,
                ),
                rule.source,
                evidence.FOUND if rule.is_verified else evidence.OURS,
                rule.note,
            )
            for rule in deadlines.DEADLINES
        ),
        _("Hạn tính theo giờ chạy liên tục; hạn tính theo ngày không tính ngày đầu và hết lúc 24:00 ngày cuối."),
    )


def _transitions() -> Table:
    return Table(
        "transitions",
        _("Hồ sơ đi từ bước này sang bước khác"),
        (_("Việc"), _("Từ bước"), _("Sang bước"), _("Người thực hiện")),
        tuple(
            Row(
                (
                    row.text,
                    tuple(transitions.STAGE_WORDS[stage] for stage in row.from_stages),
                    transitions.STAGE_WORDS[row.to_stage],
                    row.actor.words,
                ),
                row.source,
            )
            for row in transitions.TRANSITIONS
        ),
    )


def _risk_form(form: risk.RiskForm) -> Table:
    return Table(
        f"risk-{form.code}",
        form.title,
        (_("Mã"), _("Khối"), _("Mục"), *(risk.LEVEL_WORDS[level] for level in risk.LEVELS)),
        tuple(
            Row(
                (item.code, risk.BLOCKS[item.block], item.text, *item.levels),
                form.source,
                _weaker(item.present, item.worded),
                item.note,
            )
            for item in form.items
        ),
        _("Mẫu in số lượng Cao, Trung bình, Thấp của mỗi khối, không có điểm số. Kết luận là của cán bộ."),
    )


_STRENGTH = (evidence.FOUND, evidence.SECONDARY, evidence.KNOWLEDGE, evidence.UNSURE, evidence.OURS)


def _weaker(one: str, other: str) -> str:
    return max(one, other, key=_STRENGTH.index)


def _risk_matrix() -> Table:
    rows = tuple(
        Row(
            (
                risk.LEVEL_WORDS[harm],
                risk.LEVEL_WORDS[ability],
                risk.LEVEL_WORDS[level],
            ),
            "",
            evidence.OURS,
        )
        for (harm, ability), level in risk.MATRIX.items()
    )
    never = tuple(
        Row((words, "", risk.LEVEL_WORDS[risk.MEDIUM]), "", evidence.OURS, _("Không bao giờ gợi ý mức thấp."))
        for words in (*risk.NEVER_LOW.values(), risk.UNDER_SIX)
    )
    return Table(
        "risk-matrix",
        _("Gợi ý mức độ nguy cơ"),
        (risk.BLOCKS[risk.HARM], risk.BLOCKS[risk.ABILITY], _("Gợi ý")),
        rows + never,
        _(
            "Mức của mỗi khối là câu trả lời nhiều nhất; bằng nhau thì lấy mức bất lợi hơn cho trẻ. "
            "Còn mục chưa trả lời thì không gợi ý."
        ),
    )


def _plan() -> Table:
    return Table(
        "plan",
        _("Kế hoạch phải có gì mới được trình"),
        (_("Yêu cầu"),),
        tuple(Row((need.text,), need.source, need.mark) for need in plans.REQUIREMENTS),
    )


def _closure() -> Table:
    return Table(
        "closure",
        _("Điều kiện kết thúc hồ sơ"),
        (_("Điều kiện"), _("Kết quả")),
        tuple(
            Row((row.text, tuple(closure.OUTCOME_WORDS[outcome] for outcome in row.outcomes)), row.source, row.mark)
            for row in closure.CONDITIONS
        ),
    )


def _groups() -> Table:
    return Table(
        "groups",
        _("Nhóm trẻ em có hoàn cảnh đặc biệt"),
        (_("Mã"), _("Nhóm"), _("Trường hợp"), _("Phân loại")),
        tuple(
            Row(
                (row.code, row.name, row.subgroups, groups.BY_CLASSIFICATION[row.classification].name),
                row.source,
                evidence.FOUND if row.classification == "2016" else evidence.SECONDARY,
            )
            for row in groups.GROUPS
        ),
    )


def _criteria() -> Table:
    return Table(
        "risk-criteria",
        _("Tiêu chí trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt"),
        (_("Tiêu chí"),),
        tuple(Row((words,), "", evidence.KNOWLEDGE) for _code, words in groups.RISK_CRITERIA),
        _("Luật không liệt kê; đây là các dấu hiệu thường dùng, không phải công thức."),
    )


def _ages() -> Table:
    law = "Luật Trẻ em 102/2016/QH13, Điều 1"
    return Table(
        "ages",
        _("Các mốc tuổi"),
        (_("Tuổi"), _("Ý nghĩa")),
        (
            Row((ages.CHILD_UNTIL, _("Dưới tuổi này là trẻ em.")), law),
            Row(
                (ages.MINOR_UNTIL, _("Từ 16 đến dưới 18 là người chưa thành niên, không tính vào thống kê trẻ em.")),
                law,
                evidence.OURS,
            ),
            Row((ages.ASKED_FROM, _("Từ tuổi này trẻ được hỏi ý kiến.")), "Luật Trẻ em, Điều 60", evidence.OURS),
            Row((ages.SMALL_UNTIL, _("Dưới tuổi này không gợi ý nguy cơ thấp.")), "", evidence.OURS),
        ),
        _("Người sinh ngày 29/02 có sinh nhật ngày 28/02 ở năm thường."),
    )
