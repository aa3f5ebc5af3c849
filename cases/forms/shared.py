"""What several forms share."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoping import inside
from places.models import Level, Place

TYPE_NAME = _("Chọn, hoặc gõ tên không cần dấu.")
IN_THE_COUNTRY = {  # what a PlaceField says that offers every commune of today
    "no_match": _("Không có xã, phường nào tên như “%(text)s”. Thử bớt chữ hoặc viết không dấu."),
    "outside": _("Nơi đã chọn không phải xã, phường hiện nay."),
}
LINES = forms.Textarea(attrs={"rows": 3})
FEW_LINES = forms.Textarea(attrs={"rows": 2})
YES_NO = [("1", _("Có")), ("0", _("Không"))]


def communes_of(user, permission):
    """Communes of today in the user's territory."""
    today = timezone.localdate()
    return (
        Place.objects.in_force(today)
        .level(Level.COMMUNE)
        .filter(inside(user.territory(permission)))
        .order_by("sort_key")
    )


def seen_version():
    """The version of the row that the page showed; hidden."""
    lost = _("Trang gửi lên không cho biết bạn đã xem bản nào; hãy mở lại trang rồi làm lại.")
    return forms.IntegerField(
        label=_("Bản đã xem"), widget=forms.HiddenInput, error_messages={"required": lost, "invalid": lost}
    )


def yes_no(label, **kwargs):
    """Two radios without a default: nothing is answered for the officer."""
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, widget=forms.RadioSelect, coerce=lambda v: v == "1", empty_value=None, **kwargs
    )
