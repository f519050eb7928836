"""A problem refuses nonsense as it is built, and knows its calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from staffing.planning.roster import (
    Assignment,
    BadProblem,
    Burden,
    Cook,
    Cover,
    Law,
    Night,
    Ride,
    ShiftType,
    Window,
    Wish,
    Worked,
)

from .samples import cook, problem

REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a horizon without days": (lambda: problem(days=0), "horizon has 0 days"),
    "an eighth weekday": (lambda: problem(first_weekday=7), "first_weekday"),
    "two cooks with one key": (lambda: problem(cook(), cook()), "cook amal appears twice"),
    "cover of an unknown shift": (
        lambda: problem(cover=(Cover(0, "dawn", 1),)),
        "unknown shift dawn",
    ),
    "cover outside the horizon": (lambda: problem(cover=(Cover(7, "early", 1),)), "day 7"),
    "the same cover twice": (
        lambda: problem(cover=(Cover(0, "early", 1), Cover(0, "early", 2))),
        "appears twice",
    ),
    "a wish of a stranger": (
        lambda: problem(wishes=(Wish("widad", 1, True, day=0),)),
        "unknown cook widad",
    ),
    "a ride with a stranger": (lambda: problem(rides=(Ride("car", frozenset({"x"})),)), "x"),
    "a burden of an unknown shift": (lambda: problem(burdens=(Burden("b", {"x": 1}),)), "burden"),
    "two fixed shifts on a day": (
        lambda: problem(fixed=(Assignment(0, "early", "amal"), Assignment(0, "late", "amal"))),
        "two shifts on one day",
    ),
    "history before the known days": (
        lambda: replace(problem(), history=(Worked("amal", -1, -1440, -1380, 60),)),
        "before history_from",
    ),
    "a cook without a key": (lambda: Cook(""), "key"),
    "crossed minutes": (
        lambda: Cook("amal", min_minutes=2, max_minutes=1),
        "minimum minutes",
    ),
    "crossed run lengths": (lambda: Cook("amal", min_run=3, max_run=2), "run 3 above"),
    "negative promise": (lambda: Cook("amal", min_week_minutes=-1), "min_week_minutes"),
    "a rest day 7": (lambda: Cook("amal", rest_day=7), "rest_day"),
    "a learner without the skill": (lambda: Cook("amal", learning=frozenset({"x"})), "skill"),
    "a window that ends first": (lambda: Window(2, 1), "ends before it starts"),
    "a shift of no length": (lambda: ShiftType("early", 60, 60, 0), "lasts 0 minutes"),
    "a negative requirement": (lambda: Cover(0, "early", -1), "requires -1"),
    "a wish about nothing": (lambda: Wish("amal", 1, True), "either a day or a window"),
    "history inside the horizon": (lambda: Worked("amal", 0, 0, 1, 1), "inside the horizon"),
    "falling overtime pay": (lambda: Law(overtime_first_percent=150), "percentages"),
    "an endless weekly rest": (lambda: Law(weekly_rest_minutes=3000), "two days"),
    "a night that ends first": (lambda: Night(1320, 360, 120), "pass midnight"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_nonsense_is_refused_with_its_place(case: str) -> None:
    build, words = REFUSED[case]
    with pytest.raises(BadProblem, match=words):
        build()


def test_weeks_begin_on_their_weekday_even_when_the_horizon_does_not() -> None:
    wednesday = problem(days=9, first_weekday=2)
    assert wednesday.weeks == (range(-3, 4), range(4, 11))


def test_a_horizon_on_the_first_day_of_a_week_has_no_week_before_it() -> None:
    assert problem(days=14).weeks == (range(7), range(7, 14))


def test_weekends_are_cut_at_both_ends_of_the_horizon() -> None:
    saturday_to_friday = problem(days=7, first_weekday=5)
    assert saturday_to_friday.weekends == (range(1), range(6, 7))


def test_the_latest_law_in_force_counts() -> None:
    asked = problem(laws=(Law(), Law(3, max_day_minutes=480)))
    assert [asked.law(day).max_day_minutes for day in (2, 3, 6)] == [None, 480, 480]
