"""Checks a roster against every hard rule, from the roster alone; shares no code with the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from .book import Book, Violation
from .checks_of_hours import HOUR_CHECKS
from .checks_of_shifts import SHIFT_CHECKS
from .demand import Assignment, Solution
from .people import Cook
from .problem import Problem

CookCheck = Callable[[Book, Cook], Iterator[Violation]]
COOK_CHECKS: dict[str, CookCheck] = {**SHIFT_CHECKS, **HOUR_CHECKS}


def verify(problem: Problem, solution: Solution) -> list[Violation]:
    """Every violation of a hard rule, in order of rule, cook and day; empty for a sound roster."""
    book = Book(problem, solution)
    found = list(_malformed(problem, solution))
    for cook in problem.cooks:
        for check in COOK_CHECKS.values():
            found += check(book, cook)
    found += _fixed(problem, solution)
    found += _changed_too_much(problem, solution)
    return sorted(found, key=lambda violation: (violation.rule, violation.cook, violation.day))


def verify_cook(problem: Problem, solution: Solution, cook: str) -> list[Violation]:
    """What the roster breaks for one cook, and the fixed shifts it does not keep."""
    book = Book(problem, solution)
    found = [one for check in COOK_CHECKS.values() for one in check(book, problem.cook[cook])]
    everywhere = (*_malformed(problem, solution), *_fixed(problem, solution))
    return found + [one for one in everywhere if one.cook == cook]


def verify_pairs(problem: Problem, solution: Solution) -> list[Violation]:
    """What one cook's shift can break for another: learners left alone."""
    book = Book(problem, solution)
    learners = (cook for cook in problem.cooks if cook.learning)
    return [one for cook in learners for one in COOK_CHECKS["learner"](book, cook)]


def _malformed(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Assignments that mean nothing: strangers, shifts not on offer, two shifts on one day."""
    cooks = {cook.key for cook in problem.cooks}
    offered = {(cover.day, cover.shift, cover.skill) for cover in problem.cover}
    offered |= {(one.day, one.shift, one.skill) for one in problem.fixed}
    for one in solution.assignments:
        if one.cook not in cooks:
            yield Violation("unknown_cook", one.cook, one.day, {"shift": one.shift})
        elif (one.day, one.shift, one.skill) not in offered:
            yield Violation("not_offered", one.cook, one.day, {"shift": one.shift})
    shifts_a_day = Counter((one.cook, one.day) for one in solution.assignments)
    for (cook, day), count in shifts_a_day.items():
        if count > 1:
            yield Violation("one_shift_a_day", cook, day, {"found": count})


def _fixed(problem: Problem, solution: Solution) -> Iterator[Violation]:
    standing = set(solution.assignments)
    for one in problem.fixed:
        if one not in standing:
            yield Violation("fixed", one.cook, one.day, {"shift": one.shift})
    pinned = set(problem.fixed)
    for one in solution.assignments:
        if problem.is_frozen(one.day) and one not in pinned:
            yield Violation("frozen", one.cook, one.day, {"shift": one.shift})


def _changed_too_much(problem: Problem, solution: Solution) -> Iterator[Violation]:
    if problem.max_changes is None:
        return
    was = {(one.cook, one.day, one.shift) for one in problem.published}
    now = {(one.cook, one.day, one.shift) for one in solution.assignments}
    days = {(cook, day) for cook, day, _shift in was ^ now}
    if len(days) > problem.max_changes:
        facts = {"found": len(days), "limit": problem.max_changes}
        yield Violation("max_changes", "", 0, facts)


def single_shift_violations(
    problem: Problem, cook: Cook, post: tuple[int, str, str | None]
) -> list[Violation]:
    """What the post alone breaks for her, were it all she worked; history and freezing left out."""
    day, shift, skill = post
    alone = Solution((Assignment(day, shift, cook.key, skill),))
    book = Book(problem, alone, history=False)
    checks = ("skill", "day_off", "unavailable", "rest_day", "max_day", "breaks", "nights")
    return [one for name in (*checks, "overtime_day") for one in COOK_CHECKS[name](book, cook)]
