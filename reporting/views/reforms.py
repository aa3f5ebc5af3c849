"""Reforms of units to come: entered, looked at with all their effects, scheduled, and carried out on their day."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import require_permission
from accounts.permissions import Permission as P
from accounts.scoping import inside
from cases.actions.refusals import Clash, Refused
from cases.views.pages import read_anew
from places.actions.reforms import BadRows
from places.form_fields import VietnameseDateField
from places.models import Reform, ReformLink
from reporting.actions import reforms as actions
from reporting.reform_effects import effects

MOST_SHOWN = 200
NOT_OPEN = gettext_lazy("Đợt sắp xếp này đã thực hiện hoặc đã bỏ, không sửa được.")


class VersionForm(forms.Form):
    """Which text the person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReformForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)  # of the reform that is written over
    legal_document = forms.CharField(label=gettext_lazy("Văn bản"), max_length=300)
    on_date = VietnameseDateField(label=gettext_lazy("Có hiệu lực từ ngày"))
    text = forms.CharField(
        label=gettext_lazy("Đơn vị cũ thành đơn vị mới"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Mỗi dòng: mã cũ; mã mới; tên mới; mã cấp trên; phần. Dán từ bảng tính cũng được. Để trống phần nếu cả đơn "
            "vị cũ vào đơn vị mới; nếu bị tách, ghi phần dân số (0,35) hoặc “?” khi không rõ. Xã của một tỉnh đổi tên, "
            "nhập vào tỉnh khác mà không ghi ở đây thì giữ nguyên dưới tỉnh mới."
        ),
    )
    carries_roles = forms.BooleanField(
        label=gettext_lazy(
            "Chuyển phân công sang đơn vị mới: nơi cả đơn vị cũ nhập vào, hoặc phần giữ mã của đơn vị bị tách"
        ),
        required=False,
        initial=True,
    )

    def clean_on_date(self):
        day = self.cleaned_data["on_date"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Ngày phải sau hôm nay: đợt đã qua được nạp từ tệp dữ liệu đơn vị."))
        return day


def within_reach(user):
    """Reforms of which every old unit lies in the person's territory: nobody reforms what he does not keep."""
    links = ReformLink.objects.filter(reform=OuterRef("pk"))
    ours = inside(user.territory(P.REFERENCE_EDIT), "from_place")
    return Reform.objects.filter(Exists(links), ~Exists(links.exclude(ours)))


@require_permission(P.REFERENCE_EDIT)
def reforms(request):
    return render(request, "reporting/reforms.html", {"reforms": within_reach(request.user)})


@require_permission(P.REFERENCE_EDIT)
def reform_new(request):
    return _entered(request, None)


@require_permission(P.REFERENCE_EDIT)
def reform_edit(request, uid):
    found = get_object_or_404(within_reach(request.user), uid=uid)
    if not found.is_open:
        return redirect("reporting:reform", found.uid)
    return _entered(request, found)


def _entered(request, reform):
    told = reform and {
        "legal_document": reform.legal_document, "on_date": reform.on_date, "text": reform.rows,
        "carries_roles": reform.carries_roles, "version": reform.version,
    }  # fmt: skip
    form, clash = ReformForm(request.POST or None, initial=told), None
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.enter_reform(by=request.user, reform=reform, **form.cleaned_data)
        except BadRows as why:
            for sentence in why.sentences[:MOST_SHOWN]:
                form.add_error("text", sentence)
        except actions.NotOpen:
            form.add_error(None, NOT_OPEN)
        except Clash as lost:
            clash = lost.current
            read_anew(form, clash)
        else:
            return redirect("reporting:reform", done.uid)
    return render(request, "reporting/reform_form.html", {"form": form, "reform": reform, "clash": clash})


@require_permission(P.REFERENCE_EDIT)
def reform(request, uid):
    """Everything that will happen on the day."""
    found = get_object_or_404(within_reach(request.user), uid=uid)
    told = effects(found, request.user)
    context = {
        "reform": found,
        "effects": told,
        "units": told.units[:MOST_SHOWN],
        "more_units": max(0, len(told.units) - MOST_SHOWN),
        "eve": found.on_date - timedelta(days=1),
        "read": VersionForm(initial={"version": found.version}, auto_id=False),
        "is_author": found.entered_by_id == request.user.pk,
        "done": len(told.units) - found.links.filter(done_at=None).values("from_place").distinct().count(),
    }
    return render(request, "reporting/reform.html", context)


@require_permission(P.REFERENCE_EDIT)
@require_POST
def reform_schedule(request, uid):
    return _decided(request, uid, actions.schedule_reform, _("Sẽ thực hiện vào ngày đã ghi."))


@require_permission(P.REFERENCE_EDIT)
@require_POST
def reform_withdraw(request, uid):
    return _decided(request, uid, actions.withdraw_reform, _("Đã bỏ đợt sắp xếp này."))


def _decided(request, uid, act, words):
    found, read = get_object_or_404(within_reach(request.user), uid=uid), VersionForm(request.POST)
    try:
        act(reform=found, version=read.cleaned_data["version"] if read.is_valid() else None, by=request.user)
    except actions.NotOpen:
        messages.error(request, NOT_OPEN)
    except Clash:
        messages.error(
            request, _("Có người vừa sửa đợt này sau khi bạn mở trang: xem lại nội dung mới ở dưới rồi quyết.")
        )
    except BadRows as why:
        for sentence in why.sentences[:MOST_SHOWN]:
            messages.error(request, sentence)
    except Refused as refusal:
        for sentence in refusal.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, words)
    return redirect("reporting:reform", found.uid)
