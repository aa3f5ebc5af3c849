"""Due tags in words: "trễ 2 ngày làm việc", "còn 9 giờ"."""

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from places import working_days
from places.working_days import CalendarMissing

SOON = 2  # working days
END = time(23, 59)  # terms in days end at 24:00, kept as the last instant of the day


def due_words(due_at, now):
    """(kind of tag, words) for a term that ends at `due_at`; ("none", …) where the law gives no number."""
    if due_at is None:
        return "none", _("không có hạn")
    if due_at < now:
        return "bad", _late(timezone.localdate(due_at), timezone.localdate(now))
    hours = int((due_at - now).total_seconds() // 3600)
    if hours < 12:
        return "warn", _("còn %(h)s giờ %(m)s phút") % {
            "h": hours,
            "m": int((due_at - now).total_seconds() % 3600 // 60),
        }
    days = _between(timezone.localdate(now), timezone.localdate(due_at))
    if timezone.localdate(due_at) == timezone.localdate(now):
        return "warn", _("trong ngày")
    if days == 0:  # it ends on a day off: terms in calendar days do
        return "warn", _calendar_days((timezone.localdate(due_at) - timezone.localdate(now)).days)
    words = ngettext("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", days) % {"n": days}
    return ("warn" if days <= SOON else "info"), words


def _calendar_days(n):
    return ngettext("còn %(n)s ngày", "còn %(n)s ngày", n) % {"n": n}


def _late(due, today):
    days = _between(due, today)
    if days == 0:
        return _("quá hạn")
    return ngettext("trễ %(n)s ngày làm việc", "trễ %(n)s ngày làm việc", days) % {"n": days}


def _between(start, end):
    """Working days after `start` up to `end`; calendar days where the year's holidays are not frozen yet."""
    try:
        return working_days.between(start, end)
    except CalendarMissing:
        return (end - start).days


def due_day(due_at):
    """The last day of a term; with the hour where it ends within a day."""
    local = timezone.localtime(due_at)
    return f"{local:%d/%m/%Y}" if local.time() >= END else f"{local:%H:%M %d/%m/%Y}"
