"""Between which minutes each task can start at all: lags both ways, deadlines and hold limits.

Tighter than ``chains``, which keeps apart what is short (time or the hold limit) to name it. The
model takes these windows as domains, and leaves out orders on machines that they rule out.
"""

from __future__ import annotations

from staffing.planning.production.problem import Lag, Problem, Task


class StartWindows:
    """First and last start of every task, in minutes, if its batch is made.

    ``whole``: all batches are, so that lags between batches count as well.
    """

    def __init__(self, problem: Problem, *, whole: bool) -> None:
        self.problem = problem
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}
        self._least: dict[str, int] = {}
        self._most: dict[str, int] = {}
        for task in problem.tasks:
            self._begin(task)
        self._bind_holds()
        self._lags = [lag for lag in problem.lags if whole or self._stays_inside(lag)]
        self._spread()

    def is_empty(self, task: str) -> bool:
        return self.first[task] > self.last[task]

    def last_end(self, task: str) -> int:
        return self.last[task] + self._most[task]

    def can_follow(self, before: str, after: str, wait: int) -> bool:
        """Whether ``after`` can start ``wait`` minutes after ``before`` ends, or later."""
        return self.first[before] + self._least[before] + wait <= self.last[after]

    def _begin(self, task: Task) -> None:
        planned, problem = self.problem.fixed_by_key.get(task.key), self.problem
        if planned is not None:
            self.first[task.key] = self.last[task.key] = planned.start
            self._least[task.key] = self._most[task.key] = planned.end - planned.start
            return
        minutes = [mode.minutes for mode in task.modes]
        self._least[task.key], self._most[task.key] = min(minutes), max(minutes)
        begins = (problem.start, problem.now, task.earliest)
        due = problem.end if task.latest is None else min(task.latest, problem.end)
        self.first[task.key] = max(time for time in begins if time is not None)
        self.last[task.key] = due - min(minutes)

    def _bind_holds(self) -> None:
        for hold in self.problem.holds:
            cook, pack = hold.cook_task, hold.pack_task
            if cook not in self.problem.fixed_by_key:
                soonest = hold.eat_at - hold.limit - self._most[cook]
                self.first[cook] = max(self.first[cook], soonest)
            if pack not in self.problem.fixed_by_key:
                self.last[pack] = min(self.last[pack], hold.ready_by - self._least[pack])

    def _stays_inside(self, lag: Lag) -> bool:
        tasks = self.problem.task_by_key
        return tasks[lag.before].batch == tasks[lag.after].batch

    def _spread(self) -> None:
        """Along the lags until nothing moves (at most once around for each task)."""
        for _ in self.problem.tasks:
            if sum(self._tighten(lag) for lag in self._lags) == 0:
                return

    def _tighten(self, lag: Lag) -> bool:
        before, after = lag.before, lag.after
        least = self._least[before] + lag.min_minutes
        moved = self._raise(after, self.first[before] + least)
        moved |= self._lower(before, self.last[after] - least)
        if lag.max_minutes is not None:
            most = self._most[before] + lag.max_minutes
            moved |= self._raise(before, self.first[after] - most)
            moved |= self._lower(after, self.last[before] + most)
        return moved

    def _raise(self, task: str, minute: int) -> bool:
        free = task not in self.problem.fixed_by_key and minute > self.first[task]
        if free:
            self.first[task] = minute
        return free

    def _lower(self, task: str, minute: int) -> bool:
        free = task not in self.problem.fixed_by_key and minute < self.last[task]
        if free:
            self.last[task] = minute
        return free
