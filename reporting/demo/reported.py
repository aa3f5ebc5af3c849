"""What lies between the years that the articles print, invented and marked; what the demonstration declares complete."""

from datetime import date
from decimal import Decimal

from indicators import completeness
from indicators.models import Completeness, Population, ReportedFigure
from places.models import Level, Place
from reporting.demo import kon_tum_2022

# An Giang's share of children in special circumstances: 4.5 % is printed; the rest is invented (ruling 14).
INVENTED_SHARES = {2016: "4.31", 2017: "4.12", 2018: "3.93", 2019: "3.71", 2020: "3.58"}
# What the demonstration declares complete: (records, province code, from, to). Only what the articles tell of, kind by
# kind: of other models and activities nothing was recorded, and their figures are unknown, not 0. That sites began in
# An Giang before 2020 is invented, so what began in 2020 is unknown too; so are the trainees of its classes.
AN_GIANG_2020 = (
    *("models:safe_house", "models:community_system", "models:child_club", "models:school_counselling"),
    *("fund:raised", "fund:support", "activity:gift", "activity:gift_amount", "activity:counselling"),
)
KON_TUM_2013 = (
    *("models:community_system", "model_start:community_system"),
    *("models:child_club", "models:young_collaborator", "models:community_counselling", "activity:talk", "day_care"),
)
COMPLETE = (
    (("register", "assistance"), "62", date(2022, 1, 1), date(2022, 12, 31)),
    (AN_GIANG_2020, "89", date(2020, 1, 1), date(2020, 12, 31)),
    (("recognition",), "89", date(2018, 1, 1), date(2020, 12, 31)),
    (("training:class",), "89", date(2011, 1, 1), date(2015, 12, 31)),
    (KON_TUM_2013, "62", date(2013, 1, 1), date(2013, 12, 31)),
)
LIVE = ("register", "cases", "assistance")


def load(live_communes, today):
    """Invented figures, population, declarations; `live_communes` keep complete registers from this year's start on."""
    an_giang = _province("89", 2020)
    for year, share in INVENTED_SHARES.items():
        ReportedFigure.objects.create(
            place=an_giang, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), indicator="H01",
            value=Decimal(share), unit="percent", printed_text="Số liệu giả để trình diễn", is_synthetic=True,
        )  # fmt: skip
    Population.objects.create(
        place=_province("62", 2022), year=2022, total=kon_tum_2022.POPULATION, source="Số liệu giả để trình diễn",
        vintage=date(2023, 2, 17), is_synthetic=True,
    )  # fmt: skip
    for told, code, first, last in COMPLETE:
        _declare(told, _province(code, last.year), first, last)
    for place in live_communes:
        _declare(LIVE, place, today.replace(month=1, day=1))


def _declare(told, place, first, last=None):
    said = {"place": place, "starts_on": first, "ends_on": last, "note": "Dữ liệu giả"}
    for family, kind in map(completeness.records, told):
        Completeness.objects.create(family=family, kind=kind, **said)


def _province(code, year):
    return Place.objects.by_code(code, date(year, 12, 31), Level.PROVINCE)
