"""Loads what food is: nutrients, allergens, yields, ingredients, diets and standards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kurkum.base.services.storing import by_key, store
from kurkum.lib.rows import Faults, Row
from menus.choices import Presence
from menus.models import (
    Allergen,
    CookingYield,
    Diet,
    DietAllergen,
    DinerGroup,
    FoodTag,
    Ingredient,
    IngredientAllergen,
    IngredientNutrient,
    IngredientPrice,
    Nutrient,
    Retention,
    StandardRule,
)

Tables = Mapping[str, Sequence[Row]]
KEY = ("key",)


def load_food(tables: Tables, faults: Faults) -> int:
    """Tables of the folder ``reference``; returns how many rows were created or changed."""
    changed = load_words(tables, faults)
    changed += load_diner_groups(tables["diner_groups"], faults)
    changed += load_ingredients(tables["ingredients"], faults)
    changed += _diets(tables["diets"], faults)
    groups, tags = by_key(DinerGroup), by_key(FoodTag)
    nutrients = by_key(Nutrient)
    rules = faults.each(
        tables["nutrition_standards"], lambda row: _rule(row, groups, nutrients, tags)
    )
    return changed + store(rules, identity=KEY, faults=faults)


def load_diner_groups(rows: Sequence[Row], faults: Faults) -> int:
    return store(faults.each(rows, _diner_group), identity=KEY, faults=faults)


def load_ingredients(rows: Sequence[Row], faults: Faults) -> int:
    """Ingredients with their nutrients (one column each), allergens and price."""
    changed = store(faults.each(rows, _ingredient), identity=KEY, faults=faults)
    known, nutrients, allergens = by_key(Ingredient), by_key(Nutrient), by_key(Allergen)
    changed += store(
        faults.each_of(rows, lambda row: _nutrients(row, known, nutrients)),
        identity=("ingredient", "nutrient"),
        faults=faults,
    )
    changed += store(
        faults.each_of(rows, lambda row: _allergens(row, known, allergens)),
        identity=("ingredient", "allergen"),
        faults=faults,
    )
    prices = faults.each_of(rows, lambda row: _prices(row, known))
    return changed + store(prices, identity=("ingredient", "valid_from"), faults=faults)


def load_words(tables: Tables, faults: Faults) -> int:
    """What every kitchen shares: nutrients, allergens, food tags, cooking yields."""
    changed = store(faults.each(tables["nutrients"], _nutrient), identity=KEY, faults=faults)
    changed += store(faults.each(tables["allergens"], _allergen), identity=KEY, faults=faults)
    changed += store(faults.each(tables["food_tags"], _tag), identity=KEY, faults=faults)
    return changed + _yields(tables["cooking_yields"], tables["nutrients"], faults)


def _yields(rows: Sequence[Row], nutrients: Sequence[Row], faults: Faults) -> int:
    changed = store(faults.each(rows, _cooking_yield), identity=KEY, faults=faults)
    columns = {row.text("key"): row.text("retention_column") for row in nutrients}
    known, by_name = by_key(CookingYield), by_key(Nutrient)
    kept = {by_name[key]: column for key, column in columns.items() if column and key in by_name}
    retentions = faults.each_of(rows, lambda row: _retentions(row, known, kept))
    return changed + store(retentions, identity=("cooking_yield", "nutrient"), faults=faults)


def _diets(rows: Sequence[Row], faults: Faults) -> int:
    changed = store(faults.each(rows, _diet), identity=KEY, faults=faults)
    diets, allergens = by_key(Diet), by_key(Allergen)
    left_out = faults.each_of(rows, lambda row: _exclusions(row, diets, allergens))
    return changed + store(left_out, identity=("diet", "allergen"), faults=faults)


def names_of(row: Row) -> dict[str, str]:
    """Key and names of a keyed row, as keyword arguments of its model."""
    names = {column: row.text(column) for column in ("name_ar", "name_he", "name_en")}
    return {"key": row.needed("key"), **names}


def _nutrient(row: Row) -> Nutrient:
    return Nutrient(**names_of(row), unit=row.needed("unit"), position=row.integer("position"))


def _allergen(row: Row) -> Allergen:
    return Allergen(
        **names_of(row),
        is_regulated=row.flag("is_regulated"),
        position=row.integer("position"),
    )


def _tag(row: Row) -> FoodTag:
    return FoodTag(**names_of(row))


def _diner_group(row: Row) -> DinerGroup:
    return DinerGroup(
        **names_of(row),
        portion_factor_percent=row.integer("portion_factor_percent"),
        position=row.integer("position"),
    )


def _cooking_yield(row: Row) -> CookingYield:
    return CookingYield(
        key=row.needed("key"),
        food_group=row.needed("food_group"),
        method=row.needed("method"),
        weight_yield_percent=row.optional(row.decimal, "weight_yield_percent"),
        mark=row.needed("mark"),
        source=row.text("source"),
    )


def _retentions(
    row: Row, known: Mapping[str, CookingYield], columns: Mapping[Nutrient, str]
) -> list[Retention]:
    cooking_yield = row.one_of("key", known)
    return [
        Retention(cooking_yield=cooking_yield, nutrient=nutrient, percent=row.decimal(column))
        for nutrient, column in columns.items()
        if row.text(column)
    ]


def _ingredient(row: Row) -> Ingredient:
    return Ingredient(
        **names_of(row),
        category=row.needed("category"),
        diet_class=row.needed("diet_class"),
        refuse_percent=row.optional(row.decimal, "refuse_percent"),
        halal_ok=row.optional(row.flag, "halal_ok"),
        kosher_line_ok=row.optional(row.flag, "kosher_line_ok"),
        purchase_unit=row.text("purchase_unit"),
        purchase_grams=row.optional(row.integer, "purchase_grams"),
        store=row.needed("store"),
        shelf=row.text("shelf"),
        kitchen_unit=row.needed("kitchen_unit"),
        kitchen_step_grams=row.integer("kitchen_step_grams"),
        scale_exponent=row.decimal("scale_exponent"),
        source=row.text("source"),
        source_id=row.text("source_id"),
        source_description=row.text("source_description"),
        is_proxy=row.flag("is_proxy"),
        note=row.text("note"),
        is_active=row.flag("allowed_on_site"),
    )


def _nutrients(
    row: Row, known: Mapping[str, Ingredient], nutrients: Mapping[str, Nutrient]
) -> list[IngredientNutrient]:
    """No row for an empty cell: not known is never zero."""
    ingredient = row.one_of("key", known)
    return [
        IngredientNutrient(ingredient=ingredient, nutrient=nutrient, per_100g=row.decimal(key))
        for key, nutrient in nutrients.items()
        if row.cells.get(key)
    ]


def _allergens(
    row: Row, known: Mapping[str, Ingredient], allergens: Mapping[str, Allergen]
) -> list[IngredientAllergen]:
    ingredient = row.one_of("key", known)
    columns = {"allergens": Presence.CONTAINS, "may_contain": Presence.MAY_CONTAIN}
    return [
        IngredientAllergen(ingredient=ingredient, allergen=allergen, presence=presence)
        for column, presence in columns.items()
        for allergen in row.many_of(column, allergens)
    ]


def _prices(row: Row, known: Mapping[str, Ingredient]) -> list[IngredientPrice]:
    ingredient = row.one_of("key", known)
    if not row.text("price_per_kg"):
        return []
    return [
        IngredientPrice(
            ingredient=ingredient,
            valid_from=row.date("price_from"),
            agorot_per_kg=row.agorot("price_per_kg"),
            mark=row.needed("price_mark"),
        )
    ]


def _diet(row: Row) -> Diet:
    return Diet(
        **names_of(row),
        excludes_meat=row.flag("excludes_meat"),
        excludes_fish=row.flag("excludes_fish"),
        excludes_dairy=row.flag("excludes_dairy"),
        excludes_egg=row.flag("excludes_egg"),
        soft_texture=row.flag("soft_texture"),
        needs_paper=row.flag("needs_paper"),
        is_regular=row.flag("is_regular"),
        position=row.integer("position"),
    )


def _exclusions(
    row: Row, diets: Mapping[str, Diet], allergens: Mapping[str, Allergen]
) -> list[DietAllergen]:
    diet = row.one_of("key", diets)
    return [
        DietAllergen(diet=diet, allergen=allergen)
        for allergen in row.many_of("allergens", allergens)
    ]


def _rule(
    row: Row,
    groups: Mapping[str, DinerGroup],
    nutrients: Mapping[str, Nutrient],
    tags: Mapping[str, FoodTag],
) -> StandardRule:
    def bound(column: str) -> Decimal | None:
        return row.optional(row.decimal, column)

    return StandardRule(
        **names_of(row),
        measure=row.needed("measure"),
        scope=row.needed("scope"),
        diner_group=row.optional(lambda column: row.one_of(column, groups), "diner_group"),
        nutrient=row.optional(lambda column: row.one_of(column, nutrients), "nutrient"),
        tag=row.optional(lambda column: row.one_of(column, tags), "tag"),
        aim_min=bound("aim_min"),
        aim_max=bound("aim_max"),
        hard_min=bound("hard_min"),
        hard_max=bound("hard_max"),
        valid_from=row.date("valid_from"),
        valid_to=row.optional(row.date, "valid_to"),
        mark=row.needed("mark"),
        source=row.text("source"),
    )
