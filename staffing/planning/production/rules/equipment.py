"""Rules of equipment: what fits in, one thing at a time, only while it may be used."""

from __future__ import annotations

from ortools.sat.python import cp_model

from staffing.planning.production.calendar import blocked, on_grid
from staffing.planning.production.problem import Equipment
from staffing.planning.production.variables import Literal, Variables


class VesselFits:
    """A task goes only where its load fits and its kind of food is allowed."""

    name = "vessel_fits"

    def apply(self, variables: Variables) -> None:
        for kind in variables.problem.equipment_by_kind:
            for task, mode, load in variables.users(kind):
                if variables.is_fixed(task.key):
                    continue
                for item in variables.problem.equipment_by_kind[kind]:
                    if not item.takes(load, task.setup_class):
                        variables.model.add(variables.on(task.key, mode, item.key) == 0)


class OneTaskAtATime:
    """Exclusive equipment holds one task at a time.

    Beside the rule itself, two redundant helps: the tasks of a kind together never exceed its
    machines, and equal machines are filled in order.
    """

    name = "one_task_at_a_time"

    def apply(self, variables: Variables) -> None:
        for kind, machines in variables.problem.equipment_by_kind.items():
            if not machines[0].exclusive:
                continue
            for item in machines:
                variables.model.add_no_overlap(intervals_on(variables, item))
            if len(machines) > 1:
                self._help(variables, kind, machines)

    def _help(self, variables: Variables, kind: str, machines: tuple[Equipment, ...]) -> None:
        users = variables.users(kind)
        intervals = [
            variables.whole(task, mode, variables.in_mode(task.key, mode))
            for task, mode, _ in users
        ]
        present = [interval for interval in intervals if interval is not None]
        variables.model.add_cumulative(present, [1] * len(present), len(machines))
        if interchangeable(variables, kind, machines):
            for position, (task, mode, _) in enumerate(users[: len(machines)]):
                for item in machines[position + 1 :]:
                    variables.model.add(variables.on(task.key, mode, item.key) == 0)


def interchangeable(variables: Variables, kind: str, machines: tuple[Equipment, ...]) -> bool:
    """Whether swapping two machines of ``kind`` changes nothing.

    In a plan that is being revised it does: each task that changes its machine is a change.
    """
    if "changes" in variables.problem.layers:
        return False
    first = machines[0]
    alike = all(
        (item.capacity, item.windows, item.state, item.refuses)
        == (first.capacity, first.windows, first.state, first.refuses)
        for item in machines
    )
    users = variables.users(kind)
    return alike and not any(
        variables.is_fixed(task.key) or len(task.modes) > 1 for task, _, _ in users
    )


def intervals_on(variables: Variables, item: Equipment) -> list[cp_model.IntervalVar]:
    """The tasks that may stand on ``item``, each there if it does."""
    intervals = [
        variables.whole(task, mode, variables.on(task.key, mode, item.key))
        for task, mode, _ in variables.users(item.kind)
    ]
    return [interval for interval in intervals if interval is not None]


class SharedCapacity:
    """Loads on shared equipment never add up to more than it holds."""

    name = "shared_capacity"

    def apply(self, variables: Variables) -> None:
        for kind, machines in variables.problem.equipment_by_kind.items():
            if machines[0].exclusive:
                continue
            for item in machines:
                self._limit(variables, kind, item)

    def _limit(self, variables: Variables, kind: str, item: Equipment) -> None:
        intervals, loads = [], []
        for task, mode, load in variables.users(kind):
            on = variables.on(task.key, mode, item.key)
            interval = variables.whole(task, mode, on) if load else None
            if interval is not None:
                intervals.append(interval)
                loads.append(load)
        variables.model.add_cumulative(intervals, loads, item.capacity)


class OpenEquipment:
    """Equipment is used, and cleaned, only within its windows."""

    name = "open_equipment"

    def apply(self, variables: Variables) -> None:
        for item in variables.problem.equipment:
            if item.windows:
                self._keep_inside(variables, item)

    def _keep_inside(self, variables: Variables, item: Equipment) -> None:
        model, first, last = variables.model, variables.first_cell, variables.last_cell
        closed = [
            model.new_fixed_size_interval_var(gap.start, gap.end - gap.start, f"{item.key} closed")
            for gap in blocked(on_grid(item.windows, variables.unit), first, last)
        ]
        for task, mode, _ in variables.users(item.kind):
            on = variables.on(task.key, mode, item.key)
            if on is False or variables.is_fixed(task.key):
                continue
            parts = [variables.whole(task, mode, on), _cleaning_on(variables, task.key, item, on)]
            for part in (part for part in parts if part is not None):
                for gap in closed:
                    model.add_no_overlap([part, gap])


def _cleaning_on(
    variables: Variables, task: str, item: Equipment, on: Literal
) -> cp_model.IntervalVar | None:
    clean = variables.clean.get((task, item.kind))
    if clean is None:
        return None
    begin, start = variables.clean_begin[task, item.kind], variables.start(task)
    name = f"cleaning for {task} on {item.key}"
    return variables.model.new_optional_interval_var(begin, clean, start, on, name)
