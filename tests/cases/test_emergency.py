"""Measures in an emergency, and how long a separation lasts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import actions
from cases.models import EmergencyMeasure
from places.working_days import vietnam_day
from tests.cases.conftest import first_form, fresh, step, today


@pytest.fixture
def urgent(opened, hoa):
    """Form 02 says: an emergency."""
    first_form(
        opened,
        hoa,
        answers={"H1": "high", "H2": "high", "A1": "low", "A2": "low"},
        final_level="high",
        is_emergency=True,
    )
    return fresh(opened)


def measure(case, by, **fields):
    told = {"taken_at": timezone.now(), "kind": "medical", "note": "Đưa trẻ đến trạm y tế.", **fields}
    return actions.record_emergency_measure(case=case, by=by, **told)


def separate(case, by, **fields):
    return measure(case, by, **{"kind": "separation", "separated_on": today(), "decision_number": "7/QĐ", **fields})


def test_the_first_measure_fulfils_the_step_at_the_moment_when_it_was_taken(urgent, hoa):
    late, early = timezone.now(), urgent.received_at + timedelta(minutes=5)
    measure(urgent, hoa, taken_at=late)
    assert step(urgent, "emergency").done_at == late
    measure(urgent, hoa, taken_at=early, kind="police")
    assert step(urgent, "emergency").done_at == early
    assert step(urgent, "emergency").done_by == hoa


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"taken_at": timezone.now() + timedelta(days=400)}, "moment_in_future"),
        ({"taken_at": timezone.now() - timedelta(days=400)}, "before_receipt"),
        ({"kind": "magic"}, "column"),
        ({"note": ""}, "column"),
        ({"separated_on": today()}, "no_separation"),
        ({"kind": "separation"}, "separation_day"),
        ({"kind": "separation", "separated_on": today() + timedelta(days=1)}, "day_in_future"),
    ],
)
def test_bad_input_is_refused(urgent, hoa, fields, code):
    with pytest.raises(actions.Refused) as refusal:
        measure(urgent, hoa, **fields)
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert not EmergencyMeasure.objects.exists()
    assert step(urgent, "emergency").done_at is None


class TestSeparation:
    def test_it_lasts_fifteen_days_at_most(self, urgent, hoa):
        separate(urgent, hoa)
        opened = step(urgent, "separation")
        assert vietnam_day(opened.due_at) == today() + timedelta(days=15)
        assert vietnam_day(opened.clock_started_at) == today()

    def test_the_next_one_has_what_the_earlier_ones_left_of_the_fifteen_days(self, urgent, hoa):
        urgent.received_at -= timedelta(days=20)
        urgent.save()
        first = separate(urgent, hoa, separated_on=today() - timedelta(days=12))
        actions.end_separation(measure=first, ended_on=today() - timedelta(days=3), by=hoa)
        separate(urgent, hoa)
        running = step(urgent, "separation")
        assert vietnam_day(running.due_at) == today() + timedelta(days=6)
        assert "đã hết 9 ngày" in running.explain()["reason"]
        actions.void_entry(row=first, reason="nhập nhầm", by=hoa)
        running.refresh_from_db()
        assert vietnam_day(running.due_at) == today() + timedelta(days=15)
        assert "đã hết" not in running.explain()["reason"]

    def test_after_fifteen_days_nothing_is_left(self, urgent, hoa):
        urgent.received_at -= timedelta(days=40)
        urgent.save()
        first = separate(urgent, hoa, separated_on=today() - timedelta(days=30))
        actions.end_separation(measure=first, ended_on=today() - timedelta(days=10), by=hoa)
        separate(urgent, hoa)
        assert vietnam_day(step(urgent, "separation").due_at) == today()

    def test_one_at_a_time(self, urgent, hoa):
        separate(urgent, hoa)
        with pytest.raises(actions.Refused) as refusal:
            separate(urgent, hoa)
        assert [problem.code for problem in refusal.value.problems] == ["separated_already"]

    def test_it_ends_once(self, urgent, hoa):
        row = separate(urgent, hoa)
        actions.end_separation(measure=row, ended_on=today(), by=hoa)
        assert fresh(row).separation_ended_on == today()
        assert step(urgent, "separation").done_at
        with pytest.raises(actions.Refused):
            actions.end_separation(measure=row, ended_on=today(), by=hoa)
        assert separate(urgent, hoa).pk

    def test_it_does_not_end_before_it_began(self, urgent, hoa):
        row = separate(urgent, hoa)
        with pytest.raises(actions.Refused) as refusal:
            actions.end_separation(measure=row, ended_on=today() - timedelta(days=1), by=hoa)
        assert [problem.field for problem in refusal.value.problems] == ["ended_on"]

    def test_another_measure_is_no_separation(self, urgent, hoa):
        with pytest.raises(actions.Refused):
            actions.end_separation(measure=measure(urgent, hoa), ended_on=today(), by=hoa)


class TestVoiding:
    def test_the_only_measure_leaves_the_step_open_again(self, urgent, hoa):
        first, second = measure(urgent, hoa), measure(urgent, hoa, kind="police")
        actions.void_entry(row=first, reason="nhập nhầm", by=hoa)
        assert step(urgent, "emergency").done_at == second.taken_at
        actions.void_entry(row=second, reason="nhập nhầm", by=hoa)
        assert step(urgent, "emergency").done_at is None

    def test_a_running_separation_takes_its_step_along(self, urgent, hoa):
        actions.void_entry(row=separate(urgent, hoa), reason="nhập nhầm", by=hoa)
        assert step(urgent, "separation") is None

    def test_an_ended_one_leaves_its_step_done(self, urgent, hoa):
        row = separate(urgent, hoa)
        actions.end_separation(measure=row, ended_on=today(), by=hoa)
        actions.void_entry(row=row, reason="nhập nhầm", by=hoa)
        assert step(urgent, "separation").done_at
