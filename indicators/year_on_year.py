"""Change against the year before: (now − before) / before, in percent; of the periods that its card names alone, not
across a change of definition, nor between unlike grounds."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import periods, registry
from indicators.measures.shapes import YearOnYear
from indicators.value import Status, Value, listed


def bases_of(indicators):
    """What must be read so that these can be told: themselves, or what they compare."""
    found = [registry.get(i.numerator.of) if is_change(i) else i for i in indicators]
    return list(dict.fromkeys(found))


def spans_of(indicators, spans):
    """The periods that must be read: with those before them where something compares."""
    after = [span for span in spans if any(is_change(i) and not i.why_not_in(span) for i in indicators)]
    return list(dict.fromkeys([*spans, *map(periods.earlier, after)]))


def is_change(indicator):
    return isinstance(indicator.numerator, YearOnYear)


def compared(indicator, span, value):
    """The change that the period brought; `value(indicator, span)` tells what it compares."""
    (base,) = bases_of([indicator])
    now = value(base, span)
    if reason := indicator.why_not_in(span):
        return replace(_of(indicator, now), status=Status.UNKNOWN, reason=reason)
    return change(indicator, now, value(base, periods.earlier(span)))


def _of(indicator, now):
    """What stands beside the change: that of the later figure, without its numbers."""
    alone = {"numerator": None, "denominator": None, "value": None, "parts": [], "reported": []}
    return replace(now, indicator=indicator, **alone)


def change(indicator, now: Value, before: Value) -> Value:
    """The value of `indicator` from those of the indicator that it compares. No number where either is unknown."""
    told = replace(
        _of(indicator, now),
        stale=now.stale or before.stale,
        as_of=min(filter(None, (now.as_of, before.as_of)), default=None),
        complete=now.complete and before.complete,
        units=_of_both(before.units, now.units),
        missing=_of_both(now.missing, before.missing),
        unclear=_of_both(now.unclear, before.unclear),
        apportioned=_of_both(now.apportioned, before.apportioned),
        waiting=max(now.waiting, before.waiting),
        lacking=max(now.lacking, before.lacking),
    )
    reason = _why_not(now, before)
    if reason:
        return replace(told, status=Status.UNKNOWN, reason=reason)
    if not before.value:
        return replace(told, status=Status.NOT_APPLICABLE, reason=_("Không phát sinh: kỳ trước bằng 0."))
    return replace(told, value=(Decimal(now.value) - before.value) * 100 / before.value)


def _of_both(units, more):
    return list(dict.fromkeys([*units, *more]))


def _why_not(now, before):
    for value in (now, before):
        if not value.is_known:
            return f"{value.period.label}: {value.reason}"
    if now.running:
        return _("Kỳ chưa kết thúc: số của một phần kỳ không so với số của cả kỳ.")
    if now.version != before.version:
        return _("Định nghĩa đã đổi giữa hai kỳ: không so được.")
    apart = {*now.missing, *now.unclear} ^ {*before.missing, *before.unclear}
    if apart:
        units = listed(sorted(apart, key=lambda unit: (unit.sort_key, unit.pk)))
        return _("Hai kỳ không cùng địa bàn, không so được; chỉ khác ở: %(units)s.") % {"units": units}
    return ""
