"""Finds what stands against a cover: a smallest set of rules in conflict, and what would have to
give.

Every instance of a rule (one rule, one cook, one day or week) can be switched off in a guarded
model; assumptions and a deletion filter find a set of which none can be left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from kurkum.lib.solving import Limits, configured_solver

from .demand import Cover
from .draft import Draft, Instance
from .problem import Problem
from .rules import RULES

# What no planner may set aside; everything else is consent, contract or habit.
LAW_RULES = frozenset(
    {
        "skill",
        "max_day",
        "break",
        "no_night",
        "night_length",
        "night_weeks",
        "no_overtime_day",
        "no_overtime_week",
        "max_overtime",
        "min_rest",
        "weekly_rest",
        "rest_day",
        "learner",
        "frozen",
    }
)
# What a planner gives up first weighs least: wishes of habit, then contract, then an absence.
WEIGHTS = {
    "shift_limit": 1,
    "forbidden_next": 1,
    "min_run": 1,
    "max_run": 2,
    "min_days_off": 1,
    "max_days_off": 1,
    "max_weekends": 2,
    "max_minutes": 3,
    "min_minutes": 3,
    "max_week": 3,
    "fixed": 4,
    "day_off": 6,
    "unavailable": 6,
}
DEMANDED = "demanded"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Covers that cannot be met together under ``rules``, and what would have to give.

    ``minimal``: leaving out any one cover or rule resolves the conflict (otherwise the time ended
    the search early). ``give`` is a cheapest set of rule instances, none of them law, whose giving
    up makes the covers possible; None when no such set exists.
    """

    covers: tuple[Cover, ...]
    rules: tuple[Instance, ...]
    minimal: bool
    give: tuple[Instance, ...] | None


def explain_conflict(
    problem: Problem, *, covers: Sequence[Cover] | None = None, seconds: float = 2.0
) -> Conflict | None:
    """Why ``covers`` (default: none, the hard rules alone) cannot be met; None when they can.

    Raises TimeoutError when ``seconds`` do not suffice to tell.
    """
    trial = _Trial(problem, covers or (), seconds)
    core = trial.core(trial.everything)
    if core is None:
        return None
    kept, minimal = _smallest(trial, core)
    return Conflict(
        covers=tuple(cover for cover in trial.covers if trial.demand(cover) in kept),
        rules=tuple(sorted((one for one in kept if one.rule != DEMANDED), key=_place)),
        minimal=minimal,
        give=trial.cheapest_release(),
    )


def explain_gap_conflict(
    problem: Problem, *, day: int, shift: str, skill: str | None, seconds: float = 2.0
) -> Conflict | None:
    """The smallest conflict around one cover: alone, with its day, with its week, with all.

    None when every cover can be met together.
    """
    ends = time.monotonic() + seconds
    scopes = (
        lambda one: (one.day, one.shift, one.skill) == (day, shift, skill),
        lambda one: one.day == day,
        lambda one: _week_of(problem, one.day) == _week_of(problem, day),
        lambda one: True,
    )
    for scope in scopes:
        covers = [cover for cover in problem.cover if cover.required and scope(cover)]
        rest = max(0.05, ends - time.monotonic())
        conflict = explain_conflict(problem, covers=covers, seconds=rest)
        if conflict is not None:
            return conflict
    return None


def _week_of(problem: Problem, day: int) -> int:
    return next(week.start for week in problem.weeks if day in week)


def _place(instance: Instance) -> tuple[int, str, str]:
    return (instance.day, instance.cook, instance.rule)


class _Trial:
    """The guarded model, solved again and again under different assumptions."""

    def __init__(self, problem: Problem, covers: Iterable[Cover], seconds: float) -> None:
        self.covers = tuple(covers)
        self.ends = time.monotonic() + seconds
        self.draft = Draft(problem, lambda cook, post: True, guarded=True)
        for rule in RULES.values():
            for one, take in self.draft.variables.takes():
                cook = problem.cook[one.cook]
                if rule.forbids(problem, cook, (one.day, one.shift, one.skill)):
                    self.draft.never(rule.instance(cook, one.day), [take])
            rule.post(self.draft)
        for cover in self.covers:
            guard = self.draft.guard(self.demand(cover))
            self.draft.model.add(self.draft.under(cover) == 0).only_enforce_if(guard)
        self.guards = self.draft.guards
        self.everything = list(self.guards)
        self._by_index = {guard.index: one for one, guard in self.guards.items()}

    def demand(self, cover: Cover) -> Instance:
        return Instance(DEMANDED, f"{cover.shift}/{cover.skill or ''}", cover.day)

    def core(self, assumed: Sequence[Instance]) -> list[Instance] | None:
        """Instances that cannot all hold, or None when all of ``assumed`` can."""
        model = self.draft.model
        model.clear_assumptions()
        model.add_assumptions([self.guards[one] for one in assumed])
        solver = self._solver()
        code = solver.solve(model)
        if code == cp_model.UNKNOWN:
            raise TimeoutError("the conflict could not be settled in time")
        if code != cp_model.INFEASIBLE:
            return None
        found = solver.sufficient_assumptions_for_infeasibility()
        return [self._by_index[index] for index in found]

    def _solver(self) -> cp_model.CpSolver:
        rest = max(0.02, self.ends - time.monotonic())
        return configured_solver(Limits(seconds=rest, workers=1), seed=1)

    def cheapest_release(self) -> tuple[Instance, ...] | None:
        """The cheapest instances to give up, the law and the covers kept; None: nothing helps."""
        model = self.draft.model
        model.clear_assumptions()
        movable = [one for one in self.everything if one.rule in WEIGHTS]
        for one in self.everything:
            if one.rule not in WEIGHTS:
                model.add(self.guards[one] == 1)
        weights = [WEIGHTS[one.rule] for one in movable]
        kept = [self.guards[one] for one in movable]
        model.maximize(cp_model.LinearExpr.weighted_sum(kept, weights))
        solver = self._solver()
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        given_up = [one for one in movable if not solver.boolean_value(self.guards[one])]
        return tuple(sorted(given_up, key=_place))


def _smallest(trial: _Trial, core: list[Instance]) -> tuple[list[Instance], bool]:
    """Leave out what is not needed, in halves first and then one by one."""
    core = sorted(core, key=lambda one: (one.rule == DEMANDED, _place(one)))
    size = max(1, len(core) // 2)
    try:
        while True:
            core = _filtered(core, size, trial.core)
            if size == 1:
                return core, True
            size = max(1, min(size, len(core)) // 2)
    except TimeoutError:
        return core, False


def _filtered(
    core: list[Instance], size: int, find: Callable[[Sequence[Instance]], list[Instance] | None]
) -> list[Instance]:
    """``core`` without the blocks of ``size`` instances that it does not need."""
    position = 0
    while position < len(core):
        rest = core[:position] + core[position + size :]
        smaller = find(rest)
        if smaller is None:
            position += size
        else:
            needed = set(smaller)
            before = sum(one in needed for one in core[:position])
            core = [one for one in rest if one in needed]
            position = before
    return core
