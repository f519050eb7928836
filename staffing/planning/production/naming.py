"""Names for the attended work of a timetable whose times are decided.

A second, small model (``naming_model``), and its layers one after the other (``naming_layers``):
when a plan is revised the fewest names changed, then the fewest hand-overs, nobody standing idle
alone, and the least minutes beyond a fair share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kurkum.lib.solving import Layer, Limits, Status, run
from staffing.planning.production.budget import Budget
from staffing.planning.production.greedy.names import names_by_matching
from staffing.planning.production.naming_layers import layers_of
from staffing.planning.production.naming_model import NAMING_RULES, Names, NamingModel
from staffing.planning.production.parts import Part, parts_of
from staffing.planning.production.problem import Problem
from staffing.planning.production.solution import PlannedTask
from staffing.planning.production.tuning import tuned

NAMING_SHARE, NAMING_MOST = 0.045, 0.25  # of the whole, for each layer: at least, at most


@dataclass
class Naming:
    """Who does what; ``conflict``: tasks that cannot all be named at their times."""

    status: Status
    names: Names = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    conflict: tuple[str, ...] = ()


def name_cooks(
    problem: Problem,
    plan: Mapping[str, PlannedTask],
    *,
    budget: Budget,
    seed: int,
    previous: Mapping[str, PlannedTask] | None = None,
    rules: frozenset[str] = NAMING_RULES,
) -> Naming:
    """Names for all attended work of ``plan``: whole parts if possible, else with hand-overs."""
    parts = parts_of(problem, plan, previous or {})
    if not parts:
        model = NamingModel(problem, parts, fine=False, rules=rules)
        layers = [Layer(name, 0, 0) for name, _ in layers_of(model, revised=False)]
        return Naming(Status.OPTIMAL, layers=layers)
    for fine in (False, True):
        model = NamingModel(problem, parts, fine=fine, rules=rules)
        naming = _solve(model, budget, seed, revised=bool(previous))
        if naming.status.has_plan:
            return naming
    if naming.status is Status.INFEASIBLE:
        limits = budget.slice(NAMING_SHARE, NAMING_MOST)
        naming.conflict = _conflict(problem, parts, rules, limits, seed)
    if naming.status is Status.UNKNOWN and rules == NAMING_RULES:
        _match_names(problem, parts, naming)
    return naming


def _match_names(problem: Problem, parts: Sequence[Part], naming: Naming) -> None:
    """Where the time was too short for the best names, any that keep the rules."""
    names = names_by_matching(problem, parts)
    if names is not None:
        naming.status, naming.names = Status.FEASIBLE, names


def _solve(model: NamingModel, budget: Budget, seed: int, *, revised: bool) -> Naming:
    """Layer after layer; the last may take all that the others left."""
    naming = Naming(Status.UNKNOWN)
    layers = layers_of(model, revised=revised)
    for position, (name, build) in enumerate(layers, start=1):
        expression = build(model)
        model.model.minimize(expression)
        last = position == len(layers)
        limits = budget.rest(NAMING_SHARE) if last else budget.slice(NAMING_SHARE, NAMING_MOST)
        (searched,) = tuned(limits, len(model.problem.tasks), name)
        outcome = run(model.model, limits=searched, seed=seed, layer=name)
        budget.book(outcome)
        if not outcome.status.has_plan or outcome.value is None:
            if not naming.names:
                naming.status = outcome.status
                return naming
            break
        naming.names = model.read(outcome.solver)
        naming.layers.append(Layer(name, outcome.value, outcome.bound))
        model.model.add(expression <= outcome.value)
        model.model.clear_hints()
        for literal in model.x.values():
            model.model.add_hint(literal, outcome.solver.value(literal))
    proven = len(naming.layers) == len(layers) and all(layer.proven for layer in naming.layers)
    naming.status = Status.OPTIMAL if proven else Status.FEASIBLE
    return naming


def _conflict(
    problem: Problem, parts: Sequence[Part], rules: frozenset[str], limits: Limits, seed: int
) -> tuple[str, ...]:
    """A smallest set of tasks that cannot be named together at their times (deletion filter)."""
    kept = list(parts)
    for part in parts:
        fewer = [other for other in kept if other is not part]
        model = NamingModel(problem, fewer, fine=True, rules=rules)
        if run(model.model, limits=limits, seed=seed).status is Status.INFEASIBLE:
            kept = fewer
    return tuple(dict.fromkeys(part.task for part in kept))
