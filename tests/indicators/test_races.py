"""Fixed interleavings of writers and workers: hammering alone has missed such faults before (samples' README)."""

import threading
import time
from datetime import date

import pytest
from django.db import connection, connections, transaction

from cases.models import CasePlan, Child, Household, HouseholdStatus, SpecialCircumstance
from indicators.actions import calendar, checking, sweeping
from indicators.models import Stale
from tests.factories import CaseFactory, ChildFactory, UserFactory, commune, province
from tests.indicators.conftest import by_place, counted, sweep_all, table_of_cells

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_villages():
    top = province()
    calendar.tick()
    return commune("Xã Một Giả", parent=top), commune("Xã Hai Giả", parent=top)


class Aside:
    """A second person or worker with a connection of its own, beside this one."""

    def __init__(self, work):
        self.error = None
        self.thread = threading.Thread(target=self._run, args=[work])
        self.thread.start()

    def _run(self, work):
        try:
            work()
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()

    def waits(self):
        self.thread.join(0.4)
        return self.thread.is_alive()

    def ends(self):
        self.thread.join(20)
        assert not self.thread.is_alive()
        assert self.error is None


def all_is_right():
    sweep_all()
    return counted() == table_of_cells()


def test_a_fact_written_while_its_child_moves_counts_in_the_new_commune(two_villages):
    here, there = two_villages
    child = ChildFactory(place=here)
    sweep_all()

    def move():
        with connection.cursor() as cursor:
            cursor.execute("update cases_residence set place_id = %s where child_id = %s", [there.pk, child.pk])

    with transaction.atomic():
        SpecialCircumstance.objects.create(
            child=child, group="DB04", starts_on=date(2024, 1, 1), recorded_place=here
        )  # marks the commune that it knows …
        mover = Aside(move)
        assert mover.waits()  # … and holds the child there
    mover.ends()
    assert all_is_right()
    assert any(row[:4] == ("special", 1, "2024", there.pk) for row in table_of_cells())


def test_a_child_that_moves_while_a_fact_is_written_holds_the_fact_back(two_villages):
    here, there = two_villages
    child = ChildFactory(place=here)
    sweep_all()

    def write():
        SpecialCircumstance.objects.create(child=child, group="DB04", starts_on=date(2024, 1, 1), recorded_place=here)

    with transaction.atomic():
        child.residences.update(place=there)
        writer = Aside(write)
        assert writer.waits()
    writer.ends()
    assert all_is_right()
    assert any(row[:4] == ("special", 1, "2024", there.pk) for row in table_of_cells())


def test_a_poverty_review_beside_a_child_that_joins_the_household_counts_it(two_villages):
    here, _there = two_villages
    household = Household.objects.create(place=here)
    child = ChildFactory(place=here)
    sweep_all()
    with transaction.atomic():
        HouseholdStatus.objects.create(household=household, year=2024, status="poor")  # does not see the child
        joins = Aside(lambda: Child.objects.filter(pk=child.pk).update(household=household))
        assert joins.waits()
    joins.ends()
    assert all_is_right()
    assert any(row[:4] == ("poor", 1, "2024", here.pk) for row in table_of_cells())


def test_a_plan_approved_beside_a_case_that_changes_its_child_counts_there(two_villages):
    here, there = two_villages
    first, second = ChildFactory(place=here), ChildFactory(place=there)
    case = CaseFactory(child=first, place=here, category="abused", abuse_type="sexual")
    user = UserFactory()
    sweep_all()
    with transaction.atomic():
        CasePlan.objects.create(
            case=case,
            status="approved",
            created_by=user,
            submitted_at=case.received_at,
            submitted_by=user,
            decided_at=case.received_at,
            decided_by=user,
        )
        changes = Aside(lambda: type(case).objects.filter(pk=case.pk).update(child=second))
        assert changes.waits()
    changes.ends()
    assert all_is_right()


def slowly_counting(monkeypatch, between):
    """Let something happen between the first count of a sweep and its commit."""
    real, once = sweeping.recount, []

    def recount(*asked):
        touched = real(*asked)
        if not once:
            once.append(True)
            between()
        return touched

    monkeypatch.setattr(sweeping, "recount", recount)


def test_a_fact_that_commits_while_its_commune_is_counted_is_counted_next(two_villages, monkeypatch):
    here, _there = two_villages
    child, other = ChildFactory(place=here), ChildFactory(place=here)
    sweep_all()

    def another():
        aside = Aside(
            lambda: SpecialCircumstance.objects.create(
                child=other, group="DB01", starts_on=date(2024, 1, 1), recorded_place=here
            )
        )
        aside.ends()

    slowly_counting(monkeypatch, another)
    SpecialCircumstance.objects.create(child=child, group="DB04", starts_on=date(2024, 1, 1), recorded_place=here)
    by_place()
    sweeping.sweep_once()
    assert all_is_right()


def test_deleting_the_marks_after_the_count_would_lose_that_fact(two_villages, monkeypatch):
    """The same interleaving has teeth: with the two steps the other way round it leaves a wrong figure."""
    here, _there = two_villages
    child, other = ChildFactory(place=here), ChildFactory(place=here)
    sweep_all()

    def mutant(between):
        with transaction.atomic():
            sweeping.prepare()
            taken = sweeping._take(1)
            with connection.cursor() as cursor:
                cursor.execute("select place_id, family, from_day, to_day from indicators_stale")
                marks = cursor.fetchall()
            for (together, *window), places in sweeping.batches(marks).items():
                sweeping.recount(together, places, *window)
            between()
            sweeping._marks_of(taken)

    def another():
        Aside(
            lambda: SpecialCircumstance.objects.create(
                child=other, group="DB01", starts_on=date(2024, 1, 1), recorded_place=here
            )
        ).ends()

    SpecialCircumstance.objects.create(child=child, group="DB04", starts_on=date(2024, 1, 1), recorded_place=here)
    mutant(another)
    assert not all_is_right()


def test_two_workers_never_count_one_commune_at_the_same_time(two_villages, monkeypatch):
    """Else the one that counted first could write last, and nothing would be stale any more."""
    here, _there = two_villages
    children = [ChildFactory(place=here) for _ in range(2)]
    sweep_all()
    taken_meanwhile = []

    def second_worker():
        SpecialCircumstance.objects.create(
            child=children[1], group="DB01", starts_on=date(2024, 1, 1), recorded_place=here
        )
        calendar.mark_places([here.pk], date.min, date.max)
        taken_meanwhile.append(sweeping.sweep_once())

    slowly_counting(monkeypatch, lambda: Aside(second_worker).ends())
    SpecialCircumstance.objects.create(child=children[0], group="DB04", starts_on=date(2024, 1, 1), recorded_place=here)
    by_place()
    assert sweeping.sweep_once() == 1
    assert taken_meanwhile == [0]
    assert all_is_right()


def test_two_workers_divide_a_recount_while_someone_writes(two_villages, monkeypatch):
    """The first holds one commune; the second takes the other; what is written into the first's waits for its turn."""
    here, there = two_villages
    children = [ChildFactory(place=place) for place in (here, there)]
    sweep_all()
    checking.ask_for_recount()
    taken = []

    def meanwhile():
        def second():
            taken.append(sweeping.sweep_once(1))
            for child in children:
                SpecialCircumstance.objects.create(
                    child=child, group="DB04", subgroup="DB04.1", starts_on=date(2024, 1, 1), recorded_place=here
                )

        Aside(second).ends()

    slowly_counting(monkeypatch, meanwhile)
    assert sweeping.sweep_once(1) == 1
    assert taken == [1]
    assert set(Stale.objects.values_list("place_id", flat=True)) == {here.pk, there.pk}
    assert not Stale.objects.filter(family="*").exists()
    assert all_is_right()


def test_a_worker_that_dies_while_it_counts_leaves_its_marks_to_the_next(two_villages, monkeypatch):
    here, _there = two_villages
    ChildFactory(place=here)
    by_place()
    marks = set(Stale.objects.values_list("pk", flat=True))

    def dies():
        raise KeyboardInterrupt

    slowly_counting(monkeypatch, dies)
    with pytest.raises(KeyboardInterrupt):
        sweeping.sweep_once()
    assert set(Stale.objects.values_list("pk", flat=True)) == marks
    assert all_is_right()


def test_workers_and_writers_hammer_and_the_cells_are_right(two_villages):
    here, there = two_villages
    children = [ChildFactory(place=here) for _ in range(6)]
    until = time.monotonic() + 4

    def write(number):
        day = date(2019, 1, 1)
        while time.monotonic() < until:
            child = children[number]
            with transaction.atomic():
                Child.objects.select_for_update().get(pk=child.pk)
                SpecialCircumstance.objects.filter(child=child).delete()
                SpecialCircumstance.objects.create(child=child, group="DB04", starts_on=day, recorded_place=here)
            with transaction.atomic():
                Child.objects.select_for_update().get(pk=child.pk)
                child.residences.update(place=there if day.month % 2 else here)
            day = day.replace(month=day.month % 12 + 1)

    def work():
        while time.monotonic() < until:
            sweeping.sweep_once(1)

    everyone = [Aside(lambda n=n: write(n)) for n in range(3)] + [Aside(work), Aside(work)]
    for one in everyone:
        one.ends()
    assert all_is_right()
