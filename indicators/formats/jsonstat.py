"""JSON-stat 2.0: a cube of indicator × place × period × (breakdowns) × measure; only what is known has a value."""

import json

from indicators.formats import codes
from indicators.naming import breakdown_name, unit_name

MEASURES = {"value": "value", "numerator": "numerator", "denominator": "denominator"}


def write(answer):
    cube = _categories(answer)
    value, status = {}, {}
    sizes = [len(labels) for labels in cube.values()]
    places = {name: {code: n for n, code in enumerate(labels)} for name, labels in cube.items()}
    for told in answer.observations:
        key = dict.fromkeys(cube, codes.TOTAL) | _whole_key(told.whole)
        if told.by:
            key[told.by] = told.key
        for measure in cube["measure"]:
            at = _offset(sizes, [places[name][code] for name, code in (key | {"measure": measure}).items()])
            if (number := getattr(told, measure)) is not None:
                value[str(at)] = number
            if measure == "value" and str(told.status) != "computed":
                status[str(at)] = str(told.status)
            elif measure == "value" and (mark := _mark(told.whole)):
                status[str(at)] = mark
    return json.dumps(_document(answer, cube, sizes, value, status), ensure_ascii=False)


def _document(answer, cube, sizes, value, status):
    units = {v.indicator.code: str(unit_name(v.indicator.unit)) for v in answer.values}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": ", ".join(cube["indicator"].values()),
        "id": list(cube),
        "size": sizes,
        "role": {"time": ["period"], "geo": ["place"], "metric": ["measure"]},
        "dimension": {
            name: {"label": name, "category": {"index": list(labels), "label": labels}} for name, labels in cube.items()
        },
        "value": value,
        "status": status,
        "extension": {
            "unit": units,
            "dimension_names": {by.value: str(breakdown_name(by)) for by in answer.dimensions},
        },
    }


def _mark(value):
    """What must be said beside a number that is known; '' where nothing must."""
    marks = {"stale": value.stale, "partial": value.partial, "apportioned": value.apportioned}
    marks |= {"running": value.running, "break": value.breaks}
    return next((name for name, holds in marks.items() if holds), "")


def _whole_key(value):
    return {"indicator": value.indicator.code, "place": value.place.reference, "period": value.period.id}


def _categories(answer):
    """{dimension: {code: label}} in the order of the cube."""
    cube: dict[str, dict[str, str]] = {"indicator": {}, "place": {}, "period": {}}
    cube |= {by.value: {codes.TOTAL: codes.TOTAL} for by in answer.dimensions}
    for told in answer.observations:
        whole = told.whole
        cube["indicator"][whole.indicator.code] = str(whole.indicator.name)
        cube["place"][whole.place.reference] = whole.place.name
        cube["period"][whole.period.id] = str(whole.period.label)
        if told.by:
            cube[told.by].setdefault(told.key, told.label or told.key)
    cube["measure"] = {name: name for name in MEASURES if name == "value" or name in answer.include}
    return cube


def _offset(sizes, at):
    """Where a cell of the cube stands in the flat list: the last dimension runs fastest."""
    offset = 0
    for size, index in zip(sizes, at, strict=True):
        offset = offset * size + index
    return offset
