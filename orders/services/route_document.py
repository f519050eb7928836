"""The routes as the file that the contract promises: self-contained, to be checked alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kurkum.lib import dates
from orders.route_words import reason_words
from orders.services.route_question import RouteQuestion, RouteRequest

if TYPE_CHECKING:
    from kurkum.lib.solving import Result
    from orders.planning import routes as core

KITCHEN = "kitchen"
VERSION = 1


def route_document(
    question: RouteQuestion, result: Result[core.Solution], asked: RouteRequest
) -> dict[str, Any]:
    """The file of the contract, self-contained: vans, ways, windows and what came of them."""
    from orders.planning import routes

    date, problem = question.date, question.problem
    solution = result.solution or routes.Solution(())
    measured = routes.measure(problem, solution)
    places = [KITCHEN, *(stop.key for stop in problem.stops)]
    return {
        "kind": "routes",
        "version": VERSION,
        "date": f"{date}",
        "status": str(result.status),
        "layers": [
            {"name": row.name, "value": row.value, "bound": row.bound} for row in result.layers
        ],
        "seconds": asked.seconds,
        "seed": asked.seed,
        "vehicles": _vehicle_rows(question),
        "service_minutes": {stop.key: stop.service_minutes for stop in problem.stops},
        "travel_minutes": [
            [start, end, problem.travel_minutes[row][column]]
            for row, start in enumerate(places)
            for column, end in enumerate(places)
            if row != column
        ],
        "trips": _trip_rows(question, solution),
        "stops": _stop_rows(question, solution),
        "distance_m": measured.distance_m,
        "drive_minutes": measured.drive_minutes,
        "gaps": _gap_rows(question, solution),
    }


def _vehicle_rows(question: RouteQuestion) -> list[dict[str, Any]]:
    return [
        {
            "key": van.key,
            "capacity": van.capacity,
            "from": dates.minute_to_iso(question.date, van.available_from),
            "to": dates.minute_to_iso(question.date, van.available_to),
        }
        for van in question.problem.vehicles
    ]


def _gap_rows(question: RouteQuestion, solution: core.Solution) -> list[dict[str, Any]]:
    problem = question.problem
    return [
        {
            "what": gap.stop,
            "missing": problem.stops[problem.node(gap.stop) - 1].weight,
            "because": [reason_words(reason.rule, reason.facts) for reason in gap.because],
        }
        for gap in solution.gaps
    ]


def _trip_rows(question: RouteQuestion, solution: core.Solution) -> list[dict[str, Any]]:
    problem, date = question.problem, question.date
    return [
        {
            "route": f"{trip.vehicle}.{number}",
            "vehicle": trip.vehicle,
            "wave": int(trip.wave),
            "depart": dates.minute_to_iso(date, trip.depart),
            "return": dates.minute_to_iso(date, trip.returns),
            "boxes": sum(
                problem.stops[problem.node(visit.stop) - 1].boxes for visit in trip.visits
            ),
            "driver": None,
            "driver_name": None,
            "driver_sign_in": None,
        }
        for number, trip in enumerate(solution.trips, 1)
    ]


def _stop_rows(question: RouteQuestion, solution: core.Solution) -> list[dict[str, Any]]:
    problem, date = question.problem, question.date
    rows = []
    for number, trip in enumerate(solution.trips, 1):
        for position, visit in enumerate(trip.visits, 1):
            stop = problem.stops[problem.node(visit.stop) - 1]
            rows.append(
                {
                    "site": visit.stop,
                    "route": f"{trip.vehicle}.{number}",
                    "vehicle": trip.vehicle,
                    "position": position,
                    "arrive": dates.minute_to_iso(date, visit.arrive),
                    "window": [dates.minute_to_iso(date, minute) for minute in stop.window],
                    "boxes": stop.boxes,
                }
            )
    return rows
