"""Freezing the national working calendar, year by year."""

import re
from datetime import date
from importlib.metadata import version

import holidays
from django.db import transaction
from django.utils import timezone

from places import working_days
from places.models import CalendarDay, DayKind

ANNOUNCED_UNTIL = 2026  # the last year whose Tết and swaps the package has from an announcement, not from the rule
_NAMES = {
    "29 Tết": "Tết Nguyên đán (29 tháng Chạp)",
    "Giao thừa Tết Nguyên Đán": "Tết Nguyên đán (giao thừa)",
    "Tết Nguyên Đán": "Tết Nguyên đán (mùng một)",
    "Mùng hai Tết Nguyên Đán": "Tết Nguyên đán (mùng hai)",
    "Mùng ba Tết Nguyên Đán": "Tết Nguyên đán (mùng ba)",
    "Mùng bốn Tết Nguyên Đán": "Tết Nguyên đán (mùng bốn)",
    "Mùng năm Tết Nguyên Đán": "Tết Nguyên đán (mùng năm)",
    "Mùng sáu Tết Nguyên Đán": "Tết Nguyên đán (mùng sáu)",
    "Ngày Giỗ Tổ Hùng Vương": "Giỗ Tổ Hùng Vương",
    "Ngày Chiến thắng": "Ngày Chiến thắng 30/4",
    "Ngày Quốc tế Lao động": "Ngày Quốc tế Lao động 1/5",
}
_MADE_UP = " (nghỉ bù)"
_SWAPPED = re.compile(r"Ngày nghỉ \(thay cho ngày (\d\d)/(\d\d)/(\d{4})\)")


@transaction.atomic
def freeze_year(year, *, again=False):
    """Keep the year's holidays, make-up days and swaps as rows. A frozen year stays as it is unless `again`.

    Returns how many rows were written: 0 for a year that was left alone. `again` drops what was edited by hand.
    """
    kept = CalendarDay.objects.filter(year=year)
    if again:
        kept.delete()
    elif kept.exists():
        return 0
    source = f"holidays {version('holidays')}"
    if year > ANNOUNCED_UNTIL:
        source += "; tính theo quy định chung, chưa đối chiếu thông báo nghỉ của năm này"
    now = timezone.now()
    days = [
        CalendarDay(day=day, year=year, kind=kind, name=name, source=source, frozen_at=now)
        for day, (kind, name) in sorted(published_days(year).items())
    ]
    CalendarDay.objects.bulk_create(days)
    transaction.on_commit(working_days.forget)
    return len(days)


def published_days(year):
    """{day: (kind, name)} of a year as the package knows it, make-up days of the neighbouring years included."""
    calendar = holidays.country_holidays("VN", years=range(year - 1, year + 2), language="vi")
    days, exchanged = {}, {}
    for day, names in calendar.items():
        kind, name, worked = _read_name(names)
        days[day] = (kind, name)
        if worked:
            exchanged[worked] = day
    days = {day: kind_and_name for day, kind_and_name in days.items() if day.year == year}
    for worked in calendar.weekend_workdays:
        if worked.year == year:
            days[worked] = (DayKind.WORKING_SWAP, f"làm bù cho ngày {exchanged[worked]:%d/%m/%Y}")
    return days


def _read_name(names):
    """(kind, our name, the weekend day worked in exchange or None) of one day's name in the package."""
    if swap := _SWAPPED.fullmatch(names):
        d, m, y = (int(number) for number in swap.groups())
        return DayKind.SWAPPED_OFF, f"nghỉ hoán đổi, làm bù ngày {d:02d}/{m:02d}/{y}", date(y, m, d)
    parts = names.split("; ")
    made_up = all(part.endswith(_MADE_UP) for part in parts)
    name = ", ".join(_NAMES.get(part.removesuffix(_MADE_UP), part.removesuffix(_MADE_UP)) for part in parts)
    if made_up:
        return DayKind.SWAPPED_OFF, f"nghỉ bù {name}", None
    return DayKind.HOLIDAY, name, None
