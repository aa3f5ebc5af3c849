"""Children, households and cases (docs/glossary.md)."""

from cases.models.case import (
    Case,
    CaseCounter,
    CaseStatus,
    CaseStep,
    Outcome,
    ProvinceParameter,
    RiskLevel,
    Stage,
)
from cases.models.child import (
    BirthPrecision,
    Child,
    Residence,
    ResidenceBasis,
    RiskSpell,
    Sex,
    SpecialCircumstance,
)
from cases.models.deny import DenyEntry
from cases.models.emergency import EmergencyMeasure
from cases.models.household import Household, HouseholdStatus
from cases.models.intake import AbuseType, Category, Channel, Intake, IntakeStatus
from cases.models.transfer import CaseTransfer
from cases.models.withdrawn import WithdrawnResidence
from cases.models.work import Assessment, CasePlan, PlanActivity, Service, ServiceKind, Visit

__all__ = [
    "AbuseType",
    "Assessment",
    "BirthPrecision",
    "Case",
    "CaseCounter",
    "CasePlan",
    "CaseStatus",
    "CaseStep",
    "CaseTransfer",
    "Category",
    "Channel",
    "Child",
    "DenyEntry",
    "EmergencyMeasure",
    "Household",
    "HouseholdStatus",
    "Intake",
    "IntakeStatus",
    "Outcome",
    "PlanActivity",
    "ProvinceParameter",
    "Residence",
    "ResidenceBasis",
    "RiskLevel",
    "RiskSpell",
    "Service",
    "ServiceKind",
    "Sex",
    "SpecialCircumstance",
    "Stage",
    "Visit",
    "WithdrawnResidence",
]
