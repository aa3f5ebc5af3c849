"""Targets are set once and revised by document; what they said before is kept."""

from django.db import transaction

from accounts.audit import record
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from programs.actions.entries import refuse
from programs.models import Programme, Target, TargetRevision
from programs.rules import targets


def _problems(target):
    return targets.problems(
        kind=target.kind,
        unit=target.unit,
        value=target.value,
        baseline_value=target.baseline_value,
        baseline_on=target.baseline_on,
        due_on=target.due_on,
        first_day=target.programme.starts_on,
        last_day=target.programme.ends_on,
    )


@transaction.atomic
def set_target(*, target, by) -> Target:
    """Save a new target. Two for one programme, indicator, breakdown, kind and milestone would overlap: refused."""
    Programme.objects.select_for_update().get(pk=target.programme_id)
    problems = _problems(target)
    same = Target.objects.filter(
        programme=target.programme, place=target.place, indicator=target.indicator, breakdown=target.breakdown,
        kind=target.kind, due_on=target.due_on,
    )  # fmt: skip
    if same.exists():
        problems.append(
            Problem("overlap", _("Đã có chỉ tiêu này cho cùng mốc; hãy điều chỉnh chỉ tiêu đó."), "indicator")
        )
    outside = target.programme.place and not target.place.path.startswith(target.programme.place.path)
    if outside:
        problems.append(Problem("place", _("Địa bàn của chỉ tiêu phải thuộc địa bàn của chương trình."), "place"))
    refuse(problems)
    target.order = target.programme.targets.count()
    target.save()
    record("target.set", target, by=by, indicator=target.indicator)
    return target


@transaction.atomic
def revise_target(*, target, value, due_on, revised_on, reason, by, document=None) -> Target:
    """Change value or milestone from a day on; the old words stay as a revision."""
    target = Target.objects.select_for_update().get(pk=target.pk)
    revision = TargetRevision(
        target=target, previous_value=target.value, previous_due_on=target.due_on, revised_on=revised_on,
        document=document, reason=reason,
    )  # fmt: skip
    if (target.value, target.due_on) == (value, due_on):
        refuse([Problem("same", _("Mức và mốc không thay đổi."), "value")])
    latest = target.revisions.first()
    target.value, target.due_on = value, due_on
    problems = _problems(target)
    if latest and latest.revised_on >= revised_on:
        problems.append(Problem("overlap", _("Đã có lần điều chỉnh từ ngày này hoặc sau đó."), "revised_on"))
    if not reason.strip():
        problems.append(Problem("no_reason", _("Ghi lý do điều chỉnh."), "reason"))
    refuse(problems)
    revision.save()
    target.save(update_fields=["value", "due_on"])
    record("target.revised", target, by=by, revised_on=str(revised_on))
    return target
