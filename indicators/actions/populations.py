"""Published populations: entered one by one or from a table; a newer publication stands beside the older."""

import csv
import io
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.permissions import Permission
from cases.actions.refusals import Refused, refuse_if, sentence
from cases.rules.problem import Problem
from cases.rules.problem import mark as _mark
from indicators import ages, asking
from indicators.ages import CHILD_UNTIL
from indicators.models import Population, PopulationPart

NUMBERS = ("total", "children", "boys", "girls")
COLUMNS = ("place", "year", "vintage", "source", *NUMBERS, *(band.code for band in ages.CHILD_BANDS))
MOST_ROWS = 20_000


class BadTable(ValueError):
    """Nothing was written; `sentences` name the rows."""

    def __init__(self, sentences):
        super().__init__("; ".join(sentences))
        self.sentences = sentences


@transaction.atomic
def publish_population(*, place, year, vintage, source, by, bands=None, document=None, **numbers):
    """Keep what was published. numbers: total, children, boys, girls; bands: {age band code: count}. Raises Refused."""
    numbers = {name: numbers.get(name) for name in NUMBERS}
    bands = {code: count for code, count in (bands or {}).items() if count is not None}
    refuse_if(_problems(place, year, vintage, source, document, numbers, bands))
    row = Population.objects.create(
        place=place,
        year=year,
        vintage=vintage,
        source=source,
        document=document,
        total=numbers["total"],
        children=numbers["children"],
    )
    PopulationPart.objects.bulk_create(_lines(row, numbers, bands))
    record("population.published", row, by=by, place=place.pk, year=year)
    return row


def _lines(row, numbers, bands):
    for sex, name in (("M", "boys"), ("F", "girls")):
        if numbers[name] is not None:
            yield PopulationPart(population=row, sex=sex, from_age=0, to_age=CHILD_UNTIL, count=numbers[name])
    for code, count in bands.items():
        band = ages.BY_CODE[code]
        yield PopulationPart(population=row, from_age=band.from_age, to_age=band.to_age, count=count)


def _problems(place, year, vintage, source, document, numbers, bands):
    total, children = numbers["total"], numbers["children"]
    sexes = (numbers["boys"], numbers["girls"])
    problems = []
    if total is None and children is None:
        problems.append(Problem("number", _mark("Ghi tổng dân số hoặc số trẻ em."), "total"))
    if total is not None and children is not None and children > total:
        problems.append(Problem("number", _mark("Số trẻ em không được lớn hơn tổng dân số."), "children"))
    if any(count is not None for count in sexes) and (None in sexes or sum(sexes) != children):
        problems.append(
            Problem("sexes", _mark("Trẻ em nam và nữ phải ghi cả hai và cộng lại bằng số trẻ em."), "girls")
        )
    if bands and (len(bands) < len(ages.CHILD_BANDS) or sum(bands.values()) != children):
        text = _mark("Các nhóm tuổi phải ghi đủ và cộng lại bằng số trẻ em.")
        problems.append(Problem("bands", text, ages.CHILD_BANDS[0].code))
    if not (source.strip() or document):
        problems.append(Problem("source", _mark("Ghi nguồn: niên giám, điều tra hoặc văn bản nào."), "source"))
    if vintage > timezone.localdate():
        problems.append(Problem("future", _mark("Ngày công bố chưa đến."), "vintage"))
    if place.valid_to and place.valid_to < date(year, 1, 1):
        problems.append(Problem("place_day", _mark("Đơn vị này đã kết thúc trước năm đó."), "place"))
    if Population.objects.filter(place=place, year=year, vintage=vintage).exists():
        problems.append(Problem("twice", _mark("Đã có số của đơn vị, năm và ngày công bố này."), "vintage"))
    return problems


@transaction.atomic
def publish_table(*, text, by):
    """All rows of a CSV file with the columns COLUMNS, or none. Returns how many. Raises BadTable."""
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    known = rows[0].keys() if rows else ()
    missing = [name for name in ("place", "year", "vintage", "source") if name not in known]
    strange = [str(name) for name in known if name not in COLUMNS]
    if missing or strange or len(rows) > MOST_ROWS:
        told = {"columns": ", ".join(COLUMNS), "most": MOST_ROWS}
        raise BadTable([_("Tệp cần dòng tiêu đề với các cột: %(columns)s; nhiều nhất %(most)d dòng.") % told])
    bad = []
    for number, row in enumerate(rows, 2):
        try:
            with transaction.atomic():
                publish_population(by=by, **_read(row, by))
        except Refused as why:
            bad += [_at(number, sentence(problem)) for problem in why.problems]
        except (ValueError, asking.OutOfReach) as why:
            words = _("đơn vị nằm ngoài địa bàn của bạn.") if isinstance(why, asking.OutOfReach) else str(why)
            bad.append(_at(number, words))
    if bad:
        raise BadTable(bad)
    return len(rows)


def _at(number, words):
    return _("Dòng %(n)d: %(words)s") % {"n": number, "words": words}


def _read(row, by):
    """The fields of one line. Raises ValueError with a sentence, OutOfReach."""
    year = _whole(row["year"], "year")
    if year is None or not 1900 <= year <= 2200:
        raise ValueError(_("năm phải có bốn chữ số."))
    return {
        "place": asking.place(by, row["place"] or "", Permission.REPORTED_EDIT),
        "year": year,
        "vintage": asking.day(row["vintage"] or ""),
        "source": row["source"] or "",
        "bands": {band.code: _whole(row.get(band.code), band.code) for band in ages.CHILD_BANDS},
        **{name: _whole(row.get(name), name) for name in NUMBERS},
    }


def _whole(text, column):
    """A whole number, or None where the cell is empty. No grouping marks: 1.234 might mean either."""
    text = (text or "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal():
        raise ValueError(_("cột %(column)s phải là số nguyên không có dấu ngăn.") % {"column": column})
    return int(text)
