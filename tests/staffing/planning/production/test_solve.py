"""Whole days: everything made, gaps told, layers honest, the same input the same plan."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from kurkum.lib.solving import Limits, Status
from staffing.planning.production import (
    Cook,
    Equipment,
    Lag,
    Mode,
    PlannedTask,
    Problem,
    Span,
    Task,
    Use,
    layer_value,
    problem_of,
    solve,
    verify,
)
from tests.staffing.planning.production.build import (
    REPEATABLE,
    attended,
    day,
    kitchen,
    line,
    pinned,
    use,
)

TWO_DISHES = (line("kefta"), line("fatteh", site="rameh", ready_by=750, eat_at=810))


def test_a_day_that_fits_is_planned_without_a_gap_and_proven() -> None:
    problem = problem_of(kitchen(*TWO_DISHES))
    result = solve(problem, limits=REPEATABLE, seed=1)
    assert result.status is Status.OPTIMAL
    assert result.solution is not None
    assert result.solution.gaps == ()
    assert verify(problem, result.solution) == []


def test_layers_are_what_the_plan_says() -> None:
    problem = problem_of(kitchen(*TWO_DISHES))
    result = solve(problem, limits=REPEATABLE, seed=1)
    assert result.solution is not None
    plan = result.solution.task_by_key
    for layer in result.layers[:4]:
        assert layer.value == layer_value(problem, plan, layer.name)


def test_the_same_input_and_seed_give_the_same_plan() -> None:
    problem = problem_of(kitchen(*TWO_DISHES, line("soup", 250)))
    first, second = (solve(problem, limits=REPEATABLE, seed=7) for _ in range(2))
    assert first.solution == second.solution
    assert first.layers == second.layers


def test_what_cannot_be_made_is_told_as_a_gap_with_its_reason() -> None:
    problem = problem_of(kitchen(*TWO_DISHES, line("soup", ready_by=310, eat_at=400)))
    result = solve(problem, limits=REPEATABLE, seed=1)
    assert result.solution is not None
    (gap,) = result.solution.gaps
    assert (gap.dish, gap.missing) == ("soup", 101)
    assert gap.because[0].code == "chain_too_long"
    assert result.layers[0].value == 101
    assert verify(problem, result.solution) == []


def test_a_project_without_batches_that_cannot_be_done_is_infeasible() -> None:
    result = solve(day(pinned("a", 95)), limits=REPEATABLE, seed=1)
    assert result.status is Status.INFEASIBLE
    assert result.solution is None


def test_a_project_ends_as_early_as_it_can() -> None:
    tasks = [Task(key, "activity", (Mode(10, (Use("R", 2),)),)) for key in "abc"]
    resource = Equipment("R", "R", 4, exclusive=False)
    result = solve(
        Problem(0, 60, tuple(tasks), (Lag("a", "c"),), (resource,), layers=("makespan",)),
        limits=REPEATABLE,
        seed=1,
    )
    assert (result.status, result.layers[0].value) == (Status.OPTIMAL, 20)


def test_the_faster_of_two_modes_is_chosen() -> None:
    slow, fast = Mode(30, use("pan")), Mode(20, use("kettle"))
    machines = (Equipment("p", "pan"), Equipment("k", "kettle"))
    result = solve(
        day(Task("a", "cook", (slow, fast)), equipment=machines), limits=REPEATABLE, seed=1
    )
    assert result.solution is not None
    assert result.solution.task_by_key["a"].equipment == ("k",)


def test_a_decided_task_stays_and_the_others_go_round_it() -> None:
    begun = PlannedTask("a", "cook", 3, 13, equipment=("k",))
    tasks = [Task(key, "cook", (Mode(10, use("kettle")),)) for key in "ab"]
    problem = day(*tasks, equipment=(Equipment("k", "kettle"),), grid=5)
    result = solve(problem, limits=REPEATABLE, seed=1, fixed=(begun,))
    assert result.solution is not None
    assert result.solution.task_by_key["a"] == begun
    assert result.solution.task_by_key["b"].start == 13


def test_work_of_the_day_before_is_carried_in_with_negative_times() -> None:
    soaked = PlannedTask("soak", "soak", -600, -60)
    problem = problem_of(kitchen(line(), earlier=(soaked,)))
    result = solve(problem, limits=REPEATABLE, seed=1)
    assert result.solution is not None
    assert result.solution.tasks[0] == soaked
    assert verify(problem, result.solution) == []


def test_an_unbroken_part_moves_to_where_one_cook_can_stay() -> None:
    cooks = (Cook("amal", ("cook",), 0, 25), Cook("badia", ("cook",), 10, 60))
    task = Task("a", "cook", (Mode(30, (), attended(minutes=30, unbroken=True)),))
    problem = day(task, cooks=cooks, grid=5)
    result = solve(problem, limits=REPEATABLE, seed=1)
    assert result.solution is not None
    assert result.solution.tasks[0].attended == (Span(10, 40, ("badia",)),)


def test_a_hint_of_another_day_does_no_harm() -> None:
    problem = problem_of(kitchen(*TWO_DISHES))
    other = solve(problem_of(kitchen(line("soup"))), limits=REPEATABLE, seed=1).solution
    result = solve(problem, limits=REPEATABLE, seed=1, hint=other)
    assert result.status is Status.OPTIMAL


def test_a_stop_keeps_the_best_plan_so_far() -> None:
    problem = problem_of(kitchen(*TWO_DISHES, line("soup", 250)))
    result = solve(problem, limits=Limits(5), seed=1, should_stop=lambda: True)
    assert result.solution is not None
    assert verify(problem, result.solution) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"end": 0}, "horizon"),
        ({"grid": 3}, "steps of 3"),
        ({"lags": (Lag("a", "x"),)}, "unknown task"),
        ({"tasks": (pinned("a", 0), pinned("a", 0))}, "two tasks"),
        ({"layers": ("beauty",)}, "unknown layer"),
        ({"tasks": (pinned("a", 0, batch="b"),)}, "unknown batch"),
    ],
)
def test_a_problem_refuses_nonsense(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(day(pinned("a", 0)), **changes)  # type: ignore[arg-type]


def test_the_core_is_imported_without_django() -> None:
    code = "import sys, staffing.planning.production; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
