"""Checks a ``delivery_report`` document by itself: standard library only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

COUNTS = ("ordered", "planned", "prepared", "dispatched", "received", "leftover")


def faults(document: Mapping[str, Any]) -> list[str]:
    """Every contradiction, in words; an empty list if there is none."""
    return [
        *_totals(document),
        *_lines(document),
        *_readings(document),
        *_destinations(document),
    ]


def _totals(document: Mapping[str, Any]) -> Iterator[str]:
    for name in COUNTS:
        total = sum(row[name] or 0 for row in document["lines"])
        if document["totals"].get(name) != total:
            yield f"totals: {name} is {document['totals'].get(name)}, the lines say {total}"
    on_time = document["on_time"]
    if on_time["late"] > on_time["stops"] or (on_time["late"] > 0) != (
        on_time["worst_minutes"] > 0
    ):
        yield "on_time contradicts itself"


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    named = ("date", "site", "dish", "diner_group", "diet")
    seen = Counter(tuple(row[name] for name in named) for row in document["lines"])
    yield from (f"{line} stands {times} times" for line, times in seen.items() if times > 1)
    for row in document["lines"]:
        place = f"{row['date']} {row['site']} {row['dish']}"
        if not document["from"] <= row["date"] <= document["to"]:
            yield f"{place}: outside the dates of the report"
        for less, more in (("received", "dispatched"), ("leftover", "received")):
            if row[less] is not None and row[more] is not None and row[less] > row[more]:
                yield f"{place}: more {less} than {more}"


def _readings(document: Mapping[str, Any]) -> Iterator[str]:
    for row in document["readings"]:
        if not row["time"].startswith(row["date"]):
            yield f"a reading of {row['site']} was taken on another day"
        if not -40 <= row["celsius"] <= 150:
            yield f"{row['site']}: {row['celsius']} is no temperature"


def _destinations(document: Mapping[str, Any]) -> Iterator[str]:
    served = {(row["date"], row["site"]) for row in document["lines"] if row["dispatched"]}
    listed = Counter((row["date"], row["site"]) for row in document["destinations"])
    if not served <= set(listed) or any(times > 1 for times in listed.values()):
        yield "destinations are not the sites that were served"
