"""What may be typed for activities, days of care, protection workers and awards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from places.form_fields import (
    MoneyField,
    PlaceField,
    VietnameseDateField,
    VietnameseDecimalField,
    largest_of,
    to_choose,
)
from places.models import Level
from programs.forms import EndForm, PlacedForm, YearFilter
from programs.models import Activity, Award, CareDay, Programme, ProtectionWorker, SupportModelSite

__all__ = [
    "ActivityFilter",
    "ActivityForm",
    "AwardForm",
    "CareDayForm",
    "EndForm",
    "SettleWorkerForm",
    "WorkerFilter",
    "WorkerForm",
    "YearFilter",
]


def whole(label, model, name, **kwargs):
    """A whole number for a column of a model."""
    limits = {"required": False, "min_value": 0, "max_value": largest_of(model, name)}
    return VietnameseDecimalField(label=label, digits=0, **limits | kwargs)


class ActivityForm(PlacedForm):
    kind = forms.ChoiceField(label=_("Loại hoạt động"), choices=to_choose(Activity.Kind))
    name = forms.CharField(label=_("Tên, chủ đề"), max_length=250)
    on_date = VietnameseDateField(label=_("Ngày"), past=True)
    turns = whole(_("Số lượt người"), Activity, "turns", help_text=_("Một người dự hai lần là hai lượt."))
    children = whole(_("Số trẻ em"), Activity, "children", help_text=_("Mỗi em chỉ tính một lần."))
    amount = MoneyField(label=_("Kinh phí"), required=False)
    organiser = forms.CharField(label=_("Đơn vị tổ chức"), max_length=150, required=False)
    programme = forms.ModelChoiceField(Programme.objects.all(), label=_("Thuộc chương trình"), required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["kind", "name", "place", "on_date"]


class CareDayForm(forms.Form):
    site = forms.ModelChoiceField(SupportModelSite.objects.none(), label=_("Điểm chăm sóc"))
    on_date = VietnameseDateField(label=_("Ngày"), past=True)
    children = whole(
        _("Số trẻ em có mặt"), CareDay, "children", required=True, help_text=_("Mở cửa mà không em nào đến: ghi 0.")
    )

    def __init__(self, *args, user, permission, **kwargs):
        super().__init__(*args, **kwargs)
        sites = SupportModelSite.objects.reachable_by(user, permission).filter(voided_at=None)
        self.fields["site"].queryset = sites.filter(model__day_care=True).select_related("model", "place")


class WorkerForm(PlacedForm):
    kind = forms.ChoiceField(label=_("Vị trí"), choices=to_choose(ProtectionWorker.Kind))
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    area = forms.CharField(label=_("Thôn, tổ dân phố"), max_length=120, required=False)
    starts_on = VietnameseDateField(label=_("Từ ngày"), past=True)
    levels = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
    field_order = ["kind", "full_name", "place", "area", "starts_on"]


class AwardForm(PlacedForm):
    title = forms.CharField(label=_("Hình thức khen thưởng"), max_length=150)
    recipient = forms.ChoiceField(label=_("Đối tượng"), choices=Award.Recipient, widget=forms.RadioSelect)
    count = whole(_("Số lượng"), Award, "count", required=True, min_value=1)
    on_date = VietnameseDateField(label=_("Ngày"), past=True)
    decision = forms.CharField(label=_("Quyết định"), max_length=120, required=False)
    programme = forms.ModelChoiceField(Programme.objects.all(), label=_("Thuộc chương trình"), required=False)
    field_order = ["title", "recipient", "count", "place", "on_date"]


class ActivityFilter(YearFilter):
    kind = forms.ChoiceField(label=_("Loại"), required=False, choices=[("", _("Tất cả")), *Activity.Kind.choices])
    field_order = ["kind", "year"]


class SettleWorkerForm(forms.Form):
    """In which part of a divided unit someone works on."""

    place = PlaceField(label=_("Nay làm việc ở đơn vị nào"))

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = parts


class WorkerFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("Vị trí"), required=False, choices=[("", _("Tất cả")), *ProtectionWorker.Kind.choices]
    )
    on = VietnameseDateField(label=_("Làm việc vào ngày"), required=False)
    state = forms.ChoiceField(
        label=_("Sau sắp xếp"),
        choices=[("", _("Tất cả")), ("unsettled", _("xã đã chia, chưa xác định"))],
        required=False,
    )
