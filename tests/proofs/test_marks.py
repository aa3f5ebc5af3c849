"""What an edit moves, by plain SQL: each thing that counts is a thing that marks."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators import values
from indicators.actions import calendar
from indicators.models import Completeness, CompletenessFamily, Period
from programs.actions import void_entry
from programs.models import SupportModel, SupportModelSite
from tests.factories import CaseFactory, ChildFactory, CircumstanceFactory, IntakeFactory, RiskFactory, ServiceFactory
from tests.indicators.conftest import cells
from tests.proofs.conftest import BORN, age_band, by_every_classification, moving, periods_counting, sweep
from tests.proofs.test_every_door_moves_the_cells import run

SINCE = date(2025, 4, 10)


@pytest.fixture
def spell(territory, here):
    row = CircumstanceFactory(
        child=ChildFactory(place=here, sex="F", birth_date=BORN), group="DB04", starts_on=SINCE
    )  # fmt: skip
    sweep()
    return row


def test_another_group_moves_the_two_groups_and_not_the_whole(spell, here):
    with moving() as moved:
        run('update cases_specialcircumstance set "group" = %s where id = %s', "DB01", spell.pk)
    expected = {}
    for period, _day in periods_counting(SINCE):
        expected["special", period, here.pk, "", "", "DB04"] = -1
        expected["special", period, here.pk, "", "", "DB01"] = 1
    orphans_alone_are_no_group_of_2004 = {
        ("special_2004", period, here.pk, "F", age_band(day), ""): -1 for period, day in periods_counting(SINCE)
    }
    assert moved == by_every_classification(expected) | orphans_alone_are_no_group_of_2004


@pytest.mark.parametrize(("starts_on", "step"), [(date(2024, 11, 5), 1), (date(2025, 12, 24), -1)])
def test_an_earlier_or_later_start_moves_only_the_days_between(spell, here, starts_on, step):
    with moving() as moved:
        run("update cases_specialcircumstance set starts_on = %s where id = %s", starts_on, spell.pk)
    first, last = sorted((starts_on, SINCE))
    between = [(period, day) for period, day in periods_counting(first) if day < last]
    assert {key[1] for key in moved} == {period for period, _day in between}
    assert all(moved["special", p, here.pk, "F", age_band(day), ""] == step for p, day in between)


def test_a_mistake_that_is_voided_leaves_every_count(spell, here):
    with moving() as moved:
        run(
            """update cases_specialcircumstance set voided_at = now(), void_reason = 'Nhập nhầm',
               voided_by_id = (select min(id) from accounts_user) where id = %s""",
            spell.pk,
        )
    assert moved["special", "2025", here.pk, "F", "6-10", ""] == -1
    assert len(moved) == 3 * 2 * len(periods_counting(SINCE))  # by the law of the day, and by one law for all years
    assert set(moved.values()) == {-1}


def test_a_move_takes_all_that_counts_along(spell, here, next_door):
    """The child, its circumstance: out of one commune, into the next, from the day on."""
    day = date(2025, 9, 1)
    with moving() as moved:
        run("update cases_residence set ends_on = %s where child_id = %s", day - timedelta(days=1), spell.child_id)
        run(
            """insert into cases_residence (uid, child_id, place_id, starts_on, basis, address)
               values (gen_random_uuid(), %s, %s, %s, 'permanent', '')""",
            spell.child_id, next_door.pk, day,
        )  # fmt: skip
    expected = {}
    for period, on in periods_counting(day):
        for place, step in ((here, -1), (next_door, 1)):
            expected["children", period, place.pk, "F", age_band(on), ""] = step
            expected["special", period, place.pk, "F", age_band(on), ""] = step
            expected["special", period, place.pk, "", "", "DB04"] = step
    assert moved == by_every_classification(expected)


def test_another_model_at_a_site_moves_the_two_models(territory, here):
    kinds = [SupportModel.objects.create(code=code, name=code, counts_as="point") for code in ("club", "school")]
    site = SupportModelSite.objects.create(model=kinds[0], place=here, starts_on=date(2025, 1, 1))
    sweep()
    with moving() as moved:
        run("update programs_supportmodelsite set model_id = %s where id = %s", kinds[1].pk, site.pk)
    steps = {"club": -1, "school": 1}
    assert moved == {
        ("active_points", period, here.pk, "", "", code): step
        for period, _day in periods_counting(date(2025, 1, 1))
        for code, step in steps.items()
    }


def test_a_risk_is_none_while_a_special_circumstance_lasts(territory, here):
    child = ChildFactory(place=here, sex="F", birth_date=BORN)
    RiskFactory(child=child, starts_on=date(2020, 1, 1))
    sweep()
    with moving() as moved:
        CircumstanceFactory(child=child, group="DB01", starts_on=SINCE)
    for period, day in periods_counting(SINCE):
        assert moved["at_risk", period, here.pk, "F", age_band(day), ""] == -1
        assert moved["special", period, here.pk, "F", age_band(day), ""] == 1


def test_a_service_counts_in_every_period_that_holds_its_day(territory, here):
    child = ChildFactory(place=here, sex="F", birth_date=BORN)
    CircumstanceFactory(child=child, group="DB04", starts_on=date(2020, 1, 1))
    sweep()
    with moving() as moved:
        ServiceFactory(child=child, on_date=date(2025, 8, 31))
    assert {key[:2] for key in moved} == {
        ("special_assisted", period) for period in ("2025-08", "2025-Q3", "2025-H2", "2025", "2021/2030")
    }


def test_a_case_closed_safe_counts_where_it_ends_and_not_all_along(territory, here, hoa):
    received = timezone.now() - timedelta(days=400)
    intake = IntakeFactory(incident_place=here, received_at=received)
    case = CaseFactory(place=here, intake=intake, child=ChildFactory(place=here, sex="F", birth_date=BORN))
    sweep()
    with moving() as moved:
        run(
            """update cases_case set status = 'closed', stage = 'closed', outcome = 'safe', closed_at = now(),
               closed_by_id = %s where id = %s""",
            hoa.pk, case.pk,
        )  # fmt: skip
    today = timezone.localdate()
    running = Period.objects.filter(first_day__lte=today, last_day__gte=today)
    assert {key[:2]: step for key, step in moved.items()} == {
        (measure, period.pk): 1 for measure in ("cases_closed", "cases_safe") for period in running
    }


def test_the_calendar_alone_takes_a_child_out_on_its_sixteenth_birthday(territory, here):
    today = timezone.localdate()
    child = ChildFactory(place=here, birth_date=(today + timedelta(days=1)).replace(year=today.year - 16), sex="M")
    sweep()
    this_year = f"{today:%Y}"
    before = cells(period_id=this_year, place_id=here.pk, measure="children", sex="M", age_band="11-15")
    calendar.tick(today + timedelta(days=1))
    sweep()
    after = cells(period_id=this_year, place_id=here.pk, measure="children", sex="M", age_band="11-15")
    assert sum(before.values()) - sum(after.values()) == (1 if (today + timedelta(days=1)).year == today.year else 0)
    assert child.pk


def test_a_figure_of_two_kinds_of_records_needs_both_complete(territory, here):
    """Managed children at risk: the register alone does not make the cases complete."""
    assert values.of("C01", here, "2025").is_known
    Completeness.objects.filter(family=CompletenessFamily.CASES).delete()
    known = {code: values.of(code, here, "2025").is_known for code in ("H01", "C01", "H02")}
    assert known["H01"]
    assert not known["C01"]


def test_a_declaration_that_begins_within_the_period_is_not_enough(territory, here):
    Completeness.objects.update(starts_on=date(2025, 1, 2))
    assert not values.of("C01", here, "2025").is_known
    assert values.of("C01", here, "2025-Q2").is_known


def test_a_site_that_is_found_to_follow_another_is_not_one_that_began(territory, here):
    club = SupportModel.objects.create(code="club", name="Câu lạc bộ giả", counts_as="commune")
    ended = {"starts_on": date(2023, 1, 1), "ends_on": date(2024, 12, 31)}
    before = SupportModelSite.objects.create(model=club, place=here, **ended)
    site = SupportModelSite.objects.create(model=club, place=here, starts_on=date(2025, 1, 1))
    sweep()
    with moving() as moved:
        run("update programs_supportmodelsite set follows_id = %s where id = %s", before.pk, site.pk)
    assert {moved["models_begun", "2025", here.pk, "", "", code] for code in ("", "club")} == {-1}


def test_a_site_entered_by_mistake_leaves_the_count(territory, here, lan):
    club = SupportModel.objects.create(code="club", name="Câu lạc bộ giả", counts_as="point")
    site = SupportModelSite.objects.create(model=club, place=here, starts_on=date(2025, 1, 1))
    sweep()
    with moving() as moved:
        void_entry(row=site, reason="Nhập nhầm", by=lan)
    assert moved["active_points", "2025", here.pk, "", "", "club"] == -1


def test_a_grid_tells_indicators_then_places_then_periods(territory, here, next_door):
    found = values.grid(["H01", "C01"], [next_door, here], ["2025", "2024"])
    assert [(v.indicator.code, v.place, v.period.id) for v in found] == [
        (code, place, period) for code in ("H01", "C01") for place in (next_door, here) for period in ("2025", "2024")
    ]
