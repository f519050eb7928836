"""Random small kitchens: every plan passes the check, and what has no plan is proven so."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from kurkum.lib.solving import Limits, Status
from staffing.planning.production import Problem, Window, layer_value, problem_of, solve, verify
from tests.staffing.planning.production.build import COOKS, kitchen, line

SHORT = Limits(seconds=1.0, deterministic=True, workers=1)


def random_kitchen(chance: Random) -> Problem:
    """One to four lines, sometimes more than a kettle and a few cooks can do."""
    demand = [
        line(
            chance.choice(("kefta", "fatteh", "soup")), chance.randint(10, 290), f"site-{n}",
            chance.choice("HK"), ready, ready + 60,
        )
        for n in range(chance.randint(1, 4))
        for ready in [chance.choice((480, 600, 690, 750))]
    ]  # fmt: skip
    day = kitchen(*demand)
    cooks = tuple(chance.sample(COOKS, chance.randint(1, 3)))
    kettle, *others = day.equipment
    opens = chance.choice((300, 450))
    kettle = replace(kettle, windows=(Window(opens, 800),), state=chance.choice(("", "meat")))
    idle = chance.choice((0, 10, 30))
    return problem_of(replace(day, cooks=cooks, equipment=(kettle, *others), idle_minutes=idle))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_a_random_kitchen_is_planned_right_or_proven_impossible(number: int) -> None:
    problem = random_kitchen(Random(number))
    result = solve(problem, limits=SHORT, seed=1)
    if result.solution is None:
        assert result.status is Status.INFEASIBLE
        event("infeasible")
        return
    assert verify(problem, result.solution) == []
    for layer in result.layers[:4]:
        assert layer.value == layer_value(problem, result.solution.task_by_key, layer.name)
        assert layer.bound <= layer.value
    for layer in result.layers[-3:]:
        measured = layer_value(problem, result.solution.task_by_key, layer.name)
        assert layer.bound <= measured <= layer.value
        event(f"{layer.name} {measured > 0}")
    event("gaps" if result.solution.gaps else "whole")


def test_random_kitchens_hold_both_days_that_fit_and_days_that_do_not() -> None:
    results = [solve(random_kitchen(Random(n)), limits=SHORT, seed=1) for n in range(12)]
    short = [bool(r.solution and r.solution.gaps) for r in results]
    assert 0 < sum(short) < len(short)
