"""Việc của tôi: what is late, what is due today, what waits for me. Every number opens the list that it counts."""

from datetime import timedelta

from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.access import require_permission
from accounts.audit import record
from accounts.permissions import Permission as P
from cases.deadline_words import due_day, due_words
from cases.models import Case, CasePlan, CaseStep, Child, Intake, IntakeStatus, Stage
from cases.views import notices
from places import working_days

SHOWN = 6
FULL = 9  # rows of a page; what is not due yet fills it up


@require_permission(P.SIGNED_IN)
def home(request):
    """Everyone begins where his work is."""
    if request.user.may(P.CASE_VIEW):
        return redirect("cases:work")
    for permission, name in (
        (P.INTAKE_CREATE, "cases:intakes"),
        (P.INDICATOR_VIEW, "reporting:dashboard"),
        (P.USER_MANAGE, "accounts:users"),
    ):
        if request.user.may(permission):
            return redirect(name)
    return render(request, "cases/no_work.html")


class Work:
    """The open work in a user's reach, as querysets; lists and counts read the same ones."""

    def __init__(self, user, now):
        self.user, self.now = user, now
        self.midnight = working_days.end_of_day(timezone.localdate(now))
        self.cases = Case.objects.reachable_by(user, P.CASE_VIEW).active()

    @cached_property
    def _steps(self):
        return CaseStep.objects.open().filter(case__in=self.cases)

    @property
    def late(self):
        return self._steps.filter(due_at__lt=self.now)

    @property
    def today(self):
        return self._steps.filter(due_at__gte=self.now, due_at__lte=self.midnight)

    @property
    def later(self):
        return self._steps.filter(due_at__gt=self.midnight)

    @property
    def waiting(self):
        return CasePlan.objects.filter(voided_at=None, case__in=self.cases).filter(self._waits_for_me())

    @property
    def intakes(self):
        reached = Intake.objects.reachable_by(self.user, P.INTAKE_CREATE)
        return reached.filter(status=IntakeStatus.NEW, voided_at=None)

    @property
    def mine(self):
        return self.cases.filter(assigned_to=self.user) if self.user.may(P.CASE_WORK) else self.cases

    @property
    def words(self):
        """What `mine` is called: whoever works on no case has all that he may see."""
        return _("Hồ sơ của tôi") if self.user.may(P.CASE_WORK) else _("Hồ sơ đang mở")

    LISTS = ("late", "today", "waiting", "mine")

    def cases_in(self, name):
        """The cases of the list that a count opens (one of LISTS)."""
        return self.mine if name == "mine" else self.cases.filter(pk__in=getattr(self, name).values("case"))

    def _waits_for_me(self):
        """Plans that I may approve where they are, so none of my own; plans given back to those who wrote them."""
        decide = Case.objects.reachable_by(self.user, P.CASE_APPROVE)
        mend = Case.objects.reachable_by(self.user, P.CASE_WORK)
        mine_to_decide = Q(status=CasePlan.Status.SUBMITTED, case__in=decide) & ~Q(submitted_by=self.user)
        return mine_to_decide | Q(status=CasePlan.Status.RETURNED, case__in=mend)


def case_words(case):
    """Whom a row is about: shown on pages whose audit row names the case."""
    child = case.child
    return [child.full_name, f"{child.get_sex_display()}, {child.age_words(timezone.localdate())}", case.code]


@require_permission(P.CASE_VIEW)
def work(request):
    now = timezone.now()
    mine = Work(request.user, now)
    late = list(mine.late.select_related("case__child").order_by("due_at")[:SHOWN])
    today = list(mine.today.select_related("case__child").order_by("due_at")[:SHOWN])
    waiting = list(mine.waiting.select_related("case__child").order_by("submitted_at")[:SHOWN])
    intakes = list(mine.intakes.order_by("-seems_urgent", "received_at")[:SHOWN])
    rest = max(FULL - len(late) - len(today) - len(waiting), 0)
    soon = list(mine.later.select_related("case__child").order_by("due_at")[:rest])
    told = list(notices.unread(request.user, now)[: notices.SHOWN])
    shown = {row.case_id for row in (*late, *today, *waiting, *soon)}
    shown |= {notice.case_pk for notice in told if notice.case_pk}
    record("case.listed", Case, by=request.user, page="home", ids=sorted(shown))
    context = {
        "notices": told,
        "more_notices": told[0].total - len(told) if told else 0,
        "counts": _counts(mine),
        "late": [_step_row(step, now) for step in late],
        "today": [_step_row(step, now) for step in today],
        "waiting": [_plan_row(plan) for plan in waiting],
        "soon": [_step_row(step, now) for step in soon],
        "today_is": timezone.localdate(now),
        "urgent": [_intake_card(intake, now) for intake in intakes if intake.seems_urgent],
        "intakes": [_intake_row(intake) for intake in intakes if not intake.seems_urgent],
        "new": {"n": mine.intakes.count(), "url": _new_intakes()},
        "mine": mine.mine.count(),
        "mine_words": mine.words,
        "stages": _stages(mine),
        "week": _week(mine, timezone.localdate(now)),
        "to_settle": Child.objects.reachable_by(request.user, P.CHILD_EDIT).to_settle().count(),
        "may_take": request.user.may(P.INTAKE_CREATE),
        "may_import": request.user.may(P.REGISTER_IMPORT),
    }
    return render(request, "cases/work.html", context)


def _list_url(**filters):
    return reverse("cases:list", query=filters)


def _counts(mine):
    n = {name: mine.cases_in(name).count() for name in mine.LISTS}
    counts = [
        {"n": n["late"], "label": _("Quá hạn"), "kind": "late", "url": _list_url(work="late")},
        {"n": n["today"], "label": _("Hôm nay"), "kind": "now", "url": _list_url(work="today")},
        {"n": n["waiting"], "label": _("Chờ tôi xử lý"), "short": _("Chờ tôi"), "url": _list_url(work="waiting")},
        {"n": n["mine"], "label": mine.words, "short": _("Hồ sơ"), "url": _list_url(work="mine")},
    ]
    if mine.user.may(P.INTAKE_CREATE):  # a chair decides on plans and opens no intake
        new = {"label": _("Tin mới tiếp nhận"), "short": _("Tin mới"), "url": _new_intakes()}
        counts.insert(3, {"n": mine.intakes.count(), **new})
    return counts


def _new_intakes():
    return reverse("cases:intakes", query={"status": IntakeStatus.NEW.value})


def _step_row(step, now):
    kind, words = due_words(step.due_at, now)
    return {
        "title": step.get_code_display(),
        "url": step.case.get_absolute_url(),
        "who": case_words(step.case),
        "kind": kind,
        "words": words,
        "note": _("hạn %(day)s") % {"day": due_day(step.due_at)},
    }


def _plan_row(plan):
    returned = plan.status == CasePlan.Status.RETURNED
    return {
        "title": _("Sửa kế hoạch bị trả lại") if returned else _("Phê duyệt kế hoạch hỗ trợ, can thiệp"),
        "url": plan.case.get_absolute_url(),
        "who": case_words(plan.case),
        "kind": "info",
        "words": plan.get_status_display(),
        "note": timezone.localtime(plan.submitted_at).strftime("%d/%m/%Y"),
    }


def _intake_card(intake, now):
    """A report that seems urgent: its twelve hours run."""
    urgent_until = intake.received_at + timedelta(hours=12)
    kind, words = due_words(urgent_until, now)
    return {"intake": intake, "until": urgent_until, "kind": kind, "words": words}


def _intake_row(intake):
    return {
        "title": intake.get_category_display().capitalize(),
        "url": intake.get_absolute_url(),
        "who": [intake.code, intake.get_channel_display()],
        "note": f"{timezone.localtime(intake.received_at):%H:%M %d/%m}",
    }


def _stages(mine):
    counted = dict(mine.mine.order_by().values_list("stage").annotate(Count("pk")))
    most = max(counted.values(), default=1)
    return [
        {
            "label": stage.label,
            "n": counted[stage],
            "share": round(100 * counted[stage] / most),
            "url": _list_url(stage=stage.value, work="mine"),
        }
        for stage in Stage
        if counted.get(stage)
    ]


def _week(mine, today):
    """Five days from Monday (at the weekend, of the coming week): how many terms end on each."""
    monday = (
        today - timedelta(days=today.weekday()) if today.weekday() < 5 else today + timedelta(days=7 - today.weekday())
    )
    days = [monday + timedelta(days=n) for n in range(5)]
    first, last = working_days.end_of_day(monday - timedelta(days=1)), working_days.end_of_day(days[-1])
    ends = CaseStep.objects.open().filter(case__in=mine.cases, due_at__gt=first, due_at__lte=last)
    counted = {}
    for moment in ends.values_list("due_at", flat=True):
        day = timezone.localdate(moment - timedelta(microseconds=1))
        counted[day] = counted.get(day, 0) + 1
    return [_day(day, counted.get(day, 0), today) for day in days]


def _day(day, n, today):
    off = _is_off(day)
    words = _("%(n)s hạn") % {"n": n} if n else (_("nghỉ lễ") if off else "–")
    return {"date": day, "words": words, "today": day == today, "off": off}


def _is_off(day):
    """A day off; where the year's holidays are not frozen yet, none is known on a weekday."""
    try:
        return not working_days.is_working_day(day)
    except working_days.CalendarMissing:
        return False
