"""Rebuilding a day's tours: what a van can keep, and that stops that fit are not left out."""

from __future__ import annotations

from typing import Any

from kurkum.lib.solving import Limits
from orders.planning.routes import Problem, Solution, Stop, verify
from orders.planning.routes.model import RULES, slots_of, timed
from orders.planning.routes.rebuild import search
from orders.planning.routes.timetable import Plan, Timetable
from tests.orders.planning.route_days import problem, stop, vehicle

BRIEF = Limits(seconds=0.2, deterministic=True)
TWO_VANS = (vehicle("van_1"), vehicle("van_2"))


def table_of(day: Problem) -> Timetable:
    table = Timetable(day, slots_of(day))
    for rule in RULES:
        rule.add_to(table)
    return table


def plan_of(table: Timetable, **trips: tuple[int, ...]) -> Plan:
    """Nodes by van and number of the trip in the first wave: ``first=(1, 2)``."""
    plan: Plan = [()] * len(table.slots)
    plan[0], plan[1] = trips.get("first", ()), trips.get("second", ())
    return plan


def rebuilt(day: Problem, seed: int = 1) -> Solution:
    found = search(day, slots_of(day), RULES, limits=BRIEF, seed=seed)
    plan = Solution(timed(day, found))
    # Reasons for what is left out are another module's.
    assert [broken for broken in verify(day, plan) if broken.rule != "gap_named"] == []
    return plan


def test_a_trip_that_arrives_in_its_window_can_be_kept() -> None:
    table = table_of(problem(stop("a", due=665)))
    assert table.late("van_1", plan_of(table, first=(1,))) == 0


def test_minutes_after_the_target_are_counted() -> None:
    table = table_of(problem(stop("a", due=640)))
    assert table.late("van_1", plan_of(table, first=(1,))) == 20  # the gate opens at 660


def test_a_second_trip_waits_for_the_first_and_for_loading() -> None:
    near = {"window": (660, 702)}
    table = table_of(problem(stop("a"), stop("b", **near)))
    # a at 660, handed over 668, back 680, loaded 690, b at 702
    assert table.late("van_1", plan_of(table, first=(1,), second=(2,))) == 0
    table = table_of(problem(stop("a"), stop("b", window=(660, 701))))
    assert table.late("van_1", plan_of(table, first=(1,), second=(2,))) is None


def test_food_that_is_eaten_late_leaves_late() -> None:
    eaten = {"eat_at": 760, "hot_limit_minutes": 60}  # leaves at 700 or later
    table = table_of(problem(stop("a", window=(660, 712), **eaten)))
    assert table.late("van_1", plan_of(table, first=(1,))) == 0
    table = table_of(problem(stop("a", window=(660, 711), **eaten)))
    assert table.late("van_1", plan_of(table, first=(1,))) is None


def test_food_waits_at_the_kitchen_where_the_van_would_wait_at_the_gate() -> None:
    table = table_of(problem(stop("a", window=(700, 720), hot_limit_minutes=12)))
    assert table.late("van_1", plan_of(table, first=(1,))) == 0
    table = table_of(problem(stop("a", window=(700, 720), hot_limit_minutes=11)))
    assert table.late("van_1", plan_of(table, first=(1,))) is None


def test_every_stop_that_fits_is_served_though_a_greedy_hand_would_fill_the_van() -> None:
    first = [stop(f"first_{n}", boxes=10, window=(660, 700)) for n in range(3)]
    later = [stop(f"later_{n}", boxes=10, window=(700, 740)) for n in range(3)]
    day = problem(*first, *later, vehicles=TWO_VANS)
    assert len(rebuilt(day).served) == 6


def test_what_cannot_be_served_is_left_out_by_weight() -> None:
    full: dict[str, Any] = {"boxes": 20, "window": (660, 665)}
    day = problem(stop("small", weight=20, **full), stop("large", weight=300, **full))
    assert rebuilt(day).served == {"large"}


def test_the_same_seed_finds_the_same_tours() -> None:
    stops: list[Stop] = [stop(f"s{n}", boxes=4 + n % 3) for n in range(8)]
    day = problem(*stops, vehicles=TWO_VANS)
    assert rebuilt(day, seed=7) == rebuilt(day, seed=7)


def test_a_day_without_stops_has_no_tours() -> None:
    assert search(problem(), slots_of(problem()), RULES, limits=BRIEF, seed=1).tours == {}
