"""The one door to OR-Tools' constraint solver: limits, honest statuses, layers and progress.

Pure: no Django. Every planning core builds its own ``CpModel`` and runs it through :func:`run`,
so that seeds, time limits, cancelling and the reading of statuses are the same everywhere.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from ortools.sat.python import cp_model

Solution = TypeVar("Solution")

# One unit of CP-SAT's deterministic time is close to one second of one core on the reference
# machine (2 cores); the wall-clock net only catches a machine that is much slower.
DETERMINISTIC_UNITS_PER_SECOND = 1.0
WALL_NET_FACTOR = 30.0
WALL_NET_LEAST = 120.0  # seconds; a busy machine must not cut a short repeatable call either
STOP_POLL_SECONDS = 0.2


class Status(StrEnum):
    """What is known about a plan; the words of the JSON contract."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"

    @property
    def has_plan(self) -> bool:
        return self in (Status.OPTIMAL, Status.FEASIBLE)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how a solve may run.

    ``seconds`` is the limit asked for. ``deterministic`` trades speed for repeatability: the same
    model and seed give the same answer on one platform, because the limit is counted in the
    solver's own work units and the workers take turns in a fixed order.
    """

    seconds: float = 10.0
    deterministic: bool = False
    workers: int = 8
    subsolvers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.seconds <= 0:
            raise ValueError(f"seconds must be positive, not {self.seconds}")
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, not {self.workers}")


@dataclass(frozen=True, slots=True)
class Layer:
    """One level of a layered objective: its value and the proven bound, in the layer's own unit."""

    name: str
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        return self.value == self.bound

    @property
    def gap(self) -> float:
        return abs(self.value - self.bound) / max(1, abs(self.value))


@dataclass(frozen=True, slots=True)
class Progress:
    """A better plan, or a better bound, found while solving."""

    layer: str
    value: int | None
    bound: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Result(Generic[Solution]):
    """What a planning core returns. ``solution`` is there exactly when ``status.has_plan``."""

    status: Status
    solution: Solution | None
    layers: tuple[Layer, ...]
    runtime: float
    seed: int
    limits: Limits

    @property
    def gap(self) -> float:
        """Gap of the first layer that is not proven; 0 when all are."""
        return next((layer.gap for layer in self.layers if not layer.proven), 0.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finished call of the solver. Ask ``solver`` for values only if ``status.has_plan``."""

    status: Status
    solver: cp_model.CpSolver
    value: int | None
    bound: int
    runtime: float


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]

_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


class _Reporter(cp_model.CpSolverSolutionCallback):
    """Passes each better plan on, and stops the search when asked to."""

    def __init__(self, layer: str, on_progress: OnProgress | None, should_stop: ShouldStop | None):
        super().__init__()
        self.layer, self.on_progress, self.should_stop = layer, on_progress, should_stop
        self.started = time.monotonic()

    def on_solution_callback(self) -> None:
        if self.on_progress is not None:
            seconds = time.monotonic() - self.started
            value, bound = round(self.objective_value), round(self.best_objective_bound)
            self.on_progress(Progress(self.layer, value, bound, seconds))
        if self.should_stop is not None and self.should_stop():
            self.stop_search()


def configured_solver(limits: Limits, seed: int) -> cp_model.CpSolver:
    """A solver with every parameter that decides the answer set explicitly."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = limits.workers
    parameters.random_seed = seed
    if limits.subsolvers:
        parameters.subsolvers.extend(limits.subsolvers)
    if limits.deterministic:
        parameters.interleave_search = True
        parameters.max_deterministic_time = limits.seconds * DETERMINISTIC_UNITS_PER_SECOND
        net = max(limits.seconds * WALL_NET_FACTOR, WALL_NET_LEAST)
        parameters.max_time_in_seconds = net
    else:
        parameters.max_time_in_seconds = limits.seconds
    return solver


@contextmanager
def watched(solver: cp_model.CpSolver, should_stop: ShouldStop | None) -> Iterator[None]:
    """Ask ``should_stop`` now and then, for a cancel must not wait for the next better plan."""
    if should_stop is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(STOP_POLL_SECONDS):
            if should_stop():
                solver.stop_search()
                return

    watcher = threading.Thread(target=watch, name="solver-stop", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def run(
    model: cp_model.CpModel,
    *,
    limits: Limits,
    seed: int,
    layer: str = "objective",
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Outcome:
    """Solve ``model`` once. Raises ValueError when the model itself is malformed (a defect)."""
    solver = configured_solver(limits, seed)
    reporter = _Reporter(layer, on_progress, should_stop)
    if on_progress is not None:
        solver.best_bound_callback = lambda bound: on_progress(
            Progress(layer, None, round(bound), time.monotonic() - reporter.started)
        )
    with watched(solver, should_stop):
        code = solver.solve(model, reporter)
    if code == cp_model.MODEL_INVALID:
        raise ValueError(f"malformed model: {model.validate()}")
    status = _STATUS[code]
    value = round(solver.objective_value) if status.has_plan else None
    bound = round(solver.best_objective_bound)
    return Outcome(status, solver, value, bound, solver.wall_time)
