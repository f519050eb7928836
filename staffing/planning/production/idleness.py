"""When a cook may stand without work while all the others there work.

"There" is at work and off break, from arrival to leaving; others means one at least. A stretch
ends when she gets work, rests or leaves, or when somebody else has no work either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from staffing.planning.production.parts import Piece, is_there
from staffing.planning.production.problem import Problem


@dataclass(frozen=True, slots=True)
class Slot:
    """Minutes in which nobody comes or goes and no work begins or ends.

    ``work``: the pieces in hand. ``is_sure``: exactly one has no work, whoever it is; otherwise
    that depends on how many hands begun work must do without.
    """

    start: int
    end: int
    there: tuple[str, ...]
    work: tuple[int, ...]
    is_sure: bool

    @property
    def minutes(self) -> int:
        return self.end - self.start


def lonely_runs(problem: Problem, pieces: Sequence[Piece]) -> list[list[Slot]]:
    """Slots in which one cook alone may be without work; those that touch stand together."""
    runs: list[list[Slot]] = []
    for start, end in pairwise(_moments(problem, pieces)):
        slot = _slot(problem, pieces, start, end)
        if slot is None:
            continue
        if runs and runs[-1][-1].end == start:
            runs[-1].append(slot)
        else:
            runs.append([slot])
    return runs


def runs_of(cook: str, slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """The stretches of touching ``slots`` for all of which the cook is there."""
    run: list[Slot] = []
    for slot in slots:
        if cook in slot.there:
            run.append(slot)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _moments(problem: Problem, pieces: Sequence[Piece]) -> list[int]:
    times = {time for piece in pieces for time in (piece.start, piece.end)}
    windows = [window for cook in problem.cooks for window in cook.free_windows()]
    times |= {time for window in windows for time in (window.start, window.end)}
    begin = problem.start if problem.now is None else problem.now
    return sorted({begin, *(time for time in times if time > begin)})


def _slot(problem: Problem, pieces: Sequence[Piece], start: int, end: int) -> Slot | None:
    there = tuple(cook.key for cook in problem.cooks if is_there(cook, start, end))
    work = [i for i, piece in enumerate(pieces) if piece.start <= start and end <= piece.end]
    without = len(there) - sum(pieces[index].part.hands for index in work)
    begun = any(pieces[index].part.begun for index in work)
    if len(there) < 2 or without > 1 or (without < 1 and not begun):
        return None
    return Slot(start, end, there, tuple(work), is_sure=without == 1 and not begun)
