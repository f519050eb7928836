"""What must be in order before a month can be closed: undelivered, unreceived, missing costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from menus.models import GoodsReceipt, Supplier
from orders.choices import AccountKind, DeliveryState, MonthState
from orders.models import CostItem, Delivery, LedgerEntry, LedgerTransaction, MonthClose
from orders.selectors.meals import billed_portions, counts_from, received_meals
from orders.services.costs import FoodCost, food_costs
from orders.services.invoicing import month_end

LEFT = [DeliveryState.DISPATCHED, DeliveryState.RECEIVED]


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of the checklist. An open item that blocks keeps the month from closing.

    ``missing`` says what is still open about it: how much, and since when.
    """

    text: str
    is_done: bool
    blocks: bool = True
    missing: str = ""

    @property
    def reason(self) -> str:
        """The line as the answer to somebody who wanted to close the month."""
        return f"{self.text} {self.missing}".strip()


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
    waiting = _days(deliveries.filter(state=DeliveryState.PLANNED))
    unsigned = _days(deliveries.filter(state__in=LEFT, is_confirmed=False))
    early = [day for day in unsigned if counts_from(day) > today]
    yield CheckItem(
        _("Every planned delivery has left or was cancelled."),
        not waiting,
        missing=_counted(_("Waiting: %(count)s, the first of %(day)s."), waiting),
    )
    yield CheckItem(
        _("Every delivery is received, or its time to be signed for is over."),
        not early,
        missing=_counted(_("Waiting: %(count)s, the first of %(day)s."), early),
    )
    yield CheckItem(
        _("Every receipt is confirmed by its site."),
        not unsigned,
        blocks=False,
        missing=_counted(_("Counted as dispatched: %(count)s, the first of %(day)s."), unsigned),
    )


def _days(deliveries: QuerySet[Delivery]) -> list[dt.date]:
    return list(deliveries.order_by("date").values_list("date", flat=True))


def _counted(words: str, days: Sequence[dt.date]) -> str:
    """How many and since when; nothing where there is none. ``days`` are in order."""
    return words % {"count": f"{len(days):,}", "day": f"{days[0]:%d.%m.%Y}"} if days else ""


def _invoiced(month: dt.date, last: dt.date, today: dt.date) -> CheckItem:
    billed = billed_portions(month, last)
    missing = {
        row.key: (row.delivery.date, abs(row.portions - billed.get(row.key, 0)))
        for row in received_meals(month, last, today=today)
        if row.portions != billed.get(row.key, 0)
    }
    meals = sum(count for _day, count in missing.values())
    first = min((day for day, _count in missing.values()), default=None)
    said = _("Meals on no invoice: %(count)s, the first of %(day)s.")
    return CheckItem(
        _("Every received meal is on an invoice."),
        not missing,
        missing=said % {"count": f"{meals:,}", "day": f"{first:%d.%m.%Y}"} if first else "",
    )


def _of_costs(month: dt.date, deliveries: QuerySet[Delivery]) -> Iterator[CheckItem]:
    days = set(deliveries.filter(state__in=LEFT).values_list("date", flat=True))
    food = list(food_costs(month))
    yield CheckItem(
        _("The cooks' hours are booked as labour cost."), not days or _labour_is_booked(month)
    )
    unnoted = sorted(days - {day.date for day in food})
    yield CheckItem(
        _("Food that was used is noted on every service day."),
        not unnoted,
        missing=_("Nothing is noted for: %(days)s.")
        % {"days": listed(f"{day:%d.%m}" for day in unnoted)}
        if unnoted
        else "",
    )
    yield CheckItem(_("Recurring costs are set up."), CostItem.objects.exists())
    yield _priced(food)
    yield _charged(month)


def _priced(food: list[FoodCost]) -> CheckItem:
    grams = sum(day.grams_without_price for day in food)
    return CheckItem(
        _("All food that was used has a price."),
        grams == 0,
        blocks=False,
        missing=_("Without a price: %(kilos)s kg.") % {"kilos": f"{max(1, round(grams / 1000)):,}"}
        if grams
        else "",
    )


def _charged(month: dt.date) -> CheckItem:
    """Suppliers who delivered and have not charged: their prices are only those of the list."""
    receipts = GoodsReceipt.objects.filter(received_at__date__range=(month, month_end(month)))
    waiting = Supplier.objects.filter(
        pk__in=receipts.filter(invoices__isnull=True).values("supplier")
    ).order_by("key")
    names = listed(row.name for row in waiting)
    return CheckItem(
        _("Every delivery of food is charged by its supplier."),
        not names,
        blocks=False,
        missing=_("No invoice yet from: %(suppliers)s.") % {"suppliers": names} if names else "",
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
