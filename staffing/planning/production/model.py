"""Builds the timetable model: variables, rules, layers, hints; and reads plans back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from staffing.planning.production import objective
from staffing.planning.production.hints import Hints
from staffing.planning.production.problem import CLEAN, Problem, Task
from staffing.planning.production.rules import RULES, Rule
from staffing.planning.production.solution import PlannedTask
from staffing.planning.production.variables import Expression, Variables

Timetable = dict[str, PlannedTask]


def unit_of(problem: Problem) -> int:
    """The grid, unless something decided stands off it: then single minutes."""
    times = [time for planned in problem.fixed for time in (planned.start, planned.end)]
    return problem.grid if all(time % problem.grid == 0 for time in times) else 1


class TimetableModel:
    """One CP-SAT model of ``problem``; ``previous`` is what ``changes`` are counted against."""

    def __init__(
        self,
        problem: Problem,
        *,
        optional: bool,
        rules: Sequence[Rule] = RULES,
        previous: Mapping[str, PlannedTask] | None = None,
        forbidden: Sequence[Mapping[str, PlannedTask]] = (),
    ) -> None:
        self.problem, self.forbidden = problem, tuple(forbidden)
        self.variables = Variables(problem, unit=unit_of(problem), optional=optional)
        self.model = self.variables.model
        self.previous = dict(previous or {})
        self._layers: dict[str, Expression] = {}
        for rule in rules:
            rule.apply(self.variables)
        for together in self.forbidden:
            self._forbid(together)

    def layer(self, name: str) -> Expression:
        """The layer's value as an expression, in its own unit."""
        if name not in self._layers:
            if name == "changes":
                self._layers[name] = objective.changes(self.variables, self.previous)
            else:
                self._layers[name] = objective.LAYERS[name](self.variables)
        return self._layers[name]

    def hint(self, plan: Mapping[str, PlannedTask]) -> None:
        """Begin the search near ``plan``; what it leaves open the solver fills in."""
        Hints(self.variables, plan).write()

    def hint_all(self, solver: cp_model.CpSolver) -> None:
        """Begin the next search exactly where the last one ended."""
        self.model.clear_hints()
        for variable, value in zip(self.variables.all, self._values(solver), strict=True):
            self.model.add_hint(variable, value)

    def _values(self, solver: cp_model.CpSolver) -> list[int]:
        return [solver.value(variable) for variable in self.variables.all]

    def settle_equipment(self, plan: Mapping[str, PlannedTask]) -> None:
        """From here on, what stands on equipment stays where ``plan`` has it."""
        for task in self.problem.tasks:
            planned = plan.get(task.key)
            if planned is None or not planned.equipment or self.variables.is_fixed(task.key):
                continue
            self.model.add(self.variables.start(task.key) == planned.start // self.variables.unit)
            for machine in planned.equipment:
                self.model.add(self.variables.on(task.key, planned.mode, machine) == 1)

    def _forbid(self, together: Mapping[str, PlannedTask]) -> None:
        """Never have all of these tasks begin when they do here."""
        tasks = self.problem.task_by_key
        moved: list[cp_model.LiteralT] = []
        for key, planned in together.items():
            key = planned.cleans_for or key
            if self.variables.is_fixed(key):
                continue
            literal = self.variables.bool_var(f"{key} moved")
            start, was = self.variables.start(key), planned.start // self.variables.unit
            self.model.add(start != was).only_enforce_if(literal)
            made = self.variables.present(tasks[key])
            moved += [literal] if made is True else [literal, ~made]
        self.model.add_bool_or(moved)

    def read(self, solver: cp_model.CpSolver) -> Timetable:
        """The tasks that are done, with times and equipment, cleaning among them."""
        plan: Timetable = {}
        for task in self.problem.tasks:
            if solver.boolean_value(self.variables.present(task)):
                plan[task.key] = self._read_task(solver, task)
        for (key, kind), minutes in self.variables.clean.items():
            cleaning = solver.value(minutes) * self.variables.unit
            if cleaning and key in plan:
                plan_key = f"{CLEAN}-{key}-{kind}"
                plan[plan_key] = self._cleaning(plan[key], kind, plan_key, cleaning)
        return plan

    def _read_task(self, solver: cp_model.CpSolver, task: Task) -> PlannedTask:
        planned = self.problem.fixed_by_key.get(task.key)
        if planned is not None:
            return planned
        mode = next(
            index
            for index in range(len(task.modes))
            if solver.boolean_value(self.variables.in_mode(task.key, index))
        )
        start = solver.value(self.variables.start(task.key)) * self.variables.unit
        equipment = tuple(
            self._machine(solver, task.key, mode, use.kind) for use in task.modes[mode].uses
        )
        end = start + task.modes[mode].minutes
        return PlannedTask(task.key, task.kind, start, end, mode, equipment, batch=task.batch)

    def _machine(self, solver: cp_model.CpSolver, task: str, mode: int, kind: str) -> str:
        machines = self.problem.equipment_by_kind[kind]
        return next(
            item.key
            for item in machines
            if solver.boolean_value(self.variables.on(task, mode, item.key))
        )

    def _cleaning(self, after: PlannedTask, kind: str, key: str, minutes: int) -> PlannedTask:
        used = (self.problem.equipment_by_key[item] for item in after.equipment)
        machine = next(item.key for item in used if item.kind == kind)
        return PlannedTask(
            key, CLEAN, after.start - minutes, after.start, 0, (machine,), cleans_for=after.key
        )
