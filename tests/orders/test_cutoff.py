"""Until when a day can be ordered or amended."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurkum.lib import dates
from orders.cutoff import (
    CutoffRule,
    DatedCutoffRule,
    DayState,
    amendments_until_for,
    cutoff_for,
    rule_for,
    state_at,
)

RULE = CutoffRule(working_days_before=1, at=dt.time(12), amendments_until=dt.time(8))
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31))


def sunday_to_thursday(day: dt.date) -> bool:
    return dates.weekday_number(day) < 5


def at(text: str) -> dt.datetime:
    return dates.parse_local_iso(text)


def test_the_cutoff_is_noon_of_the_working_day_before() -> None:
    assert cutoff_for(dt.date(2026, 11, 25), RULE, sunday_to_thursday) == at("2026-11-24T12:00")
    assert cutoff_for(dt.date(2026, 11, 22), RULE, sunday_to_thursday) == at("2026-11-19T12:00")


def test_noon_stays_noon_across_the_change_of_the_clock() -> None:
    first_day_of_winter_time = dt.date(2026, 10, 25)
    assert cutoff_for(first_day_of_winter_time, RULE, lambda _day: True) == at("2026-10-24T12:00")
    assert cutoff_for(dt.date(2026, 10, 26), RULE, lambda _day: True) == at("2026-10-25T12:00")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-24T11:59", DayState.OPEN),
        ("2026-11-24T12:00", DayState.AMENDABLE),
        ("2026-11-25T07:59", DayState.AMENDABLE),
        ("2026-11-25T08:00", DayState.CLOSED),
    ],
)
def test_a_day_changes_state_exactly_at_its_borders(now: str, state: DayState) -> None:
    assert state_at(at(now), dt.date(2026, 11, 25), RULE, sunday_to_thursday) is state


def test_a_clock_without_zone_is_refused() -> None:
    naive = dt.datetime(2026, 11, 24, 11)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"):
        state_at(naive, dt.date(2026, 11, 25), RULE, sunday_to_thursday)


@given(
    DAYS,
    st.integers(0, 3),
    st.times(max_value=dt.time(20)),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_the_cutoff_never_goes_back_as_days_go_on(
    day: dt.date, before: int, clock: dt.time, weekdays: set[int]
) -> None:
    rule = CutoffRule(before, clock, dt.time(21))
    mask = dates.to_mask(weekdays)
    following = [
        cutoff_for(later, rule, lambda d: dates.in_mask(d, mask))
        for later in dates.days_from(day, day + dt.timedelta(days=9))
    ]
    assert following == sorted(following)


@given(st.sampled_from([dt.date(2026, 3, 26), dt.date(2026, 10, 24)]), st.times())
def test_the_cutoff_is_monotone_across_the_change_of_the_clock(
    day: dt.date, clock: dt.time
) -> None:
    rule = CutoffRule(1, clock, dt.time(8))
    following = [cutoff_for(d, rule, lambda _d: True) for d in dates.week_of(day)]
    assert all(first < second for first, second in itertools.pairwise(following))


@given(DAYS)
def test_amendments_end_after_the_cutoff(day: dt.date) -> None:
    assert cutoff_for(day, RULE, sunday_to_thursday) < amendments_until_for(day, RULE)


def test_a_same_day_rule_whose_amendments_end_before_the_cutoff_is_refused() -> None:
    with pytest.raises(ValueError, match="before the cutoff"):
        CutoffRule(0, dt.time(9), dt.time(8))


def test_negative_working_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CutoffRule(-1, dt.time(9), dt.time(8))


def test_the_latest_rule_that_has_begun_is_in_force() -> None:
    stricter = CutoffRule(2, dt.time(10), dt.time(7))
    dated = [
        DatedCutoffRule(dt.date(2027, 1, 1), stricter),
        DatedCutoffRule(dt.date(2026, 9, 1), RULE),
    ]
    assert rule_for(dt.date(2026, 12, 31), dated) == RULE
    assert rule_for(dt.date(2027, 1, 1), dated) == stricter
    with pytest.raises(LookupError, match="no cutoff rule"):
        rule_for(dt.date(2026, 8, 31), dated)
