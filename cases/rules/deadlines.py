"""How long each step of a case may take.

Decree 56/2017/NĐ-CP, Arts 25–32 (in force from 01/07/2017), Circular 14/2020/TT-BLĐTBXH, Art. 14. The rule in force on
the Vietnamese day of receipt governs the case, even if it changes later: rows are never edited, only ended.

Text: "five working days" to submit the plan, Art. 28(1). Unclear: from when. Our reading: a dated choice of each
province, from receipt (default, the stricter) or from the day on which form 03 was finished. What it permits: the page
names the choice. Agreed: ruling 21.
Terms in days leave out the first day and end at 24:00 of the last (Civil Code 2015, Arts 147–148: own knowledge, not
yet compared). Terms in hours run through nights and holidays, from the minute of receipt.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from cases.rules.problem import mark as _

HOURS, WORKING_DAYS, CALENDAR_DAYS, NO_NUMBER = "hours", "working_days", "calendar_days", ""

# When the clock of a term starts.
RECEIVED, FORM03, SUBMITTED = "received", "form03", "submitted"
REVIEWED, RETURNED, PLAN_END, SEPARATED, OPENED = "reviewed", "returned", "plan_end", "separated", "opened"
CLOCKS = {
    RECEIVED: _("từ khi tiếp nhận thông tin"),
    FORM03: _("từ khi xong Mẫu 03"),
    SUBMITTED: _("từ khi trình kế hoạch"),
    REVIEWED: _("từ khi rà soát yêu cầu kế hoạch mới"),
    RETURNED: _("từ khi kế hoạch bị trả lại"),
    PLAN_END: _("ngày kết thúc hoạt động cuối cùng của kế hoạch"),
    SEPARATED: _("từ ngày bắt đầu tạm thời cách ly"),
    OPENED: _("từ khi đến bước này"),
}

# The province's choice for the plan (ProvinceParameter): value -> clock.
FROM_INTAKE, FROM_FORM03 = "from_intake", "from_form03"
PLAN_CLOCKS = {FROM_INTAKE: RECEIVED, FROM_FORM03: FORM03}

DECREE_56_FROM = date(2017, 7, 1)


class Calendar(Protocol):
    """What a term asks of the calendar; places.working_days is one."""

    def add(self, day: date, n: int) -> date: ...
    def vietnam_day(self, moment: datetime) -> date: ...
    def end_of_day(self, day: date) -> datetime: ...


@dataclass(frozen=True)
class Deadline:
    """One row of law. `code` is what a CaseStep keeps as its basis; `emergency` None means either way."""

    code: str
    step: str
    clock: str
    amount: int | None
    unit: str
    source: str
    emergency: bool | None = None
    note: str = ""
    is_provinces_choice: bool = False
    is_verified: bool = True
    in_force_from: date = DECREE_56_FROM
    in_force_until: date = date.max  # the first day on which it no longer holds

    def is_in_force(self, day: date) -> bool:
        return self.in_force_from <= day < self.in_force_until

    def due_at(self, clock_start: datetime, calendar: Calendar) -> datetime | None:
        """Until when, for a clock that started at an aware moment; None where the law gives no number.

        Whatever the calendar raises for a year without holidays passes through.
        """
        if self.amount is None:
            return None
        if self.unit == HOURS:
            return clock_start + timedelta(hours=self.amount)
        first = calendar.vietnam_day(clock_start)
        if self.unit == WORKING_DAYS:
            return calendar.end_of_day(calendar.add(first, self.amount))
        return calendar.end_of_day(first + timedelta(days=self.amount))


_D56 = "Nghị định 56/2017/NĐ-CP, "
DEADLINES = (
    Deadline(
        "initial_2017",
        "initial",
        RECEIVED,
        None,
        NO_NUMBER,
        _D56 + "Điều 26 khoản 2",
        emergency=False,
        note=_("Nghị định không ghi số ngày cho Mẫu 02; nếu là khẩn cấp thì 12 giờ đã chạy từ khi tiếp nhận."),
    ),
    Deadline(
        "initial_urgent_2017",
        "initial",
        RECEIVED,
        12,
        HOURS,
        _D56 + "Điều 26 khoản 3",
        emergency=True,
        note=_(
            "Tin có dấu hiệu khẩn cấp: Mẫu 02 phải xong trước khi hết 12 giờ dành cho biện pháp khẩn cấp. "
            "Đây là cách hiểu của hệ thống, Nghị định không ghi số giờ cho riêng Mẫu 02."
        ),
        is_verified=False,
    ),
    Deadline(
        "emergency_2017",
        "emergency",
        RECEIVED,
        12,
        HOURS,
        _D56 + "Điều 26 khoản 3, Điều 31 khoản 2",
        note=_("Biện pháp can thiệp khẩn cấp phải được áp dụng trong 12 giờ, kể cả ban đêm và ngày nghỉ."),
    ),
    Deadline(
        "detailed_2017",
        "detailed",
        OPENED,
        None,
        NO_NUMBER,
        _D56 + "Điều 27",
        note=_("Nghị định không ghi số ngày cho Mẫu 03."),
    ),
    Deadline(
        "plan_from_intake_2017",
        "plan",
        RECEIVED,
        5,
        WORKING_DAYS,
        _D56 + "Điều 28 khoản 1",
        emergency=False,
        note=_("Nghị định không nêu mốc bắt đầu; tỉnh dùng mốc “từ khi tiếp nhận”."),
        is_provinces_choice=True,
    ),
    Deadline(
        "plan_from_form03_2017",
        "plan",
        FORM03,
        5,
        WORKING_DAYS,
        _D56 + "Điều 28 khoản 1",
        emergency=False,
        note=_("Nghị định không nêu mốc bắt đầu; tỉnh dùng mốc “từ khi xong Mẫu 03”."),
        is_provinces_choice=True,
    ),
    Deadline(
        "plan_again_2017",
        "plan",
        REVIEWED,
        5,
        WORKING_DAYS,
        _D56 + "Điều 28 khoản 1, Điều 30 khoản 1",
        emergency=False,
        note=_("Kế hoạch tiếp theo sau rà soát: Nghị định không nêu mốc bắt đầu, hệ thống tính từ lần rà soát."),
        is_verified=False,
    ),
    *(
        Deadline(
            f"plan_emergency_{clock}_2017",
            "plan",
            clock,
            None,
            NO_NUMBER,
            _D56 + "Điều 28 khoản 1",
            emergency=True,
            note=_("Trường hợp khẩn cấp không áp dụng hạn 5 ngày làm việc."),
        )
        for clock in (RECEIVED, FORM03, REVIEWED)
    ),
    Deadline(
        "plan_returned_2017",
        "plan",
        RETURNED,
        None,
        NO_NUMBER,
        _D56 + "Điều 28",
        note=_("Nghị định không nêu hạn trình lại kế hoạch bị trả."),
    ),
    Deadline(
        "approval_2017",
        "approval",
        SUBMITTED,
        2,
        WORKING_DAYS,
        _D56 + "Điều 28 khoản 4",
        emergency=False,
    ),
    Deadline(
        "approval_emergency_2017",
        "approval",
        SUBMITTED,
        None,
        NO_NUMBER,
        _D56 + "Điều 28 khoản 4",
        emergency=True,
        note=_("Trường hợp khẩn cấp không áp dụng hạn 2 ngày làm việc."),
    ),
    Deadline(
        "support_2017",
        "support",
        OPENED,
        None,
        NO_NUMBER,
        _D56 + "Điều 29",
        note=_("Thực hiện theo thời gian ghi ở từng hoạt động của kế hoạch."),
    ),
    Deadline(
        "review_2017",
        "review",
        PLAN_END,
        None,
        NO_NUMBER,
        _D56 + "Điều 30 khoản 1",
        note=_("Nghị định yêu cầu rà soát sau khi thực hiện kế hoạch và không quy định số ngày."),
    ),
    Deadline(
        "separation_2017",
        "separation",
        SEPARATED,
        15,
        CALENDAR_DAYS,
        _D56 + "Điều 32 khoản 3; Thông tư 14/2020/TT-BLĐTBXH, Điều 14 khoản 3",
        note=_("Tổng thời gian cách ly không quá 15 ngày, trừ khi cơ quan có thẩm quyền yêu cầu."),
    ),
    *(
        Deadline(
            f"{step}_{clock}_before_2017",
            step,
            clock,
            None,
            NO_NUMBER,
            "Thông tư 23/2010/TT-BLĐTBXH",
            note=_("Tiếp nhận trước ngày 01/07/2017: chưa tra được thời hạn của quy định khi đó."),
            is_verified=False,
            in_force_from=date.min,
            in_force_until=DECREE_56_FROM,
        )
        for step, clocks in (
            ("initial", (RECEIVED,)),
            ("emergency", (RECEIVED,)),
            ("detailed", (OPENED,)),
            ("plan", (RECEIVED, FORM03, REVIEWED, RETURNED)),
            ("approval", (SUBMITTED,)),
            ("support", (OPENED,)),
            ("review", (PLAN_END,)),
            ("separation", (SEPARATED,)),
        )
        for clock in clocks
    ),
)
BY_CODE = {deadline.code: deadline for deadline in DEADLINES}


def rows_for(step: str, clock: str, on: date, *, is_emergency: bool) -> list[Deadline]:
    """All rows that apply; the check of the tables wants exactly one."""
    return [
        row
        for row in DEADLINES
        if (row.step, row.clock) == (step, clock) and row.is_in_force(on) and row.emergency in (None, is_emergency)
    ]


def rule_for(step: str, clock: str, on: date, *, is_emergency: bool = False) -> Deadline:
    """The row for a step whose clock starts at `clock`, for a case received on the day. Raises LookupError."""
    rows = rows_for(step, clock, on, is_emergency=is_emergency)
    if not rows:
        raise LookupError(f"No deadline for step {step!r} by the clock {clock!r} on {on}")
    return rows[0]


@dataclass(frozen=True)
class Explanation:
    """Why a step is due when it is: a sentence with its parameters, the article, and what is choice, not law."""

    rule: Deadline
    text: str
    params: dict
    counts_days: bool


_SENTENCES = {
    HOURS: _("%(amount)s giờ liên tục %(clock)s (%(start)s), kể cả ban đêm và ngày nghỉ."),
    WORKING_DAYS: _(
        "%(amount)s ngày làm việc %(clock)s (%(start)s). Ngày đầu không tính; hết hạn lúc 24:00 ngày cuối."
    ),
    CALENDAR_DAYS: _("%(amount)s ngày %(clock)s (%(start)s). Ngày đầu không tính; hết hạn lúc 24:00 ngày cuối."),
}

_LESS_SPENT = _(
    "%(amount)s ngày tính cả các lần cách ly trước (đã hết %(spent)s ngày), %(clock)s (%(start)s). "
    "Ngày đầu không tính; hết hạn lúc 24:00 ngày cuối."
)


def explain(rule: Deadline, clock_start: datetime | None, spent: int = 0) -> Explanation:
    """The data of "Vì sao hạn này?". `clock` in the parameters is a sentence of its own, still to be translated.

    `spent`: days of the term that earlier separations have used up.
    """
    if not rule.amount or clock_start is None:
        return Explanation(rule, rule.note, {}, False)
    params = {"amount": rule.amount, "clock": CLOCKS[rule.clock], "start": clock_start}
    if spent:
        return Explanation(rule, _LESS_SPENT, {**params, "spent": spent}, False)
    return Explanation(rule, _SENTENCES[rule.unit], params, rule.unit == WORKING_DAYS)
