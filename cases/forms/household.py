"""A child's household and its yearly poverty review."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.permissions import Permission as P
from cases.actions import HouseholdEntry
from cases.forms.shared import TYPE_NAME, communes_of, seen_version
from cases.models import Household, HouseholdStatus
from places.form_fields import PlaceField
from places.text import fold

NEW, OFFERED = "new", 12


class HouseholdForm(forms.Form):
    """By the name of its head. Where the commune has households of that name, one of them, or a new one, is chosen."""

    head_name = forms.CharField(label=_("Họ và tên chủ hộ"), max_length=120)
    place = PlaceField(label=_("Xã, phường của hộ"), help_text=TYPE_NAME)
    phone = forms.CharField(label=_("Điện thoại của hộ"), max_length=20, required=False)
    version = seen_version()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.found = user, []
        self.fields["place"].queryset = communes_of(user, P.CHILD_EDIT)

    def clean(self):
        typed = super().clean()
        if not self.errors:
            self.found = self._same_name(typed["place"], typed["head_name"])
        if self.found:
            self._ask_which()
        return typed

    def _same_name(self, place, name):
        """Households of the commune whose head's name holds every word that was typed, without tone marks."""
        words = fold(name).split()
        rows = Household.objects.reachable_by(self.user, P.CHILD_EDIT).filter(place=place).order_by("head_name", "pk")
        return [row for row in rows if all(word in fold(row.head_name) for word in words)][:OFFERED]

    def _ask_which(self):
        choices = [(str(row.pk), _told(row)) for row in self.found] + [(NEW, _("Lập hộ mới"))]
        field = forms.ChoiceField(label=_("Hộ đã có trong sổ"), choices=choices, widget=forms.RadioSelect)
        self.fields["household"] = field
        self.order_fields(["head_name", "place", "household"])
        if self.data.get(self.add_prefix("household")) not in dict(choices):
            self.add_error("household", _("Xã đã có hộ cùng tên chủ hộ: chọn một hộ, hoặc lập hộ mới."))

    def household(self):
        """The one that was chosen, or the entry of a new one."""
        chosen = self.data.get(self.add_prefix("household"))
        for row in self.found:
            if str(row.pk) == chosen:
                return row
        typed = self.cleaned_data
        return HouseholdEntry(place=typed["place"], head_name=typed["head_name"], phone=typed["phone"])


def _told(row):
    """Nguyễn Văn Giả · hộ nghèo 2026 · 2 trẻ: what tells two households of one name apart."""
    latest = row.statuses.filter(voided_at=None).order_by("-year").first()
    n = row.children.filter(voided_at=None).count()
    children = ngettext("%(n)d trẻ", "%(n)d trẻ", n) % {"n": n}
    words = [row.head_name, f"{latest.get_status_display()} {latest.year}" if latest else "", children]
    return " · ".join(word for word in words if word)


class HouseholdStatusForm(forms.Form):
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    status = forms.ChoiceField(
        label=_("Kết quả rà soát"),
        choices=[*HouseholdStatus.Status.choices, ("", _("không nghèo, không cận nghèo"))],
        widget=forms.RadioSelect,
        required=False,
    )
    version = seen_version()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year
