"""A child may be in two groups: how few are, or are not in a group, is told by no sum of groups, places or releases."""

import contextlib
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.releases.numbers import Count, table_of
from indicators.releases.suppression import Unprovable, protect
from tests.indicators.attack import in_two_groups, one_after_another, recovered

GROUPS, WEIGHTS = ("poor", "disabled", "orphaned", "abused", "ill"), (9, 6, 4, 2, 1)
PATHS = {1: "1.", 2: "1.2.", 3: "1.3."}


def in_groups(place, whole, measure="special", **groups):
    return {Count(measure, place, "2022"): whole} | {
        Count(measure, place, "2022", "group", group): n for group, n in groups.items()
    }


def hidden_of(counts, paths=PATHS):
    """What is not printed, after the attack has failed on it."""
    table = table_of(counts, [], paths)
    hidden = protect(table).hidden
    assert attacked(table, hidden, paths) == {}
    return {count for count, _n in hidden}


def attacked(table, hidden, paths):
    """What is recovered by someone who adds up groups and places by hand."""
    cells = {count: (count, n) for count, n in table.numbers}
    return recovered(table.numbers, (*table.relations, *in_two_groups(cells, below(paths))), hidden)


def below(paths):
    """{place: the units next below it}"""
    found = {}
    for place, path in paths.items():
        above = [other for other, its in paths.items() if path.startswith(its) and its != path]
        if above:
            found.setdefault(max(above, key=lambda other: len(paths[other])), []).append(place)
    return found


# case by case


def test_where_many_are_in_two_groups_and_many_in_each_alone_all_is_told():
    assert hidden_of(in_groups(1, 30, a=20, b=18)) == set()


def test_where_nobody_is_in_two_groups_all_is_told():
    assert hidden_of(in_groups(1, 30, a=20, b=10)) == set()


def test_how_few_are_in_two_groups_is_not_told():
    """20 and 12 of 30: two are in both. Without one of the groups nobody can tell."""
    (silent,) = hidden_of(in_groups(1, 30, a=20, b=12))
    assert silent.by == "group"


def test_how_few_are_not_in_a_group_is_not_told():
    """28 of 30, and eight in both: two are in the other group only."""
    hidden = hidden_of(in_groups(1, 30, a=28, b=10))
    assert Count("special", 1, "2022", "group", "a") in hidden or Count("special", 1, "2022") in hidden


def test_what_is_silent_in_a_commune_is_not_left_over_from_its_province():
    """Two of the first commune are in both groups, and twelve of the province, ten of them in the second commune."""
    counts = in_groups(1, 70, a=48, b=34) | in_groups(2, 30, a=20, b=12) | in_groups(3, 40, a=28, b=22)
    silent = {count.place for count in hidden_of(counts)}
    assert len(silent) == 2, "a group in the one place, and again in another"


def test_of_those_whom_no_commune_tells_it_is_silent_too():
    """Of 60 children 40 are told of one commune: of the other twenty, two are in both groups."""
    assert hidden_of(in_groups(1, 60, a=40, b=30) | in_groups(2, 40, a=28, b=20))


def test_of_those_whom_no_commune_tells_few_are_left_by_a_share():
    """Of sixty children 40 were helped, of forty 22 in the commune: of the twenty elsewhere two were not."""
    counts = {Count("special", 1, "2022"): 60, Count("special", 2, "2022"): 40}
    assert hidden_of(counts | {Count("special_assisted", 1, "2022"): 40, Count("special_assisted", 2, "2022"): 22})
    assert not hidden_of(counts | {Count("special_assisted", 1, "2022"): 40, Count("special_assisted", 2, "2022"): 28})


@pytest.mark.parametrize("assisted", [(40, 15), (70, 32)])
def test_what_cannot_be_is_not_put_together(assisted):
    """Of sixty children, forty of them in the commune, more were helped elsewhere than live there, or than live at
    all: two releases of different days tell so, and no difference of such numbers counts anyone."""
    numbers = {("special", 1): 60, ("special", 2): 40}
    numbers |= {("special_assisted", place): n for place, n in zip((1, 2), assisted, strict=True)}
    assert hidden_of({Count(*named, "2022"): n for named, n in numbers.items()}) == set()


# random provinces


def a_province(rng, communes, districts, most=90, often=0.12):
    """Children in special circumstances, each in a group and some in two or three; counted child by child."""
    paths = {1: "1."} | {10 + d: f"1.{10 + d}." for d in range(districts)}
    paths |= {100 + c: f"1.{10 + c % districts}.{100 + c}." for c in range(communes)}
    found = Counter()
    for c in range(communes):
        for _child in range(rng.choice([n for n in (2, 9, 40, 90, 200) if n <= most])):
            mine = set(rng.choices(GROUPS, WEIGHTS, k=1 + (rng.random() < often) + (rng.random() < often / 4)))
            for place in (1, 10 + c % districts, 100 + c):
                found[Count("special", place, "2022")] += 1
                found.update(Count("special", place, "2022", "group", group) for group in mine)
    parts = [("", ""), *(("group", group) for group in GROUPS)]
    every = [Count("special", place, "2022", *part) for place in paths for part in parts]
    return {count: found[count] for count in every}, paths


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 7), st.integers(1, 2), st.sampled_from([0.02, 0.12, 0.6]))
def test_the_attack_recovers_nobody_from_random_groups(seed, communes, districts, often):
    counts, paths = a_province(random.Random(seed), communes, districts, often=often)
    with contextlib.suppress(Unprovable):  # refused is safe
        hidden_of(counts, paths)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**9), st.permutations(range(4)))
def test_a_province_and_its_communes_one_by_one_tell_no_more_than_together(seed, order):
    """Each tells its groups in a release of its own, in whatever order; the attacker reads all that came out."""
    counts, paths = a_province(random.Random(seed), 3, 1)
    places = (1, 100, 101, 102)
    parts = ({count: n for count, n in counts.items() if count.place == places[number]} for number in order)
    for table, unread in one_after_another(parts, paths):
        assert attacked(table, unread, paths) == {}


@pytest.mark.parametrize("seed", range(3))
def test_most_large_groups_are_told_all_the_same(seed):
    counts, paths = a_province(random.Random(seed), 20, 3)
    hidden = {count for count, _n in protect(table_of(counts, [], paths)).hidden}
    large = [count for count, n in counts.items() if n >= 5]
    assert sum(count in hidden for count in large) < len(large) / 4
    assert Count("special", 1, "2022") not in hidden
