"""What must be in order before a month can be closed: undelivered, unreceived, missing costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from menus.models import GoodsReceipt
from orders.choices import AccountKind, DeliveryState, MonthState
from orders.models import CostItem, Delivery, LedgerEntry, LedgerTransaction, MonthClose
from orders.selectors.meals import billed_portions, counts_from, received_meals
from orders.services.costs import FoodCost, food_costs
from orders.services.invoicing import month_end

LEFT = [DeliveryState.DISPATCHED, DeliveryState.RECEIVED]


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of the checklist. An open item that blocks keeps the month from closing."""

    text: str
    is_done: bool
    blocks: bool = True


def checklist(month: dt.date, *, today: dt.date) -> list[CheckItem]:
    """Every line, done or not, in the order in which a bookkeeper works."""
    last = month_end(month)
    deliveries = Delivery.objects.filter(date__range=(month, last))
    return [
        CheckItem(_("The month is over."), today > last),
        CheckItem(_("The month before is closed, or has no bookings."), _before_is_closed(month)),
        *_of_deliveries(deliveries, today),
        _invoiced(month, last, today),
        *_of_costs(month, deliveries),
    ]


def _of_deliveries(deliveries: QuerySet[Delivery], today: dt.date) -> Iterator[CheckItem]:
    waiting = deliveries.filter(state=DeliveryState.PLANNED).count()
    unsigned = list(deliveries.filter(state__in=LEFT, is_confirmed=False).values_list("date"))
    early = sum(1 for (day,) in unsigned if counts_from(day) > today)
    yield CheckItem(
        _("Every planned delivery has left or was cancelled (%(count)d wait).")
        % {"count": waiting},
        waiting == 0,
    )
    yield CheckItem(
        _("Every delivery is received, or its time to be signed for is over (%(count)d wait).")
        % {"count": early},
        early == 0,
    )
    yield CheckItem(
        _("Every receipt is confirmed by its site (%(count)d count as dispatched).")
        % {"count": len(unsigned)},
        not unsigned,
        blocks=False,
    )


def _invoiced(month: dt.date, last: dt.date, today: dt.date) -> CheckItem:
    billed = billed_portions(month, last)
    missing = sum(
        abs(row.portions - billed.get(row.key, 0))
        for row in received_meals(month, last, today=today)
    )
    return CheckItem(
        _("Every received meal is on an invoice (%(count)d meals are not).") % {"count": missing},
        missing == 0,
    )


def _of_costs(month: dt.date, deliveries: QuerySet[Delivery]) -> Iterator[CheckItem]:
    days = set(deliveries.filter(state__in=LEFT).values_list("date", flat=True))
    food = list(food_costs(month))
    yield CheckItem(
        _("The cooks' hours are booked as labour cost."), not days or _labour_is_booked(month)
    )
    yield CheckItem(
        _("Food that was used is noted on every service day."),
        days <= {day.date for day in food},
    )
    yield CheckItem(_("Recurring costs are set up."), CostItem.objects.exists())
    yield _priced(food)
    yield _charged(month)


def _priced(food: list[FoodCost]) -> CheckItem:
    grams = sum(day.grams_without_price for day in food)
    return CheckItem(
        _("All food that was used has a price (%(kilos)d kg have none).")
        % {"kilos": round(grams / 1000)},
        grams == 0,
        blocks=False,
    )


def _charged(month: dt.date) -> CheckItem:
    """Suppliers who delivered and have not charged: their prices are only those of the list."""
    receipts = GoodsReceipt.objects.filter(received_at__date__range=(month, month_end(month)))
    waiting = receipts.filter(invoices__isnull=True).values("supplier").distinct().count()
    return CheckItem(
        _("Every delivery of food is charged by its supplier (%(count)d suppliers are not).")
        % {"count": waiting},
        waiting == 0,
        blocks=False,
    )


def _before_is_closed(month: dt.date) -> bool:
    before = (month - dt.timedelta(days=1)).replace(day=1)
    if MonthClose.objects.filter(month=before, state=MonthState.CLOSED).exists():
        return True
    return not LedgerEntry.objects.filter(
        transaction__date__lt=month,
        account__kind__in=[AccountKind.INCOME, AccountKind.EXPENSE],
    ).exists()


def _labour_is_booked(month: dt.date) -> bool:
    return LedgerTransaction.objects.filter(
        source="labour", date__range=(month, month_end(month)), corrects__isnull=True
    ).exists()
