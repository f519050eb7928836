"""How many hands attended work needs of each group of cooks, and what is decided already."""

from __future__ import annotations

from collections.abc import Iterator

from staffing.planning.production.calendar import eligible_sets
from staffing.planning.production.problem import AttendedPart, Problem

Hands = dict[frozenset[str], int]
Decided = tuple[int, int, Hands]


def hands_of(problem: Problem, part: AttendedPart) -> Hands:
    """How many hands the part needs of each group of cooks."""
    hands: Hands = {}
    for able in eligible_sets(problem, part):
        hands[able] = hands.get(able, 0) + 1
    return hands


def needed(hands: Hands, group: frozenset[str]) -> int:
    """The hands that only cooks of ``group`` can give."""
    return sum(count for able, count in hands.items() if able <= group)


def decided_parts(problem: Problem, unit: int) -> Iterator[Decided]:
    """Attended cells of decided tasks, as far as they lie after now: (from, to, hands)."""
    for planned in problem.fixed:
        for part in problem.task_by_key[planned.key].modes[planned.mode].attended:
            begin = max(planned.start + part.offset, problem.start)
            if problem.now is not None:
                begin = max(begin, problem.now)
            end = min(planned.start + part.offset + part.minutes, planned.end)
            if begin < end:
                yield begin // unit, -(-end // unit), hands_of(problem, part)
