"""Rules of time alone: what follows what, and between which minutes."""

from __future__ import annotations

from staffing.planning.production.problem import Lag
from staffing.planning.production.variables import Literal, Variables


def both(variables: Variables, lag: Lag) -> list[Literal]:
    """The literals that must hold for the lag to matter (none: always)."""
    tasks = variables.problem.task_by_key
    literals = [variables.present(tasks[key]) for key in (lag.before, lag.after)]
    unique: dict[int, Literal] = {}
    for literal in literals:
        if literal is not True and literal is not False:
            unique[literal.index] = literal
    return list(unique.values())


class Precedence:
    """A task waits for those it follows, at least and at most so long.

    Between two decided tasks there is nothing left to keep.
    """

    name = "precedence"

    def apply(self, variables: Variables) -> None:
        for lag in variables.problem.lags:
            if variables.is_fixed(lag.before) and variables.is_fixed(lag.after):
                continue
            between = variables.start(lag.after) - variables.end(lag.before)
            literals = both(variables, lag)
            least = -(-lag.min_minutes // variables.unit)
            variables.model.add(between >= least).only_enforce_if(literals)
            if lag.max_minutes is not None:
                most = lag.max_minutes // variables.unit
                variables.model.add(between <= most).only_enforce_if(literals)


class TaskWindow:
    """A task keeps its own earliest start and latest end."""

    name = "task_window"

    def apply(self, variables: Variables) -> None:
        for task in variables.problem.tasks:
            if variables.is_fixed(task.key):
                continue
            literal = variables.present(task)
            enforced = [] if literal is True else [literal]
            if task.earliest is not None:
                cell = -(-task.earliest // variables.unit)
                variables.model.add(variables.start(task.key) >= cell).only_enforce_if(enforced)
            if task.latest is not None:
                cell = task.latest // variables.unit
                variables.model.add(variables.end(task.key) <= cell).only_enforce_if(enforced)


class NotBeforeNow:
    """What has not started cannot start in the past."""

    name = "not_before_now"

    def apply(self, variables: Variables) -> None:
        now = variables.problem.now
        if now is None:
            return
        for task in variables.problem.tasks:
            if not variables.is_fixed(task.key):
                variables.model.add(variables.start(task.key) >= -(-now // variables.unit))
