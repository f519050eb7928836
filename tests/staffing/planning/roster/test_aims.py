"""Each aim alone: what a given roster is worth, in the model and recomputed without it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from staffing.planning.roster import (
    Burden,
    Cook,
    Cover,
    Goal,
    Law,
    Problem,
    Ride,
    Solution,
    Window,
    Wish,
    measure,
    solve,
)
from staffing.planning.roster.rules import AIMS

from .samples import DAY, QUICK, cook, problem, roster

BADIA = Cook("badia")
LATES = (Burden("late", {"late": 1}, weight=5),)
PAID = cook(hourly_agorot=4000)
DEAR = Law(
    normal_day_minutes=480,
    normal_week_minutes=960,
    overtime_first_minutes=60,
    overtime_first_percent=125,
    overtime_more_percent=150,
    rest_day_percent=150,
)


@dataclass(frozen=True)
class Worth:
    """What ``roster`` costs under one aim."""

    aim: str
    title: str
    problem: Problem
    roster: Solution
    value: int

    def __str__(self) -> str:
        return f"{self.aim}: {self.title}"


def wants(*covers: Cover, **parts: object) -> Problem:
    """A problem that asks for ``covers`` and still offers every other shift."""
    asked = problem(cook(), BADIA)
    named = {(cover.day, cover.shift): cover for cover in covers}
    full = tuple(named.get((cover.day, cover.shift), cover) for cover in asked.cover)
    return replace(asked, cover=full, **parts)  # type: ignore[arg-type]


def promise(**figures: Any) -> Problem:
    return problem(cook(**figures))


NO_SATURDAY = problem(wishes=(Wish("amal", 3, False, 6),))
WISHED_LATE = problem(wishes=(Wish("amal", 2, True, 0, "late"),))
TWO_DAYS = Window(0, 2 * DAY)
PUBLISHED = problem(published=roster(amal="E......").assignments)
SHUNNED_DAYS = problem(wishes=(Wish("amal", 2, False, window=TWO_DAYS),))
WISHED_DAYS = problem(wishes=(Wish("amal", 2, True, window=TWO_DAYS),))
OVERTIME = problem(PAID, law=DEAR)
TWO_EARLIES = roster(amal="E.....E")
ONE_EARLY = roster(amal="E......")
ONE_COOKING = roster("cooking", amal="E......")
BOTH = frozenset({"cooking", "packing"})
HOT = problem(
    cook(skills=BOTH),
    Cook("badia", skills=BOTH),
    days=4,
    cover=tuple(
        Cover(day, "early", int(what == "cooking"), what)
        for day in range(4)
        for what in sorted(BOTH)
    ),
    burdens=(Burden("heavy", {"early": 1}, skills=frozenset({"cooking"})),),
)
HOT_ALONE = roster("cooking", amal="EEE.", badia="...E")
HOT_SHARED = Solution(
    (
        *roster("cooking", amal="EE..", badia="..EE").assignments,
        *roster("packing", amal="..EE").assignments,
    )
)
ONE_PACKING = roster("packing", amal="E......")
LATE_PACKING = roster("packing", amal="L......")
TWO_SKILLS = problem(
    cook(skills=frozenset({"cooking", "packing"})),
    cover=tuple(
        Cover(0, key, 0, what) for key in ("early", "late") for what in ("cooking", "packing")
    ),
    published=ONE_COOKING.assignments,
)
AGREED = problem(replace(PAID, rest_day=6, rest_day_work=True), law=DEAR)
LATE_WEEK = wants(Cover(0, "late", 1), Cover(6, "late", 1), burdens=LATES)
CARRIED = replace(LATE_WEEK, cooks=(cook(past_burdens={"late": 4}), BADIA))
RIDES = problem(cook(), BADIA, rides=(Ride("car", frozenset({"amal", "badia"}), 3),))

WORTHS = (
    Worth("under_cover", "met", wants(Cover(0, "early", 1)), ONE_EARLY, 0),
    Worth("under_cover", "two missing", wants(Cover(6, "early", 2, None, 7)), roster(), 14),
    Worth("over_cover", "one too many", wants(Cover(0, "early", 0, None, 1, 4)), ONE_EARLY, 4),
    Worth("week_promise", "kept", promise(min_week_minutes=960), roster(amal="E.....E"), 0),
    Worth(
        "week_promise", "a shift short", promise(min_week_minutes=1200), roster(amal="E.....E"), 240
    ),
    Worth(
        "week_promise",
        "half a week at the end is promised in part",
        problem(cook(min_week_minutes=700), days=10),
        roster(amal="E..S......"),
        300,
    ),
    Worth(
        "week_promise",
        "what was lived of the week counts",
        problem(cook(min_week_minutes=960), first_weekday=1, days=5, history={"amal": "E."}),
        roster(amal="S...."),
        240,
    ),
    Worth("guarantee", "short", promise(guaranteed_minutes=1000), roster(amal="E.....E"), 40),
    Worth("guarantee", "kept", promise(guaranteed_minutes=960), roster(amal="E.....E"), 0),
    Worth("burdens", "shared", LATE_WEEK, roster(amal="L......", badia="......L"), 0),
    Worth("burdens", "one carries both", LATE_WEEK, roster(amal="L.....L"), 5),
    Worth("burdens", "the one who carried most before", CARRIED, roster(amal="L.....L"), 25),
    Worth("burdens", "the other one", CARRIED, roster(badia="L.....L"), 5),
    Worth("wishes", "an unwanted day", NO_SATURDAY, roster(amal="......E"), 3),
    Worth("wishes", "another day", NO_SATURDAY, roster(amal=".....E."), 0),
    Worth("wishes", "a wished shift not given", WISHED_LATE, ONE_EARLY, 2),
    Worth("wishes", "a wished shift given", WISHED_LATE, roster(amal="L......"), 0),
    Worth(
        "wishes",
        "a window touched twice",
        problem(wishes=(Wish("amal", 2, False, window=TWO_DAYS),)),
        roster(amal="EE....."),
        4,
    ),
    Worth(
        "wishes",
        "a wished window met once",
        problem(wishes=(Wish("amal", 2, True, window=TWO_DAYS),)),
        roster(amal="EE....."),
        0,
    ),
    Worth("rides", "together", RIDES, roster(amal="E......", badia="E......"), 3),
    Worth("rides", "apart", RIDES, roster(amal="E.....L", badia="L......"), 9),
    Worth("wages", "a day of eight hours", problem(PAID), ONE_EARLY, 32_000),
    Worth(
        "wages",
        "two hours of overtime by day",
        problem(PAID, law=DEAR),
        roster(amal="X......"),
        43_000,
    ),
    Worth(
        "wages",
        "four hours of overtime by week",
        problem(PAID, law=DEAR),
        roster(amal="EE....S"),
        87_140,
    ),
    Worth("wages", "her rest day", AGREED, roster(amal="S......"), 24_000),
    Worth("wages", "below the budget", problem(PAID, budget_agorot=32_000), ONE_EARLY, 0),
    Worth("wages", "above the budget", problem(PAID, budget_agorot=30_000), ONE_EARLY, 2_000),
    Worth("changes", "as published", PUBLISHED, ONE_EARLY, 0),
    Worth("changes", "one other shift, one more day", PUBLISHED, roster(amal="L.....E"), 2),
    Worth("burdens", "hot work, most of it hers", HOT, HOT_ALONE, 1),
    Worth("burdens", "hot work shared, the rest is light", HOT, HOT_SHARED, 0),
    Worth("other_work", "as published", TWO_SKILLS, ONE_COOKING, 0),
    Worth("other_work", "the same shift, another skill", TWO_SKILLS, ONE_PACKING, 1),
    Worth("other_work", "another shift is no other work", TWO_SKILLS, LATE_PACKING, 0),
)


@pytest.mark.parametrize("worth", WORTHS, ids=str)
def test_a_roster_is_worth_the_same_to_the_model(worth: Worth) -> None:
    pinned = replace(
        worth.problem,
        goals=(Goal("alone", (worth.aim,)),),
        fixed=worth.roster.assignments,
        frozen_until=worth.problem.days,
    )
    result = solve(pinned, limits=QUICK, seed=1)
    assert [layer.value for layer in result.layers] == [worth.value]


@pytest.mark.parametrize("worth", WORTHS, ids=str)
def test_a_roster_is_worth_the_same_when_recomputed(worth: Worth) -> None:
    asked = replace(worth.problem, goals=(Goal("alone", (worth.aim,)),))
    assert measure(asked, worth.roster) == {"alone": worth.value}


@pytest.mark.parametrize("aim", sorted(AIMS))
def test_every_aim_has_an_example_that_costs_and_one_that_does_not_more(aim: str) -> None:
    values = {worth.value for worth in WORTHS if worth.aim == aim}
    assert max(values) > 0
    assert aim == "over_cover" or len(values) > 1
