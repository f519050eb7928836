"""The roster's figures for the board."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kurkum.base.ports import GradedFigure
from staffing.models import RosterChange
from staffing.selectors.roster_indicators import roster_figures
from staffing.selectors.roster_warnings import lone_skills
from tests.factories import base
from tests.factories import roster as make
from tests.factories.base import at
from tests.factories.roster import SUNDAY

DECEMBER = dt.date(2026, 12, 1)
pytestmark = pytest.mark.django_db


def figures() -> dict[str, GradedFigure]:
    return {figure.metric: figure for figure in roster_figures(DECEMBER)}


def test_what_is_not_known_is_none_and_not_zero() -> None:
    make.kitchen()
    found = figures()
    unknown = {"roster_notice_days", "hours_worked", "overtime_hours", "early_starts_spread"}
    assert {metric for metric in unknown if found[metric].value is not None} == set()
    assert found["roster_changes_after_publishing"].value is None


def test_notice_changes_and_early_starts_are_counted() -> None:
    kitchen = make.kitchen()
    roster = make.published(
        (kitchen.cooks["amal"], SUNDAY, kitchen.early, kitchen.skills["cooking"]),
        (kitchen.cooks["huda"], SUNDAY, kitchen.day, kitchen.skills["cooking"]),
    )
    RosterChange.objects.create(
        roster=roster, cook=kitchen.cooks["amal"], date=SUNDAY, was="", now="early",
        changed_at=at(SUNDAY, 3),
    )  # fmt: skip
    found = figures()
    assert found["roster_notice_days"].value == 8
    assert found["roster_changes_after_publishing"].value == 1
    assert found["early_starts"].value == 1


def test_hours_from_the_clock_are_measured_and_planned_ones_estimated() -> None:
    kitchen = make.kitchen()
    make.worked(kitchen.cooks["amal"], SUNDAY, 450, 930)
    assert figures()["hours_worked"].value == 8
    assert figures()["hours_worked"].grade == "measured"
    make.published((kitchen.cooks["huda"], SUNDAY, kitchen.day, kitchen.skills["cooking"]))
    assert figures()["hours_worked"].grade == "estimated"


def test_the_lowest_wage_stands_against_the_sector_minimum() -> None:
    make.kitchen()
    assert figures()["lowest_wage_against_sector_minimum_percent"].value is None
    base.limit("sector_minimum_hourly_nis", "40", "nis_per_hour")
    value = figures()["lowest_wage_against_sector_minimum_percent"].value
    assert value == Decimal("112.50")


def test_every_woman_with_a_contract_is_counted_once() -> None:
    make.kitchen()
    assert figures()["women_employed"].value == 4


def test_a_skill_that_hangs_on_one_woman_is_warned_of() -> None:
    kitchen = make.kitchen()
    make.wanted(kitchen.day, kitchen.skills["driving"])
    assert lone_skills(SUNDAY) == []
    kitchen.cooks["suha"].left_on = SUNDAY - dt.timedelta(days=1)
    kitchen.cooks["suha"].save()
    [lone] = lone_skills(SUNDAY)
    assert (lone.skill.key, [cook.key for cook in lone.cooks]) == ("driving", ["rania"])
