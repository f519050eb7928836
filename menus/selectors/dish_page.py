"""Everything about one dish: recipe, nutrition by diner group, allergens, diet class, cost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from menus.choices import Presence
from menus.models import (
    Allergen,
    DinerGroup,
    Dish,
    Ingredient,
    IngredientPrice,
    Nutrient,
    Recipe,
    RecipeLine,
)
from menus.selectors.food import FoodBook, food_on
from menus.selectors.recipes import RecipeBook
from menus.units import net_grams


@dataclass(frozen=True, slots=True)
class RecipeRow:
    """One line of the recipe, grams for one reference portion. None: not known."""

    line: RecipeLine
    gross_grams: Decimal
    net_grams: Decimal | None
    agorot: Decimal | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A nutrient in one portion; ``value`` None where something is missing from it."""

    value: Decimal | None
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class NutrientRow:
    """A nutrient for each diner group, and the ingredients that do not state it."""

    nutrient: Nutrient
    amounts: tuple[Amount, ...]
    missing_from: tuple[Ingredient, ...]


@dataclass(frozen=True, slots=True)
class AllergenRow:
    """An allergen of the dish, how sure, and from which ingredients."""

    allergen: Allergen
    presence: str
    ingredients: tuple[Ingredient, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """Food cost of one portion of a diner group in agorot, at least this where prices miss."""

    group: DinerGroup
    agorot: Decimal

    @property
    def shekels(self) -> Decimal:
        return self.agorot / 100


@dataclass(frozen=True, slots=True)
class DishFactsPage:
    """The page of a dish. ``recipe`` None: none is in force on the day."""

    dish: Dish
    day: dt.date
    recipe: Recipe | None
    rows: tuple[RecipeRow, ...]
    groups: tuple[DinerGroup, ...]
    nutrients: tuple[NutrientRow, ...]
    allergens: tuple[AllergenRow, ...]
    diet_class: str
    costs: tuple[Cost, ...]
    unpriced: tuple[Ingredient, ...]

    @property
    def other_names(self) -> list[tuple[str, str]]:
        """Language and name in the languages that are not switched on, as far as they differ."""
        names = {"ar": self.dish.name_ar, "he": self.dish.name_he, "en": self.dish.name_en}
        return [one for one in names.items() if one[1] and one[1] != self.dish.name]


def dish_page(dish: Dish, day: dt.date) -> DishFactsPage:
    """By the recipe in force on ``day``; at most fifteen queries."""
    food, groups = food_on(day), tuple(DinerGroup.objects.all())
    recipe = food.recipes.recipes.get(dish.pk)
    if recipe is None:
        return DishFactsPage(dish, day, None, (), groups, (), (), "", (), ())
    bought = {one.key: one for one in food.ingredients(dish)}
    prices = prices_on(day)
    costs = costs_of(food.recipes, dish, groups, prices)
    return DishFactsPage(
        dish, day, recipe, tuple(_rows(recipe, food.recipes, prices)), groups,
        _nutrients(food, dish, groups, bought), _allergens(food, dish, bought),
        food.facts(dish).diet_class, costs,
        tuple(one for one in bought.values() if one.pk not in prices),
    )  # fmt: skip


def prices_on(day: dt.date) -> dict[int, int]:
    """Agorot per kilogram as bought, by ingredient id."""
    rows = IngredientPrice.objects.filter(valid_from__lte=day).order_by("valid_from")
    return dict(rows.values_list("ingredient_id", "agorot_per_kg"))


def costs_of(
    book: RecipeBook, dish: Dish, groups: tuple[DinerGroup, ...], prices: dict[int, int]
) -> tuple[Cost, ...]:
    """Food cost of a portion, before VAT; ingredients without a price are left out."""
    reference = sum(
        (
            line.gross_grams * prices.get(line.ingredient.pk, 0) / 1000
            for line in book.flat_lines(dish)
        ),
        Decimal(0),
    )
    return tuple(
        Cost(group, reference * group.portion_factor_percent / 100) for group in groups
    )  # fmt: skip


def _rows(recipe: Recipe, book: RecipeBook, prices: dict[int, int]) -> list[RecipeRow]:
    rows = []
    for line in recipe.lines.all():
        gross = line.gross_grams / recipe.yield_portions
        net, agorot = None, None
        if line.ingredient is not None:
            if line.ingredient.refuse_percent is not None:
                net = net_grams(gross, line.ingredient.refuse_percent)
            if line.ingredient.pk in prices:
                agorot = gross * prices[line.ingredient.pk] / 1000
        elif line.part is not None:
            part = book.recipe(line.part)
            share = gross / part.yield_grams
            agorot = sum(
                (
                    flat.gross_grams * part.yield_portions * share
                    * prices.get(flat.ingredient.pk, 0) / 1000
                    for flat in book.flat_lines(line.part)
                ),
                Decimal(0),
            )  # fmt: skip
        rows.append(RecipeRow(line, gross, net, agorot))
    return rows


def _nutrients(
    food: FoodBook, dish: Dish, groups: tuple[DinerGroup, ...], bought: dict[str, Ingredient]
) -> tuple[NutrientRow, ...]:
    portions = [food.portion(dish, group) for group in groups]
    known = {row.key for row in Nutrient.objects.all()}
    whole = food.nutrients(dish)
    rows = []
    for nutrient in Nutrient.objects.all():
        if nutrient.key not in known or nutrient.key not in {*whole.known, *whole.missing}:
            continue
        amounts = tuple(
            Amount(one.value(nutrient.key), one.at_least(nutrient.key)) for one in portions
        )
        missing = sorted(whole.missing_from(nutrient.key))
        rows.append(NutrientRow(nutrient, amounts, tuple(bought[key] for key in missing)))
    return tuple(rows)


def _allergens(
    food: FoodBook, dish: Dish, bought: dict[str, Ingredient]
) -> tuple[AllergenRow, ...]:
    by_key = {row.key: row for row in food.allergens}
    return tuple(
        AllergenRow(
            by_key[one.allergen], str(one.presence), tuple(bought[key] for key in one.ingredients)
        )
        for one in food.findings(dish)
        if str(one.presence) in Presence.values
    )
