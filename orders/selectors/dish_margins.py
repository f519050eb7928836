"""What each dish cost in a month, and how the meals fared on the days it was served."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from kurkum.lib import money
from menus.models import Dish
from orders.choices import BILLABLE
from orders.models import DeliveryLine, LedgerEntry
from orders.selectors.margins import FOOD, margins


@dataclass(frozen=True, slots=True)
class DishMargin:
    """A dish's food from the books; ``meal_result`` is what a meal left on its days, in agorot.

    A meal is sold whole, so a dish has no income of its own: what it can be judged by is its food
    cost a portion, and the result of the meals it was part of.
    """

    dish: Dish
    portions: int
    days: int
    food: int
    food_per_portion: int | None
    meal_result: int | None


def dish_margins(month: dt.date) -> list[DishMargin]:
    """Every dish that left the kitchen, the dearest portion first."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    served = _served(month, last)
    dishes = Dish.objects.in_bulk(served)
    food = _food(month, last)
    results = {row.key: row for row in margins(month, "day").rows}
    rows = []
    for pk, by_day in served.items():
        portions = sum(by_day.values())
        earned = Fraction(0)
        known = 0
        for day, count in by_day.items():
            row = results.get(day)
            if row is not None and row.meals:
                earned += Fraction(row.result, row.meals) * count
                known += count
        rows.append(
            DishMargin(
                dish=dishes[pk],
                portions=portions,
                days=len(by_day),
                food=food.get(pk, 0),
                food_per_portion=_rounded(Fraction(food.get(pk, 0)), portions),
                meal_result=_rounded(earned, known),
            )
        )
    return sorted(rows, key=lambda row: (-(row.food_per_portion or 0), row.dish.key))


def _served(first: dt.date, last: dt.date) -> dict[int, dict[dt.date, int]]:
    rows = (
        DeliveryLine.objects.filter(
            delivery__date__range=(first, last), delivery__state__in=BILLABLE
        )
        .values_list("dish_id", "delivery__date")
        .annotate(portions=Sum(Coalesce("received", "dispatched", "ordered")))
        .order_by("dish_id", "delivery__date")
    )
    found: defaultdict[int, dict[dt.date, int]] = defaultdict(dict)
    for dish, day, portions in rows:
        if portions:
            found[dish][day] = portions
    return found


def _food(first: dt.date, last: dt.date) -> dict[int, int]:
    rows = (
        LedgerEntry.objects.filter(
            account__key=FOOD, transaction__date__range=(first, last), dish__isnull=False
        )
        .values(pk=F("dish_id"))
        .annotate(total=Sum("amount_agorot"))
    )
    return {row["pk"]: row["total"] for row in rows.order_by("pk")}


def _rounded(total: Fraction, count: int) -> int | None:
    return money.round_half_away(total / count) if count else None
