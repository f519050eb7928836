"""How the cooks fare in a finished plan, recomputed from its names, without the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from staffing.planning.production.fairness import allowances
from staffing.planning.production.parts import Part, Piece, parts_of
from staffing.planning.production.problem import Problem
from staffing.planning.production.solution import PlannedTask, Span

Minutes = dict[str, set[int]]
Plan = Mapping[str, PlannedTask]


def alone(problem: Problem, plan: Plan) -> int:
    """Minutes beyond ``idle_minutes`` of a stretch without work while all others there work."""
    if problem.idle_minutes is None:
        return 0
    there, busy = _there(problem), _busy(plan)
    begin = problem.start if problem.now is None else problem.now
    last = max((max(minutes, default=begin) for minutes in there.values()), default=begin)
    total, stretch, was = 0, 0, ""
    for minute in range(begin, last + 1):
        present = [cook for cook, minutes in there.items() if minute in minutes]
        idle = [cook for cook in present if minute not in busy.get(cook, ())]
        who = idle[0] if len(idle) == 1 and len(present) > 1 else ""
        stretch = 0 if not who else stretch + 1 if who == was else 1
        total += stretch > problem.idle_minutes
        was = who
    return total


def _there(problem: Problem) -> Minutes:
    return {
        cook.key: {m for window in cook.free_windows() for m in range(window.start, window.end)}
        for cook in problem.cooks
    }


def _busy(plan: Plan) -> Minutes:
    busy: Minutes = {}
    for planned in plan.values():
        for span in planned.attended:
            for cook in span.cooks:
                busy.setdefault(cook, set()).update(range(span.start, span.end))
    return busy


def unattended(problem: Problem, plan: Plan) -> int:
    """Cook-minutes that begun tasks must do without."""
    return sum(
        part.hands * (part.end - part.start)
        - sum(len(span.cooks) * (span.end - span.start) for span in _spans(plan, part))
        for part in parts_of(problem, plan, {})
        if part.begun
    )


def renamed(pieces: Iterable[Piece], plan: Plan) -> int:
    """Cooks of the plan that is being revised who no longer do the whole of their piece."""
    count = 0
    for piece in pieces:
        spans = plan[piece.part.task].attended
        now = [span for span in spans if span.start < piece.end and piece.start < span.end]
        for before in piece.part.before:
            if before.start <= piece.start and piece.end <= before.end:
                stay = set(before.cooks).intersection(*(span.cooks for span in now))
                count += len(before.cooks) - (len(stay) if now else 0)
    return count


def handovers(problem: Problem, plan: Plan) -> int:
    """Cooks who take over in the middle of a part."""
    return sum(
        len(set(after.cooks) - set(before.cooks))
        for part in parts_of(problem, plan, {})
        for before, after in pairwise(_spans(plan, part))
    )


def evenness(problem: Problem, plan: Plan) -> int:
    """Minutes that cooks carry beyond their fair share of each burden."""
    parts = parts_of(problem, plan, {})
    total = 0
    for allowance in allowances(problem, parts):
        carried = sum(
            span.end - span.start
            for part in parts
            if allowance.counts(part)
            for span in _spans(plan, part)
            if allowance.cook in span.cooks
        )
        total += max(0, carried - allowance.minutes)
    return total


def _spans(plan: Plan, part: Part) -> Iterator[Span]:
    """Who attends the part, from its beginning to its end."""
    for span in plan[part.task].attended:
        begin, end = max(span.start, part.start), min(span.end, part.end)
        if begin < end:
            yield Span(begin, end, span.cooks)


PEOPLE_LAYERS: dict[str, Callable[[Problem, Plan], int]] = {
    "unattended": unattended,
    "handovers": handovers,
    "alone": alone,
    "evenness": evenness,
}
