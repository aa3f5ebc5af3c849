"""Kon Tum at the end of 2013: sites, talks and days of care whose rows give the figures of article 004."""

from datetime import date, timedelta

from places.models import Level, Place
from programs.models import Activity, CareDay, SupportModel, SupportModelSite
from reporting.demo.copying import copy
from reporting.demo.register import shares

ON, UNITS_END = date(2013, 12, 31), date(2025, 6, 30)
OLDER, NEW, DISTRICTS = 12, 15, 7  # 12 communes before 2013, 15 in it, in 7 of the 9 districts
TALKS, TALK_TURNS = 64, 16_480  # "gần 16.500 lượt"
POINTS = {"child_club": 18, "young_collaborator": 7, "community_counselling": 5}  # 30 together; the parts are invented
CARED_FOR = (14, 18)  # children a day: a little over 15 on average


def load(dice):
    kon_tum = Place.objects.by_code("62", ON, Level.PROVINCE)
    communes = list(Place.objects.within(kon_tum).level(Level.COMMUNE).in_force(ON).order_by("code"))
    models = {model.code: model for model in SupportModel.objects.all()}
    with_system = _in_districts(dice, communes)
    starts = [date(dice.randint(2011, 2012), dice.randint(1, 12), 1) for _ in range(OLDER)]
    starts += [date(2013, dice.randint(1, 11), 1) for _ in range(NEW)]
    _sites(models["community_system"], zip(with_system, starts, strict=True))
    for code, count in POINTS.items():
        _sites(models[code], ((place, date(2013, dice.randint(1, 6), 1)) for place in dice.choices(communes, k=count)))
    copy(
        Activity,
        ("place_id", "on_date", "turns"),
        ((dice.choice(communes).pk, _day(dice), turns) for turns in shares(dice, TALK_TURNS, TALKS)),
        kind="talk",
        name="Nói chuyện chuyên đề về bảo vệ trẻ em",
        organiser="Dữ liệu giả",
    )
    _day_care(dice, kon_tum, models["disability_day_care"])


def _in_districts(dice, communes):
    """As many communes as have the system, in so many districts and no others."""
    districts = dice.sample(sorted({place.parent_id for place in communes}), DISTRICTS)
    order = [place for place in dice.sample(communes, len(communes)) if place.parent_id in districts]
    first = list({place.parent_id: place for place in order}.values())
    return (first + [place for place in order if place not in first])[: OLDER + NEW]


def _sites(model, rows):
    copy(
        SupportModelSite,
        ("place_id", "starts_on"),
        ((place.pk, starts_on) for place, starts_on in rows),
        model_id=model.pk,
        ends_on=UNITS_END,
    )


def _day_care(dice, kon_tum, model):
    """Open on the weekdays of 2013."""
    site = SupportModelSite.objects.create(
        model=model, place=kon_tum, name="Trung tâm Bảo trợ xã hội (giả)", starts_on=date(2013, 1, 2), ends_on=UNITS_END
    )
    days = (date(2013, 1, 2) + timedelta(days=n) for n in range(364))
    copy(
        CareDay,
        ("on_date", "children"),
        ((day, dice.randint(*CARED_FOR)) for day in days if day.weekday() < 5),
        site_id=site.pk,
        place_id=kon_tum.pk,
    )


def _day(dice):
    return date(2013, 1, 7) + timedelta(days=dice.randrange(350))
