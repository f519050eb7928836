"""Meals handed over: what invoices, indicators and reports count.

A meal counts when every dish of it was received: the smallest count over the dishes of a site,
day, diner group and diet. While a receipt is not confirmed, the dispatched count stands in for it
after the working days of the limit ``receipt_counts_after_working_days``, and is marked so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from kurkum.base.models import DatedLimit
from kurkum.lib import dates
from orders.choices import BILLABLE, DeliveryState
from orders.models import Delivery, DeliveryLine, InvoiceLine, OrderLine


@dataclass(frozen=True, slots=True)
class Meals:
    """Meals of one site, day, diner group and diet that may be billed."""

    delivery: Delivery
    diner_group_id: int
    diner_group: str
    diet_id: int
    diet: str
    portions: int
    ordered: int
    unit_agorot: int | None
    is_assumed_received: bool

    @property
    def key(self) -> tuple[int, int, int]:
        return (self.delivery.pk, self.diner_group_id, self.diet_id)


def counts_from(date: dt.date) -> dt.date:
    """First day on which an unconfirmed delivery of ``date`` counts as received."""
    days = int(DatedLimit.objects.value_on("receipt_counts_after_working_days", date))
    return dates.working_day_after(date, days, lambda day: day.weekday() not in (4, 5))


def received_meals(
    first: dt.date, last: dt.date, *, today: dt.date, customer_id: int | None = None
) -> list[Meals]:
    """Billable meals of the service dates from ``first`` to ``last``, as known on ``today``."""
    rows = DeliveryLine.objects.filter(
        delivery__date__range=(first, last), delivery__state__in=BILLABLE
    )
    if customer_id is not None:
        rows = rows.filter(delivery__site__customer_id=customer_id)
    counted = rows.values(
        "delivery_id", "diner_group_id", "diner_group__key", "diet_id", "diet__key"
    ).annotate(
        whole=Min(Coalesce("received", "dispatched")),
        wanted=Max("ordered"),
        unknown=Min("pk", filter=Q(received__isnull=True, dispatched__isnull=True)),
    )
    found = list(counted.order_by("delivery_id", "diner_group_id", "diet_id"))
    deliveries = Delivery.objects.select_related("site__customer").in_bulk(
        {row["delivery_id"] for row in found}
    )
    prices = prices_of(first, last)
    waits = {day: counts_from(day) for day in {row.date for row in deliveries.values()}}
    return [
        Meals(
            delivery=delivery,
            diner_group_id=row["diner_group_id"],
            diner_group=row["diner_group__key"],
            diet_id=row["diet_id"],
            diet=row["diet__key"],
            portions=row["whole"],
            ordered=row["wanted"],
            unit_agorot=prices.get(
                (delivery.site_id, delivery.date, row["diner_group_id"], row["diet_id"])
            ),
            is_assumed_received=not delivery.is_confirmed,
        )
        for row in found
        if row["unknown"] is None
        and _counts(delivery := deliveries[row["delivery_id"]], waits, today)
    ]


def _counts(delivery: Delivery, waits: Mapping[dt.date, dt.date], today: dt.date) -> bool:
    if delivery.state == DeliveryState.RECEIVED and delivery.is_confirmed:
        return True
    return waits[delivery.date] <= today


def prices_of(first: dt.date, last: dt.date) -> dict[tuple[int, dt.date, int, int], int | None]:
    """The frozen price of a meal by site, date, diner group and diet."""
    rows = OrderLine.objects.filter(order__date__range=(first, last)).values_list(
        "order__site_id", "order__date", "diner_group_id", "diet_id", "unit_agorot"
    )
    return {(site, day, group, diet): price for site, day, group, diet, price in rows}


def billed_portions(first: dt.date, last: dt.date) -> dict[tuple[int, int, int], int]:
    """Net meals on invoices and credit notes by delivery, diner group and diet."""
    rows = (
        InvoiceLine.objects.filter(date__range=(first, last))
        .values_list("delivery_id", "diner_group_id", "diet_id")
        .annotate(total=Sum("portions"))
    )
    return {(delivery, group, diet): total for delivery, group, diet, total in rows}
