"""Fields that read dates, numbers, money and places as they are written here, and say exactly what is wrong."""

import calendar
import copy
import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places import numerals
from places.widgets import SHOWN_MATCHES, PlaceInput, ThreeBoxDateInput, VietnameseNumberInput

FIRST_YEAR, LAST_YEAR = 1900, 2100
LARGEST_AMOUNT = 10**15


def to_choose(choices):
    """The choices of a list that opens with none of them taken: what is not chosen is asked for, never guessed."""
    return [("", gettext_lazy("– chọn –")), *getattr(choices, "choices", choices)]


class PartialDate(NamedTuple):
    """A date of which the day, or day and month, may be unknown (None)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        """How much is known: "day", "month" or "year"."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def parts(self) -> tuple[str, str, str]:
        """What three boxes show."""
        return (str(self.day or ""), str(self.month or ""), str(self.year))

    @classmethod
    def of(cls, day: date, precision: str = "day") -> "PartialDate":
        """A stored date with the precision that is stored beside it."""
        return cls(day.year, day.month if precision != "year" else None, day.day if precision == "day" else None)

    def __str__(self) -> str:
        if self.day:
            return numerals.write_date(self.earliest)
        return f"{self.month:02d}/{self.year}" if self.month else str(self.year)


class _DateBounds:
    """`past` refuses days to come, `not_before` and `not_after` (a date, or what returns one) what lies outside."""

    def __init__(self, *, past=False, not_before=None, not_after=None, **kwargs):
        self.past, self.not_before, self.not_after = past, not_before, not_after
        super().__init__(**kwargs)

    def refuse_outside(self, earliest, latest):
        """Raise where no day of the span can be right."""
        today = timezone.localdate()
        if self.past and earliest > today:
            raise ValidationError(
                _("Ngày %(day)s chưa đến; hôm nay là %(today)s.")
                % {"day": numerals.write_date(earliest), "today": numerals.write_date(today)},
                code="future",
            )
        first, last = _bound(self.not_before), _bound(self.not_after)
        if first and latest < first:
            raise ValidationError(
                _("Ngày phải từ %(day)s trở đi.") % {"day": numerals.write_date(first)}, code="too_early"
            )
        if last and earliest > last:
            raise ValidationError(
                _("Ngày phải đến %(day)s là muộn nhất.") % {"day": numerals.write_date(last)}, "too_late"
            )


class VietnameseDateField(_DateBounds, forms.Field):
    """A whole date as dd/mm/yyyy, in one line or (widget=ThreeBoxDateInput) in three boxes. Gives a date or None."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    @property
    def shape(self):
        """How it is written, said beside its label; three boxes say it themselves."""
        return "" if isinstance(self.widget, ThreeBoxDateInput) else _("ngày/tháng/năm")

    def to_python(self, value):
        if value in self.empty_values or value == ("", "", ""):
            return None
        if isinstance(value, date):
            return value
        parts = value if isinstance(value, tuple) else _split(value)
        found = _partial(*parts)
        if not found.day:
            raise ValidationError(_("Cần đủ ngày, tháng và năm."), code="incomplete")
        self.refuse_outside(found.earliest, found.earliest)
        return found.earliest

    def prepare_value(self, value):
        one_line = not isinstance(self.widget, ThreeBoxDateInput)
        return numerals.write_date(value) if one_line and isinstance(value, date) else value

    def has_changed(self, initial, data):
        return _changed(self, initial, data)


class PartialDateField(_DateBounds, forms.Field):
    """A date in three boxes of which day, or day and month, may stay blank. Gives a PartialDate or None."""

    widget = ThreeBoxDateInput

    def __init__(self, *, at_least="year", **kwargs):
        self.at_least = at_least
        super().__init__(**kwargs)

    def to_python(self, value):
        if not value or not any(value):
            return None
        if isinstance(value, PartialDate):
            return value
        found = _partial(*value)
        if self.at_least == "month" and not found.month:
            raise ValidationError(_("Cần ít nhất tháng và năm."), code="incomplete")
        if self.at_least == "day" and not found.day:
            raise ValidationError(_("Cần đủ ngày, tháng và năm."), code="incomplete")
        self.refuse_outside(found.earliest, found.latest)
        return found

    def has_changed(self, initial, data):
        return _changed(self, PartialDate.of(initial) if isinstance(initial, date) else initial, data)


def _bound(limit):
    return limit() if callable(limit) else limit


def _changed(field, initial, data):
    try:
        return field.to_python(data) != (None if initial == "" else initial)
    except ValidationError:
        return True


def _split(text):
    match = re.fullmatch(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d+)\s*", text)
    if not match:
        raise ValidationError(_("Viết ngày theo thứ tự ngày/tháng/năm, ví dụ 03/05/2014."), code="unreadable")
    return match.groups()


def _partial(day, month, year):
    """PartialDate of three typed parts, or a ValidationError that says which part is wrong and why."""
    for part, words in ((day, _("Ngày")), (month, _("Tháng")), (year, _("Năm"))):
        if part and not (part.isascii() and part.isdecimal()):
            raise ValidationError(
                _("%(which)s “%(text)s” không phải là số.") % {"which": words, "text": part}, code="unreadable"
            )
    if not year:
        raise ValidationError(_("Thiếu năm. Không nhớ ngày, tháng thì ghi riêng năm."), code="no_year")
    if len(year) != 4:
        raise ValidationError(_("Năm “%(year)s”: viết đủ bốn chữ số, ví dụ 2014.") % {"year": year}, code="short_year")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValidationError(
            _("Năm %(year)s nằm ngoài khoảng %(first)s–%(last)s.")
            % {"year": year, "first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
            code="far_year",
        )
    if day and not month:
        raise ValidationError(_("Có ngày mà thiếu tháng."), code="no_month")
    if month and not 1 <= int(month) <= 12:
        raise ValidationError(_("Không có tháng %(month)s; tháng từ 1 đến 12.") % {"month": month}, code="month")
    if day:
        _refuse_day(day, month, year)
    return PartialDate(int(year), int(month) if month else None, int(day) if day else None)


def _refuse_day(day, month, year):
    days = calendar.monthrange(int(year), int(month))[1]
    if not 1 <= int(day) <= days:
        raise ValidationError(
            _("Không có ngày %(day)s/%(month)s/%(year)s; tháng đó có %(days)s ngày.")
            % {"day": day, "month": month, "year": year, "days": days},
            code="day",
        )


def largest_of(model, name):
    """The largest number that a column holds: what is typed beyond it is refused by its field, not by PostgreSQL."""
    column = model._meta.get_field(name)
    if isinstance(column, models.DecimalField):
        return Decimal(10) ** (column.max_digits - column.decimal_places) - Decimal(1).scaleb(-column.decimal_places)
    return connection.ops.integer_field_range(column.get_internal_type())[1]


class VietnameseDecimalField(forms.Field):
    """A number as it is written here, 1.234.567,5. Gives a Decimal, or an int where `digits` is 0."""

    widget = VietnameseNumberInput

    def __init__(self, *, digits=2, min_value=None, max_value=None, **kwargs):
        self.digits, self.min_value, self.max_value = digits, min_value, max_value
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        number = self._read(value) if isinstance(value, str) else Decimal(str(value))
        if number != round(number, self.digits):
            raise ValidationError(self._too_fine(), code="too_fine")
        if self.min_value is not None and number < self.min_value:
            raise ValidationError(
                _("Phải từ %(limit)s trở lên.") % {"limit": numerals.write_number(self.min_value, None)},
                code="too_small",
            )
        if self.max_value is not None and number > self.max_value:
            raise ValidationError(
                _("Không được quá %(limit)s.") % {"limit": numerals.write_number(self.max_value, None)},
                code="too_large",
            )
        return int(number) if self.digits == 0 else number

    def _read(self, text):
        try:
            return numerals.read_number(text)
        except numerals.UnreadableNumber as why:
            raise ValidationError(str(why), code="unreadable") from why

    def _too_fine(self):
        if self.digits == 0:
            return _("Chỉ nhận số nguyên, không có phần thập phân.")
        return _("Nhiều nhất %(digits)s chữ số sau dấu thập phân.") % {"digits": self.digits}

    def has_changed(self, initial, data):
        return _changed(self, initial, data)


class MoneyField(VietnameseDecimalField):
    """An amount in đồng: 600.000, "570 triệu", "4,19 tỷ". Gives whole đồng as an int."""

    default_help = gettext_lazy("Bằng đồng; có thể viết 570 triệu, 4,19 tỷ.")

    def __init__(self, *, min_value=0, max_value=LARGEST_AMOUNT, **kwargs):
        kwargs.setdefault("help_text", self.default_help)
        super().__init__(digits=0, min_value=min_value, max_value=max_value, **kwargs)

    def _read(self, text):
        try:
            return numerals.read_money(text)
        except numerals.UnreadableNumber as why:
            raise ValidationError(str(why), code="unreadable") from why

    def _too_fine(self):
        return _("Số tiền phải tròn đồng.")


class PlaceField(forms.Field):
    """One place of a queryset: chosen from a list where there are few, typed and then chosen where there are many."""

    widget = PlaceInput
    default_error_messages = {  # a field that offers more than the user's territory says so in words of its own
        "no_match": gettext_lazy(
            "Không có nơi nào trong địa bàn của bạn tên như “%(text)s”. Thử bớt chữ hoặc viết không dấu."
        ),
        "outside": gettext_lazy("Nơi đã chọn không thuộc địa bàn của bạn."),
    }

    def __init__(self, queryset=None, **kwargs):
        super().__init__(**kwargs)
        self.queryset = queryset

    def __deepcopy__(self, memo):
        field = super().__deepcopy__(memo)
        field.queryset = self.queryset
        return field

    @property
    def queryset(self):
        return self._queryset

    @queryset.setter
    def queryset(self, queryset):
        self._queryset = queryset
        self.widget = copy.copy(self.widget)
        self.widget.queryset, self.widget._count = queryset, None

    def prepare_value(self, value):
        return str(value.pk) if hasattr(value, "pk") else value

    def to_python(self, value):
        if value in self.empty_values or value == ("", ""):
            return None
        chosen, text = value if isinstance(value, tuple) else (str(value), "")
        if chosen:
            return self._chosen(chosen)
        matches = list(self.widget.matches(text))
        if not matches:
            raise ValidationError(self.error_messages["no_match"] % {"text": text}, code="no_match")
        if len(matches) == 1:
            return matches[0]
        shown = _("hơn %(n)s") % {"n": SHOWN_MATCHES} if len(matches) > SHOWN_MATCHES else len(matches)
        raise ValidationError(
            _("Có %(n)s nơi khớp “%(text)s”: chọn một ở dưới, hoặc gõ thêm tên huyện, tỉnh.")
            % {"n": shown, "text": text},
            code="many_matches",
        )

    def _chosen(self, chosen):
        place = self.queryset.filter(pk=chosen).first() if chosen.isascii() and chosen.isdecimal() else None
        if place is None:
            raise ValidationError(self.error_messages["outside"], code="outside")
        return place

    def has_changed(self, initial, data):
        return _changed(self, self.queryset.filter(pk=getattr(initial, "pk", initial)).first(), data)
