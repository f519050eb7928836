"""Portions, grams and the measures a kitchen weighs with.

Pure: no Django. Recipes are written per *reference portion* (grades 1–6); a diner group's portion
factor turns its portions into reference portions, which are kept in hundredths so that they stay
whole numbers. Grams are exact decimals until they are rounded, once, to a kitchen step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Protocol

HUNDRED = 100
PERCENT = Decimal(100)


# --- portions -----------------------------------------------------------------------------------


def factor_hundredths(portion_factor: Decimal) -> int:
    """A portion factor (0.70) as hundredths (70). Raises ValueError if not above 0 or not exact."""
    hundredths = portion_factor * HUNDRED
    if portion_factor <= 0 or hundredths != hundredths.to_integral_value():
        raise ValueError(
            f"{portion_factor} is not a portion factor; use a number above 0 with two decimals"
        )
    return int(hundredths)


def reference_hundredths(portions: int, factor: int) -> int:
    """Portions of a diner group as hundredths of reference portions; ``factor`` in hundredths."""
    if portions < 0 or factor <= 0:
        raise ValueError(f"cannot take {portions} portions at a factor of {factor} hundredths")
    return portions * factor


def portions_of(hundredths: int, factor: int) -> int:
    """The way back. Raises ValueError where no whole number of portions fits."""
    portions, rest = divmod(hundredths, factor)
    if rest:
        raise ValueError(f"{hundredths} hundredths are not whole portions of {factor} hundredths")
    return portions


def reference_portions(hundredths: int) -> Decimal:
    """Hundredths as reference portions with two decimals, as the file formats write them."""
    return Decimal(hundredths).scaleb(-2)


# --- gross and net ------------------------------------------------------------------------------


def net_grams(gross_grams: Decimal, refuse_pct: Decimal) -> Decimal:
    """Edible grams of bought grams: ``gross × (1 − refuse / 100)``."""
    _check_refuse(refuse_pct)
    return gross_grams * (PERCENT - refuse_pct) / PERCENT


def gross_grams(net: Decimal, refuse_pct: Decimal) -> Decimal:
    """Grams to buy for edible grams."""
    _check_refuse(refuse_pct)
    return net * PERCENT / (PERCENT - refuse_pct)


def _check_refuse(refuse_pct: Decimal) -> None:
    if not 0 <= refuse_pct < PERCENT:
        raise ValueError(f"refuse must be from 0 to below 100 per cent, not {refuse_pct}")


# --- scaling ------------------------------------------------------------------------------------


class ScalingRule(Protocol):
    """How an ingredient grows with the batch; a factor on the straight line."""

    def factor(self, hundredths: int) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class ExponentRule:
    """``(q / base) ** exponent`` instead of ``q / base`` above the base quantity.

    For salt, spice and acid, of which a big batch takes less per portion. Up to the base the
    recipe is taken as written. The exponent is above 0 and at most 1, so that a bigger batch
    never gets less in all.
    """

    base_hundredths: int
    exponent: Decimal

    def __post_init__(self) -> None:
        if self.base_hundredths <= 0 or not 0 < self.exponent <= 1:
            raise ValueError(
                f"an exponent rule needs a base above 0 and an exponent above 0 and up to 1, "
                f"not {self.base_hundredths} and {self.exponent}"
            )

    def factor(self, hundredths: int) -> Decimal:
        if hundredths <= self.base_hundredths:
            return Decimal(1)
        ratio: Decimal = Decimal(hundredths) / Decimal(self.base_hundredths)
        return ratio ** (self.exponent - 1)


@dataclass(frozen=True, slots=True)
class TableRule:
    """A kitchen's own rule: points ``(hundredths, factor)``, straight between, flat outside."""

    points: tuple[tuple[int, Decimal], ...]

    def __post_init__(self) -> None:
        sizes = [size for size, _ in self.points]
        if not sizes or any(later <= earlier for earlier, later in pairwise(sizes)):
            raise ValueError("a scaling table needs points in growing order of batch size")
        if any(factor <= 0 for _, factor in self.points):
            raise ValueError("the factors of a scaling table must be above 0")

    def factor(self, hundredths: int) -> Decimal:
        first, last = self.points[0], self.points[-1]
        if hundredths <= first[0]:
            return first[1]
        for (low, before), (high, after) in pairwise(self.points):
            if hundredths <= high:
                return before + (after - before) * (hundredths - low) / (high - low)
        return last[1]


def scaled_grams(
    grams_per_reference_portion: Decimal, hundredths: int, rule: ScalingRule | None = None
) -> Decimal:
    """Grams of an ingredient for so many hundredths of reference portions; straight by default."""
    straight = grams_per_reference_portion * hundredths / HUNDRED
    return straight if rule is None else straight * rule.factor(hundredths)


# --- kitchen measures ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KitchenMeasure:
    """What a cook measures an ingredient in: ``unit`` (kg, l, piece, tin) and its grams.

    ``step_grams`` is the smallest difference she weighs or counts; a step of 0.5 kg is 500.
    """

    unit: str
    grams_per_unit: Decimal
    step_grams: Decimal

    def __post_init__(self) -> None:
        if self.grams_per_unit <= 0 or self.step_grams <= 0:
            raise ValueError(f"{self.unit}: grams per unit and step must be above 0")


KILOGRAM = KitchenMeasure("kg", Decimal(1000), Decimal(50))


@dataclass(frozen=True, slots=True)
class KitchenQuantity:
    """An amount as it is printed on a sheet, with the grams it really is."""

    amount: Decimal
    unit: str
    grams: Decimal


def in_kitchen(grams: Decimal, measure: KitchenMeasure, *, up: bool = False) -> KitchenQuantity:
    """Grams rounded to the kitchen step: to the nearest, or ``up`` for buying and pulling.

    What is needed never becomes nothing: a positive amount is at least one step.
    """
    if grams < 0:
        raise ValueError(f"a quantity cannot be negative: {grams} g")
    rounding = ROUND_CEILING if up else ROUND_HALF_UP
    steps = (grams / measure.step_grams).to_integral_value(rounding)
    if grams > 0:
        steps = max(steps, Decimal(1))
    rounded = steps * measure.step_grams
    return KitchenQuantity(rounded / measure.grams_per_unit, measure.unit, rounded)


def in_grams(amount: Decimal, measure: KitchenMeasure) -> Decimal:
    """An amount in kitchen units as grams."""
    return amount * measure.grams_per_unit


def whole_grams(quantities: Sequence[Decimal]) -> int:
    """The sum in whole grams, rounded once."""
    return int(sum(quantities, Decimal(0)).to_integral_value(ROUND_HALF_UP))
