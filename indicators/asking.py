"""Reads what someone asks for in an address: places within reach, periods, indicators. Refusals are sentences."""

from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from indicators import periods, registry, relative_periods
from indicators.periods import PeriodUnreadable
from places.models import Place

MOST_PERIODS = 60


class Unreadable(ValueError):
    """What was asked for means nothing here; the message says in Vietnamese what is allowed."""


class OutOfReach(LookupError):
    """The place exists, but its figures are not this person's to see."""


def unit(text) -> Place:
    """The unit named `91` or `91@2025-06-30`. Raises Unreadable."""
    try:
        return Place.objects.with_names().by_reference(text.strip(), timezone.localdate())
    except (ObjectDoesNotExist, Place.MultipleObjectsReturned, ValueError) as why:
        raise Unreadable(no_unit(text)) from why


def no_unit(text):
    """The sentence about a name that means no unit."""
    return _(
        "Không có đơn vị “%(text)s”. Hãy ghi mã và, nếu đơn vị không còn, một ngày mà nó còn: 91 hoặc 91@2025-06-30."
    ) % {"text": text[:40]}


def place(user, text, permission=Permission.INDICATOR_VIEW) -> Place:
    """The unit with that name whose figures the person may see. Raises Unreadable, OutOfReach."""
    found = unit(text)
    if not found.path.startswith(tuple(user.territory(permission))):
        raise OutOfReach(found)
    return found


def spans(text):
    """The periods of `2016`, of `2015..2018` (from one to another of the same kind), or of a word such as
    `last_5_years`. Raises PeriodUnreadable."""
    if relative := relative_periods.spans(text, timezone.localdate()):
        return relative
    first, dots, last = text.partition("..")
    if not dots:
        return [periods.parse(text)]
    first, last = periods.parse(first), periods.parse(last)
    found = [last]
    while first.kind == last.kind and found[-1].first > first.first and len(found) < MOST_PERIODS:
        found.append(periods.earlier(found[-1]))
    if found[-1] != first:
        raise PeriodUnreadable(
            _("Không đọc được dãy kỳ “%(text)s”: hai đầu phải cùng loại, đầu trước sớm hơn, nhiều nhất %(most)d kỳ.")
            % {"text": text[:40], "most": MOST_PERIODS}
        )
    return found[::-1]


def indicator(code):
    """The indicator with this code. Raises UnknownIndicator with the codes that there are."""
    try:
        return registry.get(code)
    except registry.UnknownIndicator as why:
        known = ", ".join(each.code for each in registry.all())
        raise registry.UnknownIndicator(f"{why} " + _("Các chỉ số: %(known)s.") % {"known": known}) from None


def day(text) -> date:
    """A day as 2025-06-30. Raises Unreadable."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as why:
        raise Unreadable(_("Không đọc được ngày “%(text)s”. Hãy ghi như 2025-06-30.") % {"text": text[:20]}) from why
