"""The database's own word, by the name of each constraint: for psql and COPY, which pass through no action."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from accounts.sealing import SealedValue, seal
from cases.models import (
    Assessment,
    Case,
    CaseCounter,
    CasePlan,
    CaseStep,
    DenyEntry,
    EmergencyMeasure,
    Household,
    HouseholdStatus,
    Intake,
    PlanActivity,
    ProvinceParameter,
    Residence,
    RiskSpell,
    SpecialCircumstance,
    Visit,
    WithdrawnResidence,
)
from cases.models.voidable import Voidable
from tests.factories import (
    CaseFactory,
    ChildFactory,
    CircumstanceFactory,
    IntakeFactory,
    ResidenceFactory,
    RiskFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
DAY, BEFORE = date(2022, 3, 1), date(2022, 2, 28)
SEEN = set()
SAID = SealedValue(seal("nhập nhầm", "nowhere"))  # as a sealed column holds it; never opened here


def broken(name, change):
    """The change is refused by the constraint of this name, and by no other."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    assert error.value.__cause__.diag.constraint_name == name
    SEEN.add(name)


def plan_of(case, hoa, **fields):
    return CasePlan.objects.create(case=case, created_by=hoa, **fields)


def form_of(case, hoa):
    return Assessment.objects.create(case=case, form="02", done_on=DAY, final_level="low", created_by=hoa)


def measure_of(case, hoa, **fields):
    return EmergencyMeasure.objects.create(
        case=case, created_by=hoa, taken_at=timezone.now(), note="Giả.", **{"kind": "medical", **fields}
    )


VOIDABLE = {
    "assessment_void_says_why": lambda case, hoa: form_of(case, hoa),
    "case_void_says_why": lambda case, hoa: case,
    "child_void_says_why": lambda case, hoa: case.child,
    "circumstance_void_says_why": lambda case, hoa: CircumstanceFactory(child=case.child),
    "emergency_measure_void_says_why": lambda case, hoa: measure_of(case, hoa),
    "household_status_void_says_why": lambda case, hoa: HouseholdStatus.objects.create(
        household=Household.objects.create(place=case.responsible_place), year=2024, status="poor"
    ),
    "intake_void_says_why": lambda case, hoa: case.intake,
    "plan_void_says_why": lambda case, hoa: plan_of(case, hoa),
    "risk_void_says_why": lambda case, hoa: RiskFactory(child=case.child),
    "service_void_says_why": lambda case, hoa: ServiceFactory(child=case.child),
    "visit_void_says_why": lambda case, hoa: Visit.objects.create(case=case, on_date=DAY, note="Giả.", created_by=hoa),
}


@pytest.mark.parametrize("name", VOIDABLE)
def test_a_voided_row_says_when_who_and_why(name, case, hoa):
    rows = type(row := VOIDABLE[name](case, hoa))._base_manager.filter(pk=row.pk)
    broken(name, lambda: rows.update(voided_at=timezone.now()))
    broken(name, lambda: rows.update(voided_at=timezone.now(), voided_by=hoa))
    broken(name, lambda: rows.update(void_reason=SAID))
    rows.update(voided_at=timezone.now(), voided_by=hoa, void_reason=SAID)


def test_every_voidable_model_is_tested():
    held = {model for model in apps.get_app_config("cases").get_models() if issubclass(model, Voidable)}
    names = {c.name for model in held for c in model._meta.constraints if c.name.endswith("void_says_why")}
    assert names == set(VOIDABLE)
    assert len(names) == len(held)


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("residence_ends_after_it_starts", ResidenceFactory),
        ("circumstance_ends_after_it_starts", CircumstanceFactory),
        ("risk_ends_after_it_starts", RiskFactory),
    ],
)
def test_a_spell_ends_on_or_after_its_first_day(name, factory):
    factory(starts_on=DAY, ends_on=DAY)
    broken(name, lambda: factory(starts_on=DAY, ends_on=BEFORE))


def test_a_child_lives_in_one_place_at_a_time(here, next_door):
    child = ChildFactory(place=here)
    Residence.objects.update(ends_on=DAY)
    broken("a_child_lives_in_one_place_at_a_time", lambda: ResidenceFactory(child=child, starts_on=DAY))
    ResidenceFactory(child=child, starts_on=DAY + timedelta(days=1))


def test_one_membership_of_a_group_and_one_risk_at_a_time(here, hoa):
    child = ChildFactory(place=here)
    CircumstanceFactory(child=child, group="DB01")
    RiskFactory(child=child)
    broken("one_membership_of_a_group_at_a_time", lambda: CircumstanceFactory(child=child, group="DB01"))
    broken("one_risk_spell_at_a_time", lambda: RiskFactory(child=child))
    void = {"voided_at": timezone.now(), "voided_by": hoa, "void_reason": SAID}
    SpecialCircumstance.objects.update(**void)
    RiskSpell.objects.update(**void)
    CircumstanceFactory(child=child, group="DB01")
    RiskFactory(child=child)


def test_one_case_of_an_intake_and_child(case, hoa):
    again = {"place": case.responsible_place, "intake": case.intake, "child": case.child}
    broken("one_case_per_intake_and_child", lambda: CaseFactory(**again))
    Case.objects.update(voided_at=timezone.now(), voided_by=hoa, void_reason=SAID)
    CaseFactory(**again)


def test_a_closed_case_says_when_who_and_how(case, hoa):
    name, rows = "case_is_closed_with_when_who_and_outcome", Case.objects.filter(pk=case.pk)
    whole = {"status": "closed", "stage": "closed", "closed_at": timezone.now(), "closed_by": hoa, "outcome": "safe"}
    for lacking in whole:
        broken(name, lambda lacking=lacking: rows.update(**{k: v for k, v in whole.items() if k != lacking}))
    rows.update(**whole)


def test_a_report_of_abuse_names_its_type():
    broken("intake_of_abuse_names_its_type", lambda: IntakeFactory(category="abused"))
    assert Intake.objects.count() == 0
    IntakeFactory(category="abused", abuse_type="violence")


def test_one_open_step_of_a_kind(case):
    def add():
        return CaseStep.objects.create(case=case, code="plan", opened_at=timezone.now())

    add()
    broken("one_open_step_of_a_kind", add)
    CaseStep.objects.update(done_at=timezone.now())
    add()


def test_one_deny_entry_of_a_case_and_person_until_it_is_lifted_with_a_reason(case, hoa, lan):
    def add():
        return DenyEntry.objects.create(case=case, user=hoa, reason="liên quan", created_by=lan)

    add()
    broken("one_deny_entry_per_case_and_user", add)
    lifted = {"lifted_at": timezone.now(), "lifted_by": lan, "lift_reason": SAID}
    for lacking in lifted:
        part = {k: v for k, v in lifted.items() if k != lacking}
        broken("lifted_deny_entry_says_who_and_why", lambda part=part: DenyEntry.objects.update(**part))
    DenyEntry.objects.update(**lifted)
    add()


def test_one_counter_a_year():
    CaseCounter.objects.create(kind="case", prefix="AG", year=2026)
    broken("one_counter_a_year", lambda: CaseCounter.objects.create(kind="case", prefix="AG", year=2026))


def test_one_choice_of_a_province_a_day(here):
    def add():
        return ProvinceParameter.objects.create(place=here, key="plan_clock", value="from_intake", in_force_from=DAY)

    add()
    broken("one_parameter_a_day", add)


def test_one_review_of_poverty_a_year(here, hoa):
    household = Household.objects.create(place=here)

    def add():
        return HouseholdStatus.objects.create(household=household, year=2024, status="poor")

    add()
    broken("one_poverty_status_a_year", add)
    HouseholdStatus.objects.update(voided_at=timezone.now(), voided_by=hoa, void_reason=SAID)
    add()


class TestWithdrawnHomes:
    def add(self, here, hoa, **fields):
        told = {"place": here, "basis": "permanent", "starts_on": DAY, "withdrawn_by": hoa, "reason": "x", **fields}
        return WithdrawnResidence.objects.create(child=ChildFactory(place=here), **told)

    def test_they_say_why_and_end_after_they_start(self, here, hoa):
        broken("withdrawn_residence_says_why", lambda: self.add(here, hoa, reason=""))
        broken("withdrawn_residence_ends_after_it_starts", lambda: self.add(here, hoa, ends_on=BEFORE))
        self.add(here, hoa, ends_on=DAY)

    def test_nobody_deletes_one(self, here, hoa):
        row = self.add(here, hoa)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            row.delete()


class TestPlans:
    def test_they_are_numbered(self, case, hoa):
        plan_of(case, hoa)
        broken("plans_of_a_case_are_numbered", lambda: plan_of(case, hoa))

    def test_one_before_the_chair_says_when_and_who(self, case, hoa):
        broken("submitted_plan_says_when_and_who", lambda: plan_of(case, hoa, status="submitted"))
        plan_of(case, hoa, status="submitted", submitted_at=timezone.now(), submitted_by=hoa)

    def test_an_approved_one_says_when_and_who(self, case, hoa):
        sent = {"status": "approved", "submitted_at": timezone.now(), "submitted_by": hoa}
        broken("approved_plan_says_when_and_who", lambda: plan_of(case, hoa, **sent))
        plan_of(case, hoa, **sent, decided_at=timezone.now(), decided_by=hoa)

    @pytest.mark.parametrize(
        "lacking", [{"text": ""}, {"responsible": ""}, {"starts_on": None}, {"ends_on": None}, {"ends_on": BEFORE}]
    )
    def test_a_submitted_activity_is_whole(self, case, hoa, lacking):
        whole = {"order": 1, "text": "a", "responsible": "b", "starts_on": DAY, "ends_on": DAY}
        told = {"plan": plan_of(case, hoa), **whole}
        name = "submitted_activity_is_whole_and_ends_after_it_starts"
        broken(name, lambda: PlanActivity.objects.create(**{**told, **lacking}, is_submitted=True))
        PlanActivity.objects.create(**{**told, **lacking})
        PlanActivity.objects.create(**told, is_submitted=True)

    def test_no_cost_is_below_nothing(self, case, hoa):
        plan = plan_of(case, hoa)
        broken("activity_cost_is_not_negative", lambda: PlanActivity.objects.create(plan=plan, order=1, cost=-1))


class TestSeparation:
    def test_only_a_separation_has_days(self, case, hoa):
        name = "only_a_separation_has_days"
        broken(name, lambda: measure_of(case, hoa, separated_on=DAY))
        broken(name, lambda: measure_of(case, hoa, kind="separation"))
        broken(name, lambda: measure_of(case, hoa, separation_ended_on=DAY))

    def test_it_ends_on_or_after_its_first_day(self, case, hoa):
        days = {"kind": "separation", "separated_on": DAY}
        broken("separation_ends_after_it_starts", lambda: measure_of(case, hoa, **days, separation_ended_on=BEFORE))
        measure_of(case, hoa, **days, separation_ended_on=DAY)


def test_every_constraint_of_cases_is_tested_here():
    """Last in the file: what the tests above have seen is all there is (run the whole file)."""
    names = {c.name for model in apps.get_app_config("cases").get_models() for c in model._meta.constraints}
    assert names - SEEN == set()
