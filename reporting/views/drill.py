"""The rows behind a figure, for those who may open them; what was shown is written down first."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases.models import Case, CaseStep, Child
from indicators import asking, values
from indicators.drilling import NothingBehind, drill
from indicators.measures.shapes import Measure
from indicators.naming import denominator_name
from places import numerals
from places.models import Place
from programs.models import Activity, CareDay, FundEntry, FundSupport, SupportModelSite, TrainingClass
from programs.views.outreach import LEDGERS, Ledger
from reporting.figure_words import Figure, number
from reporting.pickers import refused
from reporting.views.pages import about_figures

PER_PAGE = 50


@require_permission(P.INDICATOR_DRILL)
@about_figures
def rows(request, picked, code):
    """The numerator or denominator of a figure, row by row; as many as the number says."""
    indicator = asking.indicator(code)
    if not picked.place.path.startswith(tuple(request.user.territory(P.INDICATOR_DRILL))):
        raise Http404
    part, group = request.GET.get("part", "numerator"), request.GET.get("group", "")
    try:
        ground = {"group": group, "boundaries": picked.boundaries}
        (value,) = values.series(indicator, picked.place, [picked.period], **ground)
        found = drill(indicator, picked.place, picked.period, user=request.user, part=part, **ground)
    except (NothingBehind, values.NotOffered) as why:
        return refused(request, why)
    model = found.model
    page = Paginator(SHAPES[model].rows(found.rows), PER_PAGE).get_page(request.GET.get("page"))
    asked = {"indicator": indicator.code, "place": picked.place.reference, "period": picked.period.id, "part": part}
    record("indicator.drilled", model, by=request.user, ids=[row.pk for row in page], **asked)
    context = {
        "picked": picked,
        "indicator": indicator,
        "figure": Figure(value),
        "group": group,
        "group_name": indicator.groups.names().get(group, _("chưa rõ")) if group and indicator.groups else "",
        "part_name": denominator_name(indicator) if part == "denominator" else indicator.numerator.name,
        "found": found,
        "number": _number(found),
        "columns": SHAPES[model].columns(),
        "lines": [SHAPES[model].line(row, picked.count_day) for row in page],
        "page": page,
    }
    return render(request, "reporting/drill.html", context)


def _number(found):
    """As on the page of the indicator; a denominator of units has no unit of its own."""
    return number(found.measure.unit, found.number) if isinstance(found.measure, Measure) else found.number


class Shape:
    """How rows of one kind are listed: (words, address) cells, the first of which heads its row."""

    related, order = (), ("pk",)

    @classmethod
    def rows(cls, found):
        return found.select_related(*cls.related).order_by(*cls.order)


class Children(Shape):
    related, order = ("responsible_place",), ("sort_key", "pk")

    @staticmethod
    def columns():
        return [_("Họ và tên"), _("Giới tính"), _("Tuổi vào ngày tính"), _("Ngày sinh"), _("Nơi phụ trách")]

    @staticmethod
    def line(child, day):
        return [
            (child.full_name, child.get_absolute_url()),
            (child.get_sex_display(), ""),
            (child.age_on(day), ""),
            (child.born, ""),
            (child.responsible_place.name, ""),
        ]


class Cases(Shape):
    related, order = ("child", "responsible_place"), ("code",)

    @staticmethod
    def columns():
        return [_("Mã hồ sơ"), _("Họ và tên trẻ"), _("Ngày tiếp nhận"), _("Ngày kết thúc"), _("Nơi phụ trách")]

    @staticmethod
    def line(case, _day):
        return [
            (case.code, case.get_absolute_url()),
            (case.child.full_name, ""),
            (numerals.write_date(case.received_at), ""),
            (numerals.write_date(case.closed_at), ""),
            (case.responsible_place.name, ""),
        ]


class Terms(Shape):
    related, order = ("case__responsible_place",), ("due_at", "pk")

    @staticmethod
    def columns():
        return [_("Mã hồ sơ"), _("Bước"), _("Hạn"), _("Xong lúc"), _("Nơi phụ trách")]

    @staticmethod
    def line(step, _day):
        return [
            (step.case.code, step.case.get_absolute_url()),
            (step.get_code_display(), ""),
            (numerals.write_date(step.due_at), ""),
            (numerals.write_date(step.done_at), ""),
            (step.case.responsible_place.name, ""),
        ]


class Places(Shape):
    related, order = ("parent", "province"), ("sort_key", "pk")

    @staticmethod
    def columns():
        return [_("Đơn vị"), _("Mã"), _("Thuộc"), _("Hiệu lực")]

    @staticmethod
    def line(place, _day):
        above = place.parent.name if place.parent else numerals.UNKNOWN
        return [
            (place.name, reverse("reporting:place", args=[place.reference])),
            (place.code, ""),
            (above, ""),
            (place.validity_in_words, ""),
        ]


class Sites(Shape):
    related, order = ("model", "place"), ("place__sort_key", "starts_on", "pk")

    @staticmethod
    def columns():
        return [_("Mô hình"), _("Tên điểm"), _("Địa bàn"), _("Bắt đầu"), _("Kết thúc")]

    @staticmethod
    def line(site, _day):
        return [
            (site.model.name, ""),
            (site.name or numerals.UNKNOWN, ""),
            (site.place.name, ""),
            (numerals.write_date(site.starts_on), ""),
            (numerals.write_date(site.ends_on), ""),
        ]


class Entries(Shape):
    related, order = ("place",), ("on_date", "pk")

    @staticmethod
    def columns():
        return [_("Ngày"), _("Hình thức"), _("Nhà tài trợ"), _("Số tiền"), _("Quỹ của")]

    @staticmethod
    def line(entry, _day):
        return [
            (numerals.write_date(entry.on_date), ""),
            (entry.get_channel_display(), ""),
            (entry.donor or numerals.UNKNOWN, ""),
            (numerals.write_dong(entry.amount), ""),
            (entry.place.name, ""),
        ]


class Supports(Shape):
    related, order = ("place",), ("on_date", "pk")

    @staticmethod
    def columns():
        return [_("Ngày"), _("Hình thức"), _("Số tiền"), _("Xã, phường")]

    @staticmethod
    def line(turn, _day):
        return [
            (numerals.write_date(turn.on_date), ""),
            (turn.get_kind_display(), ""),
            (numerals.write_dong(turn.amount), ""),
            (turn.place.name, ""),
        ]


class Classes(Shape):
    related, order = ("place",), ("on_date", "pk")

    @staticmethod
    def columns():
        return [_("Ngày"), _("Chủ đề"), _("Số học viên"), _("Địa bàn")]

    @staticmethod
    def line(each, _day):
        return [
            (numerals.write_date(each.on_date), ""),
            (each.topic, ""),
            (numerals.write_number(each.trainees), ""),
            (each.place.name, ""),
        ]


@dataclass(frozen=True)
class OfLedger:
    """Entries are listed as on the page of their ledger."""

    ledger: Ledger

    def rows(self, found):
        return found.select_related("place").order_by("on_date", "pk")

    def columns(self):
        return [heading for heading, _read, _is_number in self.ledger.columns]

    def line(self, row, _day):
        return [(read(row), "") for _heading, read, _is_number in self.ledger.columns]


SHAPES = {
    Activity: OfLedger(LEDGERS["hoat-dong"]),
    CareDay: OfLedger(LEDGERS["ngay-ban-tru"]),
    Child: Children,
    Case: Cases,
    CaseStep: Terms,
    Place: Places,
    SupportModelSite: Sites,
    FundEntry: Entries,
    FundSupport: Supports,
    TrainingClass: Classes,
}
