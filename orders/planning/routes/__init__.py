"""Routes of a day: which van brings what where, and when it leaves.

Pure: no Django. ``solve`` finds a plan and says how good it is, ``verify`` checks a plan and
shares no code with the models, ``explain`` says why a stop is left out.
"""

from orders.planning.routes.explain import explain
from orders.planning.routes.problem import (
    Gap,
    Problem,
    Reason,
    Solution,
    Stop,
    Trip,
    Vehicle,
    Visit,
    Wave,
)
from orders.planning.routes.solve import solve
from orders.planning.routes.verify import Measures, Violation, measure, verify

__all__ = [
    "Gap",
    "Measures",
    "Problem",
    "Reason",
    "Solution",
    "Stop",
    "Trip",
    "Vehicle",
    "Violation",
    "Visit",
    "Wave",
    "explain",
    "measure",
    "solve",
    "verify",
]
