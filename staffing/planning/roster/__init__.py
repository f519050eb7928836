"""The roster core: a pure planner for shifts that are lawful, covered, fair and explained."""

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
from .people import BadProblem, Cook, Flag, Window
from .problem import Problem

__all__ = [
    "DEFAULT_GOALS",
    "Assignment",
    "BadProblem",
    "Burden",
    "Cook",
    "Cover",
    "Flag",
    "Goal",
    "Law",
    "Night",
    "Problem",
    "Ride",
    "ShiftType",
    "Solution",
    "Window",
    "Wish",
    "Worked",
]
