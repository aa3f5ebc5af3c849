"""What is asked of someone who proposes a release."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from accounts.scoping import inside
from indicators import periods
from indicators.models import Release
from indicators.periods import FIRST_YEAR, PeriodKind
from indicators.releases.tables import TABLES
from places.form_fields import PlaceField
from places.models import Place


class DraftForm(forms.Form):
    table = forms.ChoiceField(label=_("Bảng"))
    place = PlaceField(label=_("Địa bàn"), help_text=_("Gõ tên, không cần dấu."))
    periods = forms.MultipleChoiceField(label=_("Năm"), widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(
        label=_("Trong mỗi năm"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(PeriodKind.YEAR, _("cả năm")), (PeriodKind.HALF, _("sáu tháng")), (PeriodKind.QUARTER, _("quý"))],
        initial=[PeriodKind.YEAR],
        required=False,
        help_text=_("Chỉ lấy những kỳ đã kết thúc. Số theo quý làm phải ẩn nhiều hơn: cộng lại không được lộ số nhỏ."),
    )
    replaces = forms.ModelChoiceField(
        Release.objects.none(),
        label=_("Thay cho bản"),
        required=False,
        empty_label=_("không thay bản nào"),
        to_field_name="number",
        help_text=_("Bản đã công bố không sửa được; bản cũ vẫn đọc được và ghi rõ đã được thay."),
    )
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        reach = user.territory(Permission.RELEASE_PUBLISH)
        self.fields["place"].queryset = Place.objects.filter(inside(reach)).order_by("sort_key")
        self.fields["table"].choices = [(table.code, table.title) for table in TABLES.values()]
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        self.fields["periods"].choices = [(str(year), str(year)) for year in years]
        self.fields["replaces"].queryset = Release.objects.filter(inside(reach, "place"), replaced_by=None)

    def clean(self):
        """The periods of the years that were picked, without those that are not over yet."""
        told = super().clean()
        kinds, today = told.pop("kinds", []) or [PeriodKind.YEAR], timezone.localdate()
        if "periods" in told:
            spans = [span for year in told["periods"] for span in periods.of_year(int(year)) if span.kind in kinds]
            told["periods"] = [span.id for span in spans if span.last < today]
        return told
