"""The kitchen's day as a plan: batches, times, equipment and named cooks. Pure; no Django."""

from staffing.planning.production.batching import problem_of
from staffing.planning.production.day import Ahead, Dish, KitchenDay, ProcessStep
from staffing.planning.production.problem import (
    AttendedPart,
    Batch,
    Cook,
    DemandLine,
    Equipment,
    Extra,
    Hold,
    Lag,
    Margins,
    Mode,
    Problem,
    Setup,
    Share,
    Task,
    Use,
    Window,
)
from staffing.planning.production.solution import (
    Gap,
    HeldBatch,
    PlannedTask,
    Reason,
    Solution,
    Span,
)
