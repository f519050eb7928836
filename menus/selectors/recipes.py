"""Recipes in force on a day, with parts resolved down to bought ingredients."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from menus.errors import RecipeMissing
from menus.models import CookingYield, Dish, Ingredient, Recipe, RecipeLine

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class FlatLine:
    """Bought grams of an ingredient in one reference portion of a dish."""

    ingredient: Ingredient
    gross_grams: Decimal
    cooking_yield: CookingYield | None


@dataclass(frozen=True)
class RecipeBook:
    """The recipes in force on one day, by dish id."""

    day: dt.date
    recipes: Mapping[int, Recipe]
    _flat: dict[int, tuple[FlatLine, ...]] = field(default_factory=dict)

    def recipe(self, dish: Dish) -> Recipe:
        """Raises RecipeMissing naming the dish and the day."""
        found = self.recipes.get(dish.pk)
        if found is None:
            raise RecipeMissing(
                _("%(dish)s has no recipe that is valid on %(day)s: add one.")
                % {"dish": dish.name, "day": self.day}
            )
        return found

    def served_grams(self, dish: Dish, hundredths: int) -> int:
        """Grams as served for hundredths of reference portions, rounded once, half away from 0."""
        recipe = self.recipe(dish)
        whole = 100 * recipe.yield_portions
        size = (2 * abs(hundredths) * recipe.yield_grams + whole) // (2 * whole)
        return size if hundredths >= 0 else -size

    def flat_lines(self, dish: Dish) -> tuple[FlatLine, ...]:
        """Every ingredient of one reference portion, through all parts."""
        if dish.pk not in self._flat:
            share = ONE / self.recipe(dish).yield_portions
            self._flat[dish.pk] = tuple(self._walk(dish, share, ()))
        return self._flat[dish.pk]

    def _walk(self, dish: Dish, share: Decimal, path: tuple[int, ...]) -> Iterator[FlatLine]:
        if dish.pk in path:
            raise RecipeMissing(
                _("%(dish)s is a part of itself: correct its recipe.") % {"dish": dish.name}
            )
        for line in self.recipe(dish).lines.all():
            grams = line.gross_grams * share
            if line.part is not None:
                part_share = grams / self.recipe(line.part).yield_grams
                yield from self._walk(line.part, part_share, (*path, dish.pk))
            elif line.ingredient is not None:
                yield FlatLine(line.ingredient, grams, line.cooking_yield)


def recipes_on(day: dt.date, *, with_food_facts: bool = False) -> RecipeBook:
    """The newest recipe of every dish that is valid on ``day``.

    ``with_food_facts`` also loads nutrients, allergens and retentions. Two or five queries.
    """
    lines = RecipeLine.objects.select_related("ingredient", "part", "cooking_yield")
    if with_food_facts:
        lines = lines.prefetch_related(
            "ingredient__nutrients__nutrient",
            "ingredient__allergens__allergen",
            "cooking_yield__retentions__nutrient",
        )
    rows = (
        Recipe.objects.filter(valid_from__lte=day)
        .order_by("valid_from", "version")
        .prefetch_related(Prefetch("lines", lines.order_by("position")))
    )
    return RecipeBook(day, {recipe.dish_id: recipe for recipe in rows})
