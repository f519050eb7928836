"""Whether a changed day still fits: any plan near the one there is, and no better than that.

For an answer while somebody waits. It is not the plan to cook by: nothing is made small in it.
"""

from __future__ import annotations

from dataclasses import replace

from kurkum.lib.solving import Layer, Limits, Result, Status
from staffing.planning.production.bottlenecks import cannot_all_be_made
from staffing.planning.production.budget import Budget
from staffing.planning.production.greedy import construct
from staffing.planning.production.greedy.names import names_by_matching
from staffing.planning.production.layers import Timing
from staffing.planning.production.model import unit_of
from staffing.planning.production.naming import Naming
from staffing.planning.production.parts import parts_of
from staffing.planning.production.problem import Problem
from staffing.planning.production.replan import revised
from staffing.planning.production.solution import Solution
from staffing.planning.production.solve import result_of
from staffing.planning.production.values import shortfall
from staffing.planning.production.whole import whole_plan

DRAFT_ROUNDS = 12


def fitted(
    problem: Problem, previous: Solution, *, now: int, limits: Limits, seed: int = 1
) -> Result[Solution]:
    """Any plan from ``now`` on, with all of ``problem`` if one is found, else with its gaps.

    Verify the result against ``replan.revised``, as that of ``replan``.
    """
    budget, changed = Budget(limits), revised(problem, previous, now=now)
    near = previous.task_by_key
    draft = construct(changed, unit=unit_of(changed), seed=seed, wishes=near, rounds=DRAFT_ROUNDS)
    plan = draft.plan if draft is not None else None
    if (draft is None or draft.missing) and not cannot_all_be_made(changed):
        found, _outcome = whole_plan(changed, near, limits=limits, seed=seed)
        plan = found or plan
    if plan is None:
        return Result(Status.UNKNOWN, None, (), budget.elapsed, seed, limits)
    names = names_by_matching(changed, parts_of(changed, plan, near))
    if names is None:
        return Result(Status.UNKNOWN, None, (), budget.elapsed, seed, limits)
    short = Layer("shortfall", shortfall(changed, plan), 0)
    timing = Timing(Status.FEASIBLE, plan, found=True, layers=[short])
    result = result_of(changed, timing, Naming(Status.FEASIBLE, names), budget, seed)
    return replace(result, status=Status.FEASIBLE)
