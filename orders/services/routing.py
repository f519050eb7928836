"""Plans a day's routes: reads its facts, solves, checks the answer, stores it with deliveries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import SolverRun, User
from kurkum.base.services.changes import record_change
from orders.choices import BILLABLE
from orders.models import Delivery, OrderDay, Route, RoutePlan, Stop, Trip
from orders.selectors.demand import firm_demand
from orders.services.planning_deliveries import plan_deliveries
from orders.services.routes_document import gap_rows, routes_document, trip_keys
from orders.services.routes_problem import RouteDay, build_day

if TYPE_CHECKING:
    from kurkum.lib.solving import Progress, Result
    from orders.planning.routes import Solution
    from orders.planning.routes import Trip as PlannedTrip

DEFAULT_SECONDS = 10.0


class RoutesNotFound(CannotBeDone):
    """Nothing was found in the time given. Nothing was stored."""


class RoutesRejected(CannotBeDone):
    """The plan broke a rule when it was checked: a defect. Nothing was stored."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asked, when, how, and for how long."""

    seconds: float
    seed: int
    author: User | None
    now: dt.datetime
    run: SolverRun | None
    channel: str


def plan_routes(
    *,
    date: dt.date,
    seconds: float = DEFAULT_SECONDS,
    seed: int = 1,
    author: User | None,
    now: dt.datetime,
    repeatable: bool = True,
    run: SolverRun | None = None,
    channel: str = Channel.WEB,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> RoutePlan:
    """A new version of the date's routes, solved, checked and stored; deliveries follow it.

    ``repeatable`` gives the same plan for the same input and seed. Sites that no van can serve
    stand in ``gaps`` with their reasons. Raises CannotBeDone as ``build_day`` does and once food
    has left the kitchen, RoutesNotFound, RoutesRejected.
    """
    from kurkum.lib.solving import Limits
    from orders.planning.routes import solve

    _check_nothing_left(date)
    day = build_day(date)
    result = solve(
        day.problem,
        limits=Limits(seconds=seconds, deterministic=repeatable),
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
    )
    if result.solution is None:
        raise RoutesNotFound(_("No routes were found in the time given; allow more seconds."))
    _check_rules(day, result.solution)
    return _store(day, result, result.solution, _Asked(seconds, seed, author, now, run, channel))


def _check_nothing_left(date: dt.date) -> None:
    if Delivery.objects.filter(date=date, state__in=BILLABLE).exists():
        raise CannotBeDone(
            _("Food of %(day)s has left the kitchen already; its routes stay as they are.")
            % {"day": f"{date:%d.%m.%Y}"}
        )


def _check_rules(day: RouteDay, solution: Solution) -> None:
    from orders.planning.routes import verify

    broken = verify(day.problem, solution)
    if broken:
        raise RoutesRejected(
            _("The routes were not stored, because they broke rules when they were checked:"),
            *(f"{one.rule}: {one.where} ({one.excess})" for one in broken),
        )


@transaction.atomic
def _store(
    day: RouteDay, result: Result[Solution], solution: Solution, asked: _Asked
) -> RoutePlan:
    """Under the lock of the day's orders, if they still are what was planned for."""
    list(OrderDay.objects.select_for_update().filter(date=day.date).order_by("pk"))
    _check_nothing_left(day.date)
    if _portions(day.demand) != _portions(firm_demand(day.date)):
        raise CannotBeDone(_("The orders changed while the routes were planned; plan them again."))
    plan = RoutePlan.objects.create(
        date=day.date,
        version=_next_version(day.date),
        status=str(result.status),
        layers=[asdict(layer) for layer in result.layers],
        seconds=asked.seconds,
        seed=asked.seed,
        gaps=gap_rows(day, solution.gaps),
        document=routes_document(day, result, solution, asked.seconds),
        run=asked.run,
        created_at=asked.now,
        created_by=asked.author,
    )
    plan_deliveries(day, _store_trips(plan, day, solution))
    _record(plan, asked)
    return plan


def _portions(demand: tuple[object, ...]) -> set[tuple[object, ...]]:
    fields = ("portions", "hundredths", "eat_at")
    owners = ("site", "diner_group", "diet", "dish")
    return {
        (
            *(getattr(line, name).pk for name in owners),
            *(getattr(line, name) for name in fields),
        )
        for line in demand
    }


def _next_version(date: dt.date) -> int:
    newest = RoutePlan.objects.filter(date=date).aggregate(newest=Max("version"))["newest"]
    return int(newest or 0) + 1


def _store_trips(plan: RoutePlan, day: RouteDay, solution: Solution) -> dict[str, Stop]:
    """Stores routes, trips and stops; returns the stops by their site's key."""
    vehicles = {vehicle.key: vehicle for vehicle in day.vehicles}
    boxes = {stop.key: stop.boxes for stop in day.problem.stops}
    routes: dict[str, Route] = {}
    stops: dict[str, Stop] = {}
    for trip, key in trip_keys(solution).items():
        if trip.vehicle not in routes:
            routes[trip.vehicle] = Route.objects.create(plan=plan, vehicle=vehicles[trip.vehicle])
        stored = Trip.objects.create(
            route=routes[trip.vehicle],
            key=key,
            wave=int(trip.wave),
            depart_minute=trip.depart,
            return_minute=trip.returns,
            boxes=sum(boxes[visit.stop] for visit in trip.visits),
        )
        stops |= _store_stops(stored, trip, day)
    return stops


def _store_stops(stored: Trip, trip: PlannedTrip, day: RouteDay) -> dict[str, Stop]:
    sites = {call.site.key: call.site for call in day.calls}
    wanted = {stop.key: stop for stop in day.problem.stops}
    return {
        visit.stop: Stop.objects.create(
            trip=stored,
            site=sites[visit.stop],
            position=position,
            arrive_minute=visit.arrive,
            window_from=wanted[visit.stop].window[0],
            window_to=wanted[visit.stop].window[1],
            boxes=wanted[visit.stop].boxes,
        )
        for position, visit in enumerate(trip.visits, start=1)
    }


def _record(plan: RoutePlan, asked: _Asked) -> None:
    record_change(
        subject="RoutePlan",
        subject_key=str(plan),
        action="planned",
        author=asked.author,
        now=asked.now,
        channel=asked.channel,
        after={
            "status": plan.status,
            "trips": len(plan.document["trips"]),
            "stops": len(plan.document["stops"]),
            "gaps": [row["what"] for row in plan.gaps],
        },
    )
