"""Solves a problem goal by goal: each goal is bounded by its value before the next is tried."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from kurkum.lib.solving import (
    Layer,
    Limits,
    OnProgress,
    Outcome,
    Progress,
    Result,
    ShouldStop,
    Status,
    run,
)

from .demand import Assignment, Solution
from .draft import Draft, Terms
from .effort import LEAST_SECONDS, Effort
from .model import build, goal_terms
from .neighbourhoods import Pieces, PieceSearch
from .problem import Problem
from .rules import RULES, Rule
from .week_bound import WeekBound


def solve(
    problem: Problem,
    *,
    limits: Limits,
    seed: int,
    hint: Solution | None = None,
    fixed: tuple[Assignment, ...] = (),
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    rules: Mapping[str, Rule] = RULES,
) -> Result[Solution]:
    """The best roster found within ``limits``, with value and proven bound of every goal.

    ``hint`` is a roster to start from, ``fixed`` are shifts that must stand besides the problem's
    own. A bound holds for its goal given the values of the goals before it. ``INFEASIBLE`` is a
    proof that no roster keeps the hard rules; a cover gap is no such case.
    """
    started = time.monotonic()
    if fixed:
        problem = replace(problem, fixed=tuple(dict.fromkeys(problem.fixed + fixed)))
    draft = build(problem, rules)
    search = _Search(draft, goal_terms(draft), Effort(problem, limits, started), seed)
    if hint is not None:
        search.hint_roster(hint)
    search.run(on_progress, should_stop)
    return Result(
        status=search.status,
        solution=search.best,
        layers=tuple(search.layers) if search.best is not None else (),
        runtime=time.monotonic() - started,
        seed=seed,
        limits=limits,
    )


@dataclass
class _Search:
    """One solve under way: what is left of the limits, the best roster, the goals done."""

    draft: Draft
    goals: dict[str, Terms]
    effort: Effort
    seed: int
    best: Solution | None = None
    status: Status = Status.UNKNOWN
    layers: list[Layer] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def run(self, on_progress: OnProgress | None, should_stop: ShouldStop | None) -> None:
        names = list(self.goals)
        if self.effort.is_large:
            self._find_any(should_stop)
        for position, name in enumerate(names):
            last = position == len(names) - 1
            share = self.effort.share(last=last or self.best is None)
            outcome = self._solve_goal(name, share.whole, on_progress, should_stop)
            if outcome is not None:
                self.effort.spent += outcome.solver.response_proto.deterministic_time
                self._keep(outcome)
            if self.best is None:
                self.status = outcome.status if outcome else Status.UNKNOWN
                return
            if outcome is not None and outcome.status is not Status.OPTIMAL:
                self._improve(name, share.pieces, outcome, on_progress, should_stop)
                outcome = self._bound_by_weeks(name, share.weeks, outcome, should_stop)
            self._close_goal(name, outcome)
        proven = all(layer.proven for layer in self.layers)
        self.status = Status.OPTIMAL if proven else Status.FEASIBLE

    def _solve_goal(
        self,
        name: str,
        seconds: float,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
    ) -> Outcome | None:
        """Minimise one goal, or None when nothing is left to decide, or no time to do it."""
        terms = self.goals[name]
        if self.best is not None:
            idle = not terms.variables or self._value(terms) == self._floor(terms)
            stopped = should_stop is not None and should_stop()
            if idle or stopped or seconds < LEAST_SECONDS:
                return None
        self._hint_values()
        self.draft.model.minimize(terms.expression)
        return run(
            self.draft.model,
            limits=replace(self.effort.recipe(), seconds=max(seconds, LEAST_SECONDS)),
            seed=self.seed,
            layer=name,
            on_progress=on_progress,
            should_stop=should_stop,
        )

    def _find_any(self, should_stop: ShouldStop | None) -> None:
        """Any roster that keeps the rules: what is large finds none while it weighs goals."""
        limits = replace(
            self.effort.recipe(), seconds=max(self.effort.limits.seconds / 2, LEAST_SECONDS)
        )
        outcome = run(
            self.draft.model,
            limits=replace(limits, workers=1, subsolvers=()),
            seed=self.seed,
            should_stop=should_stop,
        )
        self.effort.spent += outcome.solver.response_proto.deterministic_time
        self._keep(outcome)

    def _improve(
        self,
        name: str,
        seconds: float,
        outcome: Outcome,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
    ) -> None:
        """Better rosters for the goal, piece by piece, in what is left of its time."""
        if seconds < LEAST_SECONDS:
            return

        def take(objective: int, values: Sequence[int]) -> None:
            self._adopt(list(values))
            if on_progress is not None:
                passed = time.monotonic() - self.effort.started
                on_progress(Progress(name, objective, outcome.bound, passed))

        pieces = Pieces(self.draft.problem, self.seed)
        limits = replace(self.effort.limits, seconds=seconds)
        search = PieceSearch(self.draft, limits, pieces, take, should_stop)
        search.run(self._value(self.goals[name]), self.values, outcome.bound)
        self.effort.spent += search.spent

    def _bound_by_weeks(
        self, name: str, seconds: float, outcome: Outcome, should_stop: ShouldStop | None
    ) -> Outcome:
        """The outcome with the better bound of the two."""
        if seconds < LEAST_SECONDS or (should_stop is not None and should_stop()):
            return outcome
        names = list(self.goals)
        before = names[names.index(name) - 1] if name != names[0] else None
        limits = replace(self.effort.limits, seconds=seconds)
        weeks = WeekBound(self.draft, self.values, limits, self.seed, should_stop)
        bound = weeks.find(self.goals[name], None if before is None else self.goals[before])
        self.effort.spent += weeks.spent
        return outcome if bound is None else replace(outcome, bound=max(outcome.bound, bound))

    def _keep(self, outcome: Outcome) -> None:
        if not outcome.status.has_plan:
            return
        self._adopt(list(outcome.solver.response_proto.solution))

    def _adopt(self, values: list[int]) -> None:
        self.values = values
        self.best = self.draft.variables.solution(lambda variable: bool(values[variable.index]))

    def _hint_values(self) -> None:
        """Start from the best roster; until there is one, from the caller's."""
        if not self.values:
            return
        model = self.draft.model
        model.clear_hints()
        for index, value in enumerate(self.values):
            model.add_hint(model.get_int_var_from_proto_index(index), value)

    def hint_roster(self, hint: Solution) -> None:
        wanted = set(hint.assignments)
        for one, take in self.draft.variables.takes():
            self.draft.model.add_hint(take, one in wanted)

    def _close_goal(self, name: str, outcome: Outcome | None) -> None:
        """Note value and bound of the goal, and keep later goals from spoiling it."""
        terms = self.goals[name]
        value = self._value(terms)
        floor = self._floor(terms)
        bound = floor if outcome is None else max(floor, outcome.bound)
        self.layers.append(Layer(name, value, min(bound, value)))
        if terms.variables:
            self.draft.model.add(terms.expression <= value)

    def _value(self, terms: Terms) -> int:
        return terms.constant + sum(
            weight * self._literal_value(variable)
            for weight, variable in zip(terms.weights, terms.variables, strict=True)
        )

    def _literal_value(self, variable: cp_model.IntVar) -> int:
        return self.values[variable.index]

    def _floor(self, terms: Terms) -> int:
        """The least the goal could be if every variable stood at its best bound."""
        proto = self.draft.model.proto.variables
        total = terms.constant
        for weight, variable in zip(terms.weights, terms.variables, strict=True):
            domain = list(proto[variable.index].domain)  # the field itself has no last item
            total += weight * (domain[0] if weight > 0 else domain[-1])
        return total
