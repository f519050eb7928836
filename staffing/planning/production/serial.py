"""A good first timetable for a plain project: serial schedules, justified to and fro.

For tasks with one mode each on always-open equipment, where only the last end counts. Each task
in turn takes the first place where its predecessors are done and the equipment is free; packing
the result from the right and again from the left shortens it; small random changes of the turns
are kept when they do no harm (double justification: Valls, Ballestín, Quintanilla 2005).
The number of rounds is fixed, so the same problem and seed give the same timetable.
"""

from __future__ import annotations

import random
from heapq import heappop, heappush

from staffing.planning.production.problem import MAKESPAN_LAYERS, Problem
from staffing.planning.production.solution import PlannedTask

ROUNDS = 500
NOISE = 6.0


def is_plain_project(problem: Problem) -> bool:
    """Whether the schedules of this module respect all there is to respect."""
    plain_tasks = all(
        len(task.modes) == 1
        and not task.modes[0].attended
        and task.batch is None
        and task.earliest is None
        and task.latest is None
        for task in problem.tasks
    )
    plain_lags = all(lag.max_minutes is None and lag.min_minutes >= 0 for lag in problem.lags)
    kinds = problem.equipment_by_kind
    plain_equipment = all(
        len(kinds[item.kind]) == 1 and not item.windows and not item.refuses
        for item in problem.equipment
    )
    decided = problem.fixed or problem.now is not None or problem.setups
    plain = plain_tasks and plain_lags and plain_equipment and not decided
    return plain and problem.layers == MAKESPAN_LAYERS and problem.grid == 1


def serial_timetable(problem: Problem, seed: int) -> dict[str, PlannedTask]:
    """A timetable of a plain project; empty where some task fits nowhere."""
    project = Project(problem)
    if project.needs_too_much or project.has_cycle:
        return {}
    starts = project.improved(random.Random(seed))
    kinds = problem.equipment_by_kind
    return {
        task.key: PlannedTask(
            task.key, task.kind, problem.start + begin, problem.start + begin + minutes,
            equipment=tuple(kinds[use.kind][0].key for use in task.modes[0].uses),
        )
        for task, begin, minutes in zip(problem.tasks, starts, project.minutes, strict=True)
    }  # fmt: skip


class Project:
    """A plain project in numbers. What is free at a minute is one integer, a field for each
    resource with a guard bit above it: a task fits where no guard bit is borrowed from."""

    def __init__(self, problem: Problem) -> None:
        position = {task.key: number for number, task in enumerate(problem.tasks)}
        self.minutes = [task.modes[0].minutes for task in problem.tasks]
        self.followers: list[list[tuple[int, int]]] = [[] for _ in self.minutes]
        self.leaders: list[list[tuple[int, int]]] = [[] for _ in self.minutes]
        for lag in problem.lags:
            before, after = position[lag.before], position[lag.after]
            self.followers[before].append((after, lag.min_minutes))
            self.leaders[after].append((before, lag.min_minutes))
        self._pack(problem)
        self.horizon = sum(self.minutes) + sum(lag.min_minutes for lag in problem.lags) + 1
        self.tails = self._tails()

    def _pack(self, problem: Problem) -> None:
        shift, self.full, self.guards, places = 0, 0, 0, {}
        for item in problem.equipment:
            capacity = 1 if item.exclusive else item.capacity
            places[item.kind] = (shift, item.exclusive)
            self.full |= capacity << shift
            shift += capacity.bit_length() + 1
            self.guards |= 1 << (shift - 1)
        self.needs, self.needs_too_much = [], False
        for task in problem.tasks:
            need = 0
            for use in task.modes[0].uses:
                if use.kind not in places or not problem.equipment_by_kind[use.kind][0].takes(
                    use.load, task.setup_class
                ):
                    self.needs_too_much = True
                    continue
                place, exclusive = places[use.kind]
                need += (1 if exclusive else use.load) << place
            self.needs.append(need)

    def _tails(self) -> list[int]:
        """Longest way from each task's start to the end."""
        tails, waiting = [0] * len(self.minutes), [len(f) for f in self.followers]
        ready = [number for number, count in enumerate(waiting) if not count]
        done = 0
        while ready:
            number, done = ready.pop(), done + 1
            after = [tails[f] + lag for f, lag in self.followers[number]]
            tails[number] = self.minutes[number] + max(after, default=0)
            for leader, _ in self.leaders[number]:
                waiting[leader] -= 1
                if not waiting[leader]:
                    ready.append(leader)
        self.has_cycle = done < len(tails)
        return tails

    def improved(self, chance: random.Random) -> list[int]:
        best = self.justified(self.serial([-float(tail) for tail in self.tails]))
        current = best
        for _ in range(ROUNDS):
            if self.length(best) <= max(self.tails, default=0):
                break
            turns = [start + chance.gauss(0.0, NOISE) for start in current]
            found = self.justified(self.serial(turns))
            if self.length(found) <= self.length(current):
                current = found
            if self.length(found) < self.length(best):
                best = found
        return best

    def length(self, starts: list[int]) -> int:
        return max((s + m for s, m in zip(starts, self.minutes, strict=True)), default=0)

    def justified(self, starts: list[int]) -> list[int]:
        """To the right and back to the left, as long as it gets shorter."""
        while True:
            last = self.length(starts)
            ends = [s + m for s, m in zip(starts, self.minutes, strict=True)]
            right = self.serial([-float(end) for end in ends], backwards=True)
            mirrored = [-(s + m) for s, m in zip(right, self.minutes, strict=True)]
            left = self.serial([float(start) for start in mirrored])
            if self.length(left) >= last:
                return left if self.length(left) == last else starts
            starts = left

    def serial(self, turns: list[float], *, backwards: bool = False) -> list[int]:
        """Each task as early as it goes, in order of ``turns`` where precedence leaves a choice.

        ``backwards``: the same for the project run from its end; times count from there.
        """
        leaders = self.followers if backwards else self.leaders
        followers = self.leaders if backwards else self.followers
        free, starts = [self.full] * self.horizon, [0] * len(turns)
        earliest, waiting = [0] * len(turns), [len(one) for one in leaders]
        ready: list[tuple[float, int]] = []
        for number, count in enumerate(waiting):
            if not count:
                heappush(ready, (turns[number], number))
        while ready:
            _, number = heappop(ready)
            starts[number] = self._place(free, number, earliest[number])
            for follower, lag in followers[number]:
                end = starts[number] + self.minutes[number] + lag
                earliest[follower] = max(earliest[follower], end)
                waiting[follower] -= 1
                if not waiting[follower]:
                    heappush(ready, (turns[follower], follower))
        return starts

    def _place(self, free: list[int], number: int, begin: int) -> int:
        need, minutes, guards = self.needs[number], self.minutes[number], self.guards
        time, end = begin, begin + minutes
        while time < end:
            if ((free[time] | guards) - need) & guards != guards:
                begin = time + 1
                end = begin + minutes
            time += 1
        for time in range(begin, end):
            free[time] -= need
        return begin
