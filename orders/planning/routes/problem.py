"""A day's deliveries as a problem and as a plan. Minutes count from local midnight.

Pure: the standard library only, so that pages and documents can speak of routes without loading
a solver.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """Trips that leave together in meaning: ``ready_at`` is the first minute one may leave."""

    key: str
    ready_at: int


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A van with its driver's window; loading for a trip takes ``load_minutes`` at the kitchen."""

    key: str
    capacity: int
    available_from: int
    available_to: int
    load_minutes: int = 0

    def __post_init__(self) -> None:
        if self.capacity <= 0 or self.load_minutes < 0:
            raise ValueError(f"vehicle {self.key}: capacity must be above 0, loading not below")
        if self.available_to < self.available_from:
            raise ValueError(f"vehicle {self.key}: its window ends before it begins")


@dataclass(frozen=True, slots=True)
class Stop:
    """A call at a site.

    ``window`` bounds the minute at which handing over begins (both ends allowed); a van that is
    early waits. After ``due`` it is late, which is counted and not forbidden. Food must not be
    hot-held longer than ``hot_limit_minutes`` from departure to ``eat_at`` (to handing over,
    where that is None). ``weight`` says how much a stop matters, usually its portions.
    """

    key: str
    wave: str
    boxes: int
    window: tuple[int, int]
    service_minutes: int = 0
    due: int | None = None
    eat_at: int | None = None
    hot_limit_minutes: int | None = None
    weight: int = 1

    def __post_init__(self) -> None:
        if self.window[1] < self.window[0]:
            raise ValueError(f"stop {self.key}: its window ends before it begins")
        if min(self.boxes, self.service_minutes) < 0 or self.weight < 1:
            raise ValueError(f"stop {self.key}: boxes and minutes must not be negative")
        if self.hot_limit_minutes is not None and self.hot_limit_minutes < 0:
            raise ValueError(f"stop {self.key}: the hot limit must not be negative")

    @property
    def target(self) -> int:
        """The last minute at which handing over begins in time."""
        return self.window[1] if self.due is None else min(self.due, self.window[1])

    def lateness(self, arrive: int) -> int:
        return max(0, arrive - self.target)

    def hot_minutes(self, depart: int, arrive: int) -> int:
        """Minutes from departure to eating, or to handing over where eating time is not known."""
        return (arrive if self.eat_at is None else self.eat_at) - depart


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that decides a day's routes.

    Row and column 0 of ``travel_minutes`` and ``distance_m`` are the kitchen, row ``i + 1`` is
    ``stops[i]``. A van makes at most ``trips_per_wave`` trips in a wave, and its waves in the
    order given. ``count_vehicles`` False leaves the number of vans out of the objective.
    """

    waves: tuple[Wave, ...]
    vehicles: tuple[Vehicle, ...]
    stops: tuple[Stop, ...]
    travel_minutes: Matrix
    distance_m: Matrix
    trips_per_wave: int = 2
    count_vehicles: bool = True

    def __post_init__(self) -> None:
        for what, keys in (
            ("wave", [wave.key for wave in self.waves]),
            ("vehicle", [vehicle.key for vehicle in self.vehicles]),
            ("stop", [stop.key for stop in self.stops]),
        ):
            _check_unique(what, keys)
        known = {wave.key for wave in self.waves}
        for stop in self.stops:
            if stop.wave not in known:
                raise ValueError(f"stop {stop.key}: there is no wave {stop.wave}")
        for name in ("travel_minutes", "distance_m"):
            _check_matrix(name, getattr(self, name), len(self.stops) + 1)
        if self.trips_per_wave < 1:
            raise ValueError("a van must be allowed at least one trip in a wave")

    def node(self, stop_key: str) -> int:
        """The row of a stop in the matrices. Raises KeyError for an unknown stop."""
        for number, stop in enumerate(self.stops, start=1):
            if stop.key == stop_key:
                return number
        raise KeyError(stop_key)


def _check_unique(what: str, keys: Iterable[str]) -> None:
    twice = sorted(key for key, count in Counter(keys).items() if count > 1)
    if twice:
        raise ValueError(f"{what} keys stand twice: {', '.join(twice)}")


def _check_matrix(name: str, matrix: Matrix, size: int) -> None:
    if len(matrix) != size or any(len(row) != size for row in matrix):
        raise ValueError(f"{name} needs {size} rows and columns: the kitchen and every stop")
    if any(cell < 0 for row in matrix for cell in row):
        raise ValueError(f"{name} must not hold negative figures")
    if any(matrix[i][i] for i in range(size)):
        raise ValueError(f"{name}: the way from a place to itself must be 0")


# --- the plan -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop of a trip; ``arrive`` is the minute at which handing over begins."""

    stop: str
    arrive: int


@dataclass(frozen=True, slots=True)
class Trip:
    """One leaving of a van, in a wave; ``returns`` is the minute it is back at the kitchen."""

    vehicle: str
    wave: str
    depart: int
    visits: tuple[Visit, ...]
    returns: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not possible: the rule that forbids it, and its figures."""

    rule: str
    facts: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stop that no trip serves, and because of what."""

    stop: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """The trips of a day by van and departure, and the stops left out."""

    trips: tuple[Trip, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def served(self) -> frozenset[str]:
        return frozenset(visit.stop for trip in self.trips for visit in trip.visits)
