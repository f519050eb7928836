"""The in-house kitchen's roster: planning, repair after a sick call, reasons for gaps.

Values are the gap of the first goal that is not proven (0: all proven), the number of changed
days, or seconds; ``reference`` is the aim for the case.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from kurkum.lib.solving import Limits, Progress
from staffing.planning.roster import (
    Problem,
    Solution,
    changes,
    explain_gap_conflict,
    gaps,
    least_repair,
    measure,
    replacements,
    solve,
    verify,
)
from tests.benchmarks.kitchen import kitchen_problem
from tests.benchmarks.rows import Row, row

SEEDS = (1, 2, 3)
DEFAULT_SECONDS = 60.0
LARGE = 60
LARGE_SECONDS = 280.0


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """Rows for 15 cooks × 28 days; with no limit given also for 60 cooks."""
    problem = kitchen_problem()
    plans = []
    for seed in SEEDS if seconds is None else SEEDS[:1]:
        rows, plan = _planned(f"15 cooks, seed {seed}", problem, seconds or DEFAULT_SECONDS, seed)
        yield from rows
        plans.append(plan)
    if plans[0] is not None:
        yield from _repaired(problem, plans[0])
        yield from _explained(problem, plans[0])
    if seconds is None:
        yield from _planned("60 cooks", kitchen_problem(LARGE), LARGE_SECONDS, 1)[0]


def _planned(
    case: str, problem: Problem, seconds: float, seed: int
) -> tuple[list[Row], Solution | None]:
    started = time.monotonic()
    first: list[float] = []
    covered: list[float] = []

    def note(progress: Progress) -> None:
        now = time.monotonic() - started
        if progress.value is not None and not first:
            first.append(now)
        if progress.layer != "cover" and not covered:
            covered.append(now)

    result = solve(problem, limits=Limits(seconds=seconds), seed=seed, on_progress=note)
    taken = time.monotonic() - started
    if result.solution is None:
        return [row("roster", case, seconds=taken, status=result.status.value)], None
    _refuse_unsound(problem, result.solution)
    status = result.status.value
    rows = [
        row("roster", f"{case}: first roster", seconds=first[0], status="feasible"),
        row("roster", f"{case}: cover settled", seconds=(covered or [taken])[0], status="feasible"),
        row("roster", f"{case}: gap", value=result.gap, bound=0.0, seconds=taken, status=status),
    ]
    return rows, result.solution


def _refuse_unsound(problem: Problem, solution: Solution) -> None:
    broken = verify(problem, solution)
    if broken:
        raise AssertionError(f"unsound roster: {broken[:3]}")
    measure(problem, solution)


def _repaired(problem: Problem, plan: Solution) -> Iterator[Row]:
    """A spread of shifts is lost one at a time; medians over the calls."""
    taken, changed, statuses = [], [], []
    for lost in plan.assignments[5::29]:
        started = time.monotonic()
        replacements(problem, plan, cook=lost.cook, day=lost.day)
        result = least_repair(
            problem,
            plan,
            lost=[(lost.cook, lost.day)],
            limits=Limits(seconds=10, deterministic=True, workers=1),
            seed=1,
            frozen_until=lost.day,
        )
        taken.append(time.monotonic() - started)
        statuses.append(result.status.value)
        if result.solution is not None:
            changed.append(len(changes(plan, result.solution)))
    status = "optimal" if set(statuses) == {"optimal"} else "feasible"
    case = f"sick call, median of {len(taken)}: changed days"
    yield row("roster", case, value=median(changed), seconds=median(taken), status=status)
    yield row("roster", "sick call, slowest", seconds=max(taken), status=status)


def _explained(problem: Problem, plan: Solution) -> Iterator[Row]:
    for gap in gaps(problem, plan)[:1]:
        started = time.monotonic()
        conflict = explain_gap_conflict(
            problem, day=gap.day, shift=gap.shift, skill=gap.skill, seconds=10
        )
        rules = len(conflict.rules) if conflict else 0
        case = f"reasons for a gap on day {gap.day}: rules"
        status = "optimal" if conflict and conflict.minimal else "feasible"
        yield row("roster", case, value=rules, seconds=time.monotonic() - started, status=status)
