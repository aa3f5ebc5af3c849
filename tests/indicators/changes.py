"""Changes of every kind to the facts, at random: by the ORM and by plain SQL, of old days and new, one and many."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.sealing import SealedValue
from cases.models import (
    Case,
    CasePlan,
    CaseStep,
    Child,
    Household,
    HouseholdStatus,
    Residence,
    RiskSpell,
    Service,
    SpecialCircumstance,
)
from places.models import EthnicGroup, Place
from programs.models import (
    Activity,
    AssistanceGrant,
    CareDay,
    CommuneRecognition,
    FundEntry,
    FundSupport,
    ProtectionWorker,
    SupportModel,
    SupportModelSite,
    TrainingClass,
)
from tests.factories import CaseFactory, ChildFactory, IntakeFactory, UserFactory

FIRST, DAYS = date(2010, 6, 1), 6200  # beyond the first and the last kept day
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Changes:
    """`at_random()` makes one change; a change that the constraints refuse changes nothing."""

    def __init__(self, dice, communes, districts):
        self.dice, self.communes, self.districts = dice, communes, districts
        self.places = [*communes, *districts, communes[0].province]
        self.user = UserFactory()
        self.households = [Household.objects.create(place=dice.choice(communes)) for _ in range(4)]
        self.ethnic_groups = [
            EthnicGroup.objects.get_or_create(code=code, defaults={"name": name, "certainty": "list"})[0]
            for code, name in (("01", "Kinh"), ("02", "Tày"), ("55", "Người nước ngoài"))
        ]
        self.models = [
            SupportModel.objects.create(code=f"mo-hinh-{n}", name=f"Mô hình {n}", counts_as=kind)
            for n, kind in enumerate(("commune", "commune", "point"))
        ]
        self.deck = []
        self.kinds = [getattr(self, name) for name in dir(type(self)) if name.startswith("change_")]

    def at_random(self):
        if not self.deck:  # as cards are dealt, so that no kind is forgotten for long
            self.deck = self.dice.sample(self.kinds, len(self.kinds))
        kind = self.deck.pop() if Child.objects.exists() else self.change_birth
        try:
            with transaction.atomic():
                kind()
        except IntegrityError:
            return None
        return kind.__name__

    def populate(self, share=1.0):
        """Enough of everything that rare meetings (at risk, managed and assisted in one period) happen too."""
        plenty = {self.change_birth: 60, self.change_circumstance: 60, self.change_risk: 80, self.change_service: 300}
        plenty |= {self.change_case: 120, self.change_case_closed: 80, self.change_plan: 150}
        plenty |= {self.change_ethnic_group: 90, self.change_disability: 40, self.change_review: 30}
        plenty |= {self.change_household_of_child: 40}
        plenty |= {self.change_assistance: 60, self.change_step: 150, self.change_review: 20}
        plenty |= {self.change_site: 12, self.change_activity: 40, self.change_worker: 20, self.change_care_day: 6}
        plenty |= {self.change_turn_of_a_child: 12, self.change_class: 6, self.change_class_trainees: 8}
        plenty |= {self.change_fund: 4, self.change_recognition: 8}
        for kind, times in plenty.items():
            for _time in range(int(times * share)):
                try:
                    with transaction.atomic():
                        kind()
                except IntegrityError:
                    continue

    # dice

    def day(self):
        """Any day; often one on which a month ends or begins, where a boundary is won or lost."""
        day = FIRST + timedelta(days=self.dice.randrange(DAYS))
        return day.replace(day=1) - timedelta(days=self.dice.randrange(2)) if self.dice.random() < 0.4 else day

    def moment(self, day):
        return datetime(day.year, day.month, day.day, self.dice.randrange(24), 30, tzinfo=VIETNAM)

    def spell(self):
        starts_on = self.day()
        ends_on = starts_on + timedelta(days=self.dice.randrange(900)) if self.dice.random() < 0.6 else None
        return {"starts_on": starts_on, "ends_on": ends_on}

    def one(self, model):
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.filter(pk=self.dice.choice(ids)) if ids else model.objects.none()

    def child(self):
        return self.one(Child).get()

    def void(self):
        return {"voided_at": timezone.now(), "voided_by": self.user, "void_reason": SealedValue("k1:nhầm")}

    NOT_VOID = {"voided_at": None, "voided_by": None, "void_reason": ""}  # noqa: RUF012

    def void_or_not(self, model):
        self.one(model).update(**(self.void() if self.dice.random() < 0.6 else self.NOT_VOID))

    # children and where they live

    def change_birth(self):
        born = date(1996, 1, 1) + timedelta(days=self.dice.randrange(11000))
        if self.dice.random() < 0.2:
            born = date(self.dice.choice((2004, 2008, 2012, 2016)), 2, 29)
        child = ChildFactory(
            birth_date=born,
            sex=self.dice.choice("MFU"),
            responsible_place=self.dice.choice(self.communes),
            household=self.dice.choice([None, *self.households]),
            residence=self.dice.random() < 0.9,
        )
        if self.dice.random() < 0.5:
            SpecialCircumstance.objects.create(
                child=child, group="DB04", recorded_place=self.communes[0], **self.spell()
            )

    change_another_birth = change_birth

    def change_move(self):
        """As an action does it: lock, end the old residence, begin another."""
        child, day = Child.objects.select_for_update().get(pk=self.child().pk), self.day()
        child.residences.filter(starts_on__gte=day).delete()
        child.residences.filter(starts_on__lt=day).exclude(ends_on__lt=day).update(ends_on=day - timedelta(days=1))
        Residence.objects.create(child=child, place=self.dice.choice(self.communes), starts_on=day)

    def change_residence_before_the_first(self):
        child = self.child()
        first = child.residences.order_by("starts_on").first()
        if first:
            ends_on = first.starts_on - timedelta(days=self.dice.randrange(1, 200))
            starts_on = ends_on - timedelta(days=self.dice.randrange(400))
            Residence.objects.create(
                child=child, place=self.dice.choice(self.communes), starts_on=starts_on, ends_on=ends_on
            )

    def change_residence_edited(self):
        self.one(Residence).update(**self.spell())

    def change_residence_ended(self):
        self.one(Residence).update(ends_on=self.day())

    def change_residence_elsewhere(self):
        """In any commune, or in a unit above, as a reform leaves it that divides the commune."""
        self.one(Residence).update(place=self.dice.choice([*self.places, *self.communes]))

    def change_residence_deleted(self):
        self.one(Residence).delete()

    def change_person(self):
        shift = timedelta(days=self.dice.randrange(-900, 900))
        child = self.child()
        self.one(Child).filter(pk=child.pk).update(birth_date=child.birth_date + shift, sex=self.dice.choice("MF"))

    def change_death_or_departure(self):
        field = self.dice.choice(("died_on", "departed_on"))
        self.one(Child).update(**{field: self.dice.choice((None, self.day(), self.day()))})

    def change_household_of_child(self):
        self.one(Child).update(household=self.dice.choice([None, *self.households]))

    def change_child_voided(self):
        self.void_or_not(Child)

    def change_child_deleted(self):
        child = self.child()
        CasePlan.objects.filter(case__child=child).delete()
        Service.objects.filter(child=child).delete()
        Case.objects.filter(child=child).delete()
        FundSupport.objects.filter(child=child).update(child=None)
        child.delete()

    # what is true of them

    def change_circumstance(self):
        group = self.dice.choice(("DB01", "DB04", "DB11", "C02", "C07"))
        SpecialCircumstance.objects.create(
            child=self.child(), group=group, recorded_place=self.communes[0], **self.spell()
        )

    change_another_circumstance = change_circumstance

    def change_circumstance_edited(self):
        self.one(SpecialCircumstance).update(group=self.dice.choice(("DB01", "DB04", "C02")), **self.spell())

    def change_degree(self):
        degree = self.dice.choice(("DB04.1", "DB04.2", "DB04.3", ""))
        self.one(SpecialCircumstance).update(subgroup=degree)

    change_degree_again = change_degree

    def change_disability(self):
        SpecialCircumstance.objects.create(
            child=self.child(),
            group="DB04",
            subgroup=self.dice.choice(("DB04.1", "DB04.2", "DB04.3")),
            recorded_place=self.communes[0],
            **self.spell(),
        )

    def change_ethnic_group(self):
        self.one(Child).update(ethnic_group=self.dice.choice((None, *self.ethnic_groups)))

    change_another_ethnic_group = change_ethnic_group

    def change_circumstance_of_another(self):
        self.one(SpecialCircumstance).update(child=self.child())

    def change_circumstance_voided(self):
        self.void_or_not(SpecialCircumstance)

    def change_circumstance_deleted(self):
        self.one(SpecialCircumstance).delete()

    def change_risk(self):
        RiskSpell.objects.create(
            child=self.child(), criteria=["other"], recorded_place=self.communes[0], **self.spell()
        )

    def change_risk_edited(self):
        self.one(RiskSpell).update(**self.spell())

    def change_risk_voided(self):
        self.void_or_not(RiskSpell)

    def change_review(self):
        HouseholdStatus.objects.create(
            household=self.dice.choice(self.households),
            year=self.dice.randrange(2011, 2027),
            status=self.dice.choice(("poor", "near_poor")),
        )

    def change_review_edited(self):
        self.one(HouseholdStatus).update(status=self.dice.choice(("poor", "near_poor")))

    def change_review_voided(self):
        self.void_or_not(HouseholdStatus)

    def change_assistance(self):
        AssistanceGrant.objects.create(
            child=self.child(),
            ground="thu",
            coefficient=1,
            amount=1,
            in_community=self.dice.random() < 0.8,
            **self.spell(),
        )

    def change_assistance_edited(self):
        self.one(AssistanceGrant).update(in_community=self.dice.random() < 0.5, **self.spell())

    # work with them

    def change_service(self):
        Service.objects.create(
            child=self.child(), kind="health", on_date=self.day(), provider="Trạm", recorded_place=self.communes[0]
        )

    change_another_service = change_service

    def change_service_edited(self):
        self.one(Service).update(on_date=self.day(), child=self.child())

    def change_service_voided(self):
        self.void_or_not(Service)

    def change_case(self):
        child = self.child()
        CaseFactory(
            child=child,
            place=self.communes[0],
            intake=IntakeFactory(incident_place=self.communes[0], received_by=self.user),
            category=self.dice.choice(("abused", "abused", "at_risk")),
            abuse_type=self.dice.choice(("", "sexual", "violence")),
            received_at=self.moment(self.day()),
        )

    change_another_case = change_case

    def change_case_closed(self):
        case = self.one(Case).filter(status="open")
        for found in case:
            closed = found.received_at + timedelta(days=self.dice.randrange(700))
            outcome = self.dice.choice(("safe", "lost"))
            case.update(status="closed", stage="closed", closed_at=closed, closed_by=self.user, outcome=outcome)

    def change_case_reopened(self):
        self.one(Case).update(status="open", stage="initial", closed_at=None, closed_by=None, outcome="")

    def change_case_edited(self):
        self.one(Case).update(
            category=self.dice.choice(("abused", "special")), abuse_type=self.dice.choice(("neglect", "sexual"))
        )

    def change_case_of_another(self):
        self.one(Case).update(child=self.child())

    def change_case_voided(self):
        self.void_or_not(Case)

    def change_plan(self):
        for case in self.one(Case):
            moment = case.received_at + timedelta(days=self.dice.randrange(300))
            CasePlan.objects.create(
                case=case,
                number=case.plans.count() + 1,
                status=self.dice.choice(("approved", "submitted")),
                created_by=self.user,
                submitted_at=moment,
                submitted_by=self.user,
                decided_at=moment,
                decided_by=self.user,
            )

    def change_plan_edited(self):
        self.one(CasePlan).update(status=self.dice.choice(("approved", "returned")))

    def change_plan_voided(self):
        self.void_or_not(CasePlan)

    # programmes

    def change_site(self):
        SupportModelSite.objects.create(
            model=self.dice.choice(self.models), place=self.dice.choice(self.places), **self.spell()
        )

    change_another_site = change_site

    def change_site_edited(self):
        self.one(SupportModelSite).update(
            model=self.dice.choice(self.models), place=self.dice.choice(self.places), **self.spell()
        )

    def change_site_carried_over(self):
        """As a reform leaves it: the same site in another unit, one that was built or one that was carried over."""
        for site in self.one(SupportModelSite):
            SupportModelSite.objects.create(
                model=site.model, place=self.dice.choice(self.places), follows=site, **self.spell()
            )

    def change_unit_ended(self):
        """Or it goes on after all."""
        place = self.dice.choice(self.places)
        Place.objects.filter(pk=place.pk).update(valid_to=self.dice.choice((None, None, self.day())))

    def change_site_voided(self):
        self.void_or_not(SupportModelSite)

    def change_model(self):
        model = SupportModel.objects.filter(code=self.models[0].code)  # the others keep each measure filled
        model.update(counts_as=self.dice.choice(("commune", "point")))

    def change_recognition(self):
        CommuneRecognition.objects.create(place=self.dice.choice(self.places), year=self.dice.randrange(2011, 2027))

    def change_recognition_voided(self):
        self.void_or_not(CommuneRecognition)

    def change_fund(self):
        FundEntry.objects.create(
            place=self.dice.choice(self.places),
            on_date=self.day(),
            channel=self.dice.choice(("direct", "indirect")),
            amount=self.dice.randrange(1, 9_000_000_000),
        )

    def change_fund_edited(self):
        self.one(FundEntry).update(amount=self.dice.randrange(1, 10), on_date=self.day())

    def change_fund_voided(self):
        self.void_or_not(FundEntry)

    def change_turn(self):
        FundSupport.objects.create(
            place=self.dice.choice(self.places), on_date=self.day(), kind=self.dice.choice(("gift", "heart"))
        )

    def change_step(self):
        case = self.one(Case).first()
        if case:
            day = self.day()
            CaseStep.objects.create(
                case=case,
                code=self.dice.choice(("emergency", "plan", "review", "initial")),
                opened_at=self.moment(day),
                due_at=self.dice.choice((None, self.moment(day), self.moment(day))),
                done_at=self.dice.choice((None, self.moment(self.day()))),
            )

    change_another_step = change_step
    change_a_third_step = change_step

    def change_step_done(self):
        self.one(CaseStep).update(done_at=self.dice.choice((None, self.moment(self.day()))))

    def change_step_due(self):
        self.one(CaseStep).update(due_at=self.moment(self.day()))

    def change_step_cancelled(self):
        self.one(CaseStep).update(cancelled_at=self.dice.choice((None, self.moment(self.day()))))

    def change_turn_of_a_child(self):
        FundSupport.objects.create(
            place=self.dice.choice(self.communes), on_date=self.day(), kind="gift", child=self.child()
        )

    change_turn_of_another_child = change_turn_of_a_child

    def change_turn_edited(self):
        self.one(FundSupport).update(on_date=self.day(), child=self.dice.choice([None, self.child()]))

    def change_turn_voided(self):
        self.void_or_not(FundSupport)

    def change_turn_deleted(self):
        self.one(FundSupport).delete()

    def change_class(self):
        TrainingClass.objects.create(place=self.dice.choice(self.places), on_date=self.day(), topic="Thử")

    def change_class_trainees(self):
        self.one(TrainingClass).update(trainees=self.dice.choice((None, 25, 60)))

    def change_activity(self):
        Activity.objects.create(
            kind=self.dice.choice(("talk", "counselling", "counselling", "gift", "forum")),
            name="Thử",
            place=self.dice.choice(self.places),
            on_date=self.day(),
            turns=self.dice.choice((None, 20, 30)),
            children=self.dice.choice((None, 12)),
            amount=self.dice.choice((None, 570_000_000)),
        )

    change_another_activity = change_activity
    change_a_third_activity = change_activity

    def change_activity_edited(self):
        self.one(Activity).update(
            kind=self.dice.choice(("talk", "counselling", "gift")), on_date=self.day(), turns=self.dice.randrange(50)
        )

    def change_activity_voided(self):
        self.void_or_not(Activity)

    def change_care_day(self):
        site = self.one(SupportModelSite).first()
        if site:
            CareDay.objects.create(site=site, place=site.place, on_date=self.day(), children=self.dice.randrange(20))

    def change_care_day_edited(self):
        self.one(CareDay).update(children=self.dice.randrange(20))

    def change_care_day_voided(self):
        self.void_or_not(CareDay)

    def change_worker(self):
        ProtectionWorker.objects.create(
            kind=self.dice.choice(("worker", "worker", "young")),
            full_name="Người Giả",
            place=self.dice.choice(self.places),
            **self.spell(),
        )

    def change_worker_edited(self):
        self.one(ProtectionWorker).update(kind=self.dice.choice(("worker", "young")), **self.spell())

    def change_worker_voided(self):
        self.void_or_not(ProtectionWorker)

    def change_class_edited(self):
        self.one(TrainingClass).update(on_date=self.day(), place=self.dice.choice(self.places))

    # many at once, by plain SQL

    def change_many(self):
        number, days = self.dice.randrange(7), self.dice.randrange(-50, 50)
        statements = (
            "update cases_service set on_date = on_date + %(days)s where id %% 3 = %(number)s %% 3",
            """update cases_specialcircumstance set ends_on = ends_on + abs(%(days)s)
               where id %% 3 = %(number)s %% 3 and voided_at is not null""",
            """insert into cases_riskspell (child_id, criteria, definition, starts_on, ends_on, recorded_place_id,
                   created_at, void_reason)
               select id, '{other}', '2017', date '2019-03-01' + %(days)s, null, responsible_place_id, now(), ''
               from cases_child where id %% 7 = %(number)s
                 and not exists (select from cases_riskspell f where f.child_id = cases_child.id)""",
            "delete from cases_riskspell where id %% 5 = %(number)s %% 5",
            "update cases_residence set place_id = %(place)s where id %% 7 = %(number)s",
            "update cases_child set birth_date = birth_date + %(days)s where id %% 4 = %(number)s %% 4",
            "update programs_supportmodelsite set ends_on = null where id %% 4 = %(number)s %% 4",
            "delete from programs_fundentry where id %% 6 = %(number)s %% 6",
        )
        with connection.cursor() as cursor:
            cursor.execute(
                self.dice.choice(statements),
                {"days": days, "number": number, "place": self.dice.choice(self.communes).pk},
            )
