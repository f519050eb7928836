"""Minutes and wages of a single shift under the law, as the model counts them."""

from __future__ import annotations

from .law import HUNDRED, MINUTES_IN_DAY
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


def is_night(problem: Problem, day: int, start: int, end: int) -> bool:
    """Whether work from ``start`` to ``end`` (from midnight of day 0) on ``day`` is night work."""
    night = problem.law(day).night
    if night is None:
        return False
    first, last = start - day * MINUTES_IN_DAY, end - day * MINUTES_IN_DAY
    turns = (-MINUTES_IN_DAY, 0, MINUTES_IN_DAY)
    inside = sum(max(0, min(last, night.end + t) - max(first, night.start + t)) for t in turns)
    return inside >= night.counts_from


def is_night_shift(problem: Problem, day: int, shift: str) -> bool:
    return is_night(problem, day, problem.start(day, shift), problem.end(day, shift))
