"""The child register as a table: reads the rows of a file into entries, each fault with its row and column.

django-import-export names the columns and cleans the cells; the rows are entered by one bulk action (ruling 23).
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources

from accounts.permissions import Permission
from accounts.sealing import blind_indexes
from cases.actions import ChildEntry, CircumstanceEntry
from cases.models import BirthPrecision, Child, Sex
from cases.rules import groups
from places.form_fields import PartialDateField, VietnameseDateField
from places.models import EthnicGroup
from places.tables import Cell, Reading, Row, Table
from places.text import fold


def _birth(text):
    """dd/mm/yyyy, mm/yyyy or yyyy."""
    parts = re.split(r"[/.-]", text)
    return PartialDateField().clean(tuple(("", "", *parts)[-3:]))


def _sex(text):
    known = {"nam": Sex.MALE, "nu": Sex.FEMALE, "khong biet": Sex.UNKNOWN, "m": Sex.MALE, "f": Sex.FEMALE}
    if fold(text) not in known:
        raise ValidationError(_("ghi “nam”, “nữ” hoặc “không biết”"))
    return known[fold(text)]


def _group(text):
    code = text.upper().strip()
    if code in groups.BY_CODE:
        return code
    named = [group.code for group in groups.GROUPS if fold(group.name) == fold(text)]
    if not named:
        raise ValidationError(_("không có nhóm “%(text)s”; dùng mã DB01 … DB14") % {"text": text})
    return named[0]


def _yes(text):
    if fold(text) in {"co", "x", "1", "yes"}:
        return True
    if fold(text) in {"khong", "0", "no"}:
        return False
    raise ValidationError(_("ghi “có” hoặc “không”"))


def _day(text):
    return VietnameseDateField().clean(text)


class ChildRegister(resources.Resource):
    """Column headings as in the template that the page offers; upper case and tone marks do not matter."""

    full_name = fields.Field("full_name", "Họ và tên")
    sex = fields.Field("sex", "Giới tính", widget=Cell(_sex))
    birth = fields.Field("birth", "Ngày sinh", widget=Cell(_birth))
    ethnic = fields.Field("ethnic", "Dân tộc")
    personal_id = fields.Field("personal_id", "Số định danh")
    place = fields.Field("place", "Xã, phường")
    residence_from = fields.Field("residence_from", "Ở đây từ ngày", widget=Cell(_day))
    group = fields.Field("group", "Nhóm hoàn cảnh đặc biệt", widget=Cell(_group))
    group_from = fields.Field("group_from", "Thuộc nhóm từ ngày", widget=Cell(_day))
    evidence = fields.Field("evidence", "Căn cứ")
    at_risk = fields.Field("at_risk", "Có nguy cơ", widget=Cell(_yes))

    REQUIRED = ("full_name", "sex", "birth", "place")


def read_register(table, communes, today) -> Reading:
    """Entries from a table, whose first filled row is the heading.

    `communes`: {folded name or code: [places]} that the sender may fill.
    """
    sent = Table(ChildRegister(), table)
    ethnic = {
        fold(name): group for group in EthnicGroup.objects.all() for name in (group.code, group.name, *group.aliases)
    }
    reading, first_with = Reading(), {}
    for number, cells in sent.filled():
        row = _Row(sent, cells, number, reading.faults)
        row.is_first_with_its_id(first_with)
        entry = row.entry(communes, ethnic, today)
        if entry is not None:
            reading.entries.append(entry)
            reading.rows.append(number)
    return reading


# Nine digits or more, written in one or in groups: a personal number or a telephone, whichever column it stands in.
_NUMBER = re.compile(r"\d(?:[ .\-]?\d){5,}(?=(?:[ .\-]?\d){3})")


class _Row(Row):
    def fault(self, name, why):
        """The sentence is kept with the job: of a long number in it only the last three digits are."""
        super().fault(name, _NUMBER.sub("…", str(why)))

    def among(self, name, known, missing, several):
        """A cell that names one of many things."""
        if not (text := self.text(name)):
            return self.fault(name, _("không được để trống")) if name in self.resource.REQUIRED else None
        found = known.get(fold(text), [])
        found = found if isinstance(found, list) else [found]
        if len(found) == 1:
            return found[0]
        return self.fault(name, (several if found else missing) % {"text": text})

    def is_first_with_its_id(self, first_with):
        """One number names one person: `first_with` ({number: row}) learns it, a second row with it is a fault."""
        if (given := self.text("personal_id")) and (first := first_with.setdefault(given, self.number)) != self.number:
            told = {"row": self.number, "first": first}
            self.fault("personal_id", _("dòng %(row)s và dòng %(first)s ghi cùng một số định danh") % told)

    def entry(self, communes, ethnic, today):
        """The ChildEntry of the row; None when a fault was noted."""
        place = self.among(
            "place",
            communes,
            _("không có “%(text)s” trong địa bàn của bạn; ghi tên hoặc mã xã"),
            _("có nhiều xã tên “%(text)s”; ghi mã xã"),
        )
        group_code = self.among("ethnic", ethnic, _("không có dân tộc “%(text)s” trong danh mục"), "")
        birth, sex, name = self.value("birth"), self.value("sex"), self.value("full_name")
        since, group, group_from = self.value("residence_from"), self.value("group"), self.value("group_from")
        at_risk = self.value("at_risk")
        if group and not group_from:
            self.fault("group_from", _("có nhóm thì phải ghi ngày bắt đầu"))
        if not self.is_right:
            return None
        return ChildEntry(
            full_name=name,
            sex=sex,
            birth_date=birth.earliest if birth.month else birth.earliest.replace(month=7),
            birth_precision=birth.precision if birth.month else BirthPrecision.YEAR,
            place=place,
            ethnic_group=group_code,
            personal_id=self.text("personal_id"),
            residence_from=since,
            circumstances=(CircumstanceEntry(group, group_from, evidence=self.text("evidence")),) if group else (),
            risk_criteria=("other",) if at_risk else (),
            risk_from=since or today if at_risk else None,
        )


def already_known(entries, by) -> list[int]:
    """Positions of entries that seem to be in the register: the same personal ID, or name, birth and commune.

    Only children that the sender reaches are compared. A number borne by any other is refused by the action, which
    does not say where.
    """
    reached = Child.objects.reachable_by(by, Permission.REGISTER_IMPORT).filter(voided_at=None)
    keys = {_likeness(entry) for entry in entries}
    same = reached.filter(
        search_key__in={key[0] for key in keys},
        birth_date__in={key[1] for key in keys},
        responsible_place__in={key[2] for key in keys},
    ).values_list("search_key", "birth_date", "responsible_place")
    found = keys & set(same)
    typed = {entry.personal_id for entry in entries if entry.personal_id}
    ids = {index: number for number in typed for index in blind_indexes(number, "personal_id")}
    known = reached.filter(personal_id_index__in=ids).values_list("personal_id_index", flat=True)
    by_id = {ids[index] for index in known}
    return [
        position for position, entry in enumerate(entries) if _likeness(entry) in found or entry.personal_id in by_id
    ]


def same_child_twice(entries) -> dict[int, int]:
    """{position: the first position with the same name, birth and commune}: likely one child, perhaps not."""
    first: dict[tuple, int] = {}
    return {
        position: earlier
        for position, entry in enumerate(entries)
        if (earlier := first.setdefault(_likeness(entry), position)) != position
    }


def _likeness(entry):
    return fold(entry.full_name), entry.birth_date, entry.place.pk
