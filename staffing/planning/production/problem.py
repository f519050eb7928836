"""What is to be planned: tasks, equipment, cooks, batches and the rules' figures of one day.

Every time is a whole number of elapsed minutes from local midnight of the planned day (a task of
the day before has negative times); portions are counts, reference portions hundredths, loads are
in the equipment's own unit. Every dataclass is frozen and raises ValueError on nonsense, so a
``Problem`` that exists can be planned, or proven impossible.

The same classes carry a kitchen day (``layers=KITCHEN_LAYERS``) and any project of tasks with
modes on scarce resources (``layers=("makespan",)``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from staffing.planning.production.demand import (
    Batch,
    DemandLine,
    Hold,
    require,
)
from staffing.planning.production.solution import PlannedTask

KITCHEN_LAYERS = ("shortfall", "margin", "hold", "cleaning")
MAKESPAN_LAYERS = ("makespan",)
KNOWN_LAYERS = (*KITCHEN_LAYERS, "makespan", "changes")
CLEAN = "clean"
DAY = 24 * 60


def _require_unique(keys: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for key in keys:
        require(bool(key), f"{what} without a key")
        require(key not in seen, f"two {what}s have the key {key!r}")
        seen.add(key)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Minutes ``[start, end)``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        require(self.start < self.end, f"window {self.start}–{self.end} is empty")


@dataclass(frozen=True, slots=True)
class AttendedPart:
    """``hands`` cooks of ``skill`` are bound for ``minutes``, ``offset`` minutes into the task.

    One of the hands is a cook who has the skill; the others may be learning it. An ``unbroken``
    part stays with the cooks who began it.
    """

    skill: str
    offset: int
    minutes: int
    hands: int = 1
    unbroken: bool = False

    def __post_init__(self) -> None:
        require(bool(self.skill), "an attended part names no skill")
        require(self.offset >= 0, f"attended part begins {self.offset} minutes into the task")
        require(self.minutes > 0, f"attended part of {self.minutes} minutes")
        require(self.hands > 0, f"attended part with {self.hands} hands")


@dataclass(frozen=True, slots=True)
class Use:
    """One piece of equipment of ``kind`` is used, filled with ``load`` (its own unit)."""

    kind: str
    load: int = 1

    def __post_init__(self) -> None:
        require(self.load >= 0, f"load {self.load} on {self.kind}")


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do a task: how long, on what, with whom."""

    minutes: int
    uses: tuple[Use, ...] = ()
    attended: tuple[AttendedPart, ...] = ()

    def __post_init__(self) -> None:
        require(self.minutes >= 0, f"task of {self.minutes} minutes")
        require(len({use.kind for use in self.uses}) == len(self.uses), "one kind used twice")
        for part in self.attended:
            last = part.offset + part.minutes
            require(last <= self.minutes, f"attended until {last} in a task of {self.minutes}")


@dataclass(frozen=True, slots=True)
class Task:
    """One step of a batch, dated.

    ``earliest`` start and ``latest`` end are in minutes. ``setup_class`` decides the cleaning
    before and after it (``Setup``). ``burdens`` ("lifting", "hot", "washing" …) are shared
    evenly among the cooks.
    """

    key: str
    kind: str
    modes: tuple[Mode, ...]
    batch: str | None = None
    step: str = ""
    setup_class: str = ""
    earliest: int | None = None
    latest: int | None = None
    burdens: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(bool(self.modes), f"task {self.key} has no mode")
        require(self.kind != CLEAN, f"task {self.key}: cleaning is planned, never asked for")

    @property
    def skill(self) -> str | None:
        """The skill of its first attended part, or None where nobody attends."""
        return next((part.skill for mode in self.modes for part in mode.attended), None)


@dataclass(frozen=True, slots=True)
class Lag:
    """``after`` starts at least ``min_minutes``, at most ``max_minutes`` after ``before`` ends."""

    before: str
    after: str
    min_minutes: int = 0
    max_minutes: int | None = None

    def __post_init__(self) -> None:
        require(self.before != self.after, f"task {self.before} follows itself")
        if self.max_minutes is not None:
            require(
                self.min_minutes <= self.max_minutes,
                f"lag {self.before} → {self.after}: {self.min_minutes} > {self.max_minutes}",
            )


@dataclass(frozen=True, slots=True)
class Equipment:
    """A vessel, machine or place. ``exclusive``: one task at a time; otherwise loads add up.

    ``windows``: when it may be used (empty: always). ``state``: the set-up class it begins with
    (empty: clean). ``refuses``: set-up classes that may never come near it.
    """

    key: str
    kind: str
    capacity: int = 1
    exclusive: bool = True
    windows: tuple[Window, ...] = ()
    state: str = ""
    refuses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(self.capacity >= 0, f"equipment {self.key} has capacity {self.capacity}")
        for earlier, later in zip(self.windows, self.windows[1:], strict=False):
            require(earlier.end <= later.start, f"equipment {self.key}: windows out of turn")

    def takes(self, load: int, setup_class: str) -> bool:
        return load <= self.capacity and (not setup_class or setup_class not in self.refuses)


@dataclass(frozen=True, slots=True)
class Setup:
    """Cleaning of exclusive equipment between two set-up classes, directly before the later task.

    ``skill`` binds one cook for it; empty: nobody (a machine's own programme).
    """

    kind: str
    from_class: str
    to_class: str
    minutes: int
    skill: str = ""

    def __post_init__(self) -> None:
        require(self.minutes > 0, f"cleaning {self.from_class} → {self.to_class} takes no time")


@dataclass(frozen=True, slots=True)
class Cook:
    """A cook at work that day; ``learning`` skills count only beside a cook who has them."""

    key: str
    skills: tuple[str, ...]
    start: int
    end: int
    breaks: tuple[Window, ...] = ()
    learning: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(self.start < self.end, f"cook {self.key} works {self.start}–{self.end}")
        for pause in self.breaks:
            inside = self.start <= pause.start and pause.end <= self.end
            require(inside, f"cook {self.key}: a break outside her shift")

    def free_windows(self) -> tuple[Window, ...]:
        """Her shift without the breaks."""
        windows, begin = [], self.start
        for pause in sorted(self.breaks):
            if begin < pause.start:
                windows.append(Window(begin, pause.start))
            begin = max(begin, pause.end)
        if begin < self.end:
            windows.append(Window(begin, self.end))
        return tuple(windows)


@dataclass(frozen=True, slots=True)
class Margins:
    """Minutes of slack the plan tries to keep before a hold limit and before a departure."""

    hold: int = 15
    departure: int = 5


@dataclass(frozen=True)
class Problem:
    """One day to plan. ``start``–``end`` is the horizon of what is still free to be moved.

    ``grid``: free tasks start on whole multiples of it, and every duration is one. ``fixed``:
    tasks that are decided (earlier days, started), outside the rules of time. ``now``: nothing
    that is free starts before it. ``idle_minutes``: how long a cook may stand without work while
    all the others there work, before it counts (None: it never does).
    """

    start: int
    end: int
    tasks: tuple[Task, ...]
    lags: tuple[Lag, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    setups: tuple[Setup, ...] = ()
    cooks: tuple[Cook, ...] = ()
    batches: tuple[Batch, ...] = ()
    holds: tuple[Hold, ...] = ()
    demand: tuple[DemandLine, ...] = ()
    fixed: tuple[PlannedTask, ...] = ()
    margins: Margins = Margins()
    grid: int = 1
    now: int | None = None
    layers: tuple[str, ...] = KITCHEN_LAYERS
    idle_minutes: int | None = None

    def __post_init__(self) -> None:
        require(self.start < self.end, f"horizon {self.start}–{self.end} is empty")
        require(self.grid > 0, f"grid of {self.grid} minutes")
        require((self.idle_minutes or 0) >= 0, f"idle for {self.idle_minutes} minutes")
        for name in self.layers:
            require(name in KNOWN_LAYERS, f"unknown layer {name!r}")
        _require_unique((task.key for task in self.tasks), "task")
        _require_unique((item.key for item in self.equipment), "piece of equipment")
        _require_unique((cook.key for cook in self.cooks), "cook")
        _require_unique((batch.key for batch in self.batches), "batch")
        _require_unique((planned.key for planned in self.fixed), "fixed task")
        self._check_references()
        self._check_grid()
        self._check_kinds()

    def _check_references(self) -> None:
        tasks, batches = self.task_by_key, self.batch_by_key
        for task in self.tasks:
            known = task.batch is None or task.batch in batches
            require(known, f"task {task.key} belongs to the unknown batch {task.batch}")
        for lag in self.lags:
            for key in (lag.before, lag.after):
                require(key in tasks, f"lag names the unknown task {key}")
        for hold in self.holds:
            require(hold.batch in batches, f"hold of the unknown batch {hold.batch}")
            for key in (hold.cook_task, hold.pack_task):
                known = key in tasks and tasks[key].batch == hold.batch
                require(known, f"hold of batch {hold.batch} names {key}, not a task of it")
        for planned in self.fixed:
            require(planned.key in tasks, f"fixed task {planned.key} is unknown")
            count = len(tasks[planned.key].modes)
            require(planned.mode < count, f"fixed task {planned.key} has no mode {planned.mode}")

    def _check_grid(self) -> None:
        for task in self.tasks:
            for mode in task.modes:
                times = [mode.minutes]
                times += [time for part in mode.attended for time in (part.offset, part.minutes)]
                on_grid = all(time % self.grid == 0 for time in times)
                require(on_grid, f"task {task.key} is not in steps of {self.grid} minutes")
        skills: dict[str, str] = {}
        for setup in self.setups:
            same = skills.setdefault(setup.kind, setup.skill) == setup.skill
            require(same, f"cleaning of {setup.kind} asks for two skills")
            require(setup.minutes % self.grid == 0, f"cleaning of {setup.minutes} minutes")

    def _check_kinds(self) -> None:
        for kind in {item.kind for item in self.equipment}:
            exclusive = {item.exclusive for item in self.equipment if item.kind == kind}
            require(len(exclusive) == 1, f"equipment of kind {kind} is part exclusive, part not")

    @cached_property
    def task_by_key(self) -> dict[str, Task]:
        return {task.key: task for task in self.tasks}

    @cached_property
    def batch_by_key(self) -> dict[str, Batch]:
        return {batch.key: batch for batch in self.batches}

    @cached_property
    def fixed_by_key(self) -> dict[str, PlannedTask]:
        return {planned.key: planned for planned in self.fixed}

    @cached_property
    def equipment_by_key(self) -> dict[str, Equipment]:
        return {item.key: item for item in self.equipment}

    @cached_property
    def equipment_by_kind(self) -> dict[str, tuple[Equipment, ...]]:
        kinds = dict.fromkeys(item.kind for item in self.equipment)
        return {k: tuple(item for item in self.equipment if item.kind == k) for k in kinds}

    @cached_property
    def cook_by_key(self) -> dict[str, Cook]:
        return {cook.key: cook for cook in self.cooks}

    @cached_property
    def setup_by_classes(self) -> dict[tuple[str, str, str], Setup]:
        return {(s.kind, s.from_class, s.to_class): s for s in self.setups}

    def tasks_of(self, batch: str) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.batch == batch)
