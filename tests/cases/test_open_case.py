"""Opening a case: its child, its place, its first steps."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Notice
from cases import actions
from cases.models import Case, Child, ProvinceParameter, ResidenceBasis
from places.models import CalendarDay, LinkKind, PlaceLink
from places.working_days import forget, vietnam_day
from tests.cases.conftest import born, fresh, step, today
from tests.factories import ChildFactory, IntakeFactory, ResidenceFactory, commune

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def refusal_codes(**told):
    with pytest.raises(actions.Refused) as refusal:
        actions.open_case(**told)
    return [problem.code for problem in refusal.value.problems]


class TestTheChild:
    def test_a_new_one_is_entered_from_what_the_report_says(self, intake, hoa, here):
        child = actions.open_case(intake=intake, by=hoa).child
        assert (child.full_name, child.sex, child.birth_precision) == ("Trẻ Giả", "F", "estimated")
        assert child.age_on(vietnam_day(intake.received_at)) == 12
        home = child.residences.get()
        assert (home.place, home.basis) == (here, ResidenceBasis.PRESUMED)
        assert home.starts_on == vietnam_day(intake.received_at)

    def test_what_the_officer_typed_goes_first(self, intake, hoa, next_door):
        case = actions.open_case(
            intake=intake,
            by=hoa,
            new_child={"full_name": "Y Giả", "birth_date": date(2016, 5, 3), "place": next_door, "sex": ""},
        )
        assert (case.child.full_name, case.child.sex, case.child.birth_precision) == ("Y Giả", "F", "day")
        assert case.child.residences.get().basis == "permanent"
        assert (case.residence_place, case.incident_place) == (next_door, intake.incident_place)

    def test_a_birth_date_of_the_report_is_taken(self, hoa, here):
        intake = IntakeFactory(incident_place=here, child_birth_date=date(2016, 5, 3))
        child = actions.open_case(intake=intake, by=hoa).child
        assert (child.birth_date, child.birth_precision) == (date(2016, 5, 3), "day")
        assert (child.full_name, child.sex) == ("Chưa rõ họ tên", "U")

    def test_one_born_after_the_report_lives_there_since_birth(self, hoa, here):
        intake = IntakeFactory(incident_place=here, child_birth_date=today())
        assert actions.open_case(intake=intake, by=hoa).child.residences.get().starts_on == today()

    def test_without_birth_or_age_it_is_refused(self, hoa, here):
        assert refusal_codes(intake=IntakeFactory(incident_place=here), by=hoa) == ["no_age"]
        assert not Case.objects.exists()

    def test_a_child_of_the_register_is_taken_as_it_is(self, intake, hoa, next_door):
        child = ChildFactory(place=next_door)
        case = actions.open_case(intake=intake, by=hoa, child=child)
        assert (case.child, case.residence_place) == (child, next_door)
        assert Child.objects.count() == 1

    def test_one_without_any_home_today_is_presumed_to_live_where_it_happened(self, intake, hoa, here, next_door):
        child = ChildFactory(place=next_door, residence=False)
        ResidenceFactory(child=child, place=next_door, ends_on=date(2025, 1, 1))
        case = actions.open_case(intake=intake, by=hoa, child=child)
        assert case.residence_place == here
        assert fresh(child).responsible_place == here
        assert child.residences.last().basis == ResidenceBasis.PRESUMED

    def test_nor_is_the_presumed_home_earlier_than_the_last_known_one(self, here, hoa, next_door):
        intake = IntakeFactory(incident_place=here, received_at=timezone.now() - timedelta(days=30))
        child = ChildFactory(place=next_door, residence=False)
        ResidenceFactory(child=child, place=next_door, ends_on=today() - timedelta(days=10))
        actions.open_case(intake=intake, by=hoa, child=child)
        assert child.residences.last().starts_on == today() - timedelta(days=9)

    def test_one_never_housed_gets_its_first_home(self, intake, hoa, here):
        child = ChildFactory(place=here, residence=False)
        actions.open_case(intake=intake, by=hoa, child=child)
        assert child.residences.get().place == here

    def test_from_eighteen_on_it_is_refused(self, intake, hoa, here):
        assert refusal_codes(intake=intake, by=hoa, child=ChildFactory(place=here, birth_date=born(18))) == ["adult"]
        assert refusal_codes(intake=intake, by=hoa, new_child={"birth_date": born(18)}) == ["adult"]
        minor = ChildFactory(place=here, birth_date=born(18, days=-1))
        assert actions.open_case(intake=intake, by=hoa, child=minor).pk


class TestTheReport:
    def test_a_second_case_of_the_same_child_is_refused_with_the_code_of_the_first(self, opened, hoa):
        with pytest.raises(actions.Refused) as refusal:
            actions.open_case(intake=opened.intake, by=hoa, child=opened.child)
        assert opened.code in str(refusal.value)
        assert Case.objects.count() == 1

    def test_a_second_child_of_the_same_report_has_its_own_case(self, opened, hoa, here):
        second = actions.open_case(intake=opened.intake, by=hoa, child=ChildFactory(place=here))
        assert second.code == opened.code[:-1] + "2"

    def test_a_voided_case_does_not_stand_in_the_way(self, opened, hoa):
        actions.void_entry(row=opened, reason="nhập nhầm", by=hoa)
        assert actions.open_case(intake=opened.intake, by=hoa, child=opened.child).pk

    @pytest.mark.parametrize("end", ["dismissed", "voided"])
    def test_a_report_that_was_dismissed_or_voided_has_no_case(self, intake, hoa, end):
        if end == "dismissed":
            actions.dismiss_intake(intake=intake, version=1, reason="Tin trùng.", by=hoa)
        else:
            actions.void_entry(row=intake, reason="nhập nhầm", by=hoa)
        assert refusal_codes(intake=intake, by=hoa) == ["intake_settled" if end == "dismissed" else "voided"]

    def test_it_is_marked_as_opened(self, opened):
        assert (fresh(opened.intake).status, fresh(opened.intake).version) == ("opened", 2)


class TestTheCase:
    def test_the_commune_where_it_happened_is_in_charge_first(self, intake, hoa, here, next_door):
        case = actions.open_case(intake=intake, by=hoa, child=ChildFactory(place=next_door))
        assert (case.responsible_place, case.assigned_to) == (here, hoa)
        assert AuditEvent.objects.get(verb="case.opened").detail == {"intake": intake.pk, "child": case.child_id}

    def test_whoever_may_not_work_there_is_not_in_charge(self, intake, lan, hoa):
        case = actions.open_case(intake=intake, by=lan)
        assert case.assigned_to is None
        assert Notice.objects.filter(to=hoa).get().subject == f"Đã lập hồ sơ {case.code}"

    def test_its_number_is_that_of_province_and_year(self, opened):
        assert opened.code == f"G-{today().year}-000001"


class TestTheFirstSteps:
    RECEIVED = datetime(2026, 2, 13, 9, 0, tzinfo=HANOI)

    @pytest.fixture
    def received(self, here, time_machine):
        time_machine.move_to(self.RECEIVED + timedelta(hours=2))
        return IntakeFactory(incident_place=here, received_at=self.RECEIVED, child_age_estimate=12)

    def test_form_02_has_no_number_and_the_plan_five_working_days_from_receipt(self, received, hoa):
        case = actions.open_case(intake=received, by=hoa)
        first, plan = step(case, "initial"), step(case, "plan")
        assert (first.due_at, first.basis) == (None, "initial_2017")
        assert (vietnam_day(plan.due_at), plan.basis) == (date(2026, 2, 27), "plan_from_intake_2017")
        assert plan.clock_started_at == self.RECEIVED

    def test_signs_of_an_emergency_give_form_02_twelve_hours(self, received, hoa):
        received.seems_urgent = True
        received.save()
        first = step(actions.open_case(intake=received, by=hoa), "initial")
        assert first.due_at == self.RECEIVED + timedelta(hours=12)
        assert not first.rule.is_verified

    def test_a_province_may_count_from_form_03(self, received, hoa, here):
        for value, since in (("from_intake", date(2020, 1, 1)), ("from_form03", date(2026, 2, 13))):
            ProvinceParameter.objects.create(place=here.parent, key="plan_clock", value=value, in_force_from=since)
        case = actions.open_case(intake=received, by=hoa)
        assert step(case, "plan") is None

    def test_a_choice_made_later_or_elsewhere_does_not_count(self, received, hoa, here, nam):
        there = nam.assignments.get().place
        for place, since in ((here.parent, date(2026, 2, 14)), (there, date(2020, 1, 1))):
            ProvinceParameter.objects.create(place=place, key="plan_clock", value="from_form03", in_force_from=since)
        assert step(actions.open_case(intake=received, by=hoa), "plan").basis == "plan_from_intake_2017"

    def test_without_a_calendar_the_case_opens_and_the_term_waits_for_it(self, received, hoa):
        kept = list(CalendarDay.objects.filter(year=2026))
        CalendarDay.objects.filter(year=2026).delete()
        forget()
        plan = step(actions.open_case(intake=received, by=hoa), "plan")
        assert plan.due_at is None
        assert plan.explain()["rows"] == []
        assert actions.settle_waiting_terms() == 0

        CalendarDay.objects.bulk_create(kept)
        forget()
        assert actions.settle_waiting_terms() == 1
        assert vietnam_day(fresh(plan).due_at) == date(2026, 2, 27)

    def test_a_report_of_the_past_is_under_the_law_of_its_day(self, here, hoa):
        old = commune("Xã Xưa", parent=here.parent)
        intake = IntakeFactory(
            incident_place=old, received_at=datetime(2016, 3, 1, 9, tzinfo=HANOI), child_birth_date=date(2014, 1, 1)
        )
        plan = step(actions.open_case(intake=intake, by=hoa), "plan")
        assert (plan.due_at, plan.basis) == (None, "plan_received_before_2017")
        assert actions.settle_waiting_terms() == 0, "no working days to wait for"


class TestAPlaceThatEnded:
    """Reported in June 2025 in a commune that ended on 30/06/2025, typed in later."""

    EVE, REFORM = date(2025, 6, 30), date(2025, 7, 1)

    @pytest.fixture
    def old(self, here):
        return commune("Xã Xưa", parent=here.parent, valid_to=self.EVE)

    @pytest.fixture
    def new(self, here):
        return commune("Xã Nay", parent=here.parent, valid_from=self.REFORM)

    def report(self, old, new, **fields):
        PlaceLink.objects.create(
            from_place=old, to_place=new, kind=LinkKind.MERGE, on_date=self.REFORM, certainty="found", **fields
        )
        received = datetime(2025, 6, 20, 8, tzinfo=HANOI)
        return IntakeFactory(incident_place=old, responsible_place=new, received_at=received)

    def left(self, old, on):
        """A child that left on the day for no one knows where."""
        child = ChildFactory(place=old, residence=False)
        ResidenceFactory(child=child, place=old, ends_on=on - timedelta(days=1))
        return child

    def test_a_child_lost_before_is_presumed_there_and_then_in_the_successor(self, old, new, hoa):
        child = self.left(old, date(2025, 5, 2))
        case = actions.open_case(intake=self.report(old, new), child=child, by=hoa)
        presumed = [(row.place, row.starts_on) for row in child.residences.all()[1:]]
        assert presumed == [(old, date(2025, 6, 20)), (new, self.REFORM)]
        assert case.residence_place == new

    def test_one_lost_after_the_end_is_presumed_in_the_successor_alone(self, old, new, here, hoa):
        child = self.left(here, date(2025, 8, 1))
        case = actions.open_case(intake=self.report(old, new), child=child, by=hoa)
        last = child.residences.last()
        assert (last.place, last.starts_on, last.ends_on) == (new, date(2025, 8, 1), None)
        assert last.basis == ResidenceBasis.PRESUMED
        assert (case.residence_place, fresh(child).responsible_place) == (new, new)

    def test_of_a_divided_commune_nobody_knows_the_part(self, old, new, here, hoa):
        child = self.left(here, date(2025, 8, 1))
        case = actions.open_case(intake=self.report(old, new, partial=True), child=child, by=hoa)
        assert child.residences.count() == 1
        assert case.residence_place == new
