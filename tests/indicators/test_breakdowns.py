"""A figure in parts: by what is told of a child, and where it lives; with the rest, the parts are the whole."""

from dataclasses import replace

import pytest

from cases.models import Child, Household, HouseholdStatus
from indicators import ages, registry, values
from indicators.actions import checking
from indicators.checks import flaws_of
from indicators.counting import recount as counting
from places.models import EthnicGroup, Place
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, commune, province
from tests.indicators.conftest import cells, counted, declare, sweep_all, table_of_cells


@pytest.fixture
def village(kept):
    """Five children: Kinh, Tày, a foreigner and two of whom nothing is told; one disabled, one poor."""
    here = commune("Xã Giả", parent=province())
    declare(here.parent)
    groups = [
        EthnicGroup.objects.create(code=code, name=name, certainty="list")
        for code, name in (("01", "Kinh"), ("02", "Tày"), ("55", "Người nước ngoài"))
    ]
    children = [ChildFactory(place=here, ethnic_group=group) for group in (*groups, None, None)]
    household, other = Household.objects.create(place=here), Household.objects.create(place=here)
    HouseholdStatus.objects.create(household=household, year=2024, status="poor")
    Child.objects.filter(pk__in=[children[0].pk, children[1].pk]).update(household=household)
    Child.objects.filter(pk=children[2].pk).update(household=other)
    CircumstanceFactory(child=children[0], group="DB04", subgroup="DB04.2")
    CircumstanceFactory(child=children[1], group="DB01")
    sweep_all()
    return here, children


def parts(indicator, place, by, period="2024"):
    return {part.key: (part.numerator, part.denominator) for part in values.of(indicator, place, period, by=by).parts}


def test_kinh_others_foreigners_and_those_not_told_are_parts_of_the_whole(village):
    here, _children = village
    assert parts("P01", here, "ethnic") == {"kinh": (1, None), "other": (1, None), "foreign": (1, None), "?": (2, None)}
    assert parts("H01", here, "ethnic") == {"kinh": (1, 1), "other": (1, 1), "foreign": (0, 1), "?": (0, 2)}


def test_each_ethnic_group_bears_its_name_in_the_order_of_the_list(village):
    value = values.of("P01", village[0].parent, "2024", by="ethnic_group")
    assert [(part.label, part.numerator) for part in value.parts] == [
        ("Kinh", 1),
        ("Tày", 1),
        ("Người nước ngoài", 1),
        ("chưa rõ", 2),
    ]


def test_the_household_is_what_the_review_of_the_year_said(village):
    here, _children = village
    told = {"poor": (2, None), "near_poor": (0, None), "neither": (1, None), "?": (2, None)}
    assert parts("P01", here, "household") == told
    assert parts("P01", here, "household", "2023") == told | {"poor": (0, None), "neither": (3, None)}


def test_the_degree_of_a_disability_is_that_of_the_count_day(village):
    here, children = village
    assert parts("H02", here, "disability") == {
        "DB04.1": (0, None),
        "DB04.2": (1, None),
        "DB04.3": (0, None),
        "none": (1, None),
    }
    children[0].circumstances.update(subgroup="")
    sweep_all()
    assert parts("H02", here, "disability")["?"] == (1, None)


def test_a_child_in_a_flow_is_what_it_is_on_the_count_day(village):
    here, children = village
    CaseFactory(child=children[0], place=here, category="abused", abuse_type="sexual")
    sweep_all()
    year = str(children[0].cases.get().received_at.year)
    assert parts("A01", here, "ethnic", year)["kinh"] == (1, None)
    assert parts("A01", here, "disability", year)["DB04.2"] == (1, None)


def test_wards_and_townships_are_urban_and_communes_rural(village):
    here, _children = village
    for kind in ("phường", "thị trấn"):
        place = commune(parent=here.parent)
        Place.objects.filter(pk=place.pk).update(kind=kind)
        ChildFactory(place=place)
    sweep_all()
    assert parts("P01", here.parent, "area") == {"urban": (2, None), "rural": (5, None)}
    assert parts("H01", here.parent, "area") == {"urban": (0, 2), "rural": (2, 5)}


@pytest.mark.parametrize("by", ["sex", "age", "ethnic", "ethnic_group", "household", "disability", "area"])
def test_parts_of_children_add_up_to_the_whole(village, by):
    for indicator in registry.all():
        if by in indicator.by:
            value = values.of(indicator, village[0].parent, "2024", by=by)
            assert not value.difference, indicator.code


def test_groups_that_overlap_are_told_with_the_difference(village):
    here, children = village
    CircumstanceFactory(child=children[0], group="DB11")
    sweep_all()
    value = values.of("H02", here, "2024", by="group")
    assert (value.numerator, value.difference) == (2, 1)
    assert values.of("H02", here, "2024").difference is None


def test_a_period_that_is_not_kept_is_broken_down_all_the_same(village):
    here, _children = village
    assert parts("P01", here, "household", "2024-02-01/2024-11-30")["poor"] == (2, None)
    assert parts("P01", here, "area", "2024-02-01/2024-11-30")["rural"] == (5, None)


def test_the_communes_of_a_province_are_the_province_in_every_part(village):
    here, _children = village
    other = commune("Phường Khác Giả", parent=here.parent)
    ChildFactory(place=other, ethnic_group=EthnicGroup.objects.get(code="02"))
    sweep_all()
    for by in ("ethnic", "ethnic_group", "household", "area"):
        whole, below = parts("P01", here.parent, by), [parts("P01", place, by) for place in (here, other)]
        assert {key: n for key, (n, _none) in whole.items()} == {
            key: sum(found.get(key, (0,))[0] for found in below) for key in whole
        }


def test_a_card_cannot_offer_what_its_measure_does_not_count(village):
    by_degree = replace(registry.get("P01"), by=("disability",))
    assert list(flaws_of(by_degree)) == ["breaks down by disability what is not counted so"]


# age bands


def test_other_age_bands_are_another_count_of_the_same_records(village, monkeypatch):
    before = table_of_cells()
    bands = ages.bands_beginning([0, 6, 12])
    monkeypatch.setattr(ages, "BANDS", bands)
    monkeypatch.setattr(ages, "CHILD_BANDS", bands[:-1])
    counting.count_sql.cache_clear(), counting._recount_sql.cache_clear()
    try:
        checking.recount_all()
        assert counted() == table_of_cells() != before
        assert {key[4] for key in cells(measure="children", grp="")} <= {"0-5", "6-11", "12-15"}
        value = values.of("P01", village[0], "2024", by="age")
        assert ([part.key for part in value.parts], value.difference) == (["0-5", "6-11", "12-15"], 0)
    finally:
        counting.count_sql.cache_clear(), counting._recount_sql.cache_clear()


@pytest.mark.parametrize("birthdays", [[1, 6], [0, 6, 6], [0, 16], [0, 11, 6]])
def test_bands_that_do_not_cover_childhood_once_are_refused(birthdays):
    with pytest.raises(ValueError, match="AGE_BANDS"):
        ages.bands_beginning(birthdays)
