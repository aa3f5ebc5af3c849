"""Answers a set of questions (indicators × places × periods) with a handful of queries, however many they are."""

from collections import defaultdict

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cases.models import Sex
from indicators import ages, reading
from indicators.completeness import Declared
from indicators.definition import By, PopulationCount
from indicators.measures.shapes import Measure
from indicators.models import Period, Population, ReportedFigure
from indicators.periods import PeriodKind
from indicators.reading import Territory, Unit
from indicators.value import Part, Source, Status, Value, ratio
from places.models import Level, Place


class Answers:
    """One reading: marks first, then cells, so that a figure called fresh cannot be older than it says."""

    def __init__(self, indicators, places, spans, *, by=None, group="", boundaries="then"):
        self.now, self.today = timezone.now(), timezone.localdate()
        self.indicators, self.places, self.spans = indicators, places, spans
        self.by, self.group, self.boundaries = by, group, boundaries
        kept = Period.objects.filter(pk__in=[span.id for span in spans], kept=True)
        self.group_names = {}  # {indicator code: {group code: name}}, each asked once
        self.kept = dict(kept.values_list("pk", "count_day"))
        self.units = {(place.pk, span.id): self._units_of(place, span) for place in places for span in spans}
        asked = {unit.pk: Unit.of(unit) for found in self.units.values() for unit, _partial in found}
        self.asked = list(asked.values())
        self.territory = Territory.of(self.asked)
        measures = {m.code: m for indicator in indicators for m in indicator.measures}
        self.marks = self._marks()
        self.totals = self._sums(list(measures.values()))
        numerators = list({i.numerator.code: i.numerator for i in indicators if i.is_counted}.values())
        self.of_group = self._sums(numerators, group=group) if group else self.totals
        self.of_parts = self._sums(numerators if by == By.GROUP else list(measures.values()), by=by) if by else {}

    # what is read

    def count_day(self, span):
        return self.kept.get(span.id) or span.count_day(self.today)

    def _units_of(self, place, span):
        """[(unit, partial)] whose cells make up the place's figure."""
        day = self.count_day(span)
        if self.boundaries == "then":
            return [(place, False)] if place.is_in_force(day) else []
        found = dict(place.as_of(day))
        for unit, partial in list(found.items()):
            if unit.valid_from and unit.valid_from > span.first:  # what was recorded before it began
                found.update({was: partial or part for was, part in unit.as_of(span.first)})
        return list(found.items())

    def _marks(self):
        families = frozenset().union(*(indicator.families for indicator in self.indicators))
        return reading.marks_within(self.territory, families) if families else []

    def _sums(self, measures, by=None, group=""):
        sums = reading.cell_sums(measures, self.territory, list(self.kept), by, group)
        for span in self.spans:
            if span.id not in self.kept and span.first <= self.today and measures:
                sums |= reading.counted_sums(measures, self.territory, span, self.count_day(span), by, group)
        return sums

    @cached_property
    def declared(self):
        families = {family for indicator in self.indicators for family in indicator.completeness}
        return Declared.within(self.territory, families)

    @cached_property
    def populations(self):
        rows = Population.objects.filter(place__in=[unit.key for unit in self.asked]).order_by("vintage")
        return {(row.place_id, row.year): row.total for row in rows}  # the newest vintage stays

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
        units = self.units[place.pk, span.id]
        told = {
            "indicator": indicator,
            "place": place,
            "period": span,
            "group": self.group,
            "count_day": self.count_day(span),
            "running": span.is_running(self.today),
            "source": Source.CELLS if span.id in self.kept else Source.COUNTED,
            "version": indicator.version_on(self.count_day(span)).number,
            "reported": self._reported(indicator, place, span),
        }
        reason, missing = self._why_unknown(indicator, span, units)
        if reason:
            return Value(status=Status.UNKNOWN, reason=reason, missing=missing, **told)
        stale_since = self._stale_since(indicator, units, span)
        told |= {
            "complete": True,
            "stale": stale_since is not None,
            "as_of": stale_since or self.now,
            "partial": any(partial for _unit, partial in units),
        }
        told["numerator"] = numerator = self._sum(self.of_group, indicator.numerator, units, span)
        told["denominator"] = denominator = self._denominator(indicator, units, span)
        told["parts"] = self._parts(indicator, units, span, denominator)
        if not indicator.is_share:
            return Value(status=Status.COMPUTED, value=numerator, **told)
        if denominator is None:
            return Value(status=Status.UNKNOWN, reason=_("Chưa có số dân của năm."), **told)
        if not denominator:
            return Value(status=Status.NOT_APPLICABLE, reason=_("Không phát sinh: mẫu số bằng 0."), **told)
        return Value(status=Status.COMPUTED, value=ratio(numerator, denominator, indicator.factor), **told)

    def _why_unknown(self, indicator, span, units):
        """(sentence, units whose records are not complete); ('', []) where the figure may be shown."""
        day = self.count_day(span)
        if not indicator.is_counted:
            return _("Không tính từ bản ghi trong hệ thống; chỉ có số do nơi khác báo cáo."), []
        if span.first > self.today:
            return _("Kỳ này chưa bắt đầu."), []
        if indicator.kinds and span.kind not in indicator.kinds:
            kinds = ", ".join(str(PeriodKind(kind).label) for kind in indicator.kinds)
            return _("Chỉ số này chỉ tính theo: %(kinds)s.") % {"kinds": kinds}, []
        if not units:
            return _("Đơn vị không tồn tại vào ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"}, []
        missing = [unit for unit, _partial in units if not self._is_complete(indicator, unit, span, day)]
        if missing:
            return _("Chưa có số liệu: địa bàn chưa khai báo ghi đủ cho kỳ này."), missing
        return "", []

    def _is_complete(self, indicator, unit, span, day):
        first, last = span.first, day
        if self.boundaries == "now":  # each unit answers for its own time
            first, last = max(first, unit.valid_from or first), min(last, unit.valid_to or last)
        return self.declared.covers(unit.path, indicator.completeness, first, last)

    def _stale_since(self, indicator, units, span):
        if not self.marks:
            return None
        keys, day = {unit.pk for unit, _partial in units}, self.count_day(span)
        families = {*indicator.families, "*"}
        waiting = [
            at
            for key, family, first, last, at in self.marks
            if key in keys and family in families and first <= day <= last
        ]
        return min(waiting) if waiting and span.id in self.kept else None

    def _sum(self, sums, measure, units, span, part=""):
        return sum(sums.get((unit.pk, measure.code, span.id, part), 0) for unit, _partial in units)

    def _denominator(self, indicator, units, span, part=None):
        denominator, day = indicator.denominator, self.count_day(span)
        if denominator is None:
            return None
        if isinstance(denominator, Measure):
            if part is None:
                return self._sum(self.totals, denominator, units, span)
            return self._sum(self.of_parts, denominator, units, span, part)
        if isinstance(denominator, PopulationCount):
            found = [self.populations.get((unit.pk, day.year)) for unit, _partial in units]
            return None if None in found else sum(found)
        inside = tuple(unit.path for unit, _partial in units if unit.is_in_force(day))
        below = self.territory.at(denominator.level)
        return sum(place.path.startswith(inside) and place.is_in_force(day) for place in below)

    def _parts(self, indicator, units, span, whole):
        """The parts of the breakdown; a group is a share of the whole denominator, a sex or age band of its own."""
        if self.by is None or self.by not in indicator.by:
            return []
        parts = []
        for key, label in self._part_names(indicator, units, span):
            numerator = self._sum(self.of_parts, indicator.numerator, units, span, key)
            own = whole
            if self.by != By.GROUP and isinstance(indicator.denominator, Measure):
                own = self._denominator(indicator, units, span, key)
            value = ratio(numerator, own, indicator.factor) if indicator.is_share else numerator
            parts.append(Part(key, label, numerator, own, value))
        return parts

    def _part_names(self, indicator, units, span):
        if self.by == By.SEX:
            return [(sex.value, str(sex.label)) for sex in Sex]
        if self.by == By.AGE:
            aged_out = self._sum(self.of_parts, indicator.numerator, units, span, ages.BANDS[-1].code)
            return [(b.code, str(b.name)) for b in ages.BANDS if b in ages.CHILD_BANDS or aged_out]
        keys = {unit.pk for unit, _partial in units}
        found = {
            part
            for (key, measure, period, part), n in self.of_parts.items()
            if n and key in keys and (measure, period) == (indicator.numerator.code, span.id)
        }
        if indicator.code not in self.group_names:
            self.group_names[indicator.code] = indicator.groups.names()
        return list(indicator.groups.shown(self.count_day(span), found, self.group_names[indicator.code]).items())

    def _reported(self, indicator, place, span):
        """What others reported for these very days, or for the last of them."""
        found = self.reported.get((indicator.code, place.pk, span.last), ())
        return [figure for figure in found if figure.starts_on in (span.first, span.last)]


def places_below(place, level, on):
    """Units of a level within the place on a day, in alphabetical order."""
    return list(Place.objects.within(place).in_force(on).level(Level(level)).alphabetical().with_names())
