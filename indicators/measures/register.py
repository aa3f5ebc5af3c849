"""Questions to the register of children: who is a child, in special circumstances, at risk, in a poor household."""

from datetime import timedelta

from django.db.models import Case, DateField, F, Func, Q, Value, When
from django.db.models.functions import Cast, Greatest, Least
from django.utils.translation import gettext_lazy as _

from cases.models import Child, HouseholdStatus, RiskSpell, SpecialCircumstance
from cases.rules import groups
from indicators.measures.shapes import ChildStock, Dimension, Rows
from programs.models import AssistanceGrant

Status = HouseholdStatus.Status
NO_GROUP = Value("")
NO_DAY = Cast(Value(None), DateField())


def day_of(year, month, day):
    """A day of the year in a column, as a date."""
    return Func(F(year), Value(month), Value(day), function="make_date", output_field=DateField())


def _classified(classification):
    """Spells as groups of one classification, on all their days; without those that cannot be converted."""
    known = groups.converted_to(classification)
    group = Case(*(When(group=of, then=Value(to)) for of, to in known.items() if of != to), default="group")
    return SpecialCircumstance.objects.filter(voided_at=None, group__in=list(known)).annotate(told=group)


def _special_by(classification):
    return _classified(classification).values_list("pk", "child_id", "told", "starts_on", "ends_on")


def _special():
    """Each spell in the classification of the day (ruling 16a): one that runs over the change counts as the group
    before it and, where the laws allow a conversion, as the group after it."""
    old, new = groups.CLASSIFICATIONS
    last, first = Value(old.in_force_until - timedelta(days=1)), Value(new.in_force_from)
    before = _classified(old.code).filter(starts_on__lt=old.in_force_until)
    after = _classified(new.code).filter(Q(ends_on=None) | Q(ends_on__gte=new.in_force_from))
    before = before.values_list("pk", "child_id", "told", "starts_on", Least("ends_on", last))
    after = after.values_list("pk", "child_id", "told", Greatest("starts_on", first), "ends_on")
    return before.union(after, all=True)


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


def _children_told(**which):
    """What is written on the child itself holds for all of its life."""
    return Child.objects.filter(voided_at=None, **which)


def _ethnic_groups():
    return _children_told(ethnic_group__isnull=False).values_list(
        "pk", F("pk"), "ethnic_group__code", "birth_date", NO_DAY
    )


def _without_household():
    return _children_told(household=None).values_list("pk", F("pk"), NO_GROUP, "birth_date", NO_DAY)


def _reviews():
    reviews = HouseholdStatus.objects.filter(voided_at=None, household__children__isnull=False)
    return reviews.values_list("pk", "household__children__pk", "status", day_of("year", 1, 1), day_of("year", 12, 31))


def _disabilities():
    """The degree is the clause of DB04; the group of the law of 2004 (C02) had none."""
    degree = Case(When(group="DB04", then="subgroup"), default=NO_GROUP)
    spells = SpecialCircumstance.objects.filter(voided_at=None, group__in=("DB04", "C02"))
    return spells.values_list("pk", "child_id", degree, "starts_on", "ends_on")


ETHNIC = Dimension("ethnic", (Rows("ethnic_groups", frozenset({"child"}), _ethnic_groups),))
HOUSEHOLD = Dimension(
    "household",
    (
        Rows("household_reviews", frozenset({"household"}), _reviews),
        Rows("without_household", frozenset({"household"}), _without_household),
    ),
)
DISABILITY = Dimension(  # of the law of 2004 and of that of 2016 at once: an import may have both
    "disability", (Rows("disabilities", frozenset({"circumstance"}), _disabilities),), disjoint=False
)

SPECIAL_SPELLS = Rows("special_spells", frozenset({"circumstance"}), _special)
SPELLS_OF_2004 = Rows("spells_of_2004", frozenset({"circumstance"}), lambda: _special_by("2004"))
SPELLS_OF_2016 = Rows("spells_of_2016", frozenset({"circumstance"}), lambda: _special_by("2016"))
RISK_SPELLS = Rows("risk_spells", frozenset({"risk"}), _at_risk)
POOR_YEARS = Rows("poor_years", frozenset({"household"}), lambda: _in_households(Status.POOR))
NEAR_POOR_YEARS = Rows("near_poor_years", frozenset({"household"}), lambda: _in_households(Status.NEAR_POOR))
ASSISTANCE_SPELLS = Rows("assistance_spells", frozenset({"assistance"}), _assistance)

CHILDREN = ChildStock("children", _("trẻ em dưới 16 tuổi"), dims=(ETHNIC, HOUSEHOLD))
SPECIAL = ChildStock(
    "special",
    _("trẻ em có hoàn cảnh đặc biệt"),
    SPECIAL_SPELLS,
    grouped=True,
    dims=(ETHNIC, HOUSEHOLD, DISABILITY),
)
SPECIAL_2004 = ChildStock(
    "special_2004",
    _("trẻ em có hoàn cảnh đặc biệt theo phân loại năm 2004, gồm nhóm mới quy đổi được"),
    SPELLS_OF_2004,
    grouped=True,
)
SPECIAL_2016 = ChildStock(
    "special_2016",
    _("trẻ em có hoàn cảnh đặc biệt theo 14 nhóm của Luật Trẻ em 2016, gồm nhóm cũ quy đổi được"),
    SPELLS_OF_2016,
    grouped=True,
)
AT_RISK = ChildStock(
    "at_risk",
    _("trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt"),
    RISK_SPELLS,
    minus=SPECIAL_SPELLS,
    dims=(ETHNIC, HOUSEHOLD),
)
POOR = ChildStock("poor", _("trẻ em thuộc hộ nghèo"), POOR_YEARS, dims=(ETHNIC,))
NEAR_POOR = ChildStock("near_poor", _("trẻ em thuộc hộ cận nghèo"), NEAR_POOR_YEARS, dims=(ETHNIC,))
ASSISTED_MONTHLY = ChildStock(
    "assisted_monthly",
    _("trẻ em có hoàn cảnh đặc biệt hưởng trợ cấp xã hội hằng tháng tại cộng đồng"),
    ASSISTANCE_SPELLS,
    within=SPECIAL_SPELLS,
    dims=(ETHNIC, DISABILITY),
)
MEASURES = (CHILDREN, SPECIAL, SPECIAL_2004, SPECIAL_2016, AT_RISK, POOR, NEAR_POOR, ASSISTED_MONTHLY)
