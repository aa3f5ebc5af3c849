"""What a divided unit had is shared out over its parts: nobody is lost or made, and no house is cut in two."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import values
from indicators.apportioning import shared_out
from indicators.models import Population
from indicators.value import Status
from places.models import PlaceLink
from programs.models import FundEntry, SupportModel, SupportModelSite
from tests.factories import ChildFactory, CircumstanceFactory, commune, province
from tests.indicators.conftest import declare, sweep_all

REFORM, EVE = date(2023, 7, 1), date(2023, 6, 30)
BEFORE = "2022"
SHARES = st.lists(st.integers(1, 50).map(lambda n: Fraction(n, 100)), min_size=1, max_size=7)


@given(st.integers(0, 2_000), SHARES)
def test_the_parts_add_up_to_the_whole(count, shares):
    assert sum(shared_out(count, shares)) == count


@given(st.integers(0, 300), SHARES)
def test_of_one_more_no_part_gets_less(count, shares):
    """So that of some children no part has more than of all of them."""
    assert all(
        more >= less for more, less in zip(shared_out(count + 1, shares), shared_out(count, shares), strict=True)
    )


@given(st.integers(0, 2_000), st.integers(1, 99))
def test_of_two_parts_each_has_what_is_nearest(count, percent):
    one, other = shared_out(count, [Fraction(percent, 100), Fraction(100 - percent, 100)])
    assert abs(one - Fraction(count * percent, 100)) <= Fraction(1, 2)
    assert abs(other - Fraction(count * (100 - percent), 100)) <= Fraction(1, 2)


def divided(shares, within=None, on=REFORM, eve=EVE):
    """A commune that was divided by these shares, and its parts in alphabetical order."""
    above = within or province("Tỉnh Chia Giả")
    giver = commune("Xã Bị Tách", parent=above, valid_to=eve)
    parts = [commune(f"Phần {n}", parent=above, valid_from=on) for n in range(len(shares))]
    for part, share in zip(parts, shares, strict=True):
        link(giver, part, share, on)
    return giver, parts


def link(giver, part, share, on=REFORM):
    PlaceLink.objects.create(
        from_place=giver, to_place=part, kind="split", on_date=on, certainty="found", partial=True, share=share
    )


def now(code, *places, period=BEFORE, **how):
    return [values.of(code, place, period, boundaries="now", **how) for place in places]


def people(place, count, special=0):
    for n in range(count):
        child = ChildFactory(place=place, sex="FM"[n % 2])
        if n < special:
            CircumstanceFactory(child=child)


def test_three_children_of_halves_are_two_and_one(kept):
    giver, parts = divided(["0.5", "0.5"])
    people(giver, 3, special=2)
    declare(giver)
    sweep_all()
    assert [value.value for value in now("P01", *parts)] == [2, 1]
    shares = now("H01", *parts)
    assert [(value.numerator, value.denominator) for value in shares] == [(1, 2), (1, 1)]
    assert all(value.apportioned == [giver] and value.difference is None for value in shares)


@pytest.mark.parametrize("seed", range(8))
def test_what_the_parts_have_in_todays_boundaries_is_what_the_unit_had(kept, seed):
    chance = Random(seed)
    weights = [chance.randint(1, 9) for _part in range(chance.randint(2, 6))]
    shares = [f"{Fraction(weight, sum(weights)).__float__():.3f}" for weight in weights]
    giver, parts = divided(shares)
    count = chance.randint(1, 12)
    people(giver, count, special=chance.randint(0, count))
    Population.objects.create(
        place=giver, year=2022, total=chance.randint(100, 9_999), vintage=date(2023, 3, 1), source="niên giám giả"
    )
    declare(giver)
    sweep_all()
    for code in ("P01", "H01", "P02"):
        whole, found = values.of(code, giver, BEFORE), now(code, *parts)
        assert sum(value.numerator for value in found) == whole.numerator, (code, shares)
        assert whole.denominator is None or sum(value.denominator for value in found) == whole.denominator
        assert all(value.denominator is None or value.numerator <= value.denominator for value in found)
    by_sex = now("P01", *parts, by="sex")
    for at, part in enumerate(values.of("P01", giver, BEFORE, by="sex").parts):
        assert sum(value.parts[at].numerator for value in by_sex) == part.numerator


def test_a_province_has_what_its_communes_have(kept):
    """The province that ended is told by its communes, and one of them by two of three parts."""
    first, second = province("Tỉnh Một"), province("Tỉnh Hai")
    giver, (one, two) = divided(["0.4", "0.35"], within=first)
    (three,) = [commune("Phần 9", parent=second, valid_from=REFORM)]
    link(giver, three, "0.25")
    PlaceLink.objects.create(
        from_place=first, to_place=second, kind="split", on_date=REFORM, certainty="found", partial=True
    )
    people(giver, 7)
    declare(giver)
    declare(first)
    sweep_all()
    told = [value.value for value in now("P01", one, two, three)]
    assert sum(told) == 7
    assert now("P01", first)[0].value == told[0] + told[1]


def test_of_a_part_that_was_divided_again_nobody_knows_how_the_rest_is_as_before(kept):
    """Half of the unit is in a part that went on; of the other half nobody knows how it was divided."""
    giver, (kept_part, divided_again) = divided(["0.5", "0.5"])
    divided_again.valid_to = date(2024, 6, 30)
    divided_again.save()
    for name in ("Phần Ba", "Phần Tư"):
        last = commune(name, parent=giver.parent, valid_from=date(2024, 7, 1))
        link(divided_again, last, None, on=date(2024, 7, 1))
    people(giver, 5)
    declare(giver)
    sweep_all()
    (of_half,) = now("P01", kept_part)
    (of_unknown,) = now("P01", last)
    assert (of_half.value, of_unknown.value) == (3, 5)
    assert of_unknown.unclear == [giver]


@pytest.fixture
def with_a_house(kept):
    giver, parts = divided(["0.25", "0.75"])
    model = SupportModel.objects.create(code="safe_house", name="Ngôi nhà an toàn", counts_as="commune")
    SupportModelSite.objects.create(model=model, place=giver, starts_on=date(2020, 1, 1), ends_on=EVE)
    FundEntry.objects.create(place=giver, on_date=date(2022, 5, 1), channel="direct", amount=101)
    declare(giver)
    for part in parts:
        declare(part)
    sweep_all()
    return giver, parts


@pytest.mark.parametrize("code", ["M01", "F01"])
def test_a_house_and_money_are_not_divided_by_the_population(with_a_house, code):
    giver, parts = with_a_house
    assert values.of(code, giver, BEFORE).is_known
    for value in now(code, *parts):
        assert (value.status, value.value, value.numerator) == (Status.UNKNOWN, None, None)
        assert "Xã Bị Tách" in value.reason


def test_a_house_of_a_unit_that_ended_before_the_day_divides_nothing(with_a_house):
    _giver, parts = with_a_house
    assert [value.numerator for value in now("M01", *parts, period="2023")] == [0, 0]
    assert {value.status for value in now("F01", *parts, period="2023")} == {Status.UNKNOWN}
