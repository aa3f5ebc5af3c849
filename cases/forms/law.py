"""What a province chooses where the law leaves room."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission as P
from accounts.scoping import inside
from cases.rules.deadlines import FROM_FORM03, FROM_INTAKE
from places.form_fields import VietnameseDateField
from places.models import Level, Place

PLAN_CLOCK_WORDS = {FROM_INTAKE: _("từ khi tiếp nhận"), FROM_FORM03: _("từ khi xong Mẫu 03")}


def provinces_of(user):
    """The provinces of today for which the user may choose."""
    provinces = Place.objects.in_force(timezone.localdate()).level(Level.PROVINCE)
    return provinces.filter(inside(user.territory(P.REFERENCE_EDIT))).alphabetical()


class PlanClockForm(forms.Form):
    province = forms.ModelChoiceField(None, label=_("Tỉnh, thành phố"), empty_label=None)
    value = forms.ChoiceField(label=_("Tính từ"), choices=list(PLAN_CLOCK_WORDS.items()), widget=forms.RadioSelect)
    in_force_from = VietnameseDateField(label=_("Áp dụng từ ngày"))
    document = forms.CharField(label=_("Văn bản"), max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces_of(user)
