"""Forecasts from a site's own history."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurkum.lib.dates import days_from, weekday_number
from orders.planning.forecast import DayAhead, DayCount, forecast, plain_rule

FIRST = dt.date(2026, 9, 6)  # a Sunday
WEDNESDAY = DayAhead(dt.date(2026, 11, 25))


def history(counts: dict[int, int], weeks: int = 10) -> list[DayCount]:
    """Weeks from ``FIRST`` on with these portions by weekday, Sunday 0."""
    last = FIRST + dt.timedelta(weeks=weeks, days=-1)
    return [
        DayCount(day, counts[weekday_number(day)])
        for day in days_from(FIRST, last)
        if weekday_number(day) in counts
    ]


STEADY = history(dict.fromkeys(range(5), 120))


def test_a_steady_site_is_forecast_as_it_was() -> None:
    (told,) = forecast(STEADY, [WEDNESDAY])
    assert (told.portions, told.low, told.high) == (120, 120, 120)
    assert told.days_used == 50


def test_each_weekday_is_forecast_by_its_own_pattern() -> None:
    pattern = {0: 150, 1: 130, 2: 90, 3: 120, 4: 110}
    days = [DayAhead(FIRST + dt.timedelta(weeks=11, days=offset)) for offset in range(5)]
    told = forecast(history(pattern), days)
    for one, portions in zip(told, pattern.values(), strict=True):
        assert abs(one.portions - portions) <= 3


def test_a_growing_site_is_forecast_above_its_last_week() -> None:
    growing = [DayCount(c.day, 100 + (c.day - FIRST).days) for c in STEADY]
    (told,) = forecast(growing, [WEDNESDAY])
    exact = 100 + (WEDNESDAY.day - FIRST).days
    assert growing[-1].portions < told.portions <= exact


def test_days_left_out_teach_nothing() -> None:
    strike = [DayCount(c.day, 0, left_out=True) for c in STEADY[-5:]]
    assert forecast(STEADY[:-5] + strike, [WEDNESDAY])[0].portions == 120


def test_one_wild_day_does_not_move_the_forecast() -> None:
    trip = DayCount(STEADY[-3].day, 900)
    wild = [trip if c.day == trip.day else c for c in STEADY]
    assert forecast(wild, [WEDNESDAY])[0].portions == 120


def test_a_flag_is_learned_and_applied_on_flagged_days_only() -> None:
    short = frozenset({"short_day"})
    flagged = [
        DayCount(c.day, 60, short) if weekday_number(c.day) == 2 and index > 25 else c
        for index, c in enumerate(STEADY)
    ]
    usual, reduced = forecast(flagged, [WEDNESDAY, DayAhead(WEDNESDAY.day, short)])
    assert abs(usual.portions - 120) <= 2
    assert reduced.portions < 85
    assert not reduced.unknown_flags


def test_a_flag_the_history_never_saw_is_named() -> None:
    (told,) = forecast(STEADY, [DayAhead(WEDNESDAY.day, frozenset({"ramadan"}))])
    assert told.unknown_flags == {"ramadan"}
    assert told.portions == 120


def test_nothing_is_forecast_from_nothing() -> None:
    assert forecast([], [WEDNESDAY]) == ()
    assert forecast([DayCount(FIRST, 5, left_out=True)], [WEDNESDAY]) == ()


def test_a_site_without_diners_is_forecast_as_zero() -> None:
    (told,) = forecast(history(dict.fromkeys(range(5), 0)), [WEDNESDAY])
    assert (told.portions, told.low, told.high) == (0, 0, 0)


def test_a_single_day_of_history_is_taken_as_it_is() -> None:
    assert forecast([DayCount(FIRST, 33)], [WEDNESDAY])[0].portions == 33


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=60))
def test_a_forecast_is_never_negative_and_lies_within_its_range(counts: list[int]) -> None:
    days = days_from(FIRST, FIRST + dt.timedelta(days=len(counts) - 1))
    past = [DayCount(day, count) for day, count in zip(days, counts, strict=True)]
    (told,) = forecast(past, [WEDNESDAY])
    assert 0 <= told.low <= told.portions <= told.high


@given(st.permutations(STEADY[:15]))
def test_the_order_of_the_history_does_not_matter(past: list[DayCount]) -> None:
    assert forecast(past, [WEDNESDAY]) == forecast(STEADY[:15], [WEDNESDAY])


def test_the_plain_rule_repeats_the_same_weekday_of_the_last_week_that_has_one() -> None:
    past = [DayCount(FIRST, 10), DayCount(FIRST + dt.timedelta(weeks=1), 12)]
    assert plain_rule(past, DayAhead(FIRST + dt.timedelta(weeks=3))) == 12
    assert plain_rule(past, WEDNESDAY) is None


def test_negative_portions_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        DayCount(FIRST, -1)
