"""Programmes and what they do (docs/glossary.md)."""

from programs.models.activity import (
    AssistanceGrant,
    CommuneRecognition,
    FundEntry,
    FundSupport,
    SupportModel,
    SupportModelSite,
    TrainingClass,
)
from programs.models.outreach import Activity, Award, CareDay, ProtectionWorker
from programs.models.programme import (
    PRESS,
    Direction,
    Document,
    Programme,
    Project,
    Target,
    TargetKind,
    TargetLevel,
    TargetRevision,
    TargetUnit,
    Trajectory,
)

__all__ = [
    "PRESS",
    "Activity",
    "AssistanceGrant",
    "Award",
    "CareDay",
    "CommuneRecognition",
    "Direction",
    "Document",
    "FundEntry",
    "FundSupport",
    "Programme",
    "Project",
    "ProtectionWorker",
    "SupportModel",
    "SupportModelSite",
    "Target",
    "TargetKind",
    "TargetLevel",
    "TargetRevision",
    "TargetUnit",
    "TrainingClass",
    "Trajectory",
]
