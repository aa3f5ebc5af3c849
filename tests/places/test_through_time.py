"""The same ground on another day: whatever the reforms, nothing is lost, counted twice or claimed to be known."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.models import Level, Place, PlaceLink
from places.through_time import WHOLE, Lineage, Step
from tests.factories import commune, district, province

FIRST = date(2000, 1, 1)
TODAY = date(2030, 1, 1)


class World:
    """Units made of people; each reform hands people on. `shares`: whether the parts of a divided unit are known."""

    def __init__(self, sizes, shares):
        self.shares, self.places, self.people, self.steps = shares, {}, {}, []
        self.standing = []
        people = iter(range(sum(sizes)))
        for size in sizes:
            self.standing.append(self.begin({next(people) for _n in range(size)}, FIRST))

    def begin(self, people, on):
        pk = len(self.places) + 1
        self.places[pk] = Place(
            pk=pk, name=f"Xã {pk}", sort_key=f"{pk:04}", path=f"{pk}.", valid_from=on, level=Level.COMMUNE
        )
        self.people[pk] = frozenset(people)
        return pk

    def reform(self, on, leaving, groups):
        """The units `leaving` end; their people are shared out to new units, person by person."""
        handed = [self.begin(group, on) for group in groups if group]
        for pk in leaving:
            self.places[pk].valid_to = on - timedelta(days=1)
            for to in handed:
                if common := self.people[pk] & self.people[to]:
                    share = Fraction(len(common), len(self.people[pk]))
                    self.steps.append(Step(pk, to, on, share if self.shares or share == 1 else None))
        self.standing = [pk for pk in self.standing if pk not in leaving] + handed

    def lineage(self):
        return Lineage(self.places, self.steps)


@st.composite
def worlds(draw, splits, shares=False):
    world = World(draw(st.lists(st.integers(1, 6), min_size=2, max_size=7)), shares)
    for year in range(1, draw(st.integers(1, 4)) + 1):
        leaving = draw(st.lists(st.sampled_from(world.standing), min_size=1, max_size=4, unique=True))
        together = sorted(frozenset().union(*(world.people[pk] for pk in leaving)))
        if splits:
            into = draw(st.integers(1, 3))
            where = {person: draw(st.integers(0, into - 1)) for person in together}
            groups = [[person for person in together if where[person] == n] for n in range(into)]
        else:
            groups = [together]
        world.reform(date(2000 + 5 * year, 7, 1), leaving, groups)
    return world


def everyone(world, pk, day):
    return world.lineage().standing(world.places[pk], day, TODAY)


@given(worlds(splits=False))
def test_over_mergers_the_sums_of_then_are_the_sums_of_now(world):
    for pk in world.standing:
        before = everyone(world, pk, FIRST)
        assert all(part.is_whole for part in before)
        assert sorted(person for part in before for person in world.people[part.place.pk]) == sorted(world.people[pk])
    told = [part.place.pk for pk in world.standing for part in everyone(world, pk, FIRST)]
    assert len(told) == len(set(told)), "no unit of the time counts in two of today"


@given(worlds(splits=True))
def test_over_divisions_without_shares_what_is_not_flagged_is_exact(world):
    for pk in world.standing:
        before = everyone(world, pk, FIRST)
        assert before, "its people came from somewhere"
        people = [person for part in before for person in world.people[part.place.pk]]
        if all(part.is_whole for part in before):
            assert sorted(people) == sorted(world.people[pk])
        else:
            assert set(people) > set(world.people[pk]), "a divided unit is counted whole, and flagged"


@given(worlds(splits=True, shares=True))
def test_over_divisions_with_shares_people_are_neither_lost_nor_made(world):
    total = sum(len(world.people[pk]) for pk in world.standing)
    found = Fraction(0)
    for pk in world.standing:
        before = everyone(world, pk, FIRST)
        assert None not in [part.share for part in before]
        ours = sum(part.share * len(world.people[part.place.pk]) for part in before)
        assert ours == len(world.people[pk])
        found += ours
    assert found == total


@given(worlds(splits=True))
def test_an_ended_unit_looked_up_later_is_exact_or_flagged(world):
    for pk, place in world.places.items():
        if place.valid_to is None:
            continue
        after = everyone(world, pk, TODAY)
        people = [person for part in after for person in world.people[part.place.pk]]
        if all(part.is_whole for part in after):
            assert sorted(people) == sorted(world.people[pk])
        else:
            assert set(people) >= set(world.people[pk])


# what the database holds

REFORM = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)


def link(old, new, *, partial=False, share=None, on=REFORM):
    return PlaceLink.objects.create(
        from_place=old, to_place=new, kind="merge", partial=partial, share=share, on_date=on
    )


def standing(place, day, today=TODAY):
    return [(part.place, part.share) for part in Lineage.of([place]).standing(place, day, today)]


@pytest.mark.django_db
def test_a_province_that_went_into_a_wider_one_is_told_by_its_communes():
    small, large = (province(name, valid_to=BEFORE) for name in ("Tỉnh Nhỏ", "Tỉnh Lớn"))
    both = province("Tỉnh Chung", valid_from=REFORM)
    for old in (small, large):
        link(old, both)
        was = commune(f"Xã của {old.name}", parent=old, valid_to=BEFORE)
        link(was, commune(f"Xã mới từ {old.name}", parent=both, valid_from=REFORM))

    assert [(unit.name, share) for unit, share in standing(small, date(2026, 1, 1))] == [("Xã mới từ Tỉnh Nhỏ", WHOLE)]
    assert {unit for unit, _share in standing(both, date(2024, 1, 1))} == {small, large}


@pytest.mark.django_db
def test_a_province_whose_communes_are_not_on_record_is_told_as_a_part_without_a_share():
    old = province("Tỉnh Không Xã", valid_to=BEFORE)
    both = province("Tỉnh Chung", valid_from=REFORM)
    link(old, both)
    link(province("Tỉnh Khác", valid_to=BEFORE), both)

    assert standing(old, date(2026, 1, 1)) == [(both, None)]


@pytest.mark.django_db
def test_the_removed_level_stands_for_nothing_beside_its_province():
    stays = province("Tỉnh Còn")
    ended = district("Huyện Hết", parent=stays, valid_to=BEFORE)
    link(ended, stays)
    was = commune("Xã Cũ", parent=ended, valid_to=BEFORE)
    now = commune("Xã Nay", parent=stays, valid_from=REFORM)
    link(was, now)

    assert standing(stays, date(2024, 1, 1)) == [(stays, WHOLE)]
    assert standing(ended, date(2026, 1, 1)) == [(now, WHOLE)]


@pytest.mark.django_db
def test_what_a_unit_gave_away_while_it_went_on_is_taken_from_its_past():
    giver, taker = commune("Xã Cho"), commune("Xã Nhận")
    link(giver, taker, partial=True, share="0.25")

    assert standing(giver, date(2020, 1, 1)) == [(giver, Fraction(3, 4))]
    assert standing(taker, date(2020, 1, 1)) == [(giver, Fraction(1, 4)), (taker, WHOLE)]
    assert standing(taker, date(2020, 1, 1), today=date(2024, 1, 1)) == [(taker, WHOLE)], "not before the day itself"


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "left"), [(("0.7", "0.6"), None), (("0.55", "0.452"), Fraction(0))])
def test_of_more_than_it_had_it_gave_away_nothing_negative_is_left(given, left):
    giver = commune("Xã Cho")
    for number, share in enumerate(given):
        link(giver, commune(f"Xã Nhận {number}"), partial=True, share=share)

    assert standing(giver, date(2020, 1, 1)) == ([(giver, None)] if left is None else [])


@pytest.mark.django_db
def test_a_part_without_a_share_is_flagged_and_counted_whole():
    divided = commune("Xã Chia", valid_to=BEFORE)
    halves = [commune(name, valid_from=REFORM) for name in ("Xã Nửa Một", "Xã Nửa Hai")]
    for half in halves:
        link(divided, half, partial=True)

    assert standing(halves[0], date(2024, 1, 1)) == [(divided, None)]
    assert standing(divided, date(2026, 1, 1)) == [(halves[1], WHOLE), (halves[0], WHOLE)], "both halves are all of it"
