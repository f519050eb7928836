"""The days of the benchmark can be cooked, whatever their size, and are not easy."""

from __future__ import annotations

import pytest

from staffing.planning.production import KitchenDay, problem_of
from staffing.planning.production.bottlenecks import bottlenecks
from staffing.planning.production.greedy import construct
from tests.benchmarks.kitchen_days import BUSY, COOK_BUSY, kitchen_day, work_of
from tests.benchmarks.production import SEEDS, SIZES

DAYS = [(meals, vessel, seed) for meals, vessel, _ in SIZES for seed in SEEDS]


def day_of(size: tuple[int, int, int]) -> KitchenDay:
    meals, vessel, seed = size
    return kitchen_day(meals, seed=seed, vessel=vessel)


@pytest.mark.parametrize("size", DAYS, ids=str)
def test_the_house_is_large_enough_and_not_larger(size: tuple[int, int, int]) -> None:
    problem = problem_of(day_of(size))
    machines, hands = work_of(problem)
    for kind, most in BUSY.items():
        count = len(problem.equipment_by_kind[kind])
        assert machines[kind] <= most * count
        assert count <= 3 or machines[kind] > most * (count - 1)
    assert hands <= COOK_BUSY * len(problem.cooks)
    assert len(problem.cooks) == 15 or hands > COOK_BUSY * (len(problem.cooks) - 1)
    assert bottlenecks(problem) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_largest_day_fits_but_not_at_the_first_attempt(seed: int) -> None:
    meals, vessel, _ = SIZES[-1]
    problem = problem_of(day_of((meals, vessel, seed)))
    first = construct(problem, unit=problem.grid, seed=1, rounds=1)
    best = construct(problem, unit=problem.grid, seed=1)
    assert first is not None
    assert best is not None
    assert first.missing > best.missing == 0
    assert 145 <= len(problem.tasks) <= 160


def test_the_same_seed_makes_the_same_day() -> None:
    assert kitchen_day(1700, seed=2, vessel=60) == kitchen_day(1700, seed=2, vessel=60)
