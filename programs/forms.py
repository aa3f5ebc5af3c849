"""What may be typed for programmes; whether it may be so is asked in actions."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from accounts.scoping import inside
from cases.forms.shared import seen_version
from cases.models import Child
from places.form_fields import (
    LARGEST_AMOUNT,
    MoneyField,
    PlaceField,
    VietnameseDateField,
    VietnameseDecimalField,
    largest_of,
    to_choose,
)
from places.models import Level, Place
from programs import catalogue
from programs.child_field import ChildField
from programs.models import (
    Document,
    FundEntry,
    FundSupport,
    SupportModel,
    Target,
    TargetKind,
    TargetLevel,
    TargetUnit,
    TrainingClass,
    Trajectory,
)
from programs.rules import assistance

COMMUNE = (Level.COMMUNE,)
PLACE_HELP = _("Chọn, hoặc gõ tên không cần dấu.")
ALL = ("", _("Tất cả"))


def places_of(user, permission, levels=tuple(Level)):
    """Units of the user's territory, of the present and of the past: entries are made on the units of their day."""
    return Place.objects.filter(inside(user.territory(permission)), level__in=levels).order_by("sort_key")


def level(label, **kwargs):
    """A number of a target, above or below nothing."""
    most = largest_of(Target, "value")
    return VietnameseDecimalField(label=label, digits=4, min_value=-most, max_value=most, **kwargs)


class PlacedForm(forms.Form):
    """A form about a unit of the user's territory."""

    levels = tuple(Level)
    place = PlaceField(label=_("Địa bàn"), help_text=PLACE_HELP)

    def __init__(self, *args, user, permission, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places_of(user, permission, self.levels)


class SiteForm(PlacedForm):
    levels = (Level.COMMUNE, Level.DISTRICT)
    model = forms.ModelChoiceField(SupportModel.objects.all(), label=_("Mô hình"))
    name = forms.CharField(label=_("Tên điểm"), max_length=200, required=False)
    starts_on = VietnameseDateField(label=_("Bắt đầu"), past=True)
    field_order = ["model", "place", "name", "starts_on"]


class EndForm(forms.Form):
    ends_on = VietnameseDateField(label=_("Ngày cuối cùng hoạt động"), past=True)


class AssistanceEndForm(forms.Form):
    ends_on = VietnameseDateField(label=_("Hưởng đến hết ngày"), past=True)


class SettleSiteForm(forms.Form):
    """In which part of a divided unit a site has gone on."""

    place = PlaceField(label=_("Điểm nay thuộc đơn vị nào"))

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = parts


class RecognitionForm(PlacedForm):
    levels = COMMUNE
    year = forms.IntegerField(label=_("Năm"), min_value=2010, max_value=2100)
    points = VietnameseDecimalField(label=_("Tổng điểm"), digits=0, required=False, min_value=0, max_value=1000)
    decision = forms.CharField(label=_("Quyết định công nhận"), max_length=120, required=False)


class FundEntryForm(PlacedForm):
    on_date = VietnameseDateField(label=_("Ngày"), past=True)
    channel = forms.ChoiceField(label=_("Hình thức"), choices=FundEntry.Channel, widget=forms.RadioSelect)
    amount = MoneyField(label=_("Số tiền"))
    donor = forms.CharField(label=_("Nhà tài trợ"), max_length=150, required=False)


def open_children(form, user):
    """Let the form's field `child` find the children whom the user may see; without that right there is no field."""
    if user.may(Permission.CHILD_VIEW):
        reach = Child.objects.reachable_by(user, Permission.CHILD_VIEW).filter(voided_at=None)
        form.fields["child"].queryset = reach
    else:
        del form.fields["child"]


def children_shown(form):
    """Whom the page names once the form has been checked."""
    return form.fields["child"].widget.found if "child" in form.fields else []


class NamingForm(forms.Form):
    child = ChildField(label=_("Trẻ được hỗ trợ"), help_text=_("Gõ tên, không cần dấu, rồi chọn đúng trẻ."))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        open_children(self, user)


class FundSupportForm(PlacedForm):
    levels = COMMUNE
    on_date = VietnameseDateField(label=_("Ngày"), past=True)
    kind = forms.ChoiceField(label=_("Hình thức"), choices=to_choose(FundSupport.Kind))
    amount = MoneyField(label=_("Số tiền"), required=False)
    child = ChildField(
        label=_("Trẻ được hỗ trợ"),
        required=False,
        help_text=_("Gõ tên, không cần dấu, rồi chọn đúng trẻ. Để trống nếu chưa rõ là em nào."),
    )
    field_order = ["place", "on_date", "kind", "amount", "child"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        open_children(self, user)

    def clean_amount(self):
        return self.cleaned_data["amount"] or 0


class TrainingForm(PlacedForm):
    on_date = VietnameseDateField(label=_("Ngày"), past=True)
    topic = forms.CharField(label=_("Chủ đề"), max_length=250)
    organiser = forms.CharField(label=_("Đơn vị tổ chức"), max_length=150, required=False)
    trainees = VietnameseDecimalField(
        label=_("Số học viên"), digits=0, required=False, min_value=0, max_value=largest_of(TrainingClass, "trainees")
    )


class AssistanceForm(forms.Form):
    ground = forms.ChoiceField(label=_("Diện hưởng"), choices=to_choose(assistance.CHOICES))
    starts_on = VietnameseDateField(label=_("Từ ngày"), past=True)
    amount = VietnameseDecimalField(
        label=_("Mức hưởng (đồng/tháng)"),
        digits=0,
        required=False,
        min_value=1,
        max_value=LARGEST_AMOUNT,
        help_text=_("Để trống: tính theo hệ số của diện hưởng. Hưởng từ trước 01/07/2021: ghi mức theo quyết định."),
    )
    decision = forms.CharField(label=_("Quyết định"), max_length=120, required=False)
    in_community = forms.BooleanField(label=_("Hưởng tại cộng đồng"), required=False, initial=True)


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("Lý do huỷ"), max_length=300)


class TargetForm(PlacedForm, forms.ModelForm):
    """A target as the document prints it."""

    indicator = forms.ChoiceField(label=_("Chỉ số"), choices=catalogue.choices)
    breakdown = forms.ChoiceField(
        label=_("Nhóm, mô hình"),
        required=False,
        choices=catalogue.group_choices,
        help_text=_("Chỉ chọn khi chỉ tiêu nói về một nhóm của chỉ số ấy."),
    )
    value = level(_("Mức phải đạt"), required=False)
    baseline_value = level(_("Mức gốc"), required=False)
    baseline_on = VietnameseDateField(label=_("Ngày của mức gốc"), required=False)
    due_on = VietnameseDateField(label=_("Mốc phải đạt"))
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=to_choose(TargetUnit))
    trajectory = forms.ChoiceField(label=_("Lộ trình"), choices=Trajectory, initial=Trajectory.LINEAR, required=False)
    parent = forms.ModelChoiceField(
        Target.objects.none(),
        label=_("Chỉ tiêu cấp trên"),
        required=False,
        help_text=_("Cùng chỉ số, của chương trình cấp trên; để so mức của địa bàn với mức chung."),
    )
    field_order = ["printed_text", "place", "indicator", "breakdown", "kind", "direction", "unit", "value"]

    class Meta:
        model = Target
        fields = [
            "printed_text", "place", "indicator", "breakdown", "reads_numerator", "kind", "direction", "unit", "value",
            "baseline_value", "baseline_on", "due_on", "trajectory", "parent", "document", "ambiguity", "other_kind",
            "inferred", "definition_version",
        ]  # fmt: skip
        widgets = {
            "printed_text": forms.Textarea(attrs={"rows": 3}),
            "ambiguity": forms.Textarea(attrs={"rows": 2}),
            "inferred": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "printed_text": _("Chép đúng câu in trong văn bản."),
            "reads_numerator": _("Chọn khi chỉ tiêu là số đếm (thêm 30 xã), còn chỉ số là tỷ lệ."),
            "ambiguity": _("Chỗ mà câu chữ có thể hiểu hai cách."),
            "inferred": _("Điều văn bản không ghi mà người nhập suy ra, chẳng hạn ngày của mức gốc."),
            "definition_version": _("Để trống: định nghĩa đang dùng khi chương trình bắt đầu."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        above = self.instance.programme.parent_id
        self.fields["parent"].queryset = Target.objects.filter(programme=above).exclude(programme=None)

    def clean_trajectory(self):
        return self.cleaned_data["trajectory"] or Trajectory.LINEAR

    def _post_clean(self):
        """The rules' own sentences come from the action; constraints are not asked twice."""
        self.instance = self._meta.model(
            programme=self.instance.programme, **{k: v for k, v in self.cleaned_data.items() if k in self.Meta.fields}
        )


class RevisionForm(forms.Form):
    value = level(_("Mức mới"), required=False)
    due_on = VietnameseDateField(label=_("Mốc mới"))
    revised_on = VietnameseDateField(label=_("Điều chỉnh từ ngày"), past=True)
    document = forms.ModelChoiceField(Document.objects.all(), label=_("Văn bản"), required=False)
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))
    version = seen_version()


class LevelForm(forms.Form):
    """A milestone on the way, or a point of the target's own path."""

    on = VietnameseDateField(label=_("Vào ngày"))
    value = level(_("Mức"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=to_choose(TargetLevel.Role))
    kind = forms.ChoiceField(label=_("Loại"), required=False, choices=[("", _("như chỉ tiêu")), *TargetKind.choices])
    since = VietnameseDateField(label=_("Có hiệu lực từ ngày"), required=False)
    document = forms.ModelChoiceField(Document.objects.all(), label=_("Văn bản"), required=False)


class LevelEndForm(forms.Form):
    until = VietnameseDateField(label=_("Bỏ từ ngày"), past=True)
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))


class SiteFilter(forms.Form):
    model = forms.ModelChoiceField(
        SupportModel.objects.all(), label=_("Mô hình"), required=False, empty_label=_("Tất cả"), to_field_name="code"
    )
    on = VietnameseDateField(label=_("Hoạt động vào ngày"), required=False)
    state = forms.ChoiceField(
        label=_("Sau sắp xếp"), choices=[ALL, ("unsettled", _("cần ghi lại ở đơn vị mới"))], required=False
    )


class YearFilter(forms.Form):
    year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = range(timezone.localdate().year, 2010, -1)
        self.fields["year"].choices = [ALL, *((y, str(y)) for y in years)]


class SupportFilter(YearFilter):
    kind = forms.ChoiceField(label=_("Hình thức"), required=False, choices=[ALL, *FundSupport.Kind.choices])
    named = forms.ChoiceField(
        label=_("Tên trẻ"), required=False, choices=[ALL, ("1", _("đã gắn tên")), ("0", _("chưa gắn tên"))]
    )
