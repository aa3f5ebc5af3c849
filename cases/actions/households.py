"""Households and their yearly poverty review."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions.locks import locked, locked_valid
from cases.actions.refusals import RowsRefused, alone, column_problems, refuse_if
from cases.actions.residences import commune_problems
from cases.models import Household, HouseholdStatus
from cases.rules.problem import Problem
from places.models import Place

FIRST_YEAR = 2000  # earlier years are slips of the keyboard


@dataclass(frozen=True)
class HouseholdEntry:
    """A household of a commune; `statuses` = ((year, "poor" | "near_poor"), …)."""

    place: Place
    head_name: str = ""
    phone: str = ""
    statuses: tuple[tuple[int, str], ...] = ()


def register_household(*, by, **entry) -> Household:
    """Enter a household of a commune: the fields of HouseholdEntry as keywords."""
    return alone(register_households, HouseholdEntry(**entry), by)


@transaction.atomic
def register_households(*, entries: Sequence[HouseholdEntry], by) -> list[Household]:
    """The same for many, all or nothing: RowsRefused names the wrong rows. One audit event with all ids."""
    today = timezone.localdate()
    households = [Household(place=row.place, head_name=row.head_name, phone=row.phone) for row in entries]
    wrong = {}
    for index, (entry, household) in enumerate(zip(entries, households, strict=True)):
        found = [*column_problems(household), *commune_problems(entry.place, today)]
        found += [problem for year, status in entry.statuses for problem in _year_problems(year, status, today)]
        if len({year for year, _status in entry.statuses}) < len(entry.statuses):
            found.append(Problem("year_twice", _("Một năm có hai kết quả rà soát."), "year"))
        if found:
            wrong[index] = found
    if wrong:
        raise RowsRefused(wrong)
    Household.objects.bulk_create(households, 1000)
    HouseholdStatus.objects.bulk_create(
        [
            HouseholdStatus(household=household, year=year, status=status)
            for entry, household in zip(entries, households, strict=True)
            for year, status in entry.statuses
        ],
        1000,
    )
    target = households[0] if len(households) == 1 else Household
    audit.record("household.registered", target, by=by, ids=[household.pk for household in households])
    return households


@transaction.atomic
def set_household(*, child, household, by, version=None):
    """Put the child into a household, or into none (None); a HouseholdEntry is registered first. Raises Clash if
    someone saved the child since the `version` that the page showed."""
    child = locked_valid(child, version)
    if isinstance(household, HouseholdEntry):
        household = register_households(entries=[household], by=by)[0]
    child.household = household
    child.version += 1
    child.save(update_fields=["household", "version"])
    audit.record("child.household_set", child, by=by, household=household.pk if household else None)
    return child


@transaction.atomic
def set_household_status(*, household, year, status, by, version=None) -> HouseholdStatus | None:
    """The result of the year's review; status "" says neither poor nor near-poor. The earlier result is voided. Raises
    Clash if someone entered another since the `version` that the page showed."""
    household = locked(household, version)
    refuse_if(_year_problems(year, status, timezone.localdate()) if status else [])
    earlier = household.statuses.filter(year=year, voided_at=None).first()
    if earlier and earlier.status == status:
        return earlier
    if earlier:
        earlier.voided_at, earlier.voided_by = timezone.now(), by
        earlier.void_reason = translate("Thay bằng kết quả rà soát mới.")
        earlier.save()
    row = HouseholdStatus.objects.create(household=household, year=year, status=status) if status else None
    household.version += 1
    household.save(update_fields=["version"])
    audit.record("household.status_set", household, by=by, year=year, status=status)
    return row


def _year_problems(year, status, today) -> list[Problem]:
    if not FIRST_YEAR <= year <= today.year:
        text = _("Năm rà soát phải từ %(first)s đến %(last)s.")
        return [Problem("year", text, "year", params={"first": FIRST_YEAR, "last": today.year})]
    if status not in HouseholdStatus.Status:
        return [Problem("household_status", _("Kết quả rà soát là hộ nghèo hoặc hộ cận nghèo."), "status")]
    return []
