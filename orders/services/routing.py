"""Plans the day's routes from firm demand, checks and stores them, ties the deliveries to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import SolverRun, User
from kurkum.base.services.changes import record_change
from orders.models import Route, RoutePlan, Stop, Trip
from orders.services.delivery_notes import prepare_deliveries, tie_to_stops
from orders.services.route_document import route_document
from orders.services.route_question import RouteQuestion, RouteRequest, ask

if TYPE_CHECKING:
    from kurkum.lib.solving import Result
    from orders.planning import routes as core


@dataclass(frozen=True, slots=True)
class Driver:
    """Who drives a trip, as the floor above knows her; ``sign_in`` None without an account."""

    key: str
    names: Mapping[str, str]
    sign_in: str | None


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
