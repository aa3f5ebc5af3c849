"""Children of divided communes whom nobody has settled are in the province's published number and in no commune's: how
few they are cannot be worked out from the two."""

from datetime import date

import pytest

from cases import actions
from indicators.actions import releasing
from indicators.models import ReleasedCount
from indicators.releases.content import content_of
from indicators.releases.numbers import Count, table_of
from indicators.releases.published import public_rows
from indicators.releases.suppression import protect
from places.models import Place
from tests.factories import AssignmentFactory, ChildFactory, UserFactory
from tests.indicators.attack import recovered
from tests.indicators.conftest import sweep_all
from tests.indicators.test_unsettled import LATER, reformed  # noqa: F401 - a fixture


@pytest.fixture
def published(reformed):  # noqa: F811
    """(publishes the table of all children, the province, its communes): twelve and more children in each of them."""
    both = reformed[2]
    communes = list(Place.objects.within(both).exclude(pk=both.pk))
    for place in communes:
        for sex in "FM" * 6:
            ChildFactory(place=place, sex=sex, birth_date=date(2016, 5, 3))
    sweep_all()
    by, leader = UserFactory(), AssignmentFactory(place=both, role="province_leader").user
    AssignmentFactory(user=by, place=both, role="province_staff")

    def publish():
        draft = releasing.draft_release(table="tre-em", place=both, periods=[LATER], note="", by=by)
        content = content_of(draft.table, both, draft.periods)
        assert content.gaps == []
        return releasing.publish_release(draft=draft, fingerprint=content.fingerprint, by=leader)

    return publish, both, communes


def left_over(release, both, communes):
    """The province less its communes, as anyone reads it; None where one of the numbers is not printed."""
    told = {row.place: row.numerator for row in public_rows(release, indicator="P01") if not row.by}
    numbers = [told[place] for place in (both, *communes)]
    return None if None in numbers else numbers[0] - sum(numbers[1:])


def test_three_who_wait_cannot_be_read_as_the_difference(published):
    publish, both, communes = published
    release = publish()
    assert left_over(release, both, communes) is None
    rows = ReleasedCount.objects.filter(release=release)
    counts = {Count(row.measure, row.place_id, row.period, row.by, row.part): row.n for row in rows}
    table = table_of(counts, [], {place.pk: place.path for place in (both, *communes)})
    hidden = protect(table).hidden
    assert recovered(table.numbers, table.relations, hidden) == {}
    small = [cell for cell, n in table.numbers.items() if cell[0].measure == "children" and not cell[0].by and n == 3]
    assert small == [], "they have no cell of their own that could be printed"


def test_as_many_as_may_be_told_are_the_difference(published, reformed):  # noqa: F811
    publish, both, communes = published
    divided = reformed[3]
    for sex in "FFFFFMMMM":
        child = ChildFactory(place=divided, sex=sex, birth_date=date(2016, 5, 3))
        home = child.residences.get()
        home.ends_on = divided.valid_to
        home.save()
        child.residences.create(place=both, starts_on=date(2023, 7, 1), basis="unsettled")
    sweep_all()
    assert left_over(publish(), both, communes) == 12


def test_once_all_are_settled_the_communes_are_all(published, reformed):  # noqa: F811
    publish, both, communes = published
    for child in reformed[5]:
        actions.settle_child(child=child, place=reformed[4][0], by=UserFactory())
    sweep_all()
    assert left_over(publish(), both, communes) == 0
