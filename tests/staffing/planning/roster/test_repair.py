"""Repairs that change as little as they can: one change more than what is lost, or a few."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis.strategies import integers

from kurkum.lib.solving import Status
from staffing.planning.roster import (
    DEFAULT_GOALS,
    Cook,
    Problem,
    least_repair,
    measure,
    repair,
    repair_problem,
    solve,
    verify,
)

from .random_problems import problems
from .samples import QUICK, SKILL, problem, roster
from .test_properties import LIMITS, SETTINGS

LOST = [("badia", 0)]
BADIA = Cook("badia", skills=frozenset({SKILL}))
DALAL = Cook("dalal", skills=frozenset({SKILL}))


def kitchen(*cooks: Cook, late: int = 0) -> Problem:
    """One cook wanted early on the first day, and ``late`` of them late."""
    asked = problem(*cooks, skill=SKILL)
    wanted = {(0, "early"): 1, (0, "late"): late}
    cover = tuple(replace(one, required=wanted.get((one.day, one.shift), 0)) for one in asked.cover)
    return replace(asked, cover=cover, goals=DEFAULT_GOALS)


def test_one_more_change_is_enough_where_somebody_is_free() -> None:
    published = roster(SKILL, badia="E......", dalal="...E...")
    result = least_repair(kitchen(BADIA, DALAL), published, lost=LOST, limits=QUICK, seed=1)
    assert result.status is Status.OPTIMAL
    assert result.solution == roster(SKILL, dalal="E..E...")


def test_two_move_where_the_free_one_cannot_work_that_shift() -> None:
    fatima = Cook("fatima", skills=frozenset({SKILL}), max_shifts={"early": 0})
    asked = kitchen(BADIA, DALAL, fatima, late=1)
    published = roster(SKILL, badia="E......", dalal="L......")
    result = least_repair(asked, published, lost=LOST, limits=QUICK, seed=1)
    assert result.solution == roster(SKILL, dalal="E......", fatima="L......")


def test_a_place_that_nobody_can_fill_stays_empty_and_nobody_else_moves() -> None:
    asked = kitchen(BADIA, replace(DALAL, days_off=frozenset({0})))
    published = roster(SKILL, badia="E......", dalal="..E....")
    result = least_repair(asked, published, lost=LOST, limits=QUICK, seed=1)
    assert result.status is Status.OPTIMAL
    assert result.solution == roster(SKILL, dalal="..E....")


def test_the_lost_day_alone_offers_what_all_days_offer() -> None:
    """With one change more there is nothing to find elsewhere; a place left empty is no such
    case, for then a longer search follows."""
    seen: Counter[bool] = Counter()

    @settings(SETTINGS, max_examples=40)
    @given(problems(), integers(0, 50))
    def check(asked: Problem, number: int) -> None:
        plan = solve(asked, limits=LIMITS, seed=1).solution
        if plan is None or not plan.assignments:
            return
        one = plan.assignments[number % len(plan.assignments)]
        lost = [(one.cook, one.day)]
        everywhere = replace(repair_problem(asked, plan, lost), max_changes=2)
        best = solve(everywhere, limits=LIMITS, seed=1).solution
        near = repair(asked, plan, lost=lost, limits=LIMITS, seed=1, most_changes=2).solution
        filled = best is not None and measure(everywhere, best)["cover"] == 0
        seen[filled] += 1
        if filled and near is not None:
            assert verify(everywhere, near) == []
            assert measure(everywhere, near) == measure(everywhere, best or near)

    check()
    assert seen[True] > 5
