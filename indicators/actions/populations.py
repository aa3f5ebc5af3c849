"""Published populations: entered one by one or from a table; a newer publication stands beside the older."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.permissions import Permission
from cases.actions.refusals import RowsRefused, alone, column_problems, sentence
from cases.rules.problem import Problem
from cases.rules.problem import mark as _mark
from indicators import ages, asking
from indicators.ages import CHILD_UNTIL
from indicators.models import Population, PopulationPart
from places.models import Place
from programs.models import Document

NUMBERS = ("total", "children", "boys", "girls")
COLUMNS = ("place", "year", "vintage", "source", *NUMBERS, *(band.code for band in ages.CHILD_BANDS))
MOST_ROWS = 20_000
_BATCH = 2000
_DIGITS = 10  # of a number in a table: more people there are not


class BadTable(ValueError):
    """Nothing was written; `sentences` name the rows."""

    def __init__(self, sentences):
        super().__init__("; ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class PopulationEntry:
    """What was published of a unit and a year; bands: {age band code: children}."""

    place: Place
    year: int
    vintage: date
    source: str
    total: int | None = None
    children: int | None = None
    boys: int | None = None
    girls: int | None = None
    bands: dict[str, int] = field(default_factory=dict)
    document: Document | None = None

    @property
    def key(self):
        """What is published once."""
        return self.place.pk, self.year, self.vintage


def publish_population(*, by, bands=None, **told):
    """Keep what was published; `told` as in PopulationEntry. Raises Refused."""
    given = {code: count for code, count in (bands or {}).items() if count is not None}
    return alone(publish_populations, PopulationEntry(bands=given, **told), by)


@transaction.atomic
def publish_populations(*, entries: Sequence[PopulationEntry], by) -> list[Population]:
    """The same for many, all or nothing: RowsRefused names the wrong rows. One audit event with all ids."""
    with connection.cursor() as cursor:  # whoever publishes the same at the same time waits, and is told so
        cursor.execute("select pg_advisory_xact_lock(hashtext('indicators.population'))")
    today, taken = timezone.localdate(), _published(entries)
    rows, wrong = [], {}
    for at, entry in enumerate(entries):
        rows.append(_row(entry))
        if problems := _problems(entry, rows[at], taken, today):
            wrong[at] = problems
        taken.add(entry.key)
    if wrong:
        raise RowsRefused(wrong)
    Population.objects.bulk_create(rows, _BATCH)
    lines = [line for entry, row in zip(entries, rows, strict=True) for line in _lines(entry, row)]
    PopulationPart.objects.bulk_create(lines, _BATCH)
    if len(rows) == 1:
        record("population.published", rows[0], by=by, place=entries[0].place.pk, year=entries[0].year)
    else:
        record("population.published", Population, by=by, ids=[row.pk for row in rows])
    return rows


def _published(entries):
    """The keys of what is there already of these units."""
    places = {entry.place.pk for entry in entries}
    return set(Population.objects.filter(place__in=places, voided_at=None).values_list("place", "year", "vintage"))


def _row(entry):
    return Population(
        place=entry.place,
        year=entry.year,
        vintage=entry.vintage,
        source=entry.source,
        document=entry.document,
        total=entry.total,
        children=entry.children,
    )


def _lines(entry, row):
    for sex, count in (("M", entry.boys), ("F", entry.girls)):
        if count is not None:
            yield PopulationPart(population=row, sex=sex, from_age=0, to_age=CHILD_UNTIL, count=count)
    for code, count in entry.bands.items():
        band = ages.BY_CODE[code]
        yield PopulationPart(population=row, from_age=band.from_age, to_age=band.to_age, count=count)


def _problems(entry, row, taken, today):
    problems = column_problems(row) + _about_the_numbers(entry)
    if not (entry.source.strip() or entry.document):
        problems.append(Problem("source", _mark("Ghi nguồn: niên giám, điều tra hoặc văn bản nào."), "source"))
    if entry.vintage > today:
        problems.append(Problem("future", _mark("Ngày công bố chưa đến."), "vintage"))
    if entry.place.valid_to and entry.place.valid_to < date(entry.year, 1, 1):
        problems.append(Problem("place_day", _mark("Đơn vị này đã kết thúc trước năm đó."), "place"))
    if entry.key in taken:
        problems.append(Problem("twice", _mark("Đã có số của đơn vị, năm và ngày công bố này."), "vintage"))
    return problems


def _about_the_numbers(entry):
    sexes, bands, children = (entry.boys, entry.girls), entry.bands, entry.children
    problems = []
    if entry.total is None and children is None:
        problems.append(Problem("number", _mark("Ghi tổng dân số hoặc số trẻ em."), "total"))
    if entry.total is not None and children is not None and children > entry.total:
        problems.append(Problem("number", _mark("Số trẻ em không được lớn hơn tổng dân số."), "children"))
    if sexes != (None, None) and (None in sexes or min(sexes) < 0 or sum(sexes) != children):
        text = _mark("Trẻ em nam và nữ phải ghi cả hai và cộng lại bằng số trẻ em.")
        problems.append(Problem("sexes", text, "girls"))
    is_whole = len(bands) == len(ages.CHILD_BANDS) and min(bands.values()) >= 0 and sum(bands.values()) == children
    if bands and not is_whole:
        text = _mark("Các nhóm tuổi phải ghi đủ và cộng lại bằng số trẻ em.")
        problems.append(Problem("bands", text, ages.CHILD_BANDS[0].code))
    return problems


@transaction.atomic
def publish_table(*, text, by):
    """All rows of a CSV file with the columns COLUMNS, or none. Returns how many. Raises BadTable."""
    lines = _lines_of(text)
    faults: dict[int, list[str]] = {}
    entries, numbers = [], []
    known, paths = _units_of(lines), tuple(by.territory(Permission.REPORTED_EDIT))
    for number, line in enumerate(lines, 2):
        try:
            entries.append(_read(line, known, paths))
            numbers.append(number)
        except ValueError as why:
            faults[number] = [str(why)]
    try:
        publish_populations(entries=entries, by=by)
    except RowsRefused as refusal:
        faults |= {numbers[at]: [_told(each) for each in problems] for at, problems in refusal.rows.items()}
    if faults:
        raise BadTable([_at(number, words) for number in sorted(faults) for words in faults[number]])
    return len(entries)


def _told(problem):
    words = sentence(problem)
    if problem.code != "column":
        return words
    return " ".join([_("cột %(column)s:") % {"column": problem.field}, words])


def _at(number, words):
    return _("Dòng %(n)d: %(words)s") % {"n": number, "words": words}


def _lines_of(text):
    """The lines as dicts by column. Raises BadTable."""
    if "\0" in text:
        raise BadTable([_("Tệp có ký tự không phải là chữ; hãy lưu lại thành CSV, mã UTF-8.")])
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    try:
        lines, known = list(reader), reader.fieldnames or []
    except csv.Error as why:
        words = _("không đọc được: ô quá dài, có lẽ thiếu dấu ngoặc kép đóng.")
        raise BadTable([_at(reader.line_num + 1, words)]) from why
    missing = [name for name in ("place", "year", "vintage", "source") if name not in known]
    strange = len(set(known)) < len(known) or not set(known) <= set(COLUMNS)
    if missing or strange or not 0 < len(lines) <= MOST_ROWS:
        told = {"columns": ", ".join(COLUMNS), "most": MOST_ROWS}
        raise BadTable([_("Tệp cần dòng tiêu đề với các cột: %(columns)s; nhiều nhất %(most)d dòng.") % told])
    return lines


def _units_of(lines):
    """{name: unit} of all that the lines name, in one question."""
    names = {(line["place"] or "").strip() for line in lines}
    return Place.objects.by_references(names, timezone.localdate())


def _read(line, known, paths):
    """The PopulationEntry of one line. Raises ValueError with a sentence."""
    if None in line:
        raise ValueError(_("nhiều ô hơn dòng tiêu đề; số viết liền, không có dấu ngăn."))
    name = (line["place"] or "").strip()
    if name not in known:
        raise ValueError(asking.no_unit(name))
    if not known[name].path.startswith(paths):
        raise ValueError(_("đơn vị nằm ngoài địa bàn của bạn."))
    year = _whole(line, "year")
    if year is None or not 1900 <= year <= 2200:
        raise ValueError(_("năm phải có bốn chữ số."))
    bands = {band.code: _whole(line, band.code) for band in ages.CHILD_BANDS}
    return PopulationEntry(
        place=known[name],
        year=year,
        vintage=asking.day(line["vintage"] or ""),
        source=line["source"] or "",
        bands={code: count for code, count in bands.items() if count is not None},
        **{column: _whole(line, column) for column in NUMBERS},
    )


def _whole(line, column):
    """A whole number, or None where the cell is empty. No grouping marks: 1.234 might mean either."""
    text = (line.get(column) or "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal():
        raise ValueError(_("cột %(column)s phải là số nguyên không có dấu ngăn.") % {"column": column})
    if len(text) > _DIGITS:
        raise ValueError(_("cột %(column)s: số quá lớn.") % {"column": column})
    return int(text)
