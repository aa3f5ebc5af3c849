"""Which place and which period a page is about: read from its address, chosen in its bar."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from accounts.scoping import inside
from indicators import asking, periods
from indicators.asking import OutOfReach, Unreadable
from indicators.periods import PeriodKind, PeriodUnreadable
from indicators.registry import UnknownIndicator
from places.models import Level, Place

VIEW = Permission.INDICATOR_VIEW
REFUSED = (Unreadable, PeriodUnreadable, UnknownIndicator)
BOUNDARIES = {"then": gettext_lazy("của thời kỳ đó"), "now": gettext_lazy("hiện nay")}
SHORT_PERIODS = 12  # so many quarters, halves and months back can be picked; others are written in the address


def refused(request, why):
    """400, with the sentence that says what the address may say."""
    return render(request, "reporting/bad_address.html", {"why": str(why)}, status=400)


@dataclass(frozen=True)
class Picked:
    """A place and a period that the person may see."""

    user: object
    place: Place
    period: periods.PeriodSpan
    today: date
    boundaries: str = "then"

    @classmethod
    def of(cls, request):
        """What the address asks for, or the person's own place and the year that runs. Raises Http404 and REFUSED."""
        today = timezone.localdate()
        try:
            place = (
                asking.place(request.user, text) if (text := request.GET.get("place", "")) else home_of(request.user)
            )
        except OutOfReach:
            raise Http404 from None
        text, boundaries = request.GET.get("period", ""), request.GET.get("boundaries") or "then"
        if boundaries not in BOUNDARIES:
            raise Unreadable(_("Ranh giới chỉ có thể là “then” (của thời kỳ đó) hoặc “now” (hiện nay)."))
        period = periods.parse(text) if text else latest_year(place, today)
        return cls(request.user, place, period, today, boundaries)

    @cached_property
    def count_day(self):
        return self.period.count_day(self.today)

    @property
    def address_of_boundaries(self):
        """What an address says of them: nothing where they are those of the time."""
        return "" if self.boundaries == "then" else self.boundaries

    @property
    def is_running(self):
        return self.period.is_running(self.today)

    @property
    def period_words(self):
        """The period inside a sentence: "năm 2022", "quý I/2022"."""
        return self.period.label[:1].lower() + self.period.label[1:]

    def address(self, **changes):
        """The query that names this place and period, with what differs."""
        asked = {"place": self.place.reference, "period": self.period.id, "boundaries": self.boundaries} | changes
        asked["boundaries"] = asked["boundaries"] if asked["boundaries"] != "then" else ""
        return urlencode({name: getattr(value, "reference", value) for name, value in asked.items() if value})

    def boundary_links(self, url):
        """[(words, address, is shown)] of the page on the ground of the time or of today; `url` makes addresses."""
        return [(words, url(boundaries=key), key == self.boundaries) for key, words in BOUNDARIES.items()]

    @cached_property
    def level_below(self):
        """The level at which the place is divided on the count day: districts until they ended; None for a commune."""
        if self.place.level == Level.COMMUNE:
            return None
        if self.place.level == Level.DISTRICT:
            return Level.COMMUNE
        has_districts = Place.objects.within(self.place).level(Level.DISTRICT).in_force(self.count_day).exists()
        return Level.DISTRICT if has_districts else Level.COMMUNE

    @cached_property
    def is_kept(self):
        """Its figures are counted ahead; any other period is counted from the records when someone asks (ruling 27)."""
        return self.period in periods.kept(self.today)

    def years_back(self, count):
        """The period and those before it of the same kind; single years where it is a term, or not kept."""
        if self.period.kind == PeriodKind.TERM or not self.is_kept:
            last = self.count_day.year
            return [periods.year(y) for y in range(max(self.period.first.year, last - count + 1), last + 1)]
        back = [periods.earlier(self.period, steps) for steps in range(count - 1, 0, -1)] + [self.period]
        return [period for period in back if period in periods.kept(self.today)]


def home_of(user):
    """The first place of the person's own, the widest of those that it holds today."""
    paths = tuple(user.territory(VIEW))
    own = [a.place for a in user.current_assignments() if a.place.path.startswith(paths)]
    if not own:
        raise Http404
    found = min(own, key=lambda place: (place.path.count("."), place.pk))
    return Place.objects.with_names().get(pk=found.pk) if found.parent_id else found


def latest_year(place, today):
    """The running year, or the last one at whose end the place still stood."""
    if place.valid_to is None or place.valid_to >= today:
        return periods.year(today.year)
    ends_with_year = (place.valid_to.month, place.valid_to.day) == (12, 31)
    return periods.year(place.valid_to.year - (not ends_with_year))


class PickForm(forms.Form):
    place = forms.ChoiceField(label=gettext_lazy("Nơi"))
    period = forms.ChoiceField(label=gettext_lazy("Kỳ"))

    def __init__(self, picked, **kept):
        super().__init__(initial={"place": picked.place.reference, "period": picked.period.id})
        self.fields["place"].choices = place_choices(picked)
        self.fields["period"].choices = period_choices(picked)
        for name, value in {"boundaries": picked.address_of_boundaries, **kept}.items():
            if value:
                self.fields[name] = forms.CharField(initial=value, widget=forms.HiddenInput)


def _choices(places):
    return [(place.reference, _labelled(place)) for place in places]


def _labelled(place):
    ended = (
        _("%(name)s (đến %(day)s)") % {"name": place.name, "day": f"{place.valid_to:%d/%m/%Y}"}
        if place.valid_to
        else ""
    )
    return ended or place.name


_NAMED = ("code", "name", "sort_key", "path", "parent_id", "valid_from", "valid_to")


def place_choices(picked):
    """One's own places, what they were before, and the way up and down from the place shown."""
    paths = picked.user.territory(VIEW)
    under = Q(parent=picked.place) & inside(paths)
    found = list(Place.objects.filter(Q(path__in=paths) | under).only(*_NAMED).alphabetical())
    own = sorted((place for place in found if place.path in paths), key=lambda place: place.valid_to or date.max)
    ancestors = picked.place.ancestors() if picked.place.parent_id else []
    line = [place for place in ancestors if place.path.startswith(tuple(paths))] + [picked.place]
    below = [p for p in found if p.parent_id == picked.place.pk and p.is_in_force(picked.count_day)]
    groups = [
        (_("Địa bàn của bạn"), _choices(own)),
        (_("Đang xem"), _choices(place for place in line if place not in own)),
        (_("Trong %(place)s") % {"place": picked.place.name}, _choices(below)),
    ]
    return [(label, choices) for label, choices in groups if choices]


def period_choices(picked):
    """The kept periods by kind, latest first; a period of another kind that the address names stands in front."""
    kept = sorted(periods.kept(picked.today), key=lambda period: period.first, reverse=True)
    groups = []
    for kind, label, most in (
        (PeriodKind.YEAR, _("Năm"), None),
        (PeriodKind.TERM, _("Giai đoạn"), None),
        (PeriodKind.HALF, _("Sáu tháng"), SHORT_PERIODS),
        (PeriodKind.QUARTER, _("Quý"), SHORT_PERIODS),
        (PeriodKind.MONTH, _("Tháng"), SHORT_PERIODS),
    ):
        groups.append((label, [(p.id, p.label) for p in [p for p in kept if p.kind == kind][:most]]))
    if all(picked.period.id != id for _label, choices in groups for id, _words in choices):
        groups.insert(0, (_("Đang xem"), [(picked.period.id, picked.period.label)]))
    return groups
