"""Questions to the register of children: who is a child, in special circumstances, at risk, in a poor household."""

from django.db.models import F, Func, Value
from django.db.models.fields import DateField
from django.utils.translation import gettext_lazy as _

from cases.models import HouseholdStatus, RiskSpell, SpecialCircumstance
from indicators.measures.shapes import ChildStock, Rows
from programs.models import AssistanceGrant

Status = HouseholdStatus.Status
NO_GROUP = Value("")


def day_of(year, month, day):
    """A day of the year in a column, as a date."""
    return Func(F(year), Value(month), Value(day), function="make_date", output_field=DateField())


def _special():
    return SpecialCircumstance.objects.filter(voided_at=None).values_list(
        "pk", "child_id", "group", "starts_on", "ends_on"
    )


def _at_risk():
    return RiskSpell.objects.filter(voided_at=None).values_list("pk", "child_id", NO_GROUP, "starts_on", "ends_on")


def _in_households(status):
    """A child belongs to its household as it stands; the yearly review of the household holds for that year."""
    reviews = HouseholdStatus.objects.filter(voided_at=None, status=status, household__children__isnull=False)
    return reviews.values_list("pk", "household__children__pk", NO_GROUP, day_of("year", 1, 1), day_of("year", 12, 31))


def _assistance():
    return AssistanceGrant.objects.filter(voided_at=None, in_community=True).values_list(
        "pk", "child_id", NO_GROUP, "starts_on", "ends_on"
    )


SPECIAL_SPELLS = Rows("special_spells", frozenset({"circumstance"}), _special)
RISK_SPELLS = Rows("risk_spells", frozenset({"risk"}), _at_risk)
POOR_YEARS = Rows("poor_years", frozenset({"household"}), lambda: _in_households(Status.POOR))
NEAR_POOR_YEARS = Rows("near_poor_years", frozenset({"household"}), lambda: _in_households(Status.NEAR_POOR))
ASSISTANCE_SPELLS = Rows("assistance_spells", frozenset({"assistance"}), _assistance)

CHILDREN = ChildStock("children", _("trẻ em dưới 16 tuổi"))
SPECIAL = ChildStock("special", _("trẻ em có hoàn cảnh đặc biệt"), SPECIAL_SPELLS, grouped=True)
AT_RISK = ChildStock("at_risk", _("trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt"), RISK_SPELLS, minus=SPECIAL_SPELLS)
POOR = ChildStock("poor", _("trẻ em thuộc hộ nghèo"), POOR_YEARS)
NEAR_POOR = ChildStock("near_poor", _("trẻ em thuộc hộ cận nghèo"), NEAR_POOR_YEARS)
ASSISTED_MONTHLY = ChildStock(
    "assisted_monthly",
    _("trẻ em có hoàn cảnh đặc biệt hưởng trợ cấp xã hội hằng tháng tại cộng đồng"),
    ASSISTANCE_SPELLS,
    within=SPECIAL_SPELLS,
)
MEASURES = (CHILDREN, SPECIAL, AT_RISK, POOR, NEAR_POOR, ASSISTED_MONTHLY)
