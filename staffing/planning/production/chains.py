"""Earliest and latest times of every task from its chain alone: heads and tails."""

from __future__ import annotations

from staffing.planning.production.problem import Problem, Task


class Chains:
    """Times each task could have if equipment and cooks were plenty (minutes)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.shortest = {task.key: self._minutes(task) for task in problem.tasks}
        self._first = {task.key: self._release(task) for task in problem.tasks}
        self._last = {task.key: self._due(task) for task in problem.tasks}
        self._soonest: dict[str, int] = {}
        for hold in problem.holds:
            due, bound = hold.ready_by, hold.eat_at - hold.limit
            self._last[hold.pack_task] = min(self._last[hold.pack_task], due)
            self._soonest[hold.cook_task] = max(self._soonest.get(hold.cook_task, bound), bound)
        self._spread()

    def earliest_end(self, task: str) -> int:
        return self._first[task] + self.shortest[task]

    def latest_end(self, task: str) -> int:
        return self._last[task]

    def earliest_start(self, task: str) -> int:
        return self._first[task]

    def latest_start(self, task: str) -> int:
        return self._last[task] - self.shortest[task]

    def soonest_end(self, task: str) -> int:
        """When cooking may end at the earliest, for the hold limit as well."""
        return max(self.earliest_end(task), self._soonest.get(task, self.problem.start))

    def _minutes(self, task: Task) -> int:
        planned = self.problem.fixed_by_key.get(task.key)
        if planned is not None:
            return planned.end - planned.start
        return min(mode.minutes for mode in task.modes)

    def _release(self, task: Task) -> int:
        planned = self.problem.fixed_by_key.get(task.key)
        if planned is not None:
            return planned.start
        times = (self.problem.start, self.problem.now, task.earliest)
        return max(time for time in times if time is not None)

    def _due(self, task: Task) -> int:
        planned = self.problem.fixed_by_key.get(task.key)
        if planned is not None:
            return planned.end
        return self.problem.end if task.latest is None else min(task.latest, self.problem.end)

    def _spread(self) -> None:
        """Along the lags until nothing moves (at most once around for each task)."""
        fixed = self.problem.fixed_by_key
        for _ in self.problem.tasks:
            moved = False
            for lag in self.problem.lags:
                head = self.earliest_end(lag.before) + lag.min_minutes
                if head > self._first[lag.after] and lag.after not in fixed:
                    self._first[lag.after], moved = head, True
                tail = self.latest_start(lag.after) - lag.min_minutes
                if tail < self._last[lag.before] and lag.before not in fixed:
                    self._last[lag.before], moved = tail, True
            if not moved:
                return
