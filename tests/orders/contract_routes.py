"""Checks a ``routes`` document by itself: standard library only, nothing of the planner."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

KEYS = {
    "kind", "version", "date", "status", "layers", "seconds", "seed", "vehicles",
    "service_minutes", "travel_minutes", "trips", "stops", "distance_m", "drive_minutes", "gaps",
}  # fmt: skip
KITCHEN = "kitchen"


def faults(document: Mapping[str, Any]) -> list[str]:
    """Every way in which the document contradicts the contract or itself; empty if sound."""
    missing = KEYS - set(document)
    if missing:
        return [f"keys are missing: {sorted(missing)}"]
    return [*_sites_once(document), *_trips(document), *_vans(document), *_driving(document)]


def minute(text: str) -> int:
    moment = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - local by contract
    return moment.hour * 60 + moment.minute


def _ways(document: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    return {(start, end): minutes for start, end, minutes in document["travel_minutes"]}


def _calls(document: Mapping[str, Any], route: str) -> list[Mapping[str, Any]]:
    rows = [row for row in document["stops"] if row["route"] == route]
    return sorted(rows, key=lambda row: int(row["position"]))


def _sites_once(document: Mapping[str, Any]) -> Iterator[str]:
    served = [row["site"] for row in document["stops"]]
    left_out = [row["what"] for row in document["gaps"]]
    if sorted(served + left_out) != sorted(document["service_minutes"]):
        yield "each site must stand once, in a stop or in a gap"
    for row in document["gaps"]:
        if not row["because"] or not all(row["because"]):
            yield f"gap {row['what']} gives no reason"
    routes = {trip["route"] for trip in document["trips"]}
    yield from (f"{row['site']}: no trip {row['route']}" for row in document["stops"]
                if row["route"] not in routes)  # fmt: skip


def _trips(document: Mapping[str, Any]) -> Iterator[str]:
    ways = _ways(document)
    for trip in document["trips"]:
        calls = _calls(document, trip["route"])
        if not calls:
            yield f"{trip['route']}: leaves with no stop"
            continue
        if [row["position"] for row in calls] != list(range(1, len(calls) + 1)):
            yield f"{trip['route']}: positions do not count from 1"
        if trip["boxes"] != sum(row["boxes"] for row in calls):
            yield f"{trip['route']}: boxes are not those of its stops"
        here, free = KITCHEN, minute(trip["depart"])
        for row in calls:
            arrive = minute(row["arrive"])
            first, last = (minute(text) for text in row["window"])
            if not first <= arrive <= last:
                yield f"{row['site']}: arrives outside its window"
            if arrive < free + ways[here, row["site"]]:
                yield f"{row['site']}: arrives before a van can be there"
            here, free = row["site"], arrive + document["service_minutes"][row["site"]]
        if minute(trip["return"]) < free + ways[here, KITCHEN]:
            yield f"{trip['route']}: is back before a van can be"


def _vans(document: Mapping[str, Any]) -> Iterator[str]:
    vans = {van["key"]: van for van in document["vehicles"]}
    made: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for trip in document["trips"]:
        van = vans[trip["vehicle"]]
        if trip["boxes"] > van["capacity"]:
            yield f"{trip['route']}: {trip['boxes']} boxes in a van for {van['capacity']}"
        leaves, back = minute(trip["depart"]), minute(trip["return"])
        if leaves < minute(van["from"]) or back > minute(van["to"]):
            yield f"{trip['route']}: outside the hours of {van['key']}"
        made[van["key"]].append((leaves, back))
    for key, spans in made.items():
        spans.sort()
        for (_, back), (leaves, _) in pairwise(spans):
            if leaves < back:
                yield f"{key}: leaves before it is back"


def _driving(document: Mapping[str, Any]) -> Iterator[str]:
    ways = _ways(document)
    total = 0
    for trip in document["trips"]:
        if not _calls(document, trip["route"]):
            continue  # a fault of its own
        places = [KITCHEN, *(row["site"] for row in _calls(document, trip["route"])), KITCHEN]
        total += sum(ways[leg] for leg in pairwise(places))
    if total != document["drive_minutes"]:
        yield f"drive_minutes is {document['drive_minutes']}, the trips drive {total}"
