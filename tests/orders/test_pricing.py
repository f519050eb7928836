"""Which price holds, who pays, and the VAT."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.pricing import (
    AmbiguousPrice,
    NoPrice,
    PayerRule,
    PayersSplit,
    PriceQuestion,
    PriceRow,
    PricingError,
    VatRate,
    line_total,
    payer_rule_for,
    price_for,
    split_among_payers,
    vat_lines,
    vat_rate_for,
)

SEPTEMBER = dt.date(2026, 9, 1)
QUESTION = PriceQuestion("karmiel", "grades_1_6", "regular", "bulk", dt.date(2026, 11, 25))


def row(key: str, agorot: int, **changes: Any) -> PriceRow:
    return PriceRow(**{"key": key, "agorot": agorot, "valid_from": SEPTEMBER, **changes})


def payer_rule(cap: int | None = 700) -> PayerRule:
    return PayerRule(SEPTEMBER, Decimal("8.30"), Decimal("3.20"), Decimal("7.00"), cap)


def test_the_row_that_names_most_of_what_was_asked_wins() -> None:
    rows = [
        row("all", 1750),
        row("grades", 1800, diner_group="grades_1_6"),
        row("karmiel", 1850, customer="karmiel", diner_group="grades_1_6"),
        row("other", 1500, customer="misgav", diner_group="grades_1_6", diet="regular"),
    ]
    assert price_for(QUESTION, rows).key == "karmiel"


def test_a_price_holds_on_its_first_and_on_its_last_day_and_no_longer() -> None:
    ended = row("old", 1700, valid_until=dt.date(2026, 11, 25))
    assert price_for(QUESTION, [ended]).key == "old"
    with pytest.raises(NoPrice):
        price_for(QUESTION, [row("old", 1700, valid_until=dt.date(2026, 11, 24))])
    assert price_for(QUESTION, [row("new", 1, valid_from=QUESTION.on)]).key == "new"
    with pytest.raises(NoPrice):
        price_for(QUESTION, [row("new", 1, valid_from=dt.date(2026, 11, 26))])


def test_no_price_names_what_was_asked() -> None:
    with pytest.raises(NoPrice, match=r"diner_group grades_1_6.*2026-11-25") as caught:
        price_for(QUESTION, [])
    assert caught.value.question == QUESTION


def test_two_equally_close_prices_are_an_error_that_names_both() -> None:
    rows = [row("by_diet", 1900, diet="regular"), row("by_group", 1800, diner_group="grades_1_6")]
    with pytest.raises(AmbiguousPrice, match="by_diet, by_group") as caught:
        price_for(QUESTION, rows)
    assert caught.value.keys == ("by_diet", "by_group")


def test_a_price_row_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        row("odd", -1)
    with pytest.raises(ValueError, match="before it begins"):
        row("odd", 1, valid_until=dt.date(2026, 8, 31))


def test_a_line_costs_portions_times_price() -> None:
    assert line_total(25, 1850) == 46250
    assert line_total(-2, 1850) == -3700


def test_a_meal_is_split_between_ministry_authority_and_parents() -> None:
    assert split_among_payers(1850, 1, payer_rule()) == PayersSplit(830, 320, 700)


def test_what_lies_above_the_parents_cap_falls_on_the_others() -> None:
    split = split_among_payers(3700, 1, payer_rule())
    assert split.parents == 700
    assert split.total == 3700
    assert split.ministry > split.authority > 640


@given(st.integers(0, 10**9), st.integers(0, 2000), st.none() | st.integers(0, 3000))
def test_the_payers_parts_sum_to_the_whole_and_the_cap_holds(
    total: int, portions: int, cap: int | None
) -> None:
    split = split_among_payers(total, portions, payer_rule(cap))
    assert split.total == total
    assert cap is None or split.parents <= cap * portions


@given(st.integers(0, 10**9), st.integers(0, 2000))
def test_the_payers_split_of_a_credit_is_the_negative_twin(total: int, portions: int) -> None:
    split = split_among_payers(total, portions, payer_rule())
    credit = split_among_payers(-total, -portions, payer_rule())
    assert credit == PayersSplit(-split.ministry, -split.authority, -split.parents)


@pytest.mark.parametrize(
    ("weights", "cap"), [((0, 0, 0), None), ((1, -1, 1), None), ((0, 0, 1), 700), ((1, 1, 1), -1)]
)
def test_a_payers_rule_that_makes_no_sense_is_refused(
    weights: tuple[int, int, int], cap: int | None
) -> None:
    ministry, authority, parents = weights
    with pytest.raises(ValueError, match=r"payers|cap"):
        PayerRule(SEPTEMBER, Decimal(ministry), Decimal(authority), Decimal(parents), cap)


def test_the_rate_and_the_payers_rule_in_force_are_found_by_date() -> None:
    rates = [VatRate(dt.date(2025, 1, 1), Decimal(18)), VatRate(dt.date(2015, 10, 1), Decimal(17))]
    assert vat_rate_for(dt.date(2024, 12, 31), rates) == 17
    assert vat_rate_for(dt.date(2025, 1, 1), rates) == 18
    assert payer_rule_for(SEPTEMBER, [payer_rule()]) == payer_rule()
    with pytest.raises(PricingError, match="VAT rate"):
        vat_rate_for(dt.date(2000, 1, 1), rates)
    with pytest.raises(PricingError, match="payers"):
        payer_rule_for(dt.date(2000, 1, 1), [payer_rule()])


def test_a_negative_vat_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        VatRate(SEPTEMBER, Decimal(-1))


def test_vat_is_rounded_once_per_rate_and_not_per_line() -> None:
    lines = vat_lines([(Decimal(18), 3)] * 10 + [(Decimal(0), 500)])
    assert [(line.percent, line.net, line.vat, line.gross) for line in lines] == [
        (Decimal(18), 30, 5, 35),
        (Decimal(0), 500, 0, 500),
    ]
