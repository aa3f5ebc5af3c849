"""Looking up units through time, and the working days of a year. Public reference data, for everyone signed in."""

import calendar as months
from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators import asking
from indicators.asking import Unreadable
from places.form_fields import VietnameseDateField
from places.models import CalendarDay, DayKind, Level, Place
from places.through_time import Lineage
from places.working_days import is_working_day
from reporting.pickers import refused

PER_PAGE = 40


class PlaceFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Tên hoặc mã"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Cấp"), required=False, choices=[("", gettext_lazy("mọi cấp")), *Level.choices]
    )
    on = VietnameseDateField(label=gettext_lazy("Vào ngày"), required=False)


@require_permission(P.SIGNED_IN)
def places(request):
    """Units in force on a day, by name, code and level."""
    today = timezone.localdate()
    form = PlaceFilter(request.GET)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today
    asked = form.cleaned_data if form.is_valid() else {}
    text = asked.get("q", "").strip()
    rows = Place.objects.in_force(on)
    if text.isdecimal():
        rows = rows.filter(code=text)
    elif text:
        rows = Place.objects.search(text, on)
    if asked.get("level"):
        rows = rows.level(asked["level"])
    rows = rows if text and not text.isdecimal() else rows.order_by("-level", "sort_key", "id")
    page = Paginator(rows.with_names(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": form,
        "on": on,
        "is_today": on == today,
        "may_reform": request.user.may(P.REFERENCE_EDIT),
        "set": bool(request.GET),
    }
    return render(request, "reporting/places.html", context)


@require_permission(P.SIGNED_IN)
def place(request, reference):
    """One unit: what it is, what it came from, what became of it, how well that is known."""
    try:
        found = asking.unit(reference)
    except Unreadable as why:
        return refused(request, why)
    on = min(timezone.localdate(), found.valid_to) if found.valid_to else timezone.localdate()
    below = Place.objects.filter(parent=found).in_force(on).alphabetical()
    context = {
        "place": found,
        "facts": _facts(found),
        "came_from": found.links_in.with_places().order_by("on_date", "-from_place__level", "from_place__sort_key"),
        "became": found.links_out.with_places().order_by("on_date", "-to_place__level", "to_place__sort_key"),
        "above": found.ancestors(),
        "below": below,
        "lacks_units": found.level == Level.PROVINCE and not below,
        "on": on,
        "today_units": _today_units(found),
        "sees_figures": found.path.startswith(tuple(request.user.territory(P.INDICATOR_VIEW))),
    }
    return render(request, "reporting/place.html", context)


def _today_units(place):
    """What the ground of an ended unit is today."""
    today = timezone.localdate()
    return [] if place.is_in_force(today) else Lineage.of([place]).standing(place, today, today)


def _facts(place):
    return [
        {"label": _("Mã"), "value": place.code},
        {"label": _("Cấp, loại"), "value": f"{place.get_level_display()}, {place.kind}"},
        {"label": _("Hiệu lực"), "value": place.validity_in_words},
        {"label": _("Ngày bắt đầu biết được"), "value": place.get_certainty_display()},
        {"label": _("Văn bản"), "value": place.legal_document, "unknown": _("chưa rõ")},
        {"label": _("Nguồn dữ liệu"), "value": place.source, "unknown": _("chưa rõ")},
        {"label": _("Tên trong địa chỉ và API"), "value": place.reference},
    ]


@require_permission(P.SIGNED_IN)
def calendar(request, year):
    """Every day on which deadlines in working days stand still or go on, month by month."""
    rows = list(CalendarDay.objects.filter(year=year))
    if not rows:
        raise Http404
    by_day = {row.day: row for row in rows}
    years = CalendarDay.objects.order_by("year").values_list("year", flat=True).distinct()
    context = {
        "year": year,
        "years": list(years),
        "rows": rows,
        "months": [_month(year, month, by_day) for month in range(1, 13)],
        "working": sum(is_working_day(date(year, month, day)) for month, day in _days(year)),
        "swaps": sum(row.kind == DayKind.WORKING_SWAP for row in rows),
    }
    return render(request, "reporting/calendar.html", context)


def _days(year):
    return [(month, day) for month in range(1, 13) for day in range(1, months.monthrange(year, month)[1] + 1)]


def _month(year, month, by_day):
    """(name, weeks from Monday); a day is (date, is off, its row of the calendar), or None outside of the month."""
    weeks = [
        [(day, not is_working_day(day), by_day.get(day)) if day.month == month else None for day in week]
        for week in months.Calendar().monthdatescalendar(year, month)
    ]
    return _("Tháng %(month)d") % {"month": month}, weeks
