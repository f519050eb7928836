"""What is taken and what is free, while tasks are put on the day one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from staffing.planning.production.calendar import closed_groups, head_count
from staffing.planning.production.greedy.cells import Levels, begins, span
from staffing.planning.production.greedy.machines import Day, Fit, Lane, Shared, Stay
from staffing.planning.production.hands import decided_parts, hands_of, needed
from staffing.planning.production.problem import AttendedPart, Mode, Problem, Task, Use

State = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a task went: its first cell, its mode, and one machine for each use."""

    task: Task
    mode: int
    start: int
    machines: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return self.task.modes[self.mode].minutes


class Board:
    """Machines and hands of one day in cells of ``unit`` minutes, from now on.

    Hands are counted for groups of cooks, as the model's rule does: what fits here fits there.
    """

    def __init__(self, problem: Problem, unit: int) -> None:
        self.problem = problem
        begin = problem.start if problem.now is None else max(problem.start, problem.now)
        zero = -(-begin // unit)
        self.day = Day(unit, zero, max(0, problem.end // unit - zero))
        self._groups = self._groups_of_cooks()
        self._needs: dict[tuple[str, int], list[tuple[Levels, int]]] = {}
        self._hands = [self._hands_left(group) for group in self._groups]
        self.machines = {
            item.key: Lane(item, self.day, problem) if item.exclusive else Shared(item, self.day)
            for item in problem.equipment
        }
        self._stand_decided()

    # -- setting up -----------------------------------------------------------------------------

    def _groups_of_cooks(self) -> list[frozenset[str]]:
        problem = self.problem
        parts = [part for t in problem.tasks for mode in t.modes for part in mode.attended]
        parts += [AttendedPart(s.skill, 0, self.day.unit) for s in problem.setups if s.skill]
        kinds = {(part.skill, part.hands): part for part in parts}
        return closed_groups(group for part in kinds.values() for group in hands_of(problem, part))

    def _hands_left(self, group: frozenset[str]) -> Levels:
        day, cooks = self.day, [cook for cook in self.problem.cooks if cook.key in group]
        taken = [
            (begin, end, needed(hands, group))
            for begin, end, hands in decided_parts(self.problem, day.unit)
        ]
        limits = (day.zero, day.zero + day.size)
        peak, absent = head_count(cooks, day.unit, limits, taken)
        levels = Levels(day.size, peak)
        for begin, end, missing in absent:
            levels.take(span(begin - day.zero, end - day.zero), missing)
        return levels

    def _stand_decided(self) -> None:
        """Tasks that are decided stand where they stand."""
        day = self.day
        for planned in sorted(self.problem.fixed, key=lambda one: (one.start, one.end)):
            task = self.problem.task_by_key[planned.key]
            start, end = planned.start // day.unit - day.zero, -(-planned.end // day.unit)
            uses = task.modes[planned.mode].uses
            for use, key in zip(uses, planned.equipment, strict=False):
                stay = Stay(
                    task.key, task.setup_class, use.load, start, end - day.zero, decided=True
                )
                machine = self.machines[key]
                place = len(machine.state) if isinstance(machine, Lane) else 0
                machine.put(Fit(place, 0), stay)

    # -- asking ---------------------------------------------------------------------------------

    def starts(self, task: Task, mode: int) -> int:
        """The cells in which the task could start in this mode as things stand."""
        chosen = task.modes[mode]
        cells = self._attended(chosen)
        for use in chosen.uses:
            somewhere = 0
            for _, fit in self._fits(task, use, chosen) if cells else ():
                somewhere |= fit.cells
            cells &= somewhere
        return cells

    def _fits(self, task: Task, use: Use, mode: Mode) -> Iterator[tuple[str, Fit]]:
        length = mode.minutes // self.day.unit
        for item in self.problem.equipment_by_kind.get(use.kind, ()):
            if item.takes(use.load, task.setup_class):
                machine = self.machines[item.key]
                for fit in machine.fits(task.setup_class, use.load, length, self._one_free):
                    yield item.key, fit

    def _attended(self, mode: Mode) -> int:
        length = mode.minutes // self.day.unit
        cells = span(0, self.day.size - length + 1)
        for part in mode.attended:
            free, minutes = self._free(part.skill, part.hands), part.minutes
            cells &= begins(free, minutes // self.day.unit) >> (part.offset // self.day.unit)
        return cells

    def _one_free(self, skill: str) -> int:
        return self._free(skill, 1)

    def _free(self, skill: str, hands: int) -> int:
        cells = span(0, self.day.size)
        for levels, count in self._need(skill, hands):
            cells &= levels.at_least(count)
        return cells

    def _need(self, skill: str, hands: int) -> Sequence[tuple[Levels, int]]:
        """How many hands the skill takes of each group of cooks."""
        if (skill, hands) not in self._needs:
            wanted = hands_of(self.problem, AttendedPart(skill, 0, 1, hands))
            counts = zip(self._hands, (needed(wanted, g) for g in self._groups), strict=True)
            self._needs[skill, hands] = [(levels, count) for levels, count in counts if count]
        return self._needs[skill, hands]

    # -- putting --------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """All that changes when something is put; kept, it is all that undoing needs."""
        return tuple(one.state for one in (*self._hands, *self.machines.values()))

    @state.setter
    def state(self, state: State) -> None:
        for one, kept in zip((*self._hands, *self.machines.values()), state, strict=True):
            one.state = kept  # type: ignore[assignment]  # each gets back what it gave

    def put(self, task: Task, mode: int, start: int, wish: Sequence[str] = ()) -> Spot | None:
        """The task at this cell, on the machines wished for or those with the least cleaning.

        None where it does not fit after all; the caller then restores the state.
        """
        chosen, unit = task.modes[mode], self.day.unit
        for part in chosen.attended:
            begin = start + part.offset // unit
            cells = span(begin, begin + part.minutes // unit)
            if self._free(part.skill, part.hands) & cells != cells:
                return None
            self._take(part.skill, part.hands, cells)
        keys = [self._stand(task, use, chosen, start, wish) for use in chosen.uses]
        machines = tuple(key for key in keys if key is not None)
        return Spot(task, mode, start, machines) if len(machines) == len(keys) else None

    def _take(self, skill: str, hands: int, cells: int) -> None:
        for levels, count in self._need(skill, abs(hands)):
            levels.take(cells, count) if hands > 0 else levels.give(cells, count)

    def _stand(
        self, task: Task, use: Use, mode: Mode, start: int, wish: Sequence[str]
    ) -> str | None:
        fits = [(key, fit) for key, fit in self._fits(task, use, mode) if fit.cells >> start & 1]
        if not fits:
            return None
        key, fit = min(fits, key=lambda one: (one[0] not in wish, one[1].clean + one[1].clean_next))
        end = start + mode.minutes // self.day.unit
        machine = self.machines[key]
        stay = Stay(task.key, task.setup_class, use.load, start, end)
        for cells, hands in machine.put(fit, stay):
            self._take(machine.skill, hands, cells)
        return key
