"""The kitchen's day as a plan: batches, times, equipment and named cooks. Pure; no Django."""

from staffing.planning.production.amending import amended
from staffing.planning.production.batching import problem_of
from staffing.planning.production.day import Ahead, Dish, KitchenDay, ProcessStep
from staffing.planning.production.demand import Batch, DemandLine, Extra, Hold, Share
from staffing.planning.production.explain import Explanation, Remedy, explain
from staffing.planning.production.problem import (
    AttendedPart,
    Cook,
    Equipment,
    Lag,
    Margins,
    Mode,
    Problem,
    Setup,
    Task,
    Use,
    Window,
)
from staffing.planning.production.replan import (
    Away,
    Changes,
    Difference,
    Down,
    difference,
    replan,
    revised,
)
from staffing.planning.production.rules import RULES
from staffing.planning.production.solution import (
    Gap,
    HeldBatch,
    PlannedTask,
    Reason,
    Solution,
    Span,
)
from staffing.planning.production.solve import solve
from staffing.planning.production.values import layer_value
from staffing.planning.production.verify import verify
from staffing.planning.production.violation import Violation

__all__ = [
    "RULES",
    "Ahead",
    "AttendedPart",
    "Away",
    "Batch",
    "Changes",
    "Cook",
    "DemandLine",
    "Difference",
    "Dish",
    "Down",
    "Equipment",
    "Explanation",
    "Extra",
    "Gap",
    "HeldBatch",
    "Hold",
    "KitchenDay",
    "Lag",
    "Margins",
    "Mode",
    "PlannedTask",
    "Problem",
    "ProcessStep",
    "Reason",
    "Remedy",
    "Setup",
    "Share",
    "Solution",
    "Span",
    "Task",
    "Use",
    "Violation",
    "Window",
    "amended",
    "difference",
    "explain",
    "layer_value",
    "problem_of",
    "replan",
    "revised",
    "solve",
    "verify",
]
