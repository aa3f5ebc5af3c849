"""Every change of children, households and cases. Screens, API, tasks and imports all come through here.

Each action takes keywords only, runs in one transaction, locks, asks the rules, writes, records the audit event and the
notices. It raises Refused (problems in sentences) or Clash (a lost update), and then has changed nothing. Who reaches
a row is the door's question (reachable_by), asked before; actions ask only what the law says of the actor.
"""

from cases.actions.actors import who_may
from cases.actions.assessments import assess_detailed, assess_initial
from cases.actions.cases import assign_case, close_case, lift_restriction, restrict_case, transfer_case
from cases.actions.children import edit_child, move_child, record_death, record_departure, take_move_back
from cases.actions.emergency import end_separation, record_emergency_measure
from cases.actions.households import (
    HouseholdEntry,
    register_household,
    register_households,
    set_household,
    set_household_status,
)
from cases.actions.intake import dismiss_intake, take_intake
from cases.actions.notices import read_notices, shown_at_work
from cases.actions.opening import open_case
from cases.actions.parameters import choose_plan_clock
from cases.actions.plan import approve_plan, return_plan, save_plan_draft, submit_plan
from cases.actions.reforming import follow_reform
from cases.actions.refusals import Clash, Refused, RowsRefused, sentence
from cases.actions.registering import ChildEntry, CircumstanceEntry, register_child, register_children
from cases.actions.settling import divided_home, part_was_said, settle_child, settle_children
from cases.actions.spells import add_circumstance, add_risk_spell, end_circumstance, end_risk_spell
from cases.actions.steps import remind_of_late_steps, settle_waiting_terms
from cases.actions.void import void_entry, work_in
from cases.actions.work import record_service, record_visit, review_case

__all__ = [
    "ChildEntry",
    "CircumstanceEntry",
    "Clash",
    "HouseholdEntry",
    "Refused",
    "RowsRefused",
    "add_circumstance",
    "add_risk_spell",
    "approve_plan",
    "assess_detailed",
    "assess_initial",
    "assign_case",
    "choose_plan_clock",
    "close_case",
    "dismiss_intake",
    "divided_home",
    "edit_child",
    "end_circumstance",
    "end_risk_spell",
    "end_separation",
    "follow_reform",
    "lift_restriction",
    "move_child",
    "open_case",
    "part_was_said",
    "read_notices",
    "shown_at_work",
    "record_death",
    "record_departure",
    "record_emergency_measure",
    "record_service",
    "record_visit",
    "register_child",
    "register_children",
    "register_household",
    "register_households",
    "remind_of_late_steps",
    "restrict_case",
    "return_plan",
    "review_case",
    "save_plan_draft",
    "sentence",
    "set_household",
    "set_household_status",
    "settle_child",
    "settle_children",
    "settle_waiting_terms",
    "submit_plan",
    "take_intake",
    "take_move_back",
    "transfer_case",
    "void_entry",
    "who_may",
    "work_in",
]
