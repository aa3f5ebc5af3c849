"""Today's An Giang: a few hundred live cases in all states, some late, in the days around today.

Rows are written as the actions would have left them on those days; every text is invented and says so.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Assignment, User
from cases.models import (
    AbuseType,
    Assessment,
    Case,
    CaseCounter,
    CasePlan,
    CaseStep,
    Category,
    Channel,
    Child,
    Intake,
    IntakeStatus,
    PlanActivity,
    RiskSpell,
    Service,
    ServiceKind,
    SpecialCircumstance,
    Stage,
    Visit,
)
from cases.rules import deadlines, risk
from places import working_days
from places.models import Level, Place
from reporting.demo import register, users
from reporting.demo.names import AN_GIANG, FAMILY, GIVEN, MIDDLE

CASES, COMMUNES, COMPLETE = 340, 12, 3
# Registers declared complete, so that a live change is seen (ruling 7). Per commune, on today's date.
UNITS_BEGIN = date(2025, 7, 1)
REGISTER = {"children": 2_304, "special": 61, "at_risk": 214, "poor": 96, "near_poor": 187, "assisted": 38}
# Elsewhere a register has only begun: enough children for the cases.
PARTIAL = {"children": 120, "special": 45, "at_risk": 45, "poor": 10, "near_poor": 20, "assisted": 20}
NARRATIVES = (
    "Dữ liệu giả: giáo viên báo trẻ nghỉ học nhiều ngày, có vết bầm ở tay.",
    "Dữ liệu giả: hàng xóm báo trẻ thường bị mắng chửi, bỏ đói.",
    "Dữ liệu giả: trẻ mồ côi mẹ, cha đi làm xa, sống với bà ngoại đã già yếu.",
    "Dữ liệu giả: cộng tác viên ấp phát hiện trẻ bỏ học theo mẹ bán vé số.",
    "Dữ liệu giả: trạm y tế báo trẻ khuyết tật chưa được cấp giấy xác nhận.",
    "Dữ liệu giả: Tổng đài chuyển tin trẻ bị người quen xâm hại.",
)
GOALS = "Dữ liệu giả: trẻ được an toàn, đi học đều và được chăm sóc sức khỏe."
WORK = (
    "Tham vấn tâm lý cho trẻ",
    "Hỗ trợ trẻ trở lại trường",
    "Khám sức khỏe",
    "Hỗ trợ gia đình vay vốn",
    "Thăm hộ hằng tháng",
)
STAGES = (Stage.INITIAL, Stage.DETAILED, Stage.PLAN, Stage.APPROVAL, Stage.SUPPORT, Stage.REVIEW, Stage.CLOSED)


@dataclass
class Office:
    """Who works in a commune."""

    place: Place
    officer: User
    chair: User


def load(dice, now):
    today = timezone.localdate(now)
    offices = _offices(dice, today)
    for position, office in enumerate(offices):
        totals = register.Totals(on=today, **(REGISTER if position < COMPLETE else PARTIAL))
        register.write(dice, [office.place], totals, AN_GIANG, starts_on=UNITS_BEGIN)
    pool = _pool(dice, offices)
    for number in range(CASES):
        office = offices[min(int(dice.expovariate(0.35)), COMMUNES - 1)]
        _History(dice, office, now, number, pool).write()
    for model in (Case, Intake):  # the next one of a person takes the next number
        CaseCounter.objects.create(kind=model._meta.model_name, prefix="AG", year=today.year, last=CASES)
    return offices


def _pool(dice, offices):
    """{(commune, category or ""): children of the register, in no order}; under 15, so that none grows out of it."""
    pool = defaultdict(list)
    special = set(SpecialCircumstance.objects.values_list("child", flat=True))
    at_risk = set(RiskSpell.objects.values_list("child", flat=True))
    places = [office.place.pk for office in offices]
    young = Child.objects.filter(
        responsible_place__in=places, birth_date__gt=timezone.localdate() - timedelta(days=15 * 365)
    )
    for pk, place in young.order_by("pk").values_list("pk", "responsible_place"):
        pool[place, Category.SPECIAL if pk in special else Category.AT_RISK if pk in at_risk else ""].append(pk)
    for children in pool.values():
        dice.shuffle(children)
    return pool


def _offices(dice, today):
    an_giang = Place.objects.by_code("91", today, Level.PROVINCE)
    named = [users.place(users.HOME, today), users.place(users.NEXT, today)]
    others = Place.objects.within(an_giang).level(Level.COMMUNE).in_force(today).exclude(pk__in=[p.pk for p in named])
    places = named + dice.sample(list(others.order_by("code")), COMMUNES - len(named))
    known = {p.pk: pair for p, pair in zip(named, (("hoa", "chi"), ("minh", "phuc")), strict=True)}
    offices = []
    for place in places:
        names = known.get(place.pk, (f"canbo-{place.code}", f"lanhdao-{place.code}"))
        officer, chair = (_person(dice, name, place, role, today) for name, role in zip(names, ROLES, strict=True))
        offices.append(Office(place, officer, chair))
    return offices


ROLES = ("commune_officer", "commune_chair")


def _person(dice, username, place, role, today):
    sex = dice.choice("MF")
    name = f"{dice.choice(FAMILY)} {dice.choice(MIDDLE[sex])} {dice.choice(GIVEN[sex])}"
    user, _ = User.objects.get_or_create(
        username=username, defaults={"full_name": name, "password": make_password(None)}
    )
    Assignment.objects.get_or_create(
        user=user, place=place, role=role, defaults={"valid_from": today.replace(month=1, day=1)}
    )
    return user


class _History:
    """One case from its intake to where it stands now."""

    def __init__(self, dice, office, now, number, pool):
        self.dice, self.office, self.now, self.number, self.pool = dice, office, now, number, pool
        self.received = now - timedelta(days=self._age_in_days(), minutes=dice.randrange(600))
        self.category = dice.choices(list(Category), weights=(25, 40, 35))[0]
        self.abuse = dice.choice(list(AbuseType)) if self.category == Category.ABUSED else ""
        # Some stand still since the step before; none for months, or the demonstration would be of neglect.
        self.late = self.received > now - timedelta(days=24) and dice.random() < 0.35

    def _age_in_days(self):
        low, high = self.dice.choices(((0, 1), (1, 9), (9, 45), (45, 260)), weights=(6, 19, 30, 45))[0]
        return self.dice.uniform(low, high)

    def write(self):
        intake = self._intake()
        if self.received > self.now - timedelta(hours=20) and self.dice.random() < 0.5:
            return  # not yet taken up
        intake.status = IntakeStatus.OPENED
        intake.save(update_fields=["status"])
        self.child = self._child()
        self.stage, self.moments = self._course()
        self.case = self._case(intake)
        self._steps()
        self._assessments()
        self._plan()
        self._support()

    def _intake(self):
        channel = self.dice.choices(list(Channel), weights=(20, 35, 25, 18, 2))[0]
        return Intake.objects.create(
            code=f"TN-AG-{self.now.year}-{self.number + 1:06d}",
            received_at=self.received,
            channel=channel,
            external_code=f"111-{self.now:%y}-{self.number:06d}" if channel == Channel.HOTLINE_111 else "",
            category=self.category,
            abuse_type=self.abuse,
            seems_urgent=self.category == Category.ABUSED and self.dice.random() < 0.4,
            incident_place=self.office.place,
            responsible_place=self.office.place,
            child_sex=self.dice.choice("MF"),
            child_age_estimate=self.dice.randint(2, 14),
            narrative=self.dice.choice(NARRATIVES),
            informant_phone=f"0900{self.dice.randrange(10**6):06d}",
            received_by=self.office.officer,
        )

    def _child(self):
        """Of the commune's register, in the circumstances that the report speaks of; each child once."""
        wanted = self.category if self.category != Category.ABUSED else ""
        return Child.objects.get(pk=self.pool[self.office.place.pk, wanted].pop())

    def _course(self):
        """The stage reached by now, and when each stage was left: {stage: moment}."""
        hours = {
            Stage.INITIAL: self.dice.uniform(1, 20),
            Stage.DETAILED: self.dice.uniform(20, 50),
            Stage.PLAN: self.dice.uniform(20, 60),
            Stage.APPROVAL: self.dice.uniform(5, 40),
            Stage.SUPPORT: self.dice.uniform(900, 2600),
            Stage.REVIEW: self.dice.uniform(24, 160),
        }  # fmt: skip
        moment, left = self.received, {}
        stuck_at = self.dice.choice((Stage.PLAN, Stage.PLAN, Stage.APPROVAL, Stage.DETAILED)) if self.late else None
        for stage, length in hours.items():
            moment += timedelta(hours=length)
            if moment >= self.now or stage == stuck_at:
                return stage, left
            left[stage] = moment
        return Stage.CLOSED, left

    def _case(self, intake):
        closed = self.stage == Stage.CLOSED
        return Case.objects.create(
            code=f"AG-{self.now.year}-{self.number + 1:06d}",
            intake=intake,
            child=self.child,
            category=self.category,
            abuse_type=self.abuse,
            received_at=self.received,
            opened_at=self.received + timedelta(minutes=20),
            incident_place=self.office.place,
            residence_place=self.office.place,
            responsible_place=self.office.place,
            assigned_to=self.office.officer,
            is_emergency=None if self.stage == Stage.INITIAL else False,
            risk_level="" if self.stage == Stage.INITIAL else self.dice.choice(("high", "medium", "medium", "low")),
            stage=self.stage,
            status="closed" if closed else "open",
            closed_at=self.moments[Stage.REVIEW] if closed else None,
            closed_by=self.office.officer if closed else None,
            outcome=self.dice.choices(("safe", "moved", "lost"), weights=(85, 10, 5))[0] if closed else "",
            last_activity_at=max(self.moments.values(), default=self.received),
        )

    def _reached(self, stage):
        return STAGES.index(self.stage) >= STAGES.index(stage)

    def _steps(self):
        opened = self.received
        for stage in STAGES[:-1]:
            if not self._reached(stage):
                return
            self._step(stage, opened)
            opened = self.moments.get(stage, opened)

    def _step(self, stage, opened):
        rule_clock, clock = self._clock(stage, opened)
        received_on = working_days.vietnam_day(self.received)
        rule = deadlines.rule_for(stage.value, rule_clock, received_on, is_emergency=False)
        CaseStep.objects.create(
            case=self.case,
            code=stage.value,
            opened_at=opened,
            clock_started_at=clock,
            due_at=rule.due_at(clock, working_days),
            basis=rule.code,
            done_at=self.moments.get(stage),
            done_by=self.office.officer if stage in self.moments else None,
        )

    def _clock(self, stage, opened):
        """From which moment the stage's term runs: (clock of rules/deadlines.py, moment)."""
        if stage in (Stage.INITIAL, Stage.PLAN):
            return deadlines.RECEIVED, self.received
        if stage == Stage.APPROVAL:
            return deadlines.SUBMITTED, opened
        if stage == Stage.REVIEW:
            return deadlines.PLAN_END, opened
        return deadlines.OPENED, opened

    def _assessments(self):
        for stage, form in ((Stage.INITIAL, "02"), (Stage.DETAILED, "03"), (Stage.REVIEW, "06")):
            if stage in self.moments:
                level = self.case.risk_level
                Assessment.objects.create(
                    case=self.case,
                    form=form,
                    done_on=timezone.localdate(self.moments[stage]),
                    answers={item.code: self.dice.choice(("high", "medium", "low")) for item in risk.form(form).items},
                    final_level="low" if form == "06" else level,
                    is_emergency=False if form == "02" else None,
                    is_stable=True if form == "06" else None,
                    conclusion="Dữ liệu giả.",
                    child_view="Dữ liệu giả: con muốn được đi học." if form == "03" else "",
                    created_by=self.office.officer,
                )

    def _plan(self):
        if not self._reached(Stage.PLAN):
            return
        submitted, decided = self.moments.get(Stage.PLAN), self.moments.get(Stage.APPROVAL)
        plan = CasePlan.objects.create(
            case=self.case,
            goals=GOALS,
            child_opinion="Dữ liệu giả: con muốn ở với bà.",
            uses_funds=True,
            status="approved" if decided else "submitted" if submitted else "draft",
            created_by=self.office.officer,
            submitted_at=submitted,
            submitted_by=self.office.officer if submitted else None,
            decided_at=decided,
            decided_by=self.office.chair if decided else None,
            decision_number=f"{self.number + 1:02d}/QĐ-UBND" if decided else "",
        )
        start = timezone.localdate(decided or self.now) + timedelta(days=2)
        for order, text in enumerate(self.dice.sample(WORK, 2), 1):
            PlanActivity.objects.create(
                plan=plan, order=order, text=text, responsible="Cán bộ trẻ em xã", cooperating="Cộng tác viên ấp",
                starts_on=start, ends_on=start + timedelta(days=70), cost=order * 300_000,
            )  # fmt: skip

    def _support(self):
        approved = self.moments.get(Stage.APPROVAL)
        if approved is None:
            return
        until = self.moments.get(Stage.SUPPORT, self.now)
        day = timezone.localdate(approved) + timedelta(days=3)
        common = {"case": self.case, "created_by": self.office.officer}
        while day < timezone.localdate(until):
            Service.objects.create(
                child=self.child, kind=self.dice.choice(list(ServiceKind)), on_date=day, provider="Trạm y tế xã",
                recorded_place=self.office.place, **common,
            )  # fmt: skip
            Visit.objects.create(on_date=day, note="Dữ liệu giả: trẻ khỏe, đi học đều.", **common)
            day += timedelta(days=self.dice.randint(15, 40))
