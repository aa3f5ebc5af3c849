"""Form 01, and what follows from it."""

from contextlib import suppress
from itertools import dropwhile

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission as P
from cases.forms.shared import FEW_LINES, IN_THE_COUNTRY, LINES, communes_of, seen_version
from cases.models import (
    AbuseType,
    Category,
    Channel,
    Intake,
    Sex,
)
from places.form_fields import PartialDateField, PlaceField, VietnameseDateField, VietnameseDecimalField
from places.models import Level, Place
from places.text import fold
from places.widgets import ThreeBoxDateInput


class IntakeForm(forms.ModelForm):
    """Form 01. All that identifies is "if known".

    Whoever hears of it records it, wherever it happened; it goes to that commune at once (Decree 56/2017, Art. 26(1)).
    """

    received_on = VietnameseDateField(label=_("Ngày tiếp nhận"), past=True)
    received_time = forms.TimeField(
        label=_("Giờ"), help_text=_("24 giờ, ví dụ 08:25."), widget=forms.TimeInput(format="%H:%M")
    )
    channel = forms.ChoiceField(label=_("Hình thức tiếp nhận"), choices=Channel, widget=forms.RadioSelect)
    category = forms.ChoiceField(label=_("Trường hợp"), choices=Category, widget=forms.RadioSelect)
    abuse_type = forms.ChoiceField(
        label=_("Hành vi xâm hại"),
        required=False,
        choices=[("", _("– không phải xâm hại –")), *AbuseType.choices],
        help_text=_("Bắt buộc khi trẻ bị xâm hại."),
    )
    abuse_type.is_conditional = True
    seems_urgent = forms.BooleanField(
        label=_("Có dấu hiệu khẩn cấp"),
        required=False,
        help_text=_(
            "Trẻ bị đe doạ hoặc tổn hại nghiêm trọng, hoặc người xâm hại là người chăm sóc: 12 giờ bắt đầu tính."
        ),
    )
    incident_place = PlaceField(
        label=_("Xã, phường xảy ra vụ việc"),
        help_text=_("Trong cả nước: tin được chuyển ngay đến xã đó. Gõ tên không cần dấu."),
        error_messages={
            **IN_THE_COUNTRY,
            "outside": _("Nơi đã chọn không phải xã, phường vào ngày tiếp nhận."),
        },
    )
    narrative = forms.CharField(label=_("Nội dung vụ việc"), widget=LINES)
    child_sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex, widget=forms.RadioSelect, initial=Sex.UNKNOWN)
    child_birth_date = VietnameseDateField(
        label=_("Ngày sinh, nếu biết"), required=False, widget=ThreeBoxDateInput, past=True
    )

    child_age_estimate = VietnameseDecimalField(
        label=_("Tuổi ước lượng"), digits=0, required=False, min_value=0, max_value=150
    )

    class Meta:
        model = Intake
        fields = [
            "channel", "channel_note", "external_code", "category", "abuse_type", "seems_urgent", "incident_place",
            "narrative", "condition", "consequences", "child_name", "child_sex", "child_birth_date",
            "child_age_estimate", "family", "current_carer", "support_given",
            "informant_name", "informant_phone", "informant_address",
        ]  # fmt: skip
        widgets = {
            **dict.fromkeys(["condition", "consequences", "family", "current_carer", "support_given"], FEW_LINES),
            **dict.fromkeys(["informant_name", "informant_phone", "informant_address"], forms.TextInput),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.fields["received_on"].initial, self.fields["received_time"].initial = now.date(), now.time()
        self.fields["incident_place"].queryset = Place.objects.in_force(self._day()).level(Level.COMMUNE)
        own = communes_of(user, P.INTAKE_CREATE)[:2]
        if len(own) == 1:
            self.fields["incident_place"].initial = own[0]

    def _day(self):
        """Of receipt, as typed: a unit that a reform ended since may be the place of what was reported before."""
        with suppress(forms.ValidationError):
            return self.fields["received_on"].clean(self["received_on"].data) if self.is_bound else timezone.localdate()
        return timezone.localdate()

    def _post_clean(self):
        """Nothing is written on an instance: the action makes the row."""

    def entry(self):
        """Keywords of take_intake."""
        data = dict(self.cleaned_data)
        day, hour = data.pop("received_on"), data.pop("received_time")
        data["received_at"] = timezone.make_aware(timezone.datetime.combine(day, hour))
        return {name: value for name, value in data.items() if value is not None or name == "child_birth_date"}


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Lý do không lập hồ sơ"), max_length=300, widget=FEW_LINES)
    version = seen_version()


ADDRESS = frozenset(["chau", "em", "be", "con", "tre", "ban", "trai", "gai"])  # folded: cháu Hoa, bé gái Hoa
MANY = 12
YEARS_OFF = 2  # ages are guessed by whoever reports


def _as_told(child):
    return f"{child.full_name} · {child.get_sex_display()} · {child.born} · {child.responsible_place.name}"


def _looked_up(name):
    """Words of a name without the forms of address before it, unless it is made of nothing else (Bé Em)."""
    words = fold(name or "").split()
    return " ".join(dropwhile(ADDRESS.__contains__, words)) or " ".join(words)


class OpenCaseForm(forms.Form):
    """For whom the case is opened: a child of the register, or a new entry from what the intake says.

    Children in `reach` who bear the reported name or the one that was typed are offered, and whether it is one of them
    must be said. The answer "new" is about those whom the page showed (`seen`): when others come in, it is asked again.
    """

    NEW = "new"
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    child = forms.ChoiceField(
        label=_("Trẻ trong sổ có tên như vậy"),
        widget=forms.RadioSelect,
        help_text=_("Xem kỹ: ghi lại một em đã có thì em ấy thành hai người và số liệu sai."),
        error_messages={
            "required": _("Chọn em trong sổ, hoặc “Không phải các em này”."),
            "invalid_choice": _("Em đã chọn không còn trong danh sách này. Xem lại rồi chọn."),
        },
    )
    full_name = forms.CharField(label=_("Họ và tên trẻ mới"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex, required=False, widget=forms.RadioSelect)
    birth = PartialDateField(
        label=_("Ngày sinh"), past=True, required=False, help_text=_("Không rõ: để trống, lấy tuổi ước lượng của tin.")
    )
    place = PlaceField(
        label=_("Xã, phường nơi ở"), required=False, help_text=_("Chưa rõ: để trống, tính tại xã xảy ra vụ việc.")
    )

    def __init__(self, *args, user, intake, reach, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = communes_of(user, P.CASE_WORK)
        self.too_many, self.picked = 0, self.data.get(self.add_prefix("child"), "")
        found = self._found(intake, reach).select_related("responsible_place").order_by("sort_key", "pk")
        self.candidates = {str(child.pk): child for child in (found[:MANY] if self.too_many else found)}
        known = [(pk, _as_told(child)) for pk, child in self.candidates.items()]
        self.fields["child"].choices = [*known, (self.NEW, _("Không phải các em này: trẻ mới"))]
        if not self.asks and not self.picked:
            del self.fields["child"]  # a heading over nothing to choose from
        self._note_seen()

    def _found(self, intake, reach):
        """All whom either name fits; where they are many, those of the typed name, then those of about that age."""
        reported, typed = _looked_up(intake.child_name), _looked_up(self["full_name"].value())
        either = [reach.named(name) for name in (reported, typed) if name]
        found = either[0] | either[-1] if either else reach.none()
        count = found.count()
        self.asks = count > 0
        if count <= MANY:
            return found
        picked = int(self.picked) if self.picked.isdecimal() and len(self.picked) < 19 else None
        chosen = found.filter(pk=picked)
        closer = reach.named(typed or reported)
        count = closer.count()
        if count <= MANY:
            return closer | chosen
        year = self._birth_year(intake)
        if year is None:
            self.too_many = count
            return closer
        first, last = year - YEARS_OFF, year + YEARS_OFF
        self.fields["child"].help_text = _(
            "Có %(count)s em mang tên như vậy; đây là các em sinh từ năm %(first)s đến năm %(last)s. Ghi họ và tên đầy "
            "đủ hơn rồi lưu để tìm em khác."
        ) % {"count": count, "first": first, "last": last}
        return closer.filter(birth_date__year__range=(first, last)) | chosen

    def _birth_year(self, intake):
        with suppress(forms.ValidationError):
            if birth := self.fields["birth"].clean(self["birth"].value()):
                return birth.earliest.year
        if intake.child_birth_date:
            return intake.child_birth_date.year
        if intake.child_age_estimate is None:
            return None
        return timezone.localdate(intake.received_at).year - int(intake.child_age_estimate)

    def _note_seen(self):
        """The page that comes now shows these; what was sent is about those of the page before."""
        self.seen_before = set(self.data.get(self.add_prefix("seen"), "").split())
        self.initial["seen"] = " ".join(self.candidates)
        if self.is_bound:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.initial["seen"]

    def clean_child(self):
        """The child of the register, None for a new one: who it is must be said, not left open."""
        chosen = self.cleaned_data["child"]
        if chosen == self.NEW and self.too_many:
            text = _("Có %(count)s em mang tên như vậy: hãy ghi tên đầy đủ hơn và năm sinh rồi lưu lại.")
            raise forms.ValidationError(text % {"count": self.too_many})
        if chosen == self.NEW and not self.seen_before.issuperset(self.candidates):
            self.data[self.add_prefix("child")] = ""  # it was said of others
            raise forms.ValidationError(_("Trong sổ còn có em mang tên như vậy. Xem lại rồi chọn."))
        return self.candidates.get(chosen)

    def new_child(self):
        data = {name: self.cleaned_data.get(name) for name in ("full_name", "sex", "place")}
        if birth := self.cleaned_data.get("birth"):
            data["birth_date"] = birth.earliest if birth.month else birth.earliest.replace(month=7)
            data["birth_precision"] = birth.precision
        return data
