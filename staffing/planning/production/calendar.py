"""Who and what is there when: step functions of time, cut where something changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from staffing.planning.production.problem import AttendedPart, Cook, Problem, Window


def eligible_sets(problem: Problem, part: AttendedPart) -> tuple[frozenset[str], ...]:
    """For each hand of ``part``, the cooks who may be that hand (the first must be certified)."""
    able = frozenset(cook.key for cook in problem.cooks if part.skill in cook.skills)
    learning = frozenset(cook.key for cook in problem.cooks if part.skill in cook.learning)
    return (able, *([able | learning] * (part.hands - 1)))


def closed_groups(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """All unions of the given sets that say something new (Hall's condition needs no others).

    A union of groups that share nobody follows from its parts and is left out.
    """
    base = sorted(set(sets), key=lambda group: (len(group), sorted(group)))
    unions: dict[frozenset[str], None] = dict.fromkeys(base)
    for size in range(2, len(base) + 1):
        for chosen in combinations(base, size):
            union = frozenset().union(*chosen)
            if union not in unions and _hangs_together(union, base):
                unions[union] = None
    return list(unions)


def _hangs_together(union: frozenset[str], base: Sequence[frozenset[str]]) -> bool:
    inside = [group for group in base if group and group <= union]
    reached, rest = inside[0], inside[1:]
    while True:
        touching = [group for group in rest if group & reached]
        if not touching:
            return not rest
        reached = reached.union(*touching)
        rest = [group for group in rest if not group & reached]


def blocked(windows: Sequence[Window], start: int, end: int) -> list[Window]:
    """The parts of ``[start, end)`` outside ``windows``."""
    gaps, begin = [], start
    for window in sorted(windows):
        if window.start > begin:
            gaps.append(Window(begin, min(window.start, end)))
        begin = max(begin, window.end)
        if begin >= end:
            return [gap for gap in gaps if gap.start < end]
    gaps.append(Window(begin, end))
    return gaps


def on_grid(windows: Iterable[Window], unit: int) -> list[Window]:
    """Windows of availability in whole cells of ``unit`` minutes, rounded inwards."""
    cells = [(-(-window.start // unit), window.end // unit) for window in windows]
    return [Window(first, last) for first, last in cells if first < last]


def head_count(
    cooks: Iterable[Cook],
    unit: int,
    span: tuple[int, int],
    taken: Iterable[tuple[int, int, int]] = (),
) -> tuple[int, list[tuple[int, int, int]]]:
    """How many are there, and free, in the cells of ``span``.

    ``taken``: (from, to, how many) that are bound already. Gives the peak, and (from, to, fewer
    than the peak) where there are fewer.
    """
    moves = [
        (window.start, window.end, 1)
        for cook in cooks
        for window in on_grid(cook.free_windows(), unit)
    ]
    moves += [(first, last, -count) for first, last, count in taken]
    steps: dict[int, int] = {span[0]: 0, span[1]: 0}
    for begin, end, count in moves:
        first, last = max(begin, span[0]), min(end, span[1])
        if first < last:
            steps[first] = steps.get(first, 0) + count
            steps[last] = steps.get(last, 0) - count
    level, levels = 0, []
    for first, last in pairwise(sorted(steps)):
        level += steps[first]
        levels.append((first, last, max(0, level)))
    peak = max((there for _, _, there in levels), default=0)
    return peak, [(first, last, peak - there) for first, last, there in levels if there < peak]
