"""Checks a plan of routes, and recomputes what it is worth.

Shares no code with the models: it knows the problem and the plan only. One function per rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from orders.planning.routes.problem import Problem, Solution, Stop, Trip, Vehicle


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule, where, and by how much (minutes or boxes; 0 where neither fits)."""

    rule: str
    where: str
    excess: int = 0


@dataclass(frozen=True, slots=True)
class Measures:
    """What a plan is worth. The first four are the layers of the objective, in their order."""

    unserved: int
    late_minutes: int
    vans: int
    drive_minutes: int
    distance_m: int
    least_hot_margin: int | None


def measure(problem: Problem, solution: Solution) -> Measures:
    """Recompute every figure of a plan. ``unserved`` is the weight of the stops left out."""
    stops = {stop.key: stop for stop in problem.stops}
    visits = [(trip, visit) for trip in solution.trips for visit in trip.visits]
    margins = [
        limit - stops[visit.stop].hot_minutes(trip.depart, visit.arrive)
        for trip, visit in visits
        if (limit := stops[visit.stop].hot_limit_minutes) is not None
    ]
    legs = [leg for trip in solution.trips for leg in _legs(problem, trip)]
    return Measures(
        unserved=sum(stop.weight for stop in problem.stops if stop.key not in solution.served),
        late_minutes=sum(stops[visit.stop].lateness(visit.arrive) for _, visit in visits),
        vans=len({trip.vehicle for trip in solution.trips}),
        drive_minutes=sum(problem.travel_minutes[a][b] for a, b in legs),
        distance_m=sum(problem.distance_m[a][b] for a, b in legs),
        least_hot_margin=min(margins, default=None),
    )


def verify(problem: Problem, solution: Solution) -> list[Violation]:
    """Every rule a plan breaks; an empty list for a sound plan.

    A plan that names unknown or repeated things is not looked at further.
    """
    broken = list(_unknown_or_repeated(problem, solution))
    if broken:
        return broken
    return [violation for rule in RULES.values() for violation in rule(problem, solution)]


def _legs(problem: Problem, trip: Trip) -> list[tuple[int, int]]:
    nodes = [0, *(problem.node(visit.stop) for visit in trip.visits), 0]
    return list(pairwise(nodes))


def _unknown_or_repeated(problem: Problem, solution: Solution) -> Iterator[Violation]:
    vehicles = {vehicle.key for vehicle in problem.vehicles}
    waves = {wave.key for wave in problem.waves}
    stops = {stop.key for stop in problem.stops}
    for trip in solution.trips:
        if trip.vehicle not in vehicles or trip.wave not in waves or not trip.visits:
            yield Violation("known", f"{trip.vehicle} {trip.depart}")
    named = [visit.stop for trip in solution.trips for visit in trip.visits]
    named += [gap.stop for gap in solution.gaps]
    for stop, count in sorted(Counter(named).items()):
        if stop not in stops:
            yield Violation("known", stop)
        elif count > 1:
            yield Violation("once", stop, count - 1)
    for stop in sorted(stops - set(named)):
        yield Violation("gap_named", stop)


def _capacity(problem: Problem, solution: Solution) -> Iterator[Violation]:
    for trip, vehicle, stops in _trips(problem, solution):
        excess = sum(stop.boxes for stop in stops) - vehicle.capacity
        if excess > 0:
            yield Violation("capacity", f"{trip.vehicle} {trip.depart}", excess)


def _window(problem: Problem, solution: Solution) -> Iterator[Violation]:
    for trip, _, stops in _trips(problem, solution):
        for visit, stop in zip(trip.visits, stops, strict=True):
            outside = max(stop.window[0] - visit.arrive, visit.arrive - stop.window[1])
            if outside > 0:
                yield Violation("window", visit.stop, outside)


def _wave(problem: Problem, solution: Solution) -> Iterator[Violation]:
    ready = {wave.key: wave.ready_at for wave in problem.waves}
    for trip, _, stops in _trips(problem, solution):
        for stop in stops:
            if stop.wave != trip.wave:
                yield Violation("wave", stop.key)
        if trip.depart < ready[trip.wave]:
            yield Violation("wave", f"{trip.vehicle} {trip.depart}", ready[trip.wave] - trip.depart)


def _driver_window(problem: Problem, solution: Solution) -> Iterator[Violation]:
    for trip, vehicle, _ in _trips(problem, solution):
        early = vehicle.available_from + vehicle.load_minutes - trip.depart
        late = trip.returns - vehicle.available_to
        if max(early, late) > 0:
            yield Violation("driver_window", f"{trip.vehicle} {trip.depart}", max(early, late))


def _hot_limit(problem: Problem, solution: Solution) -> Iterator[Violation]:
    for trip, _, stops in _trips(problem, solution):
        for visit, stop in zip(trip.visits, stops, strict=True):
            if stop.hot_limit_minutes is None:
                continue
            excess = stop.hot_minutes(trip.depart, visit.arrive) - stop.hot_limit_minutes
            if excess > 0:
                yield Violation("hot_limit", visit.stop, excess)


def _turnaround(problem: Problem, solution: Solution) -> Iterator[Violation]:
    by_vehicle: defaultdict[str, list[Trip]] = defaultdict(list)
    for trip in solution.trips:
        by_vehicle[trip.vehicle].append(trip)
    for vehicle in problem.vehicles:
        trips = sorted(by_vehicle[vehicle.key], key=lambda trip: (trip.depart, trip.returns))
        for earlier, later in pairwise(trips):
            missing = earlier.returns + vehicle.load_minutes - later.depart
            if missing > 0:
                yield Violation("turnaround", f"{vehicle.key} {later.depart}", missing)


def _travel(problem: Problem, solution: Solution) -> Iterator[Violation]:
    for trip, _, stops in _trips(problem, solution):
        free, here = trip.depart, 0
        for visit, stop in zip(trip.visits, stops, strict=True):
            there = problem.node(visit.stop)
            soonest = free + problem.travel_minutes[here][there]
            if visit.arrive < soonest:
                yield Violation("travel", visit.stop, soonest - visit.arrive)
            free, here = visit.arrive + stop.service_minutes, there
        soonest = free + problem.travel_minutes[here][0]
        if trip.returns < soonest:
            yield Violation("travel", f"{trip.vehicle} back", soonest - trip.returns)


def _trip_count(problem: Problem, solution: Solution) -> Iterator[Violation]:
    counts = Counter((trip.vehicle, trip.wave) for trip in solution.trips)
    for (vehicle, wave), count in sorted(counts.items()):
        if count > problem.trips_per_wave:
            yield Violation("trip_count", f"{vehicle} {wave}", count - problem.trips_per_wave)


def _trips(
    problem: Problem, solution: Solution
) -> Iterator[tuple[Trip, Vehicle, tuple[Stop, ...]]]:
    vehicles = {vehicle.key: vehicle for vehicle in problem.vehicles}
    stops = {stop.key: stop for stop in problem.stops}
    for trip in solution.trips:
        yield trip, vehicles[trip.vehicle], tuple(stops[visit.stop] for visit in trip.visits)


RULES: dict[str, Callable[[Problem, Solution], Iterator[Violation]]] = {
    "capacity": _capacity,
    "window": _window,
    "wave": _wave,
    "driver_window": _driver_window,
    "hot_limit": _hot_limit,
    "turnaround": _turnaround,
    "travel": _travel,
    "trip_count": _trip_count,
}
