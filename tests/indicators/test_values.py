"""A value says what it knows, and no more."""

from datetime import date
from decimal import Decimal

import pytest

from indicators import values
from indicators.models import Population, ReportedFigure
from indicators.periods import PeriodUnreadable
from indicators.registry import UnknownIndicator
from indicators.value import Status
from places.models import PlaceLink
from programs.models import AssistanceGrant, FundEntry
from tests.factories import ChildFactory, CircumstanceFactory, ResidenceFactory, commune, district, province
from tests.indicators.conftest import declare, sweep_all, today


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


# what may be shown


def test_declarations_that_follow_one_another_cover_a_period_and_a_gap_does_not(four_children, here):
    declare(here, starts_on=date(2024, 1, 1), ends_on=date(2024, 5, 31))
    declare(here, starts_on=date(2024, 6, 2))
    assert not values.of("H01", here, "2024").complete
    declare(here, starts_on=date(2024, 6, 1), ends_on=date(2024, 6, 1))
    assert values.of("H01", here, "2024").complete


def test_a_province_is_complete_when_each_of_its_communes_is(four_children, here, next_door):
    declare(here)
    assert not values.of("H01", here.parent, "2024").complete
    declare(next_door)
    assert values.of("H01", here.parent, "2024").numerator == 1


def test_a_running_year_needs_to_be_complete_up_to_today_only(four_children, here):
    declare(here, starts_on=date(today().year, 1, 1), ends_on=today())
    value = values.of("H01", here, str(today().year))
    assert (value.complete, value.running, value.count_day) == (True, True, today())


def test_a_period_that_has_not_begun_is_unknown(four_children, here):
    declare(here)
    value = values.of("H01", here, str(today().year + 1))
    assert (value.status, value.reason) == (Status.UNKNOWN, "Kỳ này chưa bắt đầu.")


def test_zero_is_a_figure_where_the_records_are_complete(four_children, here):
    declare(here)
    value = values.of("C01", here, "2024")
    assert (value.status, value.value) == (Status.COMPUTED, 0)


def test_the_population_is_the_newest_one_published_or_unknown(four_children, here):
    declare(here)
    assert values.of("P02", here, "2024").status == Status.UNKNOWN
    for vintage, total in ((date(2025, 1, 1), 10), (date(2026, 1, 1), 16)):
        Population.objects.create(place=here, year=2024, total=total, vintage=vintage, source="niên giám giả")
    assert values.of("P02", here, "2024").value == 25


def test_what_others_reported_stands_beside_and_is_never_the_value(four_children, here):
    figure = ReportedFigure.objects.create(
        indicator="H01",
        place=here,
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
        value=Decimal("4.5"),
        unit="percent",
        qualifier="about",
        printed_text="khoảng 4,5%",
    )
    value = values.of("H01", here, "2024")
    assert (value.value, value.reported) == (None, [figure])
    declare(here)
    assert values.of("H01", here, "2024").value == 25


def test_a_count_with_a_denominator_also_has_a_share(four_children, here):
    declare(here)
    AssistanceGrant.objects.create(
        child=four_children[0], ground="thu", coefficient=1, amount=1, starts_on=date(2022, 1, 1)
    )
    sweep_all()
    value = values.of("H04", here, "2024")
    assert (value.value, value.denominator, value.share) == (1, 1, 100)


def test_groups_may_add_up_to_more_than_the_whole(four_children, here):
    declare(here)
    value = values.of("H02", here, "2024", by="group")
    found = {part.key: part.numerator for part in value.parts}
    assert len(found) == 14
    assert (value.value, found["DB01"], found["DB04"], sum(found.values())) == (1, 1, 1, 2)
    assert value.parts[0].label.startswith("Trẻ em mồ côi")


def test_a_group_is_shown_under_the_law_of_the_day_only(four_children, here):
    declare(here)
    CircumstanceFactory(child=four_children[1], group="C03", starts_on=date(2017, 1, 1))
    sweep_all()
    old, new = (
        {part.key for part in value.parts} for value in values.series("H02", here, ["2017-Q1", "2024"], "group")
    )
    assert ("C03" in old, "DB13" in old) == (True, False)
    assert ("C03" in new, "DB13" in new) == (False, True)
    before = [part.key for part in values.of("H02", here, "2016", by="group").parts]
    assert len(before) == 10


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (("X99", "2024", {}), UnknownIndicator),
        (("H01", "tháng ba", {}), PeriodUnreadable),
        (("H01", "2024", {"by": "group"}), values.NotOffered),
        (("H01", "2024", {"by": "weight"}), values.NotOffered),
        (("H01", "2024", {"group": "DB04"}), values.NotOffered),
        (("H01", "2024", {"boundaries": "old"}), values.NotOffered),
        (("H02", "2024", {"group": "DB99"}), values.NotOffered),
        (("H02", "2024", {"group": "DB01", "by": "sex"}), values.NotOffered),
        (("H02", "2024", {"group": "DB01", "by": "group"}), values.NotOffered),
        (("M01", "2024", {"group": "safe_hose"}), values.NotOffered),
    ],
)
def test_what_means_nothing_is_refused_in_words(kept, here, asked, error):
    code, period, more = asked
    with pytest.raises(error) as refused:
        values.of(code, here, period, **more)
    assert str(refused.value)


# units through time


@pytest.fixture
def merged(kept):
    """Two provinces became one on 1 July 2025; a child of each lives in the successor of its commune."""
    day = date(2025, 7, 1)
    old = [province(name, valid_to=date(2025, 6, 30)) for name in ("Tỉnh Một Giả", "Tỉnh Hai Giả")]
    new = province("Tỉnh Mới Giả", valid_from=day)
    for number, place in enumerate(old):
        before = commune(f"Xã cũ {number}", parent=place, valid_to=date(2025, 6, 30))
        after = commune(f"Xã mới {number}", parent=new, valid_from=day)
        for one, other in ((place, new), (before, after)):
            PlaceLink.objects.create(from_place=one, to_place=other, kind="merge", on_date=day, certainty="found")
        child = ChildFactory(responsible_place=after, residence=False)
        ResidenceFactory(child=child, place=before, ends_on=date(2025, 6, 30))
        ResidenceFactory(child=child, place=after, starts_on=day)
    FundEntry.objects.create(place=old[0], on_date=date(2025, 2, 1), channel="direct", amount=5)
    FundEntry.objects.create(place=new, on_date=date(2025, 9, 1), channel="direct", amount=7)
    sweep_all()
    return old, new


def test_the_boundaries_of_the_time_know_a_unit_only_while_it_stood(merged):
    old, new = merged
    declare(old[0])
    declare(new)
    assert values.of("P01", old[0], "2024").value == 1
    assert values.of("P01", old[0], "2025").status == Status.UNKNOWN
    assert values.of("P01", new, "2024").status == Status.UNKNOWN
    assert values.of("P01", new, "2026").value == 2


def test_the_boundaries_of_today_sum_the_units_that_stood_for_it(merged):
    old, new = merged
    declare(old[0])
    value = values.of("P01", new, "2024", boundaries="now")
    assert (value.value, value.partial, value.complete, value.missing) == (1, True, False, [old[1]])
    assert value.coverage[1] == "Thiếu: Tỉnh Hai Giả (đến 30/06/2025)."
    declare(old[1])
    assert values.of("P01", new, "2024", boundaries="now").value == 2
    declare(new)
    year_of_the_merger = values.of("F01", new, "2025", boundaries="now")
    assert year_of_the_merger.value == 12  # what was raised before it, and after
