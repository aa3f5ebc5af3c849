"""A birth is read and written as far as it is known: no file makes a day out of a year."""

import csv
from datetime import date

import pytest

from cases.models import Child
from reporting import actions
from reporting.actions.files import path_of
from tests.exchange.test_import import GOOD, as_csv, as_xlsx, imported
from tests.factories import CaseFactory, ChildFactory


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("03/05/2015", date(2015, 5, 3), "day"),
        ("07/2014", date(2014, 7, 1), "month"),
        ("2014", date(2014, 7, 1), "year"),
        (2014, date(2014, 7, 1), "year"),
    ],
)
@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_a_file_may_say_a_day_a_month_or_only_a_year(hoa, made, typed, day, precision):
    imported(hoa, made([*GOOD[:2], typed, *GOOD[3:]]))
    child = Child.objects.get()
    assert (child.birth_date, child.birth_precision) == (day, precision)


@pytest.mark.parametrize(
    ("precision", "written"),
    [("day", "01/07/2014"), ("month", "07/2014"), ("year", "2014"), ("estimated", "2014")],
)
@pytest.mark.parametrize(("list_name", "column"), [("tre-em", 2), ("ho-so", 2)])
def test_a_file_writes_no_more_of_a_birth_than_is_known(lan, here, list_name, column, precision, written):
    child = ChildFactory(place=here, birth_date=date(2014, 7, 1), birth_precision=precision)
    CaseFactory(child=child, place=here)
    job = actions.run_export(job=actions.ask_export(list_name=list_name, filters={}, form="csv", by=lan))
    (row,) = list(csv.reader(path_of(job).open(encoding="utf-8-sig"), delimiter=";"))[1:]
    assert row[column] == written


def test_what_was_written_is_read_back_as_it_was(lan, hoa, here):
    ChildFactory(place=here, full_name="Trẻ Chỉ Biết Năm", birth_date=date(2014, 7, 1), birth_precision="year")
    job = actions.run_export(job=actions.ask_export(list_name="tre-em", filters={}, form="csv", by=lan))
    heading, row = list(csv.reader(path_of(job).open(encoding="utf-8-sig"), delimiter=";"))
    birth = row[heading.index("Ngày sinh")]
    imported(hoa, as_csv([*GOOD[:2], birth, *GOOD[3:]]))
    assert Child.objects.get(full_name=GOOD[0]).birth_precision == "year"
