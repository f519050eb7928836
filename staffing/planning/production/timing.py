"""When everything happens and on what: first a draft by hand's rule, then the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from staffing.planning.production.bottlenecks import cannot_all_be_made
from staffing.planning.production.budget import Budget
from staffing.planning.production.greedy import ROUNDS, Draft, construct
from staffing.planning.production.hints import relabelled
from staffing.planning.production.layers import Call, Timing, solve_layers
from staffing.planning.production.model import TimetableModel, unit_of
from staffing.planning.production.problem import Problem
from staffing.planning.production.rules import RULES, Rule
from staffing.planning.production.solution import PlannedTask
from staffing.planning.production.whole import whole_plan

Plan = Mapping[str, PlannedTask]
NEAR_ROUNDS = 25  # attempts near a plan that is being revised, before the solver looks for one
DRAFT_SHARE = 0.4  # of the clock; a repeatable draft counts its attempts instead
WHOLE_SHARE = 0.4  # the time in which everything must be made, before something may be left out
REVISED_SHARE = 0.7
WHOLE_NEAR_SHARE = 0.5
FALLING_SHORT_SHARE = 0.6  # of what is left then, until there is any plan


def times(
    problem: Problem, budget: Budget, call: Call, rules: Sequence[Rule], known: tuple[Plan, Plan]
) -> tuple[TimetableModel, Timing]:
    """First with every batch made; only where that fails, with batches that may be left out.

    ``known``: the plan that is being revised, and one to begin near (either may be empty).
    """
    old, near = known
    may_fall_short = bool(problem.batches) and "shortfall" in problem.layers
    by_hand = may_fall_short and rules is RULES
    rounds = NEAR_ROUNDS if old else ROUNDS
    draft = drafted(problem, (budget, call), near, rounds) if by_hand else None
    if by_hand and old:
        draft = _made_whole(problem, draft, old, (budget, call))
    whole = draft is not None and not draft.missing
    if whole or not by_hand or not cannot_all_be_made(problem):
        model = TimetableModel(problem, optional=False, rules=rules, previous=old)
        first = _first_share(problem) if may_fall_short and not whole else 1.0
        timing = _layers(model, draft, near, (budget, call, first))
        if timing.status.has_plan or not may_fall_short:
            return model, timing
    if by_hand and rounds < ROUNDS:
        draft = drafted(problem, (budget, call), near, ROUNDS)
    optional = draft is None or bool(draft.missing)
    model = TimetableModel(problem, optional=optional, rules=rules, previous=old)
    return model, _layers(model, draft, near, (budget, call, FALLING_SHORT_SHARE))


def _first_share(problem: Problem) -> float:
    """Where few changes matter most, the search for a whole plan is the search for them, too."""
    return REVISED_SHARE if "changes" in problem.layers else WHOLE_SHARE


def _made_whole(
    problem: Problem, draft: Draft | None, old: Plan, how: tuple[Budget, Call]
) -> Draft | None:
    """Where no draft near the old plan is whole: any plan that is, so that few changes to it can
    be looked for at all. On a day of 206 tasks that search finds none by itself.
    """
    budget, call = how
    if (draft is not None and not draft.missing) or cannot_all_be_made(problem):
        return draft
    plan, outcome = whole_plan(
        problem, old, limits=budget.share(WHOLE_NEAR_SHARE), seed=call.seed,
        should_stop=call.should_stop,
    )  # fmt: skip
    budget.book(outcome)
    return draft if plan is None else Draft(plan, 0)


def drafted(problem: Problem, how: tuple[Budget, Call], near: Plan, rounds: int) -> Draft | None:
    """A plan within a moment, so that there is one whatever the solver does."""
    budget, call = how
    begun = budget.elapsed

    def is_late() -> bool:
        stopped = call.should_stop is not None and call.should_stop()
        clock = not budget.limits.deterministic
        return stopped or (clock and budget.elapsed - begun > DRAFT_SHARE * budget.limits.seconds)

    return construct(
        problem, unit=unit_of(problem), seed=call.seed, wishes=near, rounds=rounds, stop=is_late
    )


def _layers(
    model: TimetableModel, draft: Draft | None, near: Plan, how: tuple[Budget, Call, float]
) -> Timing:
    budget, call, first = how
    plan = relabelled(model.variables, draft.plan) if draft is not None else None
    whole = draft is not None and not draft.missing
    model.hint(near if near and (model.previous or not whole) else plan or near)
    usable = plan if model.variables.optional or whole else None
    names = layer_names(model.problem, model)
    return solve_layers(model, names, budget, call, first, usable)


def layer_names(problem: Problem, model: TimetableModel) -> list[str]:
    """The layers to be minimised; where all must be made, nothing is short (and one must be left:
    without any there would be no search).
    """
    optional = model.variables.optional
    names = [name for name in problem.layers if name != "shortfall" or optional]
    return names or list(problem.layers)
