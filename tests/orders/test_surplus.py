"""What becomes of a month's result: nothing is lost, nothing is promised twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.surplus import SurplusPolicy, Waterfall, brought_forward_from, divide

POLICY = SurplusPolicy(
    reserve_percent=30, equipment_percent=15, reserve_months=3, equipment_target=12_000_000
)
AMOUNTS = st.integers(-(10**9), 10**9)
BALANCES = st.integers(0, 10**9)


def divided(surplus: int, forward: int = 0, reserve: int = 0, equipment: int = 0) -> Waterfall:
    return divide(
        surplus=surplus, brought_forward=forward, reserve_balance=reserve,
        reserve_target=90_000_000, equipment_balance=equipment, policy=POLICY,
    )  # fmt: skip


@given(AMOUNTS, AMOUNTS, BALANCES, BALANCES)
def test_the_parts_and_the_pot_are_the_whole(s: int, f: int, r: int, e: int) -> None:
    found = divided(s, f, r, e)
    assert found.allocable + found.reserve_added + found.equipment_added == max(0, s + f)
    assert min(found.allocable, found.reserve_added, found.equipment_added) >= 0


@given(AMOUNTS, AMOUNTS, BALANCES)
def test_a_fund_never_grows_beyond_its_target(s: int, f: int, r: int) -> None:
    found = divided(s, f, r)
    assert found.reserve_added == 0 or r + found.reserve_added <= found.reserve_target


@given(AMOUNTS, AMOUNTS, st.integers(0, 100))
def test_what_is_brought_forward_is_the_rest_of_the_pot_or_the_whole_loss(
    s: int, f: int, percent: int
) -> None:
    found = divided(s, f)
    gift = found.allocable * percent // 100
    forward = brought_forward_from(waterfall=found, allocated=gift)
    assert forward + gift + found.reserve_added + found.equipment_added == s + f


@given(AMOUNTS, AMOUNTS, st.integers(0, 10**6))
def test_a_larger_surplus_never_gives_a_smaller_pot(s: int, f: int, more: int) -> None:
    assert divided(s + more, f).allocable >= divided(s, f).allocable


@pytest.mark.parametrize(("reserve", "equipment"), [(60, 41), (-1, 10), (101, 0)])
def test_shares_that_do_not_fit_together_are_refused(reserve: int, equipment: int) -> None:
    with pytest.raises(ValueError, match="fit together"):
        SurplusPolicy(reserve, equipment, 3, 0)
