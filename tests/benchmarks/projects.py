"""Public project and job-shop instances through the production core, by translation alone.

Where PyJobShop is installed, each file gets a second row: the same instance, the same limit, the
same machine, with ``reference`` the core's own value, so that its ratio tells who was better.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from kurkum.lib.solving import Limits
from staffing.planning.production import Problem, Solution, solve, verify
from tests.benchmarks.project_files import is_job_shop, read_problem
from tests.benchmarks.rows import BadInput, Fault, Row, best_known, row, write_solution

DEFAULT_SECONDS = 30.0


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """A row per file; all files are read before the first is solved."""
    if not files:
        raise BadInput([Fault("FILE", 1, "name at least one .rcp, .sm or job-shop instance")])
    problems = [(file, read_problem(file)) for file in files]
    for file, problem in problems:
        limit = seconds or DEFAULT_SECONDS
        mine = measured(file, problem, limit, solutions)
        yield mine
        if find_spec("pyjobshop") is not None:
            yield peer(file, problem, limit, mine.value)


def measured(file: str, problem: Problem, seconds: float, solutions: str | None) -> Row:
    """Solve, check independently, and write the solution where asked."""
    started = time.perf_counter()
    result = solve(problem, limits=Limits(seconds), seed=1)
    taken, case = time.perf_counter() - started, Path(file).stem
    if result.solution is None:
        return row("projects", case, seconds=taken, status=result.status)
    faults = verify(problem, result.solution)
    if faults:
        raise RuntimeError(f"{case}: {faults[0]}")
    if solutions is not None:
        _write(solutions, case, is_job_shop(file), result.solution)
    layer = result.layers[0]
    return row(
        "projects", case, seconds=taken, status=result.status, value=layer.value,
        bound=layer.bound, reference=best_known(file, "best_known"),
    )  # fmt: skip


def _write(directory: str, case: str, job_shop: bool, solution: Solution) -> None:
    if job_shop:
        lines = sorted(
            (*map(int, task.key.split(",")), int(task.equipment[0][1:]) - 1, task.start)
            for task in solution.tasks
        )
        write_solution(directory, case, ("job", "operation", "machine", "start"), lines)
        return
    starts = sorted((int(task.key), task.start) for task in solution.tasks)
    write_solution(directory, case, ("task", "start"), starts)


def peer(file: str, problem: Problem, seconds: float, mine: float | None) -> Row:
    """The same instance in PyJobShop."""
    model, machines = import_module("pyjobshop").Model(), {}
    exclusive = {item.kind: item.exclusive for item in problem.equipment}
    for item in problem.equipment:
        add = model.add_machine if item.exclusive else model.add_renewable
        machines[item.kind] = add() if item.exclusive else add(capacity=item.capacity)
    tasks = {}
    for task in problem.tasks:
        tasks[task.key] = model.add_task()
        for mode in task.modes:
            used = [machines[use.kind] for use in mode.uses]
            demands = [0 if exclusive[use.kind] else use.load for use in mode.uses]
            model.add_mode(tasks[task.key], used, mode.minutes, demands=demands)
    for lag in problem.lags:
        model.add_end_before_start(tasks[lag.before], tasks[lag.after])
    started = time.perf_counter()
    result = model.solve(time_limit=seconds, display=False)
    return row(
        "pyjobshop", Path(file).stem, seconds=time.perf_counter() - started,
        status=result.status.value.lower(), value=result.objective,
        bound=result.lower_bound, reference=mine,
    )  # fmt: skip
