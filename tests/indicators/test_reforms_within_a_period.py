"""In today's boundaries nobody is counted twice or lost in the very period of a reform, whoever goes on or ends."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from indicators import values
from indicators.drilling import drill
from places.models import Place, PlaceLink
from programs.models import FundEntry
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, ResidenceFactory, commune, province
from tests.indicators.changes import VIETNAM
from tests.indicators.conftest import declare, sweep_all
from tests.indicators.test_apportioning import EVE, REFORM, link, now, people

YEARS = [f"{year}" for year in range(2018, 2026)]
OF_SEVERAL_REFORMS = ["2016/2020", "2021/2030", "2018-01-01/2020-06-30", "2019-01-01/2022-12-31"]


@pytest.fixture
def ward_of_two(kept):
    """A new ward, of three tenths of the people of a commune that goes on."""
    above = province("Tỉnh Chia Giả")
    giver, ward = commune("Xã Cho", parent=above), commune("Phường Mới", parent=above, valid_from=REFORM)
    link(giver, ward, "0.3")
    people(giver, 10, special=4)
    people(ward, 3)
    FundEntry.objects.create(place=giver, on_date=date(2023, 5, 1), channel="direct", amount=100)
    declare(above)
    sweep_all()
    return giver, ward


def test_in_the_year_in_which_it_began_a_ward_has_its_own_children_alone(ward_of_two):
    giver, ward = ward_of_two
    assert [value.value for value in now("P01", giver, ward, period="2022")] == [7, 3]
    found = now("P01", giver, ward, period="2023")
    assert [(value.value, value.units, value.apportioned) for value in found] == [(10, [giver], []), (3, [ward], [])]
    assert now("M01", ward, period="2023")[0].is_known


def test_what_was_paid_there_before_it_began_is_not_told_as_nothing(ward_of_two):
    assert not now("F01", ward_of_two[1], period="2023")[0].is_known


def test_the_rows_behind_are_as_many(ward_of_two, lan):
    _giver, ward = ward_of_two
    AssignmentFactory(user=lan, place=ward.parent, role="province_staff")
    assert drill("P01", ward, "2023", user=lan, boundaries="now").number == 3


def test_what_a_unit_had_that_went_into_one_that_goes_on_is_told_of_that_one(kept):
    above = province("Tỉnh Chia Giả")
    ended, taker = commune("Xã Cũ", parent=above, valid_to=EVE), commune("Xã Nhận", parent=above)
    PlaceLink.objects.create(from_place=ended, to_place=taker, kind="merge", on_date=REFORM, certainty="found")
    for place, month in ((ended, 5), (taker, 5), (taker, 9)):
        FundEntry.objects.create(place=place, on_date=date(2023, month, 1), channel="direct", amount=100)
    declare(above)
    sweep_all()
    for period in ("2022", "2023", "2023-H1", "2021/2030"):
        assert now("F01", taker, period=period)[0].value == values.of("F01", above, period).value, period


def test_a_unit_that_was_there_in_the_middle_of_a_term_alone_is_told_too(kept):
    above = province("Tỉnh Chia Giả")
    first = commune("Xã Một", parent=above, valid_to=date(2021, 12, 31))
    second = commune("Xã Hai", parent=above, valid_from=date(2022, 1, 1), valid_to=EVE)
    third = commune("Xã Ba", parent=above, valid_from=REFORM)
    for one, other in ((first, second), (second, third)):
        PlaceLink.objects.create(
            from_place=one, to_place=other, kind="merge", on_date=other.valid_from, certainty="found"
        )
    for place, day in ((first, date(2021, 2, 1)), (second, date(2022, 2, 1)), (third, date(2024, 2, 1))):
        FundEntry.objects.create(place=place, on_date=day, channel="direct", amount=100)
    declare(above)
    sweep_all()
    assert now("F01", third, period="2021/2030")[0].value == 300


class Map:
    """Communes of two provinces through seven years of chance reforms."""

    def __init__(self, seed):
        self.chance, self.made = Random(seed), 0
        self.above = [province("Tỉnh Một"), province("Tỉnh Hai")]
        self.here = [self.new(None) for _n in range(4)]
        self.every = list(self.here)
        for year in range(2018, 2025):
            self.reform(date(year, self.chance.randint(1, 12), self.chance.choice([1, 17])))

    def new(self, day):
        self.made += 1
        return commune(f"Xã {self.made}", parent=self.chance.choice(self.above), valid_from=day)

    def end(self, unit, day):
        self.here.remove(unit)
        Place.objects.filter(pk=unit.pk).update(valid_to=day - timedelta(days=1))
        unit.valid_to = day - timedelta(days=1)

    def reform(self, day):
        giver = self.chance.choice(self.here)
        takers = [each for each in self.here if each != giver]
        others = self.chance.sample(takers, min(len(takers), self.chance.randint(0, 1)))
        others += [self.new(day) for _n in range(self.chance.randint(0 if others else 1, 2))]
        goes_on = self.chance.random() < 0.4
        weights = [self.chance.randint(1, 9) for _part in [*others, *[giver] * goes_on]]
        is_whole = len(weights) == 1
        if not goes_on:
            self.end(giver, day)
        for taker, weight in zip(others, weights, strict=False):
            share = None if is_whole else f"{weight / sum(weights):.3f}"
            PlaceLink.objects.create(
                from_place=giver, to_place=taker, kind="split", on_date=day, certainty="found",
                partial=not is_whole, share=share,
            )  # fmt: skip
        fresh = [unit for unit in others if unit not in self.here]
        self.here += fresh
        self.every += fresh

    def facts(self):
        for unit in self.every:
            first = max(unit.valid_from or date(2017, 1, 1), date(2017, 1, 1))
            last = unit.valid_to or date(2025, 12, 31)
            for _n in range(self.chance.randint(1, 3)):
                child = ChildFactory(responsible_place=unit, residence=False)
                ResidenceFactory(child=child, place=unit, starts_on=first, ends_on=unit.valid_to)
                day = first + timedelta(days=self.chance.randint(0, (last - first).days))
                received = datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM)
                CaseFactory(child=child, place=unit, received_at=received, category="abused")
                FundEntry.objects.create(place=unit, on_date=day, channel="direct", amount=10)


@pytest.mark.parametrize("seed", range(10))
def test_in_every_period_the_communes_of_today_have_what_there_was(kept, seed):
    land = Map(seed)
    land.facts()
    for above in land.above:
        declare(above)
    sweep_all()
    for code in ("P01", "A01", "F01"):
        whole = values.grid([code], land.above, [*YEARS, *OF_SEVERAL_REFORMS])
        found = values.grid([code], land.here, [*YEARS, *OF_SEVERAL_REFORMS], boundaries="now")
        for period in (*YEARS, *OF_SEVERAL_REFORMS):
            there = sum(value.numerator for value in whole if value.period.id == period)
            parts = [value for value in found if value.period.id == period]
            assert not any(value.unclear or value.missing for value in parts)
            if code == "F01" and not all(value.is_known for value in parts):
                continue  # money of a part of a unit is not divided
            assert sum(value.numerator for value in parts) == there, (code, period)
