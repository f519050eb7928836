"""In-house kitchen days of several sizes through the production core.

``value`` and ``bound`` are those of the hold layer, or of the first that is not proven; for a
day in a second, portions missing; for a revision, tasks changed. ``reference``: the same day's
value after a long run, where one is made.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from kurkum.lib.solving import Layer, Limits, Result
from staffing.planning.production import (
    Away,
    Changes,
    Down,
    Problem,
    Solution,
    explain,
    problem_of,
    replan,
    revised,
    solve,
    verify,
)
from tests.benchmarks.kitchen_days import kitchen_day
from tests.benchmarks.rows import BadInput, Fault, Row, row

# (meals, vessels' size in percent, seconds): about 80, 115 and 150 tasks.
SIZES = ((1500, 100, 5.0), (1700, 60, 20.0), (2150, 60, 30.0))
SEEDS = (1, 2, 3)
NOW = 8 * 60 + 10


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """A row per case; the days are made here, so no file is taken."""
    if files:
        raise BadInput([Fault(files[0], 1, "the production days are generated; name no file")])
    yield _second()
    for meals, vessel, limit in SIZES:
        for seed in SEEDS:
            yield _proof(meals, vessel, seed, seconds or limit)
    yield _soon_as_good_as_late(seconds or 60.0)
    yield from _revisions()
    yield _reasons()
    yield _tenfold(seconds or 300.0)


def _timed(build: Callable[[], Problem], seconds: float) -> tuple[Problem, Result[Solution], float]:
    started = time.perf_counter()
    problem = build()
    result = solve(problem, limits=Limits(seconds), seed=1)
    taken = time.perf_counter() - started
    if result.solution is not None and (faults := verify(problem, result.solution)):
        raise RuntimeError(str(faults[0]))
    return problem, result, taken


def _second() -> Row:
    _, result, taken = _timed(lambda: problem_of(kitchen_day(1500)), 1.0)
    missing = sum(gap.missing for gap in result.solution.gaps) if result.solution else None
    return row("production", "demo day, 1 s", seconds=taken, status=result.status,
               value=missing, bound=0)  # fmt: skip


def _telling(result: Result[Solution]) -> Layer | None:
    """The first layer that is not proven, else the hold layer."""
    open_layers = [layer for layer in result.layers if not layer.proven]
    hold = [layer for layer in result.layers if layer.name == "hold"]
    return (open_layers or hold or [None])[0]  # type: ignore[list-item]


def _figures(layer: Layer | None) -> dict[str, float | None]:
    return {} if layer is None else {"value": layer.value, "bound": layer.bound}


def _measured(case: str, problem: Problem, result: Result[Solution], taken: float) -> Row:
    layer = _telling(result)
    gaps = len(result.solution.gaps) if result.solution else 0
    name = f"{case} {len(problem.tasks)} tasks" + (f" {gaps} gaps" if gaps else "")
    return row("production", name, seconds=taken, status=result.status,
               **_figures(layer))  # fmt: skip


def _proof(meals: int, vessel: int, seed: int, seconds: float) -> Row:
    day = kitchen_day(meals, seed=seed, vessel=vessel)
    return _measured(f"day {seed}", *_timed(lambda: problem_of(day), seconds))


def _soon_as_good_as_late(seconds: float) -> Row:
    day = kitchen_day(1700, vessel=60)
    _, late, _ = _timed(lambda: problem_of(day), seconds)
    _, soon, taken = _timed(lambda: problem_of(day), 5.0)
    values = [{la.name: la.value for la in result.layers} for result in (soon, late)]
    # Who makes less holds less: the hold says something only where as much is made.
    name = "hold" if values[0]["shortfall"] == values[1]["shortfall"] else "shortfall"
    return row("production", f"5 s against {seconds:.0f} s: {name}", seconds=taken,
               status=soon.status, value=values[0][name], reference=values[1][name])  # fmt: skip


def _revisions() -> Iterator[Row]:
    """At ten past eight an oven breaks, or the cook with the most work left falls ill."""
    problem, result, _ = _timed(lambda: problem_of(kitchen_day(1500)), 5.0)
    if result.solution is None:
        yield row("production", "revisions", seconds=0.0, status=result.status)
        return
    down = Changes(down=(Down("oven-1", NOW, NOW + 110),))
    away = Changes(away=(Away(_busiest(result.solution), NOW),))
    yield _revision("oven down at 08:10", problem, result.solution, down)
    yield _revision("cook ill at 08:10", problem, result.solution, away)


def _busiest(plan: Solution) -> str:
    left: Counter[str] = Counter()
    for task in plan.tasks:
        for span in task.attended:
            left.update(dict.fromkeys(span.cooks, max(0, span.end - max(span.start, NOW))))
    return min(left, key=lambda cook: (-left[cook], cook))


def _revision(case: str, problem: Problem, plan: Solution, changes: Changes) -> Row:
    started = time.perf_counter()
    new = replan(problem, plan, now=NOW, changes=changes)
    taken = time.perf_counter() - started
    changed = revised(problem, plan, now=NOW, changes=changes)
    if new.solution is not None and (faults := verify(changed, new.solution)):
        raise RuntimeError(str(faults[0]))
    layer = next((la for la in new.layers if la.name == "changes"), None)
    return row("production", case, seconds=taken, status=new.status, **_figures(layer))


def _reasons() -> Row:
    problem = problem_of(kitchen_day(1500, vessel=60))
    kettles = [item.key for item in problem.equipment if item.kind == "kettle"]
    left = tuple(item for item in problem.equipment if item.key not in kettles[1:])
    started = time.perf_counter()
    explanation = explain(replace(problem, equipment=left))
    return row("production", "reasons, one kettle left", seconds=time.perf_counter() - started,
               status="infeasible" if explanation.fits is False else "unknown",
               value=len(explanation.reasons) + len(explanation.remedies))  # fmt: skip


def _tenfold(seconds: float) -> Row:
    day = kitchen_day(15000, kitchens=10)
    return _measured("tenfold", *_timed(lambda: problem_of(day), seconds))
