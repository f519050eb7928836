"""The law of working time as figures handed in; no figure of any law stands in this code."""

from __future__ import annotations

from dataclasses import dataclass

from .people import refuse

MINUTES_IN_DAY = 1440
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Night:
    """Night hours of the clock and what a shift inside them means.

    A shift with at least ``counts_from`` minutes inside ``[start, end)`` (minutes of the day;
    ``end`` may pass midnight) is night work; it may pay at most ``max_shift_minutes``, and at most
    ``max_weeks`` of any ``of_weeks`` weeks in a row may hold night work.
    """

    start: int
    end: int
    counts_from: int
    max_shift_minutes: int | None = None
    max_weeks: int | None = None
    of_weeks: int = 1

    def __post_init__(self) -> None:
        refuse(self.end <= self.start, "the night must end after it starts (pass midnight by 1440)")
        refuse(self.counts_from < 1, "night work counts from at least one minute")
        refuse(self.of_weeks < 1, "of_weeks must be at least 1")


@dataclass(frozen=True, slots=True)
class Law:
    """The rules in force from day ``from_day`` on; ``None`` means that the rule does not apply.

    Minutes are paid minutes except the rests and the break. ``overtime_first_minutes`` of a day
    (or of what a week adds) are paid at ``overtime_first_percent``, the rest at
    ``overtime_more_percent``; work on her rest day at ``rest_day_percent``.
    """

    from_day: int = -10_000
    max_day_minutes: int | None = None
    min_rest_minutes: int | None = None
    weekly_rest_minutes: int | None = None
    normal_day_minutes: int | None = None
    eve_of_rest_minutes: int | None = None
    normal_week_minutes: int | None = None
    max_overtime_week_minutes: int | None = None
    overtime_first_minutes: int = 0
    overtime_first_percent: int = HUNDRED
    overtime_more_percent: int = HUNDRED
    rest_day_percent: int = HUNDRED
    break_from_minutes: int | None = None
    min_break_minutes: int = 0
    night: Night | None = None

    def __post_init__(self) -> None:
        for name in ("max_day_minutes", "min_rest_minutes", "weekly_rest_minutes"):
            figure = getattr(self, name)
            refuse(figure is not None and figure < 0, f"law: {name} must not be negative")
        refuse(
            (self.weekly_rest_minutes or 0) > 2 * MINUTES_IN_DAY,
            "law: a weekly rest of more than two days is not supported",
        )
        refuse((self.min_rest_minutes or 0) > MINUTES_IN_DAY, "law: min_rest above one day")
        refuse(
            self.overtime_more_percent < self.overtime_first_percent
            or self.overtime_first_percent < HUNDRED,
            "law: overtime percentages must rise from 100",
        )
