"""Delivery notes of a locked day: made from firm demand, kept in step with amendments."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.base.services.numbers import next_number
from kurkum.lib import dates
from orders.choices import DeliveryState
from orders.errors import DispatchRefused
from orders.models import Delivery, DeliveryLine, Site, Stop
from orders.selectors.demand import FirmLine, firm_demand

SUBJECT = "Delivery"
SERIES = "delivery_note"

# (dish id, diner group id, diet id)
DishLine = tuple[int, int, int]


@transaction.atomic
def prepare_deliveries(*, date: dt.date, author: User | None, now: dt.datetime) -> list[Delivery]:
    """A numbered delivery per site with demand; those that have not left follow the demand.

    Safe to repeat. Raises DispatchRefused for a day without firm demand.
    """
    made = follow_demand(date)
    known = list(Delivery.objects.filter(date=date).select_related("site"))
    if not known:
        raise DispatchRefused(
            _("%(date)s has no firm demand: lock the day first.") % {"date": date}
        )
    if made:
        record_change(
            subject=SUBJECT,
            subject_key=str(date),
            action="prepared",
            author=author,
            now=now,
            after={"deliveries": made},
        )
    return known


def follow_demand(date: dt.date) -> int:
    """Makes what is missing and corrects what has not left; returns how many were made.

    A delivery whose demand went away altogether is cancelled. Call it inside a transaction.
    """
    demand = _by_site(firm_demand(date))
    known = {row.site_id: row for row in Delivery.objects.select_for_update().filter(date=date)}
    made = [_new(date, lines[0].site) for pk, lines in demand.items() if pk not in known]
    Delivery.objects.bulk_create(made)
    known |= {row.site_id: row for row in made}
    waiting = {
        pk: row
        for pk, row in known.items()
        if row.state in (DeliveryState.PLANNED, DeliveryState.CANCELLED)
    }
    Delivery.objects.filter(pk__in=[row.pk for pk, row in waiting.items() if pk in demand]).update(
        state=DeliveryState.PLANNED
    )
    empty = [row.pk for pk, row in waiting.items() if pk not in demand]
    Delivery.objects.filter(pk__in=empty).update(state=DeliveryState.CANCELLED)
    _write_lines(waiting, demand)
    return len(made)


@transaction.atomic
def tie_to_stops(*, date: dt.date, stops: Sequence[Stop]) -> None:
    """Gives each delivery that has not left its stop, expected arrival, window and boxes."""
    by_site = {stop.site_id: stop for stop in stops}
    waiting = list(
        Delivery.objects.select_for_update().filter(date=date, state=DeliveryState.PLANNED)
    )
    for delivery in waiting:
        stop = by_site.get(delivery.site_id)
        delivery.stop = stop
        delivery.planned_arrival = dates.at_minute(date, stop.arrive_minute) if stop else None
        delivery.window_to = dates.at_minute(date, stop.window_to) if stop else None
        delivery.boxes = stop.boxes if stop else 0
    Delivery.objects.bulk_update(waiting, ["stop", "planned_arrival", "window_to", "boxes"])


def _by_site(lines: Sequence[FirmLine]) -> dict[int, list[FirmLine]]:
    found: defaultdict[int, list[FirmLine]] = defaultdict(list)
    for line in lines:
        found[line.site.pk].append(line)
    return dict(found)


def _new(date: dt.date, site: Site) -> Delivery:
    return Delivery(
        number=next_number(SERIES),
        date=date,
        site=site,
        window_to=dates.at_clock(date, site.window_to),
    )


def _write_lines(
    deliveries: Mapping[int, Delivery], demand: Mapping[int, Sequence[FirmLine]]
) -> None:
    """Counts of what was told so far stay; only what is ordered follows the demand."""
    wanted: dict[tuple[int, DishLine], DeliveryLine] = {}
    for site_id, delivery in deliveries.items():
        for line in demand.get(site_id, ()):
            key = (line.dish.pk, line.diner_group.pk, line.diet.pk)
            wanted[delivery.pk, key] = DeliveryLine(
                delivery=delivery,
                dish=line.dish,
                diner_group=line.diner_group,
                diet=line.diet,
                ordered=line.portions,
            )
    rows = DeliveryLine.objects.filter(delivery__in=list(deliveries.values()))
    gone = [
        row.pk
        for row in rows
        if (row.delivery_id, (row.dish_id, row.diner_group_id, row.diet_id)) not in wanted
    ]
    DeliveryLine.objects.filter(pk__in=gone).delete()
    DeliveryLine.objects.bulk_create(
        wanted.values(),
        update_conflicts=True,
        unique_fields=["delivery", "dish", "diner_group", "diet"],
        update_fields=["ordered"],
    )
