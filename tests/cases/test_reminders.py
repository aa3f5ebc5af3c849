"""One notice a day for each late step."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notice
from cases import actions, tasks
from cases.actions import steps
from cases.models import CaseStep
from tests.cases.conftest import fresh, step
from tests.factories import AssignmentFactory


@pytest.fixture
def late(opened):
    """The plan was due yesterday."""
    Notice.objects.all().delete()
    opened.steps.filter(code="plan").update(due_at=timezone.now() - timedelta(days=1))
    return opened


def test_the_one_in_charge_is_told_once_a_day(late, hoa, time_machine):
    now = timezone.now()
    assert actions.remind_of_late_steps(at=now) == 1
    assert actions.remind_of_late_steps(at=now) == 0
    notice = Notice.objects.get()
    assert (notice.to, notice.url) == (hoa, f"{late.get_absolute_url()}#han")
    assert notice.subject == f"Quá hạn ở hồ sơ {late.code}: Trình kế hoạch hỗ trợ, can thiệp (Mẫu 04)"
    assert actions.remind_of_late_steps(at=now + timedelta(days=1)) == 1


def test_its_address_leads_to_the_terms_on_the_page(late, hoa, client):
    actions.remind_of_late_steps(at=timezone.now())
    client.force_login(hoa)
    page, _hash, part = Notice.objects.get().url.partition("#")
    html = client.get(page).content.decode()
    assert html.count(f'id="{part}"') == 1
    assert "Trình kế hoạch hỗ trợ" in html.partition(f'id="{part}"')[2]


def test_the_day_is_the_vietnamese_day(late, time_machine):
    time_machine.move_to("2027-03-09T16:30:00+00:00")
    assert actions.remind_of_late_steps(at=timezone.now()) == 1
    assert actions.remind_of_late_steps(at=timezone.now() + timedelta(minutes=29)) == 0
    assert actions.remind_of_late_steps(at=timezone.now() + timedelta(minutes=31)) == 1


@pytest.mark.parametrize("why", ["no one", "off duty"])
def test_without_anyone_in_charge_the_officers_are_told(late, hoa, minh, next_door, why):
    if why == "no one":
        actions.assign_case(case=late, to=None, by=hoa)
    else:
        late.assigned_to = minh
        late.save()
    actions.remind_of_late_steps(at=timezone.now())
    assert [notice.to for notice in Notice.objects.filter(subject__startswith="Quá hạn")] == [hoa]


def test_a_term_that_ends_now_is_not_late_and_a_microsecond_later_it_is(late):
    due = timezone.now()
    late.steps.filter(code="plan").update(due_at=due)
    assert actions.remind_of_late_steps(at=due) == 0
    assert actions.remind_of_late_steps(at=due + timedelta(microseconds=1)) == 1


@pytest.mark.parametrize("change", ["done", "cancelled", "closed", "voided"])
def test_what_is_over_is_not_reminded_of(late, hoa, change):
    plan = late.steps.filter(code="plan")
    if change == "done":
        plan.update(done_at=timezone.now())
    elif change == "cancelled":
        plan.update(cancelled_at=timezone.now())
    elif change == "closed":
        actions.close_case(case=late, outcome="lost", reason="Bỏ đi.", by=hoa)
    else:
        actions.void_entry(row=late, reason="nhập nhầm", by=hoa)
    CaseStep.objects.filter(case=late, code="initial").delete()
    assert actions.remind_of_late_steps(at=timezone.now()) == 0


def test_the_task_goes_through_all_batches(late, monkeypatch):
    monkeypatch.setattr(steps, "_BATCH", 1)
    late.steps.filter(code="initial").update(due_at=timezone.now() - timedelta(hours=1))
    tasks.remind_overdue_steps()
    assert Notice.objects.count() == 2
    assert step(late, "initial").reminded_on == step(late, "plan").reminded_on == timezone.localdate()


def test_overdue_cases_are_those_with_a_late_step(late, hoa):
    cases = type(late).objects
    assert list(cases.overdue(timezone.now())) == [late]
    actions.close_case(case=late, outcome="lost", reason="Bỏ đi.", by=hoa)
    assert not cases.overdue(timezone.now()).exists()
    assert not fresh(late).is_active


def nobody_works(case, hoa):
    actions.assign_case(case=case, to=None, by=hoa)
    hoa.is_active = False
    hoa.save()
    Notice.objects.all().delete()


def test_where_nobody_works_the_staff_of_the_province_are_told(late, hoa, lan):
    nobody_works(late, hoa)
    assert actions.remind_of_late_steps(at=timezone.now()) == 1
    assert Notice.objects.get().to == lan


def test_where_all_are_barred_the_staff_of_the_province_are_told(late, hoa, lan, an):
    actions.restrict_case(case=late, user=hoa, reason="liên quan", by=an)
    Notice.objects.all().delete()
    assert actions.remind_of_late_steps(at=timezone.now()) == 1
    assert Notice.objects.get().to == lan


def test_what_nobody_was_told_of_is_not_marked_and_holds_up_nothing(late, hoa, here, monkeypatch):
    monkeypatch.setattr(steps, "_BATCH", 1)
    nobody_works(late, hoa)
    late.steps.filter(code="initial").update(due_at=timezone.now() - timedelta(hours=1))
    assert actions.remind_of_late_steps(at=timezone.now()) == 0
    assert not CaseStep.objects.exclude(reminded_on=None).exists()
    someone = AssignmentFactory(place=here).user
    assert actions.remind_of_late_steps(at=timezone.now()) == 2
    assert {notice.to for notice in Notice.objects.all()} == {someone}
