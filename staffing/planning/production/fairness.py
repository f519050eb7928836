"""What a fair share of the day's work is, for each cook and each burden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from staffing.planning.production.parts import Part
from staffing.planning.production.problem import Cook, Problem

WORK, EARLY = "work", "early"
EARLY_UNTIL = 6 * 60
TOLERANCE = 60  # minutes beyond the exact share that nobody minds


@dataclass(frozen=True, slots=True)
class Allowance:
    """Minutes of ``burden`` that ``cook`` may carry before it counts as uneven.

    Burdens are those of the tasks, "early" (work that begins before six) and "work" (all of it).
    """

    cook: str
    burden: str
    minutes: int

    def counts(self, part: Part) -> bool:
        return has_burden(part, self.burden)


def has_burden(part: Part, burden: str) -> bool:
    if burden == WORK:
        return True
    if burden == EARLY:
        return part.start < EARLY_UNTIL
    return burden in part.burdens


def allowances(problem: Problem, parts: Sequence[Part]) -> list[Allowance]:
    """Shares in proportion to time at work, among the cooks who could do any of it."""
    burdens = [WORK, EARLY, *sorted({burden for part in parts for burden in part.burdens})]
    found = []
    for burden in burdens:
        mine = [part for part in parts if has_burden(part, burden)]
        total = sum(part.hands * (part.end - part.start) for part in mine)
        cooks = [cook for cook in problem.cooks if any(_may_do(cook, part) for part in mine)]
        present = sum(time_at_work(cook) for cook in cooks)
        for cook in cooks:
            share = -(-total * time_at_work(cook) // present)
            found.append(Allowance(cook.key, burden, share + TOLERANCE))
    return found


def time_at_work(cook: Cook) -> int:
    return sum(window.end - window.start for window in cook.free_windows())


def _may_do(cook: Cook, part: Part) -> bool:
    there = any(w.start < part.end and part.start < w.end for w in cook.free_windows())
    return there and part.skill in (*cook.skills, *cook.learning)
