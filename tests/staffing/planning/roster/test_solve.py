"""Solving: layers, repeatability, limits, hints, cancelling; and no Django anywhere."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from kurkum.lib.solving import Limits, Progress, Status
from staffing.planning.roster import (
    Assignment,
    Cook,
    Cover,
    Goal,
    Problem,
    Solution,
    Wish,
    gaps,
    measure,
    solve,
    verify,
)

from .samples import QUICK, SHIFTS, cook, problem, roster

REPEATABLE = Limits(seconds=3, deterministic=True, workers=2)
COOKS = tuple(
    Cook(key, min_week_minutes=960, max_week_minutes=2400, max_run=5)
    for key in ("amal", "badia", "dalal", "fatima")
)


def week(first_weekday: int = 6) -> Problem:
    """Four equal cooks, two shifts a day, a few wishes: many rosters are equally good."""
    cover = tuple(Cover(day, shift, 1) for day in range(10) for shift in ("early", "late"))
    return Problem(
        days=10,
        first_weekday=first_weekday,
        shifts=SHIFTS,
        cooks=COOKS,
        cover=cover,
        wishes=(Wish("amal", 2, False, 3), Wish("badia", 1, True, 4, "early")),
    )


def test_the_same_input_and_seed_give_the_same_roster() -> None:
    first, second = (solve(week(), limits=REPEATABLE, seed=7) for _ in range(2))
    assert first.solution == second.solution
    assert first.layers == second.layers


def test_a_horizon_may_start_in_the_middle_of_a_week() -> None:
    result = solve(week(first_weekday=2), limits=QUICK, seed=1)
    assert result.solution is not None
    assert verify(week(first_weekday=2), result.solution) == []
    assert gaps(week(), result.solution) == ()


def test_layers_come_in_the_order_of_the_goals_and_are_proven() -> None:
    result = solve(week(), limits=QUICK, seed=1)
    assert [layer.name for layer in result.layers] == [goal.name for goal in week().goals]
    assert result.status is Status.OPTIMAL
    assert result.gap == 0.0


def test_a_later_goal_never_spoils_an_earlier_one() -> None:
    asked = problem(
        cover=(Cover(0, "early", 1),),
        wishes=(Wish("amal", 100, False, 0),),
        goals=(Goal("cover", ("under_cover",)), Goal("wishes", ("wishes",))),
    )
    assert solve(asked, limits=QUICK, seed=1).solution == roster(amal="E......")
    turned = replace(asked, goals=asked.goals[::-1])
    assert solve(turned, limits=QUICK, seed=1).solution == Solution()


def test_what_cannot_be_covered_stays_visibly_empty() -> None:
    asked = problem(cover=(Cover(0, "early", 3),))
    result = solve(asked, limits=QUICK, seed=1)
    assert result.solution is not None
    assert [gap.missing for gap in gaps(asked, result.solution)] == [2]


def test_shifts_fixed_in_the_call_stand_besides_those_of_the_problem() -> None:
    pinned = Assignment(9, "late", "fatima")
    result = solve(week(), limits=QUICK, seed=1, fixed=(pinned,))
    assert result.solution is not None
    assert pinned in result.solution.assignments


def test_contradicting_fixed_shifts_are_proven_impossible() -> None:
    asked = problem(cook(max_minutes=480))
    result = solve(asked, limits=QUICK, seed=1, fixed=roster(amal="E.....E").assignments)
    assert result.status is Status.INFEASIBLE
    assert result.solution is None


def test_a_hint_does_not_change_what_is_best() -> None:
    hinted = solve(week(), limits=QUICK, seed=1, hint=roster(amal="EEEEE....."))
    assert [layer.value for layer in hinted.layers] == list(
        measure(week(), hinted.solution or Solution()).values()
    )
    assert hinted.status is Status.OPTIMAL


def test_progress_names_the_goal_under_way() -> None:
    heard: list[Progress] = []
    solve(week(), limits=QUICK, seed=1, on_progress=heard.append)
    assert {"cover"} <= {one.layer for one in heard} <= {goal.name for goal in week().goals}


def test_a_cancel_keeps_the_best_so_far() -> None:
    heard: list[Progress] = []
    result = solve(
        week(),
        limits=QUICK,
        seed=1,
        on_progress=heard.append,
        should_stop=lambda: any(one.value is not None for one in heard),
    )
    assert result.status.has_plan
    assert result.solution is not None
    assert len(result.layers) == len(week().goals)


def test_the_core_loads_without_django() -> None:
    code = (
        "import sys, staffing.planning.roster;"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_goal_is_not_taken_for_met_where_it_only_equals_what_it_started_from() -> None:
    """Two changes are as many as there were published shifts; none is needed."""
    standing = roster(amal="EE.")
    asked = problem(
        cook("amal"),
        cook("badia"),
        days=3,
        published=standing.assignments,
        goals=(Goal("cover", ("under_cover",)), Goal("changes", ("changes",))),
    )
    moved = roster(amal="LL.")
    found = solve(asked, limits=QUICK, seed=1, hint=moved)
    assert found.layers[1].value == 0
    assert found.solution == standing
