"""The model's decisions, and the questions that rules and aims ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model

from .demand import Assignment, Solution
from .people import Cook
from .problem import Problem

Post = tuple[int, str, str | None]
Allowed = Callable[[Cook, Post], bool]


class Variables:
    """One boolean per cook, day, shift and counted skill that ``allowed`` does not rule out.

    A cook works at most one shift a day: ``works`` is the sum of her shifts of the day.
    """

    def __init__(self, model: cp_model.CpModel, problem: Problem, allowed: Allowed) -> None:
        self._model = model
        self._problem = problem
        self._take: dict[tuple[str, int, str, str | None], cp_model.IntVar] = {}
        self._shift: dict[tuple[str, int], dict[str, cp_model.IntVar]] = defaultdict(dict)
        self._works: dict[tuple[str, int], cp_model.IntVar] = {}
        self._counted: dict[Post, list[cp_model.IntVar]] = defaultdict(list)
        for cook in problem.cooks:
            self._create(cook, allowed)

    def _create(self, cook: Cook, allowed: Allowed) -> None:
        for (day, shift), skills in self._problem.posts.items():
            free = [skill for skill in skills if allowed(cook, (day, shift, skill))]
            if free:
                self._create_shift(cook.key, day, shift, free)
        for day in range(self._problem.days):
            shifts = list(self._shift[cook.key, day].values())
            works = self._model.new_bool_var(f"works {cook.key} {day}")
            self._works[cook.key, day] = works
            self._model.add_exactly_one([*shifts, works.negated()])

    def _create_shift(self, cook: str, day: int, shift: str, skills: list[str | None]) -> None:
        takes = []
        for skill in skills:
            take = self._model.new_bool_var(f"{cook} {day} {shift} {skill or ''}")
            self._take[cook, day, shift, skill] = take
            self._counted[day, shift, skill].append(take)
            takes.append(take)
        if len(takes) == 1:
            self._shift[cook, day][shift] = takes[0]
            return
        given = self._model.new_bool_var(f"{cook} {day} {shift}")
        self._model.add_exactly_one([*takes, given.negated()])
        self._shift[cook, day][shift] = given

    def take(self, cook: str, post: Post) -> cp_model.IntVar | None:
        """Whether she works the post, or None where that is ruled out."""
        return self._take.get((cook, *post))

    def given(self, cook: str, day: int, shift: str) -> cp_model.IntVar | None:
        """Whether she works the shift under any skill, or None where that is ruled out."""
        return self._shift[cook, day].get(shift) if (cook, day) in self._shift else None

    def works(self, cook: str, day: int) -> cp_model.IntVar:
        return self._works[cook, day]

    def shifts(self, cook: str, day: int) -> dict[str, cp_model.IntVar]:
        """Her possible shifts of the day by key; empty outside the horizon."""
        return self._shift.get((cook, day), {})

    def all_shifts(self, cook: str, days: range) -> Iterator[tuple[int, str, cp_model.IntVar]]:
        for day in days:
            for shift, given in self.shifts(cook, day).items():
                yield day, shift, given

    def counted(self, post: Post) -> list[cp_model.IntVar]:
        """Everyone who could be counted on the post."""
        return self._counted.get(post, [])

    def takes(self) -> Iterator[tuple[Assignment, cp_model.IntVar]]:
        for (cook, day, shift, skill), take in self._take.items():
            yield Assignment(day, shift, cook, skill), take

    def solution(self, value: Callable[[cp_model.IntVar], bool]) -> Solution:
        return Solution(tuple(one for one, take in self.takes() if value(take)))
