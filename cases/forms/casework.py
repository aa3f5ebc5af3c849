"""Plan, services, visits, closing and the rest of a case."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.shared import FEW_LINES, IN_THE_COUNTRY, LINES, TYPE_NAME, seen_version, yes_no
from cases.models import (
    CasePlan,
    EmergencyMeasure,
    Outcome,
    ServiceKind,
)
from places.form_fields import MoneyField, PlaceField, VietnameseDateField, to_choose
from places.models import Level, Place


class PlanForm(forms.Form):
    is_draft = True  # may be saved half-written; what it lacks is said when it is submitted
    goals = forms.CharField(
        label=_("Mục tiêu"), widget=LINES, required=False, help_text=_("Điều gì sẽ khác đi với trẻ khi kế hoạch xong?")
    )
    child_opinion = forms.CharField(
        label=_("Ý kiến, nguyện vọng của trẻ"),
        widget=FEW_LINES,
        required=False,
        help_text=_("Ghi lời của trẻ, không diễn giải thay."),
    )
    no_opinion_reason = forms.CharField(label=_("Lý do chưa hỏi được ý kiến trẻ"), max_length=300, required=False)
    uses_funds = yes_no(_("Có sử dụng kinh phí"), required=False)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def initial_of(cls, plan):
        if plan is None:
            return {}
        names = ("goals", "child_opinion", "no_opinion_reason", "number", "version")
        shown = {name: getattr(plan, name) for name in names}
        return {**shown, "uses_funds": {True: "1", False: "0"}.get(plan.uses_funds, "")}


class ActivityForm(forms.Form):
    is_draft = True
    text = forms.CharField(label=_("Hoạt động, dịch vụ"), max_length=300, required=False)
    responsible = forms.CharField(label=_("Chịu trách nhiệm"), max_length=150, required=False)
    starts_on = VietnameseDateField(label=_("Bắt đầu"), required=False)
    ends_on = VietnameseDateField(label=_("Kết thúc"), required=False)
    cooperating = forms.CharField(label=_("Phối hợp"), max_length=150, required=False)
    cost = MoneyField(label=_("Dự toán (đồng)"), required=False, help_text="")


class ActivityRows(forms.BaseFormSet):
    default_error_messages = {
        **forms.BaseFormSet.default_error_messages,
        "missing_management_form": _(
            "Trang gửi lên không cho biết có bao nhiêu hoạt động, nên chưa lưu gì; hãy mở lại trang rồi làm lại."
        ),
    }


ActivityFormSet = forms.formset_factory(ActivityForm, ActivityRows, extra=0, can_delete=True, max_num=40)


class ApproveForm(forms.Form):
    decision_number = forms.CharField(label=_("Số quyết định (Mẫu 05)"), max_length=40, required=False)
    version = seen_version()


class ReturnForm(forms.Form):
    reason = forms.CharField(label=_("Lý do trả lại"), max_length=300, widget=FEW_LINES)
    version = seen_version()


class MeasureForm(forms.Form):
    kind = forms.ChoiceField(label=_("Biện pháp"), choices=to_choose(EmergencyMeasure.Kind))
    taken_on = VietnameseDateField(label=_("Ngày thực hiện"), past=True)
    taken_time = forms.TimeField(label=_("Giờ"), widget=forms.TimeInput(format="%H:%M"))
    provider = forms.CharField(label=_("Đơn vị thực hiện"), max_length=150, required=False)
    decision_number = forms.CharField(label=_("Số quyết định (Mẫu 07)"), max_length=40, required=False)
    separated_on = VietnameseDateField(
        label=_("Cách ly từ ngày"), required=False, help_text=_("Chỉ khi tạm thời cách ly.")
    )
    note = forms.CharField(label=_("Nội dung"), widget=LINES)

    def entry(self):
        data = dict(self.cleaned_data)
        moment = timezone.datetime.combine(data.pop("taken_on"), data.pop("taken_time"))
        return {**data, "taken_at": timezone.make_aware(moment)}


class SeparationEndForm(forms.Form):
    ended_on = VietnameseDateField(label=_("Chấm dứt cách ly từ ngày"), past=True)


class ServiceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại dịch vụ"), choices=to_choose(ServiceKind))
    on_date = VietnameseDateField(label=_("Ngày"), past=True)
    provider = forms.CharField(label=_("Nơi cung cấp"), max_length=150)
    activity = forms.ModelChoiceField(
        None, label=_("Theo hoạt động của kế hoạch"), required=False, empty_label=_("ngoài kế hoạch")
    )
    note = forms.CharField(label=_("Ghi chú"), widget=FEW_LINES, required=False)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        approved = case.plans.filter(status=CasePlan.Status.APPROVED, voided_at=None)
        activity = self.fields["activity"]
        activity.queryset = type(case).plans.rel.related_model.activities.rel.related_model.objects.filter(
            plan__in=approved
        )
        activity.label_from_instance = lambda row: row.text


class VisitForm(forms.Form):
    on_date = VietnameseDateField(label=_("Ngày"), past=True)
    note = forms.CharField(label=_("Nội dung"), widget=LINES)


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Kết quả"), choices=Outcome, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Lý do"), widget=FEW_LINES, required=False, help_text=_("Bắt buộc, trừ khi trẻ an toàn, ổn định.")
    )
    reason.is_conditional = True
    version = seen_version()


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(None, label=_("Người phụ trách"), empty_label=_("chưa có ai"), required=False)
    version = seen_version()

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people


class TransferForm(forms.Form):
    to_place = PlaceField(label=_("Chuyển đến xã, phường"), help_text=TYPE_NAME, error_messages=IN_THE_COUNTRY)
    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=FEW_LINES)
    version = seen_version()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_place"].queryset = Place.objects.in_force(timezone.localdate()).level(Level.COMMUNE)


class RestrictForm(forms.Form):
    user = forms.ModelChoiceField(None, label=_("Người không được xem"), empty_label=_("– chọn –"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = lambda user: f"{user.full_name} · {user.username}"


class FindCaseForm(forms.Form):
    code = forms.CharField(label=_("Mã hồ sơ"), max_length=20, help_text=_("Ví dụ: AG-2026-000412."))


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("Lý do gỡ"), max_length=300)
