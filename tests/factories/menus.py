"""A small kitchen's dishes: lentils and rice, a salad, tahini, chicken, yoghurt."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from menus.choices import Course, DietClass, HoldClass, Presence
from menus.models import (
    Allergen,
    Diet,
    DietAllergen,
    DinerGroup,
    Dish,
    DishTwin,
    Ingredient,
    IngredientAllergen,
    KitchenLine,
    MenuCycle,
    MenuCycleItem,
    MenuDay,
    MenuItem,
    Recipe,
    RecipeLine,
    Substitution,
)
from tests.factories.base import TODAY, at, manager

SCHOOL_YEAR = dt.date(2026, 9, 1)
FIRST_SUNDAY = dt.date(2026, 8, 30)


def line(key: str = "h", **facts: bool) -> KitchenLine:
    return KitchenLine.objects.get_or_create(
        key=key, defaults={"name_en": f"Line {key.upper()}", **facts}
    )[0]


def diner_group(key: str = "grades_1_6", percent: int = 100, position: int = 2) -> DinerGroup:
    return DinerGroup.objects.get_or_create(
        key=key,
        defaults={"name_en": key, "portion_factor_percent": percent, "position": position},
    )[0]


def regular() -> Diet:
    return Diet.objects.get_or_create(
        key="regular", defaults={"name_en": "Regular", "is_regular": True, "position": 1}
    )[0]


def allergen(key: str = "sesame") -> Allergen:
    return Allergen.objects.get_or_create(key=key, defaults={"name_en": key.title()})[0]


def diet(key: str = "sesame_free", *allergens: str, **facts: bool) -> Diet:
    found, made = Diet.objects.get_or_create(
        key=key, defaults={"name_en": key, "position": 5, **facts}
    )
    if made:
        DietAllergen.objects.bulk_create(
            DietAllergen(diet=found, allergen=allergen(name)) for name in allergens
        )
    return found


def ingredient(key: str, diet_class: str = DietClass.PARVE, *allergens: str) -> Ingredient:
    found, made = Ingredient.objects.get_or_create(
        key=key,
        defaults={
            "name_en": key.title(),
            "category": "test",
            "diet_class": diet_class,
            "refuse_percent": Decimal(0),
            "halal_ok": True,
            "kosher_line_ok": True,
        },
    )
    if made:
        IngredientAllergen.objects.bulk_create(
            IngredientAllergen(
                ingredient=found, allergen=allergen(name), presence=Presence.CONTAINS
            )
            for name in allergens
        )
    return found


def dish(
    key: str = "mujaddara",
    *ingredients: Ingredient,
    course: str = Course.COMPLETE_MAIN,
    grams_per_portion: int = 300,
) -> Dish:
    """A dish for 100 portions, made of 8 kg of each ingredient."""
    found, made = Dish.objects.get_or_create(
        key=key,
        defaults={"name_en": key.title(), "course": course, "hold_class": HoldClass.A},
    )
    if made:
        recipe = Recipe.objects.create(
            dish=found, valid_from=SCHOOL_YEAR, yield_grams=100 * grams_per_portion
        )
        for position, bought in enumerate(ingredients or (ingredient("lentils"),), start=1):
            RecipeLine.objects.create(
                recipe=recipe, position=position, ingredient=bought, gross_grams=Decimal(8000)
            )
    return found


def twin(of: Dish, for_diet: Diet, instead: Dish | None) -> DishTwin:
    return DishTwin.objects.create(dish=of, diet=for_diet, twin=instead)


def menu_day(
    *dishes: Dish, on: KitchenLine | None = None, date: dt.date = TODAY, published: bool = True
) -> MenuDay:
    day = MenuDay.objects.create(
        line=on or line(),
        date=date,
        published_at=at(SCHOOL_YEAR, 9) if published else None,
        published_by=manager() if published else None,
    )
    for position, served in enumerate(dishes or (dish(),), start=1):
        MenuItem.objects.create(menu_day=day, position=position, dish=served)
    return day


def substitution(day: MenuDay, of: Dish, for_diet: Diet, instead: Dish | None) -> Substitution:
    item = MenuItem.objects.get(menu_day=day, dish=of)
    return Substitution.objects.create(menu_item=item, diet=for_diet, twin=instead)


def cycle(on: KitchenLine, week: dict[int, list[Dish]], weeks: int = 1) -> MenuCycle:
    """A cycle that serves the dishes of each weekday number in every one of its weeks."""
    found = MenuCycle.objects.create(
        key=f"cycle-{on.key}", line=on, weeks=weeks, starts_on=FIRST_SUNDAY
    )
    for number in range(1, weeks + 1):
        for weekday, dishes in week.items():
            for position, served in enumerate(dishes, start=1):
                MenuCycleItem.objects.create(
                    cycle=found, week=number, weekday=weekday, position=position, dish=served
                )
    return found
