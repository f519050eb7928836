"""Finds a day's routes: the routing model first, then the proof where the day is small enough."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kurkum.lib.solving import Layer, Limits, OnProgress, Result, ShouldStop, Status
from orders.planning.routes import exact, rebuild
from orders.planning.routes.explain import explain
from orders.planning.routes.heuristic import search
from orders.planning.routes.model import RULES, Found, Rule, Slot, Tours, slots_of, timed
from orders.planning.routes.problem import Problem, Solution, Trip
from orders.planning.routes.relax import drive_bound, vans_bound
from orders.planning.routes.verify import Measures, measure

# Share of the limit for the search where the exact model follows it, and of that for rebuilding.
HEURISTIC_SHARE = 0.7
REBUILD_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Task:
    """What is left to decide once the trips that have left are taken out."""

    whole: Problem
    rest: Problem
    slots: tuple[Slot, ...]
    fixed: tuple[Trip, ...]
    rules: tuple[Rule, ...]

    @property
    def vans_out(self) -> frozenset[str]:
        return frozenset(trip.vehicle for trip in self.fixed)

    def solution(self, found: Found) -> Solution:
        trips = (*self.fixed, *timed(self.rest, found))
        return Solution(tuple(sorted(trips, key=lambda trip: (trip.vehicle, trip.depart))))

    def worth(self, found: Found) -> tuple[int, ...]:
        """The layers' values of the whole day, in their order."""
        return _layer_values(self.whole, measure(self.whole, self.solution(found)))


@dataclass(frozen=True, slots=True)
class Clock:
    """How long and how the whole solve may run, and who watches it."""

    limits: Limits
    seed: int
    on_progress: OnProgress | None
    should_stop: ShouldStop | None


def solve(
    problem: Problem,
    *,
    limits: Limits,
    seed: int,
    hint: Solution | None = None,
    fixed: Sequence[Trip] = (),
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    rules: Sequence[Rule] = RULES,
) -> Result[Solution]:
    """The best routes found within the limits.

    Layers: weight of unserved stops, late minutes, vans (if they count), drive minutes. Given the
    tours, vans leave as late as their targets allow. ``fixed`` are trips that have left: they
    stay as they are and their vans are free when back. Stops that no trip serves come back as
    gaps with reasons. ``UNKNOWN`` only when stopped before anything was found. Raises ValueError
    for fixed trips that the problem does not know.
    """
    started = time.monotonic()
    clock = Clock(limits, seed, on_progress, should_stop)
    task = _task(problem, tuple(fixed), tuple(rules))
    small = len(task.rest.stops) <= exact.MOST_STOPS and bool(task.slots)
    found = _search(task, _share(clock, HEURISTIC_SHARE if small else 1.0), hint)
    if found is None:
        return Result(Status.UNKNOWN, None, (), time.monotonic() - started, seed, limits)
    bounds: tuple[int, ...] = ()
    if small and task.rest.stops:
        found, bounds = _prove(task, found, _share(clock, 1 - HEURISTIC_SHARE))
    layers = _layers(task, found, bounds)
    solution = _with_gaps(task, task.solution(found), seed)
    proven = all(layer.proven for layer in layers)
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    return Result(status, solution, layers, time.monotonic() - started, seed, limits)


def _share(clock: Clock, share: float) -> Clock:
    return replace(clock, limits=replace(clock.limits, seconds=clock.limits.seconds * share))


def _task(problem: Problem, fixed: tuple[Trip, ...], rules: tuple[Rule, ...]) -> Task:
    """Take the fixed trips out: their stops, and the time and number of their vans' trips."""
    gone = {visit.stop for trip in fixed for visit in trip.visits}
    unknown = gone - {stop.key for stop in problem.stops}
    unknown |= {trip.vehicle for trip in fixed} - {vehicle.key for vehicle in problem.vehicles}
    if unknown:
        raise ValueError(f"fixed trips name what is not there: {', '.join(sorted(unknown))}")
    back = {vehicle.key: vehicle.available_from for vehicle in problem.vehicles}
    for trip in fixed:
        back[trip.vehicle] = max(back[trip.vehicle], trip.returns)
    kept = [0, *(problem.node(stop.key) for stop in problem.stops if stop.key not in gone)]
    rest = replace(
        problem,
        stops=tuple(stop for stop in problem.stops if stop.key not in gone),
        vehicles=tuple(
            replace(vehicle, available_from=back[vehicle.key])
            for vehicle in problem.vehicles
            if back[vehicle.key] <= vehicle.available_to
        ),
        travel_minutes=tuple(tuple(problem.travel_minutes[i][j] for j in kept) for i in kept),
        distance_m=tuple(tuple(problem.distance_m[i][j] for j in kept) for i in kept),
    )
    made = Counter((trip.vehicle, trip.wave) for trip in fixed)
    slots = tuple(s for s in slots_of(rest) if s.number >= made[s.vehicle.key, s.wave.key])
    return Task(problem, rest, slots, fixed, rules)


# --- finding ------------------------------------------------------------------------------------


def _search(task: Task, clock: Clock, hint: Solution | None) -> Found | None:
    """Tours with all vans, then with fewer for as long as nothing is lost."""
    fleets = _fleets(task)
    share = _share(clock, 1 / (len(fleets) + 2))
    tours = _tours_of(task, hint)
    best = _search_with(task, task.slots, _share(share, 2.0), tours)
    if best is None:
        return None
    for slots in fleets:
        found = _search_with(task, slots, share, None)
        if found is None or task.worth(found) >= task.worth(best):
            break
        best = found
    return best


def _search_with(
    task: Task, slots: tuple[Slot, ...], clock: Clock, hint: Tours | None
) -> Found | None:
    """The better of what rebuilding finds and what the routing library makes of it."""
    if hint is not None or not 0 < len(task.rest.stops) <= rebuild.MOST_STOPS or not slots:
        return _routed(task, slots, clock, hint)
    rebuilt = rebuild.search(
        task.rest,
        slots,
        task.rules,
        limits=_share(clock, REBUILD_SHARE).limits,
        seed=clock.seed,
        should_stop=clock.should_stop,
    )
    routed = _routed(task, slots, _share(clock, 1 - REBUILD_SHARE), rebuilt.tours)
    if routed is None or task.worth(rebuilt) <= task.worth(routed):
        return rebuilt
    return routed


def _routed(task: Task, slots: tuple[Slot, ...], clock: Clock, hint: Tours | None) -> Found | None:
    return search(
        task.rest,
        slots,
        task.rules,
        limits=clock.limits,
        seed=clock.seed,
        hint=hint,
        on_progress=clock.on_progress,
        should_stop=clock.should_stop,
    )


def _fleets(task: Task) -> list[tuple[Slot, ...]]:
    """The slots of ever fewer vans, those that are out first kept, then the biggest."""
    if not task.rest.count_vehicles:
        return []
    vans = sorted(
        task.rest.vehicles, key=lambda v: (v.key not in task.vans_out, -v.capacity, v.key)
    )
    fewest = max(1, len(task.vans_out))
    return [
        tuple(slot for slot in task.slots if slot.vehicle in vans[:count])
        for count in range(len(vans) - 1, fewest - 1, -1)
    ]


def _tours_of(task: Task, hint: Solution | None) -> Tours | None:
    """A hinted plan as tours, as far as its trips and stops still exist."""
    if hint is None:
        return None
    known = {stop.key for stop in task.rest.stops}
    free = list(task.slots)
    tours: Tours = {}
    for trip in sorted(hint.trips, key=lambda trip: trip.depart):
        nodes = tuple(task.rest.node(v.stop) for v in trip.visits if v.stop in known)
        wanted = (trip.vehicle, trip.wave)
        slot = next((s for s in free if (s.vehicle.key, s.wave.key) == wanted), None)
        if nodes and slot is not None:
            free.remove(slot)
            tours[slot] = nodes
    return tours or None


# --- proving ------------------------------------------------------------------------------------


def _prove(task: Task, found: Found, clock: Clock) -> tuple[Found, tuple[int, ...]]:
    """The exact model's plan and the bounds of its layers, both for the whole day.

    What the fixed trips add to a layer is the same in every plan, so it is added to the bound.
    """
    added = _fixed_values(task)
    values = [whole - extra for whole, extra in zip(task.worth(found), added, strict=True)]
    floors = [floor - extra for floor, extra in zip(_floors(task, found), added, strict=True)]
    start = exact.Start(
        found,
        dict(zip(exact.LAYERS, values, strict=True)),
        dict(zip(exact.LAYERS, floors, strict=True)),
    )
    proof = exact.prove(
        task.rest,
        task.slots,
        task.rules,
        start,
        limits=clock.limits,
        seed=clock.seed,
        vans_out=task.vans_out if task.rest.count_vehicles else frozenset(),
        on_progress=clock.on_progress,
        should_stop=clock.should_stop,
    )
    bounds = tuple(layer.bound + extra for layer, extra in zip(proof.layers, added, strict=False))
    if task.worth(proof.found) > task.worth(found):
        return found, ()  # stopped between layers: what was found before is better
    return proof.found, bounds


def _fixed_values(task: Task) -> tuple[int, ...]:
    """What the fixed trips add to each layer; vans that are out count in the exact model."""
    measured = measure(task.whole, Solution(task.fixed))
    return (0, measured.late_minutes, 0, measured.drive_minutes)


def _layer_values(problem: Problem, measured: Measures) -> tuple[int, ...]:
    vans = measured.vans if problem.count_vehicles else 0
    return (measured.unserved, measured.late_minutes, vans, measured.drive_minutes)


def _layers(task: Task, found: Found, proven: tuple[int, ...]) -> tuple[Layer, ...]:
    """Each layer with the best bound known: the exact model's, else a relaxation's."""
    layers = []
    for number, (name, value, floor) in enumerate(
        zip(exact.LAYERS, task.worth(found), _floors(task, found), strict=True)
    ):
        bound = proven[number] if number < len(proven) else floor
        layers.append(Layer(name, value, min(value, max(bound, floor))))
    if not task.whole.count_vehicles:
        layers.pop(exact.LAYERS.index("vans"))
    return tuple(layers)


def _floors(task: Task, found: Found) -> tuple[int, ...]:
    """What no plan of the whole day beats in each layer, from simpler problems.

    Those of vans and driving hold for plans that serve everything; where this one does not, the
    stops it left out might have been others.
    """
    served = task.solution(found).served
    _, late, _, drive = _fixed_values(task)
    vans = len(task.vans_out) if task.whole.count_vehicles else 0
    if len(served) == len(task.whole.stops):
        vans = max(vans, vans_bound(task.whole, served))
        drive += drive_bound(task.rest, task.slots)
    return (_hopeless(task), late, vans, drive)


def _hopeless(task: Task) -> int:
    """Weight of the stops that no slot can serve at all."""
    if not task.slots:
        return sum(stop.weight for stop in task.rest.stops)
    room = max(slot.vehicle.capacity for slot in task.slots)
    return sum(stop.weight for stop in task.rest.stops if stop.boxes > room)


def _with_gaps(task: Task, solution: Solution, seed: int) -> Solution:
    missing = [stop.key for stop in task.whole.stops if stop.key not in solution.served]
    if not missing:
        return solution
    gaps = explain(task.rest, missing, rules=task.rules, seed=seed)
    return replace(solution, gaps=gaps)
