"""Enters a past day's deliveries at once: a kitchen's own history, or a demonstration's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from kurkum.base.services.numbers import next_number
from kurkum.lib import dates
from menus.choices import HoldClass
from orders.choices import DeliveryState, ReadingPoint
from orders.models import Delivery, DeliveryLine, Reading, Site
from orders.selectors.demand import FirmLine, firm_demand
from orders.services.ledger import ensure_open


@dataclass(frozen=True, slots=True)
class SiteOutcome:
    """How one delivery went. Minutes from local midnight; °C by dish key at each hand-over.

    ``short`` and ``leftover`` are portions by (dish, diner group, diet) keys; what is not named
    arrived whole, and leftovers that are not named were not noted.
    """

    dispatched_minute: int
    arrived_minute: int
    celsius_out: Mapping[str, Decimal]
    celsius_in: Mapping[str, Decimal]
    short: Mapping[tuple[str, str, str], int]
    leftover: Mapping[tuple[str, str, str], int]
    is_confirmed: bool = True


@transaction.atomic
def record_delivered_day(
    *,
    date: dt.date,
    outcomes: Mapping[str, SiteOutcome],
    author: User | None,
    now: dt.datetime,
    demand: Sequence[FirmLine] | None = None,
) -> int:
    """Enters the deliveries of a locked past day (by site key); returns how many.

    ``demand`` is the day's firm demand where the caller has read it already. Raises CannotBeDone
    for a day without demand or with deliveries already.
    """
    ensure_open(date)
    if Delivery.objects.filter(date=date).exists():
        raise CannotBeDone(_("%(day)s has deliveries already.") % {"day": f"{date:%d.%m.%Y}"})
    demand = firm_demand(date) if demand is None else demand
    if not demand:
        raise CannotBeDone(_("Nothing was ordered for %(day)s.") % {"day": f"{date:%d.%m.%Y}"})
    by_site: dict[int, list[FirmLine]] = {}
    for line in demand:
        by_site.setdefault(line.site.pk, []).append(line)
    deliveries = [
        _delivery(date, lines[0].site, outcomes[lines[0].site.key])
        for lines in by_site.values()
        if lines[0].site.key in outcomes
    ]
    Delivery.objects.bulk_create(deliveries)
    pairs = [(row, by_site[row.site_id], outcomes[row.site.key]) for row in deliveries]
    DeliveryLine.objects.bulk_create(row for pair in pairs for row in _lines(*pair))
    limits = DatedLimit.objects.on(date)
    Reading.objects.bulk_create(row for pair in pairs for row in _readings(*pair, limits))
    record_change(
        subject="Delivery",
        subject_key=f"{date}",
        action="past day entered",
        author=author,
        now=now,
        after={"deliveries": len(deliveries)},
    )
    return len(deliveries)


def _delivery(date: dt.date, site: Site, outcome: SiteOutcome) -> Delivery:
    arrived = dates.at_minute(date, outcome.arrived_minute)
    return Delivery(
        number=next_number("delivery_note"),
        date=date,
        site=site,
        state=DeliveryState.RECEIVED,
        planned_arrival=dates.at_clock(date, site.window_from),
        window_to=dates.at_clock(date, site.window_to),
        dispatched_at=dates.at_minute(date, outcome.dispatched_minute),
        arrived_at=arrived,
        received_at=arrived + dt.timedelta(minutes=site.service_minutes),
        is_confirmed=outcome.is_confirmed,
    )


def _lines(
    delivery: Delivery, demand: Iterable[FirmLine], outcome: SiteOutcome
) -> Iterable[DeliveryLine]:
    for line in demand:
        key = (line.dish.key, line.diner_group.key, line.diet.key)
        sent = line.portions - outcome.short.get(key, 0)
        yield DeliveryLine(
            delivery=delivery,
            dish=line.dish,
            diner_group=line.diner_group,
            diet=line.diet,
            ordered=line.portions,
            planned=line.portions,
            prepared=sent,
            dispatched=sent,
            received=sent if outcome.is_confirmed else None,
            leftover=outcome.leftover.get(key),
        )


def _readings(
    delivery: Delivery,
    demand: Iterable[FirmLine],
    outcome: SiteOutcome,
    limits: Mapping[str, DatedLimit],
) -> Iterable[Reading]:
    dishes = {line.dish.key: line.dish for line in demand}
    ends = (
        (ReadingPoint.DISPATCH, outcome.celsius_out, delivery.dispatched_at),
        (ReadingPoint.RECEIPT, outcome.celsius_in, delivery.arrived_at),
    )
    for point, celsius, taken_at in ends:
        for key, degrees in celsius.items():
            if key in dishes and taken_at is not None:
                is_ok = _within(point, dishes[key].hold_class, degrees, limits)
                yield Reading(
                    delivery=delivery,
                    dish=dishes[key],
                    point=point,
                    celsius=degrees,
                    taken_at=taken_at,
                    is_ok=is_ok,
                    corrective_action="" if is_ok else _("eaten at once"),
                )


def _within(
    point: str, hold_class: str, celsius: Decimal, limits: Mapping[str, DatedLimit]
) -> bool:
    if hold_class == HoldClass.COLD:
        key = "cold_store_max" if point == ReadingPoint.DISPATCH else "cold_receipt_max"
        return celsius <= limits[f"{key}_celsius"].value
    key = "hot_dispatch_min" if point == ReadingPoint.DISPATCH else "hot_receipt_min"
    return celsius >= limits[f"{key}_celsius"].value
