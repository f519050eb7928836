"""Parts of a model that are decided apart: which variables and rows belong to which place."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ortools.sat.python import cp_model

from kurkum.lib.solving import Limits, ShouldStop, configured_solver, watched

from .draft import Draft
from .linear_rows import Row
from .people import DAYS_IN_WEEK

Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Block:
    """Variables that are decided apart, with the numbers of the rows that hold among them alone."""

    variables: tuple[int, ...]
    rows: tuple[int, ...]


def blocks_of(places: Mapping[int, Place], rows: Sequence[Row]) -> list[Block]:
    """Blocks by place; a variable without one joins the only place that its rows touch."""
    joined = _joined(places, rows)
    variables: dict[Place, list[int]] = {}
    for index in sorted(joined):
        variables.setdefault(joined[index], []).append(index)
    inside: dict[Place, list[int]] = {place: [] for place in variables}
    for number, row in enumerate(rows):
        here = {joined.get(index) for index in row.weights}
        if len(here) == 1 and (place := here.pop()) is not None:
            inside[place].append(number)
    return [Block(tuple(variables[place]), tuple(inside[place])) for place in variables]


def _joined(places: Mapping[int, Place], rows: Sequence[Row]) -> dict[int, Place]:
    touched: dict[int, dict[Place, None]] = {}
    for row in rows:
        here = dict.fromkeys(places[index] for index in row.weights if index in places)
        for index in row.weights:
            if index not in places:
                touched.setdefault(index, {}).update(here)
    alone = {index: next(iter(here)) for index, here in touched.items() if len(here) == 1}
    return {**places, **alone}


class Places:
    """Where the decisions of a draft stand: by day, by week, by cook and week."""

    def __init__(self, draft: Draft) -> None:
        problem, variables = draft.problem, draft.variables
        first = problem.weeks[0].start
        self.days: dict[int, int] = {}
        self.cook_weeks: dict[int, tuple[str, int]] = {}
        own = [(take, one.cook, one.day) for one, take in variables.takes()]
        for cook in problem.cooks:
            for day in range(problem.days):
                own.append((variables.works(cook.key, day), cook.key, day))
                for given in variables.shifts(cook.key, day).values():
                    own.append((given, cook.key, day))
        for variable, key, day in own:
            self.days[variable.index] = day
            self.cook_weeks[variable.index] = (key, (day - first) // DAYS_IN_WEEK)
        for cover in problem.cover:
            self.days[draft.under(cover).index] = cover.day
            self.days[draft.over(cover).index] = cover.day
        self.weeks = {index: (day - first) // DAYS_IN_WEEK for index, day in self.days.items()}


@dataclass(frozen=True, slots=True)
class Settled:
    """What a block is worth at least, and its best values where some were found."""

    least: int
    values: Mapping[int, int] | None
    spent: float


@dataclass(frozen=True, slots=True)
class BlockSolver:
    """Finds what a block is worth at least under given worths of its variables."""

    rows: Sequence[Row]
    domains: Sequence[tuple[int, int]]
    hint: Sequence[int]
    limits: Limits
    seed: int
    near_enough: int = 0
    should_stop: ShouldStop | None = None

    def settle(self, block: Block, worth: Mapping[int, int], seconds: float) -> Settled:
        """Without seconds, what the variables are worth at least each on its own."""
        if not seconds:
            return Settled(self._apart(block, worth), None, 0.0)
        model = cp_model.CpModel()
        own = {index: model.new_int_var(*self.domains[index], "") for index in block.variables}
        for number in block.rows:
            _add(model, own, self.rows[number])
        worths = [worth.get(index, 0) for index in own]
        model.minimize(cp_model.LinearExpr.weighted_sum(list(own.values()), worths))
        for index, variable in own.items():
            model.add_hint(variable, self.hint[index])
        limits = Limits(seconds, self.limits.deterministic, workers=1)
        solver = configured_solver(limits, self.seed)
        solver.parameters.linearization_level = 2
        solver.parameters.absolute_gap_limit = self.near_enough
        with watched(solver, self.should_stop):
            status = solver.solve(model)
        spent = solver.response_proto.deterministic_time
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Settled(self._apart(block, worth), None, spent)
        values = {index: solver.value(variable) for index, variable in own.items()}
        return Settled(round(solver.best_objective_bound), values, spent)

    def _apart(self, block: Block, worth: Mapping[int, int]) -> int:
        return sum(least_of(self.domains[i], worth.get(i, 0)) for i in block.variables)


def least_of(domain: tuple[int, int], worth: int) -> int:
    """The least that a variable of this domain is worth, whatever else holds."""
    return min(worth * domain[0], worth * domain[1])


def _add(model: cp_model.CpModel, own: Mapping[int, cp_model.IntVar], row: Row) -> None:
    variables = [own[index] for index in row.weights]
    total = cp_model.LinearExpr.weighted_sum(variables, list(row.weights.values()))
    if row.low is not None:
        model.add(total >= row.low)
    if row.high is not None:
        model.add(total <= row.high)
