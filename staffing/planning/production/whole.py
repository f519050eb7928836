"""Any timetable in which everything is made: for a changed day that its draft does not fit."""

from __future__ import annotations

from collections.abc import Mapping

from kurkum.lib.solving import Limits, Outcome, ShouldStop, run
from staffing.planning.production.model import TimetableModel
from staffing.planning.production.problem import Problem
from staffing.planning.production.solution import PlannedTask
from staffing.planning.production.tuning import by_restarts

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
    searched = by_restarts(limits)
    outcome = run(model.model, limits=searched, seed=seed, should_stop=should_stop)
    return (model.read(outcome.solver) if outcome.status.has_plan else None), outcome
