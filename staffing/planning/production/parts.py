"""The attended work of a timetable, cut into pieces that each need so many named cooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from staffing.planning.production.problem import Cook, Problem
from staffing.planning.production.solution import PlannedTask, Span


@dataclass(frozen=True, slots=True)
class Part:
    """Attended minutes of one task; ``before``: who had it in the plan that is being changed.

    A ``begun`` part may have to do with fewer hands, where somebody left in the middle.
    """

    task: str
    number: int
    start: int
    end: int
    skill: str
    hands: int
    unbroken: bool = False
    burdens: tuple[str, ...] = ()
    before: tuple[Span, ...] = ()
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a part in which the cooks stay the same."""

    part: Part
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


def parts_of(
    problem: Problem, plan: Mapping[str, PlannedTask], previous: Mapping[str, PlannedTask]
) -> list[Part]:
    """Every attended part that is still to be named, in order of time."""
    parts: list[Part] = []
    for planned in plan.values():
        if planned.cleans_for is not None:
            parts += _cleaning_part(problem, planned, plan[planned.cleans_for])
            continue
        task = problem.task_by_key[planned.key]
        old = previous.get(planned.key, planned)
        before = old.attended if old.start == planned.start else ()
        for number, part in enumerate(task.modes[planned.mode].attended):
            begin = planned.start + part.offset
            end = min(begin + part.minutes, planned.end)
            if planned.key in problem.fixed_by_key:
                begin = max(begin, problem.start if problem.now is None else problem.now)
            if begin < end:
                parts.append(
                    Part(
                        planned.key, number, begin, end, part.skill, part.hands, part.unbroken,
                        task.burdens, before, planned.key in problem.fixed_by_key,
                    )
                )  # fmt: skip
    return sorted(parts, key=lambda part: (part.start, part.task, part.number))


def _cleaning_part(problem: Problem, planned: PlannedTask, after: PlannedTask) -> list[Part]:
    kind = problem.equipment_by_key[planned.equipment[0]].kind
    skill = next((setup.skill for setup in problem.setups if setup.kind == kind), "")
    if not skill or after.key in problem.fixed_by_key:
        return []
    return [Part(planned.key, 0, planned.start, planned.end, skill, 1, burdens=("washing",))]


def pieces_of(part: Part, cooks: Iterable[Cook], events: Iterable[int]) -> list[Piece]:
    """Cut where an eligible cook comes, goes or rests, and at ``events``."""
    cuts = {part.start, part.end}
    for cook in cooks:
        for window in cook.free_windows():
            cuts |= {time for time in (window.start, window.end) if part.start < time < part.end}
    cuts |= {time for time in events if part.start < time < part.end}
    times = sorted(cuts)
    return [Piece(part, *times[i : i + 2]) for i in range(len(times) - 1)]


def is_there(cook: Cook, start: int, end: int) -> bool:
    """Whether the cook works, off break, through all of ``[start, end)``."""
    return any(w.start <= start and end <= w.end for w in cook.free_windows())
