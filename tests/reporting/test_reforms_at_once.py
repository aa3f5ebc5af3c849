"""A reform is carried out by several workers while people change their minds: each step is taken once or not at all."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import Assignment, AuditEvent
from places.actions import reforms as planning
from places.models import Place, Reform, ReformLink, ReformStatus
from reporting.actions import reforms as actions
from tests.factories import ChildFactory

DAY = timezone.localdate() + timedelta(days=40)
MORNING = f"{DAY}T00:05:00+07:00"


@pytest.fixture
def reform(here, hoa, an):
    """The commune of Hoa gets another name."""
    for place, code in ((here, "00101"), (here.parent, "80")):
        place.code = code
        place.save()
    told = {"legal_document": "Nghị quyết thử", "on_date": DAY, "text": "00101; 00110; Xã Mới Giả; 80"}
    return actions.enter_reform(**told, carries_roles=True, by=an)


def test_what_was_withdrawn_is_neither_scheduled_nor_withdrawn_again(reform, an, khanh):
    actions.withdraw_reform(reform=reform, version=reform.version, by=an)
    trail = AuditEvent.objects.count()
    for act in (actions.schedule_reform, actions.withdraw_reform):
        with pytest.raises(actions.NotOpen):
            act(reform=reform, version=reform.version, by=khanh)
    reform.refresh_from_db()
    assert (reform.status, AuditEvent.objects.count()) == (ReformStatus.WITHDRAWN, trail)


def test_a_reform_withdrawn_at_the_last_moment_is_not_carried_out(reform, an, khanh, monkeypatch):
    actions.schedule_reform(reform=reform, version=reform.version, by=khanh)
    begin = planning.begin_units

    def withdrawn_just_before(reform, today):
        actions.withdraw_reform(reform=reform, version=reform.version, by=an)
        return begin(reform, today)

    monkeypatch.setattr(planning, "begin_units", withdrawn_just_before)
    with time_machine.travel(MORNING, tick=False):
        assert actions.apply_due_reforms() == 0
    assert Reform.objects.get().status == ReformStatus.WITHDRAWN
    assert not Place.objects.filter(code="00110").exists()


def test_a_unit_that_another_worker_has_just_finished_is_not_done_again(reform, here, hoa, an, khanh):
    """It was still to do when it was looked for, and done when its turn came."""
    child = ChildFactory(place=here)
    actions.schedule_reform(reform=reform, version=reform.version, by=khanh)
    finished = []

    def another_worker(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if "SKIP LOCKED" in sql and not finished:
            finished.append(sql)
            ReformLink.objects.update(done_at=timezone.now())
        return found

    with time_machine.travel(MORNING, tick=False), connection.execute_wrapper(another_worker):
        actions.apply_due_reforms()
    assert finished
    assert Reform.objects.get().status == ReformStatus.APPLIED
    assert Assignment.objects.get(user=hoa).valid_to is None, "roles were the other worker's to carry over"
    assert child.residences.get().ends_on is None, "and so were the children"
