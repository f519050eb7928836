"""Dishes as a list: what they are, what they cost, how many steps they take."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from kurkum.base.lists import listed
from menus.models import DinerGroup, Dish
from menus.selectors.dish_page import costs_of, prices_on
from menus.selectors.food import food_on
from menus.selectors.menu_week import Labelled, labelled


@dataclass(frozen=True, slots=True)
class DishRow:
    """``agorot``: food cost of a reference portion; None without a recipe in force."""

    dish: Dish
    facts: Labelled
    diet_class: str
    agorot: Decimal | None
    steps: int

    @property
    def name(self) -> str:
        return self.dish.name

    @property
    def course(self) -> str:
        return str(self.dish.get_course_display())

    @property
    def contains(self) -> str:
        return listed(row.short_name for row in self.facts.contains)


def dish_list(day: dt.date, search: str = "") -> list[DishRow]:
    """Dishes in use by the recipes in force on ``day``; at most twelve queries."""
    rows = Dish.objects.filter(is_active=True).annotate(step_count=Count("steps", distinct=True))
    for word in search.split():
        rows = rows.filter(
            Q(name_ar__icontains=word) | Q(name_he__icontains=word) | Q(name_en__icontains=word)
        )
    food, prices = food_on(day), prices_on(day)
    reference = DinerGroup(portion_factor_percent=100)
    found = []
    for dish in rows.order_by("course", "key"):
        known = dish.pk in food.recipes.recipes
        cost = costs_of(food.recipes, dish, (reference,), prices)[0].agorot if known else None
        kind = food.facts(dish).diet_class if known else ""
        found.append(DishRow(dish, labelled(food, dish), kind, cost, dish.step_count))
    return found
