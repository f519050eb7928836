"""Cover from minutes of work."""

from __future__ import annotations

import pytest

from staffing.planning.cover import Measure, Pattern, Work, load_by_half_hour, posts_for

EARLY = Pattern("early", 240, 720, 480)
DAY = Pattern("day", 480, 960, 480)
ALL_OF_IT = Measure(productive_percent=100, worth_percent=50)


def test_work_is_spread_evenly_and_nothing_is_lost() -> None:
    load = load_by_half_hour([Work("cooking", 485, 575, minutes=100)])
    assert sum(load["cooking"]) == 100
    assert [minutes for minutes in load["cooking"] if minutes] == [27, 34, 33, 6]


def test_a_presence_counts_every_minute_of_every_head() -> None:
    load = load_by_half_hour([Work("driving", 480, 600, heads=2)])
    assert sum(load["driving"]) == 240


def test_work_outside_the_day_is_refused() -> None:
    with pytest.raises(ValueError, match="cooking"):
        Work("cooking", 600, 600, minutes=5)


def test_a_little_work_of_a_skill_asks_for_one_cook() -> None:
    load = load_by_half_hour([Work("oven", 500, 600, minutes=20)])
    assert posts_for(load, [DAY], ALL_OF_IT) == {("day", "oven"): 1}


def test_one_more_cook_is_asked_for_from_half_a_shift_of_work_on() -> None:
    just_under = load_by_half_hour([Work("cooking", 480, 960, minutes=480 + 230)])
    just_over = load_by_half_hour([Work("cooking", 480, 960, minutes=480 + 250)])
    assert posts_for(just_under, [DAY], ALL_OF_IT) == {("day", "cooking"): 1}
    assert posts_for(just_over, [DAY], ALL_OF_IT) == {("day", "cooking"): 2}


def test_the_break_is_no_work() -> None:
    with_break = Pattern("day", 480, 960, 435, break_from=600, break_minutes=45)
    assert (with_break.present(20), with_break.present(21), with_break.present(22)) == (0, 15, 30)


def test_of_two_shifts_the_one_that_somebody_can_come_to_is_asked_for() -> None:
    load = load_by_half_hour([Work("cooking", 480, 720, minutes=240)])
    able = {("day", "cooking"): frozenset({"amal"})}
    measure = Measure(productive_percent=100, worth_percent=50, able=able)
    assert posts_for(load, [EARLY, DAY], measure) == {("day", "cooking"): 1}


def test_one_cook_is_not_seated_twice() -> None:
    load = load_by_half_hour(
        [Work("cooking", 480, 960, minutes=480), Work("oven", 480, 960, minutes=480)]
    )
    able = {
        ("day", "cooking"): frozenset({"amal"}),
        ("day", "oven"): frozenset({"amal"}),
        ("early", "oven"): frozenset({"huda"}),
    }
    measure = Measure(productive_percent=100, worth_percent=50, able=able)
    posts = posts_for(load, [EARLY, DAY], measure)
    assert posts["day", "cooking"] == 1
    assert posts["early", "oven"] == 1


def test_work_that_nobody_can_come_for_is_asked_for_all_the_same() -> None:
    load = load_by_half_hour([Work("cooking", 480, 960, minutes=480)])
    measure = Measure(productive_percent=100, worth_percent=50, able={})
    assert sum(posts_for(load, [DAY], measure).values()) == 1


def test_of_her_time_only_the_productive_part_counts() -> None:
    load = load_by_half_hour([Work("cooking", 480, 960, minutes=480 + 200)])
    assert posts_for(load, [DAY], Measure(100, 50)) == {("day", "cooking"): 1}
    assert posts_for(load, [DAY], Measure(80, 50)) == {("day", "cooking"): 2}


def test_driving_counts_whole() -> None:
    load = load_by_half_hour([Work("driving", 480, 960, heads=2)])
    measure = Measure(40, 50, presences=frozenset({"driving"}))
    assert posts_for(load, [DAY], measure) == {("day", "driving"): 2}
