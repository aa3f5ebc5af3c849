"""The trend of the last years, its interval, and when nothing may be said of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from indicators.judging import Milestone, Outlook, Point
from indicators.judging.forecast import forecast, line, usable

TARGET = SimpleNamespace(kind="at_most", direction="down")


def points(*amounts, first=2019, **said):
    return [
        Point(date(first + n, 12, 31), Decimal(str(amount)), f"năm {first + n}", **said)
        for n, amount in enumerate(amounts)
    ]


def milestone(year, amount, kind="at_most"):
    return Milestone(date(year, 12, 31), Decimal(str(amount)), kind)


def test_the_line_and_its_interval_are_those_of_the_textbook():
    # y = 2.2 + 0.6 x, residual variance 0.8; at x = 6 the prediction error is sqrt(0.8 * (1 + 1/5 + 9/10)) = 1.296148
    ((low, middle, high),) = line([(1, 2), (2, 4), (3, 5), (4, 4), (5, 5)], [6])
    assert middle == pytest.approx(5.8)
    assert high - middle == pytest.approx(1.6377 * 1.2961481, abs=1e-4)
    assert middle - low == pytest.approx(high - middle)


def test_two_years_are_no_trend_and_six_are_told_by_the_last_five():
    assert forecast(TARGET, points(5, 4), milestone(2024, 3), 100) is None
    assert forecast(TARGET, points(5, 4, 3), milestone(2024, 3), 100).years == 3
    found = forecast(TARGET, points(90, 8, 7, 6, 5, 4), milestone(2025, 3), 100)
    assert found.years == 5
    assert float(found.value) == pytest.approx(3, abs=0.01)  # the 90 of the sixth year back plays no part


def test_a_share_is_never_forecast_beyond_nothing_or_everything():
    found = forecast(TARGET, points(9, 6, 3), milestone(2024, 3), 100)
    assert (found.value, found.low) == (0, 0)
    up = forecast(SimpleNamespace(kind="at_least", direction="up"), points(80, 90, 99), milestone(2024, 95), 100)
    assert (up.value, up.high) == (100, 100)
    assert forecast(TARGET, points(80, 90, 99), milestone(2024, 95), None).value > 100


def test_other_makers_definitions_and_bounds_end_the_trend():
    mixed = points(5, 4) + points(3, 2, 1, first=2021, version="2016")
    assert [point.amount for point in usable(mixed)] == [3, 2, 1]
    assert usable(points(5, 4, 3) + points(2, first=2022, is_reported=True))[0].is_reported
    assert usable(points(5, 4, 3) + points(2, first=2022, qualifier="more")) == []


@pytest.mark.parametrize(
    ("amounts", "outlook"), [((5, 4, 3), Outlook.REACH), ((5, 5.1, 5), Outlook.MISS), ((5, 3, 4.2), Outlook.OPEN)]
)
def test_the_outlook_is_sure_only_where_the_whole_interval_is_on_one_side(amounts, outlook):
    assert forecast(TARGET, points(*amounts), milestone(2022, 3.2), 100).outlook is outlook


def test_the_method_is_named_beside_the_figure():
    found = forecast(TARGET, points(5, 4, 3), milestone(2024, 3), 100)
    assert found.method == "xu hướng tuyến tính trên 3 năm, khoảng tin cậy 80%"
    assert [step[0].year for step in found.track] == [2022, 2023, 2024]


def test_a_milestone_that_lies_between_two_amounts_leaves_the_trend_open_where_they_differ():
    def outlook(*ends):
        stone = Milestone(date(2024, 12, 31), Decimal(3), "at_most", ends=tuple(map(Decimal, ends)))
        return forecast(TARGET, points(6, 5, 4), stone, 100).outlook

    assert [outlook("0.5", 4), outlook(3, 4), outlook("0.1", "0.5")] == [Outlook.OPEN, Outlook.REACH, Outlook.MISS]


def test_years_on_which_sources_contradict_each_other_are_no_part_of_a_trend():
    *early, doubtful, last = points(6, 5, 4, 3)
    other = replace(doubtful, amount=Decimal(8))
    assert usable([*early, replace(doubtful, others=(other,)), last]) == [last]
