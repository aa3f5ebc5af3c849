"""Households and their yearly poverty review."""

from cases.models import Household, HouseholdStatus


def register_household(*, place, by, head_name="", phone="", statuses=()) -> Household:
    """Enter a household of a commune; `statuses` = ((year, "poor" | "near_poor"), …)."""
    raise NotImplementedError


def set_household(*, child, household, by):
    """Put the child into a household, or into none (None)."""
    raise NotImplementedError


def set_household_status(*, household, year, status, by) -> HouseholdStatus | None:
    """The result of the year's review; status "" says neither poor nor near-poor. The earlier result is voided."""
    raise NotImplementedError
