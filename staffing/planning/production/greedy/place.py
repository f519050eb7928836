"""Puts one batch on the day: its last task first, each as late as the next one allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from staffing.planning.production.chains import Chains
from staffing.planning.production.greedy.board import Board, Spot
from staffing.planning.production.greedy.cells import span
from staffing.planning.production.problem import Lag, Problem, Task
from staffing.planning.production.solution import PlannedTask

MOST_STEPS = 120  # places tried for one batch before it is given up
Spots = dict[str, Spot]
Wishes = Mapping[str, PlannedTask]


@dataclass(frozen=True, slots=True)
class Batchwork:
    """The free tasks of a batch, each after those that follow it."""

    batch: str
    tasks: tuple[Task, ...]
    must: bool  # begun, so that the rest cannot be left out
    means: frozenset[str]  # kinds of equipment and skills it needs


def batchworks(problem: Problem) -> list[Batchwork]:
    """The free work of each batch of ``problem`` that has any."""
    found = []
    for batch in problem.batches:
        tasks = problem.tasks_of(batch.key)
        free = [task for task in tasks if task.key not in problem.fixed_by_key]
        if free:
            ordered = tuple(reversed(_in_order(free, problem.lags)))
            found.append(Batchwork(batch.key, ordered, len(free) < len(tasks), _means(free)))
    return found


def _means(tasks: Sequence[Task]) -> frozenset[str]:
    modes = [mode for task in tasks for mode in task.modes]
    kinds = {use.kind for mode in modes for use in mode.uses}
    return frozenset(kinds | {part.skill for mode in modes for part in mode.attended})


def _in_order(tasks: Sequence[Task], lags: Sequence[Lag]) -> list[Task]:
    """Tasks after those they follow; ties keep their order."""
    mine = {task.key for task in tasks}
    led = {key: {lag.before for lag in lags if lag.after == key} & mine for key in mine}
    ordered: list[Task] = []
    while len(ordered) < len(tasks):
        done = {task.key for task in ordered}
        ready = [t for t in tasks if t.key not in done and led[t.key] <= done]
        if not ready:
            raise ValueError(f"tasks follow one another in a circle: {tasks[0].key}")
        ordered += ready
    return ordered


class Placer:
    """Knows the lags and limits of all tasks; places batches on a board."""

    def __init__(self, problem: Problem, board: Board) -> None:
        self.problem, self.board, self.unit = problem, board, board.day.unit
        self.chains = Chains(problem)
        self._before: dict[str, list[Lag]] = {}
        self._after: dict[str, list[Lag]] = {}
        for lag in problem.lags:
            self._after.setdefault(lag.before, []).append(lag)
            self._before.setdefault(lag.after, []).append(lag)
        self._steps, self._exact = 0, False

    def place(self, work: Batchwork, wishes: Wishes, *, exact: bool = False) -> Spots | None:
        """Spots for all its tasks, taken on the board; None, and nothing taken, if none is found.

        ``wishes``: where tasks should stand if they can; ``exact``: there or nowhere.
        """
        self._exact = exact
        self._steps = 0
        spots: Spots = {}
        if self._place(work.tasks, spots, wishes):
            return spots
        return None

    def _place(self, tasks: Sequence[Task], spots: Spots, wishes: Wishes) -> bool:
        if not tasks:
            return True
        task, kept = tasks[0], self.board.state
        for mode, start, machines in self._candidates(task, spots, wishes.get(task.key)):
            self._steps += 1
            spot = self.board.put(task, mode, start, machines)
            if spot is not None:
                spots[task.key] = spot
                if self._place(tasks[1:], spots, wishes):
                    return True
                del spots[task.key]
            self.board.state = kept
            if self._steps >= MOST_STEPS:
                return False
        return False

    def _candidates(
        self, task: Task, spots: Spots, wish: PlannedTask | None
    ) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(mode, start, machines wished for): the wish, then later starts before earlier ones.

        After a start that led nowhere, the next one is further away each time.
        """
        machines = wish.equipment if wish is not None else ()
        if wish is not None and self._is_possible(task, spots, wish):
            yield wish.mode, wish.start // self.unit - self.board.day.zero, machines
        if self._exact:
            return
        starts = {m: self._starts(task, m, spots) for m in range(len(task.modes))}
        step = 1
        while any(starts.values()):
            latest = max(cells.bit_length() - 1 for cells in starts.values())
            mode = next(m for m, cells in starts.items() if cells.bit_length() - 1 == latest)
            yield mode, latest, machines
            keep = span(0, latest - step + 1)
            starts = {m: cells & keep for m, cells in starts.items()}
            step += 1 if step < 6 else 0

    def _is_possible(self, task: Task, spots: Spots, wish: PlannedTask) -> bool:
        """Whether the wish keeps the limits of time; the board then judges the rest."""
        if wish.mode >= len(task.modes) or wish.start % self.unit:
            return False
        low, high = self._window(task, wish.mode, spots)
        return max(0, low) <= wish.start // self.unit - self.board.day.zero <= high

    def _starts(self, task: Task, mode: int, spots: Spots) -> int:
        low, high = self._window(task, mode, spots)
        cells = span(low, high + 1)
        return cells & self.board.starts(task, mode) if cells else 0

    def _window(self, task: Task, mode: int, spots: Spots) -> tuple[int, int]:
        """First and last start cell that lags, deadlines and hold limits leave."""
        unit, zero, length = self.unit, self.board.day.zero, task.modes[mode].minutes
        low = max(self.chains.earliest_start(task.key), self.chains.soonest_end(task.key) - length)
        high = self.chains.latest_end(task.key) - length
        for lag in self._after.get(task.key, ()):
            start = self._start_of(lag.after, spots)
            if start is not None:
                high = min(high, start - lag.min_minutes - length)
                if lag.max_minutes is not None:
                    low = max(low, start - lag.max_minutes - length)
        for lag in self._before.get(task.key, ()):
            planned = self.problem.fixed_by_key.get(lag.before)
            if planned is not None:
                low = max(low, planned.end + lag.min_minutes)
                if lag.max_minutes is not None:
                    high = min(high, planned.end + lag.max_minutes)
        return -(-low // unit) - zero, high // unit - zero

    def _start_of(self, key: str, spots: Spots) -> int | None:
        if key in spots:
            return (spots[key].start + self.board.day.zero) * self.unit
        planned = self.problem.fixed_by_key.get(key)
        return planned.start if planned is not None else None
