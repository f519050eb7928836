"""Checks of paid minutes, overtime, breaks and night work."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .book import WEEK, Book, Duty, Facts, Violation
from .people import Cook, Flag


def max_day(book: Book, cook: Cook) -> Iterator[Violation]:
    for duty in book.planned(cook):
        law = book.law_on(duty.day)
        limits = [cook.max_day_minutes, law.max_day_minutes if law else None]
        limit = min((one for one in limits if one is not None), default=duty.paid)
        if duty.paid > limit:
            facts: Facts = {"shift": duty.shift, "found": duty.paid, "limit": limit}
            yield Violation("max_day", cook.key, duty.day, facts)


def breaks(book: Book, cook: Cook) -> Iterator[Violation]:
    pause = {kind.key: kind.break_minutes for kind in book.problem.shifts}
    for duty in book.planned(cook):
        law = book.law_on(duty.day)
        if law is None or law.break_from_minutes is None or duty.paid < law.break_from_minutes:
            continue
        if pause[duty.shift] < law.min_break_minutes:
            facts = {"found": pause[duty.shift], "limit": law.min_break_minutes}
            yield Violation("break", cook.key, duty.day, {"shift": duty.shift, **facts})


def nights(book: Book, cook: Cook) -> Iterator[Violation]:
    for duty in book.planned(cook):
        law = book.law_on(duty.day)
        if law is None or law.night is None or not book.is_night(duty):
            continue
        if Flag.NO_NIGHT in cook.flags:
            yield Violation("no_night", cook.key, duty.day, {"shift": duty.shift})
        limit = law.night.max_shift_minutes
        if limit is not None and duty.paid > limit:
            facts: Facts = {"shift": duty.shift, "found": duty.paid, "limit": limit}
            yield Violation("night_length", cook.key, duty.day, facts)


def night_weeks(book: Book, cook: Cook) -> Iterator[Violation]:
    nights_worked = [duty.day for duty in book.all(cook) if book.is_night(duty)]
    for week in book.weeks():
        law = book.law_of_week(week)
        if law is None or law.night is None or law.night.max_weeks is None:
            continue
        weeks = [week.start - WEEK * back for back in range(law.night.of_weeks)]
        found = sum(any(s <= day < s + WEEK for day in nights_worked) for s in weeks)
        lived = sum(any(s <= day < min(0, s + WEEK) for day in nights_worked) for s in weeks)
        if found > max(law.night.max_weeks, lived):
            facts = {"found": found, "limit": law.night.max_weeks}
            yield Violation("night_weeks", cook.key, max(0, week.start), facts)


def horizon_minutes(book: Book, cook: Cook) -> Iterator[Violation]:
    paid = sum(duty.paid for duty in book.planned(cook))
    if cook.max_minutes is not None and paid > cook.max_minutes:
        facts = {"found": paid, "limit": cook.max_minutes}
        yield Violation("max_minutes", cook.key, 0, facts)
    if paid < cook.min_minutes:
        yield Violation("min_minutes", cook.key, 0, {"found": paid, "limit": cook.min_minutes})


def week_minutes(book: Book, cook: Cook) -> Iterator[Violation]:
    for week in book.weeks():
        planned = [duty for duty in book.planned(cook) if duty.day in week]
        paid = book.paid(cook, week)
        if not planned:
            continue
        day = max(0, week.start)
        if cook.max_week_minutes is not None and paid > cook.max_week_minutes:
            facts = {"found": paid, "limit": cook.max_week_minutes}
            yield Violation("max_week", cook.key, day, facts)
        yield from _overtime(book, cook, week, paid)


def _overtime(book: Book, cook: Cook, week: range, paid: int) -> Iterator[Violation]:
    law = book.law_of_week(week)
    if law is None:
        return
    day = max(0, week.start)
    duties = [duty for duty in book.all(cook) if duty.day in week]
    normal = law.normal_week_minutes
    total = _total_overtime(book, cook, duties, normal)
    lived = _total_overtime(book, cook, [duty for duty in duties if duty.lived], normal)
    limit = law.max_overtime_week_minutes
    if limit is not None and total > max(limit, lived):
        facts = {"found": total, "limit": limit}
        yield Violation("max_overtime", cook.key, day, facts)
    if Flag.NO_OVERTIME in cook.flags and normal is not None and paid > normal:
        yield Violation("no_overtime_week", cook.key, day, {"found": paid, "limit": normal})


def _total_overtime(book: Book, cook: Cook, duties: list[Duty], normal: int | None) -> int:
    """Overtime of the days, and then what the week adds to it."""
    by_day = sum(book.overtime(cook, duty) for duty in duties)
    paid = sum(duty.paid for duty in duties)
    return by_day + (0 if normal is None else max(0, paid - by_day - normal))


def overtime_day(book: Book, cook: Cook) -> Iterator[Violation]:
    if Flag.NO_OVERTIME not in cook.flags:
        return
    for duty in book.planned(cook):
        extra = book.overtime(cook, duty)
        if extra:
            facts: Facts = {"shift": duty.shift, "found": extra, "limit": 0}
            yield Violation("no_overtime_day", cook.key, duty.day, facts)


Check = Callable[[Book, Cook], Iterator[Violation]]
HOUR_CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        max_day,
        breaks,
        nights,
        night_weeks,
        horizon_minutes,
        week_minutes,
        overtime_day,
    )
}
