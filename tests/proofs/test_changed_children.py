"""A changed child is counted alone, and the cells are those of a full count whatever happens in between."""

import random
import threading
import time
from contextlib import contextmanager, suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, OperationalError, connection, connections, transaction
from django.utils import timezone
from psycopg2.errors import DeadlockDetected

from accounts.sealing import SealedValue
from cases.models import Child, Residence, Service, SpecialCircumstance
from indicators import values
from indicators.actions import calendar, changed_children, checking, sweeping
from indicators.actions.changed_children import count_changed_children
from indicators.models import Cell, FactBefore, Period, Stale
from indicators.triggers import install_sql
from tests.factories import (
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    RiskFactory,
    ServiceFactory,
    commune,
    province,
)
from tests.indicators.conftest import counted, declare, sweep_all, table_of_cells
from tests.proofs.test_interleavings import Aside, apart

BORN = date(2017, 3, 9)


@pytest.fixture
def here(transactional_db):
    place = commune("Xã Vĩnh Giả", parent=province("Tỉnh Giả"))
    declare(place.parent)
    for _ in range(3):
        RiskFactory(child=ChildFactory(place=place))
    calendar.tick()
    sweep_all()
    return place


@pytest.fixture
def there(here):
    place = commune("Phường Long Giả", parent=here.parent)
    ChildFactory(place=place)
    sweep_all()
    return place


@pytest.fixture
def child(here):
    found = ChildFactory(place=here, birth_date=BORN)
    RiskFactory(child=found, starts_on=date(2019, 1, 1), ends_on=None)
    sweep_all()
    return found


@pytest.fixture
def no_place_is_counted(monkeypatch):
    def recount(*asked):
        raise AssertionError("A place was counted.")

    monkeypatch.setattr(sweeping, "recount", recount)


def all_is_right():
    sweep_all()
    assert not Stale.objects.exists()
    assert not FactBefore.objects.exists()
    return counted() == table_of_cells()


def special(child, **more):
    return CircumstanceFactory(child=child, group="DB04", starts_on=date(2024, 5, 1), **more)


def move(child, place, day):
    with transaction.atomic():
        Child.objects.select_for_update().get(pk=child.pk)
        child.residences.filter(ends_on=None).update(ends_on=day - timedelta(days=1))
        Residence.objects.create(child=child, place=place, starts_on=day)


# what it does


def test_no_commune_is_counted_for_one_child(child, there, no_place_is_counted):
    spell = special(child)
    assert count_changed_children() == 1
    spell.ends_on = date(2024, 8, 1)
    spell.save()
    ServiceFactory(child=child, on_date=date(2024, 6, 1))
    move(child, there, date(2025, 1, 1))
    assert count_changed_children() == 1
    spell.delete()
    assert count_changed_children() == 1
    assert not Stale.objects.exists()
    assert counted() == table_of_cells()


def test_a_new_child_is_counted_alone_too(here, no_place_is_counted):
    new = ChildFactory(place=here, birth_date=BORN)
    special(new)
    assert count_changed_children() == 1
    assert counted() == table_of_cells()


def test_what_is_kept_is_no_more_than_counting_reads(child):
    service = ServiceFactory(child=child, on_date=date(2024, 6, 1), note="Điều không ai được đọc")
    count_changed_children()
    Service.objects.filter(pk=service.pk).update(on_date=date(2024, 7, 1))
    assert set(FactBefore.objects.get().was) == {"id", "child_id", "on_date", "voided_at"}


def test_what_does_not_count_is_not_kept(child):
    service = ServiceFactory(child=child, on_date=date(2024, 6, 1))
    count_changed_children()
    Service.objects.filter(pk=service.pk).update(provider=SealedValue("k1:khác"))
    assert not FactBefore.objects.exists()


def test_a_fact_that_passes_to_another_child_leaves_the_one_and_comes_to_the_other(child, here, no_place_is_counted):
    other = ChildFactory(place=here, birth_date=BORN, sex="F")
    spell = special(child)
    while count_changed_children():
        pass
    SpecialCircumstance.objects.filter(pk=spell.pk).update(child=other)
    assert count_changed_children() == 2
    assert counted() == table_of_cells()


def test_of_two_edits_of_a_row_the_first_is_undone(child, no_place_is_counted):
    spell = special(child)
    count_changed_children()
    for group in ("DB01", "DB11"):
        SpecialCircumstance.objects.filter(pk=spell.pk).update(group=group)
    assert count_changed_children() == 1
    assert counted() == table_of_cells()


def test_children_of_many_communes_are_one_turn(here, no_place_is_counted):
    children = [ChildFactory(place=commune(f"Xã {n} Giả", parent=here.parent)) for n in range(6)]
    while count_changed_children():
        pass
    for child in children:
        special(child)
    assert count_changed_children() == 6


# what one must not get wrong


def test_a_service_after_a_move_is_not_undone_where_it_never_counted(child, there):
    special(child)
    sweep_all()
    move(child, there, date(2024, 6, 1))
    ServiceFactory(child=child, on_date=date(2024, 7, 1))
    assert all_is_right()


def test_a_place_counted_whole_in_between_takes_its_children_along(child, here, there):
    special(child)
    move(child, there, date(2025, 1, 1))
    calendar.mark_places([here.pk], date.min, date.max)
    sweeping.sweep_once(1)
    assert set(Stale.objects.values_list("place_id", "child_id")) == {(there.pk, None)}
    ServiceFactory(child=child, on_date=date(2025, 2, 1))
    assert all_is_right()


def test_who_changes_while_the_place_is_counted_is_counted_with_it_again(child, here, monkeypatch):
    """Seen by the count: counting the child alone afterwards would count it twice."""
    calendar.mark_places([here.pk], date.min, date.max)
    real, done = sweeping.recount, []

    def recount(*asked):
        if not done:
            done.append(apart(lambda: special(child).pk))
        return real(*asked)

    monkeypatch.setattr(sweeping, "recount", recount)
    sweeping.sweep_once()
    assert done
    assert not Stale.objects.exclude(child_id=None).exists()
    assert all_is_right()


def test_a_child_that_changes_again_under_our_hands_comes_later(child, monkeypatch):
    special(child)
    real, done = changed_children.move_cells, []

    def move_cells(*asked, **more):
        if not done:
            done.append(apart(lambda: ServiceFactory(child=child, on_date=date(2024, 6, 1)).pk))
        return real(*asked, **more)

    monkeypatch.setattr(changed_children, "move_cells", move_cells)
    assert count_changed_children() == 0
    assert count_changed_children() == 1
    assert all_is_right()


def test_what_comes_after_we_looked_who_waits_is_counted_too(child, there, monkeypatch):
    """The child moves between the look and the locks: its marks are then of more kinds than were seen."""
    ServiceFactory(child=child, on_date=date(2024, 6, 1))
    real, done = changed_children._lots, []

    def look():
        found = real()
        if not done:
            done.append(apart(lambda: [move(child, there, date(2025, 1, 1))]))
        return found

    monkeypatch.setattr(changed_children, "_lots", look)
    assert count_changed_children() == 1
    assert all_is_right()


def test_two_writers_on_one_child_are_undone_together(child):
    """The second commits first and is counted; the first, begun earlier, is then the only change."""
    began, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            special(child)
            began.set()
            assert go_on.wait(30)

    first = Aside(slow)
    assert began.wait(30)
    ServiceFactory(child=child, on_date=date(2024, 6, 1))
    assert count_changed_children() == 1
    go_on.set()
    first.thread.join(30)
    assert all_is_right()


@pytest.mark.parametrize("counted_between", [True, False])
def test_a_large_statement_takes_changed_children_with_their_places(child, here, there, counted_between):
    """The child moves, then an import tells of it among many: what it was is known no more."""
    others = [ChildFactory(place=here) for _ in range(60)]
    sweep_all()
    move(child, there, date(2024, 6, 1))
    if counted_between:
        count_changed_children()
    day = {"kind": "health", "on_date": date(2024, 7, 1), "provider": "Trạm giả", "recorded_place": here}
    Service.objects.bulk_create(Service(child=one, **day) for one in (*others, child))
    assert not Stale.objects.exclude(child_id=None).exists()
    assert all_is_right()


def test_what_was_kept_of_a_child_who_lived_nowhere_goes_with_a_large_statement(here):
    """Its home comes with an import and is counted with the place; what was kept is then not what was counted."""
    children = [ChildFactory(residence=False, responsible_place=here, birth_date=BORN) for _ in range(60)]
    special(children[0])
    assert FactBefore.objects.exists()
    assert not Stale.objects.exists()
    Residence.objects.bulk_create(Residence(child=child, place=here, starts_on=BORN) for child in children)
    sweep_all()
    assert counted() == table_of_cells()
    CircumstanceFactory(child=children[0], group="DB01", starts_on=date(2024, 6, 1))
    assert all_is_right()


def test_another_kind_of_record_takes_the_child_with_its_places(child, here, there):
    special(child)
    move(child, there, date(2024, 6, 1))
    CaseFactory(child=child, place=there)
    assert not FactBefore.objects.exists()
    assert all_is_right()
    move(child, here, date(2025, 6, 1))
    Child.objects.filter(pk=child.pk).update(died_on=date(2025, 7, 1))
    assert all_is_right()


def test_a_deleted_child_leaves_the_cells(child):
    special(child)
    sweep_all()
    with transaction.atomic():
        child.delete()
    assert all_is_right()


def test_midnight_counts_a_spell_that_was_to_end_and_goes_on(child):
    with time_machine.travel("2026-05-02T05:00:00Z", tick=False):
        calendar.tick()
        spell = special(child, ends_on=date(2026, 5, 2))
        sweep_all()
        SpecialCircumstance.objects.filter(pk=spell.pk).update(ends_on=None)
    with time_machine.travel("2026-05-03T05:00:00Z", tick=False):
        calendar.tick()
        count_changed_children()
        assert all_is_right()


def test_cells_that_lack_what_must_leave_them_are_counted_whole(child):
    spell = special(child)
    sweep_all()
    Cell.objects.filter(measure="special").delete()
    spell.delete()
    assert count_changed_children() == 0
    assert not Stale.objects.exclude(child_id=None).exists()
    assert all_is_right()


@pytest.mark.parametrize("alike", [True, False])
def test_who_moves_before_being_counted_at_all_is_not_taken_from_cells_for_good(here, there, alike):
    """A case takes the new child along with its place; then it moves. Undone where it was never counted, it leaves the
    cells one child too few, beside one like it, or less than none: the place still waits, says so, and is counted."""
    if alike:
        CaseFactory(child=ChildFactory(place=here, birth_date=BORN, sex="F"), place=here)
        sweep_all()
    new = ChildFactory(place=here, birth_date=BORN, sex="F")
    CaseFactory(child=new, place=here)
    move(new, there, date(2024, 6, 1))
    assert count_changed_children() == alike
    assert values.of("P01", here, "2025").stale
    assert all_is_right()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_was_kept_by_older_declarations_is_not_counted_from(child, here):
    """A row kept without a column that counts by now: with the new triggers the children go to their places."""
    special(child)
    count_changed_children()
    SpecialCircumstance.objects.filter(child=child).update(group="DB01")
    FactBefore.objects.update(was={"id": 0, "child_id": child.pk})
    with connections["owner"].cursor() as cursor:
        for statement in install_sql():
            cursor.execute(statement)
    assert all_is_right()


def test_a_child_deleted_and_made_anew_beside_its_records_is_counted_anew(child):
    """A repair by plain SQL: references are looked at when the transaction ends."""
    special(child)
    sweep_all()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"create temporary table again on commit drop as select * from cases_child where id = {child.pk}"
        )
        cursor.execute("delete from cases_child where id = %s", [child.pk])
        cursor.execute("update again set sex = case sex when 'M' then 'F' else 'M' end")
        cursor.execute("insert into cases_child select * from again")
    assert all_is_right()


@pytest.mark.parametrize("left", ["delete", "update set id = -1"])
def test_a_row_that_one_statement_takes_away_and_makes_anew_is_undone_as_it_was(child, left):
    """The triggers of a MERGE are told what went before what came: what is kept of the row first is what it was."""
    service = ServiceFactory(child=child, on_date=date(2024, 6, 1))
    sweep_all()
    columns = "uid, void_reason, kind, provider, note, created_at, child_id, recorded_place_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""merge into cases_service s
            using (select * from cases_service r cross join (values (1), (2)) v (n) where r.id = %s order by n) r
            on s.id = r.id and r.n = 1
            when matched then {left}
            when not matched then insert (id, on_date, {columns}) values (r.id, '2024-07-01', gen_random_uuid(),
                r.void_reason, r.kind, r.provider, r.note, r.created_at, r.child_id, r.recorded_place_id)""",
            [service.pk],
        )
    assert all_is_right()


def test_who_does_not_see_what_others_write_may_write_nothing_that_counts(child, there):
    """In REPEATABLE READ the marks would go where the child lived when the transaction began."""
    ServiceFactory(child=child, on_date=date(2024, 6, 1))
    sweep_all()
    with suppress(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        cursor.execute("select count(*) from cases_child")
        apart(lambda: [move(child, there, date(2024, 1, 1)), sweep_all()])
        ServiceFactory(child=child, on_date=date(2024, 7, 1))
    assert all_is_right()
    assert Service.objects.count() == 1


def test_a_place_that_begins_while_the_day_turns_gets_the_new_periods_too(child, here, monkeypatch):
    """Its first child comes, and is counted, when the places are marked and the new day is not yet there."""
    place = commune("Xã Mới Giả", parent=here.parent)
    real = calendar.mark_everywhere

    def mark_everywhere(*asked):
        marked = real(*asked)
        assert apart(lambda: [ChildFactory(place=place, birth_date=BORN), sweep_all()])
        return marked

    monkeypatch.setattr(calendar, "mark_everywhere", mark_everywhere)
    calendar.tick(timezone.localdate() + timedelta(days=40))
    monkeypatch.undo()
    sweep_all()
    kept = set(Period.objects.values_list("pk", flat=True))  # months that were dropped meanwhile are asked by nobody
    assert counted() == {cell for cell in table_of_cells() if cell[2] in kept}


# workers and writers who meet


def test_a_deadlock_costs_a_child_no_more_than_another_turn(child, monkeypatch):
    special(child)
    real, failures = changed_children.move_cells, [1]

    def move_cells(*asked, **more):
        if failures:
            failures.pop()
            raise OperationalError("deadlock detected") from DeadlockDetected()
        return real(*asked, **more)

    monkeypatch.setattr(changed_children, "move_cells", move_cells)
    assert count_changed_children() == 0
    assert set(Stale.objects.values_list("child_id", flat=True)) == {child.pk}
    assert count_changed_children() == 1
    assert all_is_right()


@pytest.mark.parametrize("dies", [True, False])
def test_a_writer_waits_for_the_worker_who_counts_its_child(child, there, monkeypatch, dies):
    """Whether the worker then ends its turn or dies in it: what the writer adds is undone or counted once."""
    special(child)
    move(child, there, date(2024, 6, 1))
    real, writers = changed_children.move_cells, []

    def move_cells(*asked, **more):
        writers.append(Aside(lambda: CaseFactory(child=child, place=there).pk))
        ready = real(*asked, **more)
        assert writers[0].waits()
        if dies:
            raise KeyboardInterrupt
        return ready

    monkeypatch.setattr(changed_children, "move_cells", move_cells)
    if dies:
        with pytest.raises(KeyboardInterrupt):
            count_changed_children()
    else:
        assert count_changed_children() == 1
    assert writers[0].ends()
    assert all_is_right()


def test_two_workers_share_the_children_and_move_the_same_cells(here, monkeypatch):
    children = [ChildFactory(place=here, birth_date=BORN, sex="F") for _ in range(6)]
    sweep_all()
    for one in children:
        special(one)
    monkeypatch.setattr(changed_children, "AT_ONCE", 3)
    real, turns = changed_children.move_cells, []

    def move_cells(*asked, **more):
        if not turns:
            turns.append(Aside(count_changed_children))
            assert not turns[0].waits()
        return real(*asked, **more)

    monkeypatch.setattr(changed_children, "move_cells", move_cells)
    count_changed_children()
    assert all_is_right()


@pytest.mark.parametrize("place_first", [True, False])
def test_a_place_and_its_child_are_never_counted_at_once(child, here, monkeypatch, place_first):
    special(child)
    found = []
    if place_first:
        calendar.mark_places([here.pk], date.min, date.max)
        count = sweeping.recount

        def recount(*asked):
            found.append(apart(_nobody))
            return count(*asked)

        monkeypatch.setattr(sweeping, "recount", recount)
        sweeping.sweep_once()
    else:
        real = changed_children.move_cells

        def move_cells(*asked, **more):
            found.append(apart(lambda: _whole(here)))
            return real(*asked, **more)

        monkeypatch.setattr(changed_children, "move_cells", move_cells)
        assert count_changed_children() == 1
    assert found == [[0]] * len(found) != []
    assert all_is_right()


def _nobody():
    return [count_changed_children()]


def _whole(place):
    calendar.mark_places([place.pk], date.min, date.max)
    return [sweeping.sweep_once()]


@contextmanager
def before_cells_are_written():
    """Who says `set maiam.slow = on` counts, and does not write until this ends: his statement began before it."""
    with connections["owner"].cursor() as owner:
        owner.execute("select pg_advisory_lock(7)")
        owner.execute("""
            create function slow() returns trigger language plpgsql as $$ begin
                if current_setting('maiam.slow', true) = 'on' then perform pg_advisory_xact_lock_shared(7); end if;
                return null; end $$""")
        owner.execute("create trigger slow before insert on indicators_cell for each statement execute function slow()")
        try:
            yield
        finally:
            owner.execute("select pg_advisory_unlock(7)")
            owner.execute("set lock_timeout = '30s'; drop trigger slow on indicators_cell; drop function slow()")


def _sweeps_slowly():
    with connection.cursor() as cursor:
        cursor.execute("set maiam.slow = on")
    return sweeping.sweep_once()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_child_that_changes_between_the_count_and_the_writing_of_its_place_comes_later(child, here):
    """The place is about to write what it counted, whatever the cells hold by then: of the first child only."""
    second = ChildFactory(place=here, birth_date=BORN)
    sweep_all()
    special(child)
    changed_children._let_go([child.pk])
    with before_cells_are_written():
        worker = Aside(_sweeps_slowly)
        while not _someone_waits_to_write():
            assert worker.thread.is_alive()
            time.sleep(0.05)
        special(second)
        assert count_changed_children() == 0
    assert worker.ends() == 1
    assert all_is_right()


def _someone_waits_to_write():
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_locks where locktype = 'advisory' and objid = 7 and not granted)")
        return cursor.fetchone()[0]


def test_two_workers_who_make_the_same_cell_count_no_place_for_it(here, no_place_is_counted, monkeypatch):
    first, second = (ChildFactory(place=here, birth_date=BORN, sex="F") for _ in range(2))
    while count_changed_children():
        pass
    special(first)
    special(second)
    monkeypatch.setattr(changed_children, "AT_ONCE", 1)
    real, turns = changed_children.move_cells, []

    def move_cells(*asked, **more):
        ready = real(*asked, **more)
        if not turns:
            turns.append(Aside(lambda: [count_changed_children()]))
            assert turns[0].waits()
        return ready

    monkeypatch.setattr(changed_children, "move_cells", move_cells)
    assert count_changed_children() == 1
    assert turns[0].ends() == [0]  # it was second, and comes again
    assert count_changed_children() == 1
    assert not Stale.objects.exists()
    assert counted() == table_of_cells()


@pytest.mark.parametrize(("counting", "count"), [(sweeping, "sweep_once"), (checking, "recount_all")])
def test_nobody_waits_for_a_whole_count_to_end_because_a_child_was_waiting_there(
    child, here, monkeypatch, counting, count
):
    special(child)
    calendar.mark_places([here.pk], date.min, date.max)
    real, written = counting.recount, []

    def recount(*asked, **more):
        written.append(apart(lambda: CaseFactory(child=child, place=here).pk))
        return real(*asked, **more)

    with monkeypatch.context() as patched:
        patched.setattr(counting, "recount", recount)
        getattr(counting, count)()
    assert written
    assert all_is_right()


def test_who_cannot_be_counted_alone_and_is_held_by_someone_loses_nothing_yet(child, here):
    special(child)
    with someone_holds(child, here):
        changed_children._let_go([child.pk])
        assert set(Stale.objects.values_list("child_id", flat=True)) == {child.pk}
        assert FactBefore.objects.exists()
    assert all_is_right()


def test_a_fault_of_the_database_is_not_taken_for_someone_who_holds_a_child(child, monkeypatch):
    def release(children):
        raise OperationalError("disk full")

    monkeypatch.setattr(changed_children, "release", release)
    with pytest.raises(OperationalError, match="disk full"):
        changed_children._let_go([child.pk])


@contextmanager
def someone_holds(child, place):
    """A writer who has taken the child's privilege and does not end."""
    began, go_on = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            CaseFactory(child=child, place=place)
            began.set()
            assert go_on.wait(30)

    writer = Aside(write)
    assert began.wait(30)
    try:
        yield go_on
    finally:
        go_on.set()
        writer.thread.join(30)


def test_a_child_that_someone_holds_keeps_no_other_child_waiting(child, there, monkeypatch):
    """The oldest, of whom alone this kind of fact has changed; and the oldest of those like the others."""
    monkeypatch.setattr(changed_children, "AT_ONCE", 1)
    alike, other = ChildFactory(place=there, birth_date=BORN), ChildFactory(place=there, birth_date=BORN)
    sweep_all()
    for one in (child, alike, other):
        special(one)
    ServiceFactory(child=child, on_date=date(2024, 6, 1))
    with someone_holds(child, there), someone_holds(alike, there):
        assert count_changed_children() == 1
        assert set(Stale.objects.values_list("child_id", flat=True)) == {child.pk, alike.pk}
    assert all_is_right()


def test_a_place_of_whose_children_someone_holds_one_keeps_no_other_place_waiting(child, here, there):
    special(child)
    for place in (here, there):
        calendar.mark_places([place.pk], date.min, date.max)
    with someone_holds(child, here):
        assert sweeping.sweep_once(1) == 1
        assert set(Stale.objects.values_list("place_id", flat=True)) == {here.pk}
        assert sweeping.sweep_once(1) == 0
    assert all_is_right()


def test_a_mark_that_a_writer_waited_for_in_vain_keeps_no_worker_waiting(child, here, there):
    """He waited for the child to lose its privilege, and holds the mark that it left until he ends."""
    special(child)
    calendar.mark_places([there.pk], date.min, date.max)
    go_on = threading.Event()

    def write():
        with transaction.atomic():
            CaseFactory(child=child, place=here)
            assert go_on.wait(30)
        return True

    with transaction.atomic():
        sweeping.count_with_their_places([here.pk])
        writer = Aside(write)
        assert writer.waits()
    worker = Aside(lambda: [sweeping.sweep_once(1), sweeping.sweep_once(1)])
    try:
        assert not worker.waits()
        assert worker.ends() == [1, 0]
        assert set(Stale.objects.values_list("place_id", flat=True)) == {here.pk}
        assert Aside(lambda: [sweeping._marks_of([here.pk])]).ends() == [[]]
    finally:
        go_on.set()
        writer.thread.join(30)
    assert all_is_right()


def test_a_recount_that_was_asked_for_waits_for_a_writer(child, here, there, capsys):
    """It counts all other places, then this one when the writer has ended; and the writer does not fail for it."""
    special(child)
    Cell.objects.all().delete()
    with someone_holds(child, here) as go_on:
        command = Aside(lambda: [call_command("recount", "--all")])
        deadline = time.monotonic() + 20
        while not Cell.objects.filter(place_id=there.pk).exists():
            assert time.monotonic() < deadline
        assert command.waits()
        assert not Cell.objects.filter(place_id=here.pk).exists()
        go_on.set()
        assert command.ends()
    assert "Đã đếm lại" in capsys.readouterr().out
    assert all_is_right()


def test_a_recount_that_was_asked_for_says_that_a_writer_does_not_end(child, here, monkeypatch):
    special(child)
    monkeypatch.setattr(checking, "WAIT_SECONDS", 0)
    with someone_holds(child, here), pytest.raises(CommandError, match="^1 địa bàn chưa đếm lại được"):
        call_command("recount", place=here.reference)
    assert all_is_right()


def test_a_recount_that_fails_of_itself_is_not_tried_again(here, monkeypatch):
    def recount(*asked, **more):
        raise OperationalError("disk full")

    monkeypatch.setattr(checking, "recount", recount)
    with pytest.raises(OperationalError, match="disk full"):
        checking.recount_all()


# all of it, many times over


def test_writers_and_workers_hammer_one_handful_of_children(here, there):
    """Four threads, a few children, both communes: residence, circumstances, services, cases, counts of either kind."""
    children = [ChildFactory(place=place, birth_date=BORN) for place in (here, there) for _ in range(2)]
    sweep_all()
    until, failures = timezone.now() + timedelta(seconds=6), []

    def work(seed, kinds):
        dice = random.Random(seed)
        try:
            while timezone.now() < until:
                try:
                    dice.choice(kinds)(dice)
                except IntegrityError:
                    continue  # it would end before it began, or overlap another
                except OperationalError as error:
                    if not isinstance(error.__cause__, DeadlockDetected):
                        raise
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    def day(dice):
        return date(2023, 1, 1) + timedelta(days=dice.randrange(900))

    writers = [
        lambda dice: special(dice.choice(children), ends_on=date(2024, 5, 1)),
        lambda dice: SpecialCircumstance.objects.filter(child=dice.choice(children)).delete(),
        lambda dice: ServiceFactory(child=dice.choice(children), on_date=day(dice)),
        lambda dice: move(dice.choice(children), dice.choice((here, there)), day(dice)),
        lambda dice: Child.objects.filter(pk=dice.choice(children).pk).update(sex=dice.choice("MF")),
    ]
    workers = [
        lambda dice: count_changed_children(),
        lambda dice: sweeping.sweep_once(1),
        lambda dice: calendar.mark_places([dice.choice((here, there)).pk], date.min, date.max),
    ]
    each = enumerate([writers, writers, workers, workers])
    threads = [threading.Thread(target=work, args=[seed, kinds]) for seed, kinds in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert all_is_right()
