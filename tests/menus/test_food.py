"""From the stored recipes to what a dish contains and what a week is worth."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from menus.choices import DietClass, Presence
from menus.errors import RecipeMissing
from menus.models import (
    DinerGroup,
    Dish,
    FoodTag,
    Ingredient,
    IngredientAllergen,
    IngredientNutrient,
    KitchenLine,
    Nutrient,
    RecipeLine,
    StandardRule,
)
from menus.selectors.food import exclusions_of, food_on
from menus.selectors.menu import menu_of
from menus.selectors.nutrition import judge_week_of, meal_nutrients
from menus.selectors.recipes import recipes_on
from menus.standards import Verdict
from tests.factories import menus
from tests.factories.base import TODAY

SUNDAY = dt.date(2026, 11, 22)


def nutrient(key: str, unit: str = "mg") -> Nutrient:
    return Nutrient.objects.get_or_create(key=key, defaults={"unit": unit})[0]


def holds(dish: Dish, key: str, per_100g: str) -> None:
    bought = Ingredient.objects.get(recipe_lines__recipe__dish=dish)
    IngredientNutrient.objects.create(
        ingredient=bought, nutrient=nutrient(key), per_100g=Decimal(per_100g)
    )


def rule(key: str, **facts: object) -> StandardRule:
    given = {
        "measure": "amount", "scope": "meal", "valid_from": menus.SCHOOL_YEAR, "mark": "assumed",
        **facts,
    }  # fmt: skip
    return StandardRule.objects.create(key=key, **given)


def test_a_part_brings_its_own_ingredients_by_weight(db: None) -> None:
    sauce = menus.dish("sauce", menus.ingredient("tahini"), grams_per_portion=40)
    plate = menus.dish("plate")
    RecipeLine.objects.create(
        recipe=plate.recipes.get(), position=2, part=sauce, gross_grams=Decimal(2000)
    )
    flat = {line.ingredient.key: line.gross_grams for line in recipes_on(TODAY).flat_lines(plate)}
    # 2 kg of the sauce's 4 kg hold half of its 8 kg of tahini, over 100 portions.
    assert flat == {"lentils": Decimal(80), "tahini": Decimal(40)}


def test_a_dish_without_a_recipe_is_named(db: None) -> None:
    bare = Dish.objects.create(key="bare", name_en="Bare", course="side", hold_class="A")
    with pytest.raises(RecipeMissing, match="Bare has no recipe"):
        recipes_on(TODAY).recipe(bare)


def test_a_dish_that_is_made_of_itself_is_named(db: None) -> None:
    plate = menus.dish("plate")
    RecipeLine.objects.create(
        recipe=plate.recipes.get(), position=2, part=plate, gross_grams=Decimal(10)
    )
    with pytest.raises(RecipeMissing, match="part of itself"):
        recipes_on(TODAY).flat_lines(plate)


def test_allergens_are_rolled_up_the_surest_first(db: None) -> None:
    plate = menus.dish("plate", menus.ingredient("tahini", DietClass.PARVE, "sesame"))
    IngredientAllergen.objects.create(
        ingredient=menus.ingredient("tahini"),
        allergen=menus.allergen("soy"),
        presence=Presence.MAY_CONTAIN,
    )
    found = [(row.allergen, row.presence) for row in food_on(TODAY).findings(plate)]
    assert found == [("sesame", "contains"), ("soy", "may_contain")]
    assert food_on(TODAY).contains(plate) == ("sesame",)


def test_a_diet_leaves_out_its_allergens_and_its_kinds_of_food(db: None) -> None:
    diet = menus.diet("vegan", "milk", excludes_meat=True, excludes_egg=True)
    assert exclusions_of(diet) == {"milk", "meat", "egg"}


def test_a_meal_is_the_sum_of_its_dishes_for_the_diner_group(db: None) -> None:
    soup, bread = menus.dish("soup"), menus.dish("bread", menus.ingredient("flour"))
    holds(soup, "sodium_mg", "100")
    holds(bread, "sodium_mg", "50")
    menus.menu_day(soup, bread)
    menu = menu_of(menus.line(), TODAY)
    assert menu is not None
    young = menus.diner_group("gan", percent=50)
    meal = meal_nutrients(menu, menus.regular(), young, food_on(TODAY))
    # 80 g of lentils at 100 mg and 80 g of flour at 50 mg, half a portion.
    assert meal.value("sodium_mg") == Decimal(60)


def test_what_an_ingredient_does_not_state_is_missing_and_not_zero(db: None) -> None:
    menus.menu_day(menus.dish())
    menu = menu_of(menus.line(), TODAY)
    assert menu is not None
    meal = meal_nutrients(menu, menus.regular(), menus.diner_group(), food_on(TODAY))
    assert meal.value("iron_mg") is None
    assert meal.missing_from("iron_mg") == {"lentils"}


@pytest.fixture
def salty_week(db: None) -> KitchenLine:
    """Every day mujaddara with 1,600 mg of sodium; 600 is the aim and 935 the limit."""
    dish = menus.dish()
    holds(dish, "sodium_mg", "2000")
    menus.regular()
    for offset in range(5):
        menus.menu_day(dish, date=SUNDAY + dt.timedelta(days=offset))
    rule(
        "sodium_grades_1_6", diner_group=menus.diner_group(), nutrient=nutrient("sodium_mg"),
        aim_max=600, hard_max=935,
    )  # fmt: skip
    return menus.line()


def test_a_meal_that_is_too_salty_cites_its_rule(salty_week: KitchenLine) -> None:
    (judged,) = judge_week_of(salty_week, TODAY)
    warnings = [found for found in judged.findings if found.is_warning]
    assert len(warnings) == 5
    assert (warnings[0].verdict, warnings[0].value) == (Verdict.HARD_BROKEN, Decimal(1600))
    assert (warnings[0].standard.key, warnings[0].standard.mark) == ("sodium_grades_1_6", "assumed")


def test_kinds_of_food_are_counted_by_days_of_the_week(salty_week: KitchenLine) -> None:
    legumes = FoodTag.objects.create(key="legume")
    menus.dish().tags.add(legumes)
    rule("legume_days", measure="days", scope="week", tag=legumes, aim_min=1, aim_max=3)
    (judged,) = judge_week_of(salty_week, TODAY)
    (found,) = judged.counts
    assert (found.count, found.verdict) == (5, Verdict.AIM_MISSED)


def test_once_in_two_weeks_is_not_judged_by_one_week(salty_week: KitchenLine) -> None:
    rule(
        "fish_days", measure="days", scope="week", tag=FoodTag.objects.create(key="fish"),
        aim_min=Decimal("0.5"),
    )  # fmt: skip
    (judged,) = judge_week_of(salty_week, TODAY)
    assert judged.counts[0].verdict is Verdict.UNKNOWN


def test_a_week_without_meals_is_not_judged(salty_week: KitchenLine) -> None:
    rule("legume_days", measure="days", scope="week", tag=FoodTag.objects.create(key="legume"))
    (judged,) = judge_week_of(salty_week, dt.date(2027, 8, 1))
    assert (judged.findings, judged.counts) == ((), ())


def test_judging_a_week_takes_a_fixed_number_of_queries(
    salty_week: KitchenLine, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        menus.diner_group(f"group_{number}", position=number)
    with django_assert_max_num_queries(17):  # type: ignore[operator]
        assert len(judge_week_of(salty_week, TODAY)) == DinerGroup.objects.count() == 5
