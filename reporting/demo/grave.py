"""Cases of the demonstration that are rare: emergencies, children kept apart for a time, plans given back."""

from datetime import datetime, time, timedelta

from cases.actions import steps
from cases.actions.emergency import settle_emergency
from cases.models import CasePlan, Category, EmergencyMeasure, Stage
from cases.rules import deadlines
from places.working_days import VIETNAM, vietnam_day
from reporting.demo.histories import Code, History, at_work, written

Kind = EmergencyMeasure.Kind


class Known(History):
    """A case that came so many days ago; taken up at once."""

    def __init__(self, *args, days, **course):
        self.days, self.course = days, course
        super().__init__(*args)
        self.late = False

    def _received(self):
        return self.now - timedelta(days=self.days)

    def _is_taken_up(self):
        return True


class Emergency(Known):
    """Form 02 within the first hours; `measures` = ((hours after the receipt, kind), …), `apart` = (first day, last
    day or None) of a separation, both in days after the receipt."""

    is_emergency = True

    def _category(self):
        return Category.ABUSED

    def _seems_urgent(self):
        return True

    def _risk_level(self):
        return "high"

    def _hours(self):
        return super()._hours() | {Stage.INITIAL: 1.5, Stage.DETAILED: self.dice.uniform(6, 30)}

    def _steps(self):
        super()._steps()
        for hours, kind in self.course.get("measures", ()):
            self._measure(kind, self.received + timedelta(hours=hours))
        if "apart" in self.course:
            self._keep_apart(*self.course["apart"])
        settle_emergency(self.case, by=self.office.officer)

    def _assess_initial(self, at):
        super()._assess_initial(at)
        steps.cancel_steps(self.case, Code.PLAN, at=at)
        self._open(Code.EMERGENCY, deadlines.RECEIVED, self.received, at)

    def _measure(self, kind, at, **fields):
        measure = EmergencyMeasure.objects.create(
            case=self.case,
            kind=kind,
            taken_at=at,
            provider="Công an xã" if kind == Kind.POLICE else "Trạm y tế xã",
            note="Dữ liệu giả: đã áp dụng biện pháp bảo vệ trẻ.",
            created_by=self.office.officer,
            **fields,
        )
        written(measure, at)

    def _keep_apart(self, first, last):
        day = vietnam_day(self.received) + timedelta(days=first)
        start = datetime.combine(day, time.min, VIETNAM)
        at = max(start + timedelta(hours=9), self.received)
        ended_on = None if last is None else vietnam_day(self.received) + timedelta(days=last)
        number = f"{self.number + 1:02d}/QĐ-UBND"
        self._measure(Kind.SEPARATION, at, decision_number=number, separated_on=day, separation_ended_on=ended_on)
        self._open(Code.SEPARATION, deadlines.SEPARATED, start, at)
        if ended_on:
            self._finish(Code.SEPARATION, datetime.combine(ended_on, time(16), VIETNAM))


class GivenBack(Known):
    """The chair gave the plan back; the officer mends it. Where the office has not been open since, they worked all the
    same, or nothing would wait to be mended."""

    def _course(self):
        raw = [self.received + timedelta(hours=hours) for hours in (18, 42, 60, 84)]
        worked = [at_work(moment) for moment in raw]
        first, second, self.submitted, self.returned = worked if worked[-1] < self.now else raw
        return Stage.PLAN, {Stage.INITIAL: first, Stage.DETAILED: second}

    def _plan(self):
        plan = super()._plan()
        plan.status = CasePlan.Status.RETURNED
        plan.submitted_at, plan.submitted_by = self.submitted, self.office.officer
        plan.decided_at, plan.decided_by = self.returned, self.office.chair
        plan.return_reason = "Dữ liệu giả: bổ sung người chịu trách nhiệm và thời gian của từng hoạt động."
        plan.save()
        return plan

    def _steps(self):
        super()._steps()
        self._submit(self.submitted)
        self._finish(Code.APPROVAL, self.returned, self.office.chair)
        self._open(Code.PLAN, deadlines.RETURNED, self.returned, self.returned)


# (what, position of the commune, days since the receipt, its course)
GRAVE = (
    (Emergency, 0, 0.15, {}),  # its twelve hours run
    (Emergency, 2, 0.7, {}),  # they are over
    (Emergency, 1, 1.5, {"measures": ((3, Kind.POLICE),)}),
    (Emergency, 0, 9, {"measures": ((2, Kind.MEDICAL),), "apart": (1, None)}),
    (Emergency, 1, 17, {"measures": ((5, Kind.SHELTER),), "apart": (0, None)}),  # longer than the law allows
    (Emergency, 0, 40, {"measures": ((4, Kind.POLICE), (6, Kind.MEDICAL)), "apart": (1, 9)}),
    (Emergency, 3, 200, {"measures": ((14, Kind.MEDICAL),)}),  # came too late; closed long since
    (GivenBack, 0, 5, {}),
    (GivenBack, 1, 6.5, {}),
    (GivenBack, 2, 12, {}),
)
