"""The layers' values recomputed from a finished plan, without the model."""

from __future__ import annotations

from collections.abc import Mapping

from staffing.planning.production.demand import Hold
from staffing.planning.production.problem import Problem
from staffing.planning.production.solution import HeldBatch, PlannedTask
from staffing.planning.production.values_people import PEOPLE_LAYERS

Plan = Mapping[str, PlannedTask]


def layer_value(problem: Problem, plan: Plan, name: str, previous: Plan | None = None) -> int:
    """The value of layer ``name``; see ``objective`` and ``naming_layers`` for what they mean."""
    if name == "shortfall":
        return shortfall(problem, plan)
    if name == "margin":
        return margin(problem, plan)
    if name == "hold":
        return hold(problem, plan)
    if name == "start":
        return start(problem, plan)
    if name == "cleaning":
        return sum(t.end - t.start for t in plan.values() if t.cleans_for is not None)
    if name == "changes":
        return changes(problem, plan, previous or {})
    if name in PEOPLE_LAYERS:
        return PEOPLE_LAYERS[name](problem, plan)
    return max((task.end for task in plan.values()), default=0)


def is_made(problem: Problem, plan: Plan, batch: str) -> bool:
    return all(task.key in plan for task in problem.tasks if task.batch == batch)


def shortfall(problem: Problem, plan: Plan) -> int:
    return sum(b.portions for b in problem.batches if not is_made(problem, plan, b.key))


def _holds(problem: Problem, plan: Plan) -> dict[str, list[Hold]]:
    made: dict[str, list[Hold]] = {}
    for one in problem.holds:
        if one.cook_task in plan and one.pack_task in plan:
            made.setdefault(one.batch, []).append(one)
    return made


def margin(problem: Problem, plan: Plan) -> int:
    total = 0
    for holds in _holds(problem, plan).values():
        cook_end, pack_end = plan[holds[0].cook_task].end, plan[holds[0].pack_task].end
        slack = min(one.limit - (one.eat_at - cook_end) for one in holds)
        spare = min(one.ready_by - pack_end for one in holds)
        total += max(0, problem.margins.hold - slack) + max(0, problem.margins.departure - spare)
    return total


def hold(problem: Problem, plan: Plan) -> int:
    portions = {batch.key: batch.portions for batch in problem.batches}
    total = 0
    for batch, holds in _holds(problem, plan).items():
        minutes = max(one.eat_at for one in holds) - plan[holds[0].cook_task].end
        total += max(1, round(portions[batch] / 100)) * minutes
    return total


def start(problem: Problem, plan: Plan) -> int:
    led = {lag.after for lag in problem.lags}
    total = 0
    for batch, holds in _holds(problem, plan).items():
        eaten = max(one.eat_at for one in holds)
        for task in problem.tasks:
            if task.batch == batch and task.key not in led and task.key not in problem.fixed_by_key:
                total += eaten - plan[task.key].start
    return total


def changes(problem: Problem, plan: Plan, previous: Plan) -> int:
    count = 0
    for key, was in previous.items():
        free = key in problem.task_by_key and key not in problem.fixed_by_key
        if free:
            now = plan.get(key)
            same = now is not None and (now.start, set(now.equipment)) == (
                was.start,
                set(was.equipment),
            )
            count += not same
    return count


def held_batches(problem: Problem, plan: Plan) -> tuple[HeldBatch, ...]:
    """How long each made batch is held for each of its sites."""
    return tuple(
        HeldBatch(
            one.batch, one.site, plan[one.cook_task].end, one.eat_at,
            one.eat_at - plan[one.cook_task].end, one.limit,
        )
        for holds in _holds(problem, plan).values()
        for one in holds
    )  # fmt: skip
