"""Solving a day's routes: worth, proof, fixed trips, gaps with reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from kurkum.lib.solving import Limits, Progress, Result, Status
from orders.planning.routes import (
    Problem,
    Reason,
    Solution,
    Stop,
    Vehicle,
    Wave,
    explain,
    measure,
    solve,
    verify,
)
from tests.orders.planning.route_days import LONG_DAY, QUICK, problem, stop, trip, vehicle

PROOF = Limits(seconds=1.0, deterministic=True, workers=1)


def solved(day: Problem, **options: Any) -> tuple[Result[Solution], Solution]:
    result = solve(day, **{"limits": PROOF, "seed": 1, **options})
    assert result.solution is not None
    assert verify(day, result.solution) == []
    return result, result.solution


def values(result: Result[Solution]) -> dict[str, int]:
    return {layer.name: layer.value for layer in result.layers}


def test_a_small_day_is_proven_optimal() -> None:
    result, plan = solved(problem(stop("a"), stop("b")))
    assert result.status is Status.OPTIMAL
    assert values(result) == {"unserved": 0, "late_minutes": 0, "vans": 1, "drive_minutes": 36}
    assert plan.gaps == ()


def test_one_van_is_used_where_one_is_enough() -> None:
    day = problem(stop("a"), stop("b"), vehicles=(vehicle("van_1"), vehicle("van_2")))
    result, _ = solved(day)
    assert (result.status, values(result)["vans"]) == (Status.OPTIMAL, 1)


def test_two_vans_are_used_where_one_would_be_late() -> None:
    full = {"boxes": 20, "window": (660, 700), "due": 665}
    day = problem(
        stop("a", **full), stop("b", **full), vehicles=(vehicle("van_1"), vehicle("van_2"))
    )
    result, _ = solved(day)
    assert (values(result)["late_minutes"], values(result)["vans"]) == (0, 2)


def test_lateness_is_counted_where_it_cannot_be_helped() -> None:
    result, _ = solved(problem(stop("a", due=640)))
    assert result.status is Status.OPTIMAL
    assert values(result)["late_minutes"] == 20  # its window opens at 660


def test_a_van_leaves_as_late_as_its_target_allows() -> None:
    _, plan = solved(problem(stop("a", due=700)))
    (made,) = plan.trips
    assert (made.depart, made.visits[0].arrive, made.returns) == (688, 700, 720)


def test_a_day_without_stops_needs_no_trip() -> None:
    result, plan = solved(problem())
    assert (result.status, plan.trips) == (Status.OPTIMAL, ())


def test_a_day_without_vans_leaves_everything_out_and_says_so() -> None:
    result, plan = solved(problem(stop("a", weight=40), vehicles=()))
    assert (result.status, values(result)["unserved"]) == (Status.OPTIMAL, 40)
    assert plan.gaps[0].because == (Reason("vehicles", {"vans": 0}),)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"boxes": 21}, Reason("capacity", {"boxes": 21, "room": 20})),
        ({"window": (600, 641)}, Reason("window", {"soonest": 642, "until": 641})),
        (
            {"window": (890, 899)},
            Reason("driver_window", {"back_at": 910, "until": 900}),
        ),
        (
            {"window": (660, 700), "eat_at": 800, "hot_limit_minutes": 60},
            Reason("hot_limit", {"minutes": 112, "limit": 60}),
        ),
        ({"hot_limit_minutes": 11}, Reason("hot_limit", {"minutes": 12, "limit": 11})),
    ],
)
def test_a_stop_out_of_reach_is_a_gap_with_its_figures(
    changes: dict[str, Any], reason: Reason
) -> None:
    _, plan = solved(problem(stop("near"), stop("far", **changes)))
    (gap,) = plan.gaps
    assert (gap.stop, gap.because) == ("far", (reason,))


def test_a_driver_who_comes_too_late_is_the_reason() -> None:
    (gap,) = explain(problem(stop("a"), vehicles=(vehicle(available_from=720),)), ["a"])
    assert gap.because == (Reason("driver_window", {"soonest": 742, "until": 720}),)


def test_a_stop_that_yields_to_others_names_what_would_help() -> None:
    full = {"boxes": 20, "window": (660, 670)}
    _, plan = solved(problem(stop("a", **full, weight=2), stop("b", **full)))
    (gap,) = plan.gaps
    assert gap.stop == "b"
    assert {reason.rule for reason in gap.because} == {"vehicles", "window", "turnaround"}
    assert Reason("vehicles", {"vans": 1, "more": 1}) in gap.because
    assert Reason("window", {"from": 660, "until": 670}) in gap.because


def test_trips_that_have_left_stay_and_their_van_is_free_when_back() -> None:
    day = problem(stop("a", boxes=20), stop("b", boxes=20))
    gone = trip(("a", 665), depart=650, returns=690)
    result, plan = solved(day, fixed=[gone])
    assert gone in plan.trips
    assert [visit.stop for made in plan.trips for visit in made.visits] == ["a", "b"]
    assert result.status is Status.OPTIMAL
    assert values(result)["vans"] == 1


def test_a_van_that_has_left_counts_as_used() -> None:
    day = problem(stop("a"), stop("b"), vehicles=(vehicle("van_1"), vehicle("van_2")))
    gone = trip(("a", 665), depart=650, returns=690, vehicle="van_2")
    result, plan = solved(day, fixed=[gone])
    assert {made.vehicle for made in plan.trips} == {"van_2"}
    assert result.status is Status.OPTIMAL


def test_fixed_trips_of_an_unknown_van_or_stop_are_refused() -> None:
    strange = trip(("moon", 665), depart=650, returns=690, vehicle="lorry")
    with pytest.raises(ValueError, match="lorry, moon"):
        solve(problem(stop("a")), limits=QUICK, seed=1, fixed=[strange])


def test_a_hint_is_taken_up_and_the_answer_is_no_worse() -> None:
    day = problem(*(stop(f"s{n}", boxes=4) for n in range(5)))
    result, plan = solved(day, limits=QUICK)
    again, _ = solved(day, limits=QUICK, hint=plan)
    assert values(again) == values(result)


def test_a_hint_that_no_longer_fits_does_no_harm() -> None:
    stale = Solution((trip(("gone", 665), ("a", 680), depart=650, returns=700, vehicle="sold"),))
    result, _ = solved(problem(stop("a")), hint=stale)
    assert result.status is Status.OPTIMAL


def test_the_same_input_and_seed_give_the_same_plan() -> None:
    day = problem(*(stop(f"s{n}", boxes=4 + n % 3, due=690) for n in range(6)))
    one, other = (solve(day, limits=QUICK, seed=3) for _ in range(2))
    assert one.solution == other.solution
    assert one.layers == other.layers


def test_progress_is_told_while_solving() -> None:
    told: list[Progress] = []
    solved(problem(stop("a"), stop("b")), on_progress=told.append)
    assert {"drive_minutes"} <= {progress.layer for progress in told}


def test_a_stopped_solve_keeps_a_sound_plan_or_says_that_there_is_none() -> None:
    day = problem(*(stop(f"s{n}", boxes=4) for n in range(8)))
    result = solve(day, limits=Limits(seconds=60), seed=1, should_stop=lambda: True)
    assert result.runtime < 60
    assert result.status in (Status.FEASIBLE, Status.OPTIMAL, Status.UNKNOWN)
    assert result.solution is None or verify(day, result.solution) == []


def test_a_day_too_big_to_prove_still_states_a_bound() -> None:
    easy = {"boxes": 1, "service_minutes": 1, "window": (660, 800)}
    day = problem(*(stop(f"s{n:02d}", **easy) for n in range(30)), minutes=1)
    result, _ = solved(day)
    assert values(result)["drive_minutes"] == 32
    drive = result.layers[-1]
    assert 30 <= drive.bound <= drive.value


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: stop("a", window=(700, 600)), "ends before it begins"),
        (lambda: stop("a", boxes=-1), "must not be negative"),
        (lambda: stop("a", hot_limit_minutes=-1), "hot limit"),
        (lambda: vehicle(capacity=0), "capacity"),
        (lambda: vehicle(available_to=0), "ends before it begins"),
        (lambda: problem(stop("a"), stop("a")), "stop keys stand twice: a"),
        (lambda: problem(stop("a", wave="night")), "there is no wave night"),
        (lambda: problem(stop("a"), travel_minutes=((0,),)), "2 rows and columns"),
        (lambda: problem(stop("a"), travel_minutes=((0, -1), (1, 0))), "negative"),
        (lambda: problem(stop("a"), distance_m=((0, 1), (1, 1))), "from a place to itself"),
        (lambda: problem(trips_per_wave=0), "at least one trip"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(make: Any, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()


# --- random days --------------------------------------------------------------------------------

PLACES = st.tuples(st.integers(0, 20), st.integers(0, 20))


@st.composite
def days(draw: st.DrawFn) -> Problem:
    waves = (LONG_DAY, Wave("daycare", 720))
    count = draw(st.integers(1, 6))
    stops = tuple(draw(one_stop(f"s{number}")) for number in range(count))
    places = [(10, 10), *(draw(PLACES) for _ in range(count))]
    travel = tuple(tuple(abs(a - c) + abs(b - d) for c, d in places) for a, b in places)
    vans = tuple(
        Vehicle(f"van_{number}", draw(st.integers(5, 25)), 600, draw(st.integers(700, 900)), 10)
        for number in range(draw(st.integers(1, 2)))
    )
    return Problem(waves, vans, stops, travel, travel, trips_per_wave=draw(st.integers(1, 2)))


@st.composite
def one_stop(draw: st.DrawFn, key: str) -> Stop:
    opens = draw(st.integers(630, 820))
    closes = opens + draw(st.integers(0, 60))
    hot = draw(st.none() | st.integers(20, 120))
    return Stop(
        key=key,
        wave=draw(st.sampled_from(["long_day", "daycare"])),
        boxes=draw(st.integers(0, 12)),
        window=(opens, closes),
        service_minutes=draw(st.integers(0, 15)),
        due=draw(st.none() | st.integers(opens, closes)),
        eat_at=None if hot is None else closes + draw(st.integers(0, 30)),
        hot_limit_minutes=hot,
        weight=draw(st.integers(1, 200)),
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days())
def test_every_random_plan_passes_verify_and_its_worth_is_recomputed(day: Problem) -> None:
    result = solve(day, limits=QUICK, seed=1)
    assert result.solution is not None
    assert verify(day, result.solution) == []
    worth = measure(day, result.solution)
    assert values(result) == {
        "unserved": worth.unserved,
        "late_minutes": worth.late_minutes,
        "vans": worth.vans,
        "drive_minutes": worth.drive_minutes,
    }
    assert all(layer.bound <= layer.value for layer in result.layers)
    assert all(gap.because for gap in result.solution.gaps)
    event(f"{result.status.value}, {'gaps' if result.solution.gaps else 'all served'}")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days())
def test_no_plan_beats_the_bounds_stated_with_less_time(day: Problem) -> None:
    quick = solve(day, limits=QUICK, seed=1)
    longer = solve(day, limits=replace(QUICK, seconds=0.5), seed=2)
    first = quick.layers[0]
    assert first.bound <= longer.layers[0].value
    assert not first.proven or first.value == longer.layers[0].value
