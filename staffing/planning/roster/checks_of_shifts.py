"""Checks of single shifts, of who is beside whom, and of runs of days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from .book import DAY, WEEK, Book, Duty, Facts, Violation
from .people import Cook, Flag


def skill(book: Book, cook: Cook) -> Iterator[Violation]:
    for duty in book.planned(cook):
        if duty.skill is not None and duty.skill not in cook.skills:
            facts = {"shift": duty.shift, "skill": duty.skill}
            yield Violation("skill", cook.key, duty.day, facts)


def day_off(book: Book, cook: Cook) -> Iterator[Violation]:
    for duty in book.planned(cook):
        if duty.day in cook.days_off:
            yield Violation("day_off", cook.key, duty.day, {"shift": duty.shift})


def unavailable(book: Book, cook: Cook) -> Iterator[Violation]:
    for duty in book.planned(cook):
        for window in cook.unavailable:
            if max(window.start, duty.start) < min(window.end, duty.end):
                facts: Facts = {"shift": duty.shift, "from": window.start, "to": window.end}
                yield Violation("unavailable", cook.key, duty.day, facts)
                break


def rest_day(book: Book, cook: Cook) -> Iterator[Violation]:
    if cook.rest_day_work and Flag.NO_REST_DAY not in cook.flags:
        return
    for duty in book.planned(cook):
        if (book.problem.first_weekday + duty.day) % WEEK == cook.rest_day:
            yield Violation("rest_day", cook.key, duty.day, {"shift": duty.shift})


def forbidden_next(book: Book, cook: Cook) -> Iterator[Violation]:
    following = {kind.key: kind.forbidden_next for kind in book.problem.shifts}
    by_day = {duty.day: duty for duty in book.all(cook)}
    for duty in book.planned(cook):
        before = by_day.get(duty.day - 1)
        if before is not None and duty.shift in following.get(before.shift, frozenset()):
            facts = {"shift": duty.shift, "before": before.shift}
            yield Violation("forbidden_next", cook.key, duty.day, facts)


def shift_limit(book: Book, cook: Cook) -> Iterator[Violation]:
    worked = Counter(duty.shift for duty in book.planned(cook))
    for shift, most in cook.max_shifts.items():
        if worked[shift] > most:
            facts: Facts = {"shift": shift, "found": worked[shift], "limit": most}
            yield Violation("shift_limit", cook.key, 0, facts)


def max_weekends(book: Book, cook: Cook) -> Iterator[Violation]:
    if cook.max_weekends is None:
        return
    problem = book.problem
    worked = {duty.day for duty in book.planned(cook)}
    weekends, inside, counted = 0, False, False
    for day in range(problem.days):
        weekend_day = (problem.first_weekday + day) % WEEK in problem.weekend
        if not (weekend_day and inside):
            counted = False
        inside = weekend_day
        if weekend_day and day in worked and not counted:
            weekends, counted = weekends + 1, True
    if weekends > cook.max_weekends:
        facts = {"found": weekends, "limit": cook.max_weekends}
        yield Violation("max_weekends", cook.key, 0, facts)


def runs(book: Book, cook: Cook) -> Iterator[Violation]:
    """The four run lengths; a run that touches an end of what is known is never too short."""
    worked = book.worked_days(cook)
    first, last = book.problem.history_from, book.problem.days - 1
    day = first
    while day <= last:
        end = day
        while end < last and (end + 1 in worked) == (day in worked):
            end += 1
        if end >= -1:
            whole = day > first and end < last
            yield from _run(cook, day in worked, range(day, end + 1), whole)
        day = end + 1


def _run(cook: Cook, working: bool, run: range, whole: bool) -> Iterator[Violation]:
    most = cook.max_run if working else cook.max_days_off
    least = cook.min_run if working else cook.min_days_off
    day = max(0, run.start)
    names = ("max_run", "min_run") if working else ("max_days_off", "min_days_off")
    added = run.stop > 0  # a run that ended before the horizon can no longer be cut shorter
    if most is not None and len(run) > most and added:
        yield Violation(names[0], cook.key, day, {"found": len(run), "limit": most})
    if whole and len(run) < least:
        yield Violation(names[1], cook.key, day, {"found": len(run), "limit": least})


def min_rest(book: Book, cook: Cook) -> Iterator[Violation]:
    duties = book.all(cook)
    for before, after in pairwise(duties):
        law = book.law_on(after.day)
        if after.lived or law is None or law.min_rest_minutes is None:
            continue
        rest = after.start - before.end
        if rest < law.min_rest_minutes:
            facts: Facts = {"found": rest, "limit": law.min_rest_minutes, "before": before.shift}
            yield Violation("min_rest", cook.key, after.day, facts)


def learner(book: Book, cook: Cook) -> Iterator[Violation]:
    for duty in book.planned(cook):
        if duty.skill not in cook.learning:
            continue
        certified = {other.key for other in book.problem.cooks if duty.skill in other.certified}
        beside = any(
            one.cook in certified and (one.day, one.shift) == (duty.day, duty.shift)
            for one in book.solution.assignments
        )
        if not beside:
            facts = {"shift": duty.shift, "skill": duty.skill or ""}
            yield Violation("learner", cook.key, duty.day, facts)


def weekly_rest(book: Book, cook: Cook) -> Iterator[Violation]:
    weeks = list(book.weeks())
    for week in (range(weeks[0].start - WEEK, weeks[0].start), *weeks):
        law = book.law_of_week(week)
        limit = law.weekly_rest_minutes if law else None
        if not limit:
            continue
        own = _own_day(book, cook, week)
        if own is None:
            best = max(_rest_around(book.all(cook), day) for day in week)
            if best < limit and _can_be_mended(book, cook, week, limit):
                facts = {"found": best, "limit": limit}
                yield Violation("weekly_rest", cook.key, max(0, week.start), facts)
        elif _judged(book, cook, own) and _rest_around(book.all(cook), own) < limit:
            facts = {"found": _rest_around(book.all(cook), own), "limit": limit}
            yield Violation("weekly_rest", cook.key, own, facts)


def _own_day(book: Book, cook: Cook, week: range) -> int | None:
    agreed = cook.rest_day_work and Flag.NO_REST_DAY not in cook.flags
    if cook.rest_day is None or agreed:
        return None
    return next(d for d in week if (book.problem.first_weekday + d) % WEEK == cook.rest_day)


def _judged(book: Book, cook: Cook, own: int) -> bool:
    """A rest that is over before the horizon, or was worked then, is no fault of this roster."""
    if own < book.problem.history_from or own >= book.problem.days:
        return False
    worked = book.worked_days(cook)
    if own < 0 and own in worked:
        return False
    following = next((duty for duty in book.all(cook) if duty.day > own), None)
    return following is not None and not following.lived


def _can_be_mended(book: Book, cook: Cook, week: range, limit: int) -> bool:
    """A week is judged when all of it is known, and not when it was over and broken before."""
    if week.start < book.problem.history_from or week.stop > book.problem.days:
        return False
    lived = [duty for duty in book.all(cook) if duty.lived]
    return week.stop > 0 or max(_rest_around(lived, day) for day in week) >= limit


def _rest_around(duties: list[Duty], day: int) -> int:
    """Minutes of rest around a free day, or 0 when she works on it; counted up to a week."""
    if any(duty.day == day for duty in duties):
        return 0
    before = max((duty.end for duty in duties if duty.day < day), default=(day - WEEK) * DAY)
    after = min((duty.start for duty in duties if duty.day > day), default=(day + WEEK) * DAY)
    return after - before


Check = Callable[[Book, Cook], Iterator[Violation]]
SHIFT_CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        skill,
        day_off,
        unavailable,
        rest_day,
        forbidden_next,
        shift_limit,
        max_weekends,
        runs,
        min_rest,
        learner,
        weekly_rest,
    )
}
