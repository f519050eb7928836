"""Solves a day: layer after layer for times and equipment, then names for the cooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kurkum.lib.solving import Layer, Limits, OnProgress, Result, ShouldStop, Status
from staffing.planning.production.budget import LAYERS_SHARE, Budget
from staffing.planning.production.layers import Call, Timing, solve_layers, tidy
from staffing.planning.production.model import TimetableModel
from staffing.planning.production.naming import Naming, name_cooks
from staffing.planning.production.problem import Problem
from staffing.planning.production.reasons import reasons_of_gap
from staffing.planning.production.rules import RULES, Rule
from staffing.planning.production.solution import Gap, PlannedTask, Solution, Span
from staffing.planning.production.timing import layer_names, times
from staffing.planning.production.values import held_batches, is_made

TIDY_SHARE = 0.05
MOST_REPEATS = 10
Plan = Mapping[str, PlannedTask]


def solve(
    problem: Problem,
    *,
    limits: Limits,
    seed: int = 1,
    hint: Solution | None = None,
    fixed: Sequence[PlannedTask] = (),
    previous: Solution | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    rules: Sequence[Rule] = RULES,
) -> Result[Solution]:
    """The best plan that the limits allow, with named cooks on every attended part.

    ``fixed`` joins ``problem.fixed``. ``hint``: a plan to begin near. ``previous``: the plan that
    is being revised; if ``changes`` is among the layers, differences from it are counted.
    Batches that cannot be made appear in ``solution.gaps``. The status is ``infeasible`` only
    where even a plan without any free batch is proven impossible.
    """
    if fixed:
        problem = replace(problem, fixed=(*problem.fixed, *fixed))
    closing = bool(problem.cooks)
    budget = Budget(limits, LAYERS_SHARE if closing else 1.0)
    call = Call(seed, on_progress, should_stop)
    old = previous.task_by_key if previous else {}
    near = hint or previous
    model, timing = times(problem, budget, call, rules, (old, near.task_by_key if near else {}))
    naming = Naming(Status.UNKNOWN)
    for _ in range(MOST_REPEATS):
        if not timing.status.has_plan:
            return Result(timing.status, None, (), budget.elapsed, seed, limits)
        if "hold" in problem.layers:
            budget.book(tidy(model, timing, budget.slice(TIDY_SHARE), call))
        naming = name_cooks(problem, timing.plan, budget=budget, seed=seed, previous=old)
        if naming.status is not Status.INFEASIBLE:
            break
        model = _forbidden(model, timing, naming, rules)
        timing = solve_layers(model, layer_names(problem, model), budget, call)
    return replace(result_of(problem, timing, naming, budget, seed), limits=limits)


def _forbidden(
    model: TimetableModel, timing: Timing, naming: Naming, rules: Sequence[Rule]
) -> TimetableModel:
    """A fresh model in which what could not be named never comes together again."""
    fresh = TimetableModel(
        model.problem,
        optional=model.variables.optional,
        rules=rules,
        previous=model.previous,
        forbidden=(*model.forbidden, {key: timing.plan[key] for key in naming.conflict}),
    )
    fresh.hint(timing.plan)
    return fresh


def result_of(
    problem: Problem, timing: Timing, naming: Naming, budget: Budget, seed: int
) -> Result[Solution]:
    """Times and names as one plan, with its gaps and what is proven of it."""
    if not naming.status.has_plan:
        return Result(Status.UNKNOWN, None, (), budget.elapsed, seed, budget.limits)
    tasks = [
        replace(task, attended=_joined(_past(problem, task), naming.names.get(task.key, ())))
        for task in sorted(timing.plan.values(), key=lambda task: (task.start, task.key))
    ]
    solution = Solution(tuple(tasks), _gaps(problem, timing), held_batches(problem, timing.plan))
    layers = [*timing.layers, *naming.layers]
    if "shortfall" in problem.layers and layers[0].name != "shortfall":
        layers.insert(0, Layer("shortfall", 0, 0))
    proven = all(layer.proven for layer in layers)
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    return Result(status, solution, tuple(layers), budget.elapsed, seed, budget.limits)


def _past(problem: Problem, task: PlannedTask) -> tuple[Span, ...]:
    """What was attended before the part that is still to be named."""
    if task.key not in problem.fixed_by_key:
        return ()
    now = problem.start if problem.now is None else problem.now
    return tuple(
        replace(span, end=min(span.end, now)) for span in task.attended if span.start < now
    )


def _joined(past: tuple[Span, ...], names: tuple[Span, ...]) -> tuple[Span, ...]:
    """Past and future as one span where the cooks stay."""
    if past and names and (past[-1].end, past[-1].cooks) == (names[0].start, names[0].cooks):
        whole = Span(past[-1].start, names[0].end, names[0].cooks)
        return (*past[:-1], whole, *names[1:])
    return (*past, *names)


def _gaps(problem: Problem, timing: Timing) -> tuple[Gap, ...]:
    short = [layer for layer in timing.layers if layer.name == "shortfall"]
    proven = any(layer.bound > 0 for layer in short)
    return tuple(
        Gap(
            batch.dish, batch.key, batch.portions, reasons_of_gap(problem, batch.key, proven=proven)
        )
        for batch in problem.batches
        if not is_made(problem, timing.plan, batch.key)
    )
