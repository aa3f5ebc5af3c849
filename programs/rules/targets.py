"""What each kind of target must say before it can be judged, what was in force on a day, and how it stands against the
target above it (architecture.md: typed targets)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from cases.rules.problem import Problem
from cases.rules.problem import mark as _

NEEDS_BASELINE = {"from_to"}
PERCENT_KINDS = {"reduce_relative"}
LEVEL_KINDS = {"at_most", "below", "at_least", "from_to", "maintain", "count", "money"}  # the value is itself a level
DIRECTIONS = {  # what a kind says of the direction in its very words
    **dict.fromkeys(("at_most", "below", "reduce_relative", "reduce_points"), "down"),
    **dict.fromkeys(("at_least", "count", "money"), "up"),
}
SHARES = {"percent", "per_1000", "per_100000"}
COUNTED = {"child", "commune", "district", "model", "vnd", "turn"}


class Revised(Protocol):
    """A revision: from `revised_on` on the target says something else; until then it said `previous_*`."""

    revised_on: date
    previous_value: Decimal | None
    previous_due_on: date


@dataclass(frozen=True)
class Terms:
    """What a target says on a day, and the revision that made it so; None before the first."""

    value: Decimal | None
    due_on: date
    revision: Revised | None = None


def in_force(value: Decimal | None, due_on: date, revisions: Iterable[Revised], on: date) -> Terms:
    """The terms of a day; `value` and `due_on` are those after the last revision."""
    past: Revised | None = None
    for revision in sorted(revisions, key=lambda each: each.revised_on):
        if revision.revised_on > on:
            return Terms(revision.previous_value, revision.previous_due_on, past)
        past = revision
    return Terms(value, due_on, past)


def level_in_force(since: date | None, until: date | None, on: date) -> bool:
    return (since is None or since <= on) and (until is None or on < until)


def problems(
    *,
    kind: str,
    unit: str,
    value: Decimal | None,
    baseline_value: Decimal | None,
    baseline_on: date | None,
    due_on: date,
    first_day: date,
    last_day: date,
) -> list[Problem]:
    """Everything that keeps the target from being set; the term is `first_day`..`last_day`."""
    found = []
    if kind == "direction" and value is not None:
        found.append(Problem("direction_value", _("Chỉ tiêu chỉ nêu hướng thì không ghi mức."), "value"))
    if kind != "direction" and value is None:
        found.append(Problem("no_value", _("Ghi mức phải đạt, hoặc chọn loại “chỉ nêu hướng”."), "value"))
    if value is not None:
        found += _value(kind, unit, value)
    if kind in NEEDS_BASELINE and (baseline_value is None or baseline_on is None):
        found.append(Problem("no_baseline", _("Loại “từ A đến B” cần mức gốc và ngày của mức gốc."), "baseline_value"))
    if baseline_on and baseline_on >= due_on:
        found.append(Problem("baseline_late", _("Ngày của mức gốc phải trước mốc phải đạt."), "baseline_on"))
    if not first_day <= due_on <= last_day:
        found.append(Problem("outside_term", _("Mốc phải nằm trong thời gian của chương trình."), "due_on"))
    return found


def _value(kind, unit, value):
    if value < 0:
        return [Problem("negative", _("Mức phải đạt không được âm."), "value")]
    if (unit == "percent" or kind in PERCENT_KINDS) and value > 100:
        return [Problem("over_100", _("Tỷ lệ phần trăm không được vượt quá 100%%."), "value")]
    if unit not in {"percent"} and kind not in PERCENT_KINDS and value != value.to_integral_value():
        return [Problem("whole", _("Số lượng và số tiền phải là số nguyên."), "value")]
    return []


def direction_problems(
    *, kind: str, direction: str, value: Decimal | None = None, baseline_value: Decimal | None = None
) -> list[Problem]:
    """What a kind says against the direction: a verdict follows the direction alone."""
    wanted = DIRECTIONS.get(kind, direction)
    if kind == "from_to" and value is not None and baseline_value is not None and value != baseline_value:
        wanted = "up" if value > baseline_value else "down"
    if direction == wanted:
        return []
    if wanted == "down":
        return [Problem("direction", _("Chỉ tiêu này là giảm hoặc không vượt quá một mức: chọn “càng thấp càng tốt”."),
                        "direction")]  # fmt: skip
    return [Problem("direction", _("Chỉ tiêu này là tăng hoặc đạt ít nhất một mức: chọn “càng cao càng tốt”."),
                    "direction")]  # fmt: skip


def unit_problems(
    *, kind: str, unit: str, measured_in: str, counted_in: str, reads_numerator: bool, unit_words: str
) -> list[Problem]:
    """What keeps the value from being held against the figure: the two must be in one unit.

    The indicator is `measured_in` its own unit and its numerator `counted_in` another where it is a share;
    `unit_words` name the unit in which the target reads it. A relative reduction is in percent whatever is measured.
    """
    if kind == "direction" or (kind == "reduce_relative" and unit == "percent"):
        return []
    if kind == "reduce_points":
        is_share = measured_in in SHARES and not reads_numerator
        return [] if is_share and unit == "percent" else [_points()]
    if kind == "money" and unit != "vnd":
        return [Problem("money", _("Chỉ tiêu số tiền thì đơn vị là đồng."), "unit")]
    if kind == "count" and unit not in COUNTED:
        return [Problem("count", _("Chỉ tiêu số lượng thì đơn vị là số đếm, không phải tỷ lệ."), "unit")]
    return _unlike(unit, measured_in, counted_in if reads_numerator else measured_in, unit_words)


def _points():
    words = _("Giảm theo điểm phần trăm chỉ dùng cho tỷ lệ: đơn vị là %%, không so với tử số.")
    return Problem("points", words, "unit")


def _unlike(unit, measured_in, read_in, unit_words):
    """A figure in a unit that no target names (classes, change) is told in any number of things, or in percent."""
    fits = {read_in} if read_in in SHARES | COUNTED else {"percent"} if read_in == "change" else COUNTED
    if unit in fits:
        return []
    if unit in COUNTED and read_in in SHARES:
        words = _("Chỉ số này là tỷ lệ: mức ghi bằng số đếm thì phải chọn “so với tử số”.")
        return [Problem("share", words, "reads_numerator")]
    if unit in SHARES and measured_in in SHARES and read_in not in SHARES:
        words = _("Đã chọn “so với tử số” thì mức là số đếm, không phải tỷ lệ.")
        return [Problem("numerator", words, "unit")]
    if unit in SHARES and read_in not in SHARES | {"change"}:
        return [Problem("counted", _("Chỉ số này là số đếm: mức không ghi bằng tỷ lệ được."), "unit")]
    words = _("Chỉ số này tính bằng đơn vị khác (%(unit)s); hãy chọn đơn vị ấy.")
    return [Problem("unit", words, "unit", params={"unit": unit_words})]


def revision_problems(
    *,
    revised_on: date,
    due_on: date,
    old: Terms,
    latest: date | None,
    starts_on: date,
    reason: str,
    today: date,
    issued_on: date | None,
) -> list[Problem]:
    """What keeps a revision from being taken: `old` are the terms that it replaces, `latest` the last revision's day,
    `issued_on` the day of its document.

    Revisions follow each other: one that overlaps or precedes another would leave two texts for one day. One that is
    entered after a milestone, the old or the new one, has passed would write its verdict anew: only a document that
    was there on that day may do so.
    """
    found = _judged_already(min(old.due_on, due_on), issued_on, today) + _overlap(latest, revised_on)
    if revised_on <= starts_on:
        found.append(
            Problem("before_term", _("Ngày điều chỉnh phải sau ngày đầu của chương trình; trước đó hãy sửa chỉ tiêu."),
                    "revised_on")
        )  # fmt: skip
    if revised_on > old.due_on:
        found.append(
            Problem(
                "past_due",
                _("Mốc %(day)s đã qua trước ngày điều chỉnh; kết luận của mốc đã qua không đổi được."),
                "revised_on",
                params={"day": f"{old.due_on:%d/%m/%Y}"},
            )
        )
    if due_on <= revised_on:
        found.append(Problem("due_early", _("Mốc mới phải sau ngày điều chỉnh."), "due_on"))
    if not reason.strip():
        found.append(Problem("no_reason", _("Ghi lý do điều chỉnh."), "reason"))
    return found


def _judged_already(milestone, issued_on, today):
    """The milestone has passed, and no document that was there on its day says otherwise."""
    if milestone > today or (issued_on and issued_on <= milestone):
        return []
    return [
        Problem(
            "judged",
            _("Mốc %(day)s đã qua: chỉ điều chỉnh theo văn bản ban hành không sau ngày ấy; hãy chọn văn bản."),
            "document",
            params={"day": f"{milestone:%d/%m/%Y}"},
        )
    ]


def _overlap(latest, revised_on):
    if latest is None or latest < revised_on:
        return []
    return [
        Problem(
            "overlap",
            _("Đã có lần điều chỉnh từ ngày này hoặc sau đó (%(day)s); lần mới phải từ ngày sau ngày ấy."),
            "revised_on",
            params={"day": f"{latest:%d/%m/%Y}"},
        )
    ]


def level_problems(
    *, kind: str, unit: str, value: Decimal, on: date, due_on: date, first_day: date, taken: Iterable[date]
) -> list[Problem]:
    """What keeps a milestone or a waypoint from being set: it lies before the target's last milestone, one a day."""
    found = _value(kind, unit, value)
    if kind == "direction":
        found.append(Problem("direction_value", _("Chỉ tiêu chỉ nêu hướng thì không có mốc giữa kỳ."), "value"))
    if not first_day <= on < due_on:
        found.append(
            Problem(
                "outside",
                _("Ngày phải từ %(first)s đến trước mốc cuối %(last)s."),
                "on",
                params={"first": f"{first_day:%d/%m/%Y}", "last": f"{due_on:%d/%m/%Y}"},
            )
        )
    if on in set(taken):
        found.append(Problem("overlap", _("Ngày này đã có mức; hãy bỏ mức cũ trước."), "on"))
    return found


def drop_problems(
    *, on: date, since: date | None, until: date, is_dropped: bool, reason: str, today: date
) -> list[Problem]:
    """What keeps the level of the day `on` from being dropped from `until` on: a passed one has judged its day."""
    found = []
    if is_dropped:
        found.append(Problem("dropped", _("Mức này đã được bỏ."), "until"))
    if since and until < since:
        found.append(Problem("early", _("Ngày bỏ phải từ ngày mức có hiệu lực trở đi."), "until"))
    if until <= on <= today:
        found.append(
            Problem(
                "judged",
                _("Mốc %(day)s đã qua; kết luận của mốc đã qua không đổi được."),
                "until",
                params={"day": f"{on:%d/%m/%Y}"},
            )
        )
    if not reason.strip():
        found.append(Problem("no_reason", _("Ghi lý do."), "reason"))
    return found


class Against(StrEnum):
    """How a target stands against the one above it."""

    STRICTER = "stricter"
    SAME = "same"
    LOOSER = "looser"
    UNLIKE = "unlike"  # in another unit or of a kind that names no level


@dataclass(frozen=True)
class Promise:
    """A level to be reached on a day, as a target says it."""

    kind: str
    unit: str
    direction: str
    value: Decimal | None
    on: date
    reads_numerator: bool = False


def against(own: Promise, above: Promise) -> tuple[Against, Decimal | None]:
    """How the own level stands against the one above, and by how much (own less above)."""
    alike = (own.unit, own.direction, own.reads_numerator) == (above.unit, above.direction, above.reads_numerator)
    if own.value is None or above.value is None or not alike or not {own.kind, above.kind} <= LEVEL_KINDS:
        return Against.UNLIKE, None
    apart = own.value - above.value
    if apart == 0:
        strictness = (own.kind == "below") - (above.kind == "below")
        return (Against.SAME, Against.STRICTER, Against.LOOSER)[strictness], apart
    better = apart > 0 if own.direction == "up" else apart < 0
    return (Against.STRICTER if better else Against.LOOSER), apart


def parent_problems(
    *, same_indicator: bool, encloses: bool, terms_meet: bool, is_itself: bool = False
) -> list[Problem]:
    """What keeps a target from standing under another one."""
    if is_itself:
        return [Problem("parent", _("Chỉ tiêu không thể thuộc chính nó."), "parent")]
    if not same_indicator:
        return [Problem("parent", _("Chỉ tiêu cấp trên phải cùng chỉ số và phân tổ."), "parent")]
    if not encloses:
        return [Problem("parent", _("Chỉ tiêu cấp trên phải của cả nước hoặc của đơn vị chứa địa bàn này."), "parent")]
    if not terms_meet:
        return [Problem("parent", _("Chỉ tiêu cấp trên thuộc một giai đoạn khác."), "parent")]
    return []
