"""Programs ask for figures, and are told exactly what they may ask."""

import csv
import io
from datetime import date, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import DenyEntry
from indicators import values
from indicators.actions import calendar
from programs.models import Programme, Target
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    UserFactory,
    commune,
    province,
)
from tests.indicators.changes import VIETNAM
from tests.indicators.conftest import declare, make_target, sweep_all

VALUES = "/api/v1/values"


@pytest.fixture
def three_children(kept, here):
    """Three in a commune, one of them in special circumstances; the register is complete."""
    declare(here.parent)
    children = [ChildFactory(place=here, sex=sex) for sex in "FMM"]
    CircumstanceFactory(child=children[0])
    sweep_all()
    return children


@pytest.fixture
def program(client, lan):
    client.force_login(lan)
    return client


def ask(client, place, /, **asked):
    return client.get(VALUES, {"indicator": "H01", "place": place.reference, "period": "2024"} | asked)


def test_a_value_comes_with_its_fraction_and_equals_the_engines(program, three_children, here):
    (row,) = ask(program, here).json()["results"]
    value = values.of("H01", here, "2024")
    assert (row["numerator"], row["denominator"], row["status"]) == (1, 3, "computed")
    assert row["value"] == pytest.approx(float(value.value))
    assert (row["indicator"], row["period"], row["stale"], row["unit"]) == ("H01", "2024", False, "percent")


def test_several_of_each_give_a_row_for_each_combination(program, three_children, here, next_door):
    places = f"{here.reference},{next_door.reference}"
    found = program.get(VALUES, {"indicator": "H01,P01", "place": places, "period": "2022..2024"}).json()
    told = [(row["indicator"], row["place"], row["period"]) for row in found["results"]]
    assert found["count"] == len(set(told)) == 2 * 2 * 3


def test_what_is_named_twice_is_answered_once(program, three_children, here):
    today = f"{here.code}@{date.today()}"
    found = program.get(VALUES, {"indicator": "H01,H01", "place": [here.reference, today], "period": "2024,2024..2024"})
    assert found.json()["count"] == 1


def test_csv_holds_the_same_numbers_and_a_row_for_each_part(program, three_children, here):
    answer = ask(program, here, by="sex", format="csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(r["part"], r["numerator"], r["denominator"]) for r in rows] == [
        ("", "1", "3"),
        ("M", "0", "2"),
        ("F", "1", "1"),
        ("U", "0", "0"),
    ]


def test_unknown_is_null_and_never_zero(program, kept, here):
    ChildFactory(place=here)
    sweep_all()
    (row,) = ask(program, here).json()["results"]
    assert (row["status"], row["value"], row["numerator"]) == ("unknown", None, None)
    assert row["reason"]
    (row,) = list(csv.DictReader(io.StringIO(ask(program, here, format="csv").content.decode())))
    assert (row["value"], row["numerator"]) == ("", "")


@pytest.mark.parametrize(
    ("asked", "parameter", "words"),
    [
        ({"plcae": "1"}, "plcae", "Được dùng"),
        ({"indicator": "H99"}, "indicator", "H01"),
        ({"indicator": ""}, "indicator", "Thiếu"),
        ({"period": "2016-13"}, "period", "2016-Q1"),
        ({"period": "2018..2016"}, "period", "cùng loại"),
        ({"period": "2016..2018-Q1"}, "period", "cùng loại"),
        ({"place": "zz"}, "place", "91@2025-06-30"),
        ({"place": "91@2025-02-30"}, "place", "91@2025-06-30"),
        ({"by": "colour"}, "by", "sex"),
        ({"indicator": "K01", "by": "sex"}, "by", "phân tổ"),
        ({"group": "safe_house"}, "group", "nhóm"),
        ({"indicator": "H02", "group": "DB99"}, "group", "DB14"),
        ({"indicator": "H02", "group": "DB01,DB02"}, "group", "một giá trị"),
        ({"boundaries": ["then", "now"]}, "boundaries", "một giá trị"),
        ({"indicator": "H02", "group": "DB01", "by": "sex"}, "by", "không cùng lúc"),
        ({"boundaries": "soon"}, "boundaries", "then"),
        ({"format": "xls"}, "format", "csv"),
        ({"by": "sex,colour"}, "by", "sex"),
        ({"indicator": "A03", "period": "0001"}, "period", "từ 1900 đến 2200"),
        ({"indicator": "A03", "period": "2011-01-01/9999-12-31"}, "period", "từ 1900 đến 2200"),
        ({"period": "0001-01..0001-03"}, "period", "từ 1900 đến 2200"),
        ({"period": "last_0_years"}, "period", "this_year"),
        ({"period": "last_week"}, "period", "last_N_years"),
        ({"include": "secret"}, "include", "numerator"),
        ({"below": "street"}, "below", "commune"),
        ({"below": "district"}, "below", "commune"),
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(program, three_children, here, asked, parameter, words):
    answer = ask(program, here, **asked)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert words in answer.json()["errors"][parameter][0]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("this_year", ["2024"]),
        ("last_year", ["2023"]),
        ("last_3_years", ["2021", "2022", "2023"]),
        ("this_quarter", ["2024-Q2"]),
        ("last_2_quarters", ["2023-Q4", "2024-Q1"]),
        ("last_half", ["2023-H2"]),
        ("last_2_months", ["2024-03", "2024-04"]),
        ("this_term", ["2021/2030"]),
        ("last_month,this_month", ["2024-04", "2024-05"]),
    ],
)
def test_a_period_may_be_told_from_today(program, here, word, meant, time_machine):
    time_machine.move_to(datetime(2024, 5, 17, 9, tzinfo=VIETNAM), tick=False)
    calendar.tick()
    rows = ask(program, here, period=word).json()["results"]
    assert [row["period"] for row in rows] == meant


def test_a_place_outside_of_its_days_is_refused_and_told_when_it_was(program, kept, here):
    gone = commune("Xã Cũ", parent=here.parent, valid_to=date(2020, 6, 30))
    answer = ask(program, gone, period="2021,2022")
    assert answer.status_code == 400
    assert "30/06/2020" in answer.json()["errors"]["place"][0]
    assert ask(program, gone, period="2019,2021").status_code == 200
    assert ask(program, gone, period="2021", boundaries="now").status_code == 200


def test_the_units_of_a_level_below_are_answered_each(program, three_children, here, next_door):
    gone = commune("Xã Cũ", parent=here.parent, valid_to=date(2023, 6, 30))
    rows = ask(program, here.parent, below="commune", period="2022,2024").json()["results"]
    told = {(row["place"], row["period"]): row["numerator"] for row in rows}
    assert {place for place, _period in told} == {here.reference, next_door.reference, gone.reference}
    assert told[here.reference, "2024"] == 1
    assert told[gone.reference, "2024"] is None


def test_units_below_cost_no_more_queries_for_more_places_and_periods(
    program, three_children, here, django_assert_max_num_queries
):
    places = ",".join([here.parent.reference, here.reference, here.parent.reference])
    one = {"below": "commune", "period": "last_month", "place": places}
    ask(program, here, **one)
    with CaptureQueriesContext(connection) as asked:
        assert ask(program, here, **one).json()["count"] == 1
    many = one | {"period": "last_30_months"}
    with django_assert_max_num_queries(len(asked)):
        assert ask(program, here, **many).json()["count"] == 30


def test_a_tag_or_a_text_made_to_break_breaks_nothing(program, three_children, here):
    for tag in (f'W/"k{"9" * 5000}-{"a" * 40}"', f'W/"k{"9" * 190}-{"a" * 40}"', f'W/"k.-{"a" * 40}"'):
        answer = program.get(VALUES, {"indicator": "H01", "place": here.reference, "period": "2024"},
                             headers={"If-None-Match": tag})  # fmt: skip
        assert answer.status_code == 200
    for address in (f"{VALUES}?indicator=H01&place={here.reference}&period=2024&group=%00", "/api/v1/places?code=%00",
                    "/api/v1/targets?programme=a%00b"):  # fmt: skip
        assert program.get(address).status_code == 400


def test_several_breakdowns_are_told_one_by_one(program, three_children, here):
    (row,) = ask(program, here, by="sex,age").json()["results"]
    assert {part["by"] for part in row["parts"]} == {"sex", "age"}
    for by in ("sex", "age"):
        assert sum(part["numerator"] for part in row["parts"] if part["by"] == by) == 1


def test_only_what_is_asked_for_stands_beside_the_number(program, three_children, here):
    (row,) = ask(program, here, include="numerator", by="sex").json()["results"]
    assert row["numerator"] == 1
    assert {"denominator", "reported"}.isdisjoint(row)
    assert "denominator" not in row["parts"][0]
    assert "denominator" not in ask(program, here, include="numerator", format="csv").content.decode()


def test_too_much_at_once_is_refused(program, three_children, here, monkeypatch):
    monkeypatch.setattr("indicators.api_values.MOST_VALUES", 3)
    assert ask(program, here, period="2021..2023").status_code == 200
    assert ask(program, here, period="2021..2024").status_code == 400


def test_a_place_outside_of_ones_territory_is_not_found(program, three_children, nam, minh, here, next_door):
    assert ask(program, here).status_code == 200
    program.force_login(nam)
    assert ask(program, here).status_code == 404
    program.force_login(minh)
    assert ask(program, next_door).status_code == 200
    assert ask(program, here.parent).status_code == 404


def test_only_who_may_see_indicators_is_answered(client, three_children, here, an):
    assert ask(client, here).status_code == 401
    client.force_login(an)
    assert ask(client, here).status_code == 403


def test_an_answer_that_has_not_changed_is_not_sent_again(program, three_children, here):
    first = ask(program, here)
    again = program.get(first.wsgi_request.get_full_path(), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    CircumstanceFactory(child=three_children[1])
    sweep_all()
    changed = program.get(first.wsgi_request.get_full_path(), headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed.json()["results"][0]["numerator"]) == (200, 2)
    assert changed["ETag"] != first["ETag"]


def test_the_tag_differs_by_format_and_by_whether_the_figure_is_stale(program, three_children, here):
    fresh = ask(program, here)["ETag"]
    assert ask(program, here, format="csv")["ETag"] != fresh
    CircumstanceFactory(child=three_children[1])
    assert ask(program, here)["ETag"] != fresh


def test_who_is_barred_from_a_case_gets_no_live_figures_of_its_territory(program, three_children, here, next_door, lan):
    declare(next_door)
    case = CaseFactory(place=here)
    DenyEntry.objects.create(case=case, user=lan, reason="người thân", created_by=UserFactory())
    sweep_all()
    for place, status in ((here, "unknown"), (here.parent, "unknown"), (next_door, "not_applicable")):
        (row,) = ask(program, place).json()["results"]
        assert (row["status"], row["value"]) == (status, None)
        assert row["numerator"] == (None if status == "unknown" else 0)
    assert "chặn" not in ask(program, here).content.decode()


def test_a_lifted_bar_withholds_nothing(program, three_children, here, lan):
    someone = UserFactory()
    entry = DenyEntry.objects.create(case=CaseFactory(place=here), user=lan, reason="người thân", created_by=someone)
    entry.lifted_at, entry.lifted_by, entry.lift_reason = entry.created_at, someone, "nhầm người"
    entry.save()
    assert ask(program, here).json()["results"][0]["status"] == "computed"


def test_a_code_names_another_unit_on_another_day(program, db):
    then = commune("Xã Cũ", code="77", valid_to=date(2025, 6, 30))
    now = commune("Xã Mới", code="77", valid_from=date(2025, 7, 1))
    for day, unit in (("2025-06-30", then), ("2025-07-01", now)):
        found = program.get("/api/v1/places", {"code": "77", "on": day}).json()["results"]
        assert [row["name"] for row in found] == [unit.name]
        assert program.get(f"/api/v1/places/77@{day}").json()["name"] == unit.name
    assert program.get("/api/v1/places/77@never").status_code == 400


@pytest.mark.parametrize(
    ("address", "parameter", "words"),
    [
        ("places?on=2020-01-01,2021-01-01", "on", "một giá trị"),
        ("places?level=province&level=commune", "level", "một giá trị"),
        ("targets?on=2020-01-01&on=2021-01-01", "on", "một giá trị"),
        ("targets?programme=khong-co", "programme", "thu"),
        ("targets?programme=thu,khong-co", "programme", "thu"),
        ("targets?programme=cua-noi-khac", "programme", "thu"),
    ],
)
def test_what_would_be_misread_is_refused(program, here, address, parameter, words):
    make_target(here.parent, "H01")
    elsewhere = province("Tỉnh Khác")
    Programme.objects.create(
        code="cua-noi-khac", name="Nơi khác", place=elsewhere, starts_on=date(2016, 1, 1), ends_on=date(2020, 12, 31)
    )
    answer = program.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    assert words in answer.json()["errors"][parameter][0]
    assert "cua-noi-khac" not in answer.json()["errors"][parameter][0]


def test_several_codes_units_above_and_programmes_are_read_each(program, here, next_door):
    other = commune("Xã Xa", parent=province("Tỉnh Khác"))
    codes = {row["code"] for row in program.get(f"/api/v1/places?code={here.code},{other.code}").json()["results"]}
    assert codes == {here.code, other.code}
    within = f"within={here.parent.reference},{other.parent.reference}&level=commune"
    found = {row["reference"] for row in program.get(f"/api/v1/places?{within}").json()["results"]}
    assert found == {here.reference, next_door.reference, other.reference}
    make_target(here.parent, "H01")
    second = Programme.objects.create(code="hai", name="Hai", starts_on=date(2021, 1, 1), ends_on=date(2025, 12, 31))
    Target.objects.filter(pk=make_target(here.parent, "H02", unit="child").pk).update(programme=second)
    for asked, count in (("thu", 1), ("thu,hai", 2), ("hai", 1)):
        assert program.get(f"/api/v1/targets?programme={asked}").json()["count"] == count


@pytest.mark.parametrize(
    ("fields", "unit", "figure_unit"),
    [
        (
            {"indicator": "H01", "kind": "reduce_relative", "unit": "percent", "reads_numerator": True},
            "percent",
            "child",
        ),
        ({"indicator": "P03", "kind": "reduce_relative", "unit": "percent"}, "percent", "child"),
        ({"indicator": "H01", "kind": "at_most", "unit": "percent"}, "percent", "percent"),
        ({"indicator": "P03", "kind": "at_most", "unit": "child"}, "child", "child"),
    ],
)
def test_a_target_says_in_which_unit_its_value_and_its_figures_are(program, here, fields, unit, figure_unit):
    """340 children, of whom there were to be a tenth fewer, are not 340 %."""
    make_target(here.parent, value=10, **fields)
    (row,) = program.get("/api/v1/targets").json()["results"]
    assert (row["value"], row["unit"], row["figure_unit"]) == (10, unit, figure_unit)


def test_the_refusal_in_the_documentation_is_the_one_that_is_sent(program, three_children, here):
    (words,) = ask(program, here, plcae="1").json()["errors"]["plcae"]
    assert words in (settings.BASE_DIR / "docs/api.md").read_text(encoding="utf-8")


def test_places_are_found_without_tone_marks_and_in_pages(program, here, next_door):
    found = program.get("/api/v1/places", {"search": "vinh gia"}).json()
    assert [row["reference"] for row in found["results"]] == [here.reference]
    page = program.get("/api/v1/places", {"within": here.parent.reference, "page_size": 1, "level": "commune"}).json()
    assert (page["count"], len(page["results"]), bool(page["next"])) == (2, 1, True)


def test_every_definition_can_be_read(program):
    rows = program.get("/api/v1/indicators").json()
    h01 = next(row for row in rows if row["code"] == "H01")
    assert (h01["unit"], h01["denominator"], h01["by"][:2]) == ("percent", "trẻ em dưới 16 tuổi", ["sex", "age"])
    assert program.get("/api/v1/indicators/H01").json() == h01
    assert program.get("/api/v1/indicators/H99").status_code == 400


def test_an_indicator_token_reads_values(client, three_children, here):
    from accounts.models import ApiToken

    user = UserFactory()
    AssignmentFactory(user=user, place=here.parent, role="api_client")
    _token, text = ApiToken.objects.create(user=user, name="thử")
    answer = client.get(VALUES, {"indicator": "H01", "place": here.reference, "period": "2024"},
                        headers={"Authorization": f"Token {text}"})  # fmt: skip
    assert answer.status_code == 200


def test_the_openapi_document_describes_what_is_asked_and_answered(program):
    document = program.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    asked = {p["name"] for p in document["paths"]["/api/v1/values"]["get"]["parameters"]}
    assert {"indicator", "place", "period", "by", "format"} <= asked
    assert "/api/v1/structure" in document["paths"]
    assert {"200", "304", "400", "404", "406"} <= set(document["paths"]["/api/v1/values"]["get"]["responses"])
