"""Two people at once."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, Notice
from cases import actions
from cases.models import Case, Child, Intake
from tests.factories import ChildFactory, IntakeFactory, ServiceFactory

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "select exists (select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)))"


def at_once(*calls):
    """Run each call in a thread of its own, all let go together; what they returned or raised, in order."""
    gate, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        try:
            gate.wait(timeout=10)
            results[index] = call()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def wait_until_someone_waits():
    """Until another transaction is held up by a lock of ours; without one nothing keeps the two apart."""
    until = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


def test_two_officers_open_one_case_of_one_child_and_report(intake, hoa, here):
    child = ChildFactory(place=here)
    results = at_once(*[lambda: actions.open_case(intake=intake, by=hoa, child=child)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Case", "Refused"]
    assert Case.objects.count() == 1


def test_two_officers_enter_one_number_for_a_child(hoa, here):
    told = {"full_name": "Trẻ Giả", "sex": "F", "birth_date": date(2016, 5, 3), "place": here}
    results = at_once(*[lambda: actions.register_child(by=hoa, personal_id="089316000123", **told)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Child", "Refused"]
    assert Child.objects.count() == 1


def test_numbers_neither_repeat_nor_leave_gaps(hoa, here):
    def take():
        return actions.take_intake(
            by=hoa,
            received_at=timezone.now() - timedelta(minutes=1),
            channel="phone",
            category="at_risk",
            incident_place=here,
            narrative="Nội dung giả.",
        )

    at_once(*[take] * 6)
    assert sorted(code[-1] for code in Intake.objects.values_list("code", flat=True)) == list("123456")


def test_of_two_edits_of_one_version_one_is_saved_and_one_is_shown_the_other(hoa, here):
    child = ChildFactory(place=here)
    results = at_once(
        *[lambda name=name: actions.edit_child(child=child, version=1, by=hoa, full_name=name) for name in ("A", "B")]
    )
    assert sorted(type(result).__name__ for result in results) == ["Child", "Clash"]
    child.refresh_from_db()
    assert child.version == 2


def test_two_memberships_of_one_group_at_once_leave_one(hoa, here):
    child = ChildFactory(place=here)
    results = at_once(
        *[lambda: actions.add_circumstance(child=child, group="DB01", starts_on=date(2022, 1, 1), by=hoa)] * 2
    )
    assert sorted(type(result).__name__ for result in results) == ["Refused", "SpecialCircumstance"]


def test_two_reminders_at_once_tell_once(opened):
    Notice.objects.all().delete()
    now = timezone.now()
    opened.steps.update(due_at=now - timedelta(hours=1))
    results = at_once(*[lambda: actions.remind_of_late_steps(at=now)] * 3)
    assert sum(results) == 2
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("act", ["assign", "open"])
def test_whoever_is_being_barred_from_one_case_is_left_in_charge_of_none(opened, hoa, an, here, act):
    """The bar is set and not yet committed while the child's other case is worked on."""
    child, report = opened.child, IntakeFactory(incident_place=here)
    other = None if act == "open" else actions.open_case(intake=report, child=child, by=an)
    acts = {
        "assign": lambda: actions.assign_case(case=other, to=hoa, by=an),
        "open": lambda: actions.open_case(intake=report, child=child, by=hoa),
    }
    barred = threading.Event()

    def bar():
        with transaction.atomic():
            actions.restrict_case(case=opened, user=hoa, reason="liên quan", by=an)
            barred.set()
            wait_until_someone_waits()

    def meanwhile():
        barred.wait(timeout=10)
        return acts[act]()

    results = at_once(bar, meanwhile)
    assert results[0] is None
    assert type(results[1]).__name__ == {"assign": "Refused", "open": "Case"}[act]
    assert not Case.objects.filter(assigned_to=hoa).exists()


@pytest.mark.parametrize("act", ["assign", "restrict", "service"])
def test_a_child_is_locked_before_its_cases_so_that_nobody_waits_in_a_circle(opened, hoa, an, act):
    done = {"kind": "legal", "on_date": timezone.localdate(), "provider": "Nơi giả"}
    acts = {
        "assign": lambda: actions.assign_case(case=opened, to=None, by=hoa),
        "restrict": lambda: actions.restrict_case(case=opened, user=hoa, reason="liên quan", by=an),
        "service": lambda: actions.record_service(child=opened.child, case=opened, by=hoa, **done),
    }
    with CaptureQueriesContext(connection) as asked:
        acts[act]()
    locks = [query["sql"].split('FROM "')[1].split('"')[0] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
    assert locks[:2] == ["cases_child", "cases_case"]


def test_a_service_that_is_being_voided_keeps_its_reason_when_its_case_is_voided_too(opened, hoa, here):
    service = ServiceFactory(child=opened.child, case=opened, recorded_place=here)
    results = []

    def void_case():
        results.extend(at_once(lambda: actions.void_entry(row=opened, reason="Nhầm trẻ.", by=hoa)))

    with transaction.atomic():
        actions.void_entry(row=service, reason="Ghi trùng.", by=hoa)
        other = threading.Thread(target=void_case)
        other.start()
        wait_until_someone_waits()
    other.join(timeout=30)
    assert [type(result).__name__ for result in results] == ["Case"]
    service.refresh_from_db()
    assert service.void_reason == "Ghi trùng."
    assert AuditEvent.objects.filter(verb="entry.voided", detail__kind="service").count() == 1
