"""Tight bounds for costs of sums that only take certain values.

A week's minutes are a sum of whole shifts, so a convex cost of them is at least its lower convex
hull over the sums that can be reached: linear constraints that lift the solver's bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

MOST_SUMS = 400  # beyond this the hull is no longer worth its rows


def reachable_sums(choices: Iterable[Iterable[int]], start: int = 0) -> list[int]:
    """All sums of at most one value from each of ``choices``, from ``start`` on, ascending."""
    sums = {start}
    for values in choices:
        added = {total + value for total in sums for value in values if value}
        sums |= added
    return sorted(sums)


def lower_hull(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The corners of the lower convex hull of ``points``, which ascend in their first figure."""
    hull: list[tuple[int, int]] = []
    for point in points:
        while len(hull) > 1 and not _turns_up(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def _turns_up(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def above(limit: int, total: int) -> int:
    """How far ``total`` exceeds ``limit``."""
    return max(0, total - limit)


def bound_by_hull(
    model: cp_model.CpModel,
    cost: cp_model.IntVar,
    total: cp_model.LinearExprT,
    sums: Sequence[int],
    cost_of: Callable[[int], int],
) -> None:
    """Add the hull of the convex ``cost_of`` over ``sums`` as lower bounds on ``cost``."""
    if not 1 < len(sums) <= MOST_SUMS:
        return
    hull = lower_hull([(value, cost_of(value)) for value in sums])
    for (left, low), (right, high) in pairwise(hull):
        model.add((right - left) * (cost - low) >= (high - low) * (total - left))
