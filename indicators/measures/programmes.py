"""Questions to what programmes do: models and their sites, recognitions, the Children's Fund, training."""

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from indicators.measures.register import NO_GROUP, day_of
from indicators.measures.shapes import ChildFlow, PlaceFlow, PlaceStock, Rows, Unit
from places.models import Level
from programs.models import (
    Activity,
    CareDay,
    CommuneRecognition,
    FundEntry,
    FundSupport,
    ProtectionWorker,
    SupportModel,
    SupportModelSite,
    TrainingClass,
)

ONE = Value(1)
IN_COMMUNE = Q(place__level=Level.COMMUNE)
IN_DISTRICT = Q(place__level=Level.DISTRICT)
# A unit that has ended holds nothing after its last day, whatever the entry says: those it is a share of end with it.
LAST_DAY = Least("ends_on", "place__valid_to")  # the smaller of those that are known
BEGAN_THERE = Q(place__valid_to=None) | Q(place__valid_to__gte=F("starts_on"))


def _sites(counts_as):
    return SupportModelSite.objects.filter(BEGAN_THERE, voided_at=None, model__counts_as=counts_as)


def _commune_sites():
    rows = _sites(SupportModel.CountsAs.COMMUNE).filter(IN_COMMUNE)
    return rows.values_list("pk", "place_id", "model__code", "starts_on", LAST_DAY, ONE)


def _district_sites():
    """A district has a model from the first active commune on; what is recorded for the district itself counts too."""
    rows = _sites(SupportModel.CountsAs.COMMUNE).filter(
        IN_DISTRICT | IN_COMMUNE & Q(place__parent__level=Level.DISTRICT)
    )
    district = Case(When(IN_DISTRICT, then=F("place_id")), default=F("place__parent_id"))
    return rows.values_list("pk", district, "model__code", "starts_on", LAST_DAY, ONE)


def _points():
    rows = _sites(SupportModel.CountsAs.POINT)
    return rows.values_list("pk", "place_id", "model__code", "starts_on", LAST_DAY, ONE)


def _recognitions():
    """Recognised for a year: through that year, until the next one is judged; a unit that begins is judged anew."""
    first, last = day_of("year", 1, 1), Least(day_of("year", 12, 31), "place__valid_to")
    rows = CommuneRecognition.objects.filter(IN_COMMUNE, voided_at=None)
    rows = rows.filter(Q(place__valid_to=None) | Q(place__valid_to__gte=first))
    return rows.values_list("pk", "place_id", NO_GROUP, first, last, ONE)


def _fund_entries():
    rows = FundEntry.objects.filter(voided_at=None)
    return rows.values_list("pk", "place_id", "channel", "on_date", "on_date", "amount")


def _fund_supports():
    rows = FundSupport.objects.filter(voided_at=None)
    return rows.values_list("pk", "place_id", "kind", "on_date", "on_date", ONE)


def _fund_children():
    rows = FundSupport.objects.filter(voided_at=None, child__isnull=False)
    return rows.values_list("pk", "child_id", "kind", "on_date", "on_date")


def _new_sites():
    rows = _sites(SupportModel.CountsAs.COMMUNE).filter(follows=None)
    return rows.values_list("pk", "place_id", "model__code", "starts_on", "starts_on", ONE)


def _training_classes(amount=ONE):
    rows = TrainingClass.objects.filter(voided_at=None)
    return rows.values_list("pk", "place_id", NO_GROUP, "on_date", "on_date", amount)


def _activities(amount, *kinds):
    """What was held on a day that is known; `amount` is added up, and what an activity does not tell adds nothing."""
    rows = Activity.objects.filter(voided_at=None, on_date__isnull=False)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return rows.values_list("pk", "place_id", "kind", "on_date", "on_date", amount)


def _told(column):
    return Coalesce(column, 0)


def _care_days(amount):
    rows = CareDay.objects.filter(voided_at=None)
    return rows.values_list("pk", "place_id", NO_GROUP, "on_date", "on_date", amount)


def _workers():
    """Communes' own workers for the protection of children; collaborators and volunteers are not counted in."""
    kind = ProtectionWorker.Kind.WORKER
    rows = ProtectionWorker.objects.filter(IN_COMMUNE, BEGAN_THERE, voided_at=None, kind=kind)
    return rows.values_list("pk", "place_id", NO_GROUP, "starts_on", LAST_DAY, ONE)


SITE = frozenset({"site"})
COMMUNE_SITES = Rows("commune_sites", SITE, _commune_sites)
DISTRICT_SITES = Rows("district_sites", SITE, _district_sites)
POINTS = Rows("points", SITE, _points)
RECOGNITIONS = Rows("recognitions", frozenset({"recognition"}), _recognitions)
FUND_ENTRIES = Rows("fund_entries", frozenset({"fund"}), _fund_entries)
FUND_SUPPORTS = Rows("fund_supports", frozenset({"fund_support"}), _fund_supports)
FUND_CHILD_ROWS = Rows("fund_child_rows", frozenset({"fund_child"}), _fund_children)
NEW_SITES = Rows("new_sites", frozenset({"site_start"}), _new_sites)
TRAINING = frozenset({"training"})
TRAINING_CLASSES = Rows("training_classes", TRAINING, _training_classes)
TRAINING_TRAINEES = Rows("training_trainees", TRAINING, lambda: _training_classes(_told("trainees")))
ACTIVITY = frozenset({"activity"})
ACTIVITIES = Rows("activities", ACTIVITY, lambda: _activities(ONE))
TALKS = Rows("talks", ACTIVITY, lambda: _activities(_told("turns"), "talk"))
COUNSELLINGS = Rows("counsellings", ACTIVITY, lambda: _activities(_told("turns"), "counselling"))
GIFTS = Rows("gifts", ACTIVITY, lambda: _activities(_told("children"), "gift"))
GIFT_COSTS = Rows("gift_costs", ACTIVITY, lambda: _activities(_told("amount"), "gift"))
CARE = frozenset({"care_day"})
CARE_DAYS = Rows("care_days", CARE, lambda: _care_days(ONE))
CARE_CHILD_DAYS = Rows("care_child_days", CARE, lambda: _care_days(F("children")))
WORKERS = Rows("commune_workers", frozenset({"worker"}), _workers)

COMMUNES_WITH_MODEL = PlaceStock(
    "communes_with_model", _("xã, phường, thị trấn có mô hình"), COMMUNE_SITES, unit=Unit.COMMUNE, grouped=True
)
DISTRICTS_WITH_MODEL = PlaceStock(
    "districts_with_model", _("huyện có mô hình"), DISTRICT_SITES, unit=Unit.DISTRICT, grouped=True
)
ACTIVE_POINTS = PlaceStock(
    "active_points", _("câu lạc bộ, điểm, nhóm đang hoạt động"), POINTS, distinct=False, unit=Unit.MODEL, grouped=True
)
FRIENDLY_COMMUNES = PlaceStock(
    "friendly_communes", _("xã, phường, thị trấn được công nhận phù hợp với trẻ em"), RECOGNITIONS, unit=Unit.COMMUNE
)
FUND_RAISED = PlaceFlow(
    "fund_raised", _("số tiền vận động Quỹ Bảo trợ trẻ em"), FUND_ENTRIES, sums=True, unit=Unit.VND, grouped=True
)
FUND_TURNS = PlaceFlow(
    "fund_turns", _("lượt trẻ em được Quỹ Bảo trợ trẻ em hỗ trợ"), FUND_SUPPORTS, unit=Unit.TURN, grouped=True
)
FUND_CHILDREN = ChildFlow("fund_children", _("trẻ em được Quỹ Bảo trợ trẻ em hỗ trợ"), FUND_CHILD_ROWS)
MODELS_BEGUN = PlaceFlow("models_begun", _("mô hình xây dựng mới"), NEW_SITES, unit=Unit.MODEL, grouped=True)
CLASSES = PlaceFlow("classes", _("lớp tập huấn"), TRAINING_CLASSES, unit=Unit.CLASS)
TRAINEES = PlaceFlow("trainees", _("lượt người được tập huấn"), TRAINING_TRAINEES, sums=True, unit=Unit.TURN)
HELD = PlaceFlow("activities_held", _("hoạt động đã tổ chức"), ACTIVITIES, unit=Unit.ACTIVITY, grouped=True)
TALK_TURNS = PlaceFlow("talk_turns", _("lượt người dự truyền thông, nói chuyện"), TALKS, sums=True, unit=Unit.TURN)
COUNSELLING_TURNS = PlaceFlow("counselling_turns", _("lượt tư vấn"), COUNSELLINGS, sums=True, unit=Unit.TURN)
GIFT_CHILDREN = PlaceFlow("gift_children", _("trẻ em được thăm, tặng quà"), GIFTS, sums=True, unit=Unit.CHILD)
GIFT_MONEY = PlaceFlow("gift_money", _("kinh phí thăm, tặng quà"), GIFT_COSTS, sums=True, unit=Unit.VND)
CARE_OPEN_DAYS = PlaceFlow(
    "care_open_days", _("ngày mở cửa, cộng của các điểm chăm sóc bán trú"), CARE_DAYS, unit=Unit.DAY
)
CHILD_CARE_DAYS = PlaceFlow(
    "child_care_days",
    _("lượt trẻ em được chăm sóc bán trú, cộng theo ngày"),
    CARE_CHILD_DAYS,
    sums=True,
    unit=Unit.TURN,
)
COMMUNES_WITH_WORKER = PlaceStock(
    "communes_with_worker", _("xã, phường có người làm công tác bảo vệ trẻ em"), WORKERS, unit=Unit.COMMUNE
)
MEASURES = (
    COMMUNES_WITH_MODEL,
    DISTRICTS_WITH_MODEL,
    ACTIVE_POINTS,
    FRIENDLY_COMMUNES,
    FUND_RAISED,
    FUND_TURNS,
    FUND_CHILDREN,
    MODELS_BEGUN,
    CLASSES,
    TRAINEES,
    HELD,
    TALK_TURNS,
    COUNSELLING_TURNS,
    GIFT_CHILDREN,
    GIFT_MONEY,
    CARE_OPEN_DAYS,
    CHILD_CARE_DAYS,
    COMMUNES_WITH_WORKER,
)
