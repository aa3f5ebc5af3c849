"""Monthly social assistance of a child: granted and stopped."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import record
from cases.models import Child
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from programs.actions.entries import about_child, birth_span, refuse
from programs.models import AssistanceGrant
from programs.rules import assistance, entries


@transaction.atomic
def grant_assistance(*, child, ground, starts_on, by, amount=None, decision="", in_community=True) -> AssistanceGrant:
    """A child receives monthly assistance from a day on. One grant at a time: only the highest coefficient counts.

    Without an `amount` (đồng a month) it follows from the ground; one that began before Decree 20/2021 is refused
    without the amount of its decision, and keeps no coefficient.
    """
    child = Child.objects.select_for_update().get(pk=child.pk)
    refuse(
        entries.spell(starts_on, None, timezone.localdate())
        + _whom_it_is_for(child, ground, starts_on)
        + _amount_problems(amount, starts_on)
        + _running(child, starts_on)
    )
    grant = AssistanceGrant.objects.create(
        child=child,
        ground=ground,
        coefficient=assistance.coefficient(ground, starts_on),
        amount=assistance.amount(ground, starts_on) if amount is None else amount,
        decision=decision,
        in_community=in_community,
        starts_on=starts_on,
        created_by=by,
    )
    record("assistance.granted", grant, by=by, child=child.pk, ground=ground)
    return grant


def _whom_it_is_for(child, ground, starts_on):
    """A child of the register who lives, of the age that the ground is for."""
    problems = about_child(child, starts_on, "starts_on")
    if ground not in assistance.BY_CODE:
        return [*problems, Problem("ground", _("Chọn diện hưởng trong danh mục."), "ground")]
    return problems or assistance.age_problems(ground, starts_on, *birth_span(child))


def _amount_problems(amount, starts_on):
    if amount is not None:
        return entries.positive(amount)
    if starts_on >= assistance.COEFFICIENTS_FROM:
        return []
    text = _("Hệ số của Nghị định 20/2021/NĐ-CP chỉ tính từ ngày 01/07/2021: hãy ghi mức hưởng theo quyết định.")
    return [Problem("no_coefficient", text, "amount")]


def _running(child, starts_on):
    running = AssistanceGrant.objects.filter(child=child, voided_at=None).filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on)
    )
    if running.exists():
        return [Problem("running", _("Trẻ đang hưởng trợ cấp; dừng khoản đó trước khi ghi khoản mới."), "starts_on")]
    return []


@transaction.atomic
def stop_assistance(*, grant, ends_on, by) -> AssistanceGrant:
    """The last day of the grant."""
    Child.objects.select_for_update().get(pk=grant.child_id)
    grant = AssistanceGrant.objects.select_for_update().get(pk=grant.pk)
    problems = entries.spell(grant.starts_on, ends_on, timezone.localdate())
    if grant.ends_on or grant.voided_at:
        problems.append(Problem("ended", _("Khoản trợ cấp này đã dừng.")))
    refuse(problems)
    grant.ends_on = ends_on
    grant.save(update_fields=["ends_on"])
    record("assistance.stopped", grant, by=by, ends_on=str(ends_on))
    return grant
