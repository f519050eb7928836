"""Portions, grams and kitchen measures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menus import units
from menus.units import ExponentRule, KitchenMeasure, TableRule

GRAMS = st.decimals(min_value=0, max_value=10**6, places=2)
EGGS = KitchenMeasure("piece", Decimal(50), Decimal(50))
RICE = KitchenMeasure("kg", Decimal(1000), Decimal(100))


@given(st.integers(0, 10**6), st.sampled_from([70, 100, 130, 150]))
def test_portions_survive_the_way_through_hundredths(portions: int, factor: int) -> None:
    assert units.portions_of(units.reference_hundredths(portions, factor), factor) == portions


def test_kindergarten_portions_weigh_seven_tenths() -> None:
    factor = units.factor_hundredths(Decimal("0.70"))
    hundredths = units.reference_hundredths(25, factor)
    assert (factor, hundredths) == (70, 1750)
    assert str(units.reference_portions(hundredths)) == "17.50"


@pytest.mark.parametrize("factor", ["0", "-1", "0.705"])
def test_a_factor_that_is_not_positive_hundredths_is_refused(factor: str) -> None:
    with pytest.raises(ValueError, match="portion factor"):
        units.factor_hundredths(Decimal(factor))


def test_a_negative_count_of_portions_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot take"):
        units.reference_hundredths(-1, 100)


def test_hundredths_that_are_not_whole_portions_are_refused() -> None:
    with pytest.raises(ValueError, match="not whole portions"):
        units.portions_of(100, 70)


@given(GRAMS, st.integers(0, 80))
def test_gross_and_net_grams_are_each_others_way_back(grams: Decimal, refuse: int) -> None:
    net = units.net_grams(grams, Decimal(refuse))
    assert abs(units.gross_grams(net, Decimal(refuse)) - grams) < Decimal("1e-15")


@pytest.mark.parametrize("refuse", [-1, 100])
def test_refuse_outside_its_range_is_refused(refuse: int) -> None:
    with pytest.raises(ValueError, match="refuse"):
        units.net_grams(Decimal(1), Decimal(refuse))


def test_ingredients_grow_in_a_straight_line_by_default() -> None:
    assert units.scaled_grams(Decimal(40), 1750) == 700


def test_salt_grows_slower_than_the_batch_above_its_base_only() -> None:
    rule = ExponentRule(base_hundredths=10_000, exponent=Decimal("0.8"))
    assert units.scaled_grams(Decimal("0.9"), 10_000, rule) == 90
    assert units.scaled_grams(Decimal("0.9"), 5_000, rule) == 45
    many = units.scaled_grams(Decimal("0.9"), 100_000, rule)
    assert round(many, 1) == Decimal("567.9")  # 90 g × 10 ** 0.8


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_bigger_batch_never_takes_less_salt(one: int, other: int) -> None:
    rule = ExponentRule(base_hundredths=10_000, exponent=Decimal("0.8"))
    small, big = sorted((one, other))
    assert units.scaled_grams(Decimal(1), small, rule) <= units.scaled_grams(Decimal(1), big, rule)


def test_a_kitchens_own_table_is_straight_between_its_points_and_flat_outside() -> None:
    rule = TableRule(((10_000, Decimal(1)), (30_000, Decimal("0.8"))))
    assert [rule.factor(size) for size in (5_000, 20_000, 30_000, 90_000)] == [
        Decimal(1),
        Decimal("0.9"),
        Decimal("0.8"),
        Decimal("0.8"),
    ]


@pytest.mark.parametrize("exponent", ["0", "1.1"])
def test_an_exponent_that_would_shrink_or_overshoot_is_refused(exponent: str) -> None:
    with pytest.raises(ValueError, match="exponent"):
        ExponentRule(100, Decimal(exponent))


@pytest.mark.parametrize("points", [(), ((2, Decimal(1)), (1, Decimal(1))), ((1, Decimal(0)),)])
def test_a_table_without_growing_points_is_refused(
    points: tuple[tuple[int, Decimal], ...],
) -> None:
    with pytest.raises(ValueError, match="scaling table"):
        TableRule(points)


def test_amounts_are_rounded_to_the_kitchen_step() -> None:
    rice = units.in_kitchen(Decimal(12_340), RICE)
    assert (rice.amount, rice.unit, rice.grams) == (Decimal("12.3"), "kg", Decimal(12_300))
    assert units.in_kitchen(Decimal(12_340), RICE, up=True).amount == Decimal("12.4")
    assert units.in_kitchen(Decimal(260), EGGS, up=True).amount == 6


def test_what_is_needed_never_becomes_nothing() -> None:
    assert units.in_kitchen(Decimal("0.5"), RICE).grams == 100
    assert units.in_kitchen(Decimal(0), RICE).grams == 0


@given(GRAMS, st.sampled_from([EGGS, RICE, units.KILOGRAM]), st.booleans())
def test_a_kitchen_quantity_survives_the_way_back_to_grams(
    grams: Decimal, measure: KitchenMeasure, up: bool
) -> None:
    quantity = units.in_kitchen(grams, measure, up=up)
    assert units.in_grams(quantity.amount, measure) == quantity.grams
    assert units.in_kitchen(quantity.grams, measure, up=up) == quantity
    assert abs(quantity.grams - grams) <= measure.step_grams


def test_negative_amounts_and_measures_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        units.in_kitchen(Decimal(-1), RICE)
    with pytest.raises(ValueError, match="above 0"):
        KitchenMeasure("kg", Decimal(1000), Decimal(0))


def test_whole_grams_round_the_sum_once() -> None:
    assert units.whole_grams([Decimal("0.4"), Decimal("0.4"), Decimal("0.7")]) == 2
