"""Administrative units through time, how one became another, and other spellings of their names."""

from collections import defaultdict
from contextlib import suppress
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext_lazy as _

from places.fields import NFCCharField
from places.names import read_typed, search_key, short_name, split_address
from places.text import fold, nfc, sort_key


class Level(models.TextChoices):
    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class Certainty(models.TextChoices):
    """How well the first day of a unit, or a step of its lineage, is known."""

    FOUND = "found", _("có văn bản dẫn nguồn")
    KNOWLEDGE = "knowledge", _("chưa đối chiếu với văn bản")
    INFERRED = "inferred", _("suy từ tên hoặc mã")
    LIST = "list", _("theo danh mục đã công bố")
    BOUND = "bound", _("chậm nhất là ngày này")
    UNKNOWN = "unknown", _("chưa rõ")
    OPEN = "open", _("ngày chưa rõ")


_LEVELS_FROM_THE_TOP = models.Case(
    models.When(level=Level.PROVINCE, then=0), models.When(level=Level.DISTRICT, then=1), default=2
)


class PlaceQuerySet(models.QuerySet):
    def in_force(self, on):
        """Units in force on the day; an unknown start counts as in force since ever, an open end as for ever."""
        began = Q(valid_from=None) | Q(valid_from__lte=on)
        lasts = Q(valid_to=None) | Q(valid_to__gte=on)
        return self.filter(began, lasts)

    def within(self, place):
        """The place and everything below it."""
        return self.filter(path__startswith=place.path)

    def level(self, level):
        return self.filter(level=level)

    def alphabetical(self):
        return self.order_by("sort_key", "code", "id")

    def with_names(self):
        """Bring what full_name reads, in the same query."""
        return self.select_related("parent", "province")

    def by_code(self, code, on, level=None):
        """The one unit that bore the code on the day. Raises Place.DoesNotExist: a code alone names nothing."""
        places = self.in_force(on).filter(code=code)
        return (places.level(level) if level else places).get()

    def by_reference(self, text, today):
        """The unit named `91@2025-06-30`, or `91` as of today. Raises Place.DoesNotExist; for a bad day ValueError."""
        code, at, day = text.partition("@")
        return self.by_code(code, date.fromisoformat(day) if at else today)

    def by_references(self, texts, today):
        """{text: unit} of many such names, in one question; what names no unit, or more than one, is left out."""
        days = {}
        for text in texts:
            code, at, day = text.partition("@")
            with suppress(ValueError):
                days[text] = code, date.fromisoformat(day) if at else today
        by_code = defaultdict(list)
        for place in self.filter(code__in={code for code, _day in days.values()}):
            by_code[place.code].append(place)
        found = {text: [each for each in by_code[code] if each.is_in_force(day)] for text, (code, day) in days.items()}
        return {text: units[0] for text, units in found.items() if len(units) == 1}

    def search(self, text, on=None):
        """Units by name, alias or spelling, best first: marks and the leading kind may be left out.

        "Vĩnh Thạnh Trung, Châu Phú", "xa vinh thanh trung" and "vinh thanh trung an giang" all find the commune. Every
        word must begin a word of the unit's name or of those above it, and one of them a word of its own name.
        """
        places = self if on is None else self.in_force(on)
        typed = split_address(nfc(text))
        parts = [read_typed(part) for part in typed]
        words = [word for _kind, name in parts for word in fold(name).split()]
        if not words:
            return places.none()
        (kind, name), own = parts[0], Q()
        for word in words:
            begins = f" {word}"
            own |= Q(search_key__contains=begins)
            places = places.filter(
                Q(search_key__contains=begins)
                | Q(parent__search_key__contains=begins)
                | Q(province__search_key__contains=begins)
            )
        return places.filter(own).order_by(
            _likeness({typed[0], name}),
            models.Case(models.When(kind__startswith=kind, then=0), default=1),
            _LEVELS_FROM_THE_TOP,
            F("valid_to").desc(nulls_first=True),
            "sort_key",
            "id",
        )


def _likeness(names):
    """0 the same as one of the names with its marks, 1 the same without, 2 begins so, 3 the rest."""
    keys = [fold(name) for name in names]
    return models.Case(
        models.When(sort_key__in=[sort_key(name) for name in names], then=0),
        models.When(_any(search_key__contains=[f"| {key} |" for key in keys]), then=1),
        models.When(_any(search_key__contains=[f"| {key}" for key in keys]), then=2),
        default=3,
    )


def _any(**lookup):
    """The condition that the lookup holds for one of its values."""
    ((name, values),) = lookup.items()
    return reduce(or_, (Q(**{name: value}) for value in values))


class Place(models.Model):
    """Place — đơn vị hành chính: a unit in a period in which its name, kind and parent did not change."""

    code = models.TextField(_("mã"))
    level = models.TextField(_("cấp"), choices=Level)
    kind = NFCCharField(_("loại"))
    name = NFCCharField(_("tên"))
    short_name = NFCCharField(_("tên gọn"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    province = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    path = models.TextField(unique=True, db_collation="C")
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("ngày cuối có hiệu lực"), null=True, blank=True)
    legal_document = NFCCharField(_("văn bản"), blank=True)
    source = NFCCharField(_("nguồn"), blank=True)
    certainty = models.TextField(_("độ chắc chắn"), choices=Certainty)
    import_key = models.TextField(unique=True)
    search_key = models.TextField()
    sort_key = models.TextField(db_collation="C")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        indexes = [models.Index(fields=["code", "level"], name="place_code_level")]
        constraints = [
            ExclusionConstraint(
                name="place_code_names_one_unit_a_day",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("Mã này đã thuộc về một đơn vị khác trong cùng thời gian."),
            ),
            models.CheckConstraint(
                name="place_ends_on_or_after_its_start",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("Ngày cuối có hiệu lực phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(name="place_path_ends_with_a_dot", condition=Q(path__endswith=".")),
        ]

    def __str__(self):
        return self.name

    def save(self, *, update_fields=None, **kwargs):
        """Keep the keys true to the name and its other spellings."""
        if update_fields is not None:
            update_fields = {*update_fields, "short_name", "search_key", "sort_key"}
        spellings = self.aliases.values_list("name", flat=True) if self.pk else []
        self.short_name = short_name(self.name)
        self.search_key = search_key([self.name, *spellings])
        self.sort_key = sort_key(self.short_name)
        super().save(update_fields=update_fields, **kwargs)

    @property
    def reference(self):
        """Name for addresses and the API: the code with a day on which it meant this unit, such as 91@2025-06-30."""
        day = self.valid_to or self.valid_from
        return f"{self.code}@{day:%Y-%m-%d}" if day else self.code

    @property
    def full_name(self):
        """The name with those above it: "Xã Mỹ Đức, huyện Châu Phú, tỉnh An Giang"."""
        above = dict.fromkeys([self.parent, self.province] if self.parent_id else [])
        return ", ".join([self.name, *(place.name[0].lower() + place.name[1:] for place in above)])

    @property
    def validity_in_words(self):
        """When it was in force, as far as known: "từ 01/07/2025", "đến 30/06/2025, ngày bắt đầu chưa rõ"."""
        since, until = (f"{day:%d/%m/%Y}" if day else "" for day in (self.valid_from, self.valid_to))
        if since and until:
            return _("từ %(since)s đến %(until)s") % {"since": since, "until": until}
        if since:
            return _("từ %(since)s") % {"since": since}
        if until:
            return _("đến %(until)s, ngày bắt đầu chưa rõ") % {"until": until}
        return _("đang có hiệu lực, ngày bắt đầu chưa rõ")

    def is_in_force(self, on):
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def ancestors(self):
        """The units above, from the province down."""
        return Place.objects.filter(pk__in=self.path.split(".")[:-2]).order_by("path")

    def predecessors(self):
        return Place.objects.filter(links_out__to_place=self).order_by("sort_key", "id")

    def successors(self):
        return Place.objects.filter(links_in__from_place=self).order_by("sort_key", "id")

    def as_of(self, day):
        """The units that stood for this one on the day: list of (place, partial), in alphabetical order.

        Itself if in force; else its successors, or its predecessors, step by step. `partial` says that a division lies
        between, so that only a part corresponds. Empty where the lineage is not known.
        """
        if self.is_in_force(day):
            return [(self, False)]
        step = _successors_of if self.valid_to and self.valid_to < day else _predecessors_of
        found: dict[Place, bool] = {}
        seen: set[Place] = set()
        frontier = {self: False}
        while frontier:
            seen.update(frontier)
            reached = {place: partial for place, partial in step(frontier).items() if place not in seen}
            found.update({place: partial for place, partial in reached.items() if place.is_in_force(day)})
            frontier = {place: partial for place, partial in reached.items() if place not in found}
        outermost = set(shortest_paths(place.path for place in found))
        there = [(place, partial) for place, partial in found.items() if place.path in outermost]
        return sorted(there, key=lambda pair: (pair[0].sort_key, pair[0].pk))

    def territory_paths(self):
        """Prefixes of the paths of all that belongs to this place: its subtree and, over all reforms, what became it.

        A unit that gave a part away and went on existing is no predecessor here: its people are not ours. Of a divided
        unit only a commune counts, since one prefix cannot stand for a part of a district.
        """
        found = frontier = [self.path]
        while frontier:
            earlier = _whole_predecessors(_any(path__startswith=frontier))
            wider = shortest_paths([*found, *earlier])
            frontier = [path for path in wider if path not in found]
            found = wider
        return found


def _whole_predecessors(below):
    """Paths of the ended units that became, or became part of, the units that `below` selects."""
    # Two questions: joined into one, the planner needs minutes while new tables have no statistics.
    ids = list(Place.objects.filter(below).values_list("pk", flat=True))
    ended = Q(from_place__valid_to__lt=F("on_date"))
    whole = Q(partial=False) | Q(from_place__level=Level.COMMUNE)
    return PlaceLink.objects.filter(ended, whole, to_place__in=ids).values_list("from_place__path", flat=True)


def _successors_of(places):
    """{successor: partial} one reform later, of units that ended; `places` says which of them are parts already."""
    here = {place.pk: place for place in places}
    reached: dict[Place, bool] = {}
    for link in PlaceLink.objects.filter(from_place__in=here).select_related("to_place"):
        place = here[link.from_place_id]
        if (
            place.valid_to and link.on_date > place.valid_to
        ):  # what it gave away while it went on existing made it no other
            reached[link.to_place] = reached.get(link.to_place, False) or places[place] or link.partial
    return reached


def _predecessors_of(places):
    """{predecessor: partial} one reform earlier, of units that began."""
    here = {place.pk: place for place in places}
    reached: dict[Place, bool] = {}
    for link in PlaceLink.objects.filter(to_place__in=here).select_related("from_place"):
        place = here[link.to_place_id]
        if place.valid_from and link.on_date <= place.valid_from:  # what joined it later made it no other
            reached[link.from_place] = reached.get(link.from_place, False) or places[place] or link.partial
    return reached


def shortest_paths(paths):
    """The paths of which no other is a beginning, sorted: they cover what all cover."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


class LinkKind(models.TextChoices):
    MERGE = "merge", _("nhập")
    SPLIT = "split", _("tách")
    RENAME = "rename", _("đổi tên hoặc loại")
    KEPT = "kept", _("giữ nguyên")
    LEVEL_REMOVED = "level_removed", _("bỏ cấp")


class PlaceLinkQuerySet(models.QuerySet):
    def with_places(self):
        """Bring both units and what their full names read, in the same query."""
        return self.select_related(
            *(f"{end}__{above}" for end in ("from_place", "to_place") for above in ("parent", "province"))
        )


class PlaceLink(models.Model):
    """PlaceLink — bước sắp xếp đơn vị hành chính: an older unit leading to a newer one."""

    from_place = models.ForeignKey(Place, models.PROTECT, related_name="links_out", verbose_name=_("từ"))
    to_place = models.ForeignKey(Place, models.PROTECT, related_name="links_in", verbose_name=_("thành"))
    kind = models.TextField(_("hình thức"), choices=LinkKind)
    share = models.DecimalField(_("tỷ lệ dân số"), max_digits=6, decimal_places=5, null=True, blank=True)
    on_date = models.DateField(_("từ ngày"))
    legal_document = NFCCharField(_("văn bản"), blank=True)
    partial = models.BooleanField(_("chỉ một phần"), default=False)
    certainty = models.TextField(_("độ chắc chắn"), choices=Certainty)

    objects = PlaceLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("bước sắp xếp đơn vị hành chính")
        verbose_name_plural = _("các bước sắp xếp đơn vị hành chính")
        constraints = [
            models.UniqueConstraint(fields=["from_place", "to_place"], name="place_link_is_told_once"),
            models.CheckConstraint(name="place_link_joins_two_places", condition=~Q(from_place=F("to_place"))),
            models.CheckConstraint(
                name="place_link_share_is_a_fraction", condition=Q(share=None) | Q(share__gt=0, share__lte=1)
            ),
        ]

    def __str__(self):
        return f"{self.from_place} → {self.to_place}"


class PlaceAlias(models.Model):
    """PlaceAlias — tên viết khác: another spelling of a unit's name, with the list that prints it."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")
    name = NFCCharField(_("tên viết khác"))
    source = NFCCharField(_("nguồn"), blank=True)

    class Meta:
        verbose_name = _("tên viết khác")
        verbose_name_plural = _("tên viết khác")
        constraints = [models.UniqueConstraint(fields=["place", "name", "source"], name="place_alias_is_told_once")]

    def __str__(self):
        return self.name
