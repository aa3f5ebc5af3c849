"""What a release says: the values of a table as they are counted, judged together with all older releases."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import ages, measures, periods, registry, values
from indicators.definition import By
from indicators.measures.shapes import Measure
from indicators.naming import denominator_name
from indicators.releases import numbers, older
from indicators.releases.numbers import Count, Snapshot
from indicators.releases.suppression import Unprovable, protect
from indicators.releases.tables import TABLES, ReleaseTable
from indicators.value import Part, Status
from places.models import Place

MOST_PERIODS = 20
MOST_GAPS = 20  # that are named one by one


@dataclass(frozen=True)
class Row:
    """One number of the table. `suppressed`: why it is not printed; numerator and denominator may stand alone."""

    indicator: str
    version: str
    place: Place
    period: str
    by: str
    part: str
    label: str
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    suppressed: str = ""

    @property
    def key(self):
        return self.indicator, self.place.pk, self.period, self.by, self.part


@dataclass
class Content:
    """A table ready to be published, or what keeps it from that."""

    table: ReleaseTable
    place: Place
    spans: list[periods.PeriodSpan]
    as_of: datetime
    rows: list[Row] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)  # why it cannot be published
    counts: dict[Count, int] = field(default_factory=dict)
    hidden: set[Count] = field(default_factory=set)

    @property
    def title(self):
        told = ", ".join(span.label for span in self.spans)
        return f"{self.table.title} · {self.place.full_name} · {told}"

    @property
    def suppressed(self):
        return Counter(row.suppressed for row in self.rows if row.suppressed)

    @property
    def fingerprint(self):
        """The same as long as the public would read the same."""
        told = [(row.key, row.numerator, row.denominator, row.suppressed) for row in self.rows]
        return sha256(repr(told).encode()).hexdigest()

    @property
    def definitions(self):
        return [_definition(registry.get(code)) for code in self.table.indicators]


def _definition(indicator):
    return {
        "code": indicator.code,
        "name": str(indicator.name),
        "numerator": str(indicator.numerator.name),
        "denominator": denominator_name(indicator) or "",
        "unit": str(indicator.unit),
        "source": str(indicator.source),
        "notes": [str(note) for note in indicator.notes],
    }


def content_of(table_code, place, period_ids) -> Content:
    """Read, judge and hide. What lacks is in `gaps`; then nothing of it may be published."""
    table, spans = TABLES[table_code], [periods.parse(text) for text in period_ids]
    found = Content(table, place, spans, timezone.now())
    for span in spans:
        _read(found, span)
    if not found.gaps:
        _count(found)
    if not found.gaps:
        _hide_small(found)
    return found


def _read(found, span):
    """The values of one period: of the place and of all units below that stood on its last day."""
    today = timezone.localdate()
    day = span.count_day(today)
    below = Place.objects.within(found.place).in_force(day).filter(level__in=found.table.levels)
    places = [found.place, *below.exclude(pk=found.place.pk).order_by("path")]
    for code in found.table.indicators:
        indicator = registry.get(code)
        offered = [by for by in found.table.by if by in indicator.by and not _mixed(indicator, span, by)]
        whole = values.grid([indicator], places, [span])
        by_part = [values.grid([indicator], places, [span], by) for by in offered]
        for number, value in enumerate(whole):
            _gap(found, value, span.last > today)
            if value.place == found.place or value.is_known or value.status is Status.NOT_APPLICABLE:
                found.rows.append(_row(value))
                for by, parted in zip(offered, by_part, strict=True):
                    found.rows.extend(_row(parted[number], by, part) for part in _parts(parted[number], by))


def _parts(value, by):
    """The parts that are printed: for flows each age band, also "16 by the end of the period", which pages name only
    where there is someone. A row that stands there alone for being not empty would tell of whoever is hidden in it."""
    if not value.parts or by != By.AGE or not numbers.is_flow(value.indicator.numerator):
        return value.parts
    named = {part.key: part for part in value.parts}
    return [named.get(band.code) or Part(band.code, str(band.name), 0, None, 0) for band in ages.BANDS]


def _mixed(indicator, span, by):
    """A flow's ages are those of its last day: of a part of a year, they would tell who had a birthday since."""
    return by == By.AGE and span.kind != periods.PeriodKind.YEAR and numbers.is_flow(indicator.numerator)


def _gap(found, value, running):
    """Note what keeps the value from being published."""
    why = ""
    if running:
        why = _("kỳ chưa kết thúc")
    elif value.status is Status.UNKNOWN:
        why = str(value.reason)
    elif value.stale:
        why = _("số đang được tính lại")
    if why and len(found.gaps) < MOST_GAPS:
        found.gaps.append(f"{value.indicator.code} · {value.place.name} · {value.period.label}: {why}")
    if not value.stale and value.as_of:
        found.as_of = min(found.as_of, value.as_of)


def _row(value, by="", part=None):
    told = part or value
    amount = None if told.value is None else round(Decimal(told.value), 6)
    return Row(
        indicator=value.indicator.code,
        version=value.version,
        place=value.place,
        period=value.period.id,
        by=str(by),
        part=part.key if part else "",
        label=part.label if part else "",
        numerator=told.numerator,
        denominator=told.denominator,
        value=amount,
    )


def _counts_of(row):
    """(count of the numerator, count of the denominator); None for what does not count persons."""
    indicator = registry.get(row.indicator)
    above = below = None
    if row.numerator is not None and numbers.counts_persons(indicator.numerator):
        above = _named(indicator.numerator, row, row.by, row.part)
    whole = indicator.denominator
    if row.denominator is not None and isinstance(whole, Measure) and numbers.counts_persons(whole):
        own = ("", "") if row.by == "group" else (row.by, row.part)
        below = _named(whole, row, *own)
    return above, below


def _named(measure, row, by, part):
    return Count(measure.code, row.place.pk, numbers.period_of(measure.code, row.period), by, part)


def _count(found):
    """The counts of persons behind the rows. What two rows tell of one count must be the same."""
    for row in found.rows:
        for count, n in zip(_counts_of(row), (row.numerator, row.denominator), strict=True):
            if count and found.counts.setdefault(count, n) != n and len(found.gaps) < MOST_GAPS:
                why = _("số của hai kỳ cùng ngày cuối chưa khớp nhau")
                found.gaps.append(f"{row.indicator} · {row.place.name} · {row.period}: {why}")


def _hide_small(found):
    before = older.snapshots(found.place, found.spans)
    if why := older.crosses_a_reform(found.counts, before, found.place):
        found.gaps.append(why)
        return
    places = {count.place for each in (Snapshot(found.counts), *before) for count in each.numbers}
    paths = dict(Place.objects.filter(pk__in=places).values_list("pk", "path"))
    try:
        hidden = protect(numbers.table_of(found.counts, before, paths)).hidden
    except Unprovable as why:
        found.gaps.append(_unprovable(why))
        return
    reasons = numbers.unprinted(found.counts, before, hidden)
    found.hidden = set(reasons)
    found.rows = [_public(row, reasons) for row in found.rows]


def _unprovable(why):
    """Which number would follow, and what can be done instead."""
    count = why.cell and why.cell[0]
    where = _("chênh lệch giữa hai số, hoặc phần còn lại của một tỷ lệ")
    if count:
        where = f"{measures.BY_CODE[count.measure].name}, {periods.parse(count.period).label}"
    return _(
        "Không chứng minh được là bảng này giữ kín số nhỏ (%(where)s) khi đọc cùng các bản đã công bố, nên chưa công "
        "bố được. Nếu bản cũ chỉ sai vài trẻ em, cứ để bản cũ đứng nguyên; khi khác từ 5 trở lên thì lập lại dự thảo "
        "mới. Nếu là bảng mới, hãy bớt kỳ, hoặc chọn địa bàn rộng hơn."
    ) % {"where": where}


def _public(row, reasons):
    """The row without what must stay hidden; a share needs both its numbers."""
    above, below = (reasons.get(count) for count in _counts_of(row))
    if not (above or below):
        return row
    return replace(
        row,
        numerator=None if above else row.numerator,
        denominator=None if below else row.denominator,
        value=None,
        suppressed=str(above or below),
    )
