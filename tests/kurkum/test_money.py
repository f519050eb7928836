"""Money: exact at the edges, rounded once inside."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurkum.lib import money

AGOROT = st.integers(min_value=-(10**12), max_value=10**12)
WEIGHTS = st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=8).filter(any)


@given(AGOROT)
def test_agorot_survive_the_way_through_text_and_decimal(agorot: int) -> None:
    assert money.to_agorot(money.to_text(agorot)) == agorot
    assert money.to_agorot(money.to_decimal(agorot)) == agorot


def test_text_has_two_decimals_and_no_separators() -> None:
    assert money.to_text(123450) == "1234.50"
    assert money.to_text(-5) == "-0.05"
    assert money.to_text(0) == "0.00"


@pytest.mark.parametrize(
    ("amount", "agorot"),
    [("18.5", 1850), (" 7 ", 700), ("+0.05", 5), (Decimal("1E+2"), 10000), (3, 300)],
)
def test_exact_amounts_are_read(amount: str | int | Decimal, agorot: int) -> None:
    assert money.to_agorot(amount) == agorot


@pytest.mark.parametrize(
    "amount", ["", "1,234.50", "12.345", "1e3", "NaN", "٧", Decimal("0.001"), Decimal("NaN")]
)
def test_what_is_not_an_exact_amount_is_refused(amount: str | Decimal) -> None:
    with pytest.raises(ValueError, match=r"shekels|two decimals"):
        money.to_agorot(amount)


def test_a_half_goes_away_from_zero_on_both_sides() -> None:
    assert money.round_half_away(Decimal("2.5")) == 3
    assert money.round_half_away(Decimal("-2.5")) == -3
    assert money.round_half_away(Decimal("2.4999")) == 2


def test_vat_is_rounded_once_on_the_sum() -> None:
    assert money.vat_of(1003, 18) == 181  # 180.54
    assert money.vat_of(1, 18) * 10 != money.vat_of(10, 18)


def test_a_negative_vat_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        money.vat_of(100, -1)


@given(AGOROT, WEIGHTS)
def test_a_split_sums_to_the_whole(total: int, weights: list[int]) -> None:
    assert sum(money.split(total, weights)) == total


@given(AGOROT, WEIGHTS)
def test_each_part_is_within_an_agora_of_its_share(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(money.split(total, weights), weights, strict=True):
        assert abs(part * whole - total * weight) < whole


@given(AGOROT, WEIGHTS)
def test_the_split_of_a_credit_is_the_negative_twin(total: int, weights: list[int]) -> None:
    assert money.split(-total, weights) == tuple(-part for part in money.split(total, weights))


def test_the_odd_agora_goes_to_the_largest_remainder_then_to_the_first() -> None:
    assert money.split(100, [1, 1, 1]) == (34, 33, 33)
    assert money.split(10, [Decimal("0.26"), Decimal("0.74")]) == (3, 7)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_a_split_without_usable_weights_is_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot split"):
        money.split(100, weights)


def test_percentages_and_factors_round_once() -> None:
    assert money.percent_of(1850, 38) == 703
    assert money.multiply(333, Decimal("1.5")) == 500
