"""Plans the day's routes from firm demand, checks and stores them, ties the deliveries to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit, Kitchen, SolverRun, User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from menus.choices import HoldClass
from orders.models import Route, RoutePlan, Site, Stop, Trip, Vehicle
from orders.route_words import reason_words
from orders.selectors.demand import FirmLine, firm_demand
from orders.selectors.travel import leg, legs_between, way_missing
from orders.services.delivery_notes import prepare_deliveries, tie_to_stops

if TYPE_CHECKING:
    from kurkum.lib.solving import Progress, Result
    from orders.planning import routes as core

KITCHEN = "kitchen"
FIRST_WAVE, SECOND_WAVE = "1", "2"
VERSION = 1
Limits = Mapping[str, DatedLimit]


@dataclass(frozen=True)
class RouteRequest:
    """How long and how to search. ``repeatable``: same input and seed, same routes."""

    seconds: float = 5.0
    seed: int = 1
    repeatable: bool = True
    on_progress: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """Who drives a trip, as the floor above knows her; ``sign_in`` None without an account."""

    key: str
    names: Mapping[str, str]
    sign_in: str | None


@dataclass(frozen=True)
class RouteQuestion:
    """A date's sites with their boxes and meals, and the problem made of them."""

    date: dt.date
    sites: Mapping[str, Site]
    vehicles: Mapping[str, Vehicle]
    problem: core.Problem


def plan_routes(
    *,
    date: dt.date,
    author: User | None,
    now: dt.datetime,
    request: RouteRequest | None = None,
    run: SolverRun | None = None,
) -> RoutePlan:
    """Solves, checks and stores a new version of the date's routes; gaps keep their reasons.

    Raises CannotBeDone for a day without firm demand, vans, or a known way.
    """
    from kurkum.lib.solving import Limits as SolveLimits
    from orders.planning import routes

    asked = request or RouteRequest()
    question = ask(date)
    result = routes.solve(
        question.problem,
        limits=SolveLimits(seconds=asked.seconds, deterministic=asked.repeatable),
        seed=asked.seed,
        on_progress=asked.on_progress,
        should_stop=asked.should_stop,
    )
    if result.solution is None:
        raise CannotBeDone(_("No routes were found in the time given; allow more seconds."))
    broken = routes.verify(question.problem, result.solution)
    if broken:
        raise CannotBeDone(
            _("The routes were not stored, because they broke rules when they were checked:"),
            *(str(one) for one in broken),
        )
    return _store(question, result, asked, author, now, run)


@transaction.atomic
def name_drivers(*, plan: RoutePlan, drivers: Mapping[str, Driver]) -> None:
    """Writes into the plan as handed out who drives which trip, by the trip's key."""
    for row in plan.document["trips"]:
        driver = drivers.get(row["route"])
        row["driver"] = driver.key if driver else None
        row["driver_name"] = dict(driver.names) if driver else None
        row["driver_sign_in"] = driver.sign_in if driver else None
    plan.save(update_fields=["document"])


# --- the question -------------------------------------------------------------------------------


def ask(date: dt.date) -> RouteQuestion:
    """The date's problem. Raises CannotBeDone where the data are not enough."""
    from orders.planning import routes

    demand = firm_demand(date)
    if not demand:
        raise CannotBeDone(
            _("%(date)s has no firm demand: lock the day first.") % {"date": f"{date:%d.%m.%Y}"}
        )
    vehicles = list(Vehicle.objects.filter(is_active=True).order_by("key"))
    if not vehicles:
        raise CannotBeDone(_("There is no van in use: add one first."))
    limits = DatedLimit.objects.on(date)
    by_site: dict[str, list[FirmLine]] = {}
    for line in sorted(demand, key=lambda line: line.site.key):
        by_site.setdefault(line.site.key, []).append(line)
    sites = {key: lines[0].site for key, lines in by_site.items()}
    metres, minutes = _matrices(list(sites.values()))
    second = int(limits["second_wave_from_minute"].value)
    problem = routes.Problem(
        waves=(routes.Wave(FIRST_WAVE, 0), routes.Wave(SECOND_WAVE, 0)),
        vehicles=tuple(
            routes.Vehicle(
                key=van.key,
                capacity=van.boxes,
                available_from=_minute(van.from_time),
                available_to=_minute(van.to_time),
                load_minutes=int(limits["van_load_minutes"].value),
            )
            for van in vehicles
        ),
        stops=tuple(_stop(date, lines, limits, second) for lines in by_site.values()),
        travel_minutes=minutes,
        distance_m=metres,
    )
    return RouteQuestion(date, sites, {van.key: van for van in vehicles}, problem)


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _stop(date: dt.date, lines: Sequence[FirmLine], limits: Limits, second: int) -> core.Stop:
    from orders.planning import routes

    site = lines[0].site
    boxes = _boxes(lines, int(limits["portions_per_box"].value))
    per_two = int(limits["stop_minutes_per_two_boxes"].value)
    window = (_minute(site.window_from), _minute(site.window_to))
    return routes.Stop(
        key=site.key,
        wave=SECOND_WAVE if window[0] >= second else FIRST_WAVE,
        boxes=boxes,
        window=window,
        service_minutes=site.service_minutes + per_two * (boxes // 2),
        eat_at=min(dates.elapsed_minutes(date, line.eat_at) for line in lines),
        hot_limit_minutes=_hot_limit(lines, limits),
        weight=max(1, _meals(lines)),
    )


def _meals(lines: Iterable[FirmLine]) -> int:
    """Meals of a site: per diner group and diet the largest count over its dishes."""
    meals: dict[tuple[int, int], int] = {}
    for line in lines:
        key = (line.diner_group.pk, line.diet.pk)
        meals[key] = max(meals.get(key, 0), line.portions)
    return sum(meals.values())


def _boxes(lines: Sequence[FirmLine], per_box: int) -> int:
    whole: dict[tuple[int, int], int] = {}
    for line in lines:
        key = (line.diner_group.pk, line.diet.pk)
        whole[key] = max(whole.get(key, 0), line.hundredths)
    return max(1, -(-sum(whole.values()) // (100 * per_box)))


def _hot_limit(lines: Iterable[FirmLine], limits: Limits) -> int:
    """From departure to eating: the shortest hold of the dishes, less what packing takes."""
    hot = {line.dish.hold_class for line in lines} - {HoldClass.COLD}
    holds = [int(limits[f"max_hold_minutes_{hold}"].value) for hold in hot or {HoldClass.A}]
    return min(holds) - int(limits["hold_kept_for_packing_minutes"].value)


def _matrices(sites: Sequence[Site]) -> tuple[core.problem.Matrix, core.problem.Matrix]:
    """Metres and minutes among the kitchen and the sites; a hill detour counts towards its site."""
    kitchen = Kitchen.objects.the_one()
    places = [kitchen.locality, *(site.locality for site in sites)]
    detours = [0, *(site.detour_minutes for site in sites)]
    legs = legs_between({place.pk for place in places})
    metres, minutes = [], []
    for row, start in enumerate(places):
        found = [leg(legs, start.pk, end.pk) for end in places]
        if None in found:
            raise way_missing(start.name, places[found.index(None)].name)
        ways = [way for way in found if way is not None]
        metres.append(tuple(0 if row == col else way.metres for col, way in enumerate(ways)))
        minutes.append(
            tuple(
                0 if row == col else way.minutes + max(detours[row], detours[col])
                for col, way in enumerate(ways)
            )
        )
    return tuple(metres), tuple(minutes)


# --- storing ------------------------------------------------------------------------------------


@transaction.atomic
def _store(
    question: RouteQuestion,
    result: Result[core.Solution],
    asked: RouteRequest,
    author: User | None,
    now: dt.datetime,
    run: SolverRun | None,
) -> RoutePlan:
    date, solution = question.date, result.solution
    if solution is None:
        raise ValueError("only a plan can be stored")
    newest = RoutePlan.objects.filter(date=date).aggregate(newest=Max("version"))["newest"] or 0
    document = route_document(question, result, asked)
    plan = RoutePlan.objects.create(
        date=date,
        version=newest + 1,
        status=str(result.status),
        layers=document["layers"],
        seconds=asked.seconds,
        seed=asked.seed,
        gaps=document["gaps"],
        document=document,
        run=run,
        created_at=now,
        created_by=author,
    )
    stops = _store_trips(plan, question, solution)
    prepare_deliveries(date=date, author=author, now=now)
    tie_to_stops(date=date, stops=stops)
    record_change(
        subject="RoutePlan",
        subject_key=f"{date}/{plan.version}",
        action="planned",
        author=author,
        now=now,
        after={"status": plan.status, "gaps": len(plan.gaps)},
    )
    return plan


def _store_trips(plan: RoutePlan, question: RouteQuestion, solution: core.Solution) -> list[Stop]:
    problem = question.problem
    routes: dict[str, Route] = {}
    stops: list[Stop] = []
    for number, trip in enumerate(solution.trips, 1):
        if trip.vehicle not in routes:
            routes[trip.vehicle] = Route.objects.create(
                plan=plan, vehicle=question.vehicles[trip.vehicle]
            )
        boxes = {visit.stop: problem.stops[problem.node(visit.stop) - 1] for visit in trip.visits}
        row = Trip.objects.create(
            route=routes[trip.vehicle],
            key=f"{trip.vehicle}.{number}",
            wave=int(trip.wave),
            depart_minute=trip.depart,
            return_minute=trip.returns,
            boxes=sum(stop.boxes for stop in boxes.values()),
        )
        stops += [
            Stop(
                trip=row,
                site=question.sites[visit.stop],
                position=position,
                arrive_minute=visit.arrive,
                window_from=boxes[visit.stop].window[0],
                window_to=boxes[visit.stop].window[1],
                boxes=boxes[visit.stop].boxes,
            )
            for position, visit in enumerate(trip.visits, 1)
        ]
    return Stop.objects.bulk_create(stops)


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
        "vehicles": [
            {
                "key": van.key,
                "capacity": van.capacity,
                "from": dates.minute_to_iso(date, van.available_from),
                "to": dates.minute_to_iso(date, van.available_to),
            }
            for van in problem.vehicles
        ],
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
        "gaps": [
            {
                "what": gap.stop,
                "missing": problem.stops[problem.node(gap.stop) - 1].weight,
                "because": [reason_words(reason.rule, reason.facts) for reason in gap.because],
            }
            for gap in solution.gaps
        ],
    }


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
