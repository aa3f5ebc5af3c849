"""Monthly social assistance of a child: granted and stopped."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import record
from cases.models import Child
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from programs.actions.entries import refuse
from programs.models import AssistanceGrant
from programs.rules import assistance, entries


@transaction.atomic
def grant_assistance(*, child, ground, starts_on, by, amount=None, decision="", in_community=True) -> AssistanceGrant:
    """A child receives monthly assistance from a day on. One grant at a time: only the highest coefficient counts.

    Without an `amount` (đồng a month) it follows from the ground; one that began before Decree 20/2021 is refused
    without the amount of its decision, and keeps no coefficient.
    """
    child = Child.objects.select_for_update().get(pk=child.pk)
    problems = entries.spell(starts_on, None, timezone.localdate())
    if ground not in assistance.BY_CODE:
        problems.append(Problem("ground", _("Chọn diện hưởng trong danh mục."), "ground"))
    if amount is not None:
        problems += entries.positive(amount)
    elif starts_on < assistance.COEFFICIENTS_FROM:
        text = _("Hệ số của Nghị định 20/2021/NĐ-CP chỉ tính từ ngày 01/07/2021: hãy ghi mức hưởng theo quyết định.")
        problems.append(Problem("no_coefficient", text, "amount"))
    if starts_on < child.birth_date:
        problems.append(Problem("before_birth", _("Ngày bắt đầu trước ngày sinh của trẻ."), "starts_on"))
    running = AssistanceGrant.objects.filter(child=child, voided_at=None).filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on)
    )
    if running.exists():
        problems.append(
            Problem("running", _("Trẻ đang hưởng trợ cấp; dừng khoản đó trước khi ghi khoản mới."), "starts_on")
        )
    refuse(problems)
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
