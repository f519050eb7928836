"""Plans the day's deliveries, one per site, and lets them follow a new version of the routes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kurkum.base.services.numbers import next_number
from kurkum.lib import dates
from orders.choices import DeliveryState
from orders.models import Delivery, DeliveryLine, Stop
from orders.selectors.demand import FirmLine
from orders.services.routes_problem import Call, RouteDay

# (dish, diner group, diet) ids.
LineKey = tuple[int, int, int]


def plan_deliveries(day: RouteDay, stops: Mapping[str, Stop]) -> None:
    """Creates or updates the deliveries; must run in the transaction that stores the routes.

    A delivery note keeps its number. A site without a stop keeps its goods to be delivered, with
    no time known; a site that no longer orders has its delivery cancelled. What has left the
    kitchen is not touched.
    """
    known = {
        delivery.site_id: delivery
        for delivery in Delivery.objects.select_for_update().filter(date=day.date)
    }
    for call in day.calls:
        delivery = known.pop(call.site.pk, None)
        if delivery is None or delivery.state in (DeliveryState.PLANNED, DeliveryState.CANCELLED):
            _plan(day.date, call, stops.get(call.site.key), delivery)
    for delivery in known.values():
        if delivery.state == DeliveryState.PLANNED:
            delivery.state, delivery.stop = DeliveryState.CANCELLED, None
            delivery.save(update_fields=["state", "stop"])


def _plan(date: dt.date, call: Call, stop: Stop | None, delivery: Delivery | None) -> None:
    if delivery is None:
        delivery = Delivery(number=next_number("delivery_note"), date=date, site=call.site)
    delivery.state = DeliveryState.PLANNED
    delivery.stop = stop
    delivery.planned_arrival = dates.at_minute(date, stop.arrive_minute) if stop else None
    delivery.window_to = dates.at_clock(date, call.site.window_to)
    delivery.boxes = call.boxes
    delivery.save()
    _plan_lines(delivery, {_key(line): line for line in call.lines})


def _key(line: FirmLine) -> LineKey:
    return (line.dish.pk, line.diner_group.pk, line.diet.pk)


def _plan_lines(delivery: Delivery, wanted: dict[LineKey, FirmLine]) -> None:
    """What the kitchen already said it makes stays, unless the order itself has changed."""
    for row in delivery.lines.all():
        line = wanted.pop((row.dish_id, row.diner_group_id, row.diet_id), None)
        portions = line.portions if line else 0
        if row.ordered != portions:
            row.ordered = row.planned = portions
            row.save(update_fields=["ordered", "planned"])
    DeliveryLine.objects.bulk_create(
        DeliveryLine(
            delivery=delivery,
            dish=line.dish,
            diner_group=line.diner_group,
            diet=line.diet,
            ordered=line.portions,
            planned=line.portions,
        )
        for line in wanted.values()
    )
