"""Every format says the same numbers, and the programs that others use read them."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pandas
import pytest
import sdmx
from pyjstat import pyjstat

from indicators import periods, registry
from indicators.definition import By
from indicators.formats import FORMATS, codes
from indicators.formats.observations import answer
from indicators.value import Part, Status, Value
from tests.factories import ChildFactory, CircumstanceFactory, commune
from tests.indicators.conftest import declare, sweep_all, today

VALUES = "/api/v1/values"
ADX = "{urn:ihe:qrph:adx:2015}"


@pytest.fixture
def world(client, lan, kept, here, next_door):
    """Two communes, one of which nobody has declared complete; H01 a share, H02 a count with groups."""
    declare(here)
    children = [ChildFactory(place=here, sex=sex) for sex in "FMM"]
    CircumstanceFactory(child=children[0], group="DB01")
    ChildFactory(place=next_door)
    sweep_all()
    client.force_login(lan)
    return {"indicator": "H01,H02", "place": f"{here.reference},{next_door.reference}", "period": "2023,2024",
            "by": "sex,age"}  # fmt: skip


def ask(client, world, form, **more):
    answer = client.get(VALUES, world | {"format": form} | more)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content


def as_json(client, world):
    """{(indicator, place, period, by, part): (value, numerator, denominator)} of all that is known."""
    found = {}
    for row in json.loads(ask(client, world, "json"))["results"]:
        key = row["indicator"], row["place"], row["period"]
        found[*key, "", ""] = row["value"], row["numerator"], row["denominator"]
        for part in row["parts"]:
            found[*key, part["by"], part["key"]] = part["value"], part["numerator"], part["denominator"]
    return {key: told for key, told in found.items() if any(number is not None for number in told)}


def number(text):
    return None if text in ("", None) else float(text)


def as_csv(client, world):
    rows = csv.DictReader(io.StringIO(ask(client, world, "csv").decode()))
    return _of_rows(rows)


def _of_rows(rows):
    found = {}
    for row in rows:
        key = tuple(row[name] or "" for name in ("indicator", "place", "period", "by", "part"))
        found[key] = tuple(number(row[name]) for name in ("value", "numerator", "denominator"))
    return {key: told for key, told in found.items() if any(each is not None for each in told)}


def as_xlsx(client, world):
    sheet = openpyxl.load_workbook(io.BytesIO(ask(client, world, "xlsx"))).worksheets[0]
    names, *rows = sheet.iter_rows(values_only=True)
    return _of_rows(dict(zip(names, map(_text, row), strict=True)) for row in rows)


def _text(cell):
    return cell if cell is None or isinstance(cell, str) else str(cell)


def as_jsonstat(client, world):
    """Read by pyjstat."""
    frame = pyjstat.Dataset.read(ask(client, world, "jsonstat").decode()).write("dataframe", naming="id")
    found = {}
    for row in frame.dropna(subset=["value"]).to_dict("records"):
        split = [(by, row[by]) for by in ("sex", "age") if row[by] != codes.TOTAL]
        by, part = split[0] if split else ("", "")
        told = found.setdefault((row["indicator"], row["place"], row["period"], by, part), {})
        told[row["measure"]] = row["value"]
    return {key: tuple(told.get(m) for m in ("value", "numerator", "denominator")) for key, told in found.items()}


def as_sdmx(client, world):
    """Read by sdmx1 with the structure that the API gives."""
    message = client.get("/api/v1/structure")
    structure = next(iter(sdmx.read_sdmx(io.BytesIO(message.content)).structure.values()))
    text = ask(client, world, "sdmx-csv")
    data = sdmx.reader.csv.Reader().convert(io.BytesIO(text), structure)
    found = {}
    for observation in data.data[0].obs:
        key = {name: str(told.value) for name, told in observation.dimension.values.items()}
        split = [(name.lower(), key[name]) for name in ("SEX", "AGE") if key[name] != codes.TOTAL]
        by, part = split[0] if split else ("", "")
        beside = {name: number(told.value) for name, told in observation.attached_attribute.items()
                  if name in ("NUMERATOR", "DENOMINATOR")}  # fmt: skip
        told = number(observation.value), beside["NUMERATOR"], beside["DENOMINATOR"]
        if any(each is not None for each in told):
            place = key["REF_AREA"]
            found[key["INDICATOR"], place, key["TIME_PERIOD"], by, part.replace("16_", "16+")] = told
    return found


def as_elements(told):
    """What an exchange of data elements says of what the JSON says: a share with its fraction, else the count."""
    found = {}
    for (indicator, place, period, by, part), (value, numerator, denominator) in told.items():
        named = {indicator: value}
        if indicator == "H01":
            named |= {"H01_NUM": numerator, "H01_DEN": denominator}
        found |= {(name, place, period, by, part): each for name, each in named.items() if each is not None}
    return found


def as_adx(client, world):
    found = {}
    for group in ElementTree.fromstring(ask(client, world, "adx")):
        period = group.get("period")[:4]
        assert group.get("period").endswith("/P1Y")
        for told in group.iter(f"{ADX}dataValue"):
            split = [(by.lower(), told.get(by)) for by in ("SEX", "AGE") if told.get(by)]
            key = (told.get("dataElement"), group.get("orgUnit"), period, *(split[0] if split else ("", "")))
            found[key] = float(told.get("value"))
    return found


def as_dhis2(client, world):
    found = {}
    for told in json.loads(ask(client, world, "dhis2"))["dataValues"]:
        by, _dash, part = told.get("categoryOptionCombo", "").partition("_")
        found[told["dataElement"], told["orgUnit"], told["period"], by.lower(), part] = float(told["value"])
    return found


@pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")  # pyjstat calls its own
def test_every_format_says_the_same_numbers(client, world, here):
    told = as_json(client, world)
    assert told["H01", here.reference, "2024", "sex", "F"] == (100.0, 1, 1)
    assert Counter(key[3] for key in told)[""] == 4
    for read in (as_csv, as_jsonstat, as_sdmx):
        assert read(client, world) == told, read.__name__
    of_sheet = as_xlsx(client, world)
    assert of_sheet.keys() == told.keys()
    for key, figures in told.items():  # a spreadsheet keeps 16 digits
        near = tuple(each if each is None else pytest.approx(each, rel=1e-14) for each in figures)
        assert of_sheet[key] == near, key
    for read in (as_adx, as_dhis2):
        assert read(client, world) == as_elements(told), read.__name__


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_not_known_is_missing_and_never_zero(client, world, form, next_door):
    text = ask(client, world | {"place": next_door.reference, "by": ""}, form)
    if form in ("adx", "dhis2"):
        assert next_door.reference.encode() not in text
    if form == "jsonstat":
        assert json.loads(text)["value"] == {}
        assert set(json.loads(text)["status"].values()) == {"unknown"}
    if form == "sdmx-csv":
        rows = list(csv.DictReader(io.StringIO(text.decode())))
        assert {(row["OBS_VALUE"], row["OBS_STATUS"], row["NUMERATOR"]) for row in rows} == {("", "O", "")}


def test_one_group_alone_is_told_as_its_group(client, world, here):
    world = world | {"indicator": "H02", "by": "", "group": "DB01", "place": here.reference, "period": "2024"}
    (row,) = csv.DictReader(io.StringIO(ask(client, world, "sdmx-csv").decode()))
    assert (row["GROUP"], row["OBS_VALUE"]) == ("DB01", "1")
    assert json.loads(ask(client, world, "dhis2"))["dataValues"][0]["categoryOptionCombo"] == "GROUP_DB01"
    assert json.loads(ask(client, world, "jsonstat"))["dimension"]["group"]["category"]["index"] == ["_T", "DB01"]


def test_accept_asks_for_a_format_too(client, world):
    for form in FORMATS.values():
        answer = client.get(VALUES, world, headers={"Accept": form.media_type})
        assert answer["Content-Type"].startswith(form.media_type), form
    assert client.get(VALUES, world, headers={"Accept": "image/png"}).status_code == 406


def test_rows_say_whether_the_period_runs_and_to_which_day(client, world, here):
    asked = world | {"indicator": "H01", "by": "", "place": here.reference, "period": f"2024,{today().year}"}
    over, running = csv.DictReader(io.StringIO(ask(client, asked, "csv").decode()))
    assert (over["running"], over["count_day"]) == ("False", "2024-12-31")
    assert (running["running"], running["count_day"]) == ("True", f"{today()}")
    sheet = openpyxl.load_workbook(io.BytesIO(ask(client, asked, "xlsx"))).worksheets[0]
    names, _over, last = sheet.iter_rows(values_only=True)
    assert last[names.index("count_day")].date() == today()


def test_a_name_that_looks_like_a_formula_stays_text(client, lan, kept):
    odd = commune("=HYPERLINK(1)", parent=lan.assignments.get().place)
    client.force_login(lan)
    asked = {"indicator": "H01", "place": odd.reference, "period": "2024"}
    (row,) = csv.DictReader(io.StringIO(ask(client, asked, "csv").decode()))
    assert row["place_name"] == "'=HYPERLINK(1)"
    sheet = openpyxl.load_workbook(io.BytesIO(ask(client, asked, "xlsx"))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "b"}


@pytest.mark.parametrize(
    ("beside", "of_sdmx", "of_jsonstat"),
    [
        ({"missing": [1]}, "E", "partial"),
        ({"apportioned": [1]}, "E", "apportioned"),
        ({"stale": True}, "P", "stale"),
        ({"running": True}, "P", "running"),
    ],
)
def test_a_figure_that_is_not_final_is_marked_or_left_out(here, beside, of_sdmx, of_jsonstat):
    """An element carries nothing beside its number: there it would pass for the final figure of the whole place."""
    beside = {name: [here] if said == [1] else said for name, said in beside.items()}
    told = {"indicator": registry.get("P01"), "place": here, "period": periods.year(2024), "status": Status.COMPUTED}
    whole = Value(**told, numerator=5, value=5, complete=True)
    final, unfinished = ("A", [], 2), (of_sdmx, [of_jsonstat] * 2, 0)
    for value, (letter, marks, sent) in ((whole, final), (replace(whole, **beside), unfinished)):
        found = answer([(By.SEX, [replace(value, parts=[Part("F", "nữ", 2, None, 2)])])])
        rows = csv.DictReader(io.StringIO(FORMATS["sdmx-csv"].write(found)))
        assert {row["OBS_STATUS"] for row in rows} == {letter}
        assert list(json.loads(FORMATS["jsonstat"].write(found))["status"].values()) == marks
        assert len(json.loads(FORMATS["dhis2"].write(found))["dataValues"]) == sent
        assert FORMATS["adx"].write(found).count(b"<dataValue") == sent


@pytest.mark.parametrize(
    ("period", "of_dhis2", "of_sdmx", "of_adx"),
    [
        ("2016", "2016", "2016", "2016-01-01/P1Y"),
        ("2016-H2", "2016S2", "2016-S2", "2016-07-01/P6M"),
        ("2016-Q3", "2016Q3", "2016-Q3", "2016-07-01/P3M"),
        ("2016-03", "201603", "2016-03", "2016-03-01/P1M"),
        ("2016/2020", None, "2016-01-01/P5Y", "2016-01-01/P5Y"),
        ("2011-01-01/2013-09-30", None, "2011-01-01/P1004D", "2011-01-01/P1004D"),
    ],
)
def test_periods_are_written_as_others_write_them(period, of_dhis2, of_sdmx, of_adx):
    span = periods.parse(period)
    assert codes.dhis2_period(span) == of_dhis2
    assert codes.sdmx_period(span) == of_sdmx
    assert codes.adx_period(span) == of_adx


def test_dhis2_is_told_in_a_sentence_which_periods_it_can_have(client, world):
    answer = client.get(VALUES, world | {"format": "dhis2", "period": "2016/2020"})
    assert answer.status_code == 400
    assert "2016/2020" in answer.json()["errors"]["period"][0]


def test_the_csv_is_read_by_pandas_with_what_is_unknown_missing(client, world):
    frame = pandas.read_csv(io.BytesIO(ask(client, world, "csv")))
    assert set(frame[frame["status"] == "unknown"]["value"].isna()) == {True}
    assert frame[frame["status"] == "computed"]["value"].notna().all()
