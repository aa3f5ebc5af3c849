"""One case of the demonstration from its intake to where it stands now.

Rows are written as the actions would have left them on those days, the legal steps by the actions' own functions; every
text is invented and says so.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count

from accounts.models import User
from cases.actions import steps
from cases.models import (
    AbuseType,
    Assessment,
    Case,
    CasePlan,
    CaseStep,
    Category,
    Channel,
    Child,
    Intake,
    IntakeStatus,
    PlanActivity,
    Service,
    ServiceKind,
    Stage,
    Visit,
)
from cases.rules import ages, deadlines, risk
from places.models import Place
from places.working_days import VIETNAM, end_of_day, is_working_day, vietnam_day

Code = CaseStep.Code
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
OPENS, CLOSES = time(8), time(17)
AT_ANY_HOUR = (Channel.HOTLINE_111, Channel.HOTLINE_18008077)
DAY, FIRST_HALF_HOUR = timedelta(days=1), timedelta(minutes=30)
STAGES = (Stage.INITIAL, Stage.DETAILED, Stage.PLAN, Stage.APPROVAL, Stage.SUPPORT, Stage.REVIEW, Stage.CLOSED)


def last_working_day(day):
    while not is_working_day(day):
        day -= DAY
    return day


def at_work(moment):
    """The moment itself in office hours; what would have come after hours comes, in its order, in the half hour before
    the next opening."""
    local = moment.astimezone(VIETNAM)
    day = local.date()
    if is_working_day(day) and OPENS <= local.time() < CLOSES:
        return moment
    opening = day if local.time() < OPENS else day + DAY
    closed = datetime.combine(last_working_day(opening - DAY), CLOSES, VIETNAM)
    while not is_working_day(opening):
        opening += DAY
    opening = datetime.combine(opening, OPENS, VIETNAM)
    return opening - FIRST_HALF_HOUR * ((opening - local) / (opening - closed))


def written(row, at):
    """The row was written at that moment; what was written later rests on it (cases/actions/void.py)."""
    row.created_at = at
    row.save(update_fields=["created_at"])


@dataclass
class Office:
    """Who works in a commune."""

    place: Place
    officer: User
    chair: User


class History:
    """A case, written by write()."""

    is_emergency = False

    def __init__(self, dice, office, now, number, pool):
        self.dice, self.office, self.now, self.number, self.pool = dice, office, now, number, pool
        self.received = self._received()
        self.category = self._category()
        self.abuse = dice.choice(list(AbuseType)) if self.category == Category.ABUSED else ""
        # Some stand still since the step before; none for months, or the demonstration would be of neglect.
        self.late = self.received > now - timedelta(days=24) and dice.random() < 0.35

    def _received(self):
        low, high = self.dice.choices(((0, 1), (1, 9), (9, 45), (45, 260)), weights=(6, 19, 30, 45))[0]
        return self.now - timedelta(days=self.dice.uniform(low, high), minutes=self.dice.randrange(600))

    def _category(self):
        return self.dice.choices(list(Category), weights=(25, 40, 35))[0]

    def _is_taken_up(self):
        return self.received <= self.now - timedelta(hours=20) or self.dice.random() >= 0.5

    def _seems_urgent(self):
        return self.category == Category.ABUSED and self.dice.random() < 0.4

    def write(self):
        self.intake = self._intake()
        if not self._is_taken_up():
            return
        self.received = self.intake.received_at
        self.child = self._child()
        self.intake.status = IntakeStatus.OPENED
        self.intake.child_sex = self.child.sex
        self.intake.child_age_estimate = ages.age_on(self.child.birth_date, vietnam_day(self.received))
        self.intake.save(update_fields=["status", "child_sex", "child_age_estimate"])
        self.stage, self.moments = self._course()
        self.case = self._case()
        self._assessments()
        self.plan = self._plan() if self._reached(Stage.PLAN) else None
        self._support()
        self._steps()

    def _intake(self):
        channel = self.dice.choices(list(Channel), weights=(20, 35, 25, 18, 2))[0]
        at_any_hour = channel in AT_ANY_HOUR or self.is_emergency
        return Intake.objects.create(
            code=f"TN-AG-{self.now.year}-{self.number + 1:06d}",
            received_at=self.received if at_any_hour else self._while_open(),
            channel=channel,
            external_code=f"111-{self.now:%y}-{self.number:06d}" if channel == Channel.HOTLINE_111 else "",
            category=self.category,
            abuse_type=self.abuse,
            seems_urgent=self._seems_urgent(),
            incident_place=self.office.place,
            responsible_place=self.office.place,
            child_sex=self.dice.choice("MF"),
            child_age_estimate=self.dice.randint(2, 14),
            narrative=self.dice.choice(NARRATIVES),
            informant_phone=f"0900{self.dice.randrange(10**6):06d}",
            received_by=self.office.officer,
        )

    def _while_open(self):
        """Whoever comes or calls finds the office open; hotlines are always."""
        days = (at_work(self.received - n * DAY) for n in count())
        return next(moment for moment in days if moment <= self.received)

    def _child(self):
        """Of the commune's register, in the circumstances that the report speaks of, born by then; each child once."""
        wanted = self.category if self.category != Category.ABUSED else ""
        children, day = self.pool[self.office.place.pk, wanted], vietnam_day(self.received)
        rows = (Child.objects.get(pk=pk) for pk in reversed(children))
        child = next(row for row in rows if row.birth_date <= day)
        children.remove(child.pk)
        return child

    def _course(self):
        """The stage reached by now, and when each stage was left: {stage: moment}. Form 06 leads from carrying out to
        the review, which ends as the case is closed."""
        hours = self._hours()
        moment, left = self.received, {}
        stuck_at = self.dice.choice((Stage.PLAN, Stage.PLAN, Stage.APPROVAL, Stage.DETAILED)) if self.late else None
        for stage, length in hours.items():
            moment += timedelta(hours=length)
            done = moment if stage == Stage.INITIAL and self.intake.seems_urgent else at_work(moment)
            if done >= self.now or stage == stuck_at:
                return stage, left
            left[stage] = done
        return Stage.CLOSED, left

    def _hours(self):
        """How long the case stays at each stage."""
        return {
            Stage.INITIAL: self.dice.uniform(1, 20),
            Stage.DETAILED: self.dice.uniform(20, 50),
            Stage.PLAN: self.dice.uniform(20, 60),
            Stage.APPROVAL: self.dice.uniform(5, 40),
            Stage.SUPPORT: self.dice.uniform(900, 2600),
            Stage.REVIEW: self.dice.uniform(24, 160),
        }  # fmt: skip

    def _case(self):
        closed = self.stage == Stage.CLOSED
        self.level = "" if self.stage == Stage.INITIAL else self._risk_level()
        return Case.objects.create(
            code=f"AG-{self.now.year}-{self.number + 1:06d}",
            intake=self.intake,
            child=self.child,
            category=self.category,
            abuse_type=self.abuse,
            received_at=self.received,
            opened_at=self.received + timedelta(minutes=20),
            incident_place=self.office.place,
            residence_place=self.office.place,
            responsible_place=self.office.place,
            assigned_to=self.office.officer,
            is_emergency=None if self.stage == Stage.INITIAL else self.is_emergency,
            risk_level=self.level if Stage.SUPPORT not in self.moments else "low",
            stage=self.stage,
            status="closed" if closed else "open",
            closed_at=self.moments[Stage.REVIEW] if closed else None,
            closed_by=self.office.officer if closed else None,
            outcome=self.dice.choices(("safe", "moved", "lost"), weights=(85, 10, 5))[0] if closed else "",
            last_activity_at=max(self.moments.values(), default=self.received),
        )

    def _risk_level(self):
        return self.dice.choice(("high", "medium", "medium", "low"))

    def _reached(self, stage):
        return STAGES.index(self.stage) >= STAGES.index(stage)

    def _steps(self):
        """Opened and finished as each action does (cases/actions)."""
        opened_at, urgent = self.case.opened_at, self.intake.seems_urgent
        self._open(Code.INITIAL, deadlines.RECEIVED, self.received, opened_at, is_emergency=urgent)
        if steps.plan_clock(self.case) == deadlines.RECEIVED:
            self._open(Code.PLAN, deadlines.RECEIVED, self.received, opened_at, is_emergency=False)
        for stage, act in (
            (Stage.INITIAL, self._assess_initial),
            (Stage.DETAILED, self._assess_detailed),
            (Stage.PLAN, self._submit),
            (Stage.APPROVAL, self._approve),
            (Stage.SUPPORT, self._review),
        ):
            if stage in self.moments:
                act(self.moments[stage])

    def _open(self, code, clock, start, at, is_emergency=None):
        steps.open_step(self.case, code, clock, clock_start=start, at=at, is_emergency=is_emergency)

    def _finish(self, code, at, by=None):
        steps.finish_step(self.case, code, at=at, by=by or self.office.officer)

    def _assess_initial(self, at):
        self._finish(Code.INITIAL, at)
        self._open(Code.DETAILED, deadlines.OPENED, at, at)

    def _assess_detailed(self, at):
        self._finish(Code.DETAILED, at)
        if not self.case.steps.open().filter(code=Code.PLAN).exists():
            clock = steps.plan_clock(self.case)
            self._open(Code.PLAN, clock, self.received if clock == deadlines.RECEIVED else at, at)

    def _submit(self, at):
        self._finish(Code.PLAN, at)
        self._open(Code.APPROVAL, deadlines.SUBMITTED, at, at)

    def _approve(self, at):
        self._finish(Code.APPROVAL, at, self.office.chair)
        self._open(Code.SUPPORT, deadlines.OPENED, at, at)
        self._open(Code.REVIEW, deadlines.PLAN_END, end_of_day(self.plan.last_day()), at)

    def _review(self, at):
        self._finish(Code.SUPPORT, at)
        self._finish(Code.REVIEW, at)

    def _assessments(self):
        for stage, form in ((Stage.INITIAL, "02"), (Stage.DETAILED, "03"), (Stage.SUPPORT, "06")):
            if stage in self.moments:
                Assessment.objects.create(
                    case=self.case,
                    form=form,
                    done_on=vietnam_day(self.moments[stage]),
                    answers={item.code: self.dice.choice(("high", "medium", "low")) for item in risk.form(form).items},
                    final_level="low" if form == "06" else self.level,
                    is_emergency=self.is_emergency if form == "02" else None,
                    is_stable=True if form == "06" else None,
                    conclusion="Dữ liệu giả.",
                    child_view="Dữ liệu giả: con muốn được đi học." if form == "03" else "",
                    stage_before=stage,
                    created_at=self.moments[stage],
                    created_by=self.office.officer,
                )

    def _plan(self):
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
        written(plan, self.moments[Stage.DETAILED])
        start = vietnam_day(decided or self.now) + timedelta(days=2)
        reviewed = self.moments.get(Stage.SUPPORT)
        end = vietnam_day(reviewed) if reviewed else start + timedelta(days=70)
        for order, text in enumerate(self.dice.sample(WORK, 2), 1):
            PlanActivity.objects.create(
                plan=plan, order=order, text=text, responsible="Cán bộ trẻ em xã", cooperating="Cộng tác viên ấp",
                starts_on=start, ends_on=end, cost=order * 300_000,
                is_submitted=submitted is not None,
            )  # fmt: skip
        return plan

    def _support(self):
        approved = self.moments.get(Stage.APPROVAL)
        if approved is None:
            return
        until = self.moments.get(Stage.SUPPORT, self.now)
        day = vietnam_day(approved) + timedelta(days=3)
        common = {"case": self.case, "created_by": self.office.officer}
        while day < vietnam_day(until):
            on = last_working_day(day)
            Service.objects.create(
                child=self.child, kind=self.dice.choice(list(ServiceKind)), on_date=on, provider="Trạm y tế xã",
                recorded_place=self.office.place, **common,
            )  # fmt: skip
            Visit.objects.create(on_date=on, note="Dữ liệu giả: trẻ khỏe, đi học đều.", **common)
            day += timedelta(days=self.dice.randint(15, 40))
