"""Any timetable in which everything is made: for a changed day that its draft does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kurkum.lib.solving import Limits, Outcome, ShouldStop, run
from staffing.planning.production.model import TimetableModel
from staffing.planning.production.problem import Problem
from staffing.planning.production.solution import PlannedTask

# One search by restarts and what the solver adds beside it: of six late changes to a day of 206
# tasks it settles all in 0.9 to 3.9 s of one core, where two searches settled three.
SEARCH, WORKERS = ("quick_restart_no_lp",), 3
Plan = Mapping[str, PlannedTask]


def whole_plan(
    problem: Problem,
    near: Plan,
    *,
    limits: Limits,
    seed: int,
    should_stop: ShouldStop | None = None,
) -> tuple[dict[str, PlannedTask] | None, Outcome]:
    """A timetable without a gap, begun where ``near`` has it; nothing is made small in it."""
    model = TimetableModel(problem, optional=False)
    model.hint(near)
    searched = replace(limits, workers=WORKERS, subsolvers=SEARCH)
    outcome = run(model.model, limits=searched, seed=seed, should_stop=should_stop)
    return (model.read(outcome.solver) if outcome.status.has_plan else None), outcome
