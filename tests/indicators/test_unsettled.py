"""A commune that was divided leaves nobody out of the figures of a place that a reform has ended."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Child, DenyEntry, Residence, ResidenceBasis
from indicators import drilling, reading, values
from indicators.judging import Status as Verdict
from indicators.judging import judge
from indicators.judging.seen import judged_for
from indicators.value import Status
from indicators.withholding import Withheld
from places.models import PlaceLink
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    ResidenceFactory,
    ServiceFactory,
    UserFactory,
    commune,
    province,
)
from tests.indicators.conftest import declare, make_target, sweep_all

REFORM, EVE = date(2023, 7, 1), date(2023, 6, 30)
LATER = "2024"
CODES = ["P01", "H01", "R01", "C01", "H03"]


def link(old, *parts, on=REFORM, partial=False, share=None):
    for part in parts:
        PlaceLink.objects.create(
            from_place=old, to_place=part, kind="merge", on_date=on, certainty="found", partial=partial, share=share
        )


@pytest.fixture
def reformed(kept):
    """Two provinces became one; of the first a commune was divided. Its three children wait, two others live on."""
    first, second = (province(name, valid_to=EVE) for name in ("Tỉnh Một", "Tỉnh Hai"))
    both = province("Tỉnh Chung", valid_from=REFORM)
    link(first, both)
    link(second, both)
    divided, kept_whole = (commune(name, parent=first, valid_to=EVE) for name in ("Xã Bị Tách", "Xã Còn"))
    elsewhere = commune("Xã Kia", parent=second, valid_to=EVE)
    parts = [commune(name, parent=both, valid_from=REFORM) for name in ("Xã Đông", "Xã Tây")]
    link(divided, *parts, partial=True)
    for old in (kept_whole, elsewhere):
        link(old, commune(f"{old.name} Nay", parent=both, valid_from=REFORM))
    children = [ChildFactory(place=divided, sex=sex) for sex in "FMM"]
    CircumstanceFactory(child=children[0])
    CaseFactory(child=children[1], place=divided, received_at="2024-02-01T08:00:00+07:00")
    ServiceFactory(child=children[0], on_date=date(2024, 3, 1))
    for old in (kept_whole, elsewhere):
        CircumstanceFactory(child=ChildFactory(place=old))
    for old in (divided, kept_whole, elsewhere):
        actions.follow_reform(place=old, on_date=REFORM)
    for place in (first, second, both):
        declare(place)
    sweep_all()
    return first, second, both, divided, parts, children


def told(place, code, **how):
    value = values.of(code, place, LATER, boundaries="now", **how)
    return value.numerator, value.denominator


def test_the_ended_province_holds_those_who_wait_above_its_communes(reformed):
    first, *_others = reformed
    assert [told(first, code) for code in CODES] == [(4, None), (2, 4), (0, 4), (1, None), (1, 2)]
    value = values.of("P01", first, LATER, boundaries="now")
    assert (value.waiting, value.lacking, value.partial, value.is_known) == (3, 0, False, True)
    assert value.coverage[-1] == "Gồm cả 3 trẻ của xã bị tách, chưa xác định nơi ở."
    assert "bị tách" not in " ".join(values.of("R01", first, "2022", boundaries="now").coverage)


@pytest.mark.parametrize("code", CODES)
def test_the_two_old_provinces_add_up_to_the_new_one(reformed, code):
    first, second, both, *_others = reformed
    one, two, whole = (told(place, code) for place in (first, second, both))
    assert whole[0] == one[0] + two[0]
    assert whole[1] is None or whole[1] == one[1] + two[1]


def test_the_divided_commune_itself_holds_them_in_its_old_boundaries(reformed):
    _first, _second, _both, divided, parts, _children = reformed
    assert (told(divided, "P01"), told(divided, "H01")) == ((3, None), (1, 3))
    assert [told(part, "P01") for part in parts] == [(0, None), (0, None)]


def test_a_span_that_is_not_kept_and_each_breakdown_hold_them_too(reformed):
    first, *_others = reformed
    span = "2024-02-05/2024-11-20"
    assert values.of("P01", first, span, boundaries="now").numerator == 4
    for by in ("sex", "age", "area", "ethnic"):
        found = values.of("P01", first, LATER, by=by, boundaries="now")
        assert (sum(part.numerator for part in found.parts), found.difference) == (4, 0), by
    by_group = values.of("H02", first, LATER, by="group", boundaries="now")
    assert [part.numerator for part in by_group.parts if part.numerator] == [2]
    (group,) = [part.key for part in by_group.parts if part.numerator]
    assert values.of("H02", first, LATER, group=group, boundaries="now").numerator == 2


def test_settled_they_count_in_their_part_and_the_old_province_stays(reformed):
    first, _second, _both, _divided, parts, children = reformed
    before = [told(first, code) for code in CODES]
    actions.settle_child(child=children[0], place=parts[1], by=UserFactory())
    sweep_all()
    assert [told(first, code) for code in CODES] == before
    assert values.of("P01", first, LATER, boundaries="now").waiting == 2


def test_one_who_is_settled_while_the_figure_is_read_makes_it_stale(reformed, monkeypatch):
    """The cells do not hold the child yet, and it waits no more: the number is not called fresh."""
    first, _second, _both, _divided, parts, children = reformed
    assert not values.of("P01", first, LATER, boundaries="now").stale
    read = reading.cell_sums

    def read_and_settled(*asked):
        found = read(*asked)
        actions.settle_child(child=children[0], place=parts[1], by=UserFactory())
        return found

    monkeypatch.setattr(reading, "cell_sums", read_and_settled)
    value = values.of("P01", first, LATER, boundaries="now")
    assert (value.numerator, value.stale) == (3, True)


def test_the_rows_behind_the_figure_are_as_many(reformed, boss):
    first, *_rest, children = reformed
    for code, number in (("P01", 4), ("H01", 2), ("C01", 1), ("H03", 1)):
        found = drilling.drill(code, first, LATER, user=boss, boundaries="now")
        assert (found.number, found.rows.count()) == (number, number), code
    found = drilling.drill("P01", first, LATER, user=boss, boundaries="now")
    assert set(children) <= set(found.rows)


@pytest.fixture
def boss(reformed):
    """Who keeps the figures of the new province, hence of both old ones."""
    return AssignmentFactory(place=reformed[2], role="province_staff").user


def test_a_target_of_the_old_province_is_judged_with_them(reformed):
    first, *_others = reformed
    goal = make_target(first, "H01", value=60, due_on=date(2024, 12, 31), definition_version="2016")
    judged = judge(goal, date(2024, 12, 31))
    assert (judged.latest.value.numerator, judged.latest.value.denominator) == (2, 4)
    assert judged.status is Verdict.REACHED


def test_where_only_a_part_of_the_commune_is_ours_they_are_named_and_not_judged(reformed):
    """The new province is divided in its turn: the parts of the commune fall to two."""
    _first, _second, both, _divided, parts, _children = reformed
    day = date(2024, 7, 1)
    east, west = (province(name, valid_from=day) for name in ("Tỉnh Đông", "Tỉnh Tây"))
    both.valid_to = day - timedelta(days=1)
    both.save()
    link(both, east, west, on=day, partial=True)
    for part, above in zip(parts, (east, west), strict=True):
        part.valid_to = day - timedelta(days=1)
        part.save()
        link(part, commune(f"{part.name} Nay", parent=above, valid_from=day), on=day)
    for place in (east, west):
        declare(place)
    value = values.of("P01", east, "2023", boundaries="now")
    assert (value.numerator, value.waiting, value.lacking, value.partial) == (0, 0, 3, True)
    assert "Chưa gồm 3 trẻ" in value.coverage[-1]
    east.valid_to = date(2024, 12, 31)
    east.save()
    assert values.of("H01", east, "2023", boundaries="now").lacking == 3


def test_one_whose_old_commune_nobody_wrote_down_is_named(reformed):
    """A move into the divided commune, entered before the reform for a day after it, leaves no trace of the commune."""
    first, _second, both, *_others = reformed
    child = ChildFactory(residence=False, responsible_place=both)
    ResidenceFactory(child=child, place=both, starts_on=date(2023, 8, 1), basis=ResidenceBasis.UNSETTLED)
    value = values.of("P01", first, LATER, boundaries="now")
    assert (value.numerator, value.waiting, value.lacking, value.partial) == (4, 3, 1, True)
    goal = make_target(first, "H01", value=60, due_on=date(2024, 12, 31), definition_version="2016")
    judged = judge(goal, date(2024, 12, 31))
    assert judged.status is Verdict.UNKNOWN
    assert "1 trẻ của xã bị tách chưa xác định nơi ở" in judged.missing[0]


def bar(user, child, place):
    case = CaseFactory(child=child, place=place)
    DenyEntry.objects.create(case=case, user=user, reason="người thân", created_by=UserFactory())


def test_whoever_may_not_see_the_figure_is_not_told_how_many_wait(reformed):
    """The other part of the commune is not theirs: neither is the number of its children, waiting or not."""
    _first, _second, _both, divided, parts, _children = reformed
    value = values.of("P01", divided, LATER, boundaries="now")
    assert value.waiting == 3
    officer = AssignmentFactory(place=parts[0], role="commune_officer").user
    (shown,) = Withheld(officer).shown([value])
    assert (shown.numerator, shown.waiting, shown.lacking) == (None, 0, 0)
    assert "bị tách" not in " ".join(shown.coverage)


def test_nobody_is_told_that_a_child_waits_of_whose_case_he_is_barred(reformed, boss):
    first, _second, both, *_others = reformed
    child = ChildFactory(residence=False, responsible_place=both)
    ResidenceFactory(child=child, place=both, starts_on=date(2023, 8, 1), basis=ResidenceBasis.UNSETTLED)
    value = values.of("P01", first, LATER, boundaries="now")
    assert Withheld(boss).shown([value])[0].lacking == 1
    bar(boss, child, both)
    (shown,) = Withheld(boss).shown([value])
    assert (shown.numerator, shown.lacking) == (None, 0)


def test_a_target_of_an_ended_place_is_shut_by_a_case_in_what_it_became(reformed, boss):
    first, _second, both, *_others = reformed
    goal = make_target(first, "H01", value=60, due_on=date(2024, 12, 31), definition_version="2016")
    day = date(2024, 12, 31)
    assert judged_for(boss, [goal], day)[0].latest.value.numerator == 2
    today = commune("Xã Sau", parent=both, valid_from=REFORM)
    bar(boss, ChildFactory(place=today), today)
    assert judged_for(boss, [goal], day)[0].latest is None


def test_nobody_is_looked_for_where_each_place_stands_by_itself(reformed):
    first, _second, both, *_others = reformed
    for place, looked in ((both, False), (first, True)):
        with CaptureQueriesContext(connection) as asked:
            values.of("P01", place, LATER, boundaries="now")
        assert any("unsettled" in query["sql"] for query in asked.captured_queries) is looked


@pytest.mark.parametrize("seed", range(5))
def test_in_any_reform_then_is_now(kept, seed):
    """Random communes of two provinces go over whole, together or divided; some of the children have been settled."""
    random = Random(seed)
    olds = [province(f"Tỉnh {n}", valid_to=EVE) for n in range(2)]
    both = province("Tỉnh Chung", valid_from=REFORM)
    communes = {old: [commune(f"Xã {n}", parent=old, valid_to=EVE) for n in range(4)] for old in olds}
    for old in olds:
        link(old, both)
        parts = [commune(f"Xã mới {old.pk} {n}", parent=both, valid_from=REFORM) for n in range(4)]
        for was in communes[old]:
            into = random.sample(parts, random.choice([1, 1, 2, 3]))
            link(was, *into, partial=len(into) > 1)
        declare(old)
    declare(both)
    lived = {old: [ChildFactory(place=was, sex=random.choice("FM")) for was in communes[old] * 2] for old in olds}
    for child in random.sample([*lived[olds[0]], *lived[olds[1]]], 6):
        CircumstanceFactory(child=child)
    for was in (*communes[olds[0]], *communes[olds[1]]):
        actions.follow_reform(place=was, on_date=REFORM)
    by = UserFactory()
    waiting = list(Child.objects.to_settle())
    for child in random.sample(waiting, len(waiting) // 2):
        home = Residence.objects.get(child=child, ends_on=EVE).place
        actions.settle_child(child=child, place=random.choice(list(home.successors())), by=by)
    sweep_all()
    for code in ("P01", "H01"):
        before = [values.of(code, old, "2022") for old in olds]
        now = [values.of(code, old, LATER, boundaries="now") for old in olds]
        for was, then, is_now in zip(olds, before, now, strict=True):
            assert is_now.status is Status.COMPUTED
            assert (is_now.numerator, is_now.denominator) == (then.numerator, then.denominator), (code, was)
        assert values.of(code, both, LATER).numerator == sum(value.numerator for value in now)
