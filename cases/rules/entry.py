"""What may be entered about a child, and for which days.

Law on Children 102/2016/QH13, Arts 1 and 10; ruling 20: a record is made of a person under 18, a special circumstance
or a time at risk begins under 16. A day lies neither before the birth, nor after the death, nor in the future.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cases.rules import ages, groups
from cases.rules.problem import Problem
from cases.rules.problem import mark as _

_SHORTEST_NUMBER = 3
_LAW = "Luật Trẻ em 102/2016/QH13, Điều 1"


@dataclass(frozen=True)
class Life:
    """What bounds the days of a child's facts."""

    birth_date: date
    died_on: date | None
    today: date


def who_problems(full_name: str = "", phone: str = "") -> list[Problem]:
    """A name has letters; a telephone number has digits, three at least (111 is one). What is blank is not judged."""
    found = []
    if full_name and not any(letter.isalpha() for letter in full_name):
        found.append(Problem("name_without_letters", _("Họ và tên phải có chữ."), "full_name"))
    if phone and sum(digit.isdecimal() for digit in phone) < _SHORTEST_NUMBER:
        found.append(Problem("phone_without_digits", _("Số điện thoại phải có ít nhất ba chữ số."), "phone"))
    return found


def birth_problems(birth_date: date, today: date, field: str = "birth_date") -> list[Problem]:
    """A new record is made of a person born, and not yet 18."""
    if birth_date > today:
        return [Problem("birth_in_future", _("Ngày sinh %(day)s ở tương lai."), field, params={"day": birth_date})]
    if ages.is_adult(birth_date, today):
        return [
            Problem(
                "adult",
                _("Người sinh ngày %(day)s đã đủ 18 tuổi, không lập hồ sơ mới."),
                field,
                _LAW,
                {"day": birth_date},
            )
        ]
    return []


def day_problems(day: date, life: Life, field: str) -> list[Problem]:
    """A fact of a child's life: between birth and death, not in the future."""
    if day > life.today:
        return [Problem("day_in_future", _("Ngày %(day)s ở tương lai."), field, params={"day": day})]
    if day < life.birth_date:
        return [Problem("before_birth", _("Ngày %(day)s trước ngày sinh của trẻ."), field, params={"day": day})]
    if life.died_on and day > life.died_on:
        return [Problem("after_death", _("Ngày %(day)s sau ngày mất của trẻ."), field, params={"day": day})]
    return []


def end_problems(starts_on: date, ends_on: date, today: date, field: str = "ends_on") -> list[Problem]:
    """The last day of something that began: not before its first, not in the future."""
    if ends_on < starts_on:
        return [
            Problem(
                "end_before_start",
                _("Ngày kết thúc %(end)s trước ngày bắt đầu %(start)s."),
                field,
                params={"end": ends_on, "start": starts_on},
            )
        ]
    if ends_on > today:
        return [Problem("end_in_future", _("Ngày kết thúc %(end)s ở tương lai."), field, params={"end": ends_on})]
    return []


def spell_problems(starts_on: date, ends_on: date | None, life: Life) -> list[Problem]:
    """A special circumstance or a time at risk: begins under 16."""
    found = day_problems(starts_on, life, "starts_on")
    if not found and not ages.is_child(life.birth_date, starts_on):
        found.append(
            Problem(
                "not_a_child",
                _("Ngày %(day)s trẻ đã đủ 16 tuổi: không ghi hoàn cảnh hay nguy cơ bắt đầu từ ngày này."),
                "starts_on",
                _LAW,
                {"day": starts_on},
            )
        )
    if ends_on:
        found += end_problems(starts_on, ends_on, life.today)
    return found


def circumstance_problems(
    group: str, subgroup: str, starts_on: date, ends_on: date | None, life: Life
) -> list[Problem]:
    """A membership of a group that the classification of its first day knows."""
    return spell_problems(starts_on, ends_on, life) + _group_problems(group, subgroup, starts_on, ends_on)


def _group_problems(group, subgroup, starts_on, ends_on):
    known = groups.BY_CODE.get(group)
    if known is None:
        return [
            Problem(
                "unknown_group", _("Không có nhóm hoàn cảnh đặc biệt “%(group)s”."), "group", params={"group": group}
            )
        ]
    classification = groups.BY_CLASSIFICATION[known.classification]
    params = {"group": known.name, "law": classification.name, "day": starts_on}
    if not classification.in_force_from <= starts_on < classification.in_force_until:
        return [
            Problem(
                "group_not_in_force",
                _("Nhóm “%(group)s” theo %(law)s không dùng cho ngày %(day)s."),
                "group",
                known.source,
                params,
            )
        ]
    if classification.in_force_until != date.max and (ends_on is None or ends_on >= classification.in_force_until):
        return [
            Problem(
                "group_outlives_law",
                _("Nhóm theo %(law)s phải kết thúc trước ngày %(until)s; từ ngày đó ghi nhóm mới."),
                "ends_on",
                known.source,
                {**params, "until": classification.in_force_until},
            )
        ]
    if subgroup and subgroup not in groups.subgroup_words(group):
        return [
            Problem(
                "unknown_subgroup", _("Trường hợp này không thuộc nhóm “%(group)s”."), "subgroup", known.source, params
            )
        ]
    return []


def risk_problems(criteria: Iterable[str], starts_on: date, ends_on: date | None, life: Life) -> list[Problem]:
    """A time at risk names at least one criterion of the list."""
    criteria = list(criteria)
    found = spell_problems(starts_on, ends_on, life)
    if not criteria:
        found.append(Problem("no_criterion", _("Chọn ít nhất một tiêu chí có nguy cơ."), "criteria"))
    if unknown := [code for code in criteria if code not in groups.RISK_WORDS]:
        found.append(
            Problem("unknown_criterion", _("Không có tiêu chí “%(code)s”."), "criteria", params={"code": unknown[0]})
        )
    return found


def moment_problems(moment: datetime, now: datetime, field: str, since: datetime | None = None) -> list[Problem]:
    """A moment that has been reached, and not before `since` (the receipt of the information)."""
    if moment > now:
        return [Problem("moment_in_future", _("Thời điểm %(moment)s ở tương lai."), field, params={"moment": moment})]
    if since and moment < since:
        return [
            Problem(
                "before_receipt",
                _("Thời điểm %(moment)s trước khi tiếp nhận thông tin (%(since)s)."),
                field,
                params={"moment": moment, "since": since},
            )
        ]
    return []


def work_day_problems(day: date, received_on: date, today: date, field: str) -> list[Problem]:
    """A day on which something was done within a case: from receipt to today."""
    if day > today:
        return [Problem("day_in_future", _("Ngày %(day)s ở tương lai."), field, params={"day": day})]
    if day < received_on:
        return [
            Problem(
                "before_receipt",
                _("Ngày %(day)s trước ngày tiếp nhận thông tin (%(since)s)."),
                field,
                params={"day": day, "since": received_on},
            )
        ]
    return []


def abuse_problems(category: str, abuse_type: str) -> list[Problem]:
    """A report of abuse names its type (Law on Children, Art. 4(5)); no other report has one."""
    if category == "abused" and not abuse_type:
        return [Problem("abuse_without_type", _("Chọn hành vi xâm hại."), "abuse_type", "Luật Trẻ em, Điều 4 khoản 5")]
    if category != "abused" and abuse_type:
        return [
            Problem("type_without_abuse", _("Hành vi xâm hại chỉ ghi cho trường hợp trẻ em bị xâm hại."), "abuse_type")
        ]
    return []
