"""Allergens and diet classes rolled up; what stands against a dish."""

from typing import Any

import pytest

from menus.allergens import (
    ALLERGENS,
    EU_14,
    MEAT_AND_DAIRY,
    ClassRule,
    DietClass,
    DishFacts,
    IngredientFacts,
    Objection,
    Presence,
    Togetherness,
    allergen_findings,
    check_meal,
    contained,
    objections,
    suits,
)


def ingredient(key: str, diet_class: DietClass | None = DietClass.PARVE, **more: Any) -> Any:
    return IngredientFacts(key, diet_class, **more)


RICE = ingredient("rice")
TAHINI = ingredient("tahini", contains=frozenset({"sesame"}), may_contain=frozenset({"nuts"}))
BREAD = ingredient("bread", contains=frozenset({"gluten"}), may_contain=frozenset({"sesame"}))
STOCK = ingredient("stock", diet_class=None, label_read=False)
CHICKEN = ingredient("chicken", DietClass.MEAT)
YOGURT = ingredient("yogurt", DietClass.DAIRY, contains=frozenset({"milk"}))
FISH = ingredient("hake", DietClass.FISH, contains=frozenset({"fish"}))
FUL = ingredient("fava_dry", contains=frozenset({"fava"}))


def dish(*ingredients: IngredientFacts, key: str = "dish") -> DishFacts:
    return DishFacts(key, ingredients)


def test_the_list_is_the_european_fourteen_and_fava() -> None:
    assert len(EU_14) == 14
    assert ALLERGENS[-1] == "fava"


def test_the_surest_presence_wins_and_names_its_ingredients() -> None:
    findings = allergen_findings(dish(BREAD, TAHINI, RICE))
    assert [(f.allergen, f.presence, f.ingredients) for f in findings] == [
        ("gluten", Presence.CONTAINS, ("bread",)),
        ("sesame", Presence.CONTAINS, ("tahini",)),
        ("nuts", Presence.MAY_CONTAIN, ("tahini",)),
    ]
    assert contained(dish(BREAD, TAHINI)) == ("gluten", "sesame")


def test_an_unread_label_makes_the_dish_unknown_and_not_free() -> None:
    assert dish(RICE, STOCK).presence("celery") is Presence.UNKNOWN
    assert dish(RICE).presence("celery") is Presence.FREE
    assert len(allergen_findings(dish(STOCK))) == len(ALLERGENS)


@pytest.mark.parametrize(
    ("ingredients", "expected"),
    [
        ((RICE,), "parve"),
        ((RICE, CHICKEN), "meat"),
        ((YOGURT,), "dairy"),
        ((FISH, RICE), "fish"),
        ((CHICKEN, YOGURT), "dairy+meat"),
        ((RICE, STOCK), "unknown"),
        ((CHICKEN, STOCK), "meat"),
    ],
)
def test_the_diet_class_rolls_up_from_the_ingredients(
    ingredients: tuple[IngredientFacts, ...], expected: str
) -> None:
    assert dish(*ingredients).diet_class == expected


def test_meat_and_dairy_in_one_meal_are_warned_of_citing_the_rule() -> None:
    maqluba, salad = dish(CHICKEN, RICE, key="maqluba"), dish(YOGURT, key="yogurt_salad")
    (warning,) = check_meal([maqluba, dish(RICE, key="rice"), salad])
    assert warning.rule is MEAT_AND_DAIRY
    assert warning.certain
    assert warning.dishes == {"dairy": ("yogurt_salad",), "meat": ("maqluba",)}


def test_meat_and_dairy_within_one_dish_are_warned_of_too() -> None:
    assert check_meal([dish(CHICKEN, YOGURT)])[0].certain


@pytest.mark.parametrize("other", [RICE, FISH, CHICKEN])
def test_meat_may_stand_beside_anything_but_dairy(other: IngredientFacts) -> None:
    assert check_meal([dish(CHICKEN), dish(other)]) == ()


def test_dairy_alone_is_no_offence() -> None:
    assert check_meal([dish(YOGURT), dish(RICE)]) == ()


def test_a_component_of_unknown_class_leaves_the_meal_in_doubt() -> None:
    (warning,) = check_meal([dish(CHICKEN, key="chicken"), dish(STOCK, key="sauce")])
    assert not warning.certain
    assert warning.dishes["unknown"] == ("sauce",)


def test_a_rule_for_dishes_judges_each_dish_by_itself() -> None:
    rule = ClassRule(
        "fish_and_meat_apart",
        frozenset({DietClass.FISH, DietClass.MEAT}),
        Togetherness.DISH,
        "rabbinic custom",
    )
    assert check_meal([dish(FISH), dish(CHICKEN)], [rule]) == ()
    assert check_meal([dish(FISH, CHICKEN)], [rule])[0].rule is rule


def test_a_dish_suits_somebody_whose_exclusions_it_is_free_of() -> None:
    assert suits(dish(RICE, CHICKEN), {"sesame", "gluten"})


def test_every_exclusion_is_answered_with_its_ingredients() -> None:
    assert objections(dish(BREAD, TAHINI, STOCK), {"sesame", "celery"}) == (
        Objection("celery", Presence.UNKNOWN, ("stock",)),
        Objection("sesame", Presence.CONTAINS, ("tahini",)),
    )


def test_what_may_contain_an_allergen_does_not_suit() -> None:
    (objection,) = objections(dish(BREAD), {"sesame"})
    assert objection.presence is Presence.MAY_CONTAIN


@pytest.mark.parametrize(
    ("food", "excluded"), [(CHICKEN, "meat"), (YOGURT, "dairy"), (FISH, "fish"), (FUL, "fava")]
)
def test_diets_exclude_classes_and_fava_like_allergens(
    food: IngredientFacts, excluded: str
) -> None:
    assert objections(dish(food, RICE), {excluded})[0].ingredients == (food.key,)
    assert suits(dish(RICE), {excluded})


def test_an_unknown_class_stands_against_a_vegetarian_dish() -> None:
    stock = ingredient("stock", diet_class=None)
    assert objections(dish(stock), {"meat"})[0].presence is Presence.UNKNOWN


def test_a_trait_can_be_excluded() -> None:
    vinegar = ingredient("wine_vinegar", traits=frozenset({"alcohol"}))
    assert objections(dish(vinegar), {"alcohol"}) == (
        Objection("alcohol", Presence.CONTAINS, ("wine_vinegar",)),
    )
