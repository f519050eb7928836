"""``verify`` rejects every mutation of a sound plan, by the rule's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orders.planning.routes import Gap, Measures, Solution, Trip, measure, verify
from orders.planning.routes.verify import RULES
from tests.orders.planning.route_days import problem, stop, trip, vehicle

DAY = problem(
    stop("a", due=700, eat_at=730, hot_limit_minutes=90),
    stop("b", weight=30),
    stop("gan", wave="daycare", window=(740, 800)),
)
FIRST = trip(("a", 680), ("b", 700), depart=668, returns=720)
SECOND = trip(("gan", 760), depart=748, returns=780, wave="daycare")
PLAN = Solution((FIRST, SECOND))

# Each breaks one rule of the sound plan above, at its border.
MUTATIONS: dict[str, list[tuple[Trip, ...]]] = {
    "capacity": [],
    "window": [
        (replace(FIRST, visits=trip(("a", 680), ("b", 721), depart=0, returns=0).visits),),
        (trip(("a", 659), ("b", 700), depart=640, returns=720),),
    ],
    "wave": [
        (replace(FIRST, wave="daycare"),),
        (trip(("a", 680), ("b", 700), depart=629, returns=720),),
    ],
    "driver_window": [(replace(SECOND, returns=901),)],
    "hot_limit": [(replace(FIRST, depart=639),)],
    "turnaround": [(FIRST, replace(SECOND, depart=729))],
    "travel": [
        (replace(FIRST, depart=669),),
        (replace(FIRST, returns=719),),
        (trip(("a", 680), ("b", 699), depart=668, returns=719),),
    ],
    "trip_count": [
        (
            trip(("a", 680), depart=640, returns=700),
            trip(("b", 720), depart=710, returns=740),
            trip(("gan", 790), depart=750, returns=810),
        )
    ],
}


def rules_broken(*trips: Trip) -> set[str]:
    served = {visit.stop for one in trips for visit in one.visits}
    gaps = tuple(Gap(s.key, ()) for s in DAY.stops if s.key not in served)
    return {violation.rule for violation in verify(DAY, Solution(trips, gaps))}


def test_the_plan_itself_is_sound() -> None:
    assert verify(DAY, PLAN) == []


def test_every_rule_of_verify_has_a_mutation() -> None:
    assert set(MUTATIONS) == set(RULES)


@pytest.mark.parametrize(
    ("rule", "trips"),
    [(rule, trips) for rule, all_trips in MUTATIONS.items() for trips in all_trips],
)
def test_a_mutated_plan_is_rejected_by_the_rule_it_breaks(
    rule: str, trips: tuple[Trip, ...]
) -> None:
    assert rule in rules_broken(*trips)


def test_a_box_too_many_is_rejected() -> None:
    tight = replace(DAY, vehicles=(vehicle(capacity=9),))
    assert [(v.rule, v.excess) for v in verify(tight, PLAN)] == [("capacity", 1)]
    assert verify(replace(DAY, vehicles=(vehicle(capacity=10),)), PLAN) == []


def test_a_van_that_loads_before_its_driver_comes_is_rejected() -> None:
    early = replace(DAY, vehicles=(vehicle(available_from=659),))
    assert [(v.rule, v.excess) for v in verify(early, PLAN)] == [("driver_window", 1)]


def test_a_stop_served_twice_is_rejected() -> None:
    twice = Solution((FIRST, SECOND, trip(("a", 690), depart=678, returns=710)))
    assert [(v.rule, v.where) for v in verify(DAY, twice)] == [("once", "a")]


def test_a_stop_left_out_without_a_gap_is_rejected() -> None:
    assert [(v.rule, v.where) for v in verify(DAY, Solution((FIRST,)))] == [("gap_named", "gan")]


def test_unknown_names_and_empty_trips_are_rejected() -> None:
    unknown = Solution(
        (
            replace(FIRST, vehicle="lorry"),
            replace(SECOND, wave="night"),
            trip(depart=800, returns=800),
        ),
        (Gap("nowhere", ()),),
    )
    assert [v.rule for v in verify(DAY, unknown)] == ["known"] * 4


def test_the_worth_of_a_plan_is_recomputed() -> None:
    late = Solution((trip(("a", 703), ("b", 720), depart=691, returns=740),), (Gap("gan", ()),))
    assert measure(DAY, late) == Measures(
        unserved=1,
        late_minutes=3,
        vans=1,
        drive_minutes=36,
        distance_m=36_000,
        least_hot_margin=51,
    )
