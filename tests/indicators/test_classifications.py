"""Across 1 June 2017: what counts before, after, and under one classification for all years."""

from datetime import date

import pytest

from cases.rules import groups
from indicators import registry, values
from tests.factories import ChildFactory, CircumstanceFactory
from tests.indicators.conftest import declare, kept, sweep_all  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
LAW = date(2017, 6, 1)


@pytest.fixture
def across(kept, here):  # noqa: F811
    """Three spells that began in 2016 and go on: of a group with a name in both laws, of one without, of a new one."""
    declare(here)
    for group in ("C02", "C07", "DB13"):
        child = ChildFactory(place=here, birth_date=date(2012, 3, 1))
        CircumstanceFactory(child=child, group=group, starts_on=date(2016, 1, 1), recorded_place=here)
    sweep_all()
    return here


def numbers(code, place, **asked):
    return [value.value for value in values.series(code, place, ["2016", "2017", "2018"], **asked)]


def test_each_day_counts_in_the_classification_of_the_day(across):
    assert numbers("H02", across) == [2, 2, 2]  # C02 and C07; then C02 as DB04, and DB13
    assert numbers("H02", across, group="C02") == [1, 0, 0]
    assert numbers("H02", across, group="DB04") == [0, 1, 1]
    assert numbers("H02", across, group="DB13") == [0, 1, 1]
    assert numbers("H02", across, group="C07") == [1, 0, 0]


def test_the_last_day_of_the_old_law_and_the_first_of_the_new_differ(across):
    spans = ["2017-05-01/2017-05-31", "2017-06-01/2017-06-01"]
    old, new = values.series("H02", across, spans, "group")
    assert {part.key for part in old.parts if part.value} == {"C02", "C07"}
    assert {part.key for part in new.parts if part.value} == {"DB04", "DB13"}
    assert (old.version, old.breaks, new.version, new.breaks) == ("2004", False, "2016", True)


def test_one_classification_for_all_years_holds_what_can_be_converted(across):
    assert numbers("H02-2004", across) == [2, 2, 2]  # C02 and C07
    assert numbers("H02-2016", across) == [2, 2, 2]  # DB04 and DB13
    assert numbers("H02-2016", across, group="DB04") == [1, 1, 1]
    assert not any(value.breaks for value in values.series("H01-2016", across, ["2017"]))


def test_the_card_names_what_cannot_be_converted():
    notes = [str(note) for note in registry.get("H02-2016").notes]
    assert "C02 → DB04" in notes[0]
    assert notes[1] == "Không quy đổi được: C01, C03, C05, C06, C07."
    assert {group.code for group in groups.not_convertible_to("2004")} == {
        *("DB01", "DB03", "DB08", "DB09", "DB10", "DB12", "DB13", "DB14")
    }


def test_a_conversion_joins_groups_of_different_laws():
    for each in groups.CONVERSIONS:
        assert {groups.BY_CODE[each.of].classification, groups.BY_CODE[each.to].classification} == {"2004", "2016"}
