"""Special circumstances and times at risk, from one day to another."""

from cases.models import RiskSpell, SpecialCircumstance


def add_circumstance(*, child, group, starts_on, by, subgroup="", ends_on=None, evidence="") -> SpecialCircumstance:
    """Enter a membership of a group in force on `starts_on`. Refused from the 16th birthday on, before birth, in the
    future, or while the child already belongs to the group."""
    raise NotImplementedError


def end_circumstance(*, circumstance, ends_on, by) -> SpecialCircumstance:
    """The last day of an open membership."""
    raise NotImplementedError


def add_risk_spell(*, child, criteria, starts_on, by, ends_on=None) -> RiskSpell:
    """The child is at risk of falling into special circumstances, by at least one stated criterion."""
    raise NotImplementedError


def end_risk_spell(*, spell, ends_on, by) -> RiskSpell:
    """The last day of an open time at risk."""
    raise NotImplementedError
