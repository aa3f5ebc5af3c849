"""Today's An Giang: a few hundred live cases in all states, some late, in the days around today.

Rows are written as the actions would have left them on those days; every text is invented and says so.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Assignment, User
from cases.models import (
    Case,
    CaseCounter,
    Category,
    Child,
    Intake,
    RiskSpell,
    SpecialCircumstance,
)
from places.models import Level, Place
from reporting.demo import register, users
from reporting.demo.grave import GRAVE
from reporting.demo.histories import History, Office
from reporting.demo.names import AN_GIANG, FAMILY, GIVEN, MIDDLE

CASES, COMMUNES, COMPLETE = 340, 12, 3
# Registers declared complete, so that a live change is seen (ruling 7). Per commune, on today's date.
UNITS_BEGIN = date(2025, 7, 1)
REGISTER = {"children": 2_304, "special": 61, "at_risk": 214, "poor": 96, "near_poor": 187, "assisted": 38}
# Elsewhere a register has only begun: enough children for the cases.
PARTIAL = {"children": 120, "special": 45, "at_risk": 45, "poor": 10, "near_poor": 20, "assisted": 20}


def load(dice, now):
    today = timezone.localdate(now)
    offices = _offices(dice, today)
    for position, office in enumerate(offices):
        totals = register.Totals(on=today, **(REGISTER if position < COMPLETE else PARTIAL))
        register.write(dice, [office.place], totals, AN_GIANG, starts_on=UNITS_BEGIN)
    pool = _pool(dice, offices)
    for number in range(CASES):
        office = offices[min(int(dice.expovariate(0.35)), COMMUNES - 1)]
        History(dice, office, now, number, pool).write()
    for number, (kind, position, days, course) in enumerate(GRAVE, CASES):
        kind(dice, offices[position], now, number, pool, days=days, **course).write()
    last = CASES + len(GRAVE)
    for model in (Case, Intake):  # the next one of a person takes the next number
        CaseCounter.objects.create(kind=model._meta.model_name, prefix="AG", year=today.year, last=last)
    return offices


def _pool(dice, offices):
    """{(commune, category or ""): children of the register, in no order}; under 15, so that none grows out of it."""
    pool = defaultdict(list)
    special = set(SpecialCircumstance.objects.values_list("child", flat=True))
    at_risk = set(RiskSpell.objects.values_list("child", flat=True))
    places = [office.place.pk for office in offices]
    young = Child.objects.filter(
        responsible_place__in=places, birth_date__gt=timezone.localdate() - timedelta(days=15 * 365)
    )
    for pk, place in young.order_by("pk").values_list("pk", "responsible_place"):
        pool[place, Category.SPECIAL if pk in special else Category.AT_RISK if pk in at_risk else ""].append(pk)
    for children in pool.values():
        dice.shuffle(children)
    return pool


def _offices(dice, today):
    an_giang = Place.objects.by_code("91", today, Level.PROVINCE)
    named = [users.place(users.HOME, today), users.place(users.NEXT, today)]
    others = Place.objects.within(an_giang).level(Level.COMMUNE).in_force(today).exclude(pk__in=[p.pk for p in named])
    places = named + dice.sample(list(others.order_by("code")), COMMUNES - len(named))
    known = {p.pk: pair for p, pair in zip(named, (("hoa", "chi"), ("minh", "phuc")), strict=True)}
    offices = []
    for place in places:
        names = known.get(place.pk, (f"canbo-{place.code}", f"lanhdao-{place.code}"))
        officer, chair = (_person(dice, name, place, role, today) for name, role in zip(names, ROLES, strict=True))
        offices.append(Office(place, officer, chair))
    return offices


ROLES = ("commune_officer", "commune_chair")


def _person(dice, username, place, role, today):
    sex = dice.choice("MF")
    name = f"{dice.choice(FAMILY)} {dice.choice(MIDDLE[sex])} {dice.choice(GIVEN[sex])}"
    user, _ = User.objects.get_or_create(
        username=username, defaults={"full_name": name, "password": make_password(None)}
    )
    Assignment.objects.get_or_create(
        user=user, place=place, role=role, defaults={"valid_from": today.replace(month=1, day=1)}
    )
    return user
