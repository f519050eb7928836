"""Nutrients of recipes, meals and weeks, and their judgement against dated standards.

Pure: no Django. Nutrient values are per 100 g of the *edible* part in the form bought. What is
not known is carried as missing, with the ingredients it is missing from, through every sum; it is
never counted as zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from menus.units import HUNDRED, PERCENT, net_grams

NUTRIENTS = (
    "kcal",
    "protein_g",
    "fat_g",
    "sat_fat_g",
    "carb_g",
    "sugars_g",
    "fibre_g",
    "sodium_mg",
    "calcium_mg",
    "iron_mg",
    "vit_a_rae_ug",
    "vit_c_mg",
    "zinc_mg",
    "potassium_mg",
)

# Only vitamins and minerals are lost in cooking; energy and macronutrients stay (USDA Table of
# Nutrient Retention Factors, Release 6, covers no others).
RETAINED = frozenset(NUTRIENTS[7:])

# Energy per gram: Regulation (EU) 1169/2011, Annex XIV. ``carb_g`` holds the fibre too.
KCAL_PER_GRAM = {
    "protein_g": Decimal(4),
    "fat_g": Decimal(9),
    "sat_fat_g": Decimal(9),
    "carb_g": Decimal(4),
    "sugars_g": Decimal(4),
}
KCAL_PER_GRAM_FIBRE = Decimal(2)

ZERO = Decimal(0)
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Nutrients:
    """An amount of every nutrient: what is known of it, and whose values are missing.

    ``known`` holds the sum of what is known; ``missing`` maps a nutrient to the keys of the
    ingredients that do not state it. A nutrient in ``missing`` has no value, only a lower bound.
    """

    known: Mapping[str, Decimal] = field(default_factory=dict)
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def value(self, nutrient: str) -> Decimal | None:
        """The amount, or None where any part of it is missing."""
        return None if nutrient in self.missing else self.at_least(nutrient)

    def at_least(self, nutrient: str) -> Decimal:
        """The known part: the amount is this or more."""
        _check_nutrient(nutrient)
        return self.known.get(nutrient, ZERO)

    def missing_from(self, nutrient: str) -> frozenset[str]:
        """The ingredients whose value of this nutrient is not known."""
        return self.missing.get(nutrient, NOTHING)

    @property
    def incomplete(self) -> tuple[str, ...]:
        """The nutrients of which something is missing, in the usual order."""
        return tuple(nutrient for nutrient in NUTRIENTS if nutrient in self.missing)

    def __add__(self, other: Nutrients) -> Nutrients:
        return total([self, other])

    def scaled(self, factor: Decimal | int) -> Nutrients:
        """So many times as much. Nothing of a food misses nothing."""
        if factor < 0:
            raise ValueError(f"nutrients cannot be scaled by {factor}")
        if factor == 0:
            return Nutrients()
        return Nutrients({key: value * factor for key, value in self.known.items()}, self.missing)

    def for_factor(self, portion_factor_hundredths: int) -> Nutrients:
        """The portion of a diner group, from that of a reference portion."""
        return self.scaled(Decimal(portion_factor_hundredths) / HUNDRED)


def total(parts: Iterable[Nutrients]) -> Nutrients:
    """The sum; what misses from a part misses from the sum."""
    known: dict[str, Decimal] = {}
    missing: dict[str, frozenset[str]] = {}
    for part in parts:
        for nutrient, value in part.known.items():
            known[nutrient] = known.get(nutrient, ZERO) + value
        for nutrient, keys in part.missing.items():
            missing[nutrient] = missing.get(nutrient, NOTHING) | keys
    return Nutrients(known, missing)


def _check_nutrient(nutrient: str) -> None:
    if nutrient not in NUTRIENTS:
        raise ValueError(f"{nutrient!r} is not a nutrient; known are {', '.join(NUTRIENTS)}")


# --- recipes ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoodFacts:
    """Nutrients per 100 g edible part of an ingredient; None or absent means not known."""

    key: str
    per_100g: Mapping[str, Decimal | None]
    refuse_pct: Decimal = ZERO

    def __post_init__(self) -> None:
        for nutrient, value in self.per_100g.items():
            _check_nutrient(nutrient)
            if value is not None and value < 0:
                raise ValueError(f"{self.key}: {nutrient} cannot be negative ({value})")


@dataclass(frozen=True, slots=True)
class CookingLoss:
    """What cooking does to an ingredient.

    ``weight_yield_pct``: cooked weight in per cent of raw, None where nobody knows.
    ``yield_counts_refuse``: the yield was measured on the bought weight, bone included.
    ``retention_pct``: nutrient → per cent still there; vitamins and minerals not named in it
    are not known, macronutrients always stay whole.
    """

    weight_yield_pct: Decimal | None = None
    yield_counts_refuse: bool = False
    retention_pct: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecipeAmount:
    """Bought grams of an ingredient in one reference portion; ``cooking`` None means eaten raw."""

    food: FoodFacts
    gross_grams: Decimal
    cooking: CookingLoss | None = None

    def __post_init__(self) -> None:
        if self.gross_grams < 0:
            raise ValueError(f"{self.food.key}: grams cannot be negative ({self.gross_grams})")

    @property
    def net_grams(self) -> Decimal:
        return net_grams(self.gross_grams, self.food.refuse_pct)


def nutrients_of(amount: RecipeAmount) -> Nutrients:
    """Nutrients of one line: ``value × net / 100 × retention / 100``."""
    known: dict[str, Decimal] = {}
    missing: dict[str, frozenset[str]] = {}
    if amount.gross_grams == 0:
        return Nutrients()
    for nutrient in NUTRIENTS:
        value = amount.food.per_100g.get(nutrient)
        kept = _retention(amount.cooking, nutrient)
        if value == 0:  # nothing to lose, whatever cooking does
            known[nutrient] = ZERO
        elif value is None or kept is None:
            missing[nutrient] = frozenset({amount.food.key})
        else:
            known[nutrient] = value * amount.net_grams / PERCENT * kept / PERCENT
    return Nutrients(known, missing)


def _retention(cooking: CookingLoss | None, nutrient: str) -> Decimal | None:
    if cooking is None or nutrient not in RETAINED:
        return PERCENT
    return cooking.retention_pct.get(nutrient)


def per_reference_portion(recipe: Iterable[RecipeAmount]) -> Nutrients:
    """Nutrients of one reference portion of a dish."""
    return total(nutrients_of(amount) for amount in recipe)


@dataclass(frozen=True, slots=True)
class ServedWeight:
    """Cooked grams of one reference portion; incomplete where a yield is not known."""

    known_grams: Decimal
    missing_from: frozenset[str]

    @property
    def grams(self) -> Decimal | None:
        return None if self.missing_from else self.known_grams


def served_weight(recipe: Iterable[RecipeAmount]) -> ServedWeight:
    """Cooked weight from net grams (or gross, where the yield was measured with bone)."""
    grams, missing = ZERO, set[str]()
    for amount in recipe:
        if amount.cooking is None:
            grams += amount.net_grams
        elif amount.cooking.weight_yield_pct is None:
            missing.add(amount.food.key)
        else:
            counts_refuse = amount.cooking.yield_counts_refuse
            raw = amount.gross_grams if counts_refuse else amount.net_grams
            grams += raw * amount.cooking.weight_yield_pct / PERCENT
    return ServedWeight(grams, frozenset(missing))


def energy_share(nutrients: Nutrients, nutrient: str) -> Decimal | None:
    """Per cent of the energy that comes from a macronutrient; None where it cannot be told."""
    if nutrient not in KCAL_PER_GRAM:
        raise ValueError(f"{nutrient!r} carries no energy share")
    grams, kcal = nutrients.value(nutrient), nutrients.value("kcal")
    if grams is None or not kcal:
        return None
    energy = grams * KCAL_PER_GRAM[nutrient]
    if nutrient == "carb_g":
        fibre = nutrients.value("fibre_g")
        if fibre is None:
            return None
        energy -= fibre * (KCAL_PER_GRAM["carb_g"] - KCAL_PER_GRAM_FIBRE)
    return energy * PERCENT / kcal


def week_mean(meals: Mapping[dt.date, Nutrients]) -> Nutrients:
    """The mean meal of a week. Raises ValueError for a week without meals."""
    if not meals:
        raise ValueError("a week without meals has no mean")
    summed = total(meals.values())
    return Nutrients(
        {nutrient: value / len(meals) for nutrient, value in summed.known.items()}, summed.missing
    )
