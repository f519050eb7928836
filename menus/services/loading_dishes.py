"""Loads what is cooked and bought: lines, dishes, recipes, twins, menu cycles, suppliers, stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kurkum.base.models import Locality, User
from kurkum.base.services.storing import by_key, store
from kurkum.lib.rows import Faults, Row
from menus.choices import MoveKind
from menus.models import (
    CookingYield,
    Diet,
    Dish,
    DishTwin,
    FoodTag,
    Ingredient,
    KitchenLine,
    MenuCycle,
    MenuCycleItem,
    Recipe,
    RecipeLine,
    StockLot,
    StockMove,
    Supplier,
    SupplierItem,
)
from menus.services.loading_food import names_of

Tables = Mapping[str, Sequence[Row]]
KEY = ("key",)


@dataclass(frozen=True, slots=True)
class Starts:
    """The dates from which the tables without dates of their own hold."""

    rules: dt.date
    menu: dt.date
    stock: dt.date


def load_dishes(tables: Tables, faults: Faults, starts: Starts) -> int:
    """Lines, dishes, recipes, twins and menu cycles; returns how many rows changed."""
    changed = _lines(tables["kitchen_lines"], faults)
    changed += store(faults.each(tables["dishes"], _dish), identity=KEY, faults=faults)
    dishes, diets = by_key(Dish), by_key(Diet)
    _tag(tables["dishes"], dishes, faults)
    changed += _recipes(tables, dishes, faults, starts.rules)
    twins = faults.each(tables["dish_twins"], lambda row: _twin(row, dishes, diets))
    changed += store(twins, identity=("dish", "diet"), faults=faults)
    return changed + _cycles(tables, dishes, faults, starts.menu)


def load_suppliers(tables: Tables, faults: Faults) -> int:
    places = by_key(Locality)
    rows = faults.each(tables["suppliers"], lambda row: _supplier(row, places))
    changed = store(rows, identity=KEY, faults=faults)
    suppliers, ingredients = by_key(Supplier), by_key(Ingredient)
    items = faults.each(
        tables["supplier_items"], lambda row: _supplier_item(row, suppliers, ingredients)
    )
    identity = ("supplier", "ingredient", "pack_grams")
    return changed + store(items, identity=identity, faults=faults)


def load_opening_stock(
    rows: Sequence[Row], faults: Faults, *, day: dt.date, author: User | None, now: dt.datetime
) -> int:
    """Lots that are in stock on ``day``, each with the one move that brought it in."""
    ingredients = by_key(Ingredient)
    lots = faults.each(rows, lambda row: _lot(row, ingredients, day))
    identity = ("ingredient", "lot_code")
    changed = store(lots, identity=identity, faults=faults, keep=("use_by", "created_on"))
    stored = {(lot.ingredient.key, lot.lot_code): lot for lot in _opening_lots()}
    moves = faults.each(rows, lambda row: _opening(row, stored, day, author, now))
    keep = ("date", "at", "by")
    return changed + store(moves, identity=("lot", "kind"), faults=faults, keep=keep)


def _lines(rows: Sequence[Row], faults: Faults) -> int:
    changed = store(faults.each(rows, _line), identity=KEY, faults=faults)
    lines = by_key(KitchenLine)
    fed = faults.each(rows, lambda row: row.many_of("may_feed", lines))
    for row, others in fed:
        lines[row.text("key")].may_feed.set(others)
    return changed


def _tag(rows: Sequence[Row], dishes: Mapping[str, Dish], faults: Faults) -> None:
    tags = by_key(FoodTag)
    links = faults.each(rows, lambda row: row.many_of("tags", tags))
    through = Dish.tags.through
    wanted = {
        (dishes[row.text("key")].pk, tag.pk)
        for row, several in links
        if row.text("key") in dishes
        for tag in several
    }
    held = set(through._default_manager.values_list("dish_id", "foodtag_id"))
    through._default_manager.bulk_create(
        through(dish_id=dish, foodtag_id=tag) for dish, tag in sorted(wanted - held)
    )


def _recipes(tables: Tables, dishes: Mapping[str, Dish], faults: Faults, start: dt.date) -> int:
    recipes = faults.each(tables["recipes"], lambda row: _recipe(row, dishes, start))
    identity = ("dish", "version")
    changed = store(recipes, identity=identity, faults=faults, keep=("valid_from",))
    known = {(r.dish.key, r.version): r for r in Recipe.objects.select_related("dish")}
    ingredients, yields = by_key(Ingredient), by_key(CookingYield)
    lines = faults.each(
        tables["recipe_lines"], lambda row: _recipe_line(row, known, ingredients, yields)
    )
    return changed + store(lines, identity=("recipe", "position"), faults=faults)


def _cycles(tables: Tables, dishes: Mapping[str, Dish], faults: Faults, start: dt.date) -> int:
    lines = by_key(KitchenLine)
    rows = faults.each(tables["menu_cycles"], lambda row: _cycle(row, lines, start))
    changed = store(rows, identity=KEY, faults=faults, keep=("starts_on", "ends_on"))
    cycles = by_key(MenuCycle)
    items = faults.each(tables["menu_cycle_items"], lambda row: _cycle_item(row, cycles, dishes))
    identity = ("cycle", "week", "weekday", "position")
    return changed + store(items, identity=identity, faults=faults)


def _line(row: Row) -> KitchenLine:
    return KitchenLine(
        **names_of(row),
        allows_dairy=row.flag("allows_dairy"),
        requires_kosher_ingredients=row.flag("requires_kosher_ingredients"),
        requires_halal=row.flag("requires_halal"),
    )


def _dish(row: Row) -> Dish:
    return Dish(
        **names_of(row),
        course=row.needed("course"),
        hold_class=row.needed("hold_class"),
        litres_per_100=row.optional(row.decimal, "litres_per_100"),
        trays_per_100=row.optional(row.decimal, "trays_per_100"),
        acceptance=row.text("acceptance"),
        note=row.text("note"),
    )


def _recipe(row: Row, dishes: Mapping[str, Dish], start: dt.date) -> Recipe:
    return Recipe(
        dish=row.one_of("dish", dishes),
        version=row.integer("version"),
        valid_from=start,
        yield_portions=row.integer("yield_portions"),
        yield_grams=row.integer("yield_grams"),
        mark=row.needed("mark"),
        note=row.text("note"),
    )


def _recipe_line(
    row: Row,
    recipes: Mapping[tuple[str, int], Recipe],
    ingredients: Mapping[str, Ingredient],
    yields: Mapping[str, CookingYield],
) -> RecipeLine:
    versions = {version: recipe for (dish, version), recipe in recipes.items()
                if dish == row.needed("dish")}  # fmt: skip
    return RecipeLine(
        recipe=row.one_of("version", {str(version): r for version, r in versions.items()}),
        position=row.integer("position"),
        ingredient=row.one_of("ingredient", ingredients),
        gross_grams=row.decimal("gross_grams"),
        cooking_yield=row.optional(lambda column: row.one_of(column, yields), "cooking_yield"),
    )


def _twin(row: Row, dishes: Mapping[str, Dish], diets: Mapping[str, Diet]) -> DishTwin:
    return DishTwin(
        dish=row.one_of("dish", dishes),
        diet=row.one_of("diet", diets),
        twin=row.optional(lambda column: row.one_of(column, dishes), "twin"),
    )


def _cycle(row: Row, lines: Mapping[str, KitchenLine], start: dt.date) -> MenuCycle:
    return MenuCycle(
        **names_of(row),
        line=row.one_of("line", lines),
        weeks=row.integer("weeks"),
        starts_on=start,
    )


def _cycle_item(
    row: Row, cycles: Mapping[str, MenuCycle], dishes: Mapping[str, Dish]
) -> MenuCycleItem:
    return MenuCycleItem(
        cycle=row.one_of("cycle", cycles),
        week=row.integer("week"),
        weekday=row.integer("weekday"),
        position=row.integer("position"),
        dish=row.one_of("dish", dishes),
        portion_percent=row.integer("portion_percent"),
    )


def _supplier(row: Row, places: Mapping[str, Locality]) -> Supplier:
    return Supplier(
        **names_of(row),
        locality=row.optional(lambda column: row.one_of(column, places), "locality"),
        is_local=row.flag("is_local"),
        phone=row.text("phone"),
        email=row.text("email"),
        licence_number=row.text("licence_number"),
    )


def _supplier_item(
    row: Row, suppliers: Mapping[str, Supplier], ingredients: Mapping[str, Ingredient]
) -> SupplierItem:
    return SupplierItem(
        supplier=row.one_of("supplier", suppliers),
        ingredient=row.one_of("ingredient", ingredients),
        pack_name=row.needed("pack_name"),
        pack_grams=row.integer("pack_grams"),
        agorot_per_pack=row.agorot("price_per_pack"),
        lead_days=row.integer("lead_days"),
        min_packs=row.integer("min_packs"),
        is_preferred=row.flag("is_preferred"),
        mark=row.needed("mark"),
    )


def _lot(row: Row, ingredients: Mapping[str, Ingredient], day: dt.date) -> StockLot:
    return StockLot(
        ingredient=row.one_of("ingredient", ingredients),
        lot_code=row.needed("lot_code"),
        use_by=day + dt.timedelta(days=row.integer("use_by_days")),
        agorot_per_kg=row.agorot("price_per_kg"),
        created_on=day,
    )


def _opening_lots() -> list[StockLot]:
    return list(StockLot.objects.filter(receipt__isnull=True).select_related("ingredient"))


def _opening(
    row: Row,
    lots: Mapping[tuple[str, str], StockLot],
    day: dt.date,
    author: User | None,
    now: dt.datetime,
) -> StockMove:
    mine = {code: lot for (key, code), lot in lots.items() if key == row.needed("ingredient")}
    return StockMove(
        lot=row.one_of("lot_code", mine),
        kind=MoveKind.OPENING,
        grams=row.integer("grams"),
        date=day,
        at=now,
        by=author,
    )
