"""An Giang at the end of 2020: sites, recognitions and fund whose rows add up to the figures of article 001."""

from datetime import date, timedelta

from places.models import Level, Place
from programs.models import (
    Activity,
    CommuneRecognition,
    FundEntry,
    FundSupport,
    SupportModel,
    SupportModelSite,
    TrainingClass,
)
from reporting.demo.copying import copy
from reporting.demo.register import shares

ON, UNITS_END = date(2020, 12, 31), date(2025, 6, 30)
SAFE_HOUSES, COMMUNITY_SYSTEMS, CLUBS, SCHOOL_POINTS, FRIENDLY = 56, 61, 76, 10, 110
FUND, DIRECT, TURNS, TRAINING = 4_190_000_000, 2_615_000_000, 2_469, 101
TOPICS = (
    "Nghiệp vụ công tác trẻ em",
    "Mô hình chăm sóc trẻ em có hoàn cảnh đặc biệt dựa vào cộng đồng",
    "Công tác xã hội với trẻ em",
    "Phòng, chống tai nạn thương tích trẻ em",
    "Phương pháp sinh hoạt câu lạc bộ trẻ em",
)
# Turns by kind: the article names the kinds, not their numbers; these numbers are invented, their sum is the article's.
TURNS_BY_KIND = {"heart": 41, "cleft": 63, "gift": 1_905, "scholarship": 460}


# Gifts at three feasts: their sums are the article's, the parts are invented. Consultations likewise, by quarter.
GIFTS = (
    ("Tết Nguyên đán", date(2020, 1, 17), 1_240, 236_000_000),
    ("Quốc tế thiếu nhi", date(2020, 6, 1), 985, 171_000_000),
    ("Tết Trung thu", date(2020, 9, 28), 880, 163_000_000),
)
CONSULTATIONS = (
    (date(2020, 3, 31), 29),
    (date(2020, 6, 30), 41),
    (date(2020, 9, 30), 38),
    (date(2020, 12, 30), 43),
)


def load(dice):
    an_giang = Place.objects.by_code("89", ON, Level.PROVINCE)
    communes = list(Place.objects.within(an_giang).level(Level.COMMUNE).in_force(ON).order_by("code"))
    models = {model.code: model for model in SupportModel.objects.all()}
    _sites(dice, models["safe_house"], dice.sample(communes, SAFE_HOUSES))
    _sites(dice, models["community_system"], _in_every_district(dice, communes, COMMUNITY_SYSTEMS))
    _sites(dice, models["child_club"], dice.choices(communes, k=CLUBS), named=True)
    _sites(dice, models["school_counselling"], dice.sample(communes, SCHOOL_POINTS), named=True)
    friendly = dice.sample(communes, FRIENDLY)
    for year, kept in ((2018, 92), (2019, 101), (2020, FRIENDLY)):
        copy(
            CommuneRecognition,
            ("place_id",),
            ((place.pk,) for place in friendly[:kept]),
            year=year,
            decision="Dữ liệu giả",
        )
    _fund(dice, an_giang, communes)
    _activities(an_giang)
    copy(
        TrainingClass,
        ("on_date", "topic", "trainees"),
        (
            (date(2011, 1, 5) + timedelta(days=18 * n), dice.choice(TOPICS), dice.randint(25, 60))
            for n in range(TRAINING)
        ),
        place_id=an_giang.pk,
        organiser="Dữ liệu giả",
    )


def _activities(an_giang):
    copy(
        Activity,
        ("name", "on_date", "children", "amount"),
        ((f"Thăm, tặng quà dịp {feast}", day, children, amount) for feast, day, children, amount in GIFTS),
        kind="gift",
        place_id=an_giang.pk,
        organiser="Dữ liệu giả",
    )
    copy(
        Activity,
        ("on_date", "turns"),
        CONSULTATIONS,
        kind="counselling",
        name="Tư vấn tại Trung tâm Công tác xã hội",
        place_id=an_giang.pk,
        organiser="Dữ liệu giả",
    )


def _in_every_district(dice, communes, count):
    """So many communes that each district has at least one."""
    order = dice.sample(communes, len(communes))
    first = list({place.parent_id: place for place in order}.values())
    return first + [place for place in order if place not in first][: count - len(first)]


def _sites(dice, model, places, named=False):
    """Sites that work until the units end."""
    rows = (
        (place.pk, f"{model.name} {n}" if named else "", date(dice.randint(2012, 2019), dice.randint(1, 12), 1))
        for n, place in enumerate(places, 1)
    )
    copy(SupportModelSite, ("place_id", "name", "starts_on"), rows, model_id=model.pk, ends_on=UNITS_END)


def _fund(dice, an_giang, communes):
    entries = [("direct", part * 1_000_000) for part in shares(dice, DIRECT // 1_000_000, 34)]
    entries += [("indirect", part * 1_000_000) for part in shares(dice, (FUND - DIRECT) // 1_000_000, 21)]
    copy(
        FundEntry,
        ("channel", "amount", "on_date"),
        ((channel, amount, _day_of_2020(dice)) for channel, amount in entries),
        place_id=an_giang.pk,
        donor="Nhà tài trợ giả",
    )
    amounts = {"heart": 35_000_000, "cleft": 9_000_000, "gift": 300_000, "scholarship": 1_000_000}
    copy(
        FundSupport,
        ("kind", "amount", "place_id", "on_date"),
        (
            (kind, amounts[kind], dice.choice(communes).pk, _day_of_2020(dice))
            for kind, turns in TURNS_BY_KIND.items()
            for _ in range(turns)
        ),
    )


def _day_of_2020(dice):
    return date(2020, 1, 6) + timedelta(days=dice.randrange(350))
