"""Quarters, halves and years together, in one release or one after another, tell no small number."""

import contextlib
import random
from collections import Counter
from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.actions.refusals import Refused
from indicators import ages
from indicators.models import ReleasedCount
from indicators.releases import numbers
from indicators.releases.content import content_of
from indicators.releases.numbers import Count, period_of, table_of
from indicators.releases.published import public_rows
from indicators.releases.suppression import Cover, Sum, Unprovable, Within, protect
from places.models import PlaceLink
from tests.factories import ChildFactory, CircumstanceFactory, commune, province
from tests.indicators.attack import differences, in_two_groups, one_after_another, recovered
from tests.indicators.conftest import declare, sweep_all
from tests.indicators.test_measures import case_of
from tests.indicators.test_releases import leader, published, whoever_reads_all  # noqa: F401 - a fixture

QUARTERS = tuple(f"2024-Q{number}" for number in (1, 2, 3, 4))
HALVES = ("2024-H1", "2024-H2")
MADE_OF = {"2024": HALVES, "2024-H1": QUARTERS[:2], "2024-H2": QUARTERS[2:]}
EVERY = ("2024", *HALVES, *QUARTERS)
WAYS = ("violence", "neglect")


def quarters_of(period):
    """The quarters of a period, by hand: the attacker does not ask the code what lies in what."""
    return (period,) if period in QUARTERS else sum(map(quarters_of, MADE_OF[period]), ())


def in_time(cells, distinct):
    """All that an attacker can think of between periods: any choice of them that do not overlap within a longer one.

    Turns are never in two quarters; a child may be, and whoever subtracts learns how many are not.
    """
    series = {}
    for count, cell in cells.items():
        series.setdefault((count.measure, count.place, count.by, count.part), {})[count.period] = cell
    for told in series.values():
        for whole in told:
            inside = [each for each in told if each != whole and set(quarters_of(each)) <= set(quarters_of(whole))]
            for size in range(1, len(inside) + 1):
                for parts in combinations(inside, size):
                    yield from _between(told, whole, parts, inside, distinct)


def _between(told, whole, parts, inside, distinct):
    filled = [quarter for period in parts for quarter in quarters_of(period)]
    if len(filled) > len(set(filled)):
        return
    whole, left, parts = told[whole], set(quarters_of(whole)) - set(filled), tuple(told[each] for each in parts)
    if distinct and len(parts) == 1:
        yield Within(whole, parts, told=True)
    elif distinct and not left:
        yield Cover(whole, parts, told=True)
    elif not distinct and any(set(quarters_of(each)) <= left for each in inside):
        yield Within(whole, parts)  # what is left has numbers of its own; whether it is small is told of those
    elif not distinct:
        yield Sum(whole, parts)


def attacked(table, hidden, distinct=False):
    """What is recovered by someone who adds and subtracts periods by hand; the rest he knows as in other tables."""
    cells = {count: (count, n) for count, n in table.numbers}
    at_once = [each for each in table.relations if len(_periods(each)) == 1]
    of_groups = in_two_groups(cells) if distinct else ()
    return recovered(table.numbers, (*at_once, *in_time(cells, distinct), *of_groups), hidden)


def _periods(relation):
    return {count.period for more, less, _told in differences(relation) for count, _n in (*more, *less)}


def turns(rng, periods=EVERY):
    """Support by a fund in a province of two communes, quarter by quarter, by kind; what is told of it."""
    counts = Counter()
    for place, quarter, kind in product((2, 3), QUARTERS, ("food", "study")):
        n = rng.choice([0, 0, 1, 2, 3, 6, 9, 30])
        for period, where in product(EVERY, (1, place)):
            if quarter in quarters_of(period):
                counts[Count("fund_turns", where, period)] += n
                counts[Count("fund_turns", where, period, "group", kind)] += n
    return {count: n for count, n in counts.items() if count.period in periods}


def reports(rng, periods=EVERY):
    """Children of a province that were abused, each in one quarter or in some, by sex and in what way, or two ways."""
    found = {}
    often = rng.choice([0.1, 0.3, 0.9])
    for child in range(rng.choice([4, 9, 20, 60])):
        mine = {rng.choice(QUARTERS)} | {quarter for quarter in QUARTERS if rng.random() < often}
        ways = {("group", rng.choice(WAYS)) for _time in range(rng.choice([1, 1, 1, 2]))}
        parts = {("", ""), ("sex", rng.choice("MF"))} | ways
        for period in periods:
            if mine & set(quarters_of(period)):
                for part in parts:
                    found.setdefault(Count("abused", 1, period, *part), set()).add(child)
    every = product(periods, [("", ""), ("sex", "M"), ("sex", "F"), *(("group", way) for way in WAYS)])
    return {count: len(found.get(count, ())) for count in (Count("abused", 1, period, *part) for period, part in every)}


PATHS = {1: "1.", 2: "1.2.", 3: "1.3."}


@pytest.mark.parametrize(("counted", "distinct"), [(turns, False), (reports, True)])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**9), periods=st.sets(st.sampled_from(EVERY), min_size=2))
def test_whatever_periods_a_release_tells_no_small_number_is_worked_out(counted, distinct, seed, periods):
    table = table_of(counted(random.Random(seed), periods), [], PATHS)
    with contextlib.suppress(Unprovable):  # refused is safe
        assert attacked(table, protect(table).hidden, distinct) == {}


@pytest.mark.parametrize(("counted", "distinct"), [(turns, False), (reports, True)])
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**9), order=st.permutations(EVERY))
def test_periods_published_one_after_another_tell_no_more_than_together(counted, distinct, seed, order):
    """Each release holds a few periods, in whatever order; the attacker reads all that came out."""
    counts = counted(random.Random(seed))
    parts = [
        {count: n for count, n in counts.items() if count.period in told} for told in (order[:2], order[2:5], order[4:])
    ]
    for table, unread in one_after_another(parts, PATHS):
        assert attacked(table, unread, distinct) == {}


def flows(measure, **told):
    return {Count(measure, 1, period.replace("y", "2024-").removesuffix("-")): n for period, n in told.items()}


def hidden_of(counts):
    table = table_of(counts, [], PATHS)
    return {count.period for count, _n in protect(table).hidden}


def test_of_four_quarters_one_small_is_not_left_alone():
    counts = flows("fund_turns", y=33, yQ1=3, yQ2=10, yQ3=10, yQ4=10)
    assert len(hidden_of(counts)) == 2


def test_a_quarter_that_is_not_told_is_not_left_over():
    """The year less its first half and third quarter is what the fourth would be."""
    counts = flows("fund_turns", y=33, yH1=20, yQ3=10)
    assert hidden_of(counts), "3 are left"
    counts = flows("fund_turns", y=36, yH1=20, yQ3=10, yQ4=6)
    assert hidden_of(counts) == set()


def test_the_quarter_that_ends_a_half_is_reckoned_from_a_half_and_the_quarters_after_it():
    """The year, its first half and the third quarter tell the fourth, though no second half is told."""
    counts = flows("fund_turns", y=33, yH1=20, yQ3=10, yQ4=3)
    assert len(hidden_of(counts)) == 2
    table = table_of(counts, [], PATHS)
    assert attacked(table, protect(table).hidden) == {}


def test_how_few_were_reported_twice_or_in_one_quarter_only_is_not_told():
    assert hidden_of(flows("abused", yH1=19, yQ1=10, yQ2=10)), "one child in both"
    assert hidden_of(flows("abused", yH1=12, yQ1=10, yQ2=10)), "two who were not in the first quarter"
    assert hidden_of(flows("abused", yH1=25, yQ1=18, yQ2=16)) == set()


def test_of_one_day_those_who_were_helped_in_the_quarter_lie_within_those_of_the_year():
    counts = {Count("special", 1, "2024"): 60} | flows("special_assisted", y=40, yQ4=38)
    assert hidden_of(counts), "two were helped before the last quarter only"
    counts = {Count("special", 1, "2024"): 60} | flows("special_assisted", y=40, yQ4=30, yQ3=39)
    assert hidden_of(counts) == set()


@pytest.mark.parametrize(
    ("period", "name"),
    [("2024-Q4", "2024"), ("2024-H2", "2024"), ("2024-Q2", "2024-H1"), ("2024-Q3", "2024-Q3"), ("2021/2024", "2024")],
)
def test_a_stock_is_one_number_whichever_period_ends_on_its_day(period, name):
    assert period_of("special", period) == name
    assert period_of("special_assisted", period) == period_of("abused", period) == period
    assert period_of("special", "2024-05-01/2024-05-14") == "2024-05-01/2024-05-14"


def test_shares_of_a_quarter_are_held_against_the_stock_of_its_day():
    """Whom the rest of a share tells of is known to be small, though the whole has the name of the year."""
    counts = {Count("special", 1, "2024"): 30} | flows("special_assisted", yQ4=28)
    assert hidden_of(counts) == {"2024-Q4"}


# as they are published


@pytest.fixture
def abused(kept, here):
    """Girls reported as abused in a province in 2024: 6, 2, 7 and 9 in its quarters."""
    for month, n in ((2, 6), (5, 2), (8, 7), (11, 9)):
        for _ in range(n):
            child = ChildFactory(place=here, sex="F", birth_date=date(2014, 5, 3))
            case_of(child, (2024, month, 10), category="abused", abuse_type="violence")
    declare(here.parent)
    sweep_all()
    return here.parent


def from_all(place):
    """What someone recovers from all that was published, who adds up the periods by hand."""
    told, relations, unread = whoever_reads_all(place)
    return recovered(told, (*relations, *in_time({cell[0]: cell for cell in told}, distinct=True)), unread)


def told_of(release):
    return {row.period: row.numerator for row in public_rows(release, indicator="A01") if not row.by}


def test_a_year_and_its_quarters_are_published_together(abused, lan, leader):  # noqa: F811
    told = told_of(published(abused, lan, leader, table="xam-hai", periods=("2024", *QUARTERS)))
    assert (told["2024"], told["2024-Q2"]) == (24, None)
    assert [told[quarter] for quarter in QUARTERS].count(None) == 2
    assert from_all(abused) == {}


def test_a_quarter_has_no_ages_of_what_happened_in_it(abused, lan, leader):  # noqa: F811
    """The age of a flow is that of the last day: the year's ages and those of its quarters are other children's."""
    release = published(abused, lan, leader, table="xam-hai", periods=("2024", *QUARTERS))
    assert {row.period for row in public_rows(release) if row.by == "age"} == {"2024"}


@pytest.mark.parametrize("born", [date(2014, 5, 3), date(2008, 9, 3)])
def test_no_row_is_there_only_because_someone_is_hidden_in_it(abused, here, lan, leader, born):  # noqa: F811
    """Of two girls one may have turned 16 within the year: the row that says so stands there in any case."""
    case_of(ChildFactory(place=here, sex="F", birth_date=born), (2024, 3, 10), category="abused", abuse_type="violence")
    sweep_all()
    release = published(abused, lan, leader, table="xam-hai", periods=("2024",))
    rows = {row.part: row for row in public_rows(release, by="age")}
    assert set(rows) == set(ages.BY_CODE)
    assert rows["16+"].hidden == (born.year == 2008)


@pytest.mark.parametrize("order", [("2024", *QUARTERS), (*QUARTERS, "2024"), ("2024-Q1", "2024", *QUARTERS[1:])])
def test_quarters_published_one_by_one_do_not_add_up_to_a_small_number(abused, lan, leader, order):  # noqa: F811
    for period in order:
        with contextlib.suppress(Refused):  # the last of them may have nothing left that it could tell
            published(abused, lan, leader, table="xam-hai", periods=(period,))
    assert from_all(abused) == {}
    told = ReleasedCount.objects.filter(measure="abused", by="", hidden=False)
    assert 3 <= told.count() <= 4, "the year and two quarters at least"
    assert not told.filter(n__lt=5).exists()


def test_the_stock_of_the_last_quarter_is_that_of_the_year(abused, lan, leader, here):  # noqa: F811
    """Three communes of the year, then two of them and the province in the last quarter."""
    places = [here, commune("Xã Hai Giả", parent=abused), commune("Xã Ba Giả", parent=abused)]
    for place, special in zip(places, (3, 6, 7), strict=True):
        for _ in range(special):
            CircumstanceFactory(child=ChildFactory(place=place, sex="F", birth_date=date(2014, 5, 3)))
    sweep_all()
    year = published(abused, lan, leader, table="tre-em", periods=("2024",))
    quarter = published(abused, lan, leader, table="tre-em", periods=("2024-Q3", "2024-Q4"))
    told, again = (
        {(row.indicator, row.place, row.by, row.part): row.numerator for row in public_rows(each, period=period)}
        for each, period in ((year, "2024"), (quarter, "2024-Q4"))
    )
    assert told == again
    assert None in told.values()
    assert set(ReleasedCount.objects.filter(release=quarter).values_list("period", flat=True)) == {"2024", "2024-Q3"}


def test_what_two_rows_tell_of_one_day_must_agree(abused, here, monkeypatch):
    ChildFactory(place=here, birth_date=date(2024, 3, 1))
    sweep_all()
    assert content_of("tre-em", abused, ["2023", "2024"]).gaps == []
    monkeypatch.setattr(numbers, "period_of", lambda _measure, _period: "2024")
    assert "chưa khớp nhau" in content_of("tre-em", abused, ["2023", "2024"]).gaps[0]


def changed(old, new, day):
    PlaceLink.objects.create(from_place=old, to_place=new, kind="split", on_date=day, certainty="text")


def test_over_a_reform_flows_are_told_by_the_year_or_by_quarters_not_by_both(abused, lan, leader, here):  # noqa: F811
    new = commune("Xã Mới Giả", parent=abused)
    changed(here, new, date(2024, 7, 1))
    published(abused, lan, leader, table="xam-hai", periods=QUARTERS)
    (gap,) = content_of("xam-hai", abused, ["2024"]).gaps
    assert "Trong năm 2024 địa giới ở đây có thay đổi" in gap
    assert content_of("xam-hai", new, ["2024"]).gaps == [gap], "what its predecessor told of the quarters counts too"
    assert content_of("xam-hai", abused, ["2023"]).gaps == []
    assert content_of("tre-em", abused, ["2024", *QUARTERS]).gaps == [], "a stock is of one day"


@pytest.mark.parametrize(("day", "crossed"), [(date(2024, 7, 1), True), (date(2024, 1, 1), False)])
def test_a_province_that_took_in_places_of_another_is_read_with_it(abused, lan, leader, here, day, crossed):  # noqa: F811
    other = commune("Xã Xa Giả", parent=province("Tỉnh Bên Giả"))
    changed(here, other, day)
    declare(other.parent)
    published(abused, lan, leader, table="xam-hai", periods=QUARTERS)
    gaps = content_of("xam-hai", other.parent, ["2024"]).gaps
    assert bool(gaps) is crossed, "a year that begins with the reform is whole"
