"""Puts drivers on a day's trips: those on duty who may drive, one to a van where that can be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from orders.models import RoutePlan, Trip
from orders.services.route_question import RouteRequest
from orders.services.routing import Driver, name_drivers, plan_routes
from staffing.choices import DRIVING, SkillLevel
from staffing.models import Assignment, CookSkill, RouteAssignment
from staffing.selectors.rosters import duties_on


@transaction.atomic
def plan_driven_routes(
    *, date: dt.date, author: User | None, now: dt.datetime, request: RouteRequest | None = None
) -> RoutePlan:
    """Plans the date's routes and puts the drivers on duty on their trips.

    Raises CannotBeDone as ``plan_routes`` does. A trip for which nobody is there has no driver.
    """
    plan = plan_routes(date=date, author=author, now=now, request=request)
    put_drivers(plan=plan, author=author, now=now)
    return plan


@transaction.atomic
def put_drivers(*, plan: RoutePlan, author: User | None, now: dt.datetime) -> list[Trip]:
    """Puts a driver on every trip; returns the trips that nobody on duty can drive."""
    trips = list(Trip.objects.filter(route__plan=plan).order_by("depart_minute", "key"))
    duties = _drivers(plan.date)
    chosen = _chosen(trips, duties)
    RouteAssignment.objects.filter(trip__in=trips).delete()
    RouteAssignment.objects.bulk_create(
        RouteAssignment(trip=trip, cook=chosen[trip.pk].cook) for trip in trips if trip.pk in chosen
    )
    name_drivers(
        plan=plan,
        drivers={trip.key: _named(chosen[trip.pk]) for trip in trips if trip.pk in chosen},
    )
    record_change(
        subject="RoutePlan",
        subject_key=f"{plan.date}/{plan.version}",
        action="drivers assigned",
        author=author,
        now=now,
        after={trip.key: chosen[trip.pk].cook.key for trip in trips if trip.pk in chosen},
    )
    return [trip for trip in trips if trip.pk not in chosen]


def _drivers(date: dt.date) -> list[Assignment]:
    """Who may drive and is on duty; first those whom the roster counts as drivers."""
    able = set(
        CookSkill.objects.filter(skill__key=DRIVING, level=SkillLevel.CERTIFIED).values_list(
            "cook_id", flat=True
        )
    )
    duties = [duty for duty in duties_on(date) if duty.cook_id in able]
    return sorted(duties, key=lambda duty: (duty.skill.key != DRIVING, duty.cook.key))


def _chosen(trips: Sequence[Trip], duties: Sequence[Assignment]) -> dict[int, Assignment]:
    """By trip id. A van keeps its driver; a driver is in one van at a time."""
    by_van: defaultdict[int, list[Trip]] = defaultdict(list)
    for trip in trips:
        by_van[trip.route_id].append(trip)
    taken: defaultdict[int, list[Trip]] = defaultdict(list)
    chosen: dict[int, Assignment] = {}
    for own in by_van.values():
        for part in [own] if _who(own, duties, taken) else [[trip] for trip in own]:
            duty = _who(part, duties, taken)
            if duty is not None:
                taken[duty.cook_id] += part
                chosen |= {trip.pk: duty for trip in part}
    return chosen


def _who(
    trips: Iterable[Trip], duties: Sequence[Assignment], taken: dict[int, list[Trip]]
) -> Assignment | None:
    """The first on duty for all of these trips and in no other van meanwhile."""
    for duty in duties:
        if all(_fits(trip, duty, taken.get(duty.cook_id, ())) for trip in trips):
            return duty
    return None


def _fits(trip: Trip, duty: Assignment, others: Iterable[Trip]) -> bool:
    on_duty = duty.start_minute <= trip.depart_minute and trip.return_minute <= duty.end_minute
    return on_duty and not any(
        trip.depart_minute < other.return_minute and other.depart_minute < trip.return_minute
        for other in others
    )


def _named(duty: Assignment) -> Driver:
    cook = duty.cook
    user = cook.user
    return Driver(
        key=cook.key,
        names={"ar": cook.name_ar, "he": cook.name_he, "en": cook.name_en},
        sign_in=user.username if user else None,
    )
