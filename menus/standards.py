"""Meals and weeks judged against dated nutrition standards.

Pure: no Django. The figures come from reference data; every finding cites the standard it comes
from, with its source and mark. Where values are missing a finding says *unknown*, unless the
known part alone already decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from menus.nutrition import KCAL_PER_GRAM, NOTHING, Nutrients, energy_share, week_mean


class Mark(StrEnum):
    """How well a figure is founded."""

    SOURCED = "sourced"
    DERIVED = "derived"
    ASSUMED = "assumed"
    MEMORY = "memory"

    @property
    def indicative(self) -> bool:
        """Shown as a guide and not as a rule."""
        return self in (Mark.ASSUMED, Mark.MEMORY)


class Bound(StrEnum):
    """On which side of the figure a meal has to lie."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"


class Basis(StrEnum):
    """What is compared: the amount itself, or its share of the energy in per cent."""

    AMOUNT = "amount"
    ENERGY_SHARE = "energy_share"


class Scope(StrEnum):
    """What is judged: each meal by itself, or the mean over the week's meals."""

    MEAL = "meal"
    WEEK_MEAN = "week_mean"


class Verdict(StrEnum):
    """``AIM_MISSED`` lies between the aim and the hard limit."""

    MET = "met"
    AIM_MISSED = "aim_missed"
    HARD_BROKEN = "hard_broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standard:
    """One dated limit for one diner group. At least one of ``aim`` and ``hard`` is set."""

    key: str
    diner_group: str
    nutrient: str
    bound: Bound
    valid_from: dt.date
    source: str
    mark: Mark
    aim: Decimal | None = None
    hard: Decimal | None = None
    basis: Basis = Basis.AMOUNT
    scope: Scope = Scope.MEAL

    def __post_init__(self) -> None:
        if self.aim is None and self.hard is None:
            raise ValueError(f"standard {self.key}: give an aim, a hard limit or both")
        if self.basis is Basis.ENERGY_SHARE and self.nutrient not in KCAL_PER_GRAM:
            raise ValueError(f"standard {self.key}: {self.nutrient} carries no energy share")
        if self.aim is None or self.hard is None:
            return
        if self.violated(self.hard, self.aim):
            raise ValueError(f"standard {self.key}: the hard limit is stricter than the aim")

    def violated(self, limit: Decimal, value: Decimal) -> bool:
        """Whether a value lies on the wrong side of a limit; on the limit is right."""
        return value < limit if self.bound is Bound.MINIMUM else value > limit

    @property
    def _what(self) -> tuple[str, str, Bound, Basis, Scope]:
        return (self.diner_group, self.nutrient, self.bound, self.basis, self.scope)


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement. ``value`` is None where it cannot be told; ``day`` is None for a week."""

    standard: Standard
    verdict: Verdict
    value: Decimal | None
    known_part: Decimal
    missing_from: frozenset[str]
    day: dt.date | None

    @property
    def is_warning(self) -> bool:
        return self.verdict is not Verdict.MET


def in_force(standards: Iterable[Standard], on: dt.date) -> tuple[Standard, ...]:
    """Of each standard the version valid on a date, in the order given."""
    newest: dict[tuple[str, str, Bound, Basis, Scope], Standard] = {}
    for standard in standards:
        if standard.valid_from > on:
            continue
        known = newest.get(standard._what)
        if known is None or known.valid_from < standard.valid_from:
            newest[standard._what] = standard
    return tuple(newest.values())


def judge_meal(
    meal: Nutrients, diner_group: str, day: dt.date, standards: Iterable[Standard]
) -> tuple[Finding, ...]:
    """Every per-meal standard of a diner group, met or not, for the meal of a day."""
    return tuple(
        _judge(meal, standard, day)
        for standard in in_force(standards, day)
        if standard.scope is Scope.MEAL and standard.diner_group == diner_group
    )


def judge_week(
    meals: Mapping[dt.date, Nutrients], diner_group: str, standards: Iterable[Standard]
) -> tuple[Finding, ...]:
    """Each meal by itself, then the mean of the week against the weekly standards.

    A week without meals has no findings. Weekly standards are those valid on its first day.
    """
    if not meals:
        return ()
    standards = tuple(standards)
    findings = [
        finding
        for day in sorted(meals)
        for finding in judge_meal(meals[day], diner_group, day, standards)
    ]
    mean = week_mean(meals)
    findings += [
        _judge(mean, standard, None)
        for standard in in_force(standards, min(meals))
        if standard.scope is Scope.WEEK_MEAN and standard.diner_group == diner_group
    ]
    return tuple(findings)


def _judge(meal: Nutrients, standard: Standard, day: dt.date | None) -> Finding:
    known_part = meal.at_least(standard.nutrient)
    missing = meal.missing_from(standard.nutrient)
    if standard.basis is Basis.AMOUNT:
        value = meal.value(standard.nutrient)
        verdict = _verdict(standard, known_part, certain=value is not None)
    else:
        value = energy_share(meal, standard.nutrient)
        missing |= _missing_for_share(meal, standard.nutrient)
        verdict = Verdict.UNKNOWN if value is None else _verdict(standard, value, certain=True)
    return Finding(standard, verdict, value, known_part, missing, day)


def _missing_for_share(meal: Nutrients, nutrient: str) -> frozenset[str]:
    fibre = meal.missing_from("fibre_g") if nutrient == "carb_g" else NOTHING
    return meal.missing_from("kcal") | fibre


def _verdict(standard: Standard, value: Decimal, *, certain: bool) -> Verdict:
    """Judge a value or, not certain, a lower bound of it: what misses can only add.

    A minimum that the known part meets is met; a maximum that it breaks is broken at least so far.
    """
    if standard.hard is not None and standard.violated(standard.hard, value):
        verdict = Verdict.HARD_BROKEN
    elif standard.aim is not None and standard.violated(standard.aim, value):
        verdict = Verdict.AIM_MISSED
    else:
        verdict = Verdict.MET
    if certain or (standard.bound is Bound.MINIMUM) == (verdict is Verdict.MET):
        return verdict
    return Verdict.UNKNOWN
