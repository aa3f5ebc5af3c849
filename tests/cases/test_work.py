"""Services, visits and the review after the plan."""

from datetime import date, timedelta

import pytest

from cases import actions
from cases.models import ProvinceParameter, Service, Visit
from places import working_days
from tests.cases.conftest import MILD_06, draft, fresh, review_form, second_form, step, today
from tests.factories import ChildFactory


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


class TestServices:
    def serve(self, child, by, **fields):
        told = {"kind": "health", "on_date": today(), "provider": "Trạm y tế giả", **fields}
        return actions.record_service(child=child, by=by, **told)

    def test_one_is_recorded_in_the_case_and_under_its_activity(self, supported, hoa, here):
        activity = supported.plans.get().activities.get()
        row = self.serve(supported.child, hoa, case=supported, activity=activity, note="Ổn.")
        assert (row.case, row.activity, row.recorded_place, fresh(row).note) == (supported, activity, here, "Ổn.")
        assert fresh(supported).version == supported.version + 1

    def test_or_outside_of_any_where_the_child_lived_that_day(self, here, next_door, hoa):
        child = ChildFactory(place=here)
        actions.move_child(child=child, place=next_door, moved_on=date(2026, 1, 5), by=hoa)
        assert self.serve(child, hoa, on_date=date(2026, 1, 4)).recorded_place == here
        assert self.serve(child, hoa, on_date=date(2026, 1, 5)).recorded_place == next_door

    def test_a_child_of_unknown_home_is_served_where_it_is_in_charge(self, here, hoa):
        assert self.serve(ChildFactory(place=here, residence=False), hoa).recorded_place == here

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"kind": "magic"}, "column"),
            ({"provider": ""}, "column"),
            ({"on_date": date(2100, 1, 1)}, "day_in_future"),
            ({"on_date": today() - timedelta(days=30)}, "before_receipt"),
        ],
    )
    def test_bad_input_is_refused(self, supported, hoa, fields, code):
        with pytest.raises(actions.Refused) as refusal:
            self.serve(supported.child, hoa, case=supported, **fields)
        assert code in codes(refusal)
        assert not Service.objects.exists()

    def test_the_case_is_that_of_the_child(self, supported, here, hoa):
        with pytest.raises(actions.Refused) as refusal:
            self.serve(ChildFactory(place=here), hoa, case=supported)
        assert codes(refusal) == ["other_child"]

    def test_the_activity_belongs_to_an_approved_plan_of_the_case(self, supported, submitted, hoa):
        activity = supported.plans.get().activities.get()
        with pytest.raises(actions.Refused) as refusal:
            self.serve(supported.child, hoa, activity=activity)
        assert codes(refusal) == ["activity"]

    def test_nor_to_one_that_still_waits(self, submitted, hoa):
        case = fresh(submitted.case)
        with pytest.raises(actions.Refused) as refusal:
            self.serve(case.child, hoa, case=case, activity=submitted.activities.get())
        assert codes(refusal) == ["activity"]


class TestVisits:
    def test_one_is_recorded(self, opened, hoa):
        row = actions.record_visit(case=opened, on_date=today(), note="Gia đình hợp tác.", by=hoa)
        assert fresh(row).note == "Gia đình hợp tác."
        assert fresh(opened).last_activity_at > opened.last_activity_at

    @pytest.mark.parametrize(
        "fields",
        [{"note": ""}, {"on_date": today() + timedelta(days=1)}, {"on_date": today() - timedelta(days=9)}],
    )
    def test_bad_input_is_refused(self, opened, hoa, fields):
        with pytest.raises(actions.Refused):
            actions.record_visit(case=opened, by=hoa, **{"on_date": today(), "note": "Ổn.", **fields})
        assert not Visit.objects.exists()


class TestReview:
    def test_a_stable_child_may_be_let_go(self, supported, hoa):
        form = review_form(supported, hoa)
        case = fresh(supported)
        assert (case.stage, form.is_stable, form.suggested_level) == ("review", True, "low")
        assert not case.steps.open().exists()
        assert step(case, "review").done_by == hoa

    def test_one_at_risk_is_not_stable(self, supported, hoa):
        with pytest.raises(actions.Refused) as refusal:
            review_form(supported, hoa, final_level="medium", override_reason="Còn tiếp xúc.")
        assert codes(refusal) == ["stable_at_risk"]
        assert fresh(supported).stage == "support"

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"is_stable": None}, "stable"),
            ({"is_stable": False}, "back_to"),
            ({"is_stable": False, "back_to": "closed"}, "back_to"),
            ({"answers": {**MILD_06, "H2": "low"}}, "unknown_answer"),
            ({"done_on": today() + timedelta(days=1)}, "day_in_future"),
        ],
    )
    def test_bad_input_is_refused(self, supported, hoa, fields, code):
        with pytest.raises(actions.Refused) as refusal:
            review_form(supported, hoa, **fields)
        assert codes(refusal) == [code]

    def test_it_comes_after_the_approval(self, opened, hoa):
        with pytest.raises(actions.Refused) as refusal:
            review_form(opened, hoa)
        assert codes(refusal) == ["wrong_stage"]

    def test_a_child_not_stable_gets_a_plan_with_the_next_number(self, supported, hoa):
        form = review_form(supported, hoa, is_stable=False, back_to="plan")
        case = fresh(supported)
        assert (case.stage, [s.code for s in case.steps.open()]) == ("plan", ["plan"])
        assert step(case, "plan").clock_started_at == form.created_at
        assert step(case, "plan").basis == "plan_again_2017"
        assert draft(case, hoa).number == 2

    def test_its_term_runs_from_the_day_of_the_review_however_late_it_was_typed(self, supported, hoa):
        supported.received_at -= timedelta(days=30)
        supported.save()
        done_on = today() - timedelta(days=20)
        review_form(supported, hoa, is_stable=False, back_to="plan", done_on=done_on)
        assert working_days.vietnam_day(step(supported, "plan").due_at) == working_days.add(done_on, 5)

    def test_or_is_assessed_again_first(self, supported, hoa):
        review_form(supported, hoa, is_stable=False, back_to="detailed")
        case = fresh(supported)
        assert (case.stage, {s.code for s in case.steps.open()}) == ("detailed", {"detailed", "plan"})
        second_form(case, hoa)
        assert fresh(case).stage == "plan"
        assert step(case, "plan").basis == "plan_again_2017"

    def test_where_the_province_counts_from_form_03_the_term_waits_for_it(self, supported, hoa, here):
        ProvinceParameter.objects.create(
            place=here.parent, key="plan_clock", value="from_form03", in_force_from=date(2020, 1, 1)
        )
        review_form(supported, hoa, is_stable=False, back_to="detailed")
        assert [s.code for s in supported.steps.open()] == ["detailed"]
        second_form(fresh(supported), hoa)
        assert step(supported, "plan").basis == "plan_from_form03_2017"

    def test_a_stable_child_can_still_turn_worse(self, stable, hoa):
        review_form(stable, hoa, is_stable=False, back_to="plan")
        assert fresh(stable).stage == "plan"
