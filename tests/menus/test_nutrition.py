"""Nutrients of recipes; what is missing stays missing."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menus.nutrition import (
    NUTRIENTS,
    CookingLoss,
    FoodFacts,
    Nutrients,
    RecipeAmount,
    energy_share,
    nutrients_of,
    per_reference_portion,
    served_weight,
    total,
    week_mean,
)

COMPLETE: dict[str, Decimal | None] = dict.fromkeys(NUTRIENTS, Decimal(10))
RICE = FoodFacts("rice", {**COMPLETE, "kcal": Decimal(360), "iron_mg": Decimal(2)})
THIGH = FoodFacts("chicken_thigh", {**COMPLETE, "vit_c_mg": Decimal(0)}, refuse_pct=Decimal(20))
STOCK = FoodFacts("stock_powder", {**COMPLETE, "zinc_mg": None})
BOILED = CookingLoss(
    weight_yield_pct=Decimal(280),
    retention_pct=dict.fromkeys(NUTRIENTS[7:], Decimal(100)) | {"iron_mg": Decimal(95)},
)

AMOUNTS = st.builds(
    Nutrients,
    st.dictionaries(st.sampled_from(NUTRIENTS), st.decimals(0, 1000, places=2)),
    st.dictionaries(
        st.sampled_from(NUTRIENTS),
        st.frozensets(st.sampled_from(["rice", "salt", "stock"]), min_size=1),
    ),
)
FACTORS = st.decimals(min_value=Decimal("0.01"), max_value=20, places=2)


def same(one: Nutrients, other: Nutrients) -> bool:
    amounts = all(one.at_least(key) == other.at_least(key) for key in NUTRIENTS)
    return amounts and dict(one.missing) == dict(other.missing)


def test_nutrients_come_from_the_edible_part() -> None:
    amount = RecipeAmount(THIGH, Decimal(75))
    assert nutrients_of(amount).value("protein_g") == Decimal(6)  # 75 g × 0.8 × 10 %


def test_cooking_keeps_energy_and_takes_its_share_of_minerals() -> None:
    found = nutrients_of(RecipeAmount(RICE, Decimal(50), BOILED))
    assert found.value("kcal") == 180
    assert found.value("iron_mg") == Decimal("0.95")


def test_a_value_nobody_stated_is_missing_and_not_zero() -> None:
    dish = per_reference_portion(
        [RecipeAmount(RICE, Decimal(50), BOILED), RecipeAmount(STOCK, Decimal(2))]
    )
    assert dish.value("zinc_mg") is None
    assert dish.at_least("zinc_mg") == 5
    assert dish.missing_from("zinc_mg") == {"stock_powder"}
    assert dish.incomplete == ("zinc_mg",)
    assert dish.value("kcal") is not None


def test_a_cooked_ingredient_without_known_retention_misses_its_vitamins() -> None:
    found = nutrients_of(RecipeAmount(THIGH, Decimal(100), CookingLoss()))
    assert found.value("kcal") == 8
    assert found.value("iron_mg") is None
    assert found.value("vit_c_mg") == 0  # there was nothing to lose


def test_nothing_of_an_ingredient_misses_nothing() -> None:
    assert nutrients_of(RecipeAmount(STOCK, Decimal(0))) == Nutrients()
    assert nutrients_of(RecipeAmount(STOCK, Decimal(5))).scaled(0) == Nutrients()


@given(AMOUNTS, AMOUNTS, FACTORS)
def test_nutrition_adds_and_scales(one: Nutrients, other: Nutrients, factor: Decimal) -> None:
    assert same((one + other).scaled(factor), one.scaled(factor) + other.scaled(factor))


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_the_sum_does_not_depend_on_the_grouping(
    one: Nutrients, other: Nutrients, third: Nutrients
) -> None:
    assert same((one + other) + third, total([third, other, one]))


@given(AMOUNTS, AMOUNTS)
def test_what_misses_from_a_part_misses_from_the_sum(one: Nutrients, other: Nutrients) -> None:
    both = one + other
    for nutrient in NUTRIENTS:
        assert both.missing_from(nutrient) == one.missing_from(nutrient) | other.missing_from(
            nutrient
        )


@given(st.decimals(0, 500, places=1), st.sampled_from([70, 100, 130, 150]))
def test_a_recipe_scales_with_the_portion_factor(grams: Decimal, factor: int) -> None:
    one = per_reference_portion([RecipeAmount(RICE, grams, BOILED)])
    bigger = per_reference_portion([RecipeAmount(RICE, grams * factor / 100, BOILED)])
    assert same(one.for_factor(factor), bigger)


def test_the_served_weight_uses_yields_and_names_what_has_none() -> None:
    bone_in = CookingLoss(weight_yield_pct=Decimal(75), yield_counts_refuse=True)
    known = served_weight(
        [RecipeAmount(RICE, Decimal(50), BOILED), RecipeAmount(THIGH, Decimal(80), bone_in)]
    )
    assert known.grams == 200
    unknown = served_weight([RecipeAmount(STOCK, Decimal(5), CookingLoss())])
    assert unknown.grams is None
    assert unknown.missing_from == {"stock_powder"}


def test_energy_shares_follow_the_regulations_factors() -> None:
    meal = Nutrients(
        {
            "kcal": Decimal(600),
            "protein_g": Decimal(30),
            "carb_g": Decimal(80),
            "fibre_g": Decimal(10),
        }
    )
    assert energy_share(meal, "protein_g") == 20
    assert energy_share(meal, "carb_g") == 50  # (70 g × 4 + 10 g × 2) / 600


@pytest.mark.parametrize("gone", ["kcal", "carb_g", "fibre_g"])
def test_an_energy_share_cannot_be_told_from_missing_values(gone: str) -> None:
    meal = Nutrients({"kcal": Decimal(600)}, {gone: frozenset({"stock"})})
    assert energy_share(meal, "carb_g") is None


def test_a_meal_without_energy_has_no_shares() -> None:
    assert energy_share(Nutrients(), "fat_g") is None


def test_the_mean_of_a_week_misses_what_one_day_misses() -> None:
    first, second = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
    mean = week_mean(
        {
            first: Nutrients({"kcal": Decimal(500), "zinc_mg": Decimal(1)}),
            second: Nutrients({"kcal": Decimal(700)}, {"zinc_mg": frozenset({"stock"})}),
        }
    )
    assert mean.value("kcal") == 600
    assert mean.value("zinc_mg") is None


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="not a nutrient"):
        Nutrients().value("salt")
    with pytest.raises(ValueError, match="cannot be negative"):
        FoodFacts("rice", {"kcal": Decimal(-1)})
    with pytest.raises(ValueError, match="cannot be negative"):
        RecipeAmount(RICE, Decimal(-1))
    with pytest.raises(ValueError, match="cannot be scaled"):
        Nutrients().scaled(-1)
    with pytest.raises(ValueError, match="no energy share"):
        energy_share(Nutrients(), "iron_mg")
    with pytest.raises(ValueError, match="without meals"):
        week_mean({})
