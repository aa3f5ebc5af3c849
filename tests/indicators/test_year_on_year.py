"""A change is told against the same period before it, or it is said why not."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from indicators import registry, values
from indicators.formats.elements import why_not_final
from indicators.value import Status
from indicators.year_on_year import change
from tests.factories import CaseFactory, ChildFactory
from tests.indicators.changes import VIETNAM
from tests.indicators.conftest import declare, sweep_all, today
from tests.indicators.test_apportioning import divided, people

pytestmark = pytest.mark.usefixtures("kept")


def abused(here, year, count):
    for _n in range(count):
        child = ChildFactory(place=here)
        received = datetime(year, 5, 4, 9, tzinfo=VIETNAM)
        CaseFactory(child=child, place=here, received_at=received, category="abused")


def test_the_change_is_the_difference_over_the_figure_before(here):
    for _n in range(90):
        ChildFactory(place=here)
    abused(here, 2023, 4)
    abused(here, 2024, 3)
    declare(here)
    sweep_all()
    before, now = values.series("A02", here, ["2023", "2024"])
    (value,) = values.series("A03", here, ["2024"])
    assert value.value == (now.value - before.value) * 100 / before.value
    assert round(value.value) == -25
    assert (value.numerator, value.complete, value.status) == (None, True, Status.COMPUTED)
    assert values.grid(["A02", "A03"], [here], ["2024"])[1].value == value.value


def test_it_is_unknown_where_either_period_is_and_says_which(here):
    ChildFactory(place=here)
    declare(here, starts_on=date(2024, 1, 1))
    sweep_all()
    value = values.of("A03", here, "2024")
    assert (value.status, value.value) == (Status.UNKNOWN, None)
    assert value.reason.startswith("Năm 2023: ")


def test_from_nothing_no_share_can_be_told(here):
    ChildFactory(place=here)
    declare(here)
    sweep_all()
    value = values.of("A03", here, "2024")
    assert (value.status, value.value) == (Status.NOT_APPLICABLE, None)


def test_a_part_of_a_year_is_not_compared_with_a_year(here):
    year = today().year
    abused(here, year - 1, 1)
    declare(here)
    sweep_all()
    running = values.of("A03", here, str(year))
    assert (running.status, running.value) == (Status.UNKNOWN, None)
    assert "chưa kết thúc" in running.reason


@pytest.mark.parametrize(
    "period",
    ["2024-Q1", "2024-Q2", "2024-H1", "2024-05", "2021/2030", "2024-02-01/2024-06-03"],
)
def test_only_years_are_compared(here, period):
    """A quarter against the quarter before is not "so với năm trước"."""
    abused(here, 2023, 4)
    abused(here, 2024, 3)
    declare(here)
    sweep_all()
    value = values.of("A03", here, period)
    assert (value.status, value.value, value.numerator, value.denominator) == (Status.UNKNOWN, None, None, None)
    assert value.reason == "Chỉ số này chỉ tính theo: năm."
    assert value.indicator.code == "A03"
    both = values.grid(["A03"], [here], [period, "2024"])
    assert [value.status for value in both] == [Status.UNKNOWN, Status.COMPUTED]


@pytest.mark.parametrize("how", ["missing", "unclear"])
def test_unlike_grounds_are_not_compared_and_the_reason_names_where_they_differ(here, how):
    """A merged unit of which one part was not complete a year ago has not grown by that part."""
    for _n in range(90):
        ChildFactory(place=here)
    abused(here, 2023, 4)
    abused(here, 2024, 3)
    declare(here)
    sweep_all()
    before, now = values.series("A02", here, ["2023", "2024"], boundaries="now")
    card = registry.get("A03")
    apart = change(card, now, replace(before, **{how: [here]}))
    assert (apart.status, apart.value) == (Status.UNKNOWN, None)
    assert here.name in apart.reason
    alike = change(card, replace(now, **{how: [here]}), replace(before, **{how: [here]}))
    assert (alike.status, round(alike.value)) == (Status.COMPUTED, -25)


@pytest.fixture
def part(kept):
    """Half of a commune that was divided in 2023, with children of whom some were abused in each year."""
    giver, (part, _other) = divided(["0.5", "0.5"])
    people(giver, 20)
    people(part, 5)
    abused(giver, 2023, 4)
    abused(part, 2024, 2)
    declare(part.parent)
    sweep_all()
    return part


def test_what_the_year_before_rests_on_is_told_beside_the_change(part):
    """The figure of 2024 is the part's own; that of 2023 is shared out by the population."""
    (giver,) = values.of("A02", part, "2023", boundaries="now").apportioned
    assert values.of("A02", part, "2024", boundaries="now").apportioned == []
    value = values.of("A03", part, "2024", boundaries="now")
    assert value.is_known
    assert (value.units, value.apportioned) == ([giver, part], [giver])
    assert any("Chia theo tỷ lệ dân số: Xã Bị Tách" in sentence for sentence in value.coverage)
    assert why_not_final(value) == "partial"


@pytest.mark.parametrize("how", ["waiting", "lacking"])
def test_children_who_wait_in_either_year_are_told_of(part, how):
    before, now = values.series("A02", part, ["2023", "2024"], boundaries="now")
    for one, other in ((2, 0), (0, 2)):
        value = change(registry.get("A03"), replace(now, **{how: one}), replace(before, **{how: other}))
        assert getattr(value, how) == 2


def test_its_card_is_whole():
    card = registry.get("A03")
    assert card.is_counted
    assert not card.is_share
    assert card.unit == "change"
    assert Decimal(card.factor) == 1
