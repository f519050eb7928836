"""What must always hold of menus and stock, and what is wrong where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Min, Prefetch, Sum
from django.utils.translation import gettext as _

from kurkum.base.ports import Breach
from menus.allergens import Presence, objections
from menus.errors import RecipeMissing
from menus.models import Dish, MenuDay, MenuItem, Recipe, RecipeLine, StockMove, Substitution
from menus.selectors.food import FoodBook, diets, exclusions_of, food_on
from menus.services.menu_rules import class_of, standing_against

Check = Callable[[], Iterator[Breach]]


def integrity() -> Iterable[Breach]:
    """Every broken invariant of this floor."""
    for check in CHECKS:
        yield from check()


def recipe_is_not_a_part_of_itself() -> Iterator[Breach]:
    """Rows of parts, followed from dish to dish."""
    parts: dict[int, set[int]] = {}
    rows = RecipeLine.objects.filter(part__isnull=False).values_list("recipe__dish_id", "part_id")
    for dish_id, part_id in rows:
        parts.setdefault(dish_id, set()).add(part_id)
    names = dict(Dish.objects.filter(pk__in=parts).values_list("pk", "key"))
    for dish_id in sorted(parts):
        if dish_id in _reached(parts, dish_id):
            yield Breach(
                "recipe_is_not_a_part_of_itself",
                names[dish_id],
                _("the dish is made of itself: take it out of its parts"),
            )


def _reached(parts: dict[int, set[int]], start: int) -> set[int]:
    found: set[int] = set()
    waiting = list(parts.get(start, ()))
    while waiting:
        dish_id = waiting.pop()
        if dish_id not in found:
            found.add(dish_id)
            waiting += parts.get(dish_id, ())
    return found


def menu_dish_has_a_recipe() -> Iterator[Breach]:
    begins = {
        row["dish_id"]: row["first"]
        for row in Recipe.objects.values("dish_id").annotate(first=Min("valid_from"))
    }
    rows = MenuItem.objects.select_related("dish", "menu_day").order_by("menu_day__date", "pk")
    for item in rows:
        first = begins.get(item.dish_id)
        if first is None or first > item.menu_day.date:
            yield Breach(
                "menu_dish_has_a_recipe",
                f"{item.menu_day.date} {item.dish.key}",
                _("no recipe is valid on that day: add one"),
            )


def menu_rules_hold() -> Iterator[Breach]:
    """Meat and dairy apart, no dairy where the line cooks none, and the day's class as its dishes
    make it."""
    days = list(_menu_days())
    if not days:
        return
    food = food_on(max(day.date for day in days))
    for day in days:
        dishes = [item.dish for item in day.items.all()]
        where = f"{day.line.key} {day.date}"
        try:
            reasons = standing_against(day.line, day.date, dishes, food)
            wanted = class_of(dishes, food)
        except RecipeMissing:
            continue  # menu_dish_has_a_recipe names it
        for reason in reasons:
            yield Breach("menu_rules_hold", where, reason)
        if day.diet_class != wanted:
            yield Breach(
                "menu_day_class_is_that_of_its_dishes",
                where,
                _("stored as %(stored)s, its dishes make it %(wanted)s")
                % {"stored": day.diet_class, "wanted": wanted},
            )


def _menu_days() -> Iterable[MenuDay]:
    items = MenuItem.objects.select_related("dish")
    return MenuDay.objects.select_related("line").prefetch_related(Prefetch("items", items))


def twin_suits_its_diet() -> Iterator[Breach]:
    """A twin that certainly contains what the diet excludes would make a child ill."""
    rows = list(
        Substitution.objects.filter(twin__isnull=False)
        .select_related("twin", "menu_item__menu_day")
        .order_by("menu_item__menu_day__date", "pk")
    )
    if not rows:
        return
    food = food_on(max(row.menu_item.menu_day.date for row in rows))
    excluded = {diet.pk: (diet.key, exclusions_of(diet)) for diet in diets()}
    wrong: set[tuple[str, str]] = set()
    for row in rows:
        key, exclusions = excluded[row.diet_id]
        if row.twin is not None and (key, row.twin.key) not in wrong:
            for excluded_key in _certain(food, row.twin, exclusions):
                wrong.add((key, row.twin.key))
                yield Breach(
                    "twin_suits_its_diet",
                    f"{row.menu_item.menu_day.date} {key} {row.twin.key}",
                    _("the twin contains %(what)s") % {"what": excluded_key},
                )


def _certain(food: FoodBook, dish: Dish, exclusions: frozenset[str]) -> list[str]:
    try:
        found = objections(food.facts(dish), exclusions)
    except RecipeMissing:
        return []
    return [one.excluded for one in found if one.presence is Presence.CONTAINS]


def stock_lot_is_not_below_zero() -> Iterator[Breach]:
    sums = StockMove.objects.values("lot_id", "lot__ingredient__key", "lot__lot_code")
    for row in sums.annotate(left=Sum("grams")).filter(left__lt=0).order_by("lot_id"):
        yield Breach(
            "stock_lot_is_not_below_zero",
            f"{row['lot__ingredient__key']} {row['lot__lot_code']}",
            _("%(grams)s g: count the lot") % {"grams": row["left"]},
        )


CHECKS: tuple[Check, ...] = (
    recipe_is_not_a_part_of_itself,
    menu_dish_has_a_recipe,
    menu_rules_hold,
    twin_suits_its_diet,
    stock_lot_is_not_below_zero,
)
