"""Kon Tum at the end of 2022: a register of children whose rows give the figures of article 002.

"Just over" 200,000, 2,500 and 44,000 are made exact here by invented last digits; the others are as printed.
"""

from datetime import date

from places.models import Level, Place
from reporting.demo import register
from reporting.demo.names import KON_TUM

TOTALS = register.Totals(
    on=date(2022, 12, 31),
    children=200_386,
    special=2_512,
    at_risk=44_087,
    poor=27_678,
    near_poor=46_177,
    assisted=1_865,
)
POPULATION = 575_800  # invented: the article says "nearly 35 %" of the population are children


def load(dice):
    kon_tum = Place.objects.by_code("62", TOTALS.on, Level.PROVINCE)
    communes = list(Place.objects.within(kon_tum).level(Level.COMMUNE).in_force(TOTALS.on).order_by("code"))
    register.write(dice, communes, TOTALS, KON_TUM, starts_on=date(2022, 1, 1), ends_on=date(2025, 6, 30))
