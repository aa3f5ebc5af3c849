"""JSON with all that must be said beside a figure, and CSV: long and flat, as R and pandas read it."""

import csv
import io
import json

from django.core.serializers.json import DjangoJSONEncoder

from indicators.serializers import ValueSerializer
from places.spreadsheets import formula_safe

COLUMNS = (
    *("indicator", "place", "place_name", "period", "first_day", "last_day", "group", "by", "part", "part_label"),
    *("status", "value", "unit", "numerator", "denominator", "stale", "as_of", "complete", "running", "count_day"),
    *("version", "break", "partial", "coverage", "release", "reason"),
)
OF_THE_WHOLE = ("numerator", "denominator", "reported")  # left out where `include` does not name it


def results(answer):
    """The rows of the JSON answer: a value each, with its parts."""
    left_out = set(OF_THE_WHOLE) - answer.include
    told = ValueSerializer(answer.values, many=True).data
    return [_without(row, left_out) for row in told] if left_out else told


def _without(row, left_out):
    kept = {name: told for name, told in row.items() if name not in left_out}
    return kept | {"parts": [{n: v for n, v in part.items() if n not in left_out} for part in row["parts"]]}


def as_json(answer):
    found = results(answer)
    return json.dumps({"count": len(found), "results": found}, ensure_ascii=False, cls=DjangoJSONEncoder)


def columns(answer):
    return [name for name in COLUMNS if name not in set(OF_THE_WHOLE) - answer.include]


def flat(answer):
    """One row for each number: the whole, then its parts, each with what is said beside the whole."""
    whole = None
    for told in answer.observations:
        if told.whole is not whole:
            whole, beside = told.whole, ValueSerializer(told.whole).data
        own = {"numerator": told.numerator, "denominator": told.denominator, "value": told.value}
        own |= {"by": told.by, "part": told.key, "part_label": told.label, "status": str(told.status)}
        yield {name: ({**beside, **own}).get(name) for name in columns(answer)}


def as_csv(answer):
    """UTF-8 without a mark, decimal points, empty where unknown."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns(answer), lineterminator="\r\n")
    writer.writeheader()
    for row in flat(answer):
        writer.writerow({name: formula_safe(value) for name, value in row.items()})
    return out.getvalue()
