"""The delivery report of a date or month: planned, delivered, temperatures, times, leftovers.

What was not noted is None, never zero; a total over lines of which some are not noted says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from kurkum.base.models import Kitchen
from kurkum.lib import dates
from kurkum.lib.exports import csv_bytes
from orders.choices import DeliveryState
from orders.models import Delivery, DeliveryLine, Reading
from orders.selectors.deliveries import deliveries_between, lines_between, readings_between

VERSION = 1
COUNTS = ("ordered", "planned", "prepared", "dispatched", "received", "leftover")
COLUMNS = ("date", "site", "dish", "diner_group", "diet", *COUNTS)


def delivery_document(first: dt.date, last: dt.date) -> dict[str, Any]:
    """The file of the contract for the dates from ``first`` to ``last``."""
    lines = list(lines_between(first, last))
    deliveries = list(deliveries_between(first, last))
    return {
        "kind": "delivery_report",
        "version": VERSION,
        "from": f"{first}",
        "to": f"{last}",
        "totals": totals(lines, deliveries),
        "lines": [_line(line) for line in lines],
        "readings": [_reading(reading) for reading in readings_between(first, last)],
        "on_time": on_time(deliveries),
        "destinations": _destinations(lines),
    }


def totals(lines: Iterable[DeliveryLine], deliveries: Iterable[Delivery]) -> dict[str, Any]:
    """Sums of what is noted; ``not_noted`` counts the lines that a sum leaves out."""
    rows = list(lines)
    sums: dict[str, Any] = {name: sum(getattr(row, name) or 0 for row in rows) for name in COUNTS}
    sums["not_noted"] = {name: sum(getattr(row, name) is None for row in rows) for name in COUNTS}
    sums["short"] = sum(
        max(0, row.ordered - row.received) for row in rows if row.received is not None
    )
    kept = [row for row in deliveries if row.state != DeliveryState.CANCELLED]
    sums["deliveries"] = len(kept)
    sums["confirmed"] = sum(row.is_confirmed for row in kept)
    return sums


def on_time(deliveries: Iterable[Delivery]) -> dict[str, Any]:
    """Stops with a known arrival, how many came after their window, and by how much at worst."""
    late = [
        (row.arrived_at - row.window_to).total_seconds() / 60
        for row in deliveries
        if row.arrived_at is not None and row.window_to is not None
    ]
    return {
        "stops": len(late),
        "late": sum(minutes > 0 for minutes in late),
        "worst_minutes": max(0, round(max(late, default=0))),
    }


def _line(line: DeliveryLine) -> dict[str, Any]:
    return {
        "date": f"{line.delivery.date}",
        "site": line.delivery.site.key,
        "dish": line.dish.key,
        "diner_group": line.diner_group.key,
        "diet": line.diet.key,
        **{name: getattr(line, name) for name in COUNTS},
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "date": f"{reading.delivery.date}",
        "site": reading.delivery.site.key,
        "dish": reading.dish.key,
        "at": reading.point,
        "celsius": float(reading.celsius),
        "time": dates.to_local_iso(reading.taken_at),
        "ok": reading.is_ok,
    }


def _destinations(lines: Iterable[DeliveryLine]) -> list[dict[str, Any]]:
    """The health bureaux' list: from which kitchen, to which site, how many meals.

    Meals: per diner group and diet the largest count over the dishes of what left the kitchen.
    """
    meals: dict[tuple[dt.date, str, int, int], int] = {}
    for line in lines:
        sent = line.dispatched if line.dispatched is not None else line.ordered
        key = (line.delivery.date, line.delivery.site.key, line.diner_group_id, line.diet_id)
        meals[key] = max(meals.get(key, 0), sent)
    portions: dict[tuple[dt.date, str], int] = {}
    for (date, site, _group, _diet), count in meals.items():
        portions[date, site] = portions.get((date, site), 0) + count
    source = Kitchen.objects.the_one().key
    return [
        {"date": f"{date}", "source": source, "site": site, "portions": count}
        for (date, site), count in sorted(portions.items())
    ]


def delivery_csv(document: dict[str, Any]) -> bytes:
    """The lines of the report; an empty cell is not noted."""
    rows = [[line[name] for name in COLUMNS] for line in document["lines"]]
    return csv_bytes(COLUMNS, rows)
