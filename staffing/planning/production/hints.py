"""Tells the solver where to begin: every decision of a known plan, the order on machines too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from ortools.sat.python import cp_model

from staffing.planning.production.problem import Problem, Task
from staffing.planning.production.rules.equipment import interchangeable
from staffing.planning.production.solution import PlannedTask
from staffing.planning.production.variables import Variables

Plan = Mapping[str, PlannedTask]


def relabelled(variables: Variables, plan: Plan) -> dict[str, PlannedTask]:
    """The same plan with equal machines in the order in which the model fills them."""
    names: dict[str, str] = {}
    for kind, machines in variables.problem.equipment_by_kind.items():
        if len(machines) < 2 or not interchangeable(variables, kind, machines):
            continue
        own = {item.key for item in machines}
        used = [key for task, _, _ in variables.users(kind) if task.key in plan
                for key in plan[task.key].equipment if key in own]  # fmt: skip
        order = [*dict.fromkeys(used), *sorted(own - set(used))]
        names |= dict(zip(order, (item.key for item in machines), strict=True))
    return {
        key: replace(planned, equipment=tuple(names.get(item, item) for item in planned.equipment))
        for key, planned in plan.items()
    }


class Hints:
    """Writes the hints of one plan into one model."""

    def __init__(self, variables: Variables, plan: Plan) -> None:
        self.variables, self.model, self.plan = variables, variables.model, plan
        self.problem: Problem = variables.problem

    def write(self) -> None:
        self.model.clear_hints()
        for task in self.problem.tasks:
            planned = self.plan.get(task.key)
            if planned is not None and not self.variables.is_fixed(task.key):
                self._hint_task(task, planned)
        for batch in self.problem.batches:
            tasks = self.problem.tasks_of(batch.key)
            self._set(self.variables.made(batch.key), all(task.key in self.plan for task in tasks))
        if self.variables.next_on:
            self._hint_orders()

    def _set(self, literal: object, value: bool | int) -> None:
        if isinstance(literal, cp_model.IntVar):
            self.model.add_hint(literal, value)

    def _hint_task(self, task: Task, planned: PlannedTask) -> None:
        self._set(self.variables.start(task.key), planned.start // self.variables.unit)
        for index, mode in enumerate(task.modes):
            if len(task.modes) > 1:
                self._set(self.variables.in_mode(task.key, index), index == planned.mode)
            for use in mode.uses:
                machines = self.problem.equipment_by_kind.get(use.kind, ())
                for item in machines if len(machines) > 1 else ():
                    on = index == planned.mode and item.key in planned.equipment
                    self._set(self.variables.on(task.key, index, item.key), on)

    def _hint_orders(self) -> None:
        follow: set[tuple[str, str | None, str | None]] = set()
        cleaned = {}
        rows: dict[str, list[PlannedTask]] = {item.key: [] for item in self.problem.equipment}
        for planned in self.plan.values():
            for key in (key for key in planned.equipment if key in rows):
                if planned.cleans_for is not None:
                    kind = self.problem.equipment_by_key[key].kind
                    cleaned[planned.cleans_for, kind] = planned.end - planned.start
                elif planned.key in self.problem.task_by_key:
                    rows[key].append(planned)
        for machine, row in rows.items():
            row.sort(key=lambda planned: (planned.start, planned.end))
            tour = [None, *(planned.key for planned in row), None]
            follow |= {(machine, before, after) for before, after in pairwise(tour)}
        for arc, literal in self.variables.next_on.items():
            self._set(literal, arc in follow)
        for (key, kind), variable in self.variables.clean.items():
            if key in self.plan:
                minutes = cleaned.get((key, kind), 0)
                self._set(variable, minutes // self.variables.unit)
                begin = (self.plan[key].start - minutes) // self.variables.unit
                self._set(self.variables.clean_begin[key, kind], begin)
