"""Layer after layer: each minimised in its turn, then held at the best value found."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kurkum.lib.solving import Layer, Limits, OnProgress, Outcome, ShouldStop, Status, run
from staffing.planning.production.model import Timetable, TimetableModel
from staffing.planning.production.problem import Problem
from staffing.planning.production.values import layer_value

LEAST_SECONDS = 0.01
LAYERS_SHARE = 0.85
MANY_TASKS = 250
PROVED_BY_BOUNDS = ("hold", "cleaning", "start")
STRONG_BOUNDS = ("max_lp", "reduced_costs")


def tuned(limits: Limits, problem: Problem, layer: str) -> Limits:
    """Two searches that lead by bounds prove the hold of a kitchen day fastest on two cores
    (measured: 80 tasks in 1 s where the default portfolio needs over 8 s). The layers before it
    ask for any plan at all, and very large days live from large-neighbourhood searches: there
    the portfolio's variety does better.
    """
    proving = layer in PROVED_BY_BOUNDS and len(problem.tasks) <= MANY_TASKS
    if limits.subsolvers or not proving:
        return limits
    return replace(limits, workers=len(STRONG_BOUNDS), subsolvers=STRONG_BOUNDS)


@dataclass
class Budget:
    """The time a whole solve may take, dealt out call by call.

    A deterministic budget counts the solver's own units, so that the same input always gets the
    same shares; otherwise it is the clock.
    """

    limits: Limits
    layers_share: float = LAYERS_SHARE
    spent: float = 0.0
    started: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """What the layers may still take; the closing steps' part is set aside."""
        used = self.spent if self.limits.deterministic else self.elapsed
        return max(0.0, self.limits.seconds * self.layers_share - used)

    def share(self, fraction: float) -> Limits:
        """Limits for one call that takes ``fraction`` of what is left."""
        return replace(self.limits, seconds=max(LEAST_SECONDS, self.left * fraction))

    def slice(self, fraction: float) -> Limits:
        """A part of the whole for a closing step, even when times took all there was."""
        return replace(self.limits, seconds=max(LEAST_SECONDS, self.limits.seconds * fraction))

    def book(self, outcome: Outcome) -> None:
        self.spent += outcome.solver.response_proto.deterministic_time


@dataclass(frozen=True, slots=True)
class Call:
    """What every call of the solver needs to know."""

    seed: int
    on_progress: OnProgress | None = None
    should_stop: ShouldStop | None = None


@dataclass
class Timing:
    """The best timetable so far and what is proven of it.

    ``found``: ``plan`` is one, even where it is empty because nothing can be made.
    """

    status: Status
    plan: Timetable = field(default_factory=dict)
    found: bool = False
    layers: list[Layer] = field(default_factory=list)


# How much of the time that is left each layer may take before the next one's turn.
SHARES = {"shortfall": 0.4, "changes": 0.8, "margin": 0.3, "hold": 0.7, "cleaning": 0.6}


def solve_layers(
    model: TimetableModel,
    names: Sequence[str],
    budget: Budget,
    call: Call,
    first: float = 1.0,
    known: Timetable | None = None,
) -> Timing:
    """All layers in turn; a layer that has no time left is only measured, its bound zero.

    ``first`` is the part of the time that may pass without any plan. ``known``: a plan that keeps
    all rules; no layer ends worse than it.
    """
    timing = Timing(Status.UNKNOWN, dict(known or {}), known is not None)
    for position, name in enumerate(names):
        limits = budget.share(_share(name, names[position + 1 :]) * (1 if position else first))
        outcome = _minimise(model, name, limits, call)
        budget.book(outcome)
        _keep_better(model, timing, name, outcome)
        if not timing.found:
            timing.status = outcome.status
            return timing
    proven = all(layer.proven for layer in timing.layers)
    timing.status = Status.OPTIMAL if proven else Status.FEASIBLE
    return timing


def _keep_better(model: TimetableModel, timing: Timing, name: str, outcome: Outcome) -> None:
    """The solver's plan if it found one that is no worse; the layer held at its value."""
    value = _value(model, timing, name)
    found = outcome.value if outcome.status.has_plan else None
    if found is not None and (value is None or found <= value):
        timing.plan, timing.found, value = model.read(outcome.solver), True, found
        model.hint_all(outcome.solver)
    if value is not None:
        bound = outcome.bound if found is not None else 0
        timing.layers.append(Layer(name, value, bound))
        model.model.add(model.layer(name) <= value)


def _value(model: TimetableModel, timing: Timing, name: str) -> int | None:
    if not timing.found:
        return None
    return layer_value(model.problem, timing.plan, name, model.previous)


def tidy(model: TimetableModel, timing: Timing, limits: Limits, call: Call) -> Outcome:
    """Preparation as late as it goes, equipment left alone; what is proven stays proven."""
    model.settle_equipment(timing.plan)
    outcome = _minimise(model, "start", limits, replace(call, on_progress=None))
    if outcome.status.has_plan:
        timing.plan = model.read(outcome.solver)
    return outcome


def _share(name: str, following: Sequence[str]) -> float:
    return SHARES.get(name, 0.9) if following else 1.0


def _minimise(model: TimetableModel, name: str, limits: Limits, call: Call) -> Outcome:
    model.model.minimize(model.layer(name))
    return run(
        model.model, limits=tuned(limits, model.problem, name), seed=call.seed, layer=name,
        on_progress=call.on_progress, should_stop=call.should_stop,
    )  # fmt: skip
