"""Overtime by the day first, then by the week."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from staffing.planning.overtime import DayWorked, PayLaw, Split, split_week, wage

LAW = PayLaw(
    normal_day_minutes=516, eve_of_rest_minutes=420, normal_week_minutes=2520, first_minutes=120,
    first_percent=125, more_percent=150, rest_day_percent=150,
)  # fmt: skip
SUNDAY, THURSDAY, FRIDAY, SATURDAY = 0, 4, 5, 6


def split(*minutes: int, rest_day: int = SATURDAY) -> list[Split]:
    days = [DayWorked(number, worked) for number, worked in enumerate(minutes)]
    return split_week(days, rest_day=rest_day, law=LAW)


def test_a_normal_day_is_paid_normally_to_its_last_minute() -> None:
    assert split(516) == [Split(normal=516)]
    assert split(517) == [Split(normal=516, first=1)]


def test_after_two_hours_the_higher_rate_begins() -> None:
    assert split(516 + 120) == [Split(normal=516, first=120)]
    assert split(516 + 121) == [Split(normal=516, first=120, more=1)]


def test_the_day_before_her_rest_day_is_shorter() -> None:
    week = split(0, 0, 0, 0, 430, rest_day=FRIDAY)
    assert week[THURSDAY] == Split(normal=420, first=10)


def test_work_on_the_rest_day_has_its_own_rate() -> None:
    assert split(300, rest_day=SUNDAY) == [Split(rest=300)]


def test_what_the_days_leave_over_is_counted_by_the_week() -> None:
    assert split(500, 500, 500, 500, 500, 80)[5] == Split(normal=20, first=60)


def test_overtime_of_the_day_is_not_counted_again_by_the_week() -> None:
    week = split(576, 516, 516, 516, 396)
    assert sum(one.normal for one in week) == 2460
    assert sum(one.first for one in week) == 60


def test_the_first_two_hours_of_the_week_are_one_allowance() -> None:
    week = split(500, 500, 500, 500, 500, 500, rest_day=-1)
    assert sum(one.first for one in week) == 120
    assert sum(one.more for one in week) == 3000 - 2520 - 120


def test_wages_are_exact_until_they_are_rounded_once() -> None:
    assert wage([(Split(normal=60, first=60, more=60), LAW)], 4001) == Fraction(4001 * 375, 100)


@given(st.lists(st.integers(0, 900), min_size=7, max_size=7), st.integers(0, 6))
def test_no_minute_is_lost_or_paid_twice(minutes: list[int], rest_day: int) -> None:
    week = split(*minutes, rest_day=rest_day)
    assert [one.minutes for one in week] == minutes
    assert sum(one.normal for one in week) <= LAW.normal_week_minutes
