"""The linear side of a model: its rows read back, and the prices of its linear relaxation.

What has no linear form (an automaton, say) is left out, so that the rows ask for no more than the
model does: whatever is proven of them holds for it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]
from ortools.sat.python import cp_model

BEYOND = 2**60  # the solver's own infinity is larger still


@dataclass(frozen=True, slots=True)
class Row:
    """``low <= sum(weight × variable) <= high``, variables by index; None: no such limit."""

    weights: Mapping[int, int]
    low: int | None
    high: int | None


def rows_of(model: cp_model.CpModel) -> list[Row]:
    """Every constraint of ``model`` that can be said linearly, in the model's order."""
    return [row for constraint in model.proto.constraints for row in _rows(constraint)]


def _rows(constraint: Any) -> Iterator[Row]:
    """The rows of one constraint; a part is read only after asking whether it is there."""
    switches = [_negated(literal) for literal in constraint.enforcement_literal]
    if constraint.has_bool_or():
        yield _clause([*constraint.bool_or.literals, *switches])
    elif constraint.has_bool_and():
        for literal in constraint.bool_and.literals:
            yield _clause([literal, *switches])
    elif switches:
        return
    elif constraint.has_at_most_one():
        yield _count(constraint.at_most_one.literals, None, 1)
    elif constraint.has_exactly_one():
        yield _count(constraint.exactly_one.literals, 1, 1)
    elif constraint.has_linear():
        linear = constraint.linear
        domain = list(linear.domain)
        if len(domain) == 2:
            weights = dict(zip(linear.vars, linear.coeffs, strict=True))
            yield Row(weights, _finite(domain[0]), _finite(domain[1]))


def _negated(literal: int) -> int:
    return -literal - 1


def _clause(literals: Iterable[int]) -> Row:
    return _count(literals, 1, None)


def _count(literals: Iterable[int], low: int | None, high: int | None) -> Row:
    """Between ``low`` and ``high`` of ``literals`` hold."""
    weights: dict[int, int] = {}
    negated = 0
    for literal in literals:
        index, weight = (literal, 1) if literal >= 0 else (_negated(literal), -1)
        weights[index] = weights.get(index, 0) + weight
        negated += literal < 0
    return Row(
        weights,
        None if low is None else low - negated,
        None if high is None else high - negated,
    )


def _finite(limit: int) -> int | None:
    return limit if abs(limit) < BEYOND else None


def domains_of(model: cp_model.CpModel) -> list[tuple[int, int]]:
    """The least and the largest value of every variable."""
    ends = []
    for variable in model.proto.variables:
        domain = list(variable.domain)
        ends.append((domain[0], domain[-1]))
    return ends


class Relaxation:
    """Rows among variables that need not be whole, and what the rows are worth at an optimum."""

    def __init__(self, domains: Sequence[tuple[float, float]]) -> None:
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._variables = [self._solver.NumVar(low, high, "") for low, high in domains]
        self._rows: list[pywraplp.Constraint] = []

    def add(self, row: Row) -> None:
        infinity = self._solver.infinity()
        low = -infinity if row.low is None else row.low
        high = infinity if row.high is None else row.high
        constraint = self._solver.Constraint(low, high)
        for index, weight in row.weights.items():
            constraint.SetCoefficient(self._variables[index], weight)
        self._rows.append(constraint)

    def minimise(self, objective: Mapping[int, float]) -> None:
        self._solver.Objective().Clear()
        for index, weight in objective.items():
            self._solver.Objective().SetCoefficient(self._variables[index], weight)
        self._solver.Objective().SetMinimization()

    def solve(self, seconds: float) -> tuple[float, list[float]] | None:
        """The optimum, and what one unit of each row is worth there; None where none was found."""
        self._solver.SetTimeLimit(max(1, round(seconds * 1000)))
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        prices = [row.dual_value() for row in self._rows]
        return self._solver.Objective().Value(), prices
