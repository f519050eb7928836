"""Splits worked minutes into normal hours and overtime: by the day first, then by the week.

Pure. The figures of the law are handed in; the split follows the Hours of Work and Rest Law as
the dated limits describe it: minutes beyond the normal day are overtime of that day, the first of
them at the lower rate; what then remains beyond the normal week is overtime of the week, the same
way; work on the weekly rest day is paid at its own rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class PayLaw:
    """Minutes and percentages in force in one week."""

    normal_day_minutes: int
    eve_of_rest_minutes: int
    normal_week_minutes: int
    first_minutes: int
    first_percent: int
    more_percent: int
    rest_day_percent: int


@dataclass(frozen=True, slots=True)
class DayWorked:
    """Paid minutes of one day; ``weekday`` counts from Sunday 0."""

    weekday: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Split:
    """Minutes of one day at each rate; they sum to the minutes worked."""

    normal: int = 0
    first: int = 0
    more: int = 0
    rest: int = 0

    @property
    def minutes(self) -> int:
        return self.normal + self.first + self.more + self.rest

    def percent_minutes(self, law: PayLaw) -> int:
        """Minutes weighted by what they are paid, in hundredths."""
        return (
            self.normal * 100
            + self.first * law.first_percent
            + self.more * law.more_percent
            + self.rest * law.rest_day_percent
        )


def split_week(days: Sequence[DayWorked], *, rest_day: int, law: PayLaw) -> list[Split]:
    """One split per day, in the order of the week."""
    splits = []
    normal_so_far = week_overtime = 0
    for day in days:
        if day.weekday == rest_day:
            splits.append(Split(rest=day.minutes))
            continue
        limit = law.normal_day_minutes
        if (day.weekday + 1) % 7 == rest_day:
            limit = law.eve_of_rest_minutes
        beyond_day = max(0, day.minutes - limit)
        normal = day.minutes - beyond_day
        beyond_week = max(0, min(normal, normal_so_far + normal - law.normal_week_minutes))
        first_of_week = min(beyond_week, max(0, law.first_minutes - week_overtime))
        first_of_day = min(beyond_day, law.first_minutes)
        normal_so_far += normal - beyond_week
        week_overtime += beyond_week
        splits.append(
            Split(
                normal - beyond_week,
                first_of_day + first_of_week,
                beyond_day - first_of_day + beyond_week - first_of_week,
            )
        )
    return splits


def wage(splits: Iterable[tuple[Split, PayLaw]], hourly_agorot: int) -> Fraction:
    """Agorot for the days, exact; round once per cook and month."""
    total = sum(split.percent_minutes(law) for split, law in splits)
    return Fraction(hourly_agorot * total, 60 * 100)
