"""A first plan by hand's rule: quick, never better than it need be, and always within the rules.

The solver begins from it, and where time runs out before the solver has a plan, it is the plan.
"""

from staffing.planning.production.greedy.construct import ROUNDS, Draft, construct

__all__ = ["ROUNDS", "Draft", "construct"]
