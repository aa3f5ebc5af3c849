"""A value says what it knows, and no more."""

from datetime import date

import pytest

from indicators import values
from indicators.value import Status
from tests.factories import ChildFactory, CircumstanceFactory, commune, district
from tests.indicators.conftest import declare, sweep_all


@pytest.fixture
def four_children(kept, here):
    """Four in a commune, one of them in two special circumstances at once."""
    children = [ChildFactory(place=here, sex=sex) for sex in "FFMM"]
    for group in ("DB01", "DB04"):
        CircumstanceFactory(child=children[0], group=group)
    sweep_all()
    return children


def test_it_is_unknown_until_the_records_are_declared_complete(four_children, here):
    value = values.of("H01", here, "2024")
    assert (value.status, value.value, value.numerator) == (Status.UNKNOWN, None, None)
    assert "chưa khai báo" in value.reason


def test_a_share_is_the_sum_of_numerators_over_the_sum_of_denominators(four_children, here):
    declare(here.parent)
    value = values.of("H01", here.parent, "2024")
    assert (value.numerator, value.denominator, value.value) == (1, 4, 25)
    assert not value.stale


def test_an_empty_denominator_is_not_applicable_and_not_zero(kept, here):
    declare(here)
    value = values.of("H01", here, "2024")
    assert (value.status, value.value) == (Status.NOT_APPLICABLE, None)


def test_parts_by_sex_divide_by_their_own_sex(four_children, here):
    declare(here)
    parts = {part.key: (part.numerator, part.denominator) for part in values.of("H01", here, "2024", by="sex").parts}
    assert parts == {"M": (0, 2), "F": (1, 2), "U": (0, 0)}


def test_every_unit_of_a_level_is_answered_at_once(kept, django_assert_max_num_queries):
    first = district("Huyện An Giả")
    second = district("Huyện Bình Giả", parent=first.parent)
    for place in (commune("Xã Một Giả", parent=first), commune("Xã Hai Giả", parent=first)):
        CircumstanceFactory(child=ChildFactory(place=place))
    declare(first)
    sweep_all()
    with django_assert_max_num_queries(8):
        found = values.children_of("H01", first.parent, "2024", "district")
    assert [(v.place, v.numerator, v.status) for v in found] == [
        (first, 2, Status.COMPUTED),
        (second, None, Status.UNKNOWN),
    ]


def test_a_period_that_is_not_kept_is_counted_when_asked_and_says_so(four_children, here):
    declare(here)
    value = values.of("H01", here, "2020-01-01/2023-03-15")
    assert (value.numerator, value.denominator, value.source) == (1, 4, "counted")


def test_a_mark_makes_the_value_stale_until_it_is_swept(four_children, here):
    declare(here)
    CircumstanceFactory(child=four_children[1], starts_on=date(2024, 2, 1))
    value = values.of("H01", here.parent, "2024", boundaries="now")
    assert values.freshness(here.parent) is not None
    assert values.of("H01", here, "2023").stale is False
    value = values.of("H01", here, "2024")
    assert (value.numerator, value.stale) == (1, True)
    sweep_all()
    value = values.of("H01", here, "2024")
    assert (value.numerator, value.stale) == (2, False)
    assert values.freshness(here.parent) is None
