"""Costs of a month: food that was used, and items that recur; each booked once, with a grade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from kurkum.base.choices import Grade
from kurkum.base.models import User
from kurkum.lib import dates, money
from menus.choices import MoveKind
from menus.models import IngredientPrice, StockMove
from orders.choices import BILLABLE
from orders.models import CostItem, Delivery, LedgerTransaction
from orders.selectors.meals import received_meals
from orders.services import ledger
from orders.services.invoicing import month_end

# Food leaves the stock when it is used or thrown away; a count corrects what was not noted.
FOOD_MOVES = (MoveKind.USE, MoveKind.DISCARD, MoveKind.COUNT)


@dataclass(frozen=True, slots=True)
class FoodCost:
    """Food of one date in agorot; priced from the lot where it is known, else from the list."""

    date: dt.date
    agorot: int
    grade: str
    grams_without_price: int


@transaction.atomic
def book_costs(*, month: dt.date, author: User | None, now: dt.datetime) -> None:
    """Books food and recurring items of a month; what is booked already stays as it is."""
    for day in food_costs(month):
        _once(
            date=day.date,
            account="ingredients",
            against="stock",
            agorot=day.agorot,
            grade=day.grade,
            source="food",
            source_key=day.date.isoformat(),
            description=_("Food used on %(day)s") % {"day": f"{day.date:%d.%m.%Y}"},
            author=author,
            now=now,
        )
    for item, agorot in recurring_costs(month, today=dates.day_of(now)):
        _once(
            date=month_end(month),
            account=item.account.key,
            against="payables",
            agorot=agorot,
            grade=item.grade,
            source="cost_item",
            source_key=f"{item.key}:{month:%Y-%m}",
            description=item.name,
            author=author,
            now=now,
        )


def food_costs(month: dt.date) -> Iterator[FoodCost]:
    """What left the stock on each date of the month."""
    moves = StockMove.objects.filter(date__range=(month, month_end(month)), kind__in=FOOD_MOVES)
    rows = moves.values(
        "date", ingredient=F("lot__ingredient_id"), lot_price=F("lot__agorot_per_kg")
    ).annotate(grams=Sum("grams"))
    prices = _list_prices(month_end(month))
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


def _list_prices(day: dt.date) -> dict[int, int]:
    rows = IngredientPrice.objects.filter(valid_from__lte=day).order_by("valid_from")
    return {row.ingredient_id: row.agorot_per_kg for row in rows}


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
        yield item, item.agorot * counts[CostItem.Rhythm(item.rhythm)]


def _once(
    *,
    date: dt.date,
    account: str,
    against: str,
    agorot: int,
    grade: str,
    source: str,
    source_key: str,
    description: str,
    author: User | None,
    now: dt.datetime,
) -> None:
    booked = LedgerTransaction.objects.filter(source=source, source_key=source_key)
    if not agorot or booked.exists():
        return
    ledger.post(
        date=date,
        description=description,
        source=source,
        source_key=source_key,
        entries=[ledger.Entry(account, agorot, grade), ledger.Entry(against, -agorot, grade)],
        author=author,
        now=now,
    )
