"""Says why: why a gap stays, why she works a shift, why she does not.

Reasons are structured, a code and its facts; the caller puts them into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .book import Fact
from .demand import Assignment, Solution
from .judge import with_shift, without_day
from .measure import Gap, Meter, gaps
from .problem import Problem
from .verify import verify_cook, verify_pairs


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against (or for) a cook on a shift.

    ``code`` is the name of a hard rule, or one of ``works_already`` (facts ``shift``),
    ``opens_gap`` (``shift``, ``skill``), ``wish`` (``weight``), ``worse`` (``goal``, ``by``),
    ``pinned``, ``fills_gap``.
    """

    code: str
    cook: str
    day: int
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one cook stands to one post: what rules or wishes are against her, what it would cost.

    ``allowed``: no hard rule forbids it. ``cost`` is the change of each goal's value, in the
    goals' order; later goals count only between equals.
    """

    cook: str
    allowed: bool
    reasons: tuple[Reason, ...]
    cost: Mapping[str, int]

    @property
    def price(self) -> tuple[int, ...]:
        return tuple(self.cost.values())


@dataclass(frozen=True, slots=True)
class ExplainedGap:
    """A gap with every cook's standing to it; nobody is left out."""

    gap: Gap
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why she works a shift: what its loss would cost, and how the others stand to it."""

    assignment: Assignment
    pinned: bool
    cost_without: Mapping[str, int]
    others: tuple[Standing, ...]


class Explainer:
    """Answers questions about one roster; keep it for several questions in a row."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem
        self.solution = solution
        self._meter = Meter(problem)
        self._now = self._meter.goals(solution)
        self._working = {(one.cook, one.day): one for one in solution.assignments}

    def gaps(self) -> tuple[ExplainedGap, ...]:
        """Every gap of the roster with the reasons that stand against each cook."""
        return tuple(
            ExplainedGap(gap, self.standings(gap.day, gap.shift, gap.skill))
            for gap in gaps(self.problem, self.solution)
        )

    def standings(
        self, day: int, shift: str, skill: str | None, *, besides: frozenset[str] = frozenset()
    ) -> tuple[Standing, ...]:
        """All cooks but ``besides``, the allowed and cheapest first."""
        found = [
            self.standing(Assignment(day, shift, cook.key, skill))
            for cook in self.problem.cooks
            if cook.key not in besides
        ]
        return tuple(sorted(found, key=lambda one: (not one.allowed, one.price, one.cook)))

    def standing(self, new: Assignment) -> Standing:
        """What would happen if ``new`` took the place of whatever she does that day (why not?)."""
        trial = with_shift(self.solution, new)
        against = self._new_violations(new.cook, trial)
        cost = self._cost(trial)
        soft = [*self._leaves(new), *self._wishes_against(new), *self._worse(new, cost)]
        return Standing(new.cook, not against, (*against, *soft), cost)

    def why(self, cook: str, day: int) -> Why:
        """Why she works on ``day``. Raises KeyError when she does not; ask :meth:`standing`."""
        one = self._working[cook, day]
        without = without_day(self.solution, cook, day)
        others = Explainer(self.problem, without).standings(
            day, one.shift, one.skill, besides=frozenset({cook})
        )
        return Why(one, one in self.problem.fixed, self._cost(without), others)

    def _new_violations(self, cook: str, trial: Solution) -> list[Reason]:
        before = {
            (one.rule, one.cook, one.day)
            for one in (
                *verify_cook(self.problem, self.solution, cook),
                *verify_pairs(self.problem, self.solution),
            )
        }
        after = [
            *verify_cook(self.problem, trial, cook),
            *verify_pairs(self.problem, trial),
        ]
        reasons = {}
        for one in after:
            key = (one.rule, one.cook, one.day)
            if key not in before:
                reasons[key] = Reason(one.rule, one.cook, one.day, one.facts)
        return list(reasons.values())

    def _cost(self, trial: Solution) -> dict[str, int]:
        after = self._meter.goals(trial)
        return {name: after[name] - value for name, value in self._now.items()}

    def _leaves(self, new: Assignment) -> list[Reason]:
        """What she would leave behind on the same day."""
        old = self._working.get((new.cook, new.day))
        if old is None:
            return []
        facts: dict[str, Fact] = {"shift": old.shift}
        reasons = [Reason("works_already", new.cook, new.day, facts)]
        asked = next(
            (
                cover.required
                for cover in self.problem.cover
                if (cover.day, cover.shift, cover.skill) == (old.day, old.shift, old.skill)
            ),
            0,
        )
        counted = sum(
            (one.day, one.shift, one.skill) == (old.day, old.shift, old.skill)
            for one in self.solution.assignments
        )
        if counted <= asked:
            gap: dict[str, Fact] = {"shift": old.shift, "skill": old.skill or ""}
            reasons.append(Reason("opens_gap", new.cook, new.day, gap))
        return reasons

    def _wishes_against(self, new: Assignment) -> list[Reason]:
        start, end = self.problem.start(new.day, new.shift), self.problem.end(new.day, new.shift)
        reasons = []
        for wish in self.problem.wishes:
            if wish.cook != new.cook or wish.wanted or wish.shift not in (None, new.shift):
                continue
            inside = wish.window.overlaps(start, end) if wish.window else wish.day == new.day
            if inside:
                reasons.append(Reason("wish", new.cook, new.day, {"weight": wish.weight}))
        return reasons

    def _worse(self, new: Assignment, cost: Mapping[str, int]) -> list[Reason]:
        return [
            Reason("worse", new.cook, new.day, {"goal": goal, "by": by})
            for goal, by in cost.items()
            if by > 0
        ]
