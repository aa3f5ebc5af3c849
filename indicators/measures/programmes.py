"""Questions to what programmes do: models and their sites, recognitions, the Children's Fund, training."""

from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from indicators.measures.register import NO_GROUP, day_of
from indicators.measures.shapes import PlaceFlow, PlaceStock, Rows, Unit
from places.models import Level
from programs.models import (
    CommuneRecognition,
    FundEntry,
    FundSupport,
    SupportModel,
    SupportModelSite,
    TrainingClass,
)

ONE = Value(1)
IN_COMMUNE = Q(place__level=Level.COMMUNE)
IN_DISTRICT = Q(place__level=Level.DISTRICT)


def _sites(counts_as):
    return SupportModelSite.objects.filter(voided_at=None, model__counts_as=counts_as)


def _commune_sites():
    rows = _sites(SupportModel.CountsAs.COMMUNE).filter(IN_COMMUNE)
    return rows.values_list("pk", "place_id", "model__code", "starts_on", "ends_on", ONE)


def _district_sites():
    """A district has a model from the first active commune on; what is recorded for the district itself counts too."""
    rows = _sites(SupportModel.CountsAs.COMMUNE).filter(
        IN_DISTRICT | IN_COMMUNE & Q(place__parent__level=Level.DISTRICT)
    )
    district = Case(When(IN_DISTRICT, then=F("place_id")), default=F("place__parent_id"))
    return rows.values_list("pk", district, "model__code", "starts_on", "ends_on", ONE)


def _points():
    rows = _sites(SupportModel.CountsAs.POINT)
    return rows.values_list("pk", "place_id", "model__code", "starts_on", "ends_on", ONE)


def _recognitions():
    """Recognised for a year: through that year, until the next one is judged."""
    rows = CommuneRecognition.objects.filter(IN_COMMUNE, voided_at=None)
    return rows.values_list("pk", "place_id", NO_GROUP, day_of("year", 1, 1), day_of("year", 12, 31), ONE)


def _fund_entries():
    rows = FundEntry.objects.filter(voided_at=None)
    return rows.values_list("pk", "place_id", "channel", "on_date", "on_date", "amount")


def _fund_supports():
    rows = FundSupport.objects.filter(voided_at=None)
    return rows.values_list("pk", "place_id", "kind", "on_date", "on_date", ONE)


def _training_classes():
    rows = TrainingClass.objects.filter(voided_at=None)
    return rows.values_list("pk", "place_id", NO_GROUP, "on_date", "on_date", ONE)


SITE = frozenset({"site"})
COMMUNE_SITES = Rows("commune_sites", SITE, _commune_sites)
DISTRICT_SITES = Rows("district_sites", SITE, _district_sites)
POINTS = Rows("points", SITE, _points)
RECOGNITIONS = Rows("recognitions", frozenset({"recognition"}), _recognitions)
FUND_ENTRIES = Rows("fund_entries", frozenset({"fund"}), _fund_entries)
FUND_SUPPORTS = Rows("fund_supports", frozenset({"fund_support"}), _fund_supports)
TRAINING_CLASSES = Rows("training_classes", frozenset({"training"}), _training_classes)

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
CLASSES = PlaceFlow("classes", _("lớp tập huấn"), TRAINING_CLASSES, unit=Unit.CLASS)
MEASURES = (
    COMMUNES_WITH_MODEL,
    DISTRICTS_WITH_MODEL,
    ACTIVE_POINTS,
    FRIENDLY_COMMUNES,
    FUND_RAISED,
    FUND_TURNS,
    CLASSES,
)
