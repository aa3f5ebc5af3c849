"""What comes together over a programme's term: only of what may be added up, and only where every year is known."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from indicators import periods, registry
from indicators.models import Completeness, Stale
from indicators.value import Status, Value
from places.models import Place
from programs import actions
from reporting.cumulative import is_summable, totals
from reporting.figure_words import Figure
from tests.indicators.conftest import declare, sweep_all


@pytest.fixture
def november(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), tick=False)


@pytest.fixture
def ask(november, kept, here, client, lan):
    """One class in 2019, two in 2020, one in each year from 2021 on, all of them declared."""
    declare(here.parent)
    for day in (date(2019, 5, 1), date(2020, 5, 1), date(2020, 6, 1), *(date(y, 3, 1) for y in range(2021, 2027))):
        actions.add_training(place=here, on_date=day, topic="Thử", by=lan)
    sweep_all()
    client.force_login(lan)

    def ask(code="T01", extension="json", **asked):
        name, args = ("indicator_file", [code, extension]) if extension else ("indicator", [code])
        address = reverse(f"reporting:{name}", args=args)
        return client.get(address, {"place": here.parent.reference, "period": "2026", **asked})

    return ask


def told(answer):
    """{period: (cumulative, since)}"""
    rows = json.loads(answer.content)["results"]
    return {r["period"]: (r["cumulative"], r["cumulative_since"]) for r in rows if r["table"] == "trend"}


def test_it_begins_anew_with_each_term_and_runs_to_today(ask):
    found = told(ask())
    assert (found["2019"], found["2020"]) == ((1, 2016), (3, 2016))
    assert (found["2021"], found["2025"], found["2026"]) == ((1, 2021), (5, 2021), (6, 2021))


def test_years_that_the_page_does_not_show_count_all_the_same(ask):
    assert told(ask(**{"from": "2025"})) == {"2025": (5, 2021), "2026": (6, 2021)}


def test_the_table_says_since_when_and_to_which_day(ask):
    html = ask(extension="").content.decode()
    assert "Lũy kế giai đoạn" in html
    assert "5 (từ 2021)" in html
    assert "6 (từ 2021, tính đến 23/11/2026)" in html


def test_it_is_unknown_as_soon_as_one_year_before_is(ask, here):
    Completeness.objects.filter(family="training").update(starts_on=date(2022, 1, 1))
    found = told(ask())
    assert {found[year][0] for year in ("2022", "2025", "2026")} == {None}
    html = ask(extension="").content.decode()
    assert "(từ 2021" not in html


def test_it_is_being_counted_again_as_long_as_one_year_of_it_is(ask, here):
    """A class of 2022 that came late: also where the page does not show its year."""
    mark = Stale.objects.create(
        family="training", place_id=here.pk, from_day=date(2022, 1, 1), to_day=date(2022, 12, 31)
    )
    rows = [row for row in json.loads(ask(**{"from": "2020"}).content)["results"] if row["table"] == "trend"]
    stale = {row["period"]: (row["stale"], row["cumulative_stale"]) for row in rows}
    assert (stale["2020"], stale["2021"]) == ((False, False), (False, False))
    assert (stale["2022"], stale["2023"], stale["2026"]) == ((True, True), (False, True), (False, True))
    html = ask(extension="", **{"from": "2025"}).content.decode()
    assert "5 (từ 2021), đang tính lại" in html
    assert "6 (từ 2021, tính đến 23/11/2026), đang tính lại" in html
    mark.delete()
    assert "đang tính lại" not in ask(extension="", **{"from": "2025"}).content.decode()


def test_it_is_never_a_point_of_the_chart(ask):
    assert ">6<" not in ask(extension="svg").content.decode()


@pytest.mark.parametrize("code", ["A01", "C01", "F03", "G01", "H02", "H03", "P01", "D01", "M01", "A03"])
def test_children_stocks_and_shares_are_not_added_up(ask, code):
    assert not is_summable(registry.get(code))
    assert {amount for amount, _since in told(ask(code)).values()} == {None}
    assert "Lũy kế" not in ask(code, extension="").content.decode()


def test_other_periods_than_years_have_none(ask):
    assert set(told(ask(period="2026-11")).values()) == {(None, None)}
    assert "Lũy kế" not in ask(period="2026-11", extension="").content.decode()


@pytest.mark.parametrize("code", ["F01", "F02", "G02", "M03", "T01", "T02", "T03", "T04", "T05"])
def test_things_turns_and_money_are(code):
    assert is_summable(registry.get(code))


def figure(year, **fields):
    told = {"status": Status.COMPUTED, "numerator": 2, "value": 2} | fields
    return Figure(Value(registry.get("F02"), Place(name="Nơi giả"), periods.year(year), **told))


@pytest.mark.parametrize(
    "fields",
    [
        {"missing": [Place(name="Xã thiếu")]},
        {"lacking": 1},
        {"status": Status.UNKNOWN},
        {"stale": True, "numerator": 0},
    ],
)
def test_a_year_of_another_ground_or_not_yet_counted_leaves_all_after_it_unknown(fields):
    series = [figure(2020), figure(2021), figure(2022, **fields), figure(2023)]
    found = totals(registry.get("F02"), series, lambda spans: [figure(span.first.year) for span in spans])
    assert [found[year].amount for year in ("2020", "2021", "2022", "2023")] == [10, 2, None, None]


def test_a_year_of_no_term_has_none():
    assert totals(registry.get("F02"), [figure(2031), figure(2010)], None) == {}
