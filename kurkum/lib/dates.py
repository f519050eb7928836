"""Days, months and local time in the kitchen's zone.

Pure: no Django. Plans count *elapsed* minutes from local midnight; the way there and back goes
through UTC, so that the nights on which the clock changes have 23 or 25 hours and no minute is
counted twice.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jerusalem")
DAYS_IN_WEEK = 7
EVERY_DAY = 0b1111111

IsWorkingDay = Callable[[dt.date], bool]

# No kitchen is closed for longer than this; beyond it the calendar is wrong, not the question.
_LONGEST_CLOSURE_DAYS = 400

# A year that is typed lies in this century: others are slips, and reckoning a week back or ahead
# from the ends of the calendar fails.
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"20[0-9]{2}-[0-9]{2}")
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


# --- local time ---------------------------------------------------------------------------------


def at_clock(day: dt.date, clock: dt.time) -> dt.datetime:
    """The instant (in UTC) when the kitchen's clock shows ``clock`` on ``day``.

    An hour that the spring change skips is read with the offset before the change (02:30 becomes
    03:30); of an hour that the autumn change repeats, the first is meant.
    """
    return dt.datetime.combine(day, clock.replace(tzinfo=None, fold=0), ZONE).astimezone(dt.UTC)


def local_midnight(day: dt.date) -> dt.datetime:
    """The instant (in UTC) at which ``day`` begins in the kitchen."""
    return at_clock(day, dt.time(0))


def at_minute(day: dt.date, minutes: int) -> dt.datetime:
    """The local time that lies ``minutes`` elapsed minutes after ``day`` began; may be negative."""
    return (local_midnight(day) + dt.timedelta(minutes=minutes)).astimezone(ZONE)


def elapsed_minutes(day: dt.date, moment: dt.datetime | dt.time) -> int:
    """Whole minutes elapsed from the beginning of ``day`` to ``moment``; may be negative.

    A ``time`` is read as a clock time of that day. Raises ValueError for a naive datetime.
    """
    instant = at_clock(day, moment) if isinstance(moment, dt.time) else _aware(moment)
    return int((instant - local_midnight(day)) // dt.timedelta(minutes=1))


def day_of(moment: dt.datetime) -> dt.date:
    """The kitchen's date at an instant. Raises ValueError for a naive datetime."""
    return _aware(moment).astimezone(ZONE).date()


def day_length_minutes(day: dt.date) -> int:
    """1440, or 1380 and 1500 on the days on which the clock changes."""
    return elapsed_minutes(day, local_midnight(day + dt.timedelta(days=1)))


def to_local_iso(moment: dt.datetime) -> str:
    """An instant as local ISO 8601 without zone and seconds: ``2026-11-25T09:30``."""
    return _aware(moment).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def minute_to_iso(day: dt.date, minutes: int) -> str:
    """Elapsed minutes of ``day`` as local ISO 8601: ``2026-11-25T09:30``."""
    return to_local_iso(at_minute(day, minutes))


def parse_local_iso(text: str) -> dt.datetime:
    """``2026-11-25T09:30`` as an instant in UTC. Raises ValueError naming what was expected."""
    if not _LOCAL.fullmatch(text):
        raise ValueError(f"{text!r} is not a local time; write it like 2026-11-25T09:30")
    naive = dt.datetime.fromisoformat(text)
    return at_clock(naive.date(), naive.time())


def _aware(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(dt.UTC)


# --- days and months ----------------------------------------------------------------------------


def parse_day(text: str) -> dt.date:
    """``YYYY-MM-DD`` as a date. Raises ValueError naming what was expected."""
    problem = f"{text!r} is not a date; write it like 2026-11-25"
    if not _DAY.fullmatch(text):
        raise ValueError(problem)
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(problem) from error


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; sorts by time and prints as ``YYYY-MM``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 or not 1 <= self.year <= 9999:
            raise ValueError(f"there is no month {self.year}-{self.number}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> Month:
        years, index = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, index + 1)

    def __contains__(self, day: dt.date) -> bool:
        return (day.year, day.month) == (self.year, self.number)


def month_of(day: dt.date) -> Month:
    """The month a date lies in."""
    return Month(day.year, day.month)


def parse_month(text: str) -> Month:
    """``YYYY-MM`` as a month. Raises ValueError naming what was expected."""
    if _MONTH.fullmatch(text):
        year, number = (int(part) for part in text.split("-"))
        if 1 <= number <= 12:
            return Month(year, number)
    raise ValueError(f"{text!r} is not a month; write it like 2026-11")


def days_from(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every date from ``first`` to ``last``, both included; nothing if ``last`` is earlier."""
    for offset in range((last - first).days + 1):
        yield first + dt.timedelta(days=offset)


# --- weeks --------------------------------------------------------------------------------------


def weekday_number(day: dt.date) -> int:
    """0 for Sunday … 6 for Saturday, as weeks are counted in Israel."""
    return day.isoweekday() % DAYS_IN_WEEK


def week_start(day: dt.date) -> dt.date:
    """The Sunday on or before a date."""
    return day - dt.timedelta(days=weekday_number(day))


def week_of(day: dt.date) -> tuple[dt.date, ...]:
    """The seven dates, Sunday first, of the week a date lies in."""
    first = week_start(day)
    return tuple(days_from(first, first + dt.timedelta(days=DAYS_IN_WEEK - 1)))


def to_mask(weekdays: Iterable[int]) -> int:
    """Weekday numbers (Sunday 0) as a 7-bit mask with Sunday as bit 0."""
    mask = 0
    for weekday in weekdays:
        if not 0 <= weekday < DAYS_IN_WEEK:
            raise ValueError(f"{weekday} is not a weekday number from 0 (Sunday) to 6 (Saturday)")
        mask |= 1 << weekday
    return mask


def from_mask(mask: int) -> tuple[int, ...]:
    """The weekday numbers in a mask, Sunday first. Raises ValueError beyond seven bits."""
    if not 0 <= mask <= EVERY_DAY:
        raise ValueError(f"{mask} is not a weekday mask from 0 to {EVERY_DAY}")
    return tuple(weekday for weekday in range(DAYS_IN_WEEK) if mask >> weekday & 1)


def in_mask(day: dt.date, mask: int) -> bool:
    """Whether the weekday of a date is in a mask."""
    return weekday_number(day) in from_mask(mask)


# --- working days -------------------------------------------------------------------------------


def working_day_before(day: dt.date, count: int, is_working_day: IsWorkingDay) -> dt.date:
    """The ``count``-th working day strictly before ``day``; ``day`` itself for 0."""
    return _walk(day, count, is_working_day, -1)


def working_day_after(day: dt.date, count: int, is_working_day: IsWorkingDay) -> dt.date:
    """The ``count``-th working day strictly after ``day``; ``day`` itself for 0."""
    return _walk(day, count, is_working_day, 1)


def _walk(day: dt.date, count: int, is_working_day: IsWorkingDay, step: int) -> dt.date:
    if count < 0:
        raise ValueError(f"a number of working days cannot be negative: {count}")
    found, idle = day, 0
    while count:
        found += dt.timedelta(days=step)
        if is_working_day(found):
            count, idle = count - 1, 0
        elif (idle := idle + 1) > _LONGEST_CLOSURE_DAYS:
            raise ValueError(f"no working day within {_LONGEST_CLOSURE_DAYS} days of {day}")
    return found
