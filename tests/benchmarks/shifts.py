"""Public shift-scheduling instances (Curtois & Qu) on the roster core, with a peer beside each.

With ``--seconds`` each case is solved once within that limit. Without it each is solved with three
seeds, 60 seconds each (300 from thirty people on), and the median run is shown. The ratio compares
with the best known value; the peer's row shows what a plain model reaches on the same machine in
the same time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from kurkum.lib.solving import Limits, Result
from staffing.planning.roster import Problem, Solution, measure, solve, verify
from tests.benchmarks.rows import BadInput, Fault, Row, best_known, row, write_solution
from tests.benchmarks.shift_files import read_problem
from tests.benchmarks.shift_peer import Peer

SEEDS = (1, 2, 3)
DEFAULT_SECONDS = 60.0
LARGE_SECONDS = 300.0
LARGE_COOKS = 30


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """Two rows per file: ours and the peer's."""
    if not files:
        raise BadInput([Fault("FILE", 1, "names no instance; give one or more InstanceN.txt")])
    problems = [(file, read_problem(file)) for file in files]
    seeds = SEEDS if seconds is None else SEEDS[:1]
    for file, problem in problems:
        usual = LARGE_SECONDS if len(problem.cooks) >= LARGE_COOKS else DEFAULT_SECONDS
        yield _ours(file, problem, seconds or usual, seeds, solutions)
        yield _peer(file, problem, seconds or usual)


def _ours(
    file: str, problem: Problem, seconds: float, seeds: tuple[int, ...], solutions: str | None
) -> Row:
    case = Path(file).stem
    runs = []
    for seed in seeds:
        started = time.monotonic()
        result = solve(read_problem(file), limits=Limits(seconds=seconds), seed=seed)
        runs.append((_worth(result), time.monotonic() - started, seed, result))
    runs.sort(key=lambda one: one[:3])
    value, taken, _, result = runs[len(runs) // 2]
    if result.solution is None:
        return row("shifts", case, seconds=taken, status=result.status.value)
    _refuse_unsound(problem, result.solution, value)
    if solutions is not None:
        lines = [(one.cook, one.day, one.shift) for one in result.solution.assignments]
        write_solution(solutions, case, ("person", "day", "shift"), lines)
    return row(
        "shifts",
        case,
        seconds=taken,
        status=result.status.value,
        value=value,
        bound=result.layers[0].bound,
        reference=best_known(file, "best_known"),
    )


def _worth(result: Result[Solution]) -> float:
    return result.layers[0].value if result.layers else float("inf")


def _refuse_unsound(problem: Problem, solution: Solution, value: float) -> None:
    """A benchmark row never shows what the independent check refuses."""
    broken = verify(problem, solution)
    recomputed = measure(problem, solution)["cost"]
    if broken or recomputed != value:
        raise AssertionError(f"unsound: {broken[:3]}, {value} against {recomputed} recomputed")


def _peer(file: str, problem: Problem, seconds: float) -> Row:
    started = time.monotonic()
    answer = Peer(problem).solve(seconds)
    status = "optimal" if answer.proven else "feasible" if answer.value is not None else "unknown"
    return row(
        "shifts",
        f"{Path(file).stem} window model, HiGHS",
        seconds=time.monotonic() - started,
        status=status,
        value=answer.value,
        bound=answer.bound,
        reference=best_known(file, "best_known"),
    )
