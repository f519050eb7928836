"""The roster core: a pure planner for shifts that are lawful, covered, fair and explained."""

from .book import Violation
from .conflicts import LAW_RULES, Conflict, explain_conflict, explain_gap_conflict
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
from .draft import Instance
from .explain import ExplainedGap, Explainer, Reason, Standing, Why
from .judge import (
    FairnessRow,
    Judgement,
    fair_points,
    fairness,
    judge,
    with_shift,
    without_day,
)
from .law import Law, Night
from .measure import Gap, carried_points, gaps, measure, measure_aims, paid_minutes
from .people import BadProblem, Cook, Flag, Window
from .problem import Problem
from .replace import (
    Candidate,
    Change,
    Replacements,
    changes,
    least_repair,
    repair,
    repair_problem,
    replacements,
)
from .solve import solve
from .trial import fill, released
from .verify import verify, verify_cook, verify_pairs

__all__ = [
    "DEFAULT_GOALS",
    "LAW_RULES",
    "Assignment",
    "BadProblem",
    "Burden",
    "Candidate",
    "Change",
    "Conflict",
    "Cook",
    "Cover",
    "ExplainedGap",
    "Explainer",
    "FairnessRow",
    "Flag",
    "Gap",
    "Goal",
    "Instance",
    "Judgement",
    "Law",
    "Night",
    "Problem",
    "Reason",
    "Replacements",
    "Ride",
    "ShiftType",
    "Solution",
    "Standing",
    "Violation",
    "Why",
    "Window",
    "Wish",
    "Worked",
    "carried_points",
    "changes",
    "explain_conflict",
    "explain_gap_conflict",
    "fair_points",
    "fairness",
    "fill",
    "gaps",
    "judge",
    "least_repair",
    "measure",
    "measure_aims",
    "paid_minutes",
    "released",
    "repair",
    "repair_problem",
    "replacements",
    "solve",
    "verify",
    "verify_cook",
    "verify_pairs",
    "with_shift",
    "without_day",
]
