"""What goes into a dish on a date: ingredients per reference portion, allergens, diet class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from menus.choices import DietClass, Presence
from menus.models import Dish, Ingredient, Recipe
from menus.units import (
    ExponentRule,
    KitchenMeasure,
    KitchenQuantity,
    in_kitchen,
    net_grams,
    scaled_grams,
)

SUREST_FIRST = (Presence.CONTAINS, Presence.MAY_CONTAIN, Presence.UNKNOWN)
STRONGEST_FIRST = (DietClass.MEAT, DietClass.DAIRY, DietClass.FISH, DietClass.PARVE)
GRAMS_OF = {"kg": 1000, "l": 1000, "g": 1, "ml": 1}


@dataclass(frozen=True, slots=True)
class Need:
    """One ingredient of a dish: gross grams per reference portion of a recipe of that size."""

    ingredient: Ingredient
    gross_per_portion: Decimal
    base_hundredths: int


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
    needs: tuple[Need, ...]
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

    def _with(self, presence: str) -> tuple[str, ...]:
        return tuple(sorted(key for key, known in self.presence.items() if known == presence))


def recipes_on(day: dt.date, dishes: Iterable[Dish]) -> dict[str, DishRecipe]:
    """By dish key, whatever is in force on ``day``; four queries however many dishes."""
    rows = Recipe.objects.filter(valid_from__lte=day).order_by("valid_from", "version")
    rows = rows.prefetch_related("lines__ingredient__allergens__allergen")
    in_force = {row.dish_id: row for row in rows}
    return {dish.key: _unfolded(dish, in_force) for dish in dishes}


def _unfolded(dish: Dish, in_force: Mapping[int, Recipe]) -> DishRecipe:
    recipe = in_force.get(dish.pk)
    needs = tuple(_needs(recipe, in_force, Decimal(1), frozenset())) if recipe else ()
    presence: dict[str, str] = {}
    for need in needs:
        for row in need.ingredient.allergens.all():
            known = presence.get(row.allergen.key, Presence.UNKNOWN)
            presence[row.allergen.key] = min(known, row.presence, key=SUREST_FIRST.index)
    classes = {need.ingredient.diet_class for need in needs}
    strongest = next((kind for kind in STRONGEST_FIRST if kind in classes), DietClass.PARVE)
    halal = all(need.ingredient.halal_ok for need in needs)
    return DishRecipe(dish, recipe, needs, presence, str(strongest), halal)


def _needs(
    recipe: Recipe, in_force: Mapping[int, Recipe], share: Decimal, within: frozenset[int]
) -> Iterable[Need]:
    """The ingredients of ``share`` of a recipe's yield, per reference portion of the whole."""
    for line in recipe.lines.all():
        if line.ingredient is not None:
            grams = line.gross_grams * share / recipe.yield_portions
            yield Need(line.ingredient, grams, recipe.yield_portions * 100)
        part = in_force.get(line.part_id or 0)
        if part is not None and part.pk not in within:
            grams = line.gross_grams * share / recipe.yield_portions
            portion = grams * part.yield_portions / part.yield_grams
            yield from _needs(part, in_force, portion, within | {recipe.pk})


def measure_of(ingredient: Ingredient) -> KitchenMeasure:
    """What a cook weighs it in; a unit of its own (tin, piece) weighs one purchase pack."""
    unit = ingredient.kitchen_unit
    grams = GRAMS_OF.get(unit, ingredient.purchase_grams or 1000)
    return KitchenMeasure(unit, Decimal(grams), Decimal(ingredient.kitchen_step_grams))


def quantities(recipe: DishRecipe, hundredths: int) -> tuple[Quantity, ...]:
    """The ingredients of a batch of so many hundredths of reference portions, joined by kind."""
    total: dict[str, Decimal] = {}
    by_key: dict[str, Ingredient] = {}
    for need in recipe.needs:
        ingredient = need.ingredient
        rule = ExponentRule(need.base_hundredths, ingredient.scale_exponent)
        grams = scaled_grams(need.gross_per_portion, hundredths, rule)
        total[ingredient.key] = total.get(ingredient.key, Decimal(0)) + grams
        by_key[ingredient.key] = ingredient
    return tuple(_quantity(by_key[key], grams) for key, grams in total.items())


def _quantity(ingredient: Ingredient, gross: Decimal) -> Quantity:
    measure = measure_of(ingredient)
    net = None
    if ingredient.refuse_percent is not None:
        net = in_kitchen(net_grams(gross, ingredient.refuse_percent), measure)
    return Quantity(ingredient, gross, in_kitchen(gross, measure), net)
