"""Which dish a day's food went into: by what its recipe needs, at list prices."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from menus.errors import RecipeMissing
from menus.models import Dish, IngredientPrice
from menus.selectors.recipes import RecipeBook, recipes_on
from orders.choices import BILLABLE
from orders.models import DeliveryLine

Weights = Mapping[Dish, Fraction]


def list_prices(day: dt.date) -> dict[int, int]:
    """Agorot per kilogram by ingredient id, as the price list stands on a day."""
    rows = IngredientPrice.objects.filter(valid_from__lte=day).order_by("valid_from")
    return {row.ingredient_id: row.agorot_per_kg for row in rows}


def dish_weights(first: dt.date, last: dt.date) -> dict[dt.date, Weights]:
    """By date what each dish that left the kitchen should have cost, in proportion.

    A dish without a recipe, or without any price, weighs nothing: its food cannot be told.
    """
    rows = (
        DeliveryLine.objects.filter(
            delivery__date__range=(first, last), delivery__state__in=BILLABLE
        )
        .values(
            "dish_id", day=F("delivery__date"), percent=F("diner_group__portion_factor_percent")
        )
        .annotate(portions=Sum(Coalesce("dispatched", "ordered")))
        .order_by("day", "dish_id")
    )
    counted = list(rows)
    dishes = Dish.objects.in_bulk({row["dish_id"] for row in counted})
    book, prices = recipes_on(last), list_prices(last)
    costs = {pk: reference_cost(dish, book, prices) for pk, dish in dishes.items()}
    found: defaultdict[dt.date, defaultdict[Dish, Fraction]] = defaultdict(
        lambda: defaultdict(Fraction)
    )
    for row in counted:
        weight = costs[row["dish_id"]] * row["portions"] * row["percent"]
        if weight > 0:
            found[row["day"]][dishes[row["dish_id"]]] += weight
    return {day: dict(weights) for day, weights in found.items()}


def reference_cost(dish: Dish, book: RecipeBook, prices: Mapping[int, int]) -> Fraction:
    """Agorot of one reference portion at list prices; what has no price is left out."""
    try:
        lines = book.flat_lines(dish)
    except RecipeMissing:
        return Fraction(0)
    return sum(
        (Fraction(line.gross_grams) * prices.get(line.ingredient.pk, 0) / 1000 for line in lines),
        Fraction(0),
    )
