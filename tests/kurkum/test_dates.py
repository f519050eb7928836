"""Local time, months, weeks and working days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurkum.lib import dates

SPRING = dt.date(2026, 3, 27)  # the Friday on which 02:00 becomes 03:00
AUTUMN = dt.date(2026, 10, 25)  # the Sunday on which 02:00 becomes 01:00
WEDNESDAY = dt.date(2026, 11, 25)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


def sunday_to_thursday(day: dt.date) -> bool:
    return dates.weekday_number(day) < 5


def test_an_ordinary_day_counts_minutes_like_the_clock() -> None:
    assert dates.elapsed_minutes(WEDNESDAY, dt.time(9, 30)) == 570
    assert dates.minute_to_iso(WEDNESDAY, 570) == "2026-11-25T09:30"


def test_days_on_which_the_clock_changes_are_an_hour_shorter_or_longer() -> None:
    assert dates.day_length_minutes(SPRING) == 23 * 60
    assert dates.day_length_minutes(AUTUMN) == 25 * 60
    assert dates.day_length_minutes(WEDNESDAY) == 24 * 60


def test_a_morning_after_the_change_counts_the_minutes_really_elapsed() -> None:
    assert dates.elapsed_minutes(SPRING, dt.time(9, 30)) == 510
    assert dates.elapsed_minutes(AUTUMN, dt.time(9, 30)) == 630


def test_the_skipped_hour_is_read_with_the_offset_before_the_change() -> None:
    assert dates.to_local_iso(dates.at_clock(SPRING, dt.time(2, 30))) == "2026-03-27T03:30"


def test_of_a_repeated_hour_the_first_is_meant() -> None:
    assert dates.elapsed_minutes(AUTUMN, dt.time(1, 30)) == 90


@given(DAYS, st.integers(-2000, 4000))
def test_elapsed_minutes_survive_the_way_there_and_back(day: dt.date, minutes: int) -> None:
    assert dates.elapsed_minutes(day, dates.at_minute(day, minutes)) == minutes


@given(DAYS)
def test_every_day_begins_at_midnight_by_its_own_clock(day: dt.date) -> None:
    assert dates.minute_to_iso(day, 0) == f"{day}T00:00"
    assert dates.day_of(dates.local_midnight(day)) == day


@given(DAYS, st.times())
def test_local_iso_survives_the_way_there_and_back(day: dt.date, clock: dt.time) -> None:
    text = dates.to_local_iso(dates.at_clock(day, clock))
    assert dates.to_local_iso(dates.parse_local_iso(text)) == text


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        dates.elapsed_minutes(WEDNESDAY, dt.datetime(2026, 11, 25, 9, 30))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["2026-11-25", "2026-11-25T09:30:00", "2026-11-25T09:30+02:00"])
def test_other_local_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        dates.parse_local_iso(text)


def test_a_date_is_read() -> None:
    assert dates.parse_day("2026-11-25") == WEDNESDAY


@pytest.mark.parametrize(
    "text", ["2026-02-30", "20261125", "25.11.2026", "", "2026-W48-3", "0001-01-01", "9999-12-31"]
)
def test_what_is_not_a_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 2026-11-25"):
        dates.parse_day(text)


def test_a_month_knows_its_days_and_neighbours() -> None:
    month = dates.parse_month("2028-02")
    assert (month.first_day, month.last_day) == (dt.date(2028, 2, 1), dt.date(2028, 2, 29))
    assert str(month.plus(-2)) == "2027-12"
    assert str(month.plus(11)) == "2029-01"
    assert dt.date(2028, 2, 29) in month
    assert dt.date(2028, 3, 1) not in month
    assert dates.month_of(dt.date(2028, 2, 3)) == month


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "0000-01", "11/2026", "9999-12"])
def test_what_is_not_a_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 2026-11"):
        dates.parse_month(text)


def test_weeks_start_on_sunday() -> None:
    assert dates.week_start(WEDNESDAY) == dt.date(2026, 11, 22)
    assert dates.week_start(dt.date(2026, 11, 22)) == dt.date(2026, 11, 22)
    assert dates.week_of(WEDNESDAY)[-1] == dt.date(2026, 11, 28)


@given(st.sets(st.integers(0, 6)))
def test_weekday_masks_survive_the_way_there_and_back(weekdays: set[int]) -> None:
    assert set(dates.from_mask(dates.to_mask(weekdays))) == weekdays


def test_sunday_is_the_lowest_bit() -> None:
    assert dates.to_mask([0, 3]) == 0b0001001
    assert dates.in_mask(WEDNESDAY, 0b0001000)
    assert not dates.in_mask(WEDNESDAY, 0b1110111)


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_weekday_outside_the_week_is_refused(weekday: int) -> None:
    with pytest.raises(ValueError, match="weekday number"):
        dates.to_mask([weekday])


@pytest.mark.parametrize("mask", [-1, 128])
def test_a_mask_outside_seven_bits_is_refused(mask: int) -> None:
    with pytest.raises(ValueError, match="weekday mask"):
        dates.from_mask(mask)


def test_working_days_skip_the_weekend_both_ways() -> None:
    sunday = dt.date(2026, 11, 22)
    assert dates.working_day_before(sunday, 1, sunday_to_thursday) == dt.date(2026, 11, 19)
    assert dates.working_day_after(dt.date(2026, 11, 19), 2, sunday_to_thursday) == dt.date(
        2026, 11, 23
    )
    assert dates.working_day_before(sunday, 0, sunday_to_thursday) == sunday


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no working day"):
        dates.working_day_before(WEDNESDAY, 1, lambda _day: False)


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        dates.working_day_after(WEDNESDAY, -1, sunday_to_thursday)
