"""Routes as the JSON document of the contract, and what a gap says in a manager's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kurkum.lib.dates import minute_to_iso
from orders.models import RoutePlan, Site
from orders.services.routes_problem import RouteDay

if TYPE_CHECKING:
    from kurkum.lib.solving import Result
    from orders.planning.routes import Gap, Solution, Trip

Rows = list[dict[str, Any]]
HOUR = 60


def trip_keys(solution: Solution) -> dict[Trip, str]:
    """A stable key for each trip: its van and which of its trips this is."""
    made: dict[str, int] = {}
    keys = {}
    for trip in sorted(solution.trips, key=lambda one: (one.vehicle, one.depart)):
        made[trip.vehicle] = made.get(trip.vehicle, 0) + 1
        keys[trip] = f"{trip.vehicle}.{made[trip.vehicle]}"
    return keys


def routes_document(
    day: RouteDay, result: Result[Solution], solution: Solution, seconds: float
) -> dict[str, Any]:
    """The contract's ``routes``, with enough of the problem to be checked on its own.

    ``missing`` of a gap is in meals; drivers are named once the crew is known.
    """
    from orders.planning.routes import measure

    figures = measure(day.problem, solution)
    return {
        "kind": "routes",
        "version": 1,
        "date": day.date.isoformat(),
        "status": str(result.status),
        "layers": [asdict(layer) for layer in result.layers],
        "seconds": seconds,
        "seed": result.seed,
        "kitchen": day.kitchen.key,
        "vehicles": _vehicles(day),
        "service_minutes": {call.site.key: call.service_minutes for call in day.calls},
        "travel_minutes": _ways(day),
        "trips": _trips(day, solution),
        "stops": _stops(day, solution),
        "distance_m": figures.distance_m,
        "drive_minutes": figures.drive_minutes,
        "gaps": worded(gap_rows(day, solution.gaps)),
    }


def _vehicles(day: RouteDay) -> Rows:
    return [
        {
            "key": van.key,
            "capacity": van.capacity,
            "from": minute_to_iso(day.date, van.available_from),
            "to": minute_to_iso(day.date, van.available_to),
            "load_minutes": van.load_minutes,
        }
        for van in day.problem.vehicles
    ]


def _ways(day: RouteDay) -> list[list[Any]]:
    keys = [day.kitchen.key, *(stop.key for stop in day.problem.stops)]
    return [
        [start, end, day.problem.travel_minutes[a][b]]
        for a, start in enumerate(keys)
        for b, end in enumerate(keys)
        if a != b
    ]


def _trips(day: RouteDay, solution: Solution) -> Rows:
    boxes = {stop.key: stop.boxes for stop in day.problem.stops}
    return [
        {
            "route": key,
            "vehicle": trip.vehicle,
            "wave": int(trip.wave),
            "depart": minute_to_iso(day.date, trip.depart),
            "return": minute_to_iso(day.date, trip.returns),
            "boxes": sum(boxes[visit.stop] for visit in trip.visits),
            "driver": None,
        }
        for trip, key in trip_keys(solution).items()
    ]


def _stops(day: RouteDay, solution: Solution) -> Rows:
    stops = {stop.key: stop for stop in day.problem.stops}
    rows = []
    for trip, key in trip_keys(solution).items():
        for position, visit in enumerate(trip.visits, start=1):
            stop = stops[visit.stop]
            rows.append({
                "site": stop.key, "route": key, "vehicle": trip.vehicle, "position": position,
                "arrive": minute_to_iso(day.date, visit.arrive),
                "window": [minute_to_iso(day.date, minute) for minute in stop.window],
                "boxes": stop.boxes, "meals": stop.weight,
                "eat_at": minute_to_iso(day.date, stop.eat_at or visit.arrive),
                "hot_limit_minutes": stop.hot_limit_minutes,
            })  # fmt: skip
    return rows


# --- gaps ---------------------------------------------------------------------------------------


def gap_rows(day: RouteDay, gaps: Sequence[Gap]) -> Rows:
    """Gaps as codes and facts, to be put in words in any language."""
    meals = {call.site.key: call.meals for call in day.calls}
    return [
        {
            "what": gap.stop,
            "missing": meals[gap.stop],
            "reasons": [{"rule": one.rule, "facts": dict(one.facts)} for one in gap.because],
        }
        for gap in gaps
    ]


def worded(rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Stored gaps with their reasons in the active language."""
    return [
        {
            "what": row["what"],
            "missing": row["missing"],
            "because": [reason_words(one["rule"], one["facts"]) for one in row["reasons"]],
        }
        for row in rows
    ]


def handed_out(plan: RoutePlan) -> dict[str, Any]:
    """The plan's document with its gaps in the active language."""
    return {**plan.document, "gaps": worded(plan.gaps)}


def gap_sentences(plan: RoutePlan) -> list[str]:
    """One sentence per site that no van serves, with every reason."""
    names = {site.key: site.name for site in Site.objects.all()}
    return [
        _("No van serves %(site)s (%(meals)s meals): %(why)s")
        % {
            "site": names.get(row["what"], row["what"]),
            "meals": row["missing"],
            "why": " ".join(row["because"]),
        }
        for row in worded(plan.gaps)
    ]


def reason_words(rule: str, facts: Mapping[str, Any]) -> str:
    """One reason as a sentence that names the remedy's place."""
    shown = {key: _shown(key, value) for key, value in facts.items()}
    if rule == "capacity":
        return _("It needs %(boxes)s boxes, and a van holds %(room)s.") % shown
    if rule == "window" and "soonest" in facts:
        return _("A van is there at %(soonest)s at the soonest, and it receives until %(until)s.") % (
            shown
        )
    if rule == "window":
        return _("It receives only from %(from)s until %(until)s.") % shown
    if rule == "driver_window":
        return _driver_words(shown)
    if rule == "hot_limit":
        return _("Its food may be on the way for %(limit)s minutes at most before it is eaten.") % (
            shown
        )
    return _fleet_words(rule, shown)


def _driver_words(facts: Mapping[str, str]) -> str:
    if "back_at" in facts:
        return _("The van would be back at %(back_at)s, and its hours end at %(until)s.") % facts
    if "soonest" in facts:
        return (
            _("By the van's hours it is there at %(soonest)s at the soonest; too late for %(until)s.")
            % facts
        )
    return _("The hours of the vans are too short.")


def _fleet_words(rule: str, facts: Mapping[str, str]) -> str:
    if rule == "wave":
        return _("All sites of wave %(wave)s are to be served in the same hours.") % facts
    if rule == "turnaround":
        return _("No van is back and loaded again in time.")
    if "boxes" in facts:
        return _("Its wave has %(boxes)s boxes, and the vans carry %(room)s.") % facts
    if "more" in facts:
        return _("With one more van it could be served.")
    return _("No van is free on this day.")


def _shown(key: str, value: Any) -> str:
    """Minutes of the day as a clock, everything else as it is."""
    if key in ("soonest", "until", "back_at", "from") and isinstance(value, int):
        return f"{value // HOUR:02d}:{value % HOUR:02d}"
    return str(value)
