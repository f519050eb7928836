"""Costs of a month: food that was used, and items that recur; each booked once, with a grade."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from kurkum.base.choices import Grade
from kurkum.base.models import User
from kurkum.lib import dates, money
from menus.choices import MoveKind
from menus.models import StockMove
from orders.choices import BILLABLE
from orders.models import CostItem, Delivery, LedgerEntry, LedgerTransaction
from orders.selectors.dish_costs import Weights, dish_weights, list_prices
from orders.selectors.meals import received_meals
from orders.services import ledger
from orders.services.invoicing import month_end
from orders.services.purchases import book_purchases

# Food leaves the stock when it is used or thrown away; a count corrects what was not noted.
FOOD_MOVES = (MoveKind.USE, MoveKind.DISCARD, MoveKind.COUNT)
FOOD = "ingredients"


@dataclass(frozen=True, slots=True)
class FoodCost:
    """Food of one date in agorot; priced from the lot where it is known, else from the list."""

    date: dt.date
    agorot: int
    grade: str
    grams_without_price: int


@dataclass(frozen=True, slots=True)
class Booking:
    """What is to be booked once, under a source and key."""

    date: dt.date
    description: str
    source: str
    source_key: str
    entries: Sequence[ledger.Entry]


@transaction.atomic
def book_costs(*, month: dt.date, author: User | None, now: dt.datetime) -> None:
    """Books food, suppliers' invoices and recurring items of a month.

    What is booked already stays as it is.
    """
    book_purchases(until=month_end(month), author=author, now=now)
    weights = dish_weights(month, month_end(month))
    for day in food_costs(month):
        description = _("Food used on %(day)s") % {"day": f"{day.date:%d.%m.%Y}"}
        entries = food_entries(day, weights.get(day.date, {}))
        key = day.date.isoformat()
        _once(Booking(day.date, description, "food", key, entries), author, now)
    for item, agorot in recurring_costs(month, today=dates.day_of(now)):
        entries = [
            ledger.Entry(item.account.key, agorot, item.grade),
            ledger.Entry("payables", -agorot, item.grade),
        ]
        key = f"{item.key}:{month:%Y-%m}"
        _once(Booking(month_end(month), item.name, "cost_item", key, entries), author, now)
    book_late_food(month=month, author=author, now=now)


def food_entries(day: FoodCost, weights: Weights) -> list[ledger.Entry]:
    """A day's food, shared among the dishes that left by what their recipes need."""
    shares = (
        {None: day.agorot}
        if not weights
        else dict(zip(weights, money.split(day.agorot, list(weights.values())), strict=True))
    )
    return [
        *(ledger.Entry(FOOD, agorot, day.grade, dish=dish) for dish, agorot in shares.items()),
        ledger.Entry("stock", -day.agorot, day.grade),
    ]


def book_late_food(*, month: dt.date, author: User | None, now: dt.datetime) -> None:
    """Food of closed months that came to light later: a dated correction in the open month."""
    for closed, difference in late_food(month):
        entries = [
            ledger.Entry(FOOD, difference, Grade.ESTIMATED),
            ledger.Entry("stock", -difference, Grade.ESTIMATED),
        ]
        description = _("Food of %(month)s that was noted late") % {"month": f"{closed:%m.%Y}"}
        key = f"{closed:%Y-%m}:{month:%Y-%m}"
        _once(Booking(month_end(month), description, "late_food", key, entries), author, now)


def late_food(month: dt.date) -> list[tuple[dt.date, int]]:
    """Agorot by closed month that its stock moves cost beyond what was booked for it.

    Only the month before is looked at: its stores are counted before this one is closed.
    """
    before = (month - dt.timedelta(days=1)).replace(day=1)
    if not ledger.is_closed(before):
        return []
    booked: defaultdict[str, int] = defaultdict(int)
    rows = LedgerEntry.objects.filter(account__key=FOOD).filter(
        transaction__source__in=["food", "late_food"],
        transaction__source_key__startswith=f"{before:%Y-%m}",
    )
    for source, agorot in rows.values_list("transaction__source").annotate(Sum("amount_agorot")):
        booked[source] += agorot
    actual = sum(day.agorot for day in food_costs(before))
    difference = actual - sum(booked.values())
    return [(before, difference)] if difference else []


def food_costs(month: dt.date) -> Iterator[FoodCost]:
    """What left the stock on each date of the month."""
    moves = StockMove.objects.filter(date__range=(month, month_end(month)), kind__in=FOOD_MOVES)
    rows = moves.values(
        "date", ingredient=F("lot__ingredient_id"), lot_price=F("lot__agorot_per_kg")
    ).annotate(grams=Sum("grams"))
    prices = list_prices(month_end(month))
    days: dict[dt.date, list[tuple[int, int | None, bool]]] = {}
    for row in rows.order_by("date", "ingredient", "lot_price"):
        listed = row["lot_price"] is None
        price = prices.get(row["ingredient"]) if listed else row["lot_price"]
        days.setdefault(row["date"], []).append((-row["grams"], price, listed))
    for date, used in days.items():
        yield _food_cost(date, used)


def _food_cost(date: dt.date, used: list[tuple[int, int | None, bool]]) -> FoodCost:
    """Kilograms × price, rounded once a day. A listed or missing price makes it an estimate."""
    gram_agorot = sum(grams * price for grams, price, _listed in used if price is not None)
    unpriced = sum(abs(grams) for grams, price, _listed in used if price is None)
    is_estimate = unpriced or any(listed for _grams, _price, listed in used)
    return FoodCost(
        date=date,
        agorot=money.round_half_away(Fraction(gram_agorot, 1000)),
        grade=Grade.ESTIMATED if is_estimate else Grade.MEASURED,
        grams_without_price=unpriced,
    )


def recurring_costs(month: dt.date, *, today: dt.date) -> Iterator[tuple[CostItem, int]]:
    """Each recurring item with its agorot for the month."""
    last = month_end(month)
    items = CostItem.objects.filter(valid_from__lte=last).exclude(valid_to__lt=month)
    counts = {CostItem.Rhythm.MONTH: 1}
    counts[CostItem.Rhythm.MEAL] = sum(
        meals.portions for meals in received_meals(month, last, today=today)
    )
    counts[CostItem.Rhythm.SERVICE_DAY] = (
        Delivery.objects.filter(date__range=(month, last), state__in=BILLABLE)
        .values("date")
        .distinct()
        .count()
    )
    for item in items.select_related("account").order_by("key"):
        if item.rhythm == CostItem.Rhythm.DEPRECIATION:
            yield item, depreciation(item, month)
        else:
            yield item, item.agorot * counts[CostItem.Rhythm(item.rhythm)]


def depreciation(item: CostItem, month: dt.date) -> int:
    """The month's part of what equipment cost; over its life the parts sum to the whole."""
    begins = item.valid_from.replace(day=1)
    age = (month.year - begins.year) * 12 + month.month - begins.month
    life = item.life_months or 1
    return money.split(item.agorot, [1] * life)[age] if 0 <= age < life else 0


def _once(booking: Booking, author: User | None, now: dt.datetime) -> None:
    done = LedgerTransaction.objects.filter(source=booking.source, source_key=booking.source_key)
    if done.exists() or not any(entry.amount for entry in booking.entries):
        return
    ledger.post(
        date=booking.date,
        description=booking.description,
        source=booking.source,
        source_key=booking.source_key,
        entries=booking.entries,
        author=author,
        now=now,
    )
