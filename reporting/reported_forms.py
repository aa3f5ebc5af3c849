"""What may be typed for reported figures and declarations of completeness."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators import completeness, periods, registry
from indicators.models import Qualifier, ReportedFigure
from indicators.periods import PeriodUnreadable
from places.form_fields import VietnameseDateField, VietnameseDecimalField, largest_of, to_choose
from programs import catalogue
from programs.forms import PlacedForm
from programs.models import Document

PERIOD_HELP = _(
    "Năm: 2015; nửa năm: 2015-H1; quý: 2015-Q1; tháng: 2015-03; giai đoạn: 2011/2015; từ ngày đến ngày: "
    "2011-01-01/2013-09-30."
)


class PeriodField(forms.CharField):
    """A period as its id is written; gives a PeriodSpan."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return periods.parse(text)
        except PeriodUnreadable as why:
            raise ValidationError(str(why), code="period") from why


MOST = largest_of(ReportedFigure, "value")


def all_or_one():
    """The indicators for a filter."""
    return [("", _("Tất cả chỉ số")), *((each.code, f"{each.code} · {each.name}") for each in registry.all())]


class ReportedForm(PlacedForm):
    indicator = forms.ChoiceField(label=_("Chỉ số"), choices=catalogue.choices)
    breakdown = forms.ChoiceField(
        label=_("Nhóm, mô hình"),
        required=False,
        choices=catalogue.group_choices,
        help_text=_("Chỉ chọn khi con số nói về một nhóm của chỉ số ấy."),
    )
    period = PeriodField(label=_("Kỳ"), help_text=PERIOD_HELP)
    printed_text = forms.CharField(
        label=_("Nguyên văn"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Chép đúng câu in trong văn bản.")
    )
    qualifier = forms.ChoiceField(label=_("Mức chính xác"), choices=Qualifier, initial=Qualifier.EXACT)
    value = VietnameseDecimalField(label=_("Con số"), digits=4, required=False, min_value=-MOST, max_value=MOST)
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=to_choose(ReportedFigure.Unit))
    numerator = VietnameseDecimalField(
        label=_("Tử số"), digits=0, required=False, min_value=0, max_value=largest_of(ReportedFigure, "numerator")
    )
    denominator = VietnameseDecimalField(
        label=_("Mẫu số"), digits=0, required=False, min_value=0, max_value=largest_of(ReportedFigure, "denominator")
    )
    document = forms.ModelChoiceField(Document.objects.all(), label=_("Văn bản, bài viết"), required=False)
    article = forms.CharField(label=_("Mục, trang"), max_length=80, required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["indicator", "breakdown", "place", "period"]


class ReportedFilter(forms.Form):
    indicator = forms.ChoiceField(label=_("Chỉ số"), required=False, choices=all_or_one)


class CompletenessForm(PlacedForm):
    records = forms.TypedMultipleChoiceField(
        label=_("Nhóm số liệu"),
        choices=completeness.choices,
        coerce=completeness.records,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ chọn loại mà mọi bản ghi đã được ghi: ở loại đã chọn, nơi không có bản ghi sẽ hiện số 0."),
    )
    starts_on = VietnameseDateField(label=_("Đủ từ ngày"), past=True)
    ends_on = VietnameseDateField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu vẫn đang ghi đủ hằng ngày.")
    )
    note = forms.CharField(label=_("Căn cứ"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["place", "starts_on", "ends_on", "records"]


class EndForm(forms.Form):
    ends_on = VietnameseDateField(label=_("Đủ đến hết ngày"), past=True)
