"""The page of an indicator draws the target's path in its own shape, and the forecast as a band that is no figure."""

import csv
import io
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from indicators import registry
from indicators.models import ReportedFigure
from programs.models import TargetLevel
from reporting import goals
from reporting.trend_goal import TrendGoal
from tests.factories import AssignmentFactory
from tests.indicators.conftest import declare, make_target
from tests.reporting.test_charts import SVG, lines, read, words

DUE = date(2022, 12, 31)
FORECAST = "Đây là dự báo, không phải số liệu."


@pytest.fixture
def tinh(kept, here):
    return here.parent


def report(place, first, *values):
    for year, value in enumerate(values, first):
        ReportedFigure.objects.create(
            indicator="H01", place=place, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), value=value,
            unit="percent", printed_text="như đã in",
        )  # fmt: skip


@pytest.fixture
def goal(tinh):
    """From 4.5 at the end of 2017 to 3.5 at the end of 2022, with three years told until 2020."""
    report(tinh, 2018, 4.3, 4.2, 4)
    return make_target(tinh, "H01", value=3.5, due_on=DUE, baseline_value=4.5, baseline_on=date(2017, 12, 31))


@pytest.fixture
def ask(client, lan, tinh):
    client.force_login(lan)
    return lambda address="/chi-so/H01/", **asked: client.get(
        address, {"place": tinh.reference, "period": "2020"} | asked
    )


def drawing(ask, **asked):
    return read(ask("/chi-so/H01.svg", **asked).content.decode().strip())


def band_of(tree):
    (area,) = tree.iter(f"{SVG}polygon")
    return [tuple(map(float, point.split(","))) for point in area.get("points").split()]


def turn(goal, trajectory):
    goal.trajectory = trajectory
    goal.save()
    role = TargetLevel.Role.WAYPOINT if trajectory == "own" else TargetLevel.Role.MILESTONE
    TargetLevel.objects.create(target=goal, on=date(2020, 12, 31), value=4.4, role=role)


def test_a_straight_path_is_one_stretch(ask, goal):
    (path,) = lines(drawing(ask), "s-target")
    assert len(path) == 2


def test_a_step_rises_only_on_the_day_of_its_milestone(ask, goal):
    turn(goal, "step")
    (path,) = lines(drawing(ask), "s-target")
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), (_x4, y4) = path
    assert (y0, y2) == (y1, y3), "it holds its level until the day"
    assert x1 == pytest.approx(x2, abs=0.1)
    assert y0 < y2 < y4, "and then falls at once"
    assert x3 > x2


def test_an_own_path_bends_at_its_points(ask, goal):
    turn(goal, "own")
    (path,) = lines(drawing(ask), "s-target")
    assert len(path) == 3
    first, second = (abs(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(path, path[1:], strict=False))
    assert second > 5 * first


def test_the_forecast_is_a_band_from_the_last_figure_to_the_milestone_within_the_axes(ask, goal):
    tree = drawing(ask)
    area, dotted = band_of(tree), lines(tree)[0]
    assert dotted[0] in area, "it begins at the last figure"
    assert max(x for x, _y in area) == max(x for x, _y in lines(tree, "s-target")[0]), "and ends at the milestone"
    assert all(0 <= x <= 1000 and 34 <= y <= 300 - 26 for x, y in area)
    half = len(area) // 2
    assert all(upper[1] <= lower[1] for upper, lower in zip(area[:half], reversed(area[half:]), strict=True))
    said = tree.get("aria-label")
    assert re.search(r"Dự báo 2022: 3,7\d*% \(từ 3,4\d*% đến 4,0\d*%\), không phải số liệu", said), said


def test_words_and_twin_tell_method_and_interval(ask, goal):
    html = ask().content.decode()
    for told in (FORECAST, "xu hướng tuyến tính trên 3 năm, khoảng tin cậy 80%", "Lộ trình: đường thẳng đến từng mốc"):
        assert told in html
    assert "dự báo, khoảng 80%" in html, "in the legend"
    assert "Dựa trên số có đến ngày 31/12/2020." in html
    assert "Bảng lộ trình, dự báo" in html
    rows = ask().context["goal_rows"]
    assert [row[:2] for row in rows] == [["31/12/2017", "4,50%"], ["31/12/2021", "3,70%"], ["31/12/2022", "3,50%"]]
    assert [row[2:] for row in rows] == [["–", "–", "–"], ["3,87%", "3,64%", "4,10%"], ["3,72%", "3,41%", "4,02%"]]


def test_the_twin_tells_both_levels_of_a_step(ask, goal):
    turn(goal, "step")
    assert ["31/12/2020", "4,50% → 4,40%"] in [row[:2] for row in ask().context["goal_rows"]]


def test_csv_and_json_hold_the_corners_of_the_path_and_the_same_band(ask, goal):
    turn(goal, "step")
    of_json = ask("/chi-so/H01.json").json()["results"]
    text = ask("/chi-so/H01.csv").content.decode("utf-8-sig")
    of_csv = list(csv.reader(io.StringIO(text)))[1:]
    names = list(of_json[0])
    for table in ("path", "forecast"):
        rows = [row for row in of_json if row["table"] == table]
        told = [dict(zip(names, row, strict=True)) for row in of_csv if row[0] == table]
        for name in ("path", "forecast_low", "forecast", "forecast_high"):
            numbers = [each[name] and float(each[name].replace(",", ".")) for each in told]
            assert [row[name] for row in rows] == [number or None for number in numbers]
    path = [(row["period"], row["path"]) for row in of_json if row["table"] == "path"]
    assert path == [
        ("2017-12-31", 4.5), ("2020-12-31", 4.5), ("2020-12-31", 4.4), ("2022-12-31", 4.4), ("2022-12-31", 3.5)
    ]  # fmt: skip
    band = [row for row in of_json if row["table"] == "forecast"]
    assert [row["period"] for row in band] == ["2021-12-31", "2022-12-31"]
    assert all(row["forecast_low"] < row["forecast"] < row["forecast_high"] for row in band)
    assert all(row["value"] is None for row in band), "a forecast is no figure"
    (own,) = [row for row in of_json if row["table"] == "trend" and row["period"] == "2020"]
    assert own["path"] == 4.4


def has_band(ask, **asked):
    return any(drawing(ask, **asked).iter(f"{SVG}polygon"))


def test_with_too_few_years_there_is_no_band_and_it_says_why(ask, goal):
    assert not has_band(ask, period="2019")
    html = ask(period="2019").content.decode()
    assert "Chưa dự báo: cần ít nhất ba năm có số cùng nguồn, cùng định nghĩa." in html
    assert FORECAST not in html
    assert "dự báo, khoảng 80%" not in html
    assert all(row[2] == "–" for row in ask(period="2019").context["goal_rows"])


def test_after_the_milestone_there_is_none(ask, goal):
    assert "Mốc đã qua nên không dự báo." in ask(period="2022").content.decode()
    assert not has_band(ask, period="2022")


def test_in_the_boundaries_of_today_there_is_none(ask, goal):
    assert "không vẽ dự báo" in ask(boundaries="now").content.decode()
    assert not has_band(ask, boundaries="now")


def test_of_the_sum_of_a_year_there_is_none(ask, tinh):
    declare(tinh)
    make_target(tinh, "F01", kind="money", direction="up", unit="vnd", value=5_000_000_000, due_on=DUE)
    assert "Không dự báo số cộng trong năm" in ask("/chi-so/F01/").content.decode()


@pytest.mark.parametrize(
    ("code", "fields", "drawn"),
    [
        ("A02", {"unit": "per_100000", "value": 100}, True),
        ("H01", {"unit": "percent", "value": 3.5}, True),
        ("H01", {"unit": "child", "value": 200, "reads_numerator": True}, False),
        ("P03", {"unit": "percent", "kind": "reduce_relative", "value": 10}, True),
    ],
)
def test_the_overview_and_the_indicators_page_draw_the_same_paths(tinh, code, fields, drawn):
    goal = SimpleNamespace(target=make_target(tinh, code, **fields), path=[(DUE, 1)], status="behind")
    indicator = registry.get(code)
    assert bool(goals.path_of([goal], indicator)) == drawn
    assert bool(TrendGoal.of([goal], indicator, True)) == drawn


def test_without_a_target_there_is_neither_path_nor_band(ask, tinh):
    report(tinh, 2018, 4.3, 4.2, 4)
    html = ask().content.decode()
    assert "Lộ trình:" not in html
    assert FORECAST not in html
    assert "path" not in {row["table"] for row in ask("/chi-so/H01.json").json()["results"]}
    assert lines(drawing(ask), "s-target") == []


def test_a_target_in_another_unit_is_not_drawn(ask, tinh):
    report(tinh, 2018, 4.3, 4.2, 4)
    make_target(tinh, "H01", kind="count", unit="child", value=300, reads_numerator=True)
    assert ask().context["page"].goal is None


def test_a_cut_against_a_base_year_is_drawn_at_its_level(ask, tinh):
    report(tinh, 2015, 4, 4, 4)
    make_target(tinh, "H01", kind="reduce_relative", value=10)
    page = ask(period="2017").context["page"]
    assert page.goal.path[-1] == (2020.0, 3.6)


def test_whoever_may_not_see_live_figures_sees_the_path_alone(client, goal, tinh, here):
    from cases.actions import restrict_case
    from tests.factories import CaseFactory

    user = AssignmentFactory(place=tinh, role="province_staff").user
    restrict_case(case=CaseFactory(place=here), user=user, reason="liên quan", by=AssignmentFactory(place=tinh).user)
    client.force_login(user)
    tree = read(client.get(
        reverse("reporting:indicator_file", args=["H01", "svg"]), {"place": tinh.reference, "period": "2020"}
    ).content.decode().strip())  # fmt: skip
    assert not list(tree.iter(f"{SVG}polygon"))
    assert not any(text and text.startswith("dự báo") for text in words(tree))
