"""Each invariant of menus and stock: a sound menu is silent, one spoilt row is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from menus import checks
from menus.choices import DietClass, MoveKind, Presence
from menus.models import (
    Ingredient,
    IngredientAllergen,
    MenuDay,
    Recipe,
    RecipeLine,
    StockLot,
    StockMove,
)
from tests.factories import menus
from tests.factories.base import TODAY, TOMORROW, at


@pytest.fixture
def menu(db: None) -> MenuDay:
    """Mujaddara with a salad, a twin of the salad, and five kilos of lentils in stock."""
    salad, plain = menus.dish("salad", menus.ingredient("cabbage")), menus.dish("plain_salad")
    day = menus.menu_day(menus.dish(), salad)
    menus.substitution(day, salad, menus.diet("sesame_free", "sesame"), plain)
    lot = StockLot.objects.create(
        ingredient=menus.ingredient("lentils"), lot_code="A", created_on=TODAY
    )
    StockMove.objects.create(
        lot=lot, kind=MoveKind.OPENING, grams=5000, date=TODAY, at=at(TODAY, 8)
    )
    return day


def _make_it_a_part_of_itself() -> None:
    line = RecipeLine.objects.get(recipe__dish__key="salad")
    RecipeLine.objects.filter(pk=line.pk).update(ingredient=None, part=line.recipe.dish)


def _mix_meat_and_dairy() -> None:
    Ingredient.objects.filter(key="lentils").update(diet_class=DietClass.MEAT)
    Ingredient.objects.filter(key="cabbage").update(diet_class=DietClass.DAIRY)


def _put_sesame_into_the_twin() -> None:
    IngredientAllergen.objects.create(
        ingredient=Ingredient.objects.get(key="lentils"),
        allergen=menus.allergen("sesame"),
        presence=Presence.CONTAINS,
    )


def _use_more_than_there_is() -> None:
    StockMove.objects.create(
        lot=StockLot.objects.get(), kind=MoveKind.USE, grams=-5001, date=TODAY, at=at(TODAY, 9)
    )


SPOILT: dict[str, Callable[[], object]] = {
    "recipe_is_not_a_part_of_itself": _make_it_a_part_of_itself,
    "menu_dish_has_a_recipe": lambda: Recipe.objects.update(valid_from=TOMORROW),
    "menu_rules_hold": _mix_meat_and_dairy,
    "menu_day_class_is_that_of_its_dishes": lambda: MenuDay.objects.update(diet_class="meat"),
    "twin_suits_its_diet": _put_sesame_into_the_twin,
    "stock_lot_is_not_below_zero": _use_more_than_there_is,
}


def broken() -> set[str]:
    return {breach.invariant for breach in checks.integrity()}


def test_a_sound_menu_is_silent(menu: MenuDay) -> None:
    assert broken() == set()


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_one_spoilt_row_is_named(menu: MenuDay, name: str) -> None:
    SPOILT[name]()
    assert name in broken()


def test_every_invariant_has_its_spoilt_row() -> None:
    assert {check.__name__ for check in checks.CHECKS} <= set(SPOILT)


def test_an_empty_kitchen_is_sound(db: None) -> None:
    assert broken() == set()
