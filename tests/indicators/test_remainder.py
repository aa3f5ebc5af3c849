"""The units of a level and what lies in none of them add up to the place above, in every format of the API."""

import csv
import io
import json

import openpyxl
import pytest

from cases import actions
from cases.models import DenyEntry
from indicators import values
from tests.factories import CaseFactory, ChildFactory, UserFactory
from tests.indicators.conftest import sweep_all
from tests.indicators.test_unsettled import CODES, LATER, boss, reformed  # noqa: F401 - fixtures

VALUES = "/api/v1/values"


@pytest.fixture
def ask(client, boss, reformed):  # noqa: F811
    client.force_login(boss)
    whole = reformed[2]

    def answer(**asked):
        told = {"indicator": "P01", "place": whole.reference, "period": LATER, "below": "commune"} | asked
        return client.get(VALUES, told)

    return answer


def test_the_rows_add_up_to_the_provinces_own_value(ask, reformed):  # noqa: F811
    whole = reformed[2]
    rows = ask(indicator=",".join(CODES), by="sex").json()["results"]
    for code in CODES:
        value, own = values.of(code, whole, LATER, by="sex"), [row for row in rows if row["indicator"] == code]
        assert sum(row["numerator"] for row in own) == value.numerator
        for part in value.parts:
            told = [each for row in own for each in row["parts"] if each["key"] == part.key]
            assert sum(each["numerator"] for each in told) == part.numerator
            if part.denominator is not None:
                assert sum(each["denominator"] for each in told) == part.denominator
    (row,) = [row for row in rows if row["indicator"] == "P01" and row["place"].endswith("$rest")]
    assert (row["place"], row["place_name"]) == (f"{whole.reference}$rest", "Tỉnh Chung: chưa xác định")
    assert (row["value"], row["status"], {part["key"]: part["numerator"] for part in row["parts"]}) == (
        3, "computed", {"M": 2, "F": 1},
    )  # fmt: skip


def test_a_share_of_them_is_of_their_own(ask):
    (row,) = [row for row in ask(indicator="H01").json()["results"] if row["place"].endswith("$rest")]
    assert (row["numerator"], row["denominator"], row["value"]) == (1, 3, pytest.approx(100 / 3))
    by_group = ask(indicator="H02", by="group").json()["results"]
    (row,) = [row for row in by_group if row["place"].endswith("$rest")]
    assert [part["numerator"] for part in row["parts"]] == [1]


def test_every_format_that_knows_places_of_its_own_has_the_row(ask, reformed):  # noqa: F811
    name = f"{reformed[2].reference}$rest"
    (row,) = [r for r in csv.DictReader(io.StringIO(ask(format="csv").content.decode())) if r["place"] == name]
    assert (row["value"], row["numerator"]) == ("3", "3")
    sheet = openpyxl.load_workbook(io.BytesIO(ask(format="xlsx").content)).worksheets[0]
    head, *body = sheet.iter_rows(values_only=True)
    (row,) = [dict(zip(head, row, strict=True)) for row in body if name in row]
    assert row["value"] == 3
    cube = json.loads(ask(format="jsonstat").content)
    at = cube["dimension"]["place"]["category"]["index"].index(name)
    assert cube["value"][str(at * cube["size"][-1])] == 3
    (row,) = [r for r in csv.DictReader(io.StringIO(ask(format="sdmx-csv").content.decode())) if r["REF_AREA"] == name]
    assert row["OBS_VALUE"] == "3"


@pytest.mark.parametrize("form", ["adx", "dhis2"])
def test_an_exchange_of_organisation_units_knows_no_such_unit(ask, form):
    assert "$rest" not in ask(format=form).content.decode()


def test_there_is_no_such_row_once_all_are_settled(ask, reformed):  # noqa: F811
    *_rest, parts, children = reformed
    for child in children:
        actions.settle_child(child=child, place=parts[0], by=UserFactory())
    sweep_all()
    assert not any(row["place"].endswith("$rest") for row in ask().json()["results"])


def test_who_may_not_see_the_whole_is_not_told_the_difference(ask, boss, reformed):  # noqa: F811
    """The province is kept from whoever is barred from a case in it, and so is what would tell it."""
    part = reformed[4][0]
    case = CaseFactory(child=ChildFactory(place=part), place=part)
    sweep_all()
    assert any(row["place"].endswith("$rest") for row in ask().json()["results"])
    DenyEntry.objects.create(case=case, user=boss, reason="thử", created_by=UserFactory())
    rows = ask().json()["results"]
    assert not any(row["place"].endswith("$rest") for row in rows)


def test_two_places_have_a_row_each(ask, reformed):  # noqa: F811
    _first, _second, both, _divided, parts, _children = reformed
    rows = ask(place=f"{both.reference},{parts[0].reference}").json()["results"]
    assert [row["place"] for row in rows if "$" in row["place"]] == [f"{both.reference}$rest"]
    assert len([row for row in rows if row["place"] == parts[0].reference]) == 1


def test_in_the_boundaries_of_today_they_add_up_too(ask):
    rows = ask(boundaries="now", period=f"2022,{LATER}").json()["results"]
    assert sum(row["numerator"] for row in rows if row["period"] == LATER) == 5
    assert not any("$" in row["place"] for row in rows if row["period"] == "2022"), "a part of a commune is in each"
