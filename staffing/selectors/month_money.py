"""What a month would earn and cost as things stand: orders, recipes, list prices, recurring items.

Nothing here was received or paid: portions are the saved and standing orders of every service day
of the month, food is what the recipes ask for at the list prices, before VAT. Agorot.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kurkum.lib.dates import month_of
from kurkum.lib.money import round_half_away
from menus.models import Dish, IngredientPrice
from menus.selectors.recipes import recipes_on
from orders.models import CostItem
from orders.pricing import PriceQuestion
from orders.selectors.effective import EffectiveOrder, effective_orders
from orders.selectors.prices import price_rows, unit_price
from staffing.selectors.foreseen import foreseen_dishes


@dataclass(frozen=True, slots=True)
class MonthMoney:
    """A whole month before VAT. ``unpriced`` names what has no price and is counted as nothing."""

    month: dt.date
    service_days: int
    meals: int
    income: int
    food: int
    per_meal_items: int
    per_day_items: int
    per_month_items: int
    by_ingredient: tuple[tuple[str, int], ...]
    unpriced: tuple[str, ...]

    @property
    def other(self) -> int:
        """Everything that is neither food nor kitchen labour."""
        return self.per_meal_items + self.per_day_items + self.per_month_items


def month_money(day: dt.date) -> MonthMoney:
    """The month that ``day`` lies in."""
    first, last = month_of(day).first_day, month_of(day).last_day
    orders = [order for order in effective_orders(first, last).values() if order.portions]
    meals = sum(order.portions for order in orders)
    days = len({order.date for order in orders})
    income, missing_prices = _income(orders)
    food, missing_food = _food(first, last)
    items = _items(first, last)
    return MonthMoney(
        month=first,
        service_days=days,
        meals=meals,
        income=income,
        food=sum(food.values()),
        per_meal_items=items[CostItem.Rhythm.MEAL] * meals,
        per_day_items=items[CostItem.Rhythm.SERVICE_DAY] * days,
        per_month_items=items[CostItem.Rhythm.MONTH],
        by_ingredient=tuple(sorted(food.items(), key=lambda pair: (-pair[1], pair[0]))[:12]),
        unpriced=(*missing_prices, *missing_food),
    )


def _income(orders: Iterable[EffectiveOrder]) -> tuple[int, list[str]]:
    """Portions × the price in force on their date."""
    total, missing = 0, set()
    lists = {}
    for order in orders:
        if order.date not in lists:
            lists[order.date] = price_rows(order.date)
        for line in order.lines:
            if not line.total:
                continue
            question = PriceQuestion(
                customer=order.site.customer.key,
                diner_group=line.diner_group.key,
                diet=line.diet.key,
                packaging=order.site.packaging,
                on=order.date,
            )
            price = unit_price(question, lists[order.date])
            if price is None:
                missing.add(f"{order.site.key}: {line.diner_group.key}, {line.diet.key}")
            total += line.total * (price or 0)
    return total, sorted(missing)


def _food(first: dt.date, last: dt.date) -> tuple[dict[str, int], list[str]]:
    """Agorot by ingredient: reference portions × grams of the recipe × list price."""
    hundredths: dict[int, int] = defaultdict(int)
    for day in foreseen_dishes(first, last).values():
        for key, wanted in day.items():
            hundredths[key] += wanted.hundredths
    book = recipes_on(first)
    prices = {
        row.ingredient_id: row.agorot_per_kg
        for row in IngredientPrice.objects.filter(valid_from__lte=last).order_by("valid_from")
    }
    cost: dict[str, Fraction] = defaultdict(Fraction)
    missing: set[str] = set()
    for dish in Dish.objects.filter(pk__in=hundredths):
        if dish.pk not in book.recipes:
            missing.add(dish.key)
            continue
        for line in book.flat_lines(dish):
            price = prices.get(line.ingredient.pk)
            if price is None:
                missing.add(line.ingredient.key)
                continue
            grams = Fraction(line.gross_grams) * hundredths[dish.pk] / 100
            cost[line.ingredient.key] += grams * price / 1000
    return {key: round_half_away(sum_) for key, sum_ in cost.items()}, sorted(missing)


def _items(first: dt.date, last: dt.date) -> dict[str, int]:
    """Agorot of the recurring items by rhythm: a month, a meal, a service day."""
    found = dict.fromkeys(CostItem.Rhythm.values, 0)
    for item in CostItem.objects.filter(valid_from__lte=last).exclude(valid_to__lt=first):
        found[item.rhythm] += item.agorot
    return found
