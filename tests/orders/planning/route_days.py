"""Small believable delivery days for the tests of the routes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kurkum.lib.solving import Limits
from orders.planning.routes import Problem, Stop, Trip, Vehicle, Visit, Wave

NOON = 720
QUICK = Limits(seconds=0.05, deterministic=True, workers=1)

LONG_DAY = Wave("long_day", 630)
DAYCARE = Wave("daycare", 720)


def vehicle(key: str = "van_1", **changes: Any) -> Vehicle:
    fields: dict[str, Any] = {
        "capacity": 20,
        "available_from": 600,
        "available_to": 900,
        "load_minutes": 10,
    }
    return Vehicle(key, **{**fields, **changes})


def stop(key: str, **changes: Any) -> Stop:
    fields: dict[str, Any] = {
        "wave": "long_day",
        "boxes": 5,
        "window": (660, 720),
        "service_minutes": 8,
    }
    return Stop(key, **{**fields, **changes})


def problem(*stops: Stop, minutes: int = 12, **changes: Any) -> Problem:
    """A day on which every two places lie ``minutes`` apart, a kilometre a minute."""
    size = len(stops) + 1
    travel = tuple(tuple(0 if i == j else minutes for j in range(size)) for i in range(size))
    fields: dict[str, Any] = {
        "waves": (LONG_DAY, DAYCARE),
        "vehicles": (vehicle(),),
        "stops": stops,
        "travel_minutes": travel,
        "distance_m": tuple(tuple(1000 * cell for cell in row) for row in travel),
    }
    return Problem(**{**fields, **changes})


def trip(*visits: tuple[str, int], depart: int, returns: int, **changes: Any) -> Trip:
    made = Trip("van_1", "long_day", depart, tuple(Visit(*visit) for visit in visits), returns)
    return replace(made, **changes)
