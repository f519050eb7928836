"""Between which minutes a task can start; what the model may leave out because of it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kurkum.lib.solving import Limits
from staffing.planning.production import Lag, Mode, PlannedTask, Problem, Task, solve
from staffing.planning.production.tuning import FEW, MANY, STRONG_BOUNDS, tuned
from staffing.planning.production.windows import StartWindows
from tests.staffing.planning.production.build import day, held, pinned
from tests.staffing.planning.production.test_properties import SHORT, random_kitchen


def free(key: str, *minutes: int, **fields: object) -> Task:
    modes = tuple(Mode(length) for length in minutes or (10,))
    return replace(Task(key, "cook", modes), **fields)  # type: ignore[arg-type]


def of(problem: Problem, task: str, *, whole: bool = True) -> tuple[int, int]:
    windows = StartWindows(problem, whole=whole)
    return windows.first[task], windows.last[task]


def test_a_task_alone_may_start_all_day_until_it_would_not_end() -> None:
    assert of(day(free("a", 10, 30)), "a") == (0, 90)


def test_what_follows_comes_after_and_what_leads_comes_before() -> None:
    problem = day(free("a", 10, 30), free("b"), lags=(Lag("a", "b", 5),))
    assert (of(problem, "a"), of(problem, "b")) == ((0, 75), (15, 90))


def test_a_longest_wait_binds_both_ways() -> None:
    lag = Lag("a", "b", 0, 20)
    early = day(free("a"), pinned("b", 60), lags=(lag,))
    late = day(pinned("a", 0), free("b"), lags=(lag,))
    assert of(early, "a") == (30, 50)
    assert of(late, "b") == (10, 30)


def test_cooking_waits_for_the_hold_limit_and_packing_ends_as_food_leaves() -> None:
    problem = held(50, 70, ready_by=75, eat_at=100, limit=60)
    tasks = tuple(replace(task, earliest=None, latest=None) for task in problem.tasks)
    free_day = replace(problem, tasks=tasks)
    assert of(free_day, "cook")[0] == 30
    assert of(free_day, "pack")[1] == 65


def test_what_is_decided_stands_and_nothing_else_begins_before_now() -> None:
    begun = PlannedTask("a", "cook", 3, 17)
    problem = day(free("a"), free("b"), lags=(Lag("a", "b"),), fixed=(begun,), now=12)
    assert (of(problem, "a"), of(problem, "b")) == ((3, 3), (17, 90))


def test_a_lag_between_batches_binds_only_where_both_are_made() -> None:
    problem = held(50, 70, ready_by=80, eat_at=100, limit=100)
    tea = free("tea")
    both = replace(problem, tasks=(*problem.tasks, tea), lags=(Lag("pack", "tea"),))
    assert of(both, "tea")[0] == 70
    assert of(both, "tea", whole=False)[0] == 0


def test_an_order_without_room_is_none() -> None:
    windows = StartWindows(day(pinned("a", 0), pinned("b", 10)), whole=True)
    assert windows.can_follow("a", "b", 0)
    assert not windows.can_follow("a", "b", 1)
    assert not windows.can_follow("b", "a", 0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_every_plan_keeps_inside_the_windows(number: int) -> None:
    problem = random_kitchen(Random(number))
    windows = StartWindows(problem, whole=False)
    solution = solve(problem, limits=SHORT, seed=1).solution
    assert solution is not None
    for task in problem.tasks:
        planned = solution.task_by_key.get(task.key)
        if planned is not None:
            assert windows.first[task.key] <= planned.start <= windows.last[task.key]


def test_bounds_lead_where_a_proof_is_near_and_variety_where_it_is_far() -> None:
    ten = Limits(10.0)
    assert [one.subsolvers for one in tuned(ten, FEW, "hold")] == [STRONG_BOUNDS]
    assert [one.subsolvers for one in tuned(ten, FEW + 1, "hold")] == [(), STRONG_BOUNDS]
    assert tuned(ten, MANY + 1, "hold") == (ten,)
    assert tuned(ten, FEW, "shortfall") == (ten,)


def test_calls_of_one_layer_share_its_time_and_keep_the_askers_choice() -> None:
    calls = tuned(Limits(10.0, deterministic=True), FEW + 1, "hold")
    assert sum(one.seconds for one in calls) == 10.0
    assert all(one.deterministic for one in calls)
    asked = Limits(10.0, subsolvers=("core",))
    assert tuned(asked, FEW, "hold") == (asked,)
