"""What both models of a day's routes are built of: trip slots, and the rules by name.

A *slot* is a trip that a van may make: its n-th in a wave. The routing model sees every slot as a
vehicle of its own, the exact model as a circuit; the turnaround rule ties the slots of a van.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from orders.planning.routes.problem import Problem, Trip, Vehicle, Visit, Wave


@dataclass(frozen=True, slots=True)
class Slot:
    """The ``number``-th trip of a van in a wave, with the hours in which it could be made."""

    vehicle: Vehicle
    wave: Wave
    number: int


# For every used slot the nodes it visits, in their order.
Tours = dict[Slot, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a model found: tours, and the minute at which it reached each node on them."""

    tours: Tours
    arrivals: dict[int, int]


def slots_of(problem: Problem) -> tuple[Slot, ...]:
    """Every possible trip, van by van in the order in which she would make them."""
    return tuple(
        Slot(vehicle, wave, number)
        for vehicle in problem.vehicles
        for wave in problem.waves
        for number in range(problem.trips_per_wave)
        if max(wave.ready_at, vehicle.available_from + vehicle.load_minutes) <= vehicle.available_to
    )


def consecutive(slots: Sequence[Slot]) -> list[tuple[int, int]]:
    """Indices of slots that follow each other on one van."""
    return [
        (i, i + 1)
        for i in range(len(slots) - 1)
        if slots[i].vehicle.key == slots[i + 1].vehicle.key
    ]


def horizon_of(problem: Problem) -> int:
    """A minute after which nothing can happen, whatever rules are left out."""
    latest = [vehicle.available_to for vehicle in problem.vehicles]
    latest += [max(stop.window[1], stop.eat_at or 0) for stop in problem.stops]
    latest += [wave.ready_at for wave in problem.waves]
    longest = max((max(row) for row in problem.travel_minutes), default=0)
    service = sum(stop.service_minutes for stop in problem.stops)
    return max(latest, default=0) + service + longest * (len(problem.stops) + 1)


class Model(Protocol):
    """What a rule may ask of, and say to, either model. Nodes and slots are indices."""

    problem: Problem
    slots: tuple[Slot, ...]

    def limit_boxes(self) -> None: ...
    def arrive_within(self, node: int, first: int, last: int) -> None: ...
    def serve_only_by(self, node: int, slots: list[int]) -> None: ...
    def leave_from(self, slot: int, minute: int) -> None: ...
    def return_by(self, slot: int, minute: int) -> None: ...
    def eat_within(self, node: int, limit: int, eat_at: int | None) -> None: ...
    def leave_after(self, earlier: int, later: int, pause: int) -> None: ...


class Rule(Protocol):
    """One rule by name; the same name is used by ``verify`` and in explanations."""

    name: str

    def add_to(self, model: Model) -> None: ...


class Capacity:
    """The boxes of a trip fit into its van."""

    name = "capacity"

    def add_to(self, model: Model) -> None:
        model.limit_boxes()


class Window:
    """Handing over begins within the stop's window."""

    name = "window"

    def add_to(self, model: Model) -> None:
        for node, stop in enumerate(model.problem.stops, start=1):
            model.arrive_within(node, *stop.window)


class WaveOfTrip:
    """A trip serves the stops of one wave and leaves when its food is ready."""

    name = "wave"

    def add_to(self, model: Model) -> None:
        for node, stop in enumerate(model.problem.stops, start=1):
            of_wave = [i for i, slot in enumerate(model.slots) if slot.wave.key == stop.wave]
            model.serve_only_by(node, of_wave)
        for i, slot in enumerate(model.slots):
            model.leave_from(i, slot.wave.ready_at)


class DriverWindow:
    """Loading, driving and coming back lie within the driver's hours."""

    name = "driver_window"

    def add_to(self, model: Model) -> None:
        for i, slot in enumerate(model.slots):
            model.leave_from(i, slot.vehicle.available_from + slot.vehicle.load_minutes)
            model.return_by(i, slot.vehicle.available_to)


class HotLimit:
    """From departure to eating no longer than the food may be hot-held."""

    name = "hot_limit"

    def add_to(self, model: Model) -> None:
        for node, stop in enumerate(model.problem.stops, start=1):
            if stop.hot_limit_minutes is not None:
                model.eat_within(node, stop.hot_limit_minutes, stop.eat_at)


class Turnaround:
    """A van leaves again after it is back and loaded."""

    name = "turnaround"

    def add_to(self, model: Model) -> None:
        for earlier, later in consecutive(model.slots):
            model.leave_after(earlier, later, model.slots[later].vehicle.load_minutes)


RULES: tuple[Rule, ...] = (
    Capacity(),
    Window(),
    WaveOfTrip(),
    DriverWindow(),
    HotLimit(),
    Turnaround(),
)


# --- times --------------------------------------------------------------------------------------


def timed(problem: Problem, found: Found) -> tuple[Trip, ...]:
    """Give tours their times: as late as possible without more lateness than was found.

    Food waits on the van, so a
    trip leaves as late as its targets, its driver's hours and the van's next trip allow; where a
    model was late already, it stays as late and no later.
    """
    trips: list[Trip] = []
    back_by: dict[str, int] = {}
    for slot in sorted(found.tours, key=lambda s: _place(problem, s), reverse=True):
        vehicle = slot.vehicle
        latest_return = back_by.get(vehicle.key, vehicle.available_to)
        trip = _timed_trip(problem, slot, found, latest_return)
        back_by[vehicle.key] = trip.depart - vehicle.load_minutes
        trips.append(trip)
    return tuple(sorted(trips, key=lambda trip: (trip.vehicle, trip.depart)))


def _place(problem: Problem, slot: Slot) -> tuple[int, int]:
    return problem.waves.index(slot.wave), slot.number


def _timed_trip(problem: Problem, slot: Slot, found: Found, latest_return: int) -> Trip:
    travel, stops, nodes = problem.travel_minutes, problem.stops, found.tours[slot]
    latest, after = latest_return, 0
    for node in reversed(nodes):
        stop = stops[node - 1]
        latest -= stop.service_minutes + travel[node][after]
        latest, after = min(latest, max(stop.target, found.arrivals[node])), node
    depart = latest - travel[0][nodes[0]]
    clock, here, visits = depart, 0, []
    for node in nodes:
        stop = stops[node - 1]
        arrive = max(clock + travel[here][node], stop.window[0])
        visits.append(Visit(stop.key, arrive))
        clock, here = arrive + stop.service_minutes, node
    return Trip(slot.vehicle.key, slot.wave.key, depart, tuple(visits), clock + travel[here][0])
