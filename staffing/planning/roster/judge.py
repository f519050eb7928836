"""Judges a roster that a person edited, by the same rules and at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .book import Book, Violation
from .demand import Assignment, Solution
from .measure import Gap, Meter, gaps
from .problem import Problem
from .verify import verify


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with a roster, what it lacks, and what each goal is worth."""

    violations: tuple[Violation, ...]
    gaps: tuple[Gap, ...]
    goals: Mapping[str, int]

    @property
    def lawful(self) -> bool:
        return not self.violations


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """One cook's part: paid minutes, worked weekends, and per burden what she carries.

    ``carried`` are the points of this roster, ``past`` those of the months before, ``fair`` what
    both together should come to at most (missing where the rules spare her the burden).
    """

    cook: str
    minutes: int
    weekends: int
    carried: Mapping[str, int]
    past: Mapping[str, int]
    fair: Mapping[str, int]


def judge(problem: Problem, solution: Solution) -> Judgement:
    """Violations, gaps and goal values of any roster, sound or not."""
    return Judgement(
        tuple(verify(problem, solution)), gaps(problem, solution), Meter(problem).goals(solution)
    )


def fairness(problem: Problem, solution: Solution) -> tuple[FairnessRow, ...]:
    """How the burdens are shared, one row per cook in the problem's order."""
    book, meter = Book(problem, solution), Meter(problem)
    rows = []
    for cook in problem.cooks:
        planned = book.planned(cook)
        days = {duty.day for duty in planned}
        fair = {
            burden.key: part.points
            for burden in problem.burdens
            if (part := meter.fair_parts(burden).get(cook.key)) is not None
        }
        carried = {
            burden.key: sum(burden.points_of(duty.day, duty.shift, duty.skill) for duty in planned)
            for burden in problem.burdens
        }
        weekends = sum(any(day in days for day in weekend) for weekend in problem.weekends)
        minutes = sum(duty.paid for duty in planned)
        past = {key: cook.past_burdens.get(key, 0) for key in carried}
        rows.append(FairnessRow(cook.key, minutes, weekends, carried, past, fair))
    return tuple(rows)


def fair_points(problem: Problem) -> dict[str, dict[str, int]]:
    """By cook, her fair part of each burden that she can carry, the months before included."""
    meter = Meter(problem)
    parts = {burden.key: meter.fair_parts(burden) for burden in problem.burdens}
    return {
        cook.key: {key: part[cook.key].points for key, part in parts.items() if cook.key in part}
        for cook in problem.cooks
    }


def with_shift(solution: Solution, new: Assignment) -> Solution:
    """The roster after ``new`` takes the place of whatever she worked on that day."""
    rest = without_day(solution, new.cook, new.day).assignments
    return Solution((*rest, new))


def without_day(solution: Solution, cook: str, day: int) -> Solution:
    """The roster without the cook's shift of the day."""
    return Solution(
        tuple(one for one in solution.assignments if (one.cook, one.day) != (cook, day))
    )
