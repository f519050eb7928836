"""One machine's day while a plan is being put together: what stands on it, and when it is free."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from staffing.planning.production.calendar import on_grid
from staffing.planning.production.greedy.cells import Levels, begins, span
from staffing.planning.production.problem import Equipment, Problem

Free = Callable[[str], int]  # the cells in which one more cook of the skill is free
Moved = tuple[int, int]  # (cells, so many hands more or less for cleaning)


@dataclass(frozen=True, slots=True)
class Stay:
    """A task on a machine, in cells; ``clean`` cells of cleaning come directly before it."""

    task: str
    setup_class: str
    load: int
    start: int
    end: int
    clean: int = 0
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """Start cells at one place in a machine's row, the cleaning before it and after it."""

    place: int
    cells: int
    clean: int = 0
    clean_next: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """The planned hours: ``size`` cells of ``unit`` minutes, the first one being ``zero``."""

    unit: int
    zero: int
    size: int

    def open_cells(self, item: Equipment) -> int:
        if not item.windows:
            return span(0, self.size)
        cells = 0
        for window in on_grid(item.windows, self.unit):
            cells |= span(window.start - self.zero, min(self.size, window.end - self.zero))
        return cells


class Shared:
    """A place for many: loads add up."""

    skill = ""

    def __init__(self, item: Equipment, day: Day) -> None:
        self.levels = Levels(day.size, item.capacity)
        self.levels.take(span(0, day.size) & ~day.open_cells(item), item.capacity)

    @property
    def state(self) -> tuple[int, ...]:
        return self.levels.state

    @state.setter
    def state(self, state: tuple[int, ...]) -> None:
        self.levels.state = state

    def fits(self, setup_class: str, load: int, length: int, free: Free) -> Iterator[Fit]:
        yield Fit(0, begins(self.levels.at_least(load), length))

    def put(self, fit: Fit, stay: Stay) -> list[Moved]:
        self.levels.take(span(stay.start, stay.end), stay.load)
        return []


class Lane:
    """An exclusive machine; ``state``, the row of what stands on it, is replaced, never changed."""

    def __init__(self, item: Equipment, day: Day, problem: Problem) -> None:
        self.initial, self.size, self.open = item.state, day.size, day.open_cells(item)
        setups = [setup for setup in problem.setups if setup.kind == item.kind]
        self.skill = setups[0].skill if setups else ""
        self._cells = {(s.from_class, s.to_class): s.minutes // day.unit for s in setups}
        self.state: tuple[Stay, ...] = ()

    def fits(self, setup_class: str, load: int, length: int, free: Free) -> Iterator[Fit]:
        """Every place in the row where the task could start."""
        whole = begins(self.open, length)
        for place in range(len(self.state) + 1):
            room, clean, clean_next = self._room(place, setup_class, length)
            cells = room & whole
            if cells and clean:
                cells &= begins(self._cleanable(free), clean) << clean
            if cells:
                fit = Fit(place, cells, clean, clean_next)
                if self._next_can_be_cleaned(fit, free):
                    yield fit

    def _room(self, place: int, setup_class: str, length: int) -> tuple[int, int, int]:
        """Start cells between its neighbours, the cleaning before it and after it."""
        before = self.state[place - 1] if place else None
        after = self.state[place] if place < len(self.state) else None
        came = before.setup_class if before else self.initial
        clean, follows, last = self._cells.get((came, setup_class), 0), 0, self.size
        if after is not None:
            if not after.decided:
                follows = self._cells.get((setup_class, after.setup_class), 0)
            last = after.start - follows
        first = max(0, before.end if before else 0) + clean
        return span(first, last - length + 1), clean, follows

    def _cleanable(self, free: Free) -> int:
        return self.open & free(self.skill) if self.skill else self.open

    def _next_can_be_cleaned(self, fit: Fit, free: Free) -> bool:
        if fit.place == len(self.state):
            return True
        after = self.state[fit.place]
        more = span(after.start - fit.clean_next, after.start - after.clean)
        return not more or self._cleanable(free) & more == more

    def put(self, fit: Fit, stay: Stay) -> list[Moved]:
        """Puts the task in the row; tells how the hands for cleaning change by it."""
        moved = [(span(stay.start - fit.clean, stay.start), 1)]
        rest = list(self.state[fit.place :])
        if rest and rest[0].clean != fit.clean_next:
            after, more = rest[0], fit.clean_next > rest[0].clean
            low, high = sorted((after.clean, fit.clean_next))
            moved.append((span(after.start - high, after.start - low), 1 if more else -1))
            rest[0] = replace(after, clean=fit.clean_next)
        self.state = (*self.state[: fit.place], replace(stay, clean=fit.clean), *rest)
        return moved if self.skill else []
