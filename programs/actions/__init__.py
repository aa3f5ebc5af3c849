"""Every change of programmes and what they do; each refuses with Refused and then has changed nothing."""

from programs.actions.assistance import grant_assistance, stop_assistance
from programs.actions.entries import (
    add_fund_entry,
    add_fund_support,
    add_site,
    add_training,
    end_site,
    name_supported_child,
    recognise_commune,
    void_entry,
)
from programs.actions.outreach import add_activity, add_award, add_care_day, add_worker, end_worker
from programs.actions.reforming import follow_reform, parts_of, settle_site, settle_worker
from programs.actions.targets import drop_level, revise_target, sense_problems, set_level, set_target

__all__ = [
    "add_activity",
    "add_award",
    "add_care_day",
    "add_fund_entry",
    "add_fund_support",
    "add_site",
    "add_training",
    "add_worker",
    "drop_level",
    "end_site",
    "end_worker",
    "follow_reform",
    "grant_assistance",
    "name_supported_child",
    "parts_of",
    "recognise_commune",
    "revise_target",
    "sense_problems",
    "set_level",
    "set_target",
    "settle_site",
    "settle_worker",
    "stop_assistance",
    "void_entry",
]
