"""Activities, days of care, protection workers, awards: one ledger page each, with its entry form."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms as django_forms
from django.db.models import Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require_permission
from accounts.permissions import Permission as P
from places.numerals import write_date, write_money, write_number
from programs import actions, outreach_forms
from programs.models import Activity, Award, CareDay, ProtectionWorker
from programs.views.pages import entry, listing


@dataclass(frozen=True)
class Ledger:
    """One kind of entry: how it is listed, asked for and recorded."""

    model: type
    title: str
    new: str  # what its button and form are called
    noun: str
    about: str  # one sentence for the overview
    form: type
    add: Callable
    columns: tuple  # (heading, how a row is read, whether it is a number)
    filter: type[django_forms.Form]
    narrow: Callable  # (rows, what is asked for) -> rows
    totals: Callable = lambda rows: ()  # (words, number) above the list

    def rows(self, user, wanted):
        rows = self.model.objects.reachable_by(user, P.PROGRAM_VIEW).select_related("place__parent")
        return self.narrow(rows, wanted)


def _number(value):
    return "–" if value is None else write_number(value, 0)


def _day(row):
    return write_date(row.on_date) if row.on_date else _("không rõ ngày")


def _years(rows, wanted, *, kind=""):
    if wanted.get("year"):
        rows = rows.filter(on_date__year=wanted["year"])
    if kind and wanted.get(kind):
        rows = rows.filter(**{kind: wanted[kind]})
    return rows


def _at_work(rows, wanted):
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("state") == "unsettled":
        return rows.to_settle(timezone.localdate()).order_by("place__sort_key", "kind")
    day = wanted.get("on") or timezone.localdate()
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day).order_by("place__sort_key", "kind")


def _held(rows):
    found = rows.filter(voided_at=None).aggregate(Sum("turns"), Sum("children"), Sum("amount"))
    return (
        (_("lượt người"), _number(found["turns__sum"] or 0)),
        (_("trẻ em (mỗi hoạt động đếm riêng)"), _number(found["children__sum"] or 0)),
        (_("kinh phí"), write_money(found["amount__sum"] or 0)),
    )


_PLACE = (gettext_lazy("Địa bàn"), lambda row: row.place.name, False)
_DAY = (gettext_lazy("Ngày"), _day, False)
LEDGERS = {
    "hoat-dong": Ledger(
        Activity,
        gettext_lazy("Hoạt động đã tổ chức"),
        gettext_lazy("Ghi hoạt động"),
        gettext_lazy("hoạt động"),
        gettext_lazy("Truyền thông, diễn đàn, tư vấn, tặng quà, khảo sát, hội nghị."),
        outreach_forms.ActivityForm,
        actions.add_activity,
        (
            (gettext_lazy("Tên, chủ đề"), lambda row: row.name, False),
            (gettext_lazy("Loại"), lambda row: row.get_kind_display(), False),
            _DAY,
            _PLACE,
            (gettext_lazy("Lượt người"), lambda row: _number(row.turns), True),
            (gettext_lazy("Trẻ em"), lambda row: _number(row.children), True),
        ),
        outreach_forms.ActivityFilter,
        lambda rows, wanted: _years(rows, wanted, kind="kind"),
        _held,
    ),
    "ngay-ban-tru": Ledger(
        CareDay,
        gettext_lazy("Ngày chăm sóc bán trú"),
        gettext_lazy("Ghi ngày chăm sóc"),
        gettext_lazy("ngày"),
        gettext_lazy("Số trẻ em được chăm sóc mỗi ngày mở cửa."),
        outreach_forms.CareDayForm,
        actions.add_care_day,
        (
            (gettext_lazy("Điểm chăm sóc"), lambda row: str(row.site), False),
            _DAY,
            (gettext_lazy("Trẻ em có mặt"), lambda row: _number(row.children), True),
        ),
        outreach_forms.YearFilter,
        lambda rows, wanted: _years(rows.select_related("site__model", "site__place"), wanted),
    ),
    "nguoi-lam-cong-tac": Ledger(
        ProtectionWorker,
        gettext_lazy("Người làm công tác bảo vệ trẻ em"),
        gettext_lazy("Ghi người làm công tác"),
        gettext_lazy("người"),
        gettext_lazy("Người làm công tác, cộng tác viên, tình nguyện viên theo địa bàn."),
        outreach_forms.WorkerForm,
        actions.add_worker,
        (
            (gettext_lazy("Họ và tên"), lambda row: row.full_name, False),
            (gettext_lazy("Vị trí"), lambda row: row.get_kind_display(), False),
            _PLACE,
            (gettext_lazy("Từ ngày"), lambda row: write_date(row.starts_on), False),
            (gettext_lazy("Đến hết ngày"), lambda row: write_date(row.ends_on) if row.ends_on else "", False),
        ),
        outreach_forms.WorkerFilter,
        _at_work,
    ),
    "khen-thuong": Ledger(
        Award,
        gettext_lazy("Khen thưởng"),
        gettext_lazy("Ghi khen thưởng"),
        gettext_lazy("mục"),
        gettext_lazy("Bằng khen, giấy khen cho tập thể, cá nhân."),
        outreach_forms.AwardForm,
        actions.add_award,
        (
            (gettext_lazy("Hình thức"), lambda row: row.title, False),
            (gettext_lazy("Đối tượng"), lambda row: row.get_recipient_display(), False),
            _DAY,
            _PLACE,
            (gettext_lazy("Số lượng"), lambda row: _number(row.count), True),
        ),
        outreach_forms.YearFilter,
        _years,
    ),
}


def _ledger(name):
    if name not in LEDGERS:
        raise Http404
    return LEDGERS[name]


@require_permission(P.PROGRAM_VIEW)
def ledger(request, name):
    about = _ledger(name)
    form = about.filter(request.GET)
    form.is_valid()
    rows = about.rows(request.user, form.cleaned_data)
    return listing(
        request, rows, template="programs/ledger.html", form=form, about=about, name=name, totals=about.totals(rows)
    )


@require_permission(P.PROGRAM_EDIT)
def ledger_new(request, name):
    about = _ledger(name)
    form = about.form(request.POST or None, user=request.user, permission=P.PROGRAM_EDIT)
    return entry(
        request,
        form,
        lambda: about.add(by=request.user, **form.cleaned_data),
        to=reverse("programs:ledger", args=[name]),
        title=about.new,
    )


@require_permission(P.PROGRAM_EDIT)
def worker_end(request, uid):
    worker = get_object_or_404(ProtectionWorker.objects.reachable_by(request.user, P.PROGRAM_EDIT), uid=uid)
    form = outreach_forms.EndForm(request.POST or None)
    return entry(
        request,
        form,
        lambda: actions.end_worker(worker=worker, by=request.user, **form.cleaned_data),
        to=reverse("programs:ledger", args=["nguoi-lam-cong-tac"]),
        title=_("Ghi thôi làm công tác bảo vệ trẻ em"),
        about=worker,
    )


@require_permission(P.PROGRAM_EDIT)
def worker_settle(request, uid):
    """Of a divided unit: in which part someone works on."""
    worker = get_object_or_404(ProtectionWorker.objects.reachable_by(request.user, P.PROGRAM_EDIT), uid=uid)
    form = outreach_forms.SettleWorkerForm(request.POST or None, parts=actions.parts_of(worker))
    return entry(
        request,
        form,
        lambda: actions.settle_worker(worker=worker, by=request.user, **form.cleaned_data),
        to=reverse("programs:ledger", args=["nguoi-lam-cong-tac"]),
        title=_("Ghi người làm công tác ở đơn vị mới"),
        about=worker,
    )
