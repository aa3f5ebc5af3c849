"""A child of the register, found by name and then chosen: never guessed, even where only one bears the name."""

import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from places.text import fold

SHOWN = 12
SHORTEST = 2  # letters


class ChildInput(forms.Widget):
    """A line to type in and, once sent, the children whose names match as radios. Only ever in a form sent by POST."""

    template_name = "programs/_child_input.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.found = []  # whom the field has found; whoever shows the page writes them into the audit trail first

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen, text = value if isinstance(value, tuple) else ("", "")
        context["widget"].update(options=self.found, chosen=chosen, text=text, asked=fold(text))
        return context

    def value_from_datadict(self, data, files, name):
        """(uid of the chosen child, text); a choice made for an earlier text no longer holds."""
        chosen, text = data.get(name, "").strip(), data.get(f"{name}_text", "").strip()[:120]
        return (chosen if data.get(f"{name}_asked", "") == fold(text) else ""), text

    def id_for_label(self, id_):
        return f"{id_}_0"


class ChildField(forms.Field):
    """One child of `queryset`, set by the form from what the user may see."""

    widget = ChildInput
    queryset = None

    def __deepcopy__(self, memo):
        field = super().__deepcopy__(memo)
        field.widget = copy.copy(self.widget)
        field.widget.found = []
        return field

    def to_python(self, value):
        chosen, text = value or ("", "")
        if not text:
            return None
        if len(fold(text)) < SHORTEST:
            raise ValidationError(_("Gõ ít nhất %(n)s chữ của tên.") % {"n": SHORTEST}, code="short")
        found = list(
            self.queryset.named(text).select_related("responsible_place").order_by("sort_key", "pk")[: SHOWN + 1]
        )
        self.widget.found = found[:SHOWN]
        for child in self.widget.found:
            if str(child.uid) == chosen:
                return child
        if not found:
            raise ValidationError(_("Không có trẻ nào trong địa bàn của bạn có tên như vậy."), code="no_match")
        if len(found) > SHOWN:
            raise ValidationError(_("Có hơn %(n)s trẻ khớp: gõ thêm chữ của tên.") % {"n": SHOWN}, code="many")
        raise ValidationError(_("Chọn đúng trẻ ở dưới."), code="choose")
