"""The day's routes: planned, checked from outside, stored, and tied to the deliveries."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from kurkum.base.errors import CannotBeDone
from menus.models import KitchenLine
from menus.services.menu import generate_menu, publish_menu
from orders.models import Delivery, DeliveryLine, DemandLine, RoutePlan, Site, Stop, Vehicle
from orders.services.locking import lock_day
from orders.services.route_question import RouteRequest
from orders.services.routing import plan_routes
from tests.factories import orders
from tests.factories.base import NOW, TODAY, TOMORROW, at, drive, limit, locality, user
from tests.orders.contract_routes import faults

SHORT = RouteRequest(seconds=0.2)
LIMITS = {
    "portions_per_box": "55",
    "second_wave_from_minute": "750",
    "van_load_minutes": "10",
    "stop_minutes_per_two_boxes": "1",
    "max_hold_minutes_A": "240",
    "max_hold_minutes_B": "180",
    "max_hold_minutes_C": "120",
    "hold_kept_for_packing_minutes": "30",
}


@pytest.fixture
def ready(school: Site) -> Site:
    """A locked day of one school, a kitchen thirteen minutes away, and one van."""
    for key, value in LIMITS.items():
        limit(key, value)
    home = orders.kitchen().locality
    drive(home, locality(), metres=9200, minutes="13")
    orders.vehicle()
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    return school


def plan(request: RouteRequest = SHORT) -> RoutePlan:
    return plan_routes(date=TOMORROW, author=user(), now=at(TODAY, 13), request=request)


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


# --- the plan -----------------------------------------------------------------------------------


def test_the_whole_kitchen_is_reached_by_two_vans(demo_kitchen: None) -> None:
    for line in KitchenLine.objects.all():
        generate_menu(line=line, first=TOMORROW, last=TOMORROW, author=None, now=NOW)
        publish_menu(line=line, first=TOMORROW, last=TOMORROW, author=None, now=NOW)
    lock_day(date=TOMORROW, author=None, now=NOW)
    document = plan(RouteRequest(seconds=5)).document
    ordered = set(DemandLine.objects.filter(date=TOMORROW).values_list("site__key", flat=True))
    assert (document["gaps"], faults(document)) == ([], [])
    assert {row["site"] for row in document["stops"]} == ordered


def test_the_document_of_one_school_stands_on_its_own(ready: Site) -> None:
    document = plan().document
    assert faults(document) == []
    # 120 portions at 55 a box.
    assert [(row["site"], row["boxes"]) for row in document["stops"]] == [("nahf-a", 3)]
    assert (document["distance_m"], document["drive_minutes"]) == (18400, 26)


def test_the_same_seed_gives_the_same_document(ready: Site) -> None:
    assert plan().document == plan().document


def test_a_new_plan_is_a_new_version_and_the_note_keeps_its_number(ready: Site) -> None:
    plan()
    number = Delivery.objects.get().number
    assert plan().version == 2
    assert Delivery.objects.get().number == number


def test_the_delivery_follows_the_newest_stop(ready: Site) -> None:
    plan()
    newest = plan()
    delivery = Delivery.objects.get()
    assert delivery.stop == Stop.objects.get(trip__route__plan=newest)
    assert delivery.planned_arrival is not None


def test_the_delivery_lines_tie_to_the_demand(ready: Site) -> None:
    plan()
    asked = sum(DemandLine.objects.values_list("portions", flat=True))
    assert sum(DeliveryLine.objects.values_list("ordered", flat=True)) == asked == 120


def test_a_site_too_large_for_the_van_is_a_gap_with_its_reason(ready: Site) -> None:
    Vehicle.objects.update(boxes=2)
    (gap,) = plan().gaps
    assert (gap["what"], gap["missing"]) == ("nahf-a", 120)
    assert "do not fit into a van" in gap["because"][0]


def test_an_open_day_has_no_routes(school: Site) -> None:
    with pytest.raises(CannotBeDone, match="lock the day first"):
        plan()


def test_without_a_van_nothing_is_planned(ready: Site) -> None:
    Vehicle.objects.update(is_active=False)
    with pytest.raises(CannotBeDone, match="no van in use"):
        plan()
    assert not RoutePlan.objects.exists()


# --- the command --------------------------------------------------------------------------------


def test_the_command_writes_the_document(ready: Site, tmp_path: Path) -> None:
    target = tmp_path / "routes.json"
    code, out, _err = run("plan_routes", str(TOMORROW), "--seconds", "0.2", "--json", str(target))
    assert (code, "1 stops" in out) == (0, True)
    assert faults(json.loads(target.read_text(encoding="utf-8"))) == []


def test_a_gap_ends_the_command_with_1_and_is_stored(ready: Site) -> None:
    Vehicle.objects.update(boxes=2)
    code, _out, err = run("plan_routes", str(TOMORROW), "--seconds", "0.2")
    assert (code, "nahf-a" in err) == (1, True)
    assert RoutePlan.objects.get().gaps


def test_an_open_day_ends_the_command_with_1_and_writes_nothing(school: Site) -> None:
    code, _out, err = run("plan_routes", str(TOMORROW))
    assert (code, "lock the day first" in err) == (1, True)
    assert not RoutePlan.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["24.11.2026"],
        ["2026-11-31"],
        [str(TOMORROW), "--seconds", "0"],
        [str(TOMORROW), "--seed", "-1"],
        [str(TOMORROW), "--json", "no/such/folder/routes.json"],
        [str(TOMORROW), "--pdf", "no/such/folder/routes.pdf"],
    ],
)
def test_bad_input_ends_with_2_and_writes_nothing(ready: Site, arguments: list[str]) -> None:
    assert run("plan_routes", *arguments)[0] == 2
    assert not RoutePlan.objects.exists()


# --- the checker itself -------------------------------------------------------------------------


def iso(hour: int, minute: int) -> str:
    return dt.datetime(2026, 11, 24, hour, minute).strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ001


SOUND: dict[str, Any] = {
    "kind": "routes", "version": 1, "date": "2026-11-24", "status": "feasible", "layers": [],
    "seconds": 5, "seed": 1, "distance_m": 18400, "drive_minutes": 26, "gaps": [],
    "vehicles": [{"key": "van", "capacity": 4, "from": iso(9, 0), "to": iso(15, 0)}],
    "service_minutes": {"nahf": 6},
    "travel_minutes": [["kitchen", "nahf", 13], ["nahf", "kitchen", 13]],
    "trips": [{"route": "r1", "vehicle": "van", "wave": 1, "depart": iso(11, 0),
               "return": iso(11, 32), "boxes": 3, "driver": None}],
    "stops": [{"site": "nahf", "route": "r1", "vehicle": "van", "position": 1,
               "arrive": iso(11, 13), "window": [iso(11, 0), iso(12, 0)], "boxes": 3}],
}  # fmt: skip


def test_the_checker_is_silent_on_a_sound_document() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row.pop("layers"),
        lambda row: row["stops"].clear(),
        lambda row: row["stops"][0].update(arrive=iso(12, 1)),
        lambda row: row["stops"][0].update(arrive=iso(11, 12)),
        lambda row: row["stops"][0].update(position=2),
        lambda row: row["trips"][0].update(boxes=2),
        lambda row: row["trips"][0].update({"return": iso(11, 31)}),
        lambda row: row["vehicles"][0].update(capacity=2),
        lambda row: row["vehicles"][0].update(to=iso(11, 30)),
        lambda row: row.update(drive_minutes=25),
        lambda row: row["gaps"].append({"what": "nahf", "missing": 1, "because": []}),
    ],
)
def test_the_checker_names_every_spoilt_document(spoil: Callable[[dict[str, Any]], object]) -> None:
    document = copy.deepcopy(SOUND)
    spoil(document)
    assert faults(document)
