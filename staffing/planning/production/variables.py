"""The decisions of the model, and the questions rules may ask about them.

Times inside the model are cells of ``unit`` minutes. A literal is a model variable, or plain
``True``/``False`` where there is nothing to decide.
"""

from __future__ import annotations

from ortools.sat.python import cp_model

from staffing.planning.production.problem import Equipment, Mode, Problem, Task
from staffing.planning.production.windows import StartWindows

Literal = cp_model.IntVar | bool
Expression = cp_model.LinearExpr | int
Choice = tuple[str, int, str]


class Variables:
    """Starts, modes, machines and presence of every task of ``problem``.

    ``optional``: a batch may be left out (a gap); otherwise all must be made.
    """

    def __init__(self, problem: Problem, *, unit: int, optional: bool) -> None:
        self.problem, self.unit, self.optional = problem, unit, optional
        self.model = cp_model.CpModel()
        self.all: list[cp_model.IntVar] = []
        self.first_cell = -(-problem.start // unit)
        self.last_cell = problem.end // unit
        self._made = {batch.key: self._made_of(batch.key) for batch in problem.batches}
        self._mode: dict[tuple[str, int], Literal] = {}
        self._start: dict[str, cp_model.IntVar | int] = {}
        self._end: dict[str, Expression] = {}
        self._on: dict[Choice, Literal] = {}
        self._intervals: dict[tuple[str, int, int, int], cp_model.IntervalVar] = {}
        self.clean: dict[tuple[str, str], cp_model.IntVar] = {}
        self.clean_begin: dict[tuple[str, str], cp_model.IntVar] = {}
        # (machine, task, the task after it): None stands for the beginning and the end.
        self.next_on: dict[tuple[str, str | None, str | None], cp_model.IntVar] = {}
        self._windows = StartWindows(problem, whole=not optional)
        for task in problem.tasks:
            self._decide_time(task)
            for index, mode in enumerate(task.modes):
                self._decide_equipment(task, index, mode)

    # -- making -------------------------------------------------------------------------------

    def bool_var(self, name: str) -> cp_model.IntVar:
        self.all.append(self.model.new_bool_var(name))
        return self.all[-1]

    def int_var(self, low: int, high: int, name: str) -> cp_model.IntVar:
        self.all.append(self.model.new_int_var(low, high, name))
        return self.all[-1]

    def _made_of(self, batch: str) -> Literal:
        decided = any(t.key in self.problem.fixed_by_key for t in self.problem.tasks_of(batch))
        return self.bool_var(f"made {batch}") if self.optional and not decided else True

    def _decide_time(self, task: Task) -> None:
        planned = self.problem.fixed_by_key.get(task.key)
        if planned is not None:
            self._start[task.key] = planned.start // self.unit
            self._end[task.key] = planned.end // self.unit
            for index in range(len(task.modes)):
                self._mode[task.key, index] = index == planned.mode
            return
        start = self.int_var(self.first_cell, self.last_cell, f"start {task.key}")
        self._start[task.key] = start
        sizes = [mode.minutes // self.unit for mode in task.modes]
        if len(sizes) == 1:
            self._mode[task.key, 0] = self.present(task)
            self._end[task.key] = start + sizes[0]
        else:
            self._choose_mode(task, start, sizes)
        self.model.add(self._end[task.key] <= self.last_cell)

    def _choose_mode(self, task: Task, start: cp_model.IntVar, sizes: list[int]) -> None:
        literals = [self.bool_var(f"{task.key} mode {i}") for i in range(len(sizes))]
        for index, literal in enumerate(literals):
            self._mode[task.key, index] = literal
        self.model.add(sum(literals) == self.present(task))
        if len(set(sizes)) == 1:
            self._end[task.key] = start + sizes[0]
            return
        end = self.int_var(self.first_cell, self.last_cell, f"end {task.key}")
        self._end[task.key] = end
        for literal, size in zip(literals, sizes, strict=True):
            self.model.add(end == start + size).only_enforce_if(literal)

    def _decide_equipment(self, task: Task, index: int, mode: Mode) -> None:
        planned, chosen = self.problem.fixed_by_key.get(task.key), self._mode[task.key, index]
        for position, use in enumerate(mode.uses):
            machines = self.problem.equipment_by_kind.get(use.kind, ())
            if planned is not None:
                used = planned.equipment[position : position + 1]
                for item in machines:
                    on = index == planned.mode and item.key in used
                    self._on[task.key, index, item.key] = on
            elif len(machines) == 1:
                self._on[task.key, index, machines[0].key] = chosen
            else:
                self._choose_machine(task, index, machines)

    def _choose_machine(self, task: Task, index: int, machines: tuple[Equipment, ...]) -> None:
        literals = [self.bool_var(f"{task.key} on {item.key}") for item in machines]
        for item, literal in zip(machines, literals, strict=True):
            self._on[task.key, index, item.key] = literal
        chosen = self._mode[task.key, index]
        self.model.add(sum(literals) == chosen)

    # -- asking -------------------------------------------------------------------------------

    def start(self, task: str) -> cp_model.IntVar | int:
        return self._start[task]

    def end(self, task: str) -> Expression:
        return self._end[task]

    def made(self, batch: str) -> Literal:
        return self._made[batch]

    def present(self, task: Task) -> Literal:
        return True if task.batch is None else self._made[task.batch]

    def in_mode(self, task: str, mode: int) -> Literal:
        return self._mode[task, mode]

    def on(self, task: str, mode: int, machine: str) -> Literal:
        return self._on.get((task, mode, machine), False)

    def is_fixed(self, task: str) -> bool:
        return task in self.problem.fixed_by_key

    def can_follow(self, before: str, after: str) -> bool:
        """False where no plan has room for ``after`` once ``before`` has ended."""
        return self._windows.can_follow(before, after, 0)

    def interval(
        self, task: str, offset: int, minutes: int, literal: Literal
    ) -> cp_model.IntervalVar | None:
        """Cells ``offset``…``offset + minutes`` into the task, there if ``literal`` is true."""
        if literal is False or minutes == 0:
            return None
        present = -1 if literal is True else literal.index
        key = (task, offset, minutes, present)
        if key not in self._intervals:
            self._intervals[key] = self._make_interval(task, offset, minutes, literal)
        return self._intervals[key]

    def _make_interval(
        self, task: str, offset: int, minutes: int, literal: Literal
    ) -> cp_model.IntervalVar:
        begin, size = self._start[task] + offset // self.unit, minutes // self.unit
        if literal is True:
            return self.model.new_fixed_size_interval_var(begin, size, f"{task}+{offset}")
        return self.model.new_optional_fixed_size_interval_var(
            begin, size, literal, f"{task}+{offset}"
        )

    def whole(self, task: Task, mode: int, literal: Literal) -> cp_model.IntervalVar | None:
        """The whole task in ``mode`` (a fixed task: as long as it was planned)."""
        planned = self.problem.fixed_by_key.get(task.key)
        minutes = planned.end - planned.start if planned else task.modes[mode].minutes
        return self.interval(task.key, 0, minutes, literal)

    def users(self, kind: str) -> list[tuple[Task, int, int]]:
        """(task, mode, load) of everything that may use equipment of ``kind``."""
        return [
            (task, index, use.load)
            for task in self.problem.tasks
            for index, mode in enumerate(task.modes)
            for use in mode.uses
            if use.kind == kind and self._mode[task.key, index] is not False
        ]
