"""A changed day is judged by any plan near the old one: whole where one is found, else told."""

from __future__ import annotations

from kurkum.lib.solving import Limits, Result, Status
from staffing.planning.production import Problem, Solution, problem_of, revised, solve, verify
from staffing.planning.production.amending import amended
from staffing.planning.production.fitting import fitted
from tests.staffing.planning.production.build import REPEATABLE, kitchen, line

NOW = 320


def planned(portions: int = 100) -> tuple[Problem, Solution]:
    problem = problem_of(kitchen(line("kefta", portions)))
    solution = solve(problem, limits=REPEATABLE, seed=1).solution
    assert solution is not None
    return problem, solution


def judged(portions: int, now: int = NOW) -> tuple[Problem, Result[Solution]]:
    old, plan = planned()
    changed = amended(kitchen(line("kefta", portions)), old, begun=())
    limits = Limits(1.0, deterministic=True)
    return revised(changed, plan, now=now), fitted(changed, plan, now=now, limits=limits)


def test_more_that_fits_has_a_plan_without_a_gap() -> None:
    problem, result = judged(140)
    assert result.solution is not None
    assert result.solution.gaps == ()
    assert verify(problem, result.solution) == []


def test_a_plan_that_was_not_made_small_is_not_called_the_best() -> None:
    assert judged(140)[1].status is Status.FEASIBLE


def test_more_than_can_be_packed_in_time_is_a_gap_and_never_silent() -> None:
    problem, result = judged(900, now=560)
    assert result.solution is not None
    assert sum(gap.missing for gap in result.solution.gaps) == result.layers[0].value > 0
    assert verify(problem, result.solution) == []


def test_the_same_question_has_the_same_answer() -> None:
    assert judged(140)[1].solution == judged(140)[1].solution
