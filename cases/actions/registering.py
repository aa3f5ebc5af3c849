"""Entering children into the register, one or many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions.numbers import known_numbers
from cases.actions.refusals import RowsRefused, alone, column_problems
from cases.actions.residences import commune_problems, in_charge, residences_since
from cases.models import (
    BirthPrecision,
    Child,
    Household,
    Residence,
    ResidenceBasis,
    RiskSpell,
    SpecialCircumstance,
)
from cases.rules import entry as rules
from cases.rules import personal_id
from cases.rules.problem import Problem
from places.models import EthnicGroup, Place

_BATCH = 1000


@dataclass(frozen=True)
class CircumstanceEntry:
    """One membership of a group, entered together with the child."""

    group: str
    starts_on: date
    subgroup: str = ""
    ends_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class ChildEntry:
    """What is asked to register one child. Without `residence_from` the child lives in `place` from today."""

    full_name: str
    sex: str
    birth_date: date
    place: Place
    birth_precision: str = BirthPrecision.DAY
    given_name: str = ""
    ethnic_group: EthnicGroup | None = None
    personal_id: str = ""
    birth_registered: bool | None = None
    phone: str = ""
    household: Household | None = None
    residence_from: date | None = None
    residence_basis: str = ResidenceBasis.PERMANENT
    address: str = ""
    circumstances: tuple[CircumstanceEntry, ...] = ()
    risk_criteria: tuple[str, ...] = ()
    risk_from: date | None = None


def register_child(*, by, **entry) -> Child:
    """Enter a child under 18 with its residence: the fields of ChildEntry as keywords. Refused from the 18th birthday
    on (ruling 20), for a birth in the future, a place that is no commune in force on the day, or a personal number that
    the register knows already."""
    return alone(register_children, ChildEntry(**entry), by)


@transaction.atomic
def register_children(*, entries: Sequence[ChildEntry], by) -> list[Child]:
    """The same for many, set-wise, all or nothing: RowsRefused names the wrong rows. One audit event with all ids."""
    today = timezone.localdate()
    known = known_numbers([entry.personal_id for entry in entries], by)
    drafts = [_Draft(entry, by, today, known.get(entry.personal_id)) for entry in entries]
    if wrong := {index: found for index, draft in enumerate(drafts) if (found := draft.problems())}:
        raise RowsRefused(wrong)
    for draft in drafts:
        draft.place_child()
    Child.objects.bulk_create([draft.child for draft in drafts], _BATCH)
    Residence.objects.bulk_create([row for draft in drafts for row in draft.residences], _BATCH)
    SpecialCircumstance.objects.bulk_create([row for draft in drafts for row in draft.circumstances()], _BATCH)
    RiskSpell.objects.bulk_create([row for draft in drafts for row in draft.risk_spells()], _BATCH)
    children = [draft.child for draft in drafts]
    target = children[0] if len(children) == 1 else Child
    audit.record("child.registered", target, by=by, ids=[child.pk for child in children])
    return children


class _Draft:
    """One entry on its way into the register."""

    def __init__(self, entry: ChildEntry, by, today, known: Problem | None = None):
        self.known = known
        self.entry, self.by, self.today = entry, by, today
        self.since = entry.residence_from or today
        self.residences: list[Residence] = []
        self.child = Child(
            full_name=entry.full_name,
            given_name=entry.given_name,
            sex=entry.sex,
            birth_date=entry.birth_date,
            birth_precision=entry.birth_precision,
            ethnic_group=entry.ethnic_group,
            personal_id=entry.personal_id,
            birth_registered=entry.birth_registered,
            phone=entry.phone,
            household=entry.household,
            responsible_place=entry.place,
            created_by=by,
        )

    def problems(self) -> list[Problem]:
        entry, life = self.entry, self.child.life(self.today)
        found = [
            *column_problems(self.child),
            *rules.who_problems(entry.full_name, entry.phone),
            *rules.birth_problems(entry.birth_date, self.today),
            *personal_id.problems(entry.personal_id),
            *([self.known] if self.known else []),
            *rules.day_problems(self.since, life, "residence_from"),
            *commune_problems(entry.place, self.since),
        ]
        for row in entry.circumstances:
            found += rules.circumstance_problems(row.group, row.subgroup, row.starts_on, row.ends_on, life)
        if any(_overlap(*pair) for pair in combinations(entry.circumstances, 2)):
            found.append(Problem("group_twice", _("Một nhóm hoàn cảnh được ghi hai lần cho cùng thời gian."), "group"))
        if entry.risk_criteria:
            found += rules.risk_problems(entry.risk_criteria, entry.risk_from or self.today, None, life)
        return found

    def place_child(self):
        """What follows from the entry, once it is known to be right."""
        entry = self.entry
        self.residences = residences_since(
            self.child, entry.place, self.since, self.today, basis=entry.residence_basis, address=entry.address
        )
        self.child.responsible_place = in_charge(self.residences)
        self.child.derive_keys()

    def circumstances(self):
        return [
            SpecialCircumstance(
                child=self.child,
                group=row.group,
                subgroup=row.subgroup,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                evidence=row.evidence,
                recorded_place=self._place_on(row.starts_on),
                created_by=self.by,
            )
            for row in self.entry.circumstances
        ]

    def risk_spells(self):
        if not self.entry.risk_criteria:
            return []
        starts_on = self.entry.risk_from or self.today
        return [
            RiskSpell(
                child=self.child,
                criteria=list(self.entry.risk_criteria),
                starts_on=starts_on,
                recorded_place=self._place_on(starts_on),
                created_by=self.by,
            )
        ]

    def _place_on(self, day):
        """The commune of the day, the last one known; what began before the first one is recorded there."""
        return in_charge([row for row in self.residences if row.starts_on <= day]) or self.residences[0].place


def _overlap(one: CircumstanceEntry, other: CircumstanceEntry) -> bool:
    ends = (row.ends_on or date.max for row in (one, other))
    return one.group == other.group and max(one.starts_on, other.starts_on) <= min(ends)
