"""The roster core: a pure planner for shifts that are lawful, covered, fair and explained."""

from .book import Violation
from .demand import (
    DEFAULT_GOALS,
    Assignment,
    Burden,
    Cover,
    Goal,
    Ride,
    ShiftType,
    Solution,
    Wish,
    Worked,
)
from .law import Law, Night
from .measure import Gap, carried_points, gaps, measure, measure_aims, paid_minutes
from .people import BadProblem, Cook, Flag, Window
from .problem import Problem
from .solve import solve
from .verify import verify

__all__ = [
    "DEFAULT_GOALS",
    "Assignment",
    "BadProblem",
    "Burden",
    "Cook",
    "Cover",
    "Flag",
    "Gap",
    "Goal",
    "Law",
    "Night",
    "Problem",
    "Ride",
    "ShiftType",
    "Solution",
    "Violation",
    "Window",
    "Wish",
    "Worked",
    "carried_points",
    "gaps",
    "measure",
    "measure_aims",
    "paid_minutes",
    "solve",
    "verify",
]
