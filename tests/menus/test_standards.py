"""Meals and weeks against dated standards; a finding cites its rule."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from menus.nutrition import Nutrients
from menus.standards import (
    Basis,
    Bound,
    Mark,
    Scope,
    Standard,
    Verdict,
    in_force,
    judge_meal,
    judge_week,
)

DAY = dt.date(2026, 11, 22)
SALTY = Nutrients({"sodium_mg": Decimal(936), "kcal": Decimal(600)})
INCOMPLETE = {"sodium_mg": frozenset({"stock_powder"})}


def sodium(**changes: Any) -> Standard:
    fields: dict[str, Any] = {
        "key": "sodium_grades_1_6",
        "diner_group": "grades_1_6",
        "nutrient": "sodium_mg",
        "bound": Bound.MAXIMUM,
        "valid_from": dt.date(2026, 9, 1),
        "source": "share of the daily limit",
        "mark": Mark.DERIVED,
        "aim": Decimal(600),
        "hard": Decimal(935),
    }
    return Standard(**{**fields, **changes})


def iron(**changes: Any) -> Standard:
    return sodium(
        **{"nutrient": "iron_mg", "bound": Bound.MINIMUM, "aim": None, "hard": Decimal(3)} | changes
    )


def verdict(amount: str, standard: Standard, missing: bool = False) -> Verdict:
    gaps = {standard.nutrient: frozenset({"stock_powder"})} if missing else {}
    meal = Nutrients({standard.nutrient: Decimal(amount)}, gaps)
    return judge_meal(meal, "grades_1_6", DAY, [standard])[0].verdict


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("600", Verdict.MET),
        ("600.01", Verdict.AIM_MISSED),
        ("935", Verdict.AIM_MISSED),
        ("935.01", Verdict.HARD_BROKEN),
    ],
)
def test_a_maximum_is_judged_at_its_borders(amount: str, expected: Verdict) -> None:
    assert verdict(amount, sodium()) is expected


def test_a_minimum_is_judged_at_its_border() -> None:
    assert verdict("3", iron()) is Verdict.MET
    assert verdict("2.99", iron()) is Verdict.HARD_BROKEN


@pytest.mark.parametrize(
    ("amount", "standard", "expected"),
    [
        ("936", sodium(), Verdict.HARD_BROKEN),
        ("700", sodium(), Verdict.AIM_MISSED),
        ("100", sodium(), Verdict.UNKNOWN),
        ("3", iron(), Verdict.MET),
        ("2", iron(), Verdict.UNKNOWN),
    ],
)
def test_with_values_missing_only_what_the_known_part_decides_is_said(
    amount: str, standard: Standard, expected: Verdict
) -> None:
    assert verdict(amount, standard, missing=True) is expected


def test_a_finding_cites_its_standard_and_the_missing_ingredients() -> None:
    meal = Nutrients({"sodium_mg": Decimal(100)}, INCOMPLETE)
    (finding,) = judge_meal(meal, "grades_1_6", DAY, [sodium()])
    assert finding.is_warning
    assert finding.standard.source == "share of the daily limit"
    assert finding.value is None
    assert finding.known_part == 100
    assert finding.missing_from == {"stock_powder"}
    assert finding.day == DAY


def test_an_energy_share_is_judged_in_per_cent() -> None:
    fat = sodium(nutrient="sat_fat_g", basis=Basis.ENERGY_SHARE, aim=None, hard=Decimal(10))
    at_the_limit = Nutrients({"kcal": Decimal(900), "sat_fat_g": Decimal(10)})
    assert judge_meal(at_the_limit, "grades_1_6", DAY, [fat])[0].verdict is Verdict.MET
    unknown = Nutrients({"sat_fat_g": Decimal(10)}, {"kcal": frozenset({"stock_powder"})})
    (finding,) = judge_meal(unknown, "grades_1_6", DAY, [fat])
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.missing_from == {"stock_powder"}


def test_the_version_valid_on_the_day_is_used() -> None:
    stricter = sodium(valid_from=dt.date(2026, 11, 23), hard=Decimal(700))
    old = sodium()
    assert in_force([stricter, old], DAY) == (old,)
    assert in_force([stricter, old], dt.date(2026, 11, 23)) == (stricter,)
    assert in_force([old], dt.date(2026, 8, 31)) == ()


def test_a_meal_is_judged_by_its_own_diner_group_only() -> None:
    assert judge_meal(SALTY, "adult", DAY, [sodium()]) == ()


def test_a_week_is_judged_by_day_and_by_its_mean() -> None:
    mean = sodium(key="sodium_week", scope=Scope.WEEK_MEAN, aim=None, hard=Decimal(800))
    mild = Nutrients({"sodium_mg": Decimal(664)})
    findings = judge_week(
        {DAY + dt.timedelta(days=1): mild, DAY: SALTY}, "grades_1_6", [sodium(), mean]
    )
    assert [(finding.day, finding.verdict) for finding in findings] == [
        (DAY, Verdict.HARD_BROKEN),
        (DAY + dt.timedelta(days=1), Verdict.AIM_MISSED),
        (None, Verdict.MET),
    ]
    assert findings[-1].value == 800


def test_a_week_without_meals_has_no_findings() -> None:
    assert judge_week({}, "grades_1_6", [sodium()]) == ()


def test_assumed_figures_and_those_from_memory_are_indicative() -> None:
    assert [mark for mark in Mark if mark.indicative] == [Mark.ASSUMED, Mark.MEMORY]


def test_standards_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="an aim, a hard limit or both"):
        sodium(aim=None, hard=None)
    with pytest.raises(ValueError, match="stricter than the aim"):
        sodium(aim=Decimal(1000))
    with pytest.raises(ValueError, match="no energy share"):
        sodium(basis=Basis.ENERGY_SHARE)
