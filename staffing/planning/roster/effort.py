"""How much time each goal gets, and by which ways it is spent."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from kurkum.lib.solving import Limits

from .problem import Problem

# Two threads that prove rosters best, measured; see the module docstring of the benchmark.
PROVERS = ("max_lp", "reduced_costs")
# Where threads take turns in a fixed order, two that look for better rosters join them: at equal
# work four weeks of fifteen cooks come out four times fairer than under the default portfolio.
REPEATABLE_WORKERS = 4
# A goal before the last may take this part of the time that is left.
PART_OF_REST = 0.5
LEAST_SECONDS = 0.05
# From so many cooks on the whole is improved piece by piece, after this part of the time was given
# to the proof of how good it can be.
LARGE_COOKS = 30
PART_FOR_PROOF = 0.12
# With so many seconds in all, a smaller kitchen's goals over several weeks are looked at in three
# ways one after the other: as a whole, piece by piece, and week by week for the bound.
DIVIDED_SECONDS = 30.0
LEAST_DIVIDED = 5.0  # of a goal
PART_OF_DIVIDED_REST = 0.8
PART_FOR_WHOLE, PART_FOR_PIECES, PART_FOR_WEEKS = 0.35, 0.2, 0.45


@dataclass(frozen=True, slots=True)
class Share:
    """Seconds of one goal: for the search that sees the whole, for pieces, for weeks."""

    whole: float
    pieces: float
    weeks: float


@dataclass
class Effort:
    """The limits of one solve, and what was used of them."""

    problem: Problem
    limits: Limits
    started: float
    spent: float = 0.0

    @property
    def is_large(self) -> bool:
        return len(self.problem.cooks) >= LARGE_COOKS

    @property
    def is_divided(self) -> bool:
        enough = self.limits.seconds >= DIVIDED_SECONDS
        return enough and not self.is_large and len(self.problem.weeks) > 1

    def rest(self) -> float:
        used = self.spent if self.limits.deterministic else time.monotonic() - self.started
        return self.limits.seconds - used

    def share(self, *, last: bool) -> Share:
        """What a goal may use now; the last one has all that is left."""
        rest = self.rest()
        parts = PART_OF_DIVIDED_REST if self.is_divided else PART_OF_REST
        part = rest if last else rest * parts
        if self.is_large:
            return Share(part * PART_FOR_PROOF, part * (1 - PART_FOR_PROOF), 0.0)
        if last or not self.is_divided or part < LEAST_DIVIDED:
            return Share(part, 0.0, 0.0)
        return Share(part * PART_FOR_WHOLE, part * PART_FOR_PIECES, part * PART_FOR_WEEKS)

    def recipe(self) -> Limits:
        """The threads that suit rosters, unless the caller chose some."""
        chosen = self.limits.subsolvers or self.limits.workers != Limits().workers
        if chosen:
            return self.limits
        workers = REPEATABLE_WORKERS if self.limits.deterministic else len(PROVERS)
        return replace(self.limits, workers=workers, subsolvers=PROVERS)
