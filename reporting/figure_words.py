"""How a figure is said: a number never stands alone, and what is not known is said, never 0."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.definition import Per
from indicators.measures.shapes import ChildStock, PlaceStock, Unit
from indicators.models import Qualifier, ReportedFigure
from indicators.naming import denominator_name, unit_name
from indicators.periods import PeriodKind
from indicators.value import Status, Value
from places import numerals
from reporting import charts

TO_ONE_DECIMAL = (Per.THOUSAND, Per.HUNDRED_THOUSAND, Per.DAY)


def chart_unit(unit):
    """How charts write values of this unit of an indicator."""
    if unit == Per.PERCENT:
        return charts.Unit("%", 2)
    if unit in TO_ONE_DECIMAL:
        return charts.Unit("", 1)
    return charts.VND if unit == Unit.VND else charts.count(unit_name(unit))


def number(unit, amount, *, long=False):
    """1,25% · 27.678 · 4,19 tỷ đồng; `long` writes money to the last đồng."""
    if amount is None:
        return numerals.UNKNOWN
    if unit == Per.PERCENT:
        return numerals.write_percent(amount, 0 if amount in (0, 100) else 2)
    if unit in TO_ONE_DECIMAL:
        return numerals.write_number(amount, 1)
    if unit == Per.CHANGE:
        return numerals.write_signed(amount, 1)
    if unit == Unit.VND:
        return numerals.write_dong(amount) if long else numerals.write_money(amount)
    return numerals.write_number(amount, None)


def unit_beside(unit):
    """The unit to write after the number, where the number does not carry it."""
    return "" if unit in (Per.PERCENT, Unit.VND) else unit_name(unit)


@dataclass(frozen=True)
class Figure:
    """One value as a page shows it."""

    value: Value

    @property
    def indicator(self):
        return self.value.indicator

    @property
    def being_counted(self):
        """Nothing was counted yet and records wait: neither a number nor "không phát sinh" would be true."""
        waits = self.value.stale and self.value.status is not Status.UNKNOWN
        return waits and not self.value.numerator and not self.value.denominator

    @property
    def is_known(self):
        return self.value.is_known and not self.being_counted

    @property
    def plain(self):
        """The number for charts and files; None where there is none to show."""
        return self.value.value if self.is_known else None

    @property
    def parts(self):
        """Some may be known where the whole is not."""
        found = [] if self.being_counted else self.value.parts
        return found if self.is_known or any(part.value is not None for part in found) else []

    @property
    def text(self):
        if self.being_counted:
            return _("đang tính")
        if self.is_known:
            return number(self.indicator.unit, self.value.value)
        return _("không phát sinh") if self.value.status is Status.NOT_APPLICABLE else _("chưa có số liệu")

    @property
    def unit(self):
        return unit_beside(self.indicator.unit) if self.is_known else ""

    @property
    def numerator(self):
        return number(self.indicator.numerator.unit, self.value.numerator) if self.is_known else ""

    @property
    def denominator(self):
        return numerals.write_number(self.value.denominator) if self.is_known and self.value.denominator else ""

    @property
    def fraction(self):
        """2.506 / 200.412"""
        if not self.denominator:
            return ""
        return f"{self.numerator} / {self.denominator}"

    @property
    def share(self):
        """What part of its denominator a count is: "19,61% của trẻ em dưới 16 tuổi"."""
        if self.indicator.is_share or self.value.share is None or self.being_counted:
            return ""
        return _("%(share)s của %(whole)s") % {
            "share": numerals.write_percent(self.value.share, 2),
            "whole": denominator_name(self.indicator),
        }

    @property
    def tag(self):
        """(kind, words) of what must be known about the number; None where all is well."""
        if self.value.stale:
            return "info", _("đang tính lại")
        if self.value.release:
            return "info", _("theo bản công bố %(number)s") % {"number": self.value.release}
        if not self.value.is_known:
            return "none", self.text
        if self.value.partial and self.value.missing:
            return "warn", _("chỉ gồm một phần địa bàn")
        if self.value.partial:
            return "warn", _("tách không rõ tỷ lệ")
        return None

    @property
    def note(self):
        """One sentence: why there is no number, or to which day a running period is counted."""
        if not self.is_known:
            return _("Bản ghi mới chưa được tính.") if self.being_counted else str(self.value.reason)
        told = (
            [_("tính đến %(day)s") % {"day": numerals.write_date(self.value.count_day)}] if self.value.running else []
        )
        return " ".join(filter(None, [*told, self.caveat]))  # what stands for the place is told by the page

    @property
    def is_so_far(self):
        """It adds up a period that is not over: it does not compare with those that are. A stock is one of its day."""
        return (
            self.is_known and self.value.running and not isinstance(self.indicator.numerator, ChildStock | PlaceStock)
        )

    @property
    def caveat(self):
        """What lacks in the number or is too much in it, by name."""
        return " ".join(self.value.coverage[1:])

    @property
    def certainty(self):
        """How the number was come by."""
        if self.value.unclear:
            return _("chưa chính xác: có đơn vị tách không rõ tỷ lệ")
        return _("ước tính theo tỷ lệ dân số") if self.value.apportioned else _("chính xác, tính từ sổ")

    @property
    def version(self):
        """The version of the definition, marked where it begins in the period."""
        return (
            _("%(number)s (đổi trong kỳ)") % {"number": self.value.version} if self.value.breaks else self.value.version
        )

    @property
    def as_of(self):
        if self.value.as_of is None:
            return ""
        return _("đúng với sổ lúc %(moment)s") % {"moment": f"{timezone.localtime(self.value.as_of):%H:%M %d/%m/%Y}"}


QUALIFIERS = {
    Qualifier.EXACT: "%s",
    Qualifier.ABOUT: "≈ %s",
    Qualifier.MORE: "> %s",
    Qualifier.LESS: "< %s",
}
REPORTED_UNITS = {ReportedFigure.Unit.PERCENT: Per.PERCENT, ReportedFigure.Unit.VND: Unit.VND}


def part_words(part):
    """Why a part has no number."""
    return _("chưa có số liệu") if part.numerator is None else _("không phát sinh")


def reported_text(figure):
    """A reported figure with its qualifier: "> 2.500", "≈ 3.105"."""
    if figure.qualifier == Qualifier.WORDS:
        return str(Qualifier.WORDS.label)  # the printed words stand beside it
    unit = REPORTED_UNITS.get(figure.unit)
    if unit == Per.PERCENT:
        words = f"{numerals.write_number(round(figure.value, 2), None)}%"
    else:
        words = number(unit, figure.value) if unit else numerals.write_number(figure.value, None)
    return QUALIFIERS[figure.qualifier] % words


def difference(unit, amount: Decimal | None):
    """A difference of two values: in points of percent, or in the unit."""
    if amount is None:
        return numerals.UNKNOWN
    return numerals.write_signed(amount, 2 if unit == Per.PERCENT else 1 if unit in TO_ONE_DECIMAL else 0)


def time_of(period):
    """Where a period stands on a chart: its end, as a year and its part, so that the end of 2016 is 2016."""
    return day_as_time(period.last)


def day_as_time(day):
    return round(day.year + (day.month - 12) / 12, 4)


def time_words(value):
    """The period for the foot of a chart; one that runs is named by the day to which it is counted."""
    if value.running:
        return _("đến %(day)s") % {"day": numerals.write_date(value.count_day)}
    return short_name(value.period)


def short_name(period):
    """2016 · 1/16 · Q1/16 · 03/16, for the foot of a chart."""
    match period.kind:
        case PeriodKind.YEAR:
            return f"{period.first.year}"
        case PeriodKind.QUARTER:
            return f"Q{period.id[-1]}/{period.first:%y}"
        case PeriodKind.HALF:
            return f"{period.id[-1]}/{period.first:%y}"
    return f"{period.first:%m/%y}"
