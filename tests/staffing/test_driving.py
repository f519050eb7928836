"""Drivers on a day's trips: who may drive, who is there, one driver to a van, one van at a time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from orders.models import Route, RoutePlan, Trip
from staffing.models import RouteAssignment
from staffing.services.driving import put_drivers
from tests.factories import base, orders
from tests.factories import roster as make

MONDAY = make.SUNDAY.replace(day=7)
NOW = base.at(make.SUNDAY, 13)


@pytest.fixture
def kitchen(db: None) -> make.Kitchen:
    return make.kitchen()


def plan_of(*vans: tuple[tuple[int, int], ...]) -> RoutePlan:
    """A plan of trips (leaves, is back) by van."""
    plan = RoutePlan.objects.create(
        date=MONDAY, version=1, status="feasible", seconds=Decimal(1), seed=1, created_at=NOW
    )
    rows = []
    for number, trips in enumerate(vans, 1):
        van = orders.vehicle(key=f"van_{number}")
        route = Route.objects.create(plan=plan, vehicle=van)
        for leaves, back in trips:
            key = f"van_{number}.{leaves}"
            Trip.objects.create(
                route=route, key=key, wave=1, depart_minute=leaves, return_minute=back, boxes=3
            )
            rows.append({"route": key, "driver": None})
    plan.document = {"trips": rows}
    plan.save(update_fields=["document"])
    return plan


def told(plan: RoutePlan) -> list[str | None]:
    return [row["driver"] for row in plan.document["trips"]]


def on_duty(kitchen: make.Kitchen, *names: str) -> None:
    """The named cooks work the day shift of Monday, 07:30 to 15:30, counted as drivers."""
    driving = kitchen.skills["driving"]
    make.published(*((kitchen.cooks[name], MONDAY, kitchen.day, driving) for name in names))


def test_a_van_keeps_its_driver_all_day(kitchen: make.Kitchen) -> None:
    on_duty(kitchen, "rania", "suha")
    plan = plan_of(((650, 730), (740, 860)), ((660, 720), (750, 870)))
    assert put_drivers(plan=plan, author=None, now=NOW) == []
    assert told(plan) == ["rania", "rania", "suha", "suha"]
    assert RouteAssignment.objects.count() == 4


def test_one_driver_takes_both_vans_where_their_trips_do_not_meet(kitchen: make.Kitchen) -> None:
    on_duty(kitchen, "suha")
    plan = plan_of(((650, 700),), ((710, 760),))
    assert put_drivers(plan=plan, author=None, now=NOW) == []
    assert told(plan) == ["suha", "suha"]


def test_a_trip_that_nobody_can_drive_is_told(kitchen: make.Kitchen) -> None:
    on_duty(kitchen, "suha")
    plan = plan_of(((650, 730),), ((660, 720),))
    without = put_drivers(plan=plan, author=None, now=NOW)
    assert [trip.key for trip in without] == ["van_2.660"]
    assert told(plan) == ["suha", None]


def test_who_may_not_drive_or_is_gone_by_then_does_not(kitchen: make.Kitchen) -> None:
    cooking = kitchen.skills["cooking"]
    make.published(
        (kitchen.cooks["amal"], MONDAY, kitchen.day, cooking),
        (kitchen.cooks["rania"], MONDAY, kitchen.early, cooking),  # until 11:45
    )
    plan = plan_of(((650, 720),))
    assert len(put_drivers(plan=plan, author=None, now=NOW)) == 1
    assert told(plan) == [None]


def test_put_again_the_drivers_of_before_are_replaced(kitchen: make.Kitchen) -> None:
    on_duty(kitchen, "suha")
    plan = plan_of(((650, 730),))
    put_drivers(plan=plan, author=None, now=NOW)
    put_drivers(plan=plan, author=None, now=NOW)
    assert RouteAssignment.objects.get().cook.key == "suha"
