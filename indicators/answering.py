"""Answers a set of questions (indicators × places × periods) with a handful of queries, however many they are."""

from bisect import bisect_left
from collections import defaultdict

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from indicators import breakdowns, reading
from indicators.apportioning import Divisions, apportioned
from indicators.completeness import Declared
from indicators.definition import By, PopulationCount
from indicators.measures.shapes import Measure, PlaceFlow, PlaceStock
from indicators.models import CompletenessFamily as Family
from indicators.models import Period, ReportedFigure
from indicators.populations import Populations
from indicators.reading import Territory, Unit
from indicators.unsettled import CHILDREN, NOBODY, Unsettled
from indicators.value import Part, Source, Status, Value, listed, ratio
from places.models import Level, Place
from places.through_time import WHOLE, Lineage, Standing


class Answers:
    """One reading: marks first, then cells, so that a figure called fresh cannot be older than it says."""

    def __init__(self, indicators, places, spans, *, by=None, group="", boundaries="then"):
        self.now, self.today = timezone.now(), timezone.localdate()
        self.indicators, self.places, self.spans = indicators, places, spans
        self.by, self.group, self.boundaries = by, group, boundaries
        kept = Period.objects.filter(pk__in=[span.id for span in spans], kept=True)
        self.successors, self.group_names = {}, {}  # {place pk: what it became}, {Groups: {code: name}}, asked once
        self.kept = dict(kept.values_list("pk", "count_day"))
        self.lineage = Lineage.of(places) if boundaries == "now" else None
        self.divisions = Divisions(self.today)
        self.gave = defaultdict(set)  # {(place pk, period id): units that went on when ground of theirs became its own}
        self.units = {(place.pk, span.id): self._units_of(place, span) for place in places for span in spans}
        self.unsettled = self._unsettled() if self.lineage else None
        asked = {unit.pk: Unit.of(unit) for found in self.units.values() for unit, _share in found}
        self.asked = list(asked.values())
        self.territory = Territory.of(self.asked)
        measures = {m.code: m for indicator in indicators for m in indicator.measures}
        self.marks = self._marks()
        self.totals = self._sums(list(measures.values()))
        numerators = list({i.numerator.code: i.numerator for i in indicators if i.is_counted}.values())
        self.of_group = self._sums(numerators, group=group) if group else self.totals
        self.of_parts = self._sums(numerators if by == By.GROUP else list(measures.values()), by=by) if by else {}
        if self.unsettled and self.unsettled.found:
            self.marks += self._marks()  # who was settled after the cells were read is in neither

    # what is read

    def count_day(self, span):
        return self.kept.get(span.id) or span.count_day(self.today)

    def _units_of(self, place, span):
        """[Standing]: the units whose cells make up the place's figure, and how much of each."""
        day = self.count_day(span)
        if self.boundaries == "then":
            return [Standing(place, WHOLE)] if place.is_in_force(day) else []
        found, gave, next_day = self._standing(place, day), self.gave[place.pk, span.id], day
        if found:  # what was recorded in the units of the days before belongs to it too
            steps = [on for on in self.lineage.days if span.first < on < day]
            for on in sorted({span.first, *steps}, reverse=True):
                before = self._standing(place, on)
                gave |= {unit for unit in before.keys() - found.keys() if unit.is_in_force(next_day)}
                found, next_day = before | found, on
        return [Standing(unit, share) for unit, share in found.items()]

    def units_for(self, indicator, place, span):
        """The units that tell this indicator. One that gave of its ground within the period and went on keeps whoever
        stayed there to its end; only what happened in it before may belong to the place too."""
        units = self.units[place.pk, span.id]
        if isinstance(indicator.numerator, PlaceFlow):
            return units
        return [unit for unit in units if unit.place not in self.gave[place.pk, span.id]]

    def _standing(self, place, day):
        """{unit of the day: how much of it}"""
        found = self.lineage.standing(place, day, self.today)
        return dict(self.divisions.told(standing, place, day) for standing in found)

    def _unsettled(self):
        asked = [(p, s, self.count_day(s), self.units[p.pk, s.id]) for p in self.places for s in self.spans]
        return Unsettled(self.lineage, self.today, asked)

    def _marks(self):
        families = frozenset().union(*(indicator.families for indicator in self.indicators))
        return reading.marks_within(self.territory, families) if families else []

    def _sums(self, measures, by=None, group=""):
        kept = {} if breakdowns.is_counted_when_asked(by) else self.kept
        sums = reading.cell_sums(measures, self.territory, list(kept), by, group)
        for span in self.spans:
            if span.id not in kept and span.first <= self.today and measures:
                sums |= reading.counted_sums(measures, self.territory, span, self.count_day(span), by, group)
            if self.unsettled:
                sums |= self.unsettled.sums(measures, span, self.count_day(span), by, group)
        return sums

    @cached_property
    def declared(self):
        families = frozenset().union(*(indicator.declared_families for indicator in self.indicators))
        return Declared.within(self.territory, families)

    @cached_property
    def populations(self):
        return Populations.of([*(unit.key for unit in self.asked), *(place.pk for place in self.places)])

    @cached_property
    def reported(self):
        """{(indicator code, place id, last day): figures}"""
        rows = ReportedFigure.objects.filter(
            indicator__in=[indicator.code for indicator in self.indicators],
            place__in=self.places,
            breakdown=self.group,
            ends_on__in=[span.last for span in self.spans],
            voided_at=None,
        ).select_related("document")
        found = defaultdict(list)
        for figure in rows:
            found[figure.indicator, figure.place_id, figure.ends_on].append(figure)
        return found

    # what is said

    def value(self, indicator, place, span):
        units = self.units_for(indicator, place, span)
        told = self._asked(indicator, place, span, units)
        if self._level_has_ended(indicator, units, span):
            reason = _("Không phát sinh: vào ngày tính không có đơn vị cấp huyện.")
            return Value(status=Status.NOT_APPLICABLE, reason=reason, **told)
        reason = self._why_unknown(indicator, place, span, units)
        covered, missing = self.covered(indicator, units, span) if not reason else ([], [])
        if not covered:
            told |= self._told_by_group(indicator, units, span) if not reason else {}
            reason = reason or self._what_lacks(indicator, units, span)
            return Value(status=Status.UNKNOWN, reason=reason, missing=missing, **told)
        units = covered
        stale_since = self._stale_since(indicator, units, span)
        told |= {
            "complete": not missing,
            "missing": missing,
            "stale": stale_since is not None,
            "as_of": stale_since or self.now,
            "unclear": [unit for unit, share in units if share is None],
            "apportioned": [unit for unit, share in units if share not in (None, WHOLE)],
        }
        told |= self._who_waits(indicator, place, span)
        units = [*units, *self.waiting(place, span).held]
        told["numerator"] = numerator = self._sum(self.of_group, indicator.numerator, units, span)
        told["denominator"] = denominator = self._denominator(indicator, units, span)
        told["denominator_source"] = self._denominator_source(indicator, units, self.count_day(span))
        told["parts"] = self._parts(indicator, units, span, denominator)
        if not indicator.is_share:
            return Value(status=Status.COMPUTED, value=numerator, **told)
        if denominator is None:
            return Value(status=Status.UNKNOWN, reason=_("Chưa có số dân của năm."), **told)
        if not denominator:
            return Value(status=Status.NOT_APPLICABLE, reason=_("Không phát sinh: mẫu số bằng 0."), **told)
        return Value(status=Status.COMPUTED, value=ratio(numerator, denominator, indicator.factor), **told)

    def _asked(self, indicator, place, span, units):
        """What stands in the answer whether or not there is a number."""
        return {
            "indicator": indicator,
            "place": place,
            "period": span,
            "group": self.group,
            "count_day": self.count_day(span),
            "running": span.is_running(self.today),
            "source": Source.CELLS if span.id in self.kept else Source.COUNTED,
            "version": indicator.version_on(self.count_day(span)).number,
            "breaks": indicator.breaks_in(span.first, self.count_day(span)),
            "reported": self._reported(indicator, place, span),
            "boundaries": self.boundaries,
            "units": [unit for unit, _share in units],
        }

    def _why_unknown(self, indicator, place, span, units):
        """Why there can be no figure, whatever is complete; '' where there may be one."""
        day = self.count_day(span)
        if not indicator.is_counted:
            return _("Không tính từ bản ghi trong hệ thống; chỉ có số do nơi khác báo cáo.")
        if span.first > self.today:
            return _("Kỳ này chưa bắt đầu.")
        if reason := indicator.why_not_in(span):
            return reason
        if not units:
            return self._where_it_went(place, day)
        if self._is_above_communes(indicator, place, units):
            return _("Số này ghi theo đơn vị cấp trên nên không tách được cho riêng địa bàn cũ.")
        if divided := self._indivisible(indicator, units, day):
            words = _("Không chia được: số này không đếm người nên không theo tỷ lệ dân số của %(units)s.")
            return words % {"units": listed(divided)}
        return ""

    def _where_it_went(self, place, day):
        """It did not exist on the day; what it became, so that a page can lead there."""
        words = _("Đơn vị không tồn tại vào ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"}
        if not (place.valid_to and place.valid_to < day):
            return words
        if place.pk not in self.successors:
            self.successors[place.pk] = ", ".join(unit.name for unit in place.successors())
        became = self.successors[place.pk]
        return f"{words} " + _("Sau đó thành: %(became)s.") % {"became": became} if became else words

    @staticmethod
    def _is_above_communes(indicator, place, units):
        """Communes stand for a province that went into a wider one: only what is counted by commune can be told."""
        by_commune = place.level != Level.COMMUNE and any(unit.level == Level.COMMUNE for unit, _share in units)
        return by_commune and not isinstance(indicator.numerator, CHILDREN)

    @staticmethod
    def _indivisible(indicator, units, day):
        """Units of which a part is asked for, of a figure that does not count children: a house, a class or a gift was
        in one of the parts, nobody wrote down in which. A stock holds nothing of a unit that ended before the day."""
        if isinstance(indicator.numerator, CHILDREN):
            return []
        divided = [unit for unit, share in units if share not in (None, WHOLE)]
        return [u for u in divided if not isinstance(indicator.numerator, PlaceStock) or u.is_in_force(day)]

    def _level_has_ended(self, indicator, units, span):
        """A share of districts where there are none any more (from 01/07/2025): nothing to count, and not unknown."""
        level = getattr(indicator.denominator, "level", None)
        if level != Level.DISTRICT or not units or span.first > self.today:
            return False
        day = self.count_day(span)
        below = self.territory.at(level)
        return not any(each.is_in_force(day) for each in below) and all(u.level != level for u, _share in units)

    def covered(self, indicator, units, span, group=None):
        """(units with complete records, those without). Only today's boundaries may be covered in part, by name."""
        day, group = self.count_day(span), self.group if group is None else group
        records = indicator.records_of(group, self._groups_of(indicator))
        missing = [unit for unit, _share in units if not self._is_complete(records, unit, span, day)]
        covered = [each for each in units if each.place not in missing]
        stands = any(unit.is_in_force(day) for unit, _share in covered)
        return (covered if stands else []), missing

    def _groups_of(self, indicator):
        """{code: name}"""
        if indicator.groups is None:
            return {}
        if indicator.groups not in self.group_names:
            self.group_names[indicator.groups] = indicator.groups.names()
        return self.group_names[indicator.groups]

    def _what_lacks(self, indicator, units, span):
        """The sentence on what must be declared, or mended, before there is a number."""
        if Family.FUND_CHILD in indicator.declared_families:
            asked = (span.first, self.count_day(span))
            if count := sum(self.declared.nameless(unit.path, *asked) for unit, _share in units):
                words = _("Chưa có số liệu: còn %(n)d lượt hỗ trợ trong kỳ chưa gắn tên trẻ, nên chưa đếm được số trẻ.")
                return words % {"n": count}
        if not self.group and (told := self._groups_told(indicator, units, span)):
            words = _("Chưa cộng được: mới %(n)d trên %(all)d loại được khai báo ghi đủ; xem từng loại.")
            return words % {"n": len(told), "all": len(self._groups_of(indicator))}
        return _("Chưa có số liệu: địa bàn chưa khai báo ghi đủ cho kỳ này.")

    def _groups_told(self, indicator, units, span):
        """Of an indicator whose groups are declared one by one: those whose records are complete in all the units."""
        if not indicator.is_declared_by_group:
            return set()
        checked = {code: self.covered(indicator, units, span, code) for code in self._groups_of(indicator)}
        return {code for code, (covered, missing) in checked.items() if covered and not missing}

    def _told_by_group(self, indicator, units, span):
        """What is known of the groups while the whole is not: each of the others has no number, which is not 0."""
        groups = self._groups_told(indicator, units, span) if self.by == By.GROUP and not self.group else ()
        if not groups:
            return {}
        stale_since = self._stale_since(indicator, units, span)
        parts = self._parts(indicator, units, span, self._denominator(indicator, units, span))
        return {
            "parts": [part if part.key in groups else Part(part.key, part.label) for part in parts],
            "stale": stale_since is not None,
            "as_of": stale_since or self.now,
        }

    def _is_complete(self, records, unit, span, day):
        first, last = span.first, day
        if self.boundaries == "now":  # each unit answers for its own time
            first, last = max(first, unit.valid_from or first), min(last, unit.valid_to or last)
        return self.declared.covers(unit.path, records, first, last)

    def _stale_since(self, indicator, units, span):
        if not self.marks:
            return None
        keys, day = {unit.pk for unit, _share in units}, self.count_day(span)
        families = {*indicator.families, "*"}
        waiting = [
            at
            for key, family, first, last, at in self.marks
            if key in keys and family in families and first <= day <= last
        ]
        return min(waiting) if waiting and span.id in self.kept else None

    def _sum(self, sums, measure, units, span, part=""):
        counts = ((sums.get((unit.pk, measure.code, span.id, part), 0), share) for unit, share in units)
        return apportioned(counts)

    def waiting(self, place, span):
        """Divided communes whose children count above the units of the place (unsettled.py)."""
        return self.unsettled.of(place, span) if self.unsettled else NOBODY

    def _who_waits(self, indicator, place, span):
        """How many of those in the figure, or of the wider of its two counts, nobody has settled yet; and how many may
        belong to it and are not in it."""
        waiting, found = self.waiting(place, span), {}
        for name, communes in (("waiting", waiting.held), ("lacking", waiting.lacking)):
            counts = [self._sum(self.of_group, indicator.numerator, communes, span)]
            if isinstance(indicator.denominator, Measure):
                counts.append(self._sum(self.totals, indicator.denominator, communes, span))
            found[name] = max(counts)
        return found

    def _denominator(self, indicator, units, span, part=None):
        denominator, day = indicator.denominator, self.count_day(span)
        if denominator is None:
            return None
        if isinstance(denominator, Measure):
            if part is None:
                return self._sum(self.totals, denominator, units, span)
            return self._sum(self.of_parts, denominator, units, span, part)
        if isinstance(denominator, PopulationCount):
            return self._population(indicator, units, day, part or "")
        inside = tuple(unit.path for unit, _share in units if unit.is_in_force(day))
        below = self.territory.at(denominator.level)
        return sum(place.path.startswith(inside) and place.is_in_force(day) for place in below)

    def _population(self, indicator, units, day, part=""):
        """As published for these units, added up; by a known share of the population where one was divided."""
        asked = (day.year, indicator.denominator.children, part)
        found = [(self.populations.number(unit.pk, *asked), share) for unit, share in units if unit.is_in_force(day)]
        return None if any(count is None for count, _share in found) else apportioned(found)

    def _denominator_source(self, indicator, units, day):
        """Where the denominator comes from: it stands beside every share, so that none is mixed in silence."""
        if isinstance(indicator.denominator, PopulationCount):
            keys = [unit.pk for unit, _share in units if unit.is_in_force(day)]
            return self.populations.sources(keys, day.year, indicator.denominator.children)
        if isinstance(indicator.denominator, Measure):
            return _("đếm từ bản ghi trong hệ thống")
        return _("danh mục đơn vị hành chính") if indicator.denominator else ""

    def _parts(self, indicator, units, span, whole):
        """The parts of the breakdown; a group is a share of the whole denominator, a sex or age band of its own."""
        if self.by is None or self.by not in indicator.by:
            return []
        parts = []
        for key, label in self._part_names(indicator, units, span):
            numerator = self._sum(self.of_parts, indicator.numerator, units, span, key)
            own = whole
            if self.by != By.GROUP and isinstance(indicator.denominator, Measure | PopulationCount):
                own = self._denominator(indicator, units, span, key)
            value = ratio(numerator, own, indicator.factor) if indicator.is_share else numerator
            parts.append(Part(key, label, numerator, own, value))
        return parts

    def _part_names(self, indicator, units, span):
        keys = {unit.pk for unit, _share in units}
        counted = {indicator.numerator.code}
        if self.by not in (By.GROUP, By.AGE) and isinstance(indicator.denominator, Measure):
            counted.add(indicator.denominator.code)  # nobody counted among some is a figure too
        found = {
            part
            for (key, measure, period, part), n in self.of_parts.items()
            if n and key in keys and measure in counted and period == span.id
        }
        if self.by != By.GROUP:
            return breakdowns.part_names(self.by, found)
        return list(indicator.groups.shown(self.count_day(span), found, self._groups_of(indicator)).items())

    def _reported(self, indicator, place, span):
        """What others reported for these very days, or for the last of them."""
        found = self.reported.get((indicator.code, place.pk, span.last), ())
        return [figure for figure in found if figure.starts_on in (span.first, span.last)]


def places_below(place, level, on):
    """Units of a level within the place on a day, in alphabetical order."""
    return units_below([place], level, [on])


def units_below(places, level, days):
    """Units of a level within any of the places on any of the days, in alphabetical order; one query for all."""
    days, within = sorted(days), Q()
    for place in places:
        within |= Q(path__startswith=place.path)
    found = Place.objects.filter(within).level(Level(level)).alphabetical().with_names() if places and days else ()
    return [unit for unit in found if _is_in_force_on_one(unit, days)]


def _is_in_force_on_one(unit, days):
    """`days` in order."""
    at = bisect_left(days, unit.valid_from) if unit.valid_from else 0
    return at < len(days) and (unit.valid_to is None or days[at] <= unit.valid_to)
