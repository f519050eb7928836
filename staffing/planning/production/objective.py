"""What makes one plan better than another: layers, the weightier first.

* ``shortfall``: portions that are not made.
* ``margin``: minutes missing from the wanted slack before hold limits and departures.
* ``hold``: for each batch, minutes from the end of cooking to eating, once for each 100 portions
  (at least once).
* ``cleaning``: minutes of cleaning.
* ``makespan``: the last end (projects only).
* ``changes``: tasks that start at another time or stand elsewhere than before.

``start`` is no layer but a last tidying: minutes from the start of each batch's first tasks to
eating, made small in a short time with everything that stands on equipment left where it is.

``values`` recomputes the same figures from a finished plan, without the model.
"""

from __future__ import annotations

from collections.abc import Callable

from staffing.planning.production.demand import Batch, Hold
from staffing.planning.production.problem import DAY, Problem
from staffing.planning.production.solution import PlannedTask
from staffing.planning.production.variables import Expression, Literal, Variables


def hold_weight(batch: Batch) -> int:
    """How many times a batch's hold counts: its portions in hundreds, at least once."""
    return max(1, round(batch.portions / 100))


def first_tasks(problem: Problem, batch: str) -> list[str]:
    """The free tasks of a batch that no task of it precedes."""
    tasks = {task.key for task in problem.tasks_of(batch)}
    led = {lag.after for lag in problem.lags if lag.before in tasks}
    return sorted(key for key in tasks - led if key not in problem.fixed_by_key)


def last_eaten(holds: list[Hold]) -> dict[str, Hold]:
    """For each batch the hold that ends last."""
    latest: dict[str, Hold] = {}
    for hold in holds:
        if hold.batch not in latest or hold.eat_at > latest[hold.batch].eat_at:
            latest[hold.batch] = hold
    return latest


def _positive(variables: Variables, amount: Expression, literal: Literal, name: str) -> Expression:
    """A variable that is at least ``amount`` where ``literal`` holds, and never below zero."""
    value = variables.int_var(0, 4 * DAY, name)
    enforced = [] if literal is True else [literal]
    variables.model.add(value >= amount).only_enforce_if(enforced)
    return value


def shortfall(variables: Variables) -> Expression:
    terms = []
    for batch in variables.problem.batches:
        made = variables.made(batch.key)
        if made is not True:
            terms.append(batch.portions * (1 - made))
    return sum(terms)


def margin(variables: Variables) -> Expression:
    problem, unit, wanted = variables.problem, variables.unit, variables.problem.margins
    soonest: dict[tuple[str, str], int] = {}
    latest: dict[tuple[str, str], int] = {}
    for hold in problem.holds:
        cook, pack = (hold.batch, hold.cook_task), (hold.batch, hold.pack_task)
        soonest[cook] = max(soonest.get(cook, -DAY), hold.eat_at - hold.limit)
        latest[pack] = min(latest.get(pack, 2 * DAY), hold.ready_by)
    terms = []
    for (batch, task), minute in soonest.items():
        short = minute + wanted.hold - unit * variables.end(task)
        terms.append(_positive(variables, short, variables.made(batch), f"{task} margin"))
    for (batch, task), minute in latest.items():
        short = unit * variables.end(task) + wanted.departure - minute
        terms.append(_positive(variables, short, variables.made(batch), f"{task} departure"))
    return sum(terms)


def hold(variables: Variables) -> Expression:
    problem, terms = variables.problem, []
    for key, last in last_eaten(list(problem.holds)).items():
        wait = last.eat_at - variables.unit * variables.end(last.cook_task)
        terms.append(hold_weight(problem.batch_by_key[key]) * _if_made(variables, key, wait))
    return sum(terms)


def start(variables: Variables) -> Expression:
    problem, terms = variables.problem, []
    for key, last in last_eaten(list(problem.holds)).items():
        for task in first_tasks(problem, key):
            wait = last.eat_at - variables.unit * variables.start(task)
            terms.append(_if_made(variables, key, wait))
    return sum(terms)


def _if_made(variables: Variables, batch: str, amount: Expression) -> Expression:
    made = variables.made(batch)
    return amount if made is True else _positive(variables, amount, made, f"{batch} waits")


def cleaning(variables: Variables) -> Expression:
    return sum(variables.unit * minutes for minutes in variables.clean.values())


def makespan(variables: Variables) -> Expression:
    last = variables.int_var(variables.first_cell, variables.last_cell, "makespan")
    for task in variables.problem.tasks:
        variables.model.add(last >= variables.end(task.key))
    return variables.unit * last


def changes(variables: Variables, previous: dict[str, PlannedTask]) -> Expression:
    problem = variables.problem
    terms: list[Expression] = []
    for task in problem.tasks:
        was = previous.get(task.key)
        if was is None or variables.is_fixed(task.key):
            continue
        if was.start % variables.unit:
            terms.append(1)
            continue
        same = variables.bool_var(f"{task.key} as before")
        made = variables.present(task)
        if made is not True:
            variables.model.add_implication(same, made)
        variables.model.add(
            variables.start(task.key) == was.start // variables.unit
        ).only_enforce_if(same)
        for machine in was.equipment:
            literals = [variables.on(task.key, i, machine) for i in range(len(task.modes))]
            variables.model.add_bool_or([*literals, ~same])
        terms.append(1 - same)
    return sum(terms)


LAYERS: dict[str, Callable[[Variables], Expression]] = {
    "shortfall": shortfall,
    "margin": margin,
    "hold": hold,
    "start": start,
    "cleaning": cleaning,
    "makespan": makespan,
}
