"""A reform that divides a commune takes nobody out of the figures of the province (places ruling 3)."""

import csv
import io

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from cases.actions import settle_child
from cases.models import Child, Residence
from indicators import drilling, values
from indicators.actions import calendar, checking
from indicators.models import Stale
from indicators.value import in_no_unit
from places.models import Place
from reporting.actions import reforms as actions
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, ServiceFactory
from tests.indicators.conftest import declare, sweep_all
from tests.reporting.test_reforms import DAY, EVE, carry_out, communes, enter, planned  # noqa: F401 - fixtures

AFTER = f"{DAY}T09:00:00+07:00"
ON_DAY = f"{DAY:%Y-%m}"  # the running month, counted up to the day
CODES = ["P01", "H01", "R01", "C01", "H03"]
LIVING = """select r.place_id, count(*) from cases_residence r
    where r.starts_on <= %s and (r.ends_on is null or r.ends_on >= %s) group by 1"""


def told(place):
    return [(value.numerator, value.denominator) for value in values.many(CODES, place, ON_DAY)]


def lives():
    with connection.cursor() as cursor:
        cursor.execute(LIVING, [DAY, DAY])
        return dict(cursor.fetchall())


@pytest.fixture
def divided(planned, communes, an, khanh):  # noqa: F811
    """Three children in the commune that is divided (one in special circumstances, one with a case) and one in each of
    the others; the reform has been carried out, and everything counted on the evening before and on its day."""
    one, two, three = communes
    tinh = one.parent
    declare(tinh)
    children = [ChildFactory(place=three, sex=sex) for sex in "FMM"]
    CircumstanceFactory(child=children[0])
    CaseFactory(child=children[1], place=three)
    ServiceFactory(child=children[0], on_date=EVE)
    for place in (one, two):
        CircumstanceFactory(child=ChildFactory(place=place))
    with time_machine.travel(f"{EVE}T09:00:00+07:00", tick=False):
        calendar.tick()
        sweep_all()
        before = [(value.numerator, value.denominator) for value in values.many(CODES, tinh, f"{EVE:%Y-%m}")]
    carry_out(planned, khanh)
    with time_machine.travel(AFTER, tick=False):
        calendar.tick()
        sweep_all()
        yield tinh, children, before


def test_the_figures_of_the_province_are_the_same_before_and_after(divided):
    tinh, _children, before = divided
    assert before[0] == (5, None)
    if f"{EVE:%Y-%m}" == ON_DAY:
        assert told(tinh) == before
    assert told(tinh)[:2] == before[:2], "the stocks of the day"
    assert lives() == {tinh.pk: 3, Place.objects.by_code("00110", DAY).pk: 2}
    assert checking.check() == []


@pytest.mark.parametrize("code", CODES)
def test_the_units_and_those_in_none_of_them_add_up_to_the_whole(divided, code):
    tinh, _children, _before = divided
    whole, units = values.of(code, tinh, ON_DAY), values.children_of(code, tinh, ON_DAY, "commune")
    left = in_no_unit(whole, units)
    assert whole.numerator == sum(unit.numerator for unit in units) + left.numerator
    if left.denominator is not None:
        assert whole.denominator == sum(unit.denominator for unit in units) + left.denominator
    assert left.numerator == {"P01": 3, "H01": 1, "R01": 0, "C01": 1, "H03": 1}[code]


def test_settled_one_moves_to_its_commune_and_the_province_stays(divided, an):
    tinh, children, _before = divided
    stays, phuong = told(tinh), Place.objects.by_code("00103", DAY)
    settle_child(child=children[0], place=phuong, by=an)
    assert set(Stale.objects.values_list("place_id", flat=True)) >= {tinh.pk, phuong.pk}, "both are counted anew"
    sweep_all()
    assert told(tinh) == stays
    assert values.of("P01", phuong, ON_DAY).numerator == 1
    assert values.of("H01", phuong, ON_DAY).numerator == 1
    assert in_no_unit(
        values.of("P01", tinh, ON_DAY), values.children_of("P01", tinh, ON_DAY, "commune")
    ).numerator == 2  # fmt: skip
    assert lives()[tinh.pk] == 2
    assert checking.check() == []


def test_none_is_left_over_once_all_are_settled(divided, an):
    tinh, children, _before = divided
    for child in children:
        settle_child(child=child, place=Place.objects.by_code("00110", DAY), by=an)
    sweep_all()
    assert in_no_unit(values.of("P01", tinh, ON_DAY), values.children_of("P01", tinh, ON_DAY, "commune")) is None
    assert not Child.objects.to_settle().exists()


def test_the_same_holds_in_the_boundaries_of_today(divided):
    tinh, _children, _before = divided
    whole = values.of("P01", tinh, ON_DAY, boundaries="now")
    assert whole.numerator == 5
    units = values.children_of("P01", tinh, ON_DAY, "commune", boundaries="now")
    assert in_no_unit(whole, units).numerator == 3
    whole = values.of("C01", tinh, ON_DAY, boundaries="now")
    units = values.children_of("C01", tinh, ON_DAY, "commune", boundaries="now")
    assert in_no_unit(whole, units) is None, "of the days before, a part of the divided commune is in each of them"
    whole = values.of("C01", tinh, f"{DAY}/{DAY}", boundaries="now")
    units = values.children_of("C01", tinh, f"{DAY}/{DAY}", "commune", boundaries="now")
    assert (whole.numerator, in_no_unit(whole, units).numerator) == (1, 1)


def test_every_breakdown_holds_them(divided):
    tinh, _children, _before = divided
    for by in ("sex", "age", "area"):
        found = values.of("P01", tinh, ON_DAY, by=by)
        assert (sum(part.numerator for part in found.parts), found.difference) == (5, 0), by


def test_they_are_among_the_rows_behind_the_figure(divided, lan):
    tinh, children, _before = divided
    found = drilling.drill("P01", tinh, ON_DAY, user=lan)
    assert found.number == 5
    assert set(children) <= set(found.rows)


def test_the_page_and_its_file_have_a_row_for_them(client, divided, lan):
    tinh, _children, _before = divided
    client.force_login(lan)
    asked = {"place": tinh.reference, "period": ON_DAY}
    html = client.get(reverse("reporting:indicator", args=["P01"]), asked).content.decode()
    assert "Chưa xác định: " in html
    assert "home=unsettled" in html
    text = client.get(reverse("reporting:indicator_file", args=["P01", "csv"]), asked).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    units = [row for row in rows if row and row[0] == "units"]
    assert ("chưa xác định", "3") in {(row[4], row[5]) for row in units}
    assert sum(int(row[5]) for row in units) == 5


def test_a_province_that_is_renamed_keeps_them(divided, an, khanh):
    tinh, _children, _before = divided
    later = DAY.replace(year=DAY.year + 1)
    with time_machine.travel(AFTER, tick=False):
        reform = enter(an, "80; 81; Thành phố Giả;", on_date=later)
    actions.schedule_reform(reform=reform, version=reform.version, by=khanh)
    with time_machine.travel(f"{later}T00:05:00+07:00", tick=False):
        actions.apply_due_reforms()
        new = Place.objects.by_code("81", later)
        assert Residence.objects.filter(ends_on=None, place=new).count() == 3
        assert Child.objects.to_settle().count() == 3


def test_without_anything_outside_of_the_units_there_is_no_such_row(three_children, here):
    whole = values.of("P01", here.parent, "2025")
    units = values.children_of("P01", here.parent, "2025", "commune")
    assert in_no_unit(whole, units) is None
    assert in_no_unit(whole, []) is None
