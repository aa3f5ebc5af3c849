"""Complete is what a plain reading of the declarations, day by day, calls complete."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import registry, values
from indicators.completeness import OF_COMMUNES, Declared
from indicators.measures.shapes import Measure, PlaceFlow, PlaceStock
from indicators.models import Records
from indicators.value import Status
from programs.models import FundEntry
from tests.factories import CircumstanceFactory
from tests.indicators.conftest import declare, sweep_all

FIRST_DAY = date(2024, 1, 1)
PROVINCES = ("1.", "11.")  # one number begins like the other: a path is no mere beginning of a text
DISTRICTS = ("1.2.", "1.23.", "11.2.")
COMMUNES = ("1.2.5.", "1.2.55.", "1.23.6.", "11.2.7.", "1.8.")
FAMILIES = ("register", "cases", "fund")
KINDS = ("", "one", "other")
OF_PLACES_ABOVE_TOO = ("fund",)  # the communes know nothing of what the province has of its own
days = st.integers(0, 7).map(lambda n: FIRST_DAY + timedelta(days=n))


@dataclass(frozen=True)
class Commune:
    path: str
    valid_from: date | None
    valid_to: date | None

    def is_in_force(self, on):
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


lengths = st.none() | st.integers(0, 7)
asked_for = st.sets(st.builds(Records, st.sampled_from(FAMILIES), st.sampled_from(KINDS)), min_size=1).map(sorted)
spells = st.lists(
    st.builds(
        lambda *told, starts, days: (*told, starts, None if days is None else starts + timedelta(days)),
        st.sampled_from(FAMILIES),
        st.sampled_from(KINDS),
        st.sampled_from(PROVINCES + DISTRICTS + COMMUNES),
        starts=days,
        days=lengths,
    ),
    max_size=12,
)
communes = st.tuples(*(st.builds(Commune, st.just(path), st.none() | days, st.none() | days) for path in COMMUNES))


def plainly_covered(spells, communes, path, asked, first, last):
    def declared(path, family, kind):
        on_all_days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return all(
            any(
                found == family
                and told in ("", kind)
                and path.startswith(place)
                and starts <= day
                and (ends is None or day <= ends)
                for found, told, place, starts, ends in spells
            )
            for day in on_all_days
        )

    def complete(family, kind):
        below = [commune.path for commune in communes if commune.path.startswith(path) and commune.is_in_force(last)]
        if family in OF_PLACES_ABOVE_TOO:
            return declared(path, family, kind)
        return declared(path, family, kind) or (bool(below) and all(declared(each, family, kind) for each in below))

    return all(complete(*each) for each in asked)


@given(
    spells=spells,
    communes=communes,
    questions=st.lists(
        st.tuples(
            st.sampled_from(PROVINCES + DISTRICTS + COMMUNES),
            asked_for,
            st.tuples(days, days).map(sorted),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_the_indexed_answer_equals_the_plain_one(spells, communes, questions):
    declared = Declared(spells, communes)
    for path, asked, (first, last) in questions + questions:  # asked again, it answers what it remembers
        expected = plainly_covered(spells, communes, path, asked, first, last)
        assert declared.covers(path, asked, first, last) is expected


@pytest.fixture
def communes_declared(kept, here, next_door):
    """Both communes of the province declare everything complete; the province itself declares nothing."""
    for place in (here, next_door):
        declare(place)


def test_what_its_communes_declare_of_children_holds_for_the_province(communes_declared, here):
    CircumstanceFactory(child__place=here)
    sweep_all()
    assert values.of("H01", here.parent, "2024").numerator == 1


def test_of_the_provinces_own_fund_its_communes_declare_nothing(communes_declared, here):
    FundEntry.objects.create(place=here.parent, on_date=date(2024, 3, 1), amount=4_190_000_000, channel="direct")
    sweep_all()
    of_commune, of_province = (values.of("F01", place, "2024") for place in (here, here.parent))
    assert (of_commune.status, of_commune.numerator) == (Status.COMPUTED, 0)
    assert (of_province.status, of_province.numerator) == (Status.UNKNOWN, None)
    declare(here.parent, "fund")
    assert values.of("F01", here.parent, "2024").numerator == 4_190_000_000


@pytest.mark.parametrize("family", sorted(OF_COMMUNES))
def test_a_family_of_communes_holds_nothing_that_is_recorded_above_them(family):
    """Children, recognised communes and their own workers; whatever else is counted may be the province's."""
    waiting = [card for card in registry.all() if family in card.declared_families]
    asked = [card for card in waiting if isinstance(card.numerator, Measure)]
    of_places = {card.numerator.code for card in asked if isinstance(card.numerator, PlaceFlow | PlaceStock)}
    assert asked
    assert of_places <= {"friendly_communes", "communes_with_worker"}
