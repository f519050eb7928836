"""Loads the tables of this floor in the order in which they need each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kurkum.base.models import User
from kurkum.lib.rows import Faults, Row
from menus.services.loading_dishes import (
    Starts,
    load_dishes,
    load_opening_stock,
    load_suppliers,
)
from menus.services.loading_food import load_food

REFERENCE_TABLES = (
    "allergens", "cooking_yields", "diets", "diner_groups", "food_tags", "ingredients",
    "nutrients", "nutrition_standards",
)  # fmt: skip
TABLES = (
    "dish_twins", "dishes", "kitchen_lines", "menu_cycle_items", "menu_cycles", "opening_stock",
    "recipe_lines", "recipes", "supplier_items", "suppliers",
)  # fmt: skip

__all__ = ["REFERENCE_TABLES", "TABLES", "Starts", "load_food", "load_menus"]


def load_menus(
    tables: Mapping[str, Sequence[Row]],
    faults: Faults,
    *,
    starts: Starts,
    author: User | None,
    now: dt.datetime,
) -> int:
    """Lines, dishes, recipes, menus, suppliers and the opening stock; returns how many changed."""
    changed = load_dishes(tables, faults, starts) + load_suppliers(tables, faults)
    stock = tables["opening_stock"]
    return changed + load_opening_stock(stock, faults, day=starts.stock, author=author, now=now)
