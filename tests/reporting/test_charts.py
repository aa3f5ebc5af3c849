"""Charts say what the numbers say: nothing unknown looks like 0, nothing crosses a break, all of it is read aloud."""

import os
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reporting import charts
from reporting.charts.lines import expected, runs
from reporting.charts.units import axis

SVG = "{http://www.w3.org/2000/svg}"
GOLDEN = Path(__file__).parent / "golden"
NUMBERS = st.none() | st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9) | st.decimals(-(10**9), 10**9, places=3)
NAMES = st.text(min_size=1, max_size=30).filter(lambda text: text.isprintable())
UNITS = st.sampled_from([charts.PERCENT, charts.PER_MILLE, charts.VND, charts.count("trẻ")])


def read(svg):
    """The drawing as a tree: proof that it is well-formed, and free of what the page's policy refuses."""
    assert "style=" not in svg
    assert "<script" not in svg
    assert not re.search(r"\b(nan|inf|None)\b", svg)
    return ElementTree.fromstring(svg)


def words(tree):
    return [text.text for text in tree.iter(f"{SVG}text")]


def boxes(tree, css):
    return [box for box in tree.iter(f"{SVG}rect") if css in box.get("class", "")]


def hatches(tree):
    return [box for box in tree.iter(f"{SVG}rect") if box.get("fill", "").startswith("url(#")]


def lines(tree, css="s-data"):
    found = [line.get("points") for line in tree.iter(f"{SVG}polyline") if css in line.get("class")]
    return [[tuple(map(float, point.split(","))) for point in points.split()] for points in found]


def share(text):
    return float(text.removesuffix("%")) / 100


# ---- bullet


def test_a_bullet_sets_value_and_target_on_one_scale():
    tree = read(charts.bullet(60, 75, "Được quản lý"))

    bar, tick = boxes(tree, "f-data")[0], boxes(tree, "f-target")[0]
    assert share(bar.get("width")) / share(tick.get("x")) == pytest.approx(60 / 75, abs=0.001)
    assert "60,0" in words(tree)
    assert "mục tiêu 75%" in words(tree)


def test_a_bullet_without_value_is_hatched_and_shows_no_bar():
    tree = read(charts.bullet(None, 75, "Được quản lý"))

    assert boxes(tree, "f-data") == []
    assert len(hatches(tree)) == 1
    assert "chưa có số liệu" in words(tree)
    assert "chưa có số liệu" in tree.get("aria-label")


def test_a_bullet_of_zero_is_no_unknown():
    tree = read(charts.bullet(0, 75, "Được quản lý"))

    assert hatches(tree) == []
    assert "0,0" in words(tree)


def test_a_bullet_without_target_has_no_tick():
    tree = read(charts.bullet(60, None, "Được quản lý"))

    assert boxes(tree, "f-target") == []
    assert "không có chỉ tiêu" in tree.get("aria-label")


def test_a_value_beyond_its_target_stays_on_the_track():
    tree = read(charts.bullet(140, 75, "Được quản lý"))

    assert share(boxes(tree, "f-data")[0].get("width")) < 1


def test_money_is_said_in_billions_of_dong():
    tree = read(charts.bullet(4_190_000_000, 5_000_000_000, "Vận động", unit=charts.VND))

    assert "4,19" in words(tree)
    assert "4,19 tỷ đồng" in tree.get("aria-label")
    assert "mục tiêu 5 tỷ đồng" in words(tree)


# ---- lines


def test_a_line_never_crosses_a_change_of_definition():
    points = [(2015, 4.5), (2016, 4.34), (2017, 4.21), (2018, 4.02)]
    tree = read(charts.line_with_target(points, [], "Tỷ lệ", breaks=[(2017, "2017: đổi phân loại")]))

    assert [len(line) for line in lines(tree)] == [2, 2]
    assert "2017: đổi phân loại" in words(tree)


def test_a_line_never_bridges_an_unknown_year_and_hatches_its_foot():
    points = [(2015, 4.5), (2016, 4.4), (2017, None), (2018, 4.0), (2019, 3.9)]
    tree = read(charts.line_with_target(points, [], "Tỷ lệ"))

    assert [len(line) for line in lines(tree)] == [2, 2]
    assert len(hatches(tree)) == 1


def test_years_to_come_are_not_called_unknown():
    tree = read(charts.line_with_target([(2018, 4.0), (2019, None), (2020, None)], [(2018, 4), (2020, 3.5)], "Tỷ lệ"))

    assert hatches(tree) == []


def test_reported_marks_are_hollow_and_joined_by_no_line():
    tree = read(charts.line_with_target([], [], "Tỷ lệ", reported=[(2015, 4.5), (2016, 4.2)]))

    rings = [dot for dot in tree.iter(f"{SVG}circle") if "s-rep" in dot.get("class")]
    assert len(rings) == 2
    assert lines(tree) == lines(tree, "s-rep") == []


def hollow(tree):
    return [dot for dot in tree.iter(f"{SVG}circle") if dot.get("class") == "f-card s-data"]


def test_a_period_that_is_not_over_is_hollow_and_joined_by_no_line_on_either_side():
    points = [(2023, 40), (2024, 50), (2025, 12), (2026, 44), (2027, 45)]
    for draw in (charts.line_with_target, charts.sparkline):
        tree = read(draw(points, [], "Số vụ", so_far=[2025]))
        assert [len(line) for line in lines(tree)] == [2, 2]
        assert len(hollow(tree)) == 1


def test_the_latest_of_a_small_trend_is_hollow_where_its_period_runs():
    tree = read(charts.sparkline([(2024, 50), (2025, 12)], [], "Số vụ", so_far=[2025]))
    assert (len(hollow(tree)), lines(tree)) == (1, [])
    assert "t-rep" not in "".join(text.get("class") for text in tree.iter(f"{SVG}text"))


def feet(tree):
    """{words: share at which they end} of the names along the foot, that they start at, on a phone"""
    found = {}
    for text in tree.iter(f"{SVG}text"):
        if float(text.get("y")) > 285:
            x, wide = share(text.get("x")), 0.022 * len(text.text)
            right = x + {"end": 0, "middle": wide / 2, "start": wide}[text.get("text-anchor")]
            found[text.text] = (right - wide, right)
    return found


@pytest.mark.parametrize("years", [2, 3, 5, 7, 8, 12])
@pytest.mark.parametrize("ahead", [0, 1, 4])
def test_the_name_of_a_running_year_covers_no_other(years, ahead):
    points = [(2026 - years + n, n) for n in range(1, years + 1)]
    path = [(2026, 3), (2026 + ahead, 4)] if ahead else []
    tree = read(charts.line_with_target(points, path, "Số vụ", so_far=[2026], labels={2026: "đến 23/11/2026"}))
    ends = sorted(feet(tree).values())
    assert "đến 23/11/2026" in feet(tree)
    assert all(left >= right - 1e-6 for (_l, right), (left, _r) in zip(ends, ends[1:], strict=False)), feet(tree)


def test_the_number_of_a_point_at_the_foot_stands_over_it_and_not_over_the_years():
    tree = read(charts.line_with_target([(2024, 5), (2025, 0), (2026, 6)], [], "Số lớp", unit=charts.count("lớp")))
    (zero,) = [text for text in tree.iter(f"{SVG}text") if text.text == "0" and "b" in text.get("class").split()]
    (mark,) = [dot for dot in tree.iter(f"{SVG}circle") if dot.get("cx") == zero.get("x")]
    assert float(zero.get("y")) < float(mark.get("cy"))


def test_the_path_ends_in_a_ring_at_the_target():
    path = [(2015, 4.5), (2020, 3.5)]
    tree = read(charts.line_with_target([(2018, 4.02)], path, "Tỷ lệ"))

    assert len(lines(tree, "s-target")) == 1
    assert "mục tiêu 3,5%" in words(tree)
    assert "Mục tiêu 3,5%, 2020" in tree.get("aria-label")


def test_a_forecast_starts_at_the_last_value():
    tree = read(charts.line_with_target([(2017, 4.2), (2018, 4.0)], [], "Tỷ lệ", forecast=[(2019, 3.7, 3.8, 3.9)]))

    dotted, solid = sorted(lines(tree), key=lambda line: -line[-1][0])
    assert dotted[0] == solid[-1]
    assert "dự báo 3,8" in words(tree)


def test_what_the_axis_starts_from_is_told():
    assert "Trục tung bắt đầu từ 3,8%" in charts.line_with_target([(2015, 4.1), (2016, 3.9)], [], "Tỷ lệ")


@pytest.mark.parametrize(("latest", "top"), [(100, "100%"), (104, "110%")])
def test_nothing_stands_above_the_whole_of_a_share_unless_it_is_exceeded(latest, top):
    tree = read(charts.line_with_target([(2024, 90), (2025, latest)], [], "Tỷ lệ"))
    assert [word for word in words(tree) if word.endswith("%")] == [top]


def test_words_at_the_right_edge_keep_their_distance():
    chart = charts.line_with_target(
        [(2017, 3.61), (2018, 3.6)], [(2015, 4.5), (2020, 3.5)], "Tỷ lệ", forecast=[(2020, 3.48, 3.5, 3.52)]
    )
    tree = read(chart)
    ends = [float(t.get("y")) for t in tree.iter(f"{SVG}text") if t.text.startswith(("mục tiêu", "dự báo"))]

    assert abs(ends[0] - ends[1]) >= 15


def test_years_of_a_long_series_are_thinned_and_never_grouped():
    tree = read(charts.line_with_target([(year, 5 + year % 3) for year in range(2001, 2025)], [], "Dài"))

    years = [text for text in words(tree) if re.fullmatch(r"20\d\d", text)]
    assert years[-1] == "2024"
    assert len(years) <= 7


def test_a_line_without_any_value_says_so_and_invents_no_axis():
    tree = read(charts.line_with_target([(2015, None), (2016, None)], [], "Tỷ lệ"))

    assert words(tree) == ["chưa có số liệu"]


def test_a_sparkline_tells_its_latest_value_and_its_goal():
    tree = read(charts.sparkline([(2016, 4.34), (2018, 4.02), (2019, None)], [(2015, 4.5), (2020, 3.5)], "Tỷ lệ"))

    assert "4,0%" in words(tree)
    assert "3,5" in words(tree)
    assert "lộ trình đến 3,5%, 2020" in tree.get("aria-label")


def test_what_others_reported_is_hollow_in_a_sparkline_and_no_line_leads_to_it():
    points, path = [(2016, 4.3), (2017, 4.1), (2018, 3.9), (2020, 3.6)], [(2015, 4.5), (2020, 3.5)]
    drawn = charts.sparkline(points, path, "Tỷ lệ", reported={2018, 2020})
    marks = [each.get("class") for each in read(drawn).iter() if each.tag.endswith("circle")]
    assert sorted(marks) == ["f-card s-rep", "f-card s-rep", "f-card s-target"]
    assert drawn.count("s-data") == 1  # 2016 to 2017
    assert "2017: 4,1%;" in drawn
    assert "2020: 3,6% (số công bố)" in drawn


def test_a_sparkline_without_path_says_that_it_has_none():
    assert "Chưa có lộ trình." in charts.sparkline([(2017, 0.18), (2018, 0.16)], [], "Xâm hại")


@pytest.mark.parametrize(
    ("points", "cuts", "lengths"),
    [
        ([(1, 1), (2, 2), (3, 3)], [], [3]),
        ([(1, 1), (2, 2), (3, 3)], [2], [1, 2]),
        ([(1, 1), (2, None), (3, 3)], [], [1, 1]),
        ([(1, None), (2, 2), (3, None)], [3], [1]),
        ([(1, 1), (2, None), (4, 4)], [3], [1, 1]),
        ([], [], []),
    ],
)
def test_runs_end_at_cuts_and_unknowns(points, cuts, lengths):
    assert [len(run) for run in runs(points, cuts)] == lengths


@pytest.mark.parametrize(("when", "value"), [(2015, 4.5), (2017.5, 4.0), (2020, 3.5), (2014, None), (2021, None)])
def test_the_path_is_straight_between_its_points_and_unknown_outside(when, value):
    assert expected([(2015, 4.5), (2020, 3.5)], when) == value


# ---- ranked bars


def test_ranked_bars_keep_the_order_of_the_caller_and_one_scale():
    tree = read(charts.ranked_bars([("A", 80, "", ""), ("B", 40, "", "")], "Xếp hạng"))

    first, second = (share(bar.get("width")) for bar in boxes(tree, "f-data"))
    assert first / second == pytest.approx(2, abs=0.01)
    assert [text for text in words(tree) if text in "AB"] == ["A", "B"]


def test_a_place_without_number_is_hatched_with_its_reason():
    tree = read(charts.ranked_bars([("A", None, "ẩn (số nhỏ)", ""), ("B", 0, "", "")], "Xếp hạng"))

    assert len(hatches(tree)) == 1
    assert "ẩn (số nhỏ)" in words(tree)
    assert "A: ẩn (số nhỏ); B: 0,0%" in tree.get("aria-label")


def test_negative_bars_grow_to_the_other_side_of_zero():
    tree = read(charts.ranked_bars([("A", -2, "", ""), ("B", 2, "", "")], "Thay đổi"))

    down, up = boxes(tree, "f-data")
    assert share(down.get("x")) + share(down.get("width")) == pytest.approx(share(up.get("x")), abs=0.001)
    assert "−2,0" in words(tree)


def test_long_names_stand_above_their_bars():
    short = read(charts.ranked_bars([("An Phú", 80, "", "")], "Xếp hạng"))
    long = read(charts.ranked_bars([("Hộ nghèo, bệnh hiểm nghèo", 80, "", "")], "Xếp hạng"))

    assert share(boxes(short, "f-data")[0].get("x")) > 0.2
    assert boxes(long, "f-data")[0].get("x") == "0.00%"


def test_a_name_too_long_for_one_line_is_told_in_full_on_several():
    name = "Trẻ em di cư, trẻ em lánh nạn, tị nạn chưa xác định được cha mẹ hoặc không có người chăm sóc"
    tree = read(charts.ranked_bars([(name, 80, "", ""), ("Trẻ em bị bỏ rơi", 40, "", "")], "Theo nhóm", stacked=True))
    lines = [each for each in tree.iter(f"{SVG}text") if each.text in name]
    first, second = (float(bar.get("y")) for bar in boxes(tree, "f-data"))

    assert " ".join(each.text for each in lines) == name
    assert all(len(each.text) <= 38 for each in lines)
    heights = [float(each.get("y")) for each in lines]
    assert heights == sorted(set(heights))
    assert max(heights) < first < second


def test_a_chart_with_links_is_a_group_and_names_them():
    tree = read(charts.ranked_bars([("An Phú", 80, "", "/dia-ban/1/?a=1&b=2")], "Xếp hạng"))

    link = next(tree.iter(f"{SVG}a"))
    assert tree.get("role") == "group"
    assert link.get("href") == "/dia-ban/1/?a=1&b=2"
    assert "An Phú" in words(link)


def test_no_rows_is_said():
    assert words(read(charts.ranked_bars([], "Xếp hạng"))) == ["Chưa có số liệu để xếp."]


# ---- months, tiles, legends


def test_months_without_entry_are_hatched_and_the_rest_is_in_millions():
    tree = read(charts.month_bars([310_000_000, 0, None], "Vận động"))

    assert len(boxes(tree, "f-data")) == 2
    assert len(hatches(tree)) == 1
    assert "310" in words(tree)
    assert "1: 310 triệu đồng; 2: 0 triệu đồng; 3: chưa có số liệu" in tree.get("aria-label")


def test_a_refund_hangs_below_the_line_of_zero():
    tree = read(charts.month_bars([100, -50], "Vận động", unit=charts.count("lượt")))

    income, refund = boxes(tree, "f-data")
    assert float(refund.get("y")) == pytest.approx(float(income.get("y")) + float(income.get("height")), abs=0.2)


@pytest.mark.parametrize(("value", "css"), [(84.9, "q1"), (85, "q2"), (92.5, "q4"), (95, "q5"), (100, "q5")])
def test_a_tile_on_a_cut_belongs_to_the_class_above(value, css):
    tree = read(charts.tile_grid({"An Phú": (0, 0)}, {"An Phú": (value, "", "")}, "Theo huyện", (85, 90, 92.5, 95)))

    assert len(boxes(tree, css)) == 1


def test_a_tile_that_nobody_gave_a_value_is_hatched():
    tree = read(charts.tile_grid({"An Phú": (0, 0)}, {}, "Theo huyện", (1, 2, 3, 4)))

    assert len(hatches(tree)) == 1
    assert "chưa có số liệu" in words(tree)


def test_a_long_name_takes_two_lines_of_its_tile():
    name = "Thành phố Long Xuyên"
    tree = read(charts.tile_grid({name: (0, 0)}, {name: (90, "", "")}, "Theo huyện", (1, 2, 3, 4)))

    assert words(tree)[:2] == ["Thành phố", "Long Xuyên"]


def test_the_legend_prints_the_cuts_without_holes():
    told = [text for _drawing, text in charts.class_legend((85, 90, 92.5, 95))]

    assert told == ["dưới 85", "85–89,9", "90–92,4", "92,5–94,9", "từ 95", "không có số để hiện"]
    assert len({drawing for drawing, _text in charts.class_legend((85, 90, 92.5, 95))}) == 6


def test_tiles_without_a_layout_stand_in_reading_order():
    assert charts.rows_of_tiles("ABCDE", 2)["E"] == (0, 2)


# ---- all charts


def test_names_of_places_cannot_break_out_of_the_drawing():
    evil = '</text><script>alert("1")</script>&"'

    for svg in (
        charts.ranked_bars([(evil, 3, evil, 'x" onclick="y')], evil, target=1, target_words=evil),
        charts.tile_grid({evil: (0, 0)}, {evil: (None, evil, evil)}, evil, (1, 2, 3, 4)),
        charts.line_with_target([(1, 2)], [(1, 3)], evil, breaks=[(1, evil)], labels={1: evil}),
        charts.month_bars([1, 2], evil, labels=[evil, "b"], goal=2, goal_words=evil),
    ):
        tree = read(svg)
        assert all("onclick" not in node.attrib for node in tree.iter())


def test_the_same_numbers_give_the_same_drawing_and_two_hatches_do_not_share_an_id():
    one = charts.bullet(None, 75, "Một")
    other = charts.bullet(None, 75, "Hai")
    ids = [re.search(r'<pattern id="(\w+)"', svg)[1] for svg in (one, other)]

    assert one == charts.bullet(None, 75, "Một")
    assert ids[0] != ids[1]
    assert f"url(#{ids[0]})" in one


def test_a_drawing_of_its_own_has_a_size_and_a_title():
    tree = read(charts.bullet(60, 75, "Được quản lý", width=600))

    assert tree.get("viewBox") is not None
    assert tree.find(f"{SVG}title").text.startswith("Được quản lý")


def test_english_pages_write_english_numbers():
    with translation.override("en"):
        svg = charts.bullet(1234.5, 2000, "Fund", unit=charts.Unit("x", 1))

    assert "1,234.5" in svg


@given(st.lists(st.tuples(st.integers(1900, 2100), NUMBERS), max_size=12), st.lists(NUMBERS, max_size=12), UNITS, NAMES)
def test_no_numbers_break_a_chart(points, values, unit, name):
    points = sorted(dict(points).items())
    path = [(when, value) for when, value in points if value is not None]
    read(charts.line_with_target(points, path, name, unit=unit, reported=path))
    read(charts.sparkline(points, path, name, unit=unit))
    read(charts.ranked_bars([(name, value, name, "") for value in values], name, unit=unit, target=(values or [1])[0]))
    read(charts.month_bars(values, name, unit=unit, goal=(values or [1])[0]))
    read(charts.bullet((values or [1])[0], (values or [1])[-1], name, unit=unit))
    read(charts.tile_grid({name: (0, 0)}, {name: ((values or [1])[0], name, "")}, name, (-1, 0, 1, 2), unit=unit))


@given(st.lists(NUMBERS, max_size=9), st.booleans())
def test_an_axis_holds_all_its_values_in_a_few_round_steps(values, from_zero):
    span = axis(values, from_zero=from_zero)
    known = [float(value) for value in values if value is not None]

    assert span.low < span.high
    assert all(-1e-6 <= span.share(value) <= 1 + 1e-6 for value in known)
    assert 2 <= len(span.ticks()) <= 8
    assert not from_zero or span.low <= 0 <= span.high


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        (charts.PERCENT, Decimal("4.05"), "4,1%"),
        (charts.PER_MILLE, 0.16, "0,16‰"),
        (charts.count("trẻ"), 27_678, "27.678 trẻ"),
        (charts.count("trẻ"), 26_000_000, "26,00 triệu trẻ"),
        (charts.VND, 570_000_000, "570 triệu đồng"),
        (charts.VND, 600_000, "600.000 đồng"),
        (charts.VND, 999_960_000, "1,00 tỷ đồng"),
        (charts.VND, None, "chưa có số liệu"),
    ],
)
def test_units_write_numbers_as_offices_do(unit, value, said):
    assert unit.fitted([value]).full(value) == said


DRAWINGS = {
    "bullet": lambda: charts.bullet(68.4, 75, "Trẻ em có nguy cơ được quản lý"),
    "ranked": lambda: charts.ranked_bars(
        [("Tri Tôn", 5.6, "", "/1/"), ("An Phú", None, "chưa khoá sổ", "/2/")], "Theo huyện", target=3.9
    ),
    "trend": lambda: charts.line_with_target(
        [(2016, 4.34), (2017, 4.21), (2018, 4.02)],
        [(2015, 4.5), (2020, 3.5)],
        "Tỷ lệ trẻ em có hoàn cảnh đặc biệt",
        unit=charts.Unit("%", 2),
        reported=[(2015, 4.5), (2016, 4.2)],
        forecast=[(2019, 3.78, 3.87, 3.96), (2020, 3.55, 3.71, 3.87)],
        breaks=[(2017, "2017: đổi phân loại")],
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_drawing_is_the_one_that_was_looked_at(name):
    """After a wanted change: look at the style page, then run once with GOLDEN=write."""
    path, drawn = GOLDEN / f"{name}.svg", DRAWINGS[name]() + "\n"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(drawn, encoding="utf-8")

    assert drawn == path.read_text(encoding="utf-8")
