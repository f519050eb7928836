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
from .people import Cook
from .problem import Problem
from .rules import RULES, Rule
from .variables import Post

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
    "max_changes": 2,
    "fixed": 4,
    "day_off": 6,
    "unavailable": 6,
}
DEMANDED = "demanded"
# Rules that ask for work instead of forbidding it. Without them a roster that is cut down to a few
# days still keeps the rules, so that what cannot be on those days alone cannot be at all.
ASKING_RULES = frozenset(
    {"min_minutes", "max_days_off", "min_run", "min_days_off", "fixed", "frozen", "max_changes"}
)


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
    asked = tuple(covers or ())
    return _conflict(_Trial(problem, asked, time.monotonic() + seconds), asked)


def explain_gap_conflict(
    problem: Problem, *, day: int, shift: str, skill: str | None, seconds: float = 2.0
) -> Conflict | None:
    """The smallest conflict around one cover: alone, with its day, with its week, with all.

    None when every cover can be met together. Raises TimeoutError like :func:`explain_conflict`.
    """
    asked = [cover for cover in problem.cover if cover.required]
    week = next(week for week in problem.weeks if day in week)
    ends = time.monotonic() + seconds
    scopes = (
        ([one for one in asked if (one.day, one.shift, one.skill) == (day, shift, skill)], [day]),
        ([one for one in asked if one.day == day], [day]),
        ([one for one in asked if one.day in week], week),
    )
    for covers, days in scopes:
        near = frozenset(one + turn for one in days for turn in (-1, 0, 1))
        found = _conflict(_Trial(problem, covers, ends, Focus(near)), covers)
        if found is not None:
            return found
    return _conflict(_Trial(problem, asked, ends), asked)


def _conflict(trial: _Trial, covers: Sequence[Cover]) -> Conflict | None:
    core = trial.core([*trial.rules, *(trial.demand(cover) for cover in covers)])
    if core is None:
        return None
    kept, minimal = _smallest(_narrow(trial, covers, core), core)
    if any(one.rule in ASKING_RULES for one in kept) and trial.core(kept) is None:
        kept, minimal = _smallest(trial, core)  # days far away mattered after all
    return Conflict(
        covers=tuple(cover for cover in covers if trial.demand(cover) in kept),
        rules=tuple(sorted((one for one in kept if one.rule != DEMANDED), key=_place)),
        minimal=minimal,
        give=trial.cheapest_release(covers),
    )


def _place(instance: Instance) -> tuple[int, str, str]:
    return (instance.day, instance.cook, instance.rule)


def _narrow(trial: _Trial, covers: Sequence[Cover], core: Sequence[Instance]) -> _Trial:
    """A small model of the core alone, on the shifts it asks for: many quick trials.

    To forbid takes no other shift, so that what cannot be on these cannot be; what asks for work
    is tried again on all.
    """
    few = [cover for cover in covers if trial.demand(cover) in core]
    shifts = frozenset((cover.day, cover.shift) for cover in few)
    return _Trial(trial.draft.problem, few, trial.ends, Focus(frozenset(), frozenset(core), shifts))


def _anything(_cook: Cook, _post: Post) -> bool:
    """Every post is a decision here: what rules it out is a rule that can be switched off."""
    return True


@dataclass(frozen=True, slots=True)
class Focus:
    """Part of a problem: some days or shifts of a day, and the rule instances meant (None: all
    that forbid)."""

    days: frozenset[int]
    instances: frozenset[Instance] | None = None
    shifts: frozenset[tuple[int, str]] = frozenset()

    def allows(self, _cook: Cook, post: Post) -> bool:
        return post[0] in self.days or post[:2] in self.shifts


class _Trial:
    """The guarded model, solved again and again under different assumptions."""

    def __init__(
        self,
        problem: Problem,
        covers: Iterable[Cover],
        ends: float,
        focus: Focus | None = None,
    ) -> None:
        self.ends = ends
        allowed = _anything if focus is None else focus.allows
        only = None if focus is None else focus.instances
        self.draft = Draft(problem, allowed, guarded=True, only=only)
        part = focus is not None and focus.instances is None
        for name, rule in RULES.items():
            if not (part and name in ASKING_RULES):
                self._post(rule)
        self.rules = tuple(self.draft.guards)
        for cover in covers:
            guard = self.draft.guard(self.demand(cover))
            self.draft.model.add(self.draft.under(cover) == 0).only_enforce_if(guard)
        self._by_index = {guard.index: one for one, guard in self.draft.guards.items()}

    def _post(self, rule: Rule) -> None:
        problem = self.draft.problem
        for one, take in self.draft.variables.takes():
            cook = problem.cook[one.cook]
            if rule.forbids(problem, cook, (one.day, one.shift, one.skill)):
                self.draft.never(rule.instance(cook, one.day), [take])
        rule.post(self.draft)

    def demand(self, cover: Cover) -> Instance:
        return Instance(DEMANDED, f"{cover.shift}/{cover.skill or ''}", cover.day)

    def core(self, assumed: Sequence[Instance]) -> list[Instance] | None:
        """Instances that cannot all hold, or None when all of ``assumed`` can."""
        model = self.draft.model
        model.clear_assumptions()
        model.add_assumptions([self.draft.guard(one) for one in assumed])
        solver = self._solver()
        # Each trial is easy and there are many: preparing the model would cost the most.
        solver.parameters.cp_model_presolve = False
        code = solver.solve(model)
        if code == cp_model.UNKNOWN:
            raise TimeoutError("the conflict could not be settled in time")
        if code != cp_model.INFEASIBLE:
            return None
        found = solver.sufficient_assumptions_for_infeasibility()
        return [self._by_index[index] for index in found]

    def _solver(self) -> cp_model.CpSolver:
        rest = max(0.02, self.ends - time.monotonic())
        solver = configured_solver(Limits(seconds=rest, workers=1), seed=1)
        # Too few cooks for too many places is a matter of counting, which clauses do badly and
        # the linear relaxation at once: measured, up to a hundred times sooner.
        solver.parameters.linearization_level = 2
        return solver

    def cheapest_release(self, covers: Sequence[Cover]) -> tuple[Instance, ...] | None:
        """The cheapest instances to give up, the law and ``covers`` kept; None: nothing helps."""
        movable = [one for one in self.rules if one.rule in WEIGHTS]
        firm = [one for one in self.rules if one.rule not in WEIGHTS]
        model = self.draft.model
        model.clear_assumptions()
        for one in (*firm, *(self.demand(cover) for cover in covers)):
            model.add(self.draft.guard(one) == 1)
        weights = [WEIGHTS[one.rule] for one in movable]
        kept = [self.draft.guard(one) for one in movable]
        model.maximize(cp_model.LinearExpr.weighted_sum(kept, weights))
        solver = self._solver()
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        given_up = [one for one in movable if not solver.boolean_value(self.draft.guard(one))]
        return tuple(sorted(given_up, key=_place))


def _smallest(trial: _Trial, core: list[Instance]) -> tuple[list[Instance], bool]:
    """Leave out what is not needed, in blocks first and then one by one."""
    core = sorted(core, key=lambda one: (one.rule == DEMANDED, _place(one)))
    size = max(1, len(core) // 8)
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
