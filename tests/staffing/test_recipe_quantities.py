"""Amounts of a batch in the measures of the kitchen: counted, weighed, and scaled by own rules."""

from __future__ import annotations

from decimal import Decimal

import pytest

from menus.choices import DietClass
from menus.models import Ingredient
from staffing.selectors.recipes import measure_of


def ingredient(unit: str, step: int, pack: int) -> Ingredient:
    return Ingredient(
        key="x", category="test", diet_class=DietClass.PARVE, kitchen_unit=unit,
        kitchen_step_grams=step, purchase_grams=pack,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "step", "pack", "grams"),
    [("piece", 160, 18000, 160), ("piece", 100, 1000, 100), ("kg", 100, 25000, 1000),
     ("l", 92, 16560, 1000), ("g", 5, 1000, 1)],
)  # fmt: skip
def test_what_is_counted_weighs_one_step_and_never_a_whole_carton(
    unit: str, step: int, pack: int, grams: int
) -> None:
    measure = measure_of(ingredient(unit, step, pack))
    assert measure.grams_per_unit == Decimal(grams)
    assert measure.step_grams == Decimal(step)
