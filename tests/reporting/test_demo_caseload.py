"""The demonstration's cases stand as the actions leave them: their steps, terms and clocks."""

import random
from collections import defaultdict
from datetime import datetime, time, timedelta
from importlib import reload
from itertools import product

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from cases import actions
from cases.models import Case, CasePlan, CaseStep, EmergencyMeasure, Stage
from config.embedded import prepare
from places import working_days
from places.working_days import VIETNAM, is_working_day, vietnam_day
from reporting.demo import grave
from reporting.demo.histories import AT_ANY_HOUR, CLOSES, History, Office, at_work
from tests.cases.conftest import (  # noqa: F401 (a fixture)
    calendar,
    draft,
    first_form,
    fresh,
    intake,
    review_form,
    second_form,
)
from tests.factories import ChildFactory

Code = CaseStep.Code
APART = (Code.EMERGENCY, Code.SEPARATION)
CASES = 90
NOW = datetime(2026, 11, 20, 15, tzinfo=VIETNAM)  # a Friday


def stands(case):
    """What decides which steps a case has."""
    returned = case.plans.filter(status=CasePlan.Status.RETURNED).exists()
    return case.stage, bool(case.is_emergency), case.intake.seems_urgent, returned


def steps_of(case):
    def state(step):
        return "done" if step.done_at else "cancelled" if step.cancelled_at else "open"

    return sorted((step.basis, state(step)) for step in case.steps.exclude(code__in=APART))


@pytest.fixture
def by_actions(intake, hoa, chi):  # noqa: F811
    """{how a case stands: its steps}, of cases that the actions brought there."""
    told = {}

    def look(case):
        told[stands(fresh(case))] = steps_of(case)

    for urgent, emergency, returned in product((False, True), repeat=3):
        intake.pk, intake.uid, intake.code = None, None, f"TN-{urgent}{emergency}{returned}"
        _drive(intake, urgent, emergency, returned, look, hoa, chi)
    return told


def _drive(intake, urgent, emergency, returned, look, hoa, chi):  # noqa: F811
    intake.uid = type(intake)._meta.get_field("uid").get_default()
    intake.seems_urgent, intake.status, intake.version = urgent, "new", 1
    intake._state.adding = True
    intake.save()
    case = actions.open_case(intake=intake, by=hoa)
    look(case)
    first_form(case, hoa, final_level="high", is_emergency=emergency, override_reason="Giả.")
    look(case)
    second_form(fresh(case), hoa)
    look(case)
    plan = draft(fresh(case), hoa)
    plan = actions.submit_plan(plan=plan, version=plan.version, by=hoa)
    look(case)
    if returned:
        actions.return_plan(plan=plan, version=plan.version, by=chi, reason="Giả.")
        look(case)
        return
    actions.approve_plan(plan=plan, version=plan.version, by=chi)
    look(case)
    if emergency:
        actions.record_emergency_measure(case=fresh(case), by=hoa, taken_at=timezone.now(), kind="police", note="Giả.")
    review_form(fresh(case), hoa)
    look(case)
    actions.close_case(case=fresh(case), outcome="safe", by=chi)
    look(case)


@pytest.fixture
def caseload(here, next_door, hoa, chi):
    dice, pool = random.Random(1), defaultdict(list)  # noqa: S311 (invents data)
    offices = [Office(place, hoa, chi) for place in (here, next_door, here, next_door)]
    for place, kind in product((here, next_door), ("", "special", "at_risk")):
        pool[place.pk, kind] = [ChildFactory(place=place).pk for _ in range(CASES // 2)]
    for number in range(CASES):
        History(dice, offices[number % 2], NOW, number, pool).write()
    for number, (kind, position, days, course) in enumerate(grave.GRAVE, CASES):
        kind(dice, offices[position], NOW, number, pool, days=days, **course).write()
    return set(Case.objects.filter(code__startswith="AG-").values_list("pk", flat=True))


def test_every_case_has_the_steps_that_the_actions_give(by_actions, caseload):
    seen = set()
    for case in Case.objects.filter(pk__in=caseload).select_related("intake"):
        seen.add(stands(case))
        assert steps_of(case) == by_actions[stands(case)], stands(case)
    assert {stage for stage, *_rest in seen} == set(Stage.values)


def test_the_twelve_hours_and_the_fifteen_days_are_told_as_the_measures_say(caseload):
    cases = Case.objects.filter(pk__in=caseload, is_emergency=True)
    assert cases.count() == sum(kind is grave.Emergency for kind, *_rest in grave.GRAVE)
    for case in cases:
        first = case.emergency_measures.first()
        twelve = case.steps.get(code=Code.EMERGENCY)
        assert twelve.basis == "emergency_2017"
        assert twelve.done_at == (first.taken_at if first else None)
        running = case.emergency_measures.filter(kind=EmergencyMeasure.Kind.SEPARATION, separation_ended_on=None)
        assert case.steps.open().filter(code=Code.SEPARATION).count() == running.count()
    late = CaseStep.objects.late(timezone.now()).filter(case__in=cases)
    assert {Code.EMERGENCY, Code.SEPARATION} <= set(late.values_list("code", flat=True))


def test_a_form_of_the_demonstration_can_be_voided_and_takes_the_case_back(caseload, hoa):
    case = Case.objects.filter(pk__in=caseload, stage="review").first()
    actions.void_entry(row=case.assessments.last(), reason="nhập nhầm", by=hoa)
    assert fresh(case).stage == "support"
    assert {step.code for step in case.steps.open()} == {Code.SUPPORT, Code.REVIEW}


def test_nothing_is_done_before_a_birth_after_today_or_by_night(caseload):
    """Only hotlines and emergencies know no hours; whatever follows goes forward in time."""
    for case in Case.objects.filter(pk__in=caseload).select_related("intake", "child"):
        forms = list(case.assessments.order_by("pk"))
        plans = [p for plan in case.plans.all() for p in (plan.created_at, plan.submitted_at, plan.decided_at) if p]
        worked = [*(row.created_at for row in forms[case.intake.seems_urgent :]), *plans]
        if case.intake.channel not in AT_ANY_HOUR and not case.is_emergency:
            worked.append(case.received_at)
        told = [case.received_at, *(row.created_at for row in forms), *filter(None, [case.closed_at])]
        assert told == sorted(told), case.code
        assert max(told) <= NOW
        assert vietnam_day(told[0]) >= case.child.birth_date
        assert all(is_open(moment) for moment in worked), (case.code, worked)
        assert all(is_working_day(row.on_date) for row in case.services.all())
        assert case.intake.child_sex == case.child.sex
        assert not case.closed_at or vietnam_day(case.closed_at) >= case.plans.get().last_day()


def is_open(moment):
    local = moment.astimezone(VIETNAM)
    return is_working_day(local.date()) and time(7, 30) <= local.time() < CLOSES


@pytest.mark.django_db
def test_what_comes_after_hours_keeps_its_order():
    friday = datetime(2026, 11, 20, 16, tzinfo=VIETNAM)
    done = [at_work(friday + timedelta(hours=hours)) for hours in (0, 2, 30, 63, 65)]
    assert done == sorted(set(done))
    assert [f"{moment:%d %H}" for moment in done] == ["20 16", "23 07", "23 07", "23 07", "23 09"]


def test_a_report_of_before_a_birth_is_about_another_child(here, hoa, chi):
    dice = random.Random(2)  # noqa: S311 (invents data)
    born, unborn = ChildFactory(place=here), ChildFactory(place=here, birth_date=vietnam_day(NOW))
    pool = {(here.pk, kind): [born.pk, unborn.pk] for kind in ("", "special", "at_risk")}
    history = grave.GivenBack(dice, Office(here, hoa, chi), NOW, 1, pool, days=5)
    history.write()
    assert history.child == born
    assert unborn.pk in pool[here.pk, history.case.category if history.case.category != "abused" else ""]


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2027, 2029])
def test_the_demonstration_knows_the_calendar_of_its_cases_in_whatever_year_it_is_made(year):
    now = datetime(year, 12, 31, 20, tzinfo=VIETNAM)
    with time_machine.travel(now):
        options = {command: options for _title, command, options in reload(prepare).COMMANDS}
    call_command("load_reference", verbosity=0, **options["load_reference"])
    working_days.forget()
    assert at_work(now).year == at_work(now + timedelta(days=200)).year == year + 1
