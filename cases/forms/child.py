"""A child and what is true of it from one day to another."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission as P
from cases.forms.shared import IN_THE_COUNTRY, TYPE_NAME, communes_of, seen_version, yes_no
from cases.models import (
    BirthPrecision,
    ResidenceBasis,
    Sex,
    SpecialCircumstance,
)
from cases.rules import groups
from places.form_fields import PartialDate, PartialDateField, PlaceField, VietnameseDateField
from places.models import EthnicGroup, Level, Place


class ChildForm(forms.Form):
    """Who the child is; used for a new child and for a correction."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    given_name = forms.CharField(
        label=_("Tên gọi để xếp thứ tự"),
        max_length=60,
        required=False,
        help_text=_("Để trống: lấy chữ cuối của họ tên."),
    )
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex, widget=forms.RadioSelect)
    birth = PartialDateField(label=_("Ngày sinh"), past=True, help_text=_("Không nhớ ngày, tháng thì ghi riêng năm."))
    is_estimated = forms.BooleanField(label=_("Tuổi ước lượng"), required=False)
    ethnic_group = forms.ModelChoiceField(
        EthnicGroup.objects.all(), label=_("Dân tộc"), required=False, empty_label=_("chưa rõ")
    )
    personal_id = forms.CharField(label=_("Số định danh cá nhân"), max_length=12, required=False)
    birth_registered = yes_no(_("Đã khai sinh"), required=False)
    phone = forms.CharField(label=_("Điện thoại liên hệ"), max_length=20, required=False)

    @classmethod
    def initial_of(cls, child):
        """What the form shows of a child on record."""
        shown = {name: getattr(child, name) for name in cls.base_fields if hasattr(child, name)}
        precision = "year" if child.birth_precision == BirthPrecision.ESTIMATED else child.birth_precision
        shown["birth"] = PartialDate.of(child.birth_date, precision)
        shown["is_estimated"] = child.birth_precision == BirthPrecision.ESTIMATED
        shown["birth_registered"] = {True: "1", False: "0"}.get(child.birth_registered, "")
        return shown

    def entry(self):
        """The columns of Child. A birth of which only the year is known stands on 1 July (docs/glossary.md)."""
        data = dict(self.cleaned_data)
        birth = data.pop("birth")
        estimated = data.pop("is_estimated")
        data["birth_date"] = birth.earliest if birth.month else birth.earliest.replace(month=7)
        data["birth_precision"] = BirthPrecision.ESTIMATED if estimated else birth.precision
        return data


class EditChildForm(ChildForm):
    version = seen_version()


class NewChildForm(ChildForm):
    place = PlaceField(label=_("Xã, phường nơi ở"), help_text=TYPE_NAME)
    residence_from = VietnameseDateField(
        label=_("Ở đây từ ngày"), required=False, past=True, help_text=_("Để trống: từ hôm nay.")
    )
    residence_basis = forms.ChoiceField(
        label=_("Hình thức cư trú"),
        choices=[c for c in ResidenceBasis.choices if c[0] in ("permanent", "temporary")],
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = communes_of(user, P.CHILD_EDIT)


class CircumstanceForm(forms.Form):
    group = forms.ChoiceField(label=_("Nhóm"))
    subgroup = forms.ChoiceField(label=_("Trường hợp"), required=False)
    starts_on = VietnameseDateField(label=_("Từ ngày"), past=True)
    evidence = forms.CharField(label=_("Căn cứ xác định"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", "–"), *SpecialCircumstance._meta.get_field("group").choices]
        subs = [
            (f"{g.code}.{n}", f"{g.code}.{n} {_(text)}") for g in groups.GROUPS for n, text in enumerate(g.subgroups, 1)
        ]
        self.fields["subgroup"].choices = [("", "–"), *subs]


class RiskSpellForm(forms.Form):
    criteria = forms.MultipleChoiceField(
        label=_("Tiêu chí"), choices=groups.RISK_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    starts_on = VietnameseDateField(label=_("Từ ngày"), past=True)


class EndSpellForm(forms.Form):
    ends_on = VietnameseDateField(label=_("Đến hết ngày"), past=True)


class MoveForm(forms.Form):
    place = PlaceField(label=_("Xã, phường nơi ở mới"), help_text=TYPE_NAME, error_messages=IN_THE_COUNTRY)
    moved_on = VietnameseDateField(label=_("Từ ngày"), past=True)
    basis = forms.ChoiceField(
        label=_("Hình thức cư trú"), choices=[c for c in ResidenceBasis.choices if c[0] in ("permanent", "temporary")]
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=200, required=False)
    version = seen_version()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.in_force(timezone.localdate()).level(Level.COMMUNE)


class SettleForm(forms.Form):
    """In which part of the divided commune."""

    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Xã, phường"), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(label=_("Lý do sửa nơi ở đã xác định"), max_length=300)
    version = seen_version()

    def __init__(self, *args, parts, again=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]
        self.fields["place"].queryset = Place.objects.filter(pk__in=[part.pk for part in parts]).alphabetical()


class SettleManyForm(SettleForm):
    """The same for many of one commune: what was ticked is `uid:version`, the version that the page showed.

    `rows`: {uid: child} of those in reach who wait; one who waits no more is refused before anything is written.
    """

    version = None
    everyone = forms.BooleanField(label=_("Chọn cả trang này"), required=False)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows

    def clean(self):
        told = super().clean()
        names = self.data.getlist("shown" if told.pop("everyone", False) else "child")
        picked = [name.partition(":") for name in dict.fromkeys(names)]
        if not picked:
            raise forms.ValidationError(_("Hãy chọn ít nhất một trẻ."))
        if not all(uid in self.rows and seen.isdecimal() and len(seen) < 9 for uid, _colon, seen in picked):
            raise forms.ValidationError(_("Có trẻ không còn chờ xác định nơi ở; hãy xem lại danh sách."))
        return told | {"children": [(self.rows[uid], int(seen)) for uid, _colon, seen in picked]}


class DeathForm(forms.Form):
    died_on = VietnameseDateField(label=_("Mất ngày"), past=True)
    version = seen_version()


class DepartureForm(forms.Form):
    departed_on = VietnameseDateField(
        label=_("Rời địa bàn từ ngày"),
        past=True,
        help_text=_("Chỉ khi không rõ nơi đến; biết nơi đến thì ghi chuyển nơi ở."),
    )
    version = seen_version()


class SeenForm(forms.Form):
    """Nothing is typed; only what the page showed must still be so."""

    version = seen_version()


class MoveUndoForm(SeenForm):
    reason = forms.CharField(label=_("Lý do rút việc chuyển nơi ở"), max_length=300)


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("Lý do huỷ vì nhập nhầm"), max_length=300)
