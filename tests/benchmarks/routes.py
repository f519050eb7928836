"""Solomon's routing instances through the product's own model, by translation alone.

Convention: travel time and cost are the Euclidean distance cut to one decimal; the minimum of
total distance is sought, not of vehicles. The model counts whole tenths of a unit, so a value of
the model divided by ten compares with ``best_known.csv`` exactly.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import isqrt
from pathlib import Path

from kurkum.lib.solving import Limits
from orders.planning.routes import solve, verify
from orders.planning.routes.problem import Matrix, Problem, Solution, Stop, Vehicle, Wave
from tests.benchmarks.rows import (
    BadInput,
    Fault,
    Row,
    best_known,
    read_text,
    row,
    write_solution,
)

TENTHS = 10
DEFAULT_SECONDS = 30.0
PUBLISHED_CUSTOMERS = 100  # what the best known values are for; shorter files have no reference
COLUMNS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A customer row of a file: number, x, y, demand, ready, due, service."""

    number: int
    x: int
    y: int
    demand: int
    ready: int
    due: int
    service: int


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """A row per file; all files are read before the first is solved."""
    if not files:
        raise BadInput([Fault("FILE", 1, "name at least one instance in Solomon's format")])
    problems = [(file, read_problem(file)) for file in files]
    for file, problem in problems:
        yield _measured(file, problem, seconds or DEFAULT_SECONDS, solutions)


def _measured(file: str, problem: Problem, seconds: float, solutions: str | None) -> Row:
    started = time.perf_counter()
    result = solve(problem, limits=Limits(seconds=seconds), seed=0)
    taken = time.perf_counter() - started
    case, whole = Path(file).stem, len(problem.stops) == PUBLISHED_CUSTOMERS
    reference = best_known(file, "best_known_100") if whole else None
    plan = result.solution
    if plan is None or plan.gaps or verify(problem, plan):
        return row("routes", case, reference=reference, seconds=taken, status="unknown")
    if solutions is not None:
        write_solution(solutions, case, ("route", "position", "customer"), _listed(plan))
    drive = result.layers[-1]
    return row(
        "routes",
        case,
        value=drive.value / TENTHS,
        bound=drive.bound / TENTHS,
        reference=reference,
        seconds=taken,
        status=result.status.value,
    )


def _listed(plan: Solution) -> Iterator[tuple[int, int, str]]:
    for route, trip in enumerate(plan.trips, start=1):
        for position, visit in enumerate(trip.visits, start=1):
            yield route, position, visit.stop


def read_problem(file: str) -> Problem:
    """A Solomon file as a day of one wave in tenths of a unit. Raises BadInput."""
    text = read_text(file).splitlines()
    vehicles, first = _vehicles(file, text)
    lines = _lines(file, text, first)
    depot, customers = lines[0], lines[1:]
    travel = _distances(lines)
    stops = tuple(
        Stop(
            key=str(line.number),
            wave="all",
            boxes=line.demand,
            window=(line.ready * TENTHS, line.due * TENTHS),
            service_minutes=line.service * TENTHS,
        )
        for line in customers
    )
    count, capacity = vehicles
    opens, closes = depot.ready * TENTHS, depot.due * TENTHS
    return Problem(
        waves=(Wave("all", opens),),
        vehicles=tuple(Vehicle(f"{n:03d}", capacity, opens, closes) for n in range(1, count + 1)),
        stops=stops,
        travel_minutes=travel,
        distance_m=travel,
        trips_per_wave=1,
        count_vehicles=False,
    )


def _vehicles(file: str, text: list[str]) -> tuple[tuple[int, int], int]:
    """Number and capacity of the vehicles, and the index of the line after them."""
    for index, line in enumerate(text):
        if line.split() == ["NUMBER", "CAPACITY"]:
            return _two_counts(file, text, index + 1), index + 2
    raise BadInput([Fault(file, max(1, len(text)), "no line NUMBER CAPACITY of the vehicles")])


def _two_counts(file: str, text: list[str], index: int) -> tuple[int, int]:
    words = text[index].split() if index < len(text) else []
    if len(words) != 2 or not all(word.isdecimal() and int(word) > 0 for word in words):
        raise BadInput([Fault(file, index + 1, "expected the vehicles' number and capacity")])
    return int(words[0]), int(words[1])


def _lines(file: str, text: list[str], first: int) -> list[Line]:
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, line in enumerate(text[first:], start=first + 1):
        words = line.split()
        if not words or not words[0].lstrip("-").isdecimal():
            continue  # blank lines and the two headings
        try:
            lines.append(_line(words, expected=len(lines)))
        except ValueError as error:
            faults.append(Fault(file, number, str(error)))
    if not lines and not faults:
        faults.append(Fault(file, max(1, len(text)), "no customer rows"))
    if faults:
        raise BadInput(faults)
    return lines


def _line(words: list[str], expected: int) -> Line:
    if len(words) != COLUMNS:
        raise ValueError(f"expected {COLUMNS} columns, found {len(words)}")
    if not all(word.isdecimal() for word in words):
        raise ValueError("expected whole numbers that are not negative")
    line = Line(*(int(word) for word in words))
    if line.number != expected:
        raise ValueError(f"expected customer {expected}, found {line.number}")
    if line.due < line.ready:
        raise ValueError(f"due {line.due} lies before ready {line.ready}")
    return line


def _distances(lines: list[Line]) -> Matrix:
    """Euclidean distances in whole tenths, cut and not rounded."""
    return tuple(
        tuple(isqrt(TENTHS * TENTHS * ((a.x - b.x) ** 2 + (a.y - b.y) ** 2)) for b in lines)
        for a in lines
    )
