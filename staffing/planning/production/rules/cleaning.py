"""Cleaning between batches that may not meet: a tour through the tasks of each machine."""

from __future__ import annotations

from ortools.sat.python import cp_model

from staffing.planning.production.problem import Equipment
from staffing.planning.production.variables import Literal, Variables

Amounts = dict[tuple[str, str], list[cp_model.LinearExprT]]


class CleanBetween:
    """Between two batches on a machine there is time for the cleaning their classes ask for.

    ``variables.clean[task, kind]`` is the cleaning directly before the task, in cells.
    """

    name = "clean_between"

    def apply(self, variables: Variables) -> None:
        amounts: Amounts = {}
        for kind, machines in variables.problem.equipment_by_kind.items():
            if not self._matters(variables, kind):
                continue
            for item in machines:
                self._tour(variables, item, amounts)
        longest = max((s.minutes for s in variables.problem.setups), default=0) // variables.unit
        for (task, kind), terms in amounts.items():
            clean = variables.int_var(0, longest, f"cleaning for {task}")
            begin = variables.int_var(
                earliest_cell(variables), variables.last_cell, f"cleaning begins for {task}"
            )
            variables.model.add(clean == sum(terms))
            variables.model.add(begin + clean == variables.start(task))
            variables.clean[task, kind], variables.clean_begin[task, kind] = clean, begin

    def _matters(self, variables: Variables, kind: str) -> bool:
        users = variables.users(kind)
        classes = {task.setup_class for task, _, _ in users}
        states = {item.state for item in variables.problem.equipment_by_kind[kind]}
        return any(
            setup.kind == kind
            and setup.to_class in classes
            and setup.from_class in classes | states
            for setup in variables.problem.setups
        )

    def _tour(self, variables: Variables, item: Equipment, amounts: Amounts) -> None:
        model, nodes = variables.model, nodes_on(variables, item)
        arcs: list[tuple[int, int, cp_model.LiteralT]] = []
        idle = variables.bool_var(f"{item.key} idle")
        variables.next_on[item.key, None, None] = idle
        arcs.append((0, 0, idle))
        for j, (after, on) in enumerate(nodes, start=1):
            arcs.append((j, j, ~on if not isinstance(on, bool) else not on))
            last = variables.bool_var(f"{after} last")
            variables.next_on[item.key, after, None] = last
            arcs.append((j, 0, last))
            self._arc(variables, item, (0, None), (j, after), arcs, amounts)
            for i, (before, _) in enumerate(nodes, start=1):
                if i != j:
                    self._arc(variables, item, (i, before), (j, after), arcs, amounts)
        model.add_circuit(arcs)

    def _arc(
        self,
        variables: Variables,
        item: Equipment,
        tail: tuple[int, str | None],
        head: tuple[int, str],
        arcs: list[tuple[int, int, cp_model.LiteralT]],
        amounts: Amounts,
    ) -> None:
        tasks = variables.problem.task_by_key
        before, after = tail[1], head[1]
        if before is not None and not variables.can_follow(before, after):
            return
        state = item.state if before is None else tasks[before].setup_class
        setup = variables.problem.setup_by_classes.get((item.kind, state, tasks[after].setup_class))
        cells = setup.minutes // variables.unit if setup else 0
        literal = variables.bool_var(f"{before} then {after}")
        variables.next_on[item.key, before, after] = literal
        arcs.append((tail[0], head[0], literal))
        decided = variables.is_fixed(after)
        if before is not None:
            wait = variables.start(after) - variables.end(before)
            least = 0 if decided else cells
            variables.model.add(wait >= least).only_enforce_if(literal)
        if cells and not decided:
            amounts.setdefault((after, item.kind), []).append(cells * literal)


def earliest_cell(variables: Variables) -> int:
    """Nothing, not even cleaning, begins before the horizon or before now."""
    now = variables.problem.now
    return (
        variables.first_cell
        if now is None
        else max(variables.first_cell, -(-now // variables.unit))
    )


def nodes_on(variables: Variables, item: Equipment) -> list[tuple[str, Literal]]:
    """The tasks that may stand on ``item``; one literal each, whatever the mode."""
    found: dict[str, list[Literal]] = {}
    for task, mode, _ in variables.users(item.kind):
        literal = variables.on(task.key, mode, item.key)
        if literal is not False:
            found.setdefault(task.key, []).append(literal)
    return [(task, _any(variables, task, item, literals)) for task, literals in found.items()]


def _any(variables: Variables, task: str, item: Equipment, literals: list[Literal]) -> Literal:
    if len(literals) == 1:
        return literals[0]
    on = variables.bool_var(f"{task} on {item.key} in any mode")
    variables.model.add(sum(literals) == on)
    return on
