"""Reads public scheduling instances (RCPSP ``.rcp`` and ``.sm``, flexible job shops) as problems.

Translation only: an activity is a task, a renewable resource is shared equipment, a machine is
exclusive equipment of its own kind, and each machine an operation may use is a mode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from staffing.planning.production import Equipment, Lag, Mode, Problem, Task, Use
from staffing.planning.production.problem import MAKESPAN_LAYERS
from tests.benchmarks.rows import BadInput, Fault, read_text


@dataclass(frozen=True)
class Activity:
    """An activity of a project: minutes, what it draws from each resource, who follows (from 0)."""

    minutes: int
    draws: list[int]
    followers: list[int]


class Numbers:
    """The whole numbers of a file, taken one after the other; a lack of them names its line."""

    def __init__(self, file: str, text: str, first_line: int = 1) -> None:
        self.file, self.next = file, 0
        self.found = [
            (token, number)
            for number, line in enumerate(text.splitlines(), first_line)
            for token in line.split()
        ]

    def take(self) -> int:
        if self.next >= len(self.found):
            last = self.found[-1][1] if self.found else 1
            raise BadInput([Fault(self.file, last, "ends too early")])
        token, line = self.found[self.next]
        self.next += 1
        try:
            value = int(float(token))
        except ValueError as error:
            raise BadInput([Fault(self.file, line, f"{token!r} is not a number")]) from error
        if value < 0:
            raise BadInput([Fault(self.file, line, f"{token} is below zero")])
        return value

    def many(self, count: int) -> list[int]:
        return [self.take() for _ in range(count)]


def is_job_shop(file: str) -> bool:
    return not file.endswith((".rcp", ".sm"))


def read_problem(file: str) -> Problem:
    """The instance in ``file``; raises BadInput where it cannot be read."""
    text = read_text(file)
    try:
        if is_job_shop(file):
            return job_shop(Numbers(file, text))
        return project(*(_psplib(file, text) if file.endswith(".sm") else _patterson(file, text)))
    except (ValueError, IndexError) as error:
        raise BadInput([Fault(file, 1, f"is not a project: {error}")]) from error


def _patterson(file: str, text: str) -> tuple[list[int], list[Activity]]:
    numbers = Numbers(file, text)
    count, resources = numbers.take(), numbers.take()
    capacities = numbers.many(resources)
    activities = []
    for _ in range(count):
        minutes, draws = numbers.take(), numbers.many(resources)
        followers = [follower - 1 for follower in numbers.many(numbers.take())]
        activities.append(Activity(minutes, draws, followers))
    return capacities, activities


def _psplib(file: str, text: str) -> tuple[list[int], list[Activity]]:
    followers = {
        row[0]: [follower - 1 for follower in row[3:]]
        for row in _section(file, text, "PRECEDENCE RELATIONS")
    }
    demands = _section(file, text, "REQUESTS/DURATIONS")
    capacities = _section(file, text, "RESOURCEAVAILABILITIES")[0]
    return capacities, [Activity(row[2], row[3:], followers[row[0]]) for row in demands]


def _section(file: str, text: str, title: str) -> list[list[int]]:
    """The rows of numbers below ``title``, up to the next line of stars."""
    if title not in text:
        raise BadInput([Fault(file, 1, f"has no section {title!r}")])
    body = text.split(title, 1)[1].split("***", 1)[0].splitlines()
    rows = [line.split() for line in body if re.fullmatch(r"[\d\s]+", line) and line.strip()]
    if not rows:
        raise BadInput([Fault(file, 1, f"section {title!r} is empty")])
    return [[int(token) for token in row] for row in rows]


def project(capacities: list[int], activities: list[Activity]) -> Problem:
    """A project whose makespan is to be least; tasks are named by the file's numbering."""
    kinds = [f"R{number}" for number in range(1, len(capacities) + 1)]
    tasks = [
        Task(
            str(number),
            "activity",
            (
                Mode(
                    one.minutes,
                    tuple(Use(k, d) for k, d in zip(kinds, one.draws, strict=True) if d),
                ),
            ),
        )
        for number, one in enumerate(activities, 1)
    ]
    lags = [
        Lag(str(number), str(follower + 1))
        for number, one in enumerate(activities, 1)
        for follower in one.followers
    ]
    shared = tuple(
        Equipment(kind, kind, capacity, exclusive=False)
        for kind, capacity in zip(kinds, capacities, strict=True)
    )
    horizon = max(1, sum(one.minutes for one in activities))
    return Problem(0, horizon, tuple(tasks), tuple(lags), shared, layers=MAKESPAN_LAYERS)


def job_shop(numbers: Numbers) -> Problem:
    """A flexible job shop; operation o of job j is the task "j,o" (from 0)."""
    jobs, machines = numbers.take(), numbers.take()
    numbers.take()  # average flexibility: says nothing that the rows do not
    tasks: list[Task] = []
    lags: list[Lag] = []
    for job in range(jobs):
        keys = [f"{job},{operation}" for operation in range(numbers.take())]
        for key in keys:
            choices = [numbers.many(2) for _ in range(numbers.take())]
            modes = tuple(Mode(minutes, (Use(f"M{m}"),)) for m, minutes in choices)
            tasks.append(Task(key, "operation", modes))
        lags += [Lag(before, after) for before, after in pairwise(keys)]
    shop = tuple(Equipment(f"M{number}", f"M{number}") for number in range(1, machines + 1))
    horizon = max(1, sum(max(mode.minutes for mode in task.modes) for task in tasks))
    return Problem(0, horizon, tuple(tasks), tuple(lags), shop, layers=MAKESPAN_LAYERS)
