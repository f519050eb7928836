"""Names for the attended work of a timetable whose times are decided.

A second, small model (``naming_model``), and its layers one after the other (``naming_layers``):
when a plan is revised the fewest names changed, then the fewest hand-overs, nobody standing idle
alone, and the least minutes beyond a fair share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kurkum.lib.solving import Layer, Limits, Status, run
from staffing.planning.production.budget import Budget
from staffing.planning.production.greedy.names import names_by_matching
from staffing.planning.production.naming_layers import Build, layers_of
from staffing.planning.production.naming_model import NAMING_RULES, Names, NamingModel
from staffing.planning.production.parts import Part, parts_of
from staffing.planning.production.problem import Problem
from staffing.planning.production.solution import PlannedTask
from staffing.planning.production.tuning import tuned
from staffing.planning.production.values_people import PEOPLE_LAYERS, renamed

Plan = Mapping[str, PlannedTask]
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
    plan: Plan,
    *,
    budget: Budget,
    seed: int,
    previous: Plan | None = None,
    rules: frozenset[str] = NAMING_RULES,
) -> Naming:
    """Names for all attended work of ``plan``: whole parts if possible, else with hand-overs."""
    parts = parts_of(problem, plan, previous or {})
    if not parts:
        model = NamingModel(problem, parts, fine=False, rules=rules)
        layers = [Layer(name, 0, 0) for name, _ in layers_of(model, revised=False)]
        return Naming(Status.OPTIMAL, layers=layers)
    known = names_by_matching(problem, parts) if rules == NAMING_RULES else None
    for fine in (False, True):
        model = NamingModel(problem, parts, fine=fine, rules=rules)
        search = Search(model, plan, budget, seed, dict(known or {}))
        naming = search.all_layers(layers_of(model, revised=bool(previous)))
        if naming.status.has_plan:
            return naming
    if naming.status is Status.INFEASIBLE:
        limits = budget.slice(NAMING_SHARE, NAMING_MOST)
        naming.conflict = _conflict(problem, parts, rules, limits, seed)
    return naming


@dataclass
class Search:
    """Layer after layer. ``names``: the best so far, at first any that keep the rules."""

    model: NamingModel
    plan: Plan
    budget: Budget
    seed: int
    names: Names

    def all_layers(self, layers: Sequence[tuple[str, Build]]) -> Naming:
        """The last layer may take all the time that the others left."""
        done: list[Layer] = []
        for position, (name, build) in enumerate(layers, start=1):
            last = position == len(layers)
            limits = self.budget.slice(NAMING_SHARE, NAMING_MOST)
            limits = self.budget.rest(NAMING_SHARE) if last else limits
            expression = build(self.model)
            self.model.model.minimize(expression)
            value, bound, status = self._minimise(name, limits)
            impossible = status is Status.INFEASIBLE and not done
            if impossible or not self.names:
                return Naming(status)
            if value is not None:
                done.append(Layer(name, value, min(bound, value)))
                self.model.model.add(expression <= value)
        proven = len(done) == len(layers) and all(layer.proven for layer in done)
        return Naming(Status.OPTIMAL if proven else Status.FEASIBLE, self.names, done)

    def _minimise(self, name: str, limits: Limits) -> tuple[int | None, int, Status]:
        """Value and bound after the layer's searches; no worse than the names at hand."""
        value, bound, status = self._measured(name), 0, Status.UNKNOWN
        for search in tuned(limits, len(self.model.problem.tasks), name):
            outcome = run(self.model.model, limits=search, seed=self.seed, layer=name)
            self.budget.book(outcome)
            status, found = outcome.status, outcome.value
            bound = max(bound, outcome.bound) if found is not None else bound
            if found is not None and (value is None or found <= value):
                value, self.names = found, self.model.read(outcome.solver)
                self.model.begin_at(outcome.solver)
            if status in (Status.OPTIMAL, Status.INFEASIBLE):
                break
        return value, bound, status

    def _measured(self, name: str) -> int | None:
        """The layer's value for the names at hand."""
        if not self.names:
            return None
        plan = {
            key: replace(planned, attended=self.names.get(key, ()))
            for key, planned in self.plan.items()
        }
        if name == "renamed":
            return renamed(self.model.pieces, plan)
        return PEOPLE_LAYERS[name](self.model.problem, plan)


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
