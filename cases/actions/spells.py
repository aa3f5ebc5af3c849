"""Special circumstances and times at risk, from one day to another."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions.locks import locked_valid
from cases.actions.refusals import Refused, column_problems, refuse_if
from cases.models import RiskSpell, SpecialCircumstance
from cases.rules import entry as rules
from cases.rules.problem import Problem


@transaction.atomic
def add_circumstance(*, child, group, starts_on, by, subgroup="", ends_on=None, evidence="") -> SpecialCircumstance:
    """Enter a membership of a group in force on `starts_on`. Refused from the 16th birthday on, before birth, in the
    future, or while the child already belongs to the group."""
    child = locked_valid(child)
    life = child.life(timezone.localdate())
    row = SpecialCircumstance(
        child=child,
        group=group,
        subgroup=subgroup,
        starts_on=starts_on,
        ends_on=ends_on,
        evidence=evidence,
        recorded_place=_place_on(child, starts_on),
        created_by=by,
    )
    refuse_if(
        rules.circumstance_problems(group, subgroup, starts_on, ends_on, life) or column_problems(row),
        _overlap_problems(child.circumstances.filter(group=group), starts_on, ends_on),
    )
    row.save()
    audit.record("circumstance.added", child, by=by, group=group, circumstance=row.pk)
    return row


@transaction.atomic
def end_circumstance(*, circumstance, ends_on, by) -> SpecialCircumstance:
    """The last day of an open membership."""
    row = _end(circumstance, ends_on)
    audit.record("circumstance.ended", row.child, by=by, group=row.group, circumstance=row.pk)
    return row


@transaction.atomic
def add_risk_spell(*, child, criteria, starts_on, by, ends_on=None) -> RiskSpell:
    """The child is at risk of falling into special circumstances, by at least one stated criterion."""
    child = locked_valid(child)
    criteria = list(dict.fromkeys(criteria))
    refuse_if(
        rules.risk_problems(criteria, starts_on, ends_on, child.life(timezone.localdate())),
        _overlap_problems(child.risk_spells, starts_on, ends_on),
    )
    row = RiskSpell.objects.create(
        child=child,
        criteria=criteria,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_place=_place_on(child, starts_on),
        created_by=by,
    )
    audit.record("risk.added", child, by=by, criteria=criteria, spell=row.pk)
    return row


@transaction.atomic
def end_risk_spell(*, spell, ends_on, by) -> RiskSpell:
    """The last day of an open time at risk."""
    row = _end(spell, ends_on)
    audit.record("risk.ended", row.child, by=by, spell=row.pk)
    return row


def _end(spell, ends_on):
    row = locked_valid(spell)
    if row.ends_on is not None:
        text = _("Đã ghi kết thúc ngày %(day)s.")
        raise Refused(Problem("already_ended", text, "ends_on", params={"day": row.ends_on}))
    refuse_if(rules.end_problems(row.starts_on, ends_on, timezone.localdate()))
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    return row


def _overlap_problems(rows, starts_on, ends_on) -> list[Problem]:
    """The child's row is locked, so that nobody adds the same meanwhile; the database has the last word."""
    meets = Q(starts_on__lte=ends_on or date.max) & (Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if (other := rows.filter(meets, voided_at=None).first()) is None:
        return []
    text = _("Trẻ đã có mục này từ ngày %(since)s; hãy kết thúc mục cũ trước.")
    return [Problem("already_there", text, "starts_on", params={"since": other.starts_on})]


def _place_on(child, day):
    """Where the fact is recorded for ever: the commune of the day, else the one in charge."""
    residence = child.residence_on(day)
    return residence.place if residence else child.responsible_place
