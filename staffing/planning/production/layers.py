"""Layer after layer: each minimised in its turn, then held at the best value found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kurkum.lib.solving import Layer, Limits, OnProgress, Outcome, ShouldStop, Status, run
from staffing.planning.production.budget import Budget
from staffing.planning.production.model import Timetable, TimetableModel
from staffing.planning.production.tuning import tuned
from staffing.planning.production.values import layer_value


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

    ``first`` is the part of the time that may pass until there is any plan. ``known``: a plan
    that keeps all rules; no layer ends worse than it.
    """
    timing = Timing(Status.UNKNOWN, dict(known or {}), known is not None)
    for position, name in enumerate(names):
        part = _share(name, names[position + 1 :]) if timing.found else first
        status = _minimise(model, timing, name, (budget, call, part))
        if not timing.found:
            timing.status = status
            return timing
    proven = all(layer.proven for layer in timing.layers)
    timing.status = Status.OPTIMAL if proven else Status.FEASIBLE
    return timing


def _minimise(
    model: TimetableModel, timing: Timing, name: str, how: tuple[Budget, Call, float]
) -> Status:
    """The layer made small in its part of the time, and held at the value reached."""
    budget, call, part = how
    bound, status = 0, Status.UNKNOWN
    tasks, found = len(model.problem.tasks), timing.found
    for limits in tuned(budget.share(part), tasks, name, has_plan=found):
        outcome = _call(model, name, limits, call)
        budget.book(outcome)
        status = outcome.status
        if status.has_plan:
            bound = max(bound, outcome.bound)
            _keep_better(model, timing, name, outcome)
        if status in (Status.OPTIMAL, Status.INFEASIBLE):
            break
    if timing.found:
        value = _value(model, timing, name)
        timing.layers.append(Layer(name, value, bound))
        model.model.add(model.layer(name) <= value)
    return status


def _keep_better(model: TimetableModel, timing: Timing, name: str, outcome: Outcome) -> None:
    """The solver's plan, if it is no worse than the one at hand."""
    found = outcome.value
    if found is not None and (not timing.found or found <= _value(model, timing, name)):
        timing.plan, timing.found = model.read(outcome.solver), True
        model.hint_all(outcome.solver)


def _value(model: TimetableModel, timing: Timing, name: str) -> int:
    return layer_value(model.problem, timing.plan, name, model.previous)


def tidy(model: TimetableModel, timing: Timing, limits: Limits, call: Call) -> Outcome:
    """Preparation as late as it goes, equipment left alone; what is proven stays proven."""
    model.settle_equipment(timing.plan)
    (limits,) = tuned(limits, len(model.problem.tasks), "start")
    outcome = _call(model, "start", limits, replace(call, on_progress=None))
    if outcome.status.has_plan:
        timing.plan = model.read(outcome.solver)
    return outcome


def _share(name: str, following: Sequence[str]) -> float:
    return SHARES.get(name, 0.9) if following else 1.0


def _call(model: TimetableModel, name: str, limits: Limits, call: Call) -> Outcome:
    model.model.minimize(model.layer(name))
    return run(
        model.model, limits=limits, seed=call.seed, layer=name,
        on_progress=call.on_progress, should_stop=call.should_stop,
    )  # fmt: skip
