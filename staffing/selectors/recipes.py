"""What goes into a dish on a date: ingredients per reference portion, allergens, diet class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from menus.choices import DietClass, Presence
from menus.models import Dish, Ingredient, Recipe
from menus.selectors.recipes import FlatLine, RecipeBook, recipes_on
from menus.units import (
    KILOGRAM,
    ExponentRule,
    KitchenMeasure,
    KitchenQuantity,
    in_kitchen,
    net_grams,
    scaled_grams,
)

SUREST_FIRST = (Presence.CONTAINS, Presence.MAY_CONTAIN, Presence.UNKNOWN)
STRONGEST_FIRST = (DietClass.MEAT, DietClass.DAIRY, DietClass.FISH, DietClass.PARVE)
FISH_OR_EGG = frozenset({"fish", "egg"})
GRAMS_OF = {"kg": 1000, "l": 1000, "g": 1, "ml": 1}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An ingredient of one batch in grams and in kitchen units. ``net`` None: refuse unknown."""

    ingredient: Ingredient
    gross_grams: Decimal
    gross: KitchenQuantity
    net: KitchenQuantity | None


@dataclass(frozen=True, slots=True)
class DishRecipe:
    """The recipe of a dish in force, its parts unfolded. ``recipe`` None: none is in force."""

    dish: Dish
    recipe: Recipe | None
    lines: tuple[FlatLine, ...]
    presence: Mapping[str, str]
    diet_class: str
    halal: bool

    @property
    def contains(self) -> tuple[str, ...]:
        """Keys of the allergens it contains for certain."""
        return self._with(Presence.CONTAINS)

    @property
    def may_contain(self) -> tuple[str, ...]:
        return self._with(Presence.MAY_CONTAIN)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Keys of the allergens of which a label is silent: a warning, never a no."""
        return self._with(Presence.UNKNOWN)

    @property
    def cooks_gently(self) -> bool:
        """Fish, or egg without meat: its core may stay below that of other dishes."""
        has_egg_or_fish = self.diet_class == DietClass.FISH or FISH_OR_EGG & set(self.contains)
        return bool(has_egg_or_fish) and self.diet_class != DietClass.MEAT

    def _with(self, presence: str) -> tuple[str, ...]:
        return tuple(sorted(key for key, known in self.presence.items() if known == presence))


def dish_recipes(day: dt.date, dishes: Iterable[Dish]) -> dict[str, DishRecipe]:
    """By dish key, whatever is in force on ``day``; five queries however many dishes."""
    book = recipes_on(day, with_food_facts=True)
    return {dish.key: _of_dish(dish, book) for dish in dishes}


def _of_dish(dish: Dish, book: RecipeBook) -> DishRecipe:
    recipe = book.recipes.get(dish.pk)
    lines = book.flat_lines(dish) if recipe else ()
    presence: dict[str, str] = {}
    for line in lines:
        for row in line.ingredient.allergens.all():
            known = presence.get(row.allergen.key, Presence.UNKNOWN)
            presence[row.allergen.key] = min(known, row.presence, key=SUREST_FIRST.index)
    classes = {line.ingredient.diet_class for line in lines}
    strongest = next((kind for kind in STRONGEST_FIRST if kind in classes), DietClass.PARVE)
    halal = all(line.ingredient.halal_ok for line in lines)
    return DishRecipe(dish, recipe, lines, presence, str(strongest), halal)


def measure_of(ingredient: Ingredient) -> KitchenMeasure:
    """What a cook measures it in; of what is counted (piece, tin), one step is one of them."""
    unit = ingredient.kitchen_unit
    grams = GRAMS_OF.get(unit, ingredient.kitchen_step_grams)
    return KitchenMeasure(unit, Decimal(grams), Decimal(ingredient.kitchen_step_grams))


def quantities(recipe: DishRecipe, hundredths: int) -> tuple[Quantity, ...]:
    """The ingredients of a batch of so many hundredths of reference portions, joined by kind."""
    if recipe.recipe is None:
        return ()
    base = recipe.recipe.yield_portions * 100
    total: dict[str, Decimal] = {}
    by_key: dict[str, Ingredient] = {}
    for line in recipe.lines:
        ingredient = line.ingredient
        rule = ExponentRule(base, ingredient.scale_exponent)
        grams = scaled_grams(line.gross_grams, hundredths, rule)
        total[ingredient.key] = total.get(ingredient.key, Decimal(0)) + grams
        by_key[ingredient.key] = ingredient
    return tuple(_quantity(by_key[key], grams) for key, grams in total.items())


def _quantity(ingredient: Ingredient, gross: Decimal) -> Quantity:
    measure = measure_of(ingredient)
    net = None
    if ingredient.refuse_percent is not None:
        # Apples are fetched by the piece; what is left of them after peeling is weighed.
        peeled = KILOGRAM if measure.unit not in GRAMS_OF and ingredient.refuse_percent else measure
        net = in_kitchen(net_grams(gross, ingredient.refuse_percent), peeled)
    return Quantity(ingredient, gross, in_kitchen(gross, measure), net)
