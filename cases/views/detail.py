"""The case page: where it stands, what is next and until when, what was done, who looked."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require_permission
from accounts.audit_words import VERBS
from accounts.models import AuditEvent
from accounts.permissions import Permission as P
from cases import actions
from cases.deadline_words import due_day, due_words
from cases.models import CasePlan, CaseStep, Stage
from cases.views.reach import case_for, may_at

Code = CaseStep.Code
LINE = (Stage.INITIAL, Stage.DETAILED, Stage.PLAN, Stage.APPROVAL, Stage.SUPPORT, Stage.REVIEW, Stage.CLOSED)
FORMS = {
    Stage.INITIAL: gettext_lazy("Mẫu 02"), Stage.DETAILED: gettext_lazy("Mẫu 03"),
    Stage.PLAN: gettext_lazy("Mẫu 04"), Stage.APPROVAL: gettext_lazy("Mẫu 05"),
    Stage.SUPPORT: "", Stage.REVIEW: gettext_lazy("Mẫu 06"), Stage.CLOSED: "",
}  # fmt: skip
# What an officer, or a chair, does next at each stage: URL name, words, permission.
NEXT = {
    Stage.INITIAL: ("cases:assess_initial", gettext_lazy("Đánh giá nguy cơ ban đầu (Mẫu 02)"), P.CASE_WORK),
    Stage.DETAILED: ("cases:assess_detailed", gettext_lazy("Đánh giá nguy cơ cụ thể (Mẫu 03)"), P.CASE_WORK),
    Stage.PLAN: ("cases:plan", gettext_lazy("Lập kế hoạch hỗ trợ, can thiệp (Mẫu 04)"), P.CASE_WORK),
    Stage.APPROVAL: ("cases:plan", gettext_lazy("Xem và phê duyệt kế hoạch (Mẫu 05)"), P.CASE_APPROVE),
    Stage.SUPPORT: ("cases:service", gettext_lazy("Ghi dịch vụ, hỗ trợ"), P.CASE_WORK),
    Stage.REVIEW: ("cases:close", gettext_lazy("Kết thúc hồ sơ"), P.CASE_CLOSE),
}

# Who is barred, and who asked for it, is known to those who keep the list.
RESTRICTIONS = ("case.restricted", "case.unrestricted")


def identity(request, case, tab):
    """The bar above every page of the case."""
    now = timezone.now()
    child, today = case.child, timezone.localdate(now)
    return {
        "case": case,
        "child": child,
        "age": child.age_words(today),
        "tab": tab,
        "is_open": case.is_active,
        "may_work": case.is_active and may_at(request.user, P.CASE_WORK, case.responsible_place),
        "steps": _line(case),
    }


def separation_of(case):
    """The separation of the child from its family that still runs, or None."""
    running = case.emergency_measures.filter(kind="separation", separation_ended_on=None, voided_at=None)
    return running.first()


def _line(case):
    at = LINE.index(case.stage)
    done_words = dict(Stage.choices)
    return [
        {
            "label": done_words[stage],
            "note": FORMS[stage],
            "state": "done" if i < at or case.stage == Stage.CLOSED else "now" if i == at else "",
        }
        for i, stage in enumerate(LINE)
    ]


@require_permission(P.CASE_VIEW)
def detail(request, uid):
    case = case_for(request, uid, P.CASE_VIEW)
    now = timezone.now()
    open_steps = list(case.steps.open())
    context = identity(request, case, "overview") | {
        "clocks": [_clock(step, now) for step in open_steps if step.due_at or step.basis],
        "next": _next(request, case),
        "timeline": _timeline(request, case),
        "circumstances": case.child.circumstances.filter(voided_at=None),
        "is_separated": separation_of(case) is not None,
        "may_open_intake": may_at(request.user, P.INTAKE_CREATE, case.intake.responsible_place),
        "may_close": case.is_active and may_at(request.user, P.CASE_CLOSE, case.responsible_place),
        "may_restrict": may_at(request.user, P.CASE_RESTRICT, case.responsible_place),
        "may_edit_child": case.child.voided_at is None
        and may_at(request.user, P.CHILD_EDIT, case.child.responsible_place),
        "measures_due": any(step.code == Code.EMERGENCY for step in open_steps),
    }
    return render(request, "cases/detail.html", context)


def _next(request, case):
    if not case.is_active:
        return None
    name, words, permission = NEXT[case.stage]
    if case.stage == Stage.APPROVAL:
        return {"url": reverse(name, args=[case.uid]), "words": words, **decision(request, case)}
    mine = may_at(request.user, permission, case.responsible_place)
    return {"url": reverse(name, args=[case.uid]), "words": words, "mine": mine}


def decision(request, case):
    """Whether the reader decides on the plan before the chair; else the sentence that says who does."""
    plan = case.plans.filter(voided_at=None, status=CasePlan.Status.SUBMITTED).last()
    people = [user for user in actions.who_may(case, P.CASE_APPROVE) if plan and user.pk != plan.submitted_by_id]
    if request.user in people:
        return {"mine": True, "waits_for": ""}
    if people:
        names = ", ".join(user.full_name for user in people)
        return {"mine": False, "waits_for": _("Chờ phê duyệt. Người có thẩm quyền: %(names)s.") % {"names": names}}
    sentence = _("Chờ phê duyệt, nhưng ở %(place)s chưa có người có thẩm quyền ngoài người trình.")
    return {"mine": False, "waits_for": sentence % {"place": case.responsible_place.name}}


def _clock(step, now):
    kind, words = due_words(step.due_at, now)
    told = step.explain()
    return {
        "title": step.get_code_display(),
        "kind": kind,
        "words": words,
        "when": due_day(step.due_at) if step.due_at else "",
        "today": timezone.localdate(now),
        **told,
    }


DAY_ONLY = {"assessment", "service", "visit"}  # told by their day, without an hour


def _timeline(request, case):
    """What was done, newest first. Sealed texts are opened here, on the page of one case only."""
    may_void = may_at(request.user, P.CASE_WORK, case.responsible_place)
    entries = [
        *(_told(_noon(row.done_on), row.get_form_display(), [row.get_final_level_display()], row.conclusion, row,
                "assessment")
          for row in case.assessments.select_related("created_by")),
        *(_told(_decided(row), plan_title(row), [row.get_status_display()], row.goals, row, "plan")
          for row in case.plans.select_related("created_by")),
        *(_told(_noon(row.on_date), row.get_kind_display(), [row.provider], row.note, row, "service")
          for row in case.services.select_related("created_by")),
        *(_told(_noon(row.on_date), _("Thăm gia đình"), [], row.note, row, "visit")
          for row in case.visits.select_related("created_by")),
        *(_told(row.taken_at, row.get_kind_display(), [row.provider], row.note, row, "measure")
          for row in case.emergency_measures.select_related("created_by")),
    ]  # fmt: skip
    opened = {"at": case.opened_at, "title": _("Lập hồ sơ"), "meta": [case.intake.code], "body": "", "void": False}
    opened["moment"] = case.opened_at
    entries = sorted(
        [*entries, opened], key=lambda told: (timezone.localdate(told["at"]), told["moment"]), reverse=True
    )
    for told in entries:
        told["meta"] = [timezone.localtime(told["at"]).strftime("%d/%m/%Y"), *(word for word in told["meta"] if word)]
        if may_void and told.get("kind") and _may_be_voided(case, told):
            told["url"] = reverse("cases:void", args=[case.uid, told["kind"], told["row_uid"]])
            told["action"] = _("Huỷ vì nhập nhầm")
    return entries


def _may_be_voided(case, told):
    """As far as the page can tell: forms, plans and measures stand once the case is closed, plans once submitted."""
    if told["void"] or (told["kind"] in {"assessment", "plan", "measure"} and not case.is_active):
        return False
    return told["status"] in {"", CasePlan.Status.DRAFT, CasePlan.Status.RETURNED}


def _told(at, title, meta, body, row, kind):
    void = row.voided_at is not None
    body = _("Đã huỷ: %(why)s") % {"why": row.void_reason} if void else body
    author = row.created_by.full_name if row.created_by else ""
    return {
        "at": at,
        "moment": row.created_at if kind in DAY_ONLY else at,  # the order within one day
        "title": title[:1].upper() + title[1:],
        "meta": [*meta, author],
        "body": body,
        "void": void,
        "kind": kind,
        "row_uid": row.uid,
        "status": getattr(row, "status", ""),
    }


def _decided(plan):
    return plan.decided_at or plan.submitted_at or plan.created_at


def plan_title(plan):
    return _("Kế hoạch số %(n)s") % {"n": plan.number}


def _noon(day):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))


@require_permission(P.CASE_VIEW)
def access_log(request, uid):
    """Who opened this case, and when."""
    case = case_for(request, uid, P.CASE_VIEW)
    events = AuditEvent.objects.about("cases.case", case.pk).select_related("by").order_by("-at")
    if not may_at(request.user, P.CASE_RESTRICT, case.responsible_place):
        events = events.exclude(verb__in=RESTRICTIONS)
    page = Paginator(events, 40).get_page(request.GET.get("page"))
    for event in page:
        event.words = VERBS.get(event.verb, event.verb)
    return render(request, "cases/access_log.html", identity(request, case, "log") | {"page": page})


def show_plans(request, case):
    """All plans of the case, read only."""
    rows = CasePlan.objects.filter(case=case, voided_at=None).prefetch_related("activities").order_by("-number")
    waits = any(plan.status == CasePlan.Status.SUBMITTED for plan in rows)
    context = {"plans": rows, "decision": decision(request, case) if waits else None}
    return render(request, "cases/plans.html", identity(request, case, "plan") | context)
