"""Minutes and wages of a single shift under the law, as the model counts them."""

from __future__ import annotations

from .law import HUNDRED
from .people import Cook
from .problem import Problem

# agorot per hour × minutes × percent, divided by this, gives agorot
HOUR_PERCENT = 60 * HUNDRED


def normal_limit(problem: Problem, cook: Cook, day: int) -> int | None:
    """Minutes of ``day`` that are paid without overtime; shorter on the eve of her rest day."""
    law = problem.law(day)
    eve = cook.rest_day is not None and problem.weekday(day + 1) == cook.rest_day
    if eve and law.eve_of_rest_minutes is not None:
        return law.eve_of_rest_minutes
    return law.normal_day_minutes


def day_overtime(problem: Problem, cook: Cook, day: int, shift: str) -> int:
    """Minutes of the shift beyond the normal day."""
    limit = normal_limit(problem, cook, day)
    paid = problem.shift[shift].paid_minutes
    return 0 if limit is None else max(0, paid - limit)


def normal_minutes(problem: Problem, cook: Cook, day: int, shift: str) -> int:
    """Minutes of the shift inside the normal day; these count towards the normal week."""
    return problem.shift[shift].paid_minutes - day_overtime(problem, cook, day, shift)


def shift_wage(problem: Problem, cook: Cook, day: int, shift: str) -> int:
    """Agorot for one shift with its daily overtime and rest-day pay, rounded up."""
    law = problem.law(day)
    overtime = day_overtime(problem, cook, day, shift)
    first = min(overtime, law.overtime_first_minutes)
    base = HUNDRED
    if cook.rest_day is not None and problem.weekday(day) == cook.rest_day:
        base = law.rest_day_percent
    weighted = (
        problem.shift[shift].paid_minutes * base
        + first * (law.overtime_first_percent - HUNDRED)
        + (overtime - first) * (law.overtime_more_percent - HUNDRED)
    )
    return -(-cook.hourly_agorot * weighted // HOUR_PERCENT)


def night_minutes(problem: Problem, day: int, shift: str) -> int:
    """Minutes of the shift inside the night of the law, on this clock day and its neighbours."""
    night = problem.law(day).night
    if night is None:
        return 0
    kind = problem.shift[shift]
    shifted = ((night.start + turn, night.end + turn) for turn in (-1440, 0, 1440))
    return sum(max(0, min(kind.end, end) - max(kind.start, start)) for start, end in shifted)


def is_night_shift(problem: Problem, day: int, shift: str) -> bool:
    night = problem.law(day).night
    return night is not None and night_minutes(problem, day, shift) >= night.counts_from
