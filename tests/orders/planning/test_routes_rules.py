"""Every rule of the routes alone: allowed, forbidden, at its border, and knocked out.

An example is a day with one stop more or less out of reach. Both models and ``verify`` must
agree: with the rule the border day is served and the forbidden day is not; without the rule the
forbidden day is served and ``verify`` names exactly that rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from orders.planning.routes import Problem, Solution, verify
from orders.planning.routes.exact import LAYERS, Start, prove
from orders.planning.routes.heuristic import search
from orders.planning.routes.model import RULES, Found, Rule, slots_of, timed
from tests.orders.planning.route_days import DAYCARE, QUICK, problem, stop, vehicle


@dataclass(frozen=True)
class Example:
    """``border`` can just be served whole; ``forbidden`` breaks the rule by one."""

    border: Problem
    forbidden: Problem


def two_stops(boxes: int) -> Problem:
    return problem(stop("a", boxes=10), stop("b", boxes=boxes), trips_per_wave=1)


def reach_by(last: int) -> Problem:
    return problem(stop("a", window=(640, last)))


def wait_until(first: int, available_to: int) -> Problem:
    return problem(stop("a", window=(first, 890)), vehicles=(vehicle(available_to=available_to),))


def food_ready_for(last: int) -> Problem:
    return problem(stop("a", wave="daycare", window=(700, last)))


def driver_comes(available_from: int) -> Problem:
    return problem(stop("a", window=(600, 660)), vehicles=(vehicle(available_from=available_from),))


def driver_goes(available_to: int) -> Problem:
    return problem(stop("a", window=(700, 720)), vehicles=(vehicle(available_to=available_to),))


def eaten_at(eat_at: int) -> Problem:
    # The van has to be there by 700, so it leaves by 688.
    return problem(stop("a", window=(660, 700), eat_at=eat_at, hot_limit_minutes=60))


def hot_on_the_way(limit: int) -> Problem:
    return problem(stop("a", hot_limit_minutes=limit))


def back_in_time_for(last: int) -> Problem:
    # Two trips of 12 + 8 + 12 minutes with 10 minutes of loading: 642 + 42 = 684 at the second.
    full = {"boxes": 20, "window": (640, last)}
    return problem(stop("a", **full), stop("b", **full))


EXAMPLES: dict[str, list[Example]] = {
    "capacity": [Example(two_stops(10), two_stops(11))],
    "window": [Example(reach_by(642), reach_by(641)), Example(wait_until(880, 900), reach_by(640))],
    "wave": [Example(food_ready_for(732), food_ready_for(731))],
    "driver_window": [
        Example(driver_comes(638), driver_comes(639)),
        Example(driver_goes(720), driver_goes(719)),
    ],
    "hot_limit": [
        Example(eaten_at(748), eaten_at(749)),
        Example(hot_on_the_way(12), hot_on_the_way(11)),
    ],
    "turnaround": [Example(back_in_time_for(684), back_in_time_for(683))],
}
CASES = [
    pytest.param(name, example, id=f"{name}-{number}")
    for name, examples in EXAMPLES.items()
    for number, example in enumerate(examples)
]


def by_routing(day: Problem, rules: tuple[Rule, ...]) -> Found:
    found = search(day, slots_of(day), rules, limits=QUICK, seed=1)
    assert found is not None
    return found


def by_proof(day: Problem, rules: tuple[Rule, ...]) -> Found:
    nothing = Start(Found({}, {}), {}, dict.fromkeys(LAYERS, 0))
    return prove(day, slots_of(day), rules, nothing, limits=QUICK, seed=1).found


MODELS = [by_routing, by_proof]


def left_out(day: Problem, found: Found) -> int:
    return len(day.stops) - sum(len(nodes) for nodes in found.tours.values())


def test_every_rule_has_examples() -> None:
    assert set(EXAMPLES) == {rule.name for rule in RULES}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("name", "example"), CASES)
def test_the_border_day_is_served_whole_and_passes_verify(
    name: str, example: Example, model: Callable[[Problem, tuple[Rule, ...]], Found]
) -> None:
    found = model(example.border, RULES)
    assert left_out(example.border, found) == 0
    assert verify(example.border, Solution(timed(example.border, found))) == []


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("name", "example"), CASES)
def test_a_day_beyond_the_border_leaves_a_stop_out(
    name: str, example: Example, model: Callable[[Problem, tuple[Rule, ...]], Found]
) -> None:
    assert left_out(example.forbidden, model(example.forbidden, RULES)) == 1


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("name", "example"), CASES)
def test_without_its_rule_the_forbidden_day_is_accepted(
    name: str, example: Example, model: Callable[[Problem, tuple[Rule, ...]], Found]
) -> None:
    others = tuple(rule for rule in RULES if rule.name != name)
    assert left_out(example.forbidden, model(example.forbidden, others)) == 0


@pytest.mark.parametrize("model", MODELS)
def test_a_van_makes_its_waves_one_after_the_other(
    model: Callable[[Problem, tuple[Rule, ...]], Found],
) -> None:
    day = problem(
        stop("school", window=(690, 720)), stop("gan", wave=DAYCARE.key, window=(740, 780))
    )
    trips = timed(day, model(day, RULES))
    assert [trip.wave for trip in trips] == ["long_day", "daycare"]
    assert verify(day, Solution(trips)) == []
