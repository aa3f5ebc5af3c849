"""Figures that were read before, shown again as long as nothing that they are made of has moved.

A page of figures reads thirty indicators over seven years; whether it would read the same again the clock of changes
tells in one query (indicators/unchanged.py). The moment "as of" is that of the reading. What is kept names nobody.
"""

import logging
from dataclasses import fields
from itertools import product

from django.conf import settings
from django.core.cache import caches

from indicators import registry, unchanged, values
from indicators.value import Source, Value

log = logging.getLogger(__name__)
ASKED = ("indicator", "place", "period")
TOLD = tuple(each.name for each in fields(Value) if each.name not in ASKED)


def grid(indicators, places, spans, *, group="", boundaries="then"):
    """As values.grid. The clock is read first: what is kept may be newer than its key says, never older."""
    indicators = [registry.get(indicator) for indicator in indicators]
    key = _key(indicators, places, spans, group, boundaries) if settings.FIGURES_REMEMBERED else None
    if told := key and _recall(key):
        asked = product(indicators, places, spans)
        return [Value(*each, **dict(zip(TOLD, row, strict=True))) for each, row in zip(asked, told, strict=True)]
    found = values.grid(indicators, places, spans, group=group, boundaries=boundaries)
    if key and all(value.source is Source.CELLS for value in found):  # the clock does not follow the records
        _keep(key, [[getattr(value, name) for name in TOLD] for value in found])
    return found


def _key(indicators, places, spans, group, boundaries):
    provinces = [] if boundaries == "now" else unchanged.provinces_of(places)
    codes = [indicator.code for indicator in indicators]
    return unchanged.key(provinces, codes, [place.pk for place in places], [s.id for s in spans], group, boundaries)


def _recall(key):
    try:
        return caches["redis"].get(key)
    except Exception:  # without Redis it is read again
        log.warning("What was read before cannot be looked up.")
        return None


def _keep(key, told):
    try:
        caches["redis"].set(key, told, timeout=settings.FIGURES_REMEMBERED)
    except Exception:
        log.warning("What was read cannot be kept.")
