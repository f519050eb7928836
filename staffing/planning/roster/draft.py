"""A model under construction: variables, and constraints that know which rule they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ortools.sat.python import cp_model, cp_model_helper

from .demand import Cover
from .people import Cook
from .problem import Problem
from .variables import Allowed, Variables

Literal: TypeAlias = cp_model_helper.Literal


@dataclass(frozen=True, slots=True)
class Instance:
    """One rule applied to one cook at one place: a day, or the first day of the stretch meant."""

    rule: str
    cook: str
    day: int


class Draft:
    """Collects constraints. When ``guarded``, each instance of a rule can be switched off.

    ``only`` leaves every other instance out altogether. ``eligible`` says whether a cook could
    ever work a post, for fair parts; it does not depend on what is frozen.
    """

    def __init__(
        self,
        problem: Problem,
        allowed: Allowed,
        *,
        guarded: bool = False,
        only: frozenset[Instance] | None = None,
        eligible: Allowed | None = None,
    ) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.variables = Variables(self.model, problem, allowed)
        self.guarded = guarded
        self.eligible = eligible or allowed
        self._only = only
        self.guards: dict[Instance, cp_model.IntVar] = {}
        self._under: dict[Cover, cp_model.IntVar] = {}
        self._over: dict[Cover, cp_model.IntVar] = {}
        for cover in problem.cover:
            self._link_cover(cover)

    def _link_cover(self, cover: Cover) -> None:
        counted = self.variables.counted((cover.day, cover.shift, cover.skill))
        name = f"{cover.day} {cover.shift} {cover.skill or ''}"
        under = self.model.new_int_var(0, cover.required, f"under {name}")
        most = max(0, len(counted) - cover.required)
        over = self.model.new_int_var(0, most, f"over {name}")
        self.model.add(sum(counted) + under - over == cover.required)
        self._under[cover], self._over[cover] = under, over

    def under(self, cover: Cover) -> cp_model.IntVar:
        """Cooks missing on the cover."""
        return self._under[cover]

    def over(self, cover: Cover) -> cp_model.IntVar:
        """Cooks beyond the cover."""
        return self._over[cover]

    def require(
        self, instance: Instance, constraint: cp_model.BoundedLinearExpression | bool
    ) -> None:
        """Add a linear constraint in the name of ``instance``."""
        if self._wanted(instance):
            self._guard(instance, self.model.add(constraint))

    def clause(self, instance: Instance, literals: Iterable[Literal]) -> None:
        """At least one of ``literals`` holds."""
        if self._wanted(instance):
            self._guard(instance, self.model.add_bool_or(list(literals)))

    def never(self, instance: Instance, literals: Sequence[Literal]) -> None:
        """Not all of ``literals`` together; an empty list cannot be satisfied."""
        self.clause(instance, [literal.negated() for literal in literals])

    def at_most_one(self, instance: Instance, literals: Sequence[Literal]) -> None:
        if self.guarded:
            self.require(instance, sum(literals) <= 1)
        else:
            self.model.add_at_most_one(literals)

    def _wanted(self, instance: Instance) -> bool:
        return self._only is None or instance in self._only

    def _guard(self, instance: Instance, constraint: cp_model.Constraint) -> None:
        if self.guarded:
            constraint.only_enforce_if(self.guard(instance))

    def guard(self, instance: Instance) -> cp_model.IntVar:
        """The switch of ``instance``: true while its constraints are in force."""
        if instance not in self.guards:
            name = f"{instance.rule} {instance.cook} {instance.day}"
            self.guards[instance] = self.model.new_bool_var(name)
        return self.guards[instance]

    def paid(self, cook: Cook, days: range) -> cp_model.LinearExpr:
        """Paid minutes of ``days`` inside the horizon as an expression."""
        shifts = list(self.variables.all_shifts(cook.key, days))
        return weighted_sum(
            [given for _, _, given in shifts],
            [self.problem.shift[shift].paid_minutes for _, shift, _ in shifts],
        )


def weighted_sum(
    variables: Sequence[cp_model.IntVar], weights: Sequence[int]
) -> cp_model.LinearExpr:
    """The weighted sum as an expression, also where it holds one variable or none."""
    return cp_model.LinearExpr.weighted_sum(variables, weights)


@dataclass
class Terms:
    """A weighted sum under construction."""

    variables: list[cp_model.IntVar]
    weights: list[int]
    constant: int = 0

    @classmethod
    def empty(cls) -> Terms:
        return cls([], [])

    def add(self, weight: int, variable: cp_model.IntVar | None) -> None:
        """Add ``weight × variable``; a variable that is ruled out counts as 0."""
        if weight and variable is not None:
            self.variables.append(variable)
            self.weights.append(weight)

    def extend(self, other: Terms) -> None:
        self.variables += other.variables
        self.weights += other.weights
        self.constant += other.constant

    @property
    def expression(self) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.weighted_sum(self.variables, self.weights) + self.constant
