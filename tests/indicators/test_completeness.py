"""Complete is what a plain reading of the declarations, day by day, calls complete."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from indicators.completeness import Declared

FIRST_DAY = date(2024, 1, 1)
PROVINCES = ("1.", "11.")  # one number begins like the other: a path is no mere beginning of a text
DISTRICTS = ("1.2.", "1.23.", "11.2.")
COMMUNES = ("1.2.5.", "1.2.55.", "1.23.6.", "11.2.7.", "1.8.")
FAMILIES = ("register", "cases")
days = st.integers(0, 7).map(lambda n: FIRST_DAY + timedelta(days=n))


@dataclass(frozen=True)
class Commune:
    path: str
    valid_from: date | None
    valid_to: date | None

    def is_in_force(self, on):
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


lengths = st.none() | st.integers(0, 7).map(timedelta)
spells = st.lists(
    st.builds(
        lambda family, path, starts, length: (family, path, starts, None if length is None else starts + length),
        st.sampled_from(FAMILIES),
        st.sampled_from(PROVINCES + DISTRICTS + COMMUNES),
        days,
        lengths,
    ),
    max_size=12,
)
communes = st.tuples(*(st.builds(Commune, st.just(path), st.none() | days, st.none() | days) for path in COMMUNES))


def plainly_covered(spells, communes, path, families, first, last):
    def declared(path, family):
        on_all_days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return all(
            any(
                found == family and path.startswith(place) and starts <= day and (ends is None or day <= ends)
                for found, place, starts, ends in spells
            )
            for day in on_all_days
        )

    def complete(family):
        below = [commune.path for commune in communes if commune.path.startswith(path) and commune.is_in_force(last)]
        return declared(path, family) or (bool(below) and all(declared(each, family) for each in below))

    return all(complete(family) for family in families)


@given(
    spells=spells,
    communes=communes,
    questions=st.lists(
        st.tuples(
            st.sampled_from(PROVINCES + DISTRICTS + COMMUNES),
            st.sets(st.sampled_from(FAMILIES), min_size=1).map(sorted),
            st.tuples(days, days).map(sorted),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_the_indexed_answer_equals_the_plain_one(spells, communes, questions):
    declared = Declared(spells, communes)
    for path, families, (first, last) in questions + questions:  # asked again, it answers what it remembers
        expected = plainly_covered(spells, communes, path, families, first, last)
        assert declared.covers(path, families, first, last) is expected
