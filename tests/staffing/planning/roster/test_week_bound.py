"""The bound by weeks: never above what can be reached, sharp where weeks stand alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from ortools.sat.python import cp_model

from kurkum.lib.solving import Limits, Status
from staffing.planning.roster import (
    Assignment,
    Burden,
    Cook,
    Cover,
    Goal,
    Problem,
    Ride,
    Solution,
    Wish,
    effort,
    measure,
    solve,
    verify,
)
from staffing.planning.roster.draft import Draft, Terms
from staffing.planning.roster.linear_rows import Row, rows_of
from staffing.planning.roster.model import build, goal_terms
from staffing.planning.roster.week_bound import WeekBound

from .random_problems import problems
from .samples import SHIFTS
from .test_properties import LIMITS, SETTINGS

REPEATABLE = Limits(seconds=0.2, deterministic=True, workers=1)
FAIR_THEN_WISHED = (
    Goal("cover", ("under_cover",)),
    Goal("fairness", ("burdens",)),
    Goal("wishes", ("wishes", "rides")),
)


def values_of(draft: Draft, terms: dict[str, Terms], plan: Solution) -> list[int]:
    """Values of all variables when the roster is ``plan``."""
    model = draft.model.clone()
    wanted = set(plan.assignments)
    for one, take in draft.variables.takes():
        model.add(model.get_int_var_from_proto_index(take.index) == (one in wanted))
    model.minimize(sum(one.expression for one in terms.values()))
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    return list(solver.response_proto.solution)


def bounds(asked: Problem, best: Solution) -> dict[str, int]:
    """The bounds of goals by weeks, given the best values of the goals before."""
    found: dict[str, int] = {}
    reached, draft = measure(asked, best), build(asked)
    terms, before = goal_terms(draft), None
    values = values_of(draft, terms, best)
    for name, own in terms.items():
        bound = WeekBound(draft, values, REPEATABLE, seed=1).find(own, before)
        if bound is not None:  # the linear side of wages is at times beyond its solver
            found[name] = bound
        if own.variables:
            draft.model.add(own.expression <= reached[name])
        before = own
    return found


def holds(row: Row, values: list[int]) -> bool:
    total = sum(weight * values[index] for index, weight in row.weights.items())
    return (row.low is None or row.low <= total) and (row.high is None or total <= row.high)


def test_no_bound_is_above_the_best_of_a_random_problem() -> None:
    seen: Counter[str] = Counter()

    @SETTINGS
    @given(problems().filter(lambda asked: len(asked.weeks) > 1))
    def check(asked: Problem) -> None:
        result = solve(asked, limits=LIMITS, seed=1)
        if result.status is not Status.OPTIMAL or result.solution is None:
            return
        for name, bound in bounds(asked, result.solution).items():
            best = measure(asked, result.solution)[name]
            assert bound <= best
            seen["met" if bound == best else "missed"] += 1

    check()
    assert seen["met"] > 20


def test_a_roster_of_the_model_keeps_every_row_that_is_read_from_it() -> None:
    seen: Counter[bool] = Counter()

    @SETTINGS
    @given(problems())
    def check(asked: Problem) -> None:
        result = solve(asked, limits=LIMITS, seed=1)
        seen[result.solution is not None] += 1
        if result.solution is None:
            return
        draft = build(asked)
        terms = goal_terms(draft)
        values = values_of(draft, terms, result.solution)
        assert all(holds(row, values) for row in rows_of(draft.model))

    check()
    assert seen[True] > 10


def two_weeks(*wishes: Wish, past: int = 0) -> Problem:
    """Two cooks from a Thursday to the Tuesday of the week after; one early shift on five days."""
    cooks = (
        Cook("amal", max_week_minutes=960, past_burdens={"early": past}),
        Cook("badia", max_week_minutes=960),
    )
    return Problem(
        days=6,
        first_weekday=3,
        shifts=SHIFTS,
        cooks=cooks,
        cover=tuple(Cover(day, "early", 1) for day in (0, 1, 3, 4, 5)),
        wishes=wishes,
        burdens=(Burden("early", {"early": 1}),),
        rides=(Ride("car", frozenset({"amal", "badia"}), 2),),
        goals=FAIR_THEN_WISHED,
    )


def rosters(asked: Problem) -> Iterator[Solution]:
    """Every roster that keeps the rules, by trying all."""
    posts = [(one.key, cover.day) for one in asked.cooks for cover in asked.cover]
    for chosen in product((False, True), repeat=len(posts)):
        picked = [post for post, works in zip(posts, chosen, strict=True) if works]
        plan = Solution(tuple(Assignment(day, "early", key) for key, day in picked))
        if not verify(asked, plan):
            yield plan


@pytest.mark.parametrize("past", [0, 1, 2, 4])
@pytest.mark.parametrize("wished", [0, 4])
def test_no_bound_is_above_the_best_of_all_rosters(past: int, wished: int) -> None:
    asked = two_weeks(
        Wish("amal", 3, False, wished), Wish("badia", 2, False, 4), Wish("badia", 1, True, 1),
        past=past,
    )  # fmt: skip
    plans = {plan: tuple(measure(asked, plan).values()) for plan in rosters(asked)}
    best = min(plans, key=lambda plan: plans[plan])
    found = tuple(bounds(asked, best).values())
    assert all(bound <= value for bound, value in zip(found, plans[best], strict=True))
    assert found[0] == plans[best][0]


def test_weeks_that_stand_alone_are_bounded_sharply() -> None:
    """Nothing but the two wishes counts: one of each week's is missed by somebody."""
    asked = replace(
        two_weeks(*(Wish(key, 1, False, day) for key in ("amal", "badia") for day in (0, 4))),
        burdens=(),
        goals=(Goal("cover", ("under_cover",)), Goal("wishes", ("wishes",))),
    )
    best = solve(asked, limits=LIMITS, seed=1)
    assert best.solution is not None
    assert bounds(asked, best.solution) == {"cover": 0, "wishes": 2}


def busy_fortnight() -> Problem:
    """Too much for a moment's search: six cooks whose wishes, cars and burdens cross."""
    keys = ("amal", "badia", "dalal", "fatima", "ghada", "hanan")
    kinds = ("early", "late", "short")
    return Problem(
        days=14,
        first_weekday=6,
        shifts=SHIFTS,
        cooks=tuple(Cook(key, max_week_minutes=2160, max_run=4) for key in keys),
        cover=tuple(Cover(day, kind, 1 + day % 2) for day in range(14) for kind in kinds),
        wishes=tuple(
            Wish(key, 1 + (n + day) % 3, day % 2 == 0, day=(5 * n + 3 * day) % 14, shift="late")
            for n, key in enumerate(keys)
            for day in range(4)
        ),
        burdens=(Burden("late", {"late": 1}),),
        rides=(Ride("north", frozenset(keys[:3])), Ride("south", frozenset(keys[3:]))),
        goals=(*FAIR_THEN_WISHED, Goal("cost", ("over_cover",))),
    )


def test_a_search_in_three_ways_is_sound_and_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "DIVIDED_SECONDS", 1.0)
    monkeypatch.setattr(effort, "LEAST_DIVIDED", 0.1)
    asked = busy_fortnight()
    limits = Limits(seconds=2, deterministic=True, workers=1)
    first, second = (solve(asked, limits=limits, seed=1) for _ in range(2))
    assert first.solution is not None
    assert verify(asked, first.solution) == []
    assert all(layer.bound <= layer.value for layer in first.layers)
    assert first.solution == second.solution
    assert first.layers == second.layers


def test_a_bound_that_is_stopped_still_holds() -> None:
    asked = two_weeks(Wish("amal", 3, False, 0), Wish("badia", 2, False, 4))
    best = solve(asked, limits=LIMITS, seed=1)
    assert best.solution is not None
    draft = build(asked)
    terms = goal_terms(draft)
    values = values_of(draft, terms, best.solution)
    stopped = WeekBound(draft, values, REPEATABLE, seed=1, should_stop=lambda: True)
    bound = stopped.find(terms["wishes"], terms["fairness"])
    assert bound is not None
    assert bound <= measure(asked, best.solution)["wishes"]
