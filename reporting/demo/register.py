"""A whole register of children for a territory, with exact totals on one day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from cases.models import Child, Household, HouseholdStatus, Residence, RiskSpell, SpecialCircumstance
from cases.rules.groups import RISK_CRITERIA
from places.models import EthnicGroup
from places.text import fold, name_sort_key
from programs.models import AssistanceGrant
from programs.rules import assistance
from reporting.demo.copying import copy, reserve
from reporting.demo.names import invented

fold, name_sort_key = lru_cache(maxsize=None)(fold), lru_cache(maxsize=None)(name_sort_key)

COEFFICIENT = Decimal("1.5")  # of the base of the day on which a grant starts

# Shares of the groups among children in special circumstances: invented, disability and orphans in front.
GROUP_POOL = (
    ["DB04"] * 46 + ["DB01"] * 12 + ["DB03"] * 9 + ["DB13"] * 9 + ["DB08"] * 6 + ["DB02"] * 5 + ["DB05"] * 3
    + ["DB06"] * 3 + ["DB11"] * 3 + ["DB09"] * 2 + ["DB07", "DB10", "DB12"]
)  # fmt: skip
SUBGROUPS = {
    "DB01": 4,
    "DB02": 2,
    "DB03": 12,
    "DB04": 3,
    "DB06": 4,
    "DB07": 2,
    "DB08": 2,
    "DB10": 5,
    "DB11": 5,
    "DB12": 2,
    "DB13": 2,
}


@dataclass(frozen=True)
class Totals:
    """Children on the day `on`, exactly; `poor` and `near_poor` by the household's status of that year."""

    on: date
    children: int
    special: int
    at_risk: int
    poor: int
    near_poor: int
    assisted: int  # of `special`, on monthly assistance in the community


def shares(dice, total, parts):
    """`total` split over `parts` at random, no part empty."""
    weights = [dice.uniform(0.4, 1.8) for _ in range(parts)]
    scale = (total - parts) / sum(weights)
    counts = [1 + int(weight * scale) for weight in weights]
    for i in dice.sample(range(parts), total - sum(counts)):
        counts[i] += 1
    return counts


def write(dice, communes, totals, peoples, starts_on, ends_on=None):
    """Write the register; returns the ids of the children. They live there from `starts_on` (or birth) to `ends_on`."""
    ids = reserve(Child, totals.children)
    homes = [
        place for place, n in zip(communes, shares(dice, totals.children, len(communes)), strict=True) for _ in range(n)
    ]
    births = [_birthday(dice, totals.on) for _ in ids]
    households, status_of = _households(dice, homes, totals)
    ethnic = {group.code: group.pk for group in EthnicGroup.objects.all()}
    copy(
        Child,
        (
            "id",
            "full_name",
            "sort_key",
            "search_key",
            "sex",
            "birth_date",
            "ethnic_group_id",
            "household_id",
            "responsible_place_id",
        ),
        (_child(dice, peoples, ethnic, row) for row in zip(ids, births, households, homes, strict=True)),
        birth_precision="day",
        birth_registered=True,
    )
    copy(
        Residence,
        ("child_id", "place_id", "starts_on", "ends_on"),
        ((child, home.pk, max(born, starts_on), ends_on) for child, home, born in zip(ids, homes, births, strict=True)),
        basis="permanent",
    )
    copy(HouseholdStatus, ("household_id", "status"), status_of, year=totals.on.year)
    _memberships(dice, ids, homes, births, totals, ends_on)
    return ids


def _birthday(dice, on):
    """Under 16 on the day."""
    first = on - relativedelta(years=16) + timedelta(days=1)
    return first + timedelta(days=dice.randrange((on - first).days))


def _child(dice, peoples, ethnic, row):
    child, born, household, home = row
    sex, people = ("M" if dice.random() < 0.52 else "F"), dice.choice(peoples)
    name = invented(dice, sex, people)
    return child, name, name_sort_key(name), fold(name), sex, born, ethnic[people], household, home.pk


def _households(dice, homes, totals):
    """Two children to a household of the same commune; whole households are poor, or near-poor, to the exact child."""
    ids = iter(reserve(Household, len(homes)))
    rows, of_child, members = [], [], []
    for i, home in enumerate(homes):
        full = i == 0 or homes[i - 1] is not home or len(members[-1]) == 2 or dice.random() < 0.2
        if full:
            rows.append((next(ids), home.pk))
            members.append([])
        members[-1].append(i)
        of_child.append(rows[-1][0])
    copy(Household, ("id", "place_id"), rows)
    order = list(range(len(rows)))
    dice.shuffle(order)
    left, status_of = {"poor": totals.poor, "near_poor": totals.near_poor}, []
    for position in order:
        for status, count in left.items():
            if count >= len(members[position]):
                left[status] -= len(members[position])
                status_of.append((rows[position][0], status))
                break
    if any(left.values()):
        raise RuntimeError("No households of one child were left to make the poverty totals exact.")
    return of_child, status_of


def _memberships(dice, ids, homes, births, totals, ends_on):
    order = list(range(len(ids)))
    dice.shuffle(order)
    special, at_risk = order[: totals.special], order[totals.special : totals.special + totals.at_risk]
    starts = {i: _since(dice, births[i], totals.on) for i in (*special, *at_risk)}
    copy(
        SpecialCircumstance,
        ("child_id", "group", "subgroup", "starts_on", "ends_on", "recorded_place_id"),
        ((ids[i], *_group(dice), starts[i], ends_on, homes[i].pk) for i in special),
    )
    criteria = [code for code, _name in RISK_CRITERIA]
    copy(
        RiskSpell,
        ("child_id", "criteria", "starts_on", "ends_on", "recorded_place_id"),
        ((ids[i], [dice.choice(criteria)], starts[i], ends_on, homes[i].pk) for i in at_risk),
        definition="2017",
    )
    copy(
        AssistanceGrant,
        ("child_id", "starts_on", "amount", "ends_on"),
        ((ids[i], *_granted(max(starts[i].replace(day=1), births[i])), ends_on) for i in special[: totals.assisted]),
        ground="Dữ liệu giả",
        coefficient=COEFFICIENT,
        in_community=True,
    )


def _granted(start):
    return start, int(COEFFICIENT * assistance.base_on(start).amount)


def _since(dice, born, on):
    first = max(born, on - timedelta(days=4 * 365), date(2017, 6, 1))
    return first + timedelta(days=dice.randrange(max(1, (on - first).days)))


def _group(dice):
    group = dice.choice(GROUP_POOL)
    return group, f"{group}.{dice.randint(1, SUBGROUPS[group])}" if group in SUBGROUPS else ""
