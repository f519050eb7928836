"""Solves a day: layer after layer for times and equipment, then names for the cooks."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kurkum.lib.solving import (
    Layer,
    Limits,
    OnProgress,
    Outcome,
    ShouldStop,
    Status,
    run,
)
from staffing.planning.production.model import Timetable, TimetableModel


@dataclass
class Budget:
    """The time a whole solve may take, dealt out call by call.

    A deterministic budget counts the solver's own units, so that the same input always gets the
    same shares; otherwise it is the clock.
    """

    limits: Limits
    spent: float = 0.0
    started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        used = self.spent if self.limits.deterministic else time.monotonic() - self.started
        return max(0.0, self.limits.seconds - used)

    def share(self, fraction: float) -> Limits:
        return replace(self.limits, seconds=max(0.01, self.left * fraction))

    def book(self, outcome: Outcome) -> None:
        self.spent += outcome.solver.response_proto.deterministic_time


@dataclass(frozen=True, slots=True)
class Call:
    """What every call of the solver needs to know."""

    seed: int
    on_progress: OnProgress | None = None
    should_stop: ShouldStop | None = None

    def stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()


@dataclass
class Timing:
    """The best timetable so far and what is proven of it."""

    status: Status
    plan: Timetable = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)


# How much of the time that is left each layer may take before the next one's turn.
SHARES = {"shortfall": 0.5, "margin": 0.35, "hold": 0.8, "changes": 0.6}


def solve_layers(model: TimetableModel, names: Sequence[str], budget: Budget, call: Call) -> Timing:
    """Each layer in turn: minimised, then held at the best value found."""
    timing = Timing(Status.UNKNOWN)
    for position, name in enumerate(names):
        expression = model.layer(name)
        model.model.minimize(expression)
        last = position == len(names) - 1
        limits = budget.share(1.0 if last else SHARES.get(name, 0.8))
        outcome = run(
            model.model, limits=limits, seed=call.seed, layer=name,
            on_progress=call.on_progress, should_stop=call.should_stop,
        )  # fmt: skip
        budget.book(outcome)
        if not outcome.status.has_plan or outcome.value is None:
            if not timing.plan:
                timing.status = outcome.status
                return timing
            raise ValueError("cannot keep")  # replaced below
        timing.plan = model.read(outcome.solver)
        timing.layers.append(Layer(name, outcome.value, outcome.bound))
        model.model.add(expression <= outcome.value)
        model.hint_all(outcome.solver)
    proven = all(layer.proven for layer in timing.layers)
    timing.status = Status.OPTIMAL if proven else Status.FEASIBLE
    return timing
