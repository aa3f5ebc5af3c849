"""Every list that leaves as a file: its rows (the screen's own queryset), its columns, and who may have it.

The list of reports is no such list: who receives them carries no names away, and who does reads no reports.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission as P
from cases.views.lists import CaseFilter, ChildFilter, filtered_cases, filtered_children
from places.numerals import write_date
from programs.forms import SiteFilter, SupportFilter, YearFilter
from programs.models import CommuneRecognition, TrainingClass
from programs.views.activities import filtered_sites
from programs.views.fund import filtered_entries, filtered_supports
from programs.views.outreach import LEDGERS


@dataclass(frozen=True)
class Listed:
    """`rows(user, filters)` reaches through the door; `columns` are (heading, how a row is read)."""

    name: str
    permission: P
    rows: Callable
    columns: tuple

    @property
    def names_children(self):
        """Or tells of them: whoever carries it away says first who he is."""
        return self.permission is P.REGISTER_EXPORT

    def cells(self, row):
        return [read(row) for _words, read in self.columns]


def _day(value):
    return write_date(value) if value else ""


def _asked(form, filters):
    """What the page itself understands of an address; the rest is ignored by both."""
    asked = form(filters)
    asked.is_valid()
    return asked.cleaned_data


def _cases(user, filters):
    return filtered_cases(user, _asked(CaseFilter, filters), timezone.now()).select_related(
        "child", "responsible_place", "assigned_to"
    )


def _children(user, filters):
    rows = filtered_children(user, _asked(ChildFilter, filters), timezone.localdate())
    return rows.select_related("ethnic_group", "responsible_place")


def _sites(user, filters):
    return filtered_sites(user, _asked(SiteFilter, filters)).filter(voided_at=None)


def _entries(user, filters):
    return filtered_entries(user, _asked(YearFilter, filters)).filter(voided_at=None)


def _supports(user, filters):
    return filtered_supports(user, _asked(SupportFilter, filters)).filter(voided_at=None)


def _of_year(model, column):
    def rows(user, filters):
        found = model.objects.reachable_by(user, P.PROGRAM_VIEW).filter(voided_at=None)
        if year := _asked(YearFilter, filters).get("year"):
            found = found.filter(**{column: year})
        return found.select_related("place__parent")

    return rows


def _ledger(name):
    """A ledger leaves with the columns of its page, and whether an entry was voided is not asked: those stay behind."""
    about = LEDGERS[name]
    columns = tuple((heading, read) for heading, read, _number in about.columns)
    return Listed(
        name,
        P.PROGRAM_VIEW,
        lambda user, filters: about.rows(user, _asked(about.filter, filters)).filter(voided_at=None),
        columns,
    )


_CODE = (_("Mã hồ sơ"), lambda row: row.code)
_PLACE = (_("Địa bàn"), lambda row: row.place.full_name)
LISTS = {
    listed.name: listed
    for listed in (
        Listed("ho-so", P.REGISTER_EXPORT, _cases, (
            _CODE,
            (_("Họ và tên trẻ"), lambda row: row.child.full_name),
            (_("Ngày sinh"), lambda row: row.child.born),
            (_("Trường hợp"), lambda row: row.get_category_display()),
            (_("Bước"), lambda row: row.get_stage_display()),
            (_("Nguy cơ"), lambda row: row.get_risk_level_display()),
            (_("Xã, phường"), lambda row: row.responsible_place.name),
            (_("Người phụ trách"), lambda row: row.assigned_to.full_name if row.assigned_to else ""),
            (_("Tiếp nhận"), lambda row: _day(timezone.localdate(row.received_at))),
            (_("Hạn kế tiếp"), lambda row: _day(row.due_at and timezone.localdate(row.due_at))),
        )),
        Listed("tre-em", P.REGISTER_EXPORT, _children, (
            (_("Họ và tên"), lambda row: row.full_name),
            (_("Giới tính"), lambda row: row.get_sex_display()),
            (_("Ngày sinh"), lambda row: row.born),
            (_("Dân tộc"), lambda row: row.ethnic_group.name if row.ethnic_group else ""),
            (_("Xã, phường"), lambda row: row.responsible_place.name),
        )),
        Listed("mo-hinh", P.PROGRAM_VIEW, _sites, (
            (_("Mô hình"), lambda row: row.model.name), (_("Tên điểm"), lambda row: row.name), _PLACE,
            (_("Bắt đầu"), lambda row: _day(row.starts_on)), (_("Kết thúc"), lambda row: _day(row.ends_on)),
        )),
        Listed("cong-nhan", P.PROGRAM_VIEW, _of_year(CommuneRecognition, "year"), (
            _PLACE, (_("Năm"), lambda row: row.year), (_("Quyết định"), lambda row: row.decision),
        )),
        Listed("quy", P.PROGRAM_VIEW, _entries, (
            (_("Ngày"), lambda row: _day(row.on_date)), (_("Hình thức"), lambda row: row.get_channel_display()),
            (_("Nhà tài trợ"), lambda row: row.donor), (_("Số tiền (đồng)"), lambda row: row.amount), _PLACE,
        )),
        Listed("luot-ho-tro", P.PROGRAM_VIEW, _supports, (
            (_("Ngày"), lambda row: _day(row.on_date)), (_("Hình thức"), lambda row: row.get_kind_display()),
            (_("Số tiền (đồng)"), lambda row: row.amount), _PLACE,
            (_("Tên trẻ"), lambda row: str(_("đã gắn tên") if row.is_named else _("chưa gắn tên"))),  # no name leaves
        )),
        Listed("tap-huan", P.PROGRAM_VIEW, _of_year(TrainingClass, "on_date__year"), (
            (_("Ngày"), lambda row: _day(row.on_date)), (_("Chủ đề"), lambda row: row.topic),
            (_("Học viên"), lambda row: row.trainees or ""), _PLACE,
        )),
    )
} | {name: _ledger(name) for name in LEDGERS}  # fmt: skip
