"""What a plan says: when each task runs, on what, by whom; what is missing, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes ``[start, end)`` of a task, attended by ``cooks`` (keys, sorted)."""

    start: int
    end: int
    cooks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task with its times. ``equipment``: one key for each ``Use`` of its mode, in that order.

    A cleaning has the kind "clean", no batch, and names in ``cleans_for`` the task it precedes.
    """

    key: str
    kind: str
    start: int
    end: int
    mode: int = 0
    equipment: tuple[str, ...] = ()
    attended: tuple[Span, ...] = ()
    batch: str | None = None
    cleans_for: str | None = None

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"task {self.key} ends at {self.end}, before {self.start}")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something does not fit: a stable code and its facts, for the caller to put in words.

    The codes and their facts are listed in ``explain``.
    """

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """``missing`` portions of ``dish`` that are not made: the whole of one ``batch``."""

    dish: str
    batch: str
    missing: int
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldBatch:
    """Minutes between the end of cooking and eating, for one batch at one site."""

    batch: str
    site: str
    cook_end: int
    eat_at: int
    minutes: int
    limit: int


@dataclass(frozen=True)
class Solution:
    """A plan: the tasks in order of start (cleaning among them), the gaps, the holds."""

    tasks: tuple[PlannedTask, ...]
    gaps: tuple[Gap, ...] = ()
    holds: tuple[HeldBatch, ...] = ()

    @cached_property
    def task_by_key(self) -> dict[str, PlannedTask]:
        return {task.key: task for task in self.tasks}

    @property
    def cleanings(self) -> tuple[PlannedTask, ...]:
        return tuple(task for task in self.tasks if task.cleans_for is not None)
