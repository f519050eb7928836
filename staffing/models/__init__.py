"""The kitchen at work: people, equipment, process steps, rosters and production plans."""

from staffing.models.equipment import Equipment, EquipmentKind, EquipmentOutage, EquipmentWindow
from staffing.models.people import (
    Availability,
    Contract,
    Cook,
    CookSkill,
    RosterFlag,
    Skill,
)
from staffing.models.process import ProcessStep, Setup
from staffing.models.production import (
    Batch,
    BatchExtra,
    BatchReading,
    BatchShare,
    BatchTask,
    Discard,
    PlanGap,
    ProductionPlan,
    RetainedSample,
    TaskWork,
)
from staffing.models.roster import (
    Assignment,
    CoverGap,
    CoverRequirement,
    Roster,
    RosterChange,
    RouteAssignment,
    ShiftPattern,
    SwapRequest,
    WorkedHours,
)
from staffing.models.scenario import WhatIf

__all__ = [
    "Assignment",
    "Availability",
    "Batch",
    "BatchExtra",
    "BatchReading",
    "BatchShare",
    "BatchTask",
    "Contract",
    "Cook",
    "CookSkill",
    "CoverGap",
    "CoverRequirement",
    "Discard",
    "Equipment",
    "EquipmentKind",
    "EquipmentOutage",
    "EquipmentWindow",
    "PlanGap",
    "ProcessStep",
    "ProductionPlan",
    "RetainedSample",
    "Roster",
    "RosterChange",
    "RosterFlag",
    "RouteAssignment",
    "Setup",
    "ShiftPattern",
    "Skill",
    "SwapRequest",
    "TaskWork",
    "WhatIf",
    "WorkedHours",
]
