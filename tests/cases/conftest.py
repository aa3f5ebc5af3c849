"""What the tests of cases share: a calendar frozen in the test, and a case brought to each of its steps by actions."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases import actions
from places import working_days
from places.actions.calendar import freeze_year

MILD_02 = {"H1": "low", "H2": "low", "A1": "high", "A2": "high"}
MILD_03 = {
    "H1": "low",
    "H3": "low",
    "H4": "low",
    "H5": "low",
    "H6": "low",
    "A1": "high",
    "A3": "high",
    "A4": "high",
    "A5": "high",
    "A6": "high",
}
MILD_06 = {"H1": "low", "H3": "low", "H5": "low", "A1": "high", "A3": "high", "A6": "high"}


@pytest.fixture(autouse=True)
def calendar(request):
    """Years around today are frozen, as an installation has them; tests of the calendar itself freeze their own."""
    marked = request.node.get_closest_marker("django_db")
    if not marked and not {"db", "transactional_db"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db" if marked and marked.kwargs.get("transaction") else "db")
    this_year = timezone.localdate().year
    for year in {2026, this_year - 1, this_year, this_year + 1}:
        freeze_year(year)
    working_days.forget()
    yield
    working_days.forget()


@pytest.fixture
def intake(hoa, here):
    return actions.take_intake(
        by=hoa,
        received_at=timezone.now() - timedelta(hours=2),
        channel="phone",
        category="at_risk",
        incident_place=here,
        narrative="Nội dung giả để thử.",
        child_name="Trẻ Giả",
        child_sex="F",
        child_age_estimate=12,
    )


@pytest.fixture
def opened(intake, hoa):
    """At form 02."""
    return actions.open_case(intake=intake, by=hoa)


def today():
    return timezone.localdate()


def first_form(case, by, **fields):
    told = {"done_on": today(), "answers": MILD_02, "final_level": "low", "is_emergency": False, **fields}
    return actions.assess_initial(case=case, by=by, **told)


def second_form(case, by, **fields):
    told = {"done_on": today(), "answers": MILD_03, "final_level": "low", **fields}
    return actions.assess_detailed(case=case, by=by, **told)


def review_form(case, by, **fields):
    told = {"done_on": today(), "answers": MILD_06, "final_level": "low", "is_stable": True, **fields}
    return actions.review_case(case=case, by=by, **told)


WHOLE_PLAN = {
    "goals": "Trẻ đi học đều, sống an toàn.",
    "child_opinion": "Con muốn đi học.",
    "uses_funds": True,
}


def activity(**fields):
    return {
        "text": "Tham vấn tâm lý",
        "responsible": "Trung tâm giả",
        "starts_on": today(),
        "ends_on": today() + timedelta(days=30),
        "cost": 1_800_000,
        **fields,
    }


def draft(case, by, version=None, **fields):
    told = {**WHOLE_PLAN, "activities": [activity()], "number": version and 1, **fields}
    return actions.save_plan_draft(case=case, version=version, by=by, **told)


@pytest.fixture
def assessed(opened, hoa):
    """At form 03."""
    first_form(opened, hoa)
    return fresh(opened)


@pytest.fixture
def planning(assessed, hoa):
    """At the plan."""
    second_form(assessed, hoa)
    return fresh(assessed)


@pytest.fixture
def plan(planning, hoa):
    """A whole draft."""
    return draft(planning, hoa)


@pytest.fixture
def submitted(plan, hoa, chi):
    return actions.submit_plan(plan=plan, version=plan.version, by=hoa)


@pytest.fixture
def approved(submitted, chi):
    return actions.approve_plan(plan=submitted, version=submitted.version, by=chi, decision_number="12/QĐ-UBND")


@pytest.fixture
def supported(approved):
    """Its plan is being carried out."""
    return fresh(approved.case)


@pytest.fixture
def stable(supported, hoa):
    """Form 06 found the child stable."""
    review_form(supported, hoa)
    return fresh(supported)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def step(case, code):
    """The latest step of this kind that was not cancelled."""
    return case.steps.filter(code=code, cancelled_at=None).last()


def born(years, days=0):
    """The birth date of someone who turned that many years old `days` days ago."""
    day = today() - timedelta(days=days)
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
