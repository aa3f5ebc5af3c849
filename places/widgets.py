"""Controls for what people here type: dates day first, numbers with a decimal comma, places out of a territory."""

from datetime import date

from django import forms

from places import numerals
from places.text import fold

LIST_UP_TO = 60  # a commune officer's few places are a list; a province's hundreds are searched
SHOWN_MATCHES = 12


class ThreeBoxDateInput(forms.Widget):
    """Day, month and year in three boxes. Its value is (day, month, year) as typed."""

    template_name = "_components/date_boxes.html"
    use_fieldset = True

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["parts"] = list(zip(("day", "month", "year"), _date_parts(value), strict=True))
        return context

    def value_from_datadict(self, data, files, name):
        return tuple(data.get(f"{name}_{part}", "").strip() for part in ("day", "month", "year"))

    def value_omitted_from_data(self, data, files, name):
        return all(f"{name}_{part}" not in data for part in ("day", "month", "year"))

    def id_for_label(self, id_):
        return ""


def _date_parts(value):
    """What the three boxes show of a date, of a partial date, or of what was typed."""
    if not value:
        return ("", "", "")
    if isinstance(value, date):
        return (str(value.day), str(value.month), str(value.year))
    if hasattr(value, "parts"):
        return value.parts()
    return tuple(value)


class VietnameseNumberInput(forms.TextInput):
    """One line for a number, shown as it is written here; what cannot be read comes back as it was typed."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        if value is None or value == "":
            return None
        return value if isinstance(value, str) else numerals.write_number(value, None)


class PlaceInput(forms.Widget):
    """A list of a few places; of many, a line to type in and, once sent, the places that match as radios."""

    template_name = "_components/place_input.html"
    queryset = None  # set by PlaceField

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self._count = None

    @property
    def use_fieldset(self):
        return not self.is_list()

    def is_list(self):
        """Whether the places are few enough to be listed."""
        if self._count is None:
            self._count = self.queryset[: LIST_UP_TO + 1].count()
        return self._count <= LIST_UP_TO

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen, text = value if isinstance(value, tuple) else (str(value or ""), "")
        if self.is_list():
            extra = {"options": self.queryset.with_names(), "chosen": chosen, "is_list": True}
        else:
            extra = {**self._search(chosen, text), "is_list": False}
        context["widget"].update(extra)
        return context

    def _search(self, chosen, text):
        matches = list(self.matches(text)) if text else []
        if chosen and not matches:
            matches = list(self.queryset.with_names().filter(pk=chosen) if chosen.isdecimal() else [])
            text = text or "".join(place.name for place in matches)
        return {"options": matches, "chosen": chosen, "text": text, "asked": fold(text)}

    def matches(self, text):
        """The best matches of a typed name, one more than are shown."""
        return self.queryset.search(text).with_names()[: SHOWN_MATCHES + 1]

    def value_from_datadict(self, data, files, name):
        """(id of the chosen place, text); a choice made for an earlier text no longer holds."""
        chosen, text = data.get(name, "").strip(), data.get(f"{name}_text", "").strip()
        if f"{name}_text" in data and data.get(f"{name}_asked", "") != fold(text):
            chosen = ""
        return chosen, text

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_text" not in data

    def id_for_label(self, id_):
        return id_ if self.is_list() else f"{id_}_0"
