"""What dishes contain: allergens, diet classes and nutrients, rolled up from their recipes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from menus.allergens import AllergenFinding, DishFacts, IngredientFacts, allergen_findings
from menus.allergens import DietClass as PureDietClass
from menus.choices import Presence
from menus.models import Allergen, CookingYield, Diet, DinerGroup, Dish, Ingredient
from menus.nutrition import (
    NUTRIENTS,
    CookingLoss,
    FoodFacts,
    Nutrients,
    RecipeAmount,
    per_reference_portion,
)
from menus.selectors.recipes import FlatLine, RecipeBook, recipes_on

# The lines of a yield measured on the bought weight, bone included, say so in their method.
WITH_REFUSE = "with bone"


@dataclass(frozen=True)
class FoodBook:
    """Facts of every dish on one day; each dish is reckoned once."""

    recipes: RecipeBook
    allergens: tuple[Allergen, ...]
    _facts: dict[int, DishFacts] = field(default_factory=dict)
    _nutrients: dict[int, Nutrients] = field(default_factory=dict)

    def facts(self, dish: Dish) -> DishFacts:
        """Allergens and diet classes. Raises RecipeMissing."""
        if dish.pk not in self._facts:
            bought = {line.ingredient.pk: line.ingredient for line in self.recipes.flat_lines(dish)}
            self._facts[dish.pk] = DishFacts(
                dish.key, tuple(ingredient_facts(one) for one in bought.values())
            )
        return self._facts[dish.pk]

    def ingredients(self, dish: Dish) -> tuple[Ingredient, ...]:
        return tuple(line.ingredient for line in self.recipes.flat_lines(dish))

    def findings(self, dish: Dish) -> tuple[AllergenFinding, ...]:
        """What the dish's label must say, the surest first."""
        return allergen_findings(self.facts(dish), [row.key for row in self.allergens])

    def contains(self, dish: Dish) -> tuple[str, ...]:
        """The keys of the allergens that are in the dish for certain, in their usual order."""
        certain = str(Presence.CONTAINS)
        return tuple(row.allergen for row in self.findings(dish) if str(row.presence) == certain)

    def nutrients(self, dish: Dish) -> Nutrients:
        """Of one reference portion. Raises RecipeMissing."""
        if dish.pk not in self._nutrients:
            lines = self.recipes.flat_lines(dish)
            self._nutrients[dish.pk] = per_reference_portion(recipe_amount(line) for line in lines)
        return self._nutrients[dish.pk]

    def portion(self, dish: Dish, group: DinerGroup, percent: int = 100) -> Nutrients:
        """Of one portion of a diner group; ``percent`` is the menu item's share of a portion."""
        whole = self.nutrients(dish).for_factor(group.portion_factor_percent)
        return whole.scaled(Decimal(percent) / 100)


def food_on(day: dt.date) -> FoodBook:
    """Eight queries, for all dishes at once."""
    return FoodBook(recipes_on(day, with_food_facts=True), tuple(Allergen.objects.all()))


def exclusions_of(diet: Diet) -> frozenset[str]:
    """What a diet leaves out: allergen keys and diet classes. Prefetch ``exclusions__allergen``."""
    found = {row.allergen.key for row in diet.exclusions.all()}
    flags = {
        "meat": diet.excludes_meat,
        "fish": diet.excludes_fish,
        "dairy": diet.excludes_dairy,
        "egg": diet.excludes_egg,
    }
    return frozenset(found | {key for key, excluded in flags.items() if excluded})


def diets() -> list[Diet]:
    """Every diet with its exclusions. Two queries."""
    return list(Diet.objects.prefetch_related("exclusions__allergen"))


# --- from models to the pure rules --------------------------------------------------------------


def ingredient_facts(ingredient: Ingredient) -> IngredientFacts:
    rows = list(ingredient.allergens.all())
    return IngredientFacts(
        key=ingredient.key,
        diet_class=PureDietClass(ingredient.diet_class),
        contains=_with(rows, Presence.CONTAINS),
        may_contain=_with(rows, Presence.MAY_CONTAIN),
        label_read=not _with(rows, Presence.UNKNOWN),
    )


def _with(rows: Iterable[object], presence: str) -> frozenset[str]:
    return frozenset(
        row.allergen.key  # type: ignore[attr-defined]
        for row in rows
        if row.presence == presence  # type: ignore[attr-defined]
    )


def recipe_amount(line: FlatLine) -> RecipeAmount:
    known: Mapping[str, Decimal | None] = {
        row.nutrient.key: row.per_100g
        for row in line.ingredient.nutrients.all()
        if row.nutrient.key in NUTRIENTS
    }
    # Where the refuse is not known, the figures speak of all that was bought.
    food = FoodFacts(line.ingredient.key, known, line.ingredient.refuse_percent or Decimal(0))
    return RecipeAmount(food, line.gross_grams, cooking_loss(line.cooking_yield))


def cooking_loss(found: CookingYield | None) -> CookingLoss | None:
    if found is None:
        return None
    return CookingLoss(
        weight_yield_pct=found.weight_yield_percent,
        yield_counts_refuse=WITH_REFUSE in found.method,
        retention_pct={row.nutrient.key: row.percent for row in found.retentions.all()},
    )
