"""Checks a finished plan against its problem, sharing no code with the model that made it.

Every check is a function of its own in ``CHECKS``; what it finds names the rule, the place and
the facts. Times stay plain minutes; nothing is rounded to the grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from staffing.planning.production.problem import Equipment, Problem
from staffing.planning.production.solution import HeldBatch, PlannedTask, Solution
from staffing.planning.production.verify_people import PEOPLE_CHECKS
from staffing.planning.production.violation import Violation

Found = Iterator[Violation]


def verify(problem: Problem, solution: Solution) -> list[Violation]:
    """Everything that is wrong with the plan; an empty list if nothing is."""
    strange = [*_unknown_tasks(problem, solution), *_unknown_equipment(problem, solution)]
    if strange:
        return strange
    return [found for check in CHECKS.values() for found in check(problem, solution)]


def free_tasks(problem: Problem, solution: Solution) -> Iterator[PlannedTask]:
    """Planned tasks that were not decided beforehand, without the cleaning."""
    for planned in solution.tasks:
        if planned.cleans_for is None and planned.key not in problem.fixed_by_key:
            yield planned


def _unknown_tasks(problem: Problem, solution: Solution) -> Found:
    seen: set[str] = set()
    for planned in solution.tasks:
        if planned.key in seen:
            yield Violation("known_tasks", planned.key, "is planned twice")
        seen.add(planned.key)
        named = planned.key if planned.cleans_for is None else planned.cleans_for
        task = problem.task_by_key.get(named)
        if task is None:
            yield Violation("known_tasks", planned.key, "is not in the problem")
        elif planned.cleans_for is None and not 0 <= planned.mode < len(task.modes):
            yield Violation("known_tasks", planned.key, f"has no mode {planned.mode}")


def _unknown_equipment(problem: Problem, solution: Solution) -> Found:
    for planned in solution.tasks:
        for key in planned.equipment:
            if key not in problem.equipment_by_key:
                yield Violation("known_equipment", planned.key, f"stands on unknown {key}")
        if planned.cleans_for is not None and len(planned.equipment) != 1:
            yield Violation("known_equipment", planned.key, "cleans no single machine")


def _whole_batches(problem: Problem, solution: Solution) -> Found:
    for task in problem.tasks:
        if task.key in solution.task_by_key:
            continue
        if task.batch is None:
            yield Violation("whole_batches", task.key, "is not planned")
        elif any(other.key in solution.task_by_key for other in problem.tasks_of(task.batch)):
            yield Violation("whole_batches", task.key, f"is missing from batch {task.batch}")


def _gaps_told(problem: Problem, solution: Solution) -> Found:
    told = {gap.batch: gap for gap in solution.gaps}
    for batch in problem.batches:
        gap = told.pop(batch.key, None)
        made = all(task.key in solution.task_by_key for task in problem.tasks_of(batch.key))
        if made and gap is not None:
            yield Violation("gaps_told", batch.key, "is made, but told as a gap")
        if not made and (gap is None or (gap.missing, gap.dish) != (batch.portions, batch.dish)):
            yield Violation("gaps_told", batch.key, f"{batch.portions} portions missing untold")
    for key in told:
        yield Violation("gaps_told", key, "is a gap of no batch")


def _demand_shared_out(problem: Problem, _: Solution) -> Found:
    shared: dict[tuple[str, ...], list[int]] = {}
    for batch in problem.batches:
        for share in batch.shares:
            amounts = shared.setdefault(share.demand.key, [0, 0, 0])
            for place, amount in enumerate((share.portions, share.reference_portions, share.grams)):
                amounts[place] += amount
    for line in problem.demand:
        asked = [line.portions, line.reference_portions, line.grams]
        if shared.get(line.key, [0, 0, 0]) != asked:
            where = f"{line.dish} for {line.site}"
            yield Violation("demand_shared_out", where, "batches do not add up to the demand")


def _duration(problem: Problem, solution: Solution) -> Found:
    for planned in free_tasks(problem, solution):
        minutes = problem.task_by_key[planned.key].modes[planned.mode].minutes
        if planned.end - planned.start != minutes:
            yield Violation("duration", planned.key, f"does not take {minutes} minutes")


def _grid(problem: Problem, solution: Solution) -> Found:
    decided = [time for p in problem.fixed for time in (p.start, p.end)]
    if any(time % problem.grid for time in decided):
        return
    for planned in free_tasks(problem, solution):
        if planned.start % problem.grid:
            yield Violation("grid", planned.key, f"starts off the {problem.grid}-minute grid")


def _horizon(problem: Problem, solution: Solution) -> Found:
    for planned in solution.tasks:
        free = planned.key not in problem.fixed_by_key
        if free and not problem.start <= planned.start <= planned.end <= problem.end:
            yield Violation("horizon", planned.key, "lies outside the day")


def _task_window(problem: Problem, solution: Solution) -> Found:
    for planned in free_tasks(problem, solution):
        task = problem.task_by_key[planned.key]
        early = task.earliest is not None and planned.start < task.earliest
        late = task.latest is not None and planned.end > task.latest
        if early or late:
            yield Violation("task_window", planned.key, "leaves its own window")


def _not_before_now(problem: Problem, solution: Solution) -> Found:
    for planned in solution.tasks:
        free = planned.key not in problem.fixed_by_key
        if free and problem.now is not None and planned.start < problem.now:
            yield Violation("not_before_now", planned.key, "starts in the past")


def _fixed(problem: Problem, solution: Solution) -> Found:
    for was in problem.fixed:
        now = solution.task_by_key.get(was.key)
        if now is None or (now.start, now.end, now.mode, now.equipment) != (
            was.start, was.end, was.mode, was.equipment,
        ):  # fmt: skip
            yield Violation("fixed", was.key, "was decided and has been moved")


def _precedence(problem: Problem, solution: Solution) -> Found:
    plan, fixed = solution.task_by_key, problem.fixed_by_key
    for lag in problem.lags:
        before, after = plan.get(lag.before), plan.get(lag.after)
        if before is None or after is None or {lag.before, lag.after} <= set(fixed):
            continue
        wait = after.start - before.end
        if wait < lag.min_minutes or (lag.max_minutes is not None and wait > lag.max_minutes):
            yield Violation("precedence", lag.after, f"starts {wait} minutes after {lag.before}")


def _right_equipment(problem: Problem, solution: Solution) -> Found:
    for planned in free_tasks(problem, solution):
        uses = problem.task_by_key[planned.key].modes[planned.mode].uses
        kinds = [problem.equipment_by_key[key].kind for key in planned.equipment]
        if kinds != [use.kind for use in uses]:
            yield Violation("right_equipment", planned.key, f"stands on {planned.equipment}")


def _vessel_fits(problem: Problem, solution: Solution) -> Found:
    for planned in free_tasks(problem, solution):
        task = problem.task_by_key[planned.key]
        loads = {use.kind: use.load for use in task.modes[planned.mode].uses}
        for key in planned.equipment:
            item = problem.equipment_by_key[key]
            if loads.get(item.kind, 0) > item.capacity:
                yield Violation("vessel_fits", planned.key, f"overfills {key}")
            if task.setup_class and task.setup_class in item.refuses:
                yield Violation("vessel_fits", planned.key, f"may not come near {key}")


def standing_on(solution: Solution, machine: str) -> list[PlannedTask]:
    on = [planned for planned in solution.tasks if machine in planned.equipment]
    return sorted(on, key=lambda planned: (planned.start, planned.end, planned.key))


def _one_task_at_a_time(problem: Problem, solution: Solution) -> Found:
    for item in problem.equipment:
        if not item.exclusive:
            continue
        busy_until, holder = -(10**9), ""
        for planned in standing_on(solution, item.key):
            decided = planned.key in problem.fixed_by_key and holder in problem.fixed_by_key
            if planned.start < busy_until and planned.start < planned.end and not decided:
                yield Violation("one_task_at_a_time", planned.key, f"meets {holder} on {item.key}")
            if planned.end > busy_until:
                busy_until, holder = planned.end, planned.key


def _shared_capacity(problem: Problem, solution: Solution) -> Found:
    for item in problem.equipment:
        if item.exclusive:
            continue
        loads = [(p, _load(problem, p, item)) for p in standing_on(solution, item.key)]
        for planned, _ in loads:
            total = sum(load for p, load in loads if p.start <= planned.start < p.end)
            if total > item.capacity:
                yield Violation("shared_capacity", planned.key, f"{item.key} holds {total}")


def _load(problem: Problem, planned: PlannedTask, item: Equipment) -> int:
    mode = problem.task_by_key[planned.key].modes[planned.mode]
    return next((use.load for use in mode.uses if use.kind == item.kind), 0)


def _open_equipment(problem: Problem, solution: Solution) -> Found:
    for item in problem.equipment:
        for planned in standing_on(solution, item.key) if item.windows else ():
            inside = any(w.start <= planned.start and planned.end <= w.end for w in item.windows)
            if not inside and planned.key not in problem.fixed_by_key:
                yield Violation("open_equipment", planned.key, f"{item.key} is not open")


def _clean_between(problem: Problem, solution: Solution) -> Found:
    minutes = {(s.kind, s.from_class, s.to_class): s.minutes for s in problem.setups}
    for item in problem.equipment:
        standing = standing_on(solution, item.key)
        cleaned = {p.cleans_for: p for p in standing if p.cleans_for is not None}
        state = item.state
        for planned in (p for p in standing if p.cleans_for is None):
            wanted = problem.task_by_key[planned.key].setup_class
            needed = minutes.get((item.kind, state, wanted), 0)
            clean = cleaned.get(planned.key)
            done = clean.end - clean.start if clean is not None else 0
            state = wanted
            if planned.key in problem.fixed_by_key:
                continue
            if done != needed or (clean is not None and clean.end != planned.start):
                yield Violation("clean_between", planned.key, f"{item.key} needs {needed} minutes")


def _hold_limit(problem: Problem, solution: Solution) -> Found:
    for hold in problem.holds:
        cooked = solution.task_by_key.get(hold.cook_task)
        if cooked is None or cooked.key in problem.fixed_by_key:
            continue
        if hold.eat_at - cooked.end > hold.limit:
            waited = hold.eat_at - cooked.end
            yield Violation("hold_limit", hold.cook_task, f"{waited} minutes until {hold.site}")


def _ready_by(problem: Problem, solution: Solution) -> Found:
    for hold in problem.holds:
        packed = solution.task_by_key.get(hold.pack_task)
        if packed is None or packed.key in problem.fixed_by_key:
            continue
        if packed.end > hold.ready_by:
            yield Violation("ready_by", hold.pack_task, f"too late for {hold.site}")


def _holds_told(problem: Problem, solution: Solution) -> Found:
    true: set[HeldBatch] = set()
    for hold in problem.holds:
        cooked = solution.task_by_key.get(hold.cook_task)
        if cooked is not None and hold.pack_task in solution.task_by_key:
            waits = hold.eat_at - cooked.end
            true.add(HeldBatch(hold.batch, hold.site, cooked.end, hold.eat_at, waits, hold.limit))
    for wrong in true.symmetric_difference(solution.holds):
        yield Violation("holds_told", wrong.batch, f"hold at {wrong.site} is not as told")


CHECKS: dict[str, Callable[[Problem, Solution], Found]] = {
    "known_tasks": _unknown_tasks,
    "known_equipment": _unknown_equipment,
    "whole_batches": _whole_batches,
    "gaps_told": _gaps_told,
    "demand_shared_out": _demand_shared_out,
    "duration": _duration,
    "grid": _grid,
    "horizon": _horizon,
    "task_window": _task_window,
    "not_before_now": _not_before_now,
    "fixed": _fixed,
    "precedence": _precedence,
    "right_equipment": _right_equipment,
    "vessel_fits": _vessel_fits,
    "one_task_at_a_time": _one_task_at_a_time,
    "shared_capacity": _shared_capacity,
    "open_equipment": _open_equipment,
    "clean_between": _clean_between,
    "hold_limit": _hold_limit,
    "ready_by": _ready_by,
    "holds_told": _holds_told,
    **PEOPLE_CHECKS,
}
