"""Names found by matching hour by hour: nothing is optimised, but it never takes long.

At each moment the work in hand is matched with the cooks who are free; who has it keeps it if
that leaves somebody for the rest. Counting by groups (``rules.people``) guarantees a match, except
where unbroken work binds the wrong cook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from staffing.planning.production.parts import Part, is_there
from staffing.planning.production.problem import Cook, Problem
from staffing.planning.production.solution import Span

Place = tuple[int, int]  # (number of a part, hand); hand 0 is the one who has the skill
Names = dict[str, tuple[Span, ...]]


def names_by_matching(problem: Problem, parts: Sequence[Part]) -> Names | None:
    """Spans by task, or None where somebody is missing at some moment."""
    names: dict[str, list[Span]] = {}
    held: dict[Place, str] = {}
    for begin, end in pairwise(_moments(problem, parts)):
        now = {i: p for i, p in enumerate(parts) if p.start <= begin and end <= p.end}
        held = {place: cook for place, cook in held.items() if place[0] in now}
        match = _Match(problem, now, held, (begin, end))
        if not match.is_complete():
            return None
        held = match.cook_of
        for number, part in now.items():
            cooks = sorted(held[number, h] for h in range(part.hands) if (number, h) in held)
            _append(names.setdefault(part.task, []), Span(begin, end, tuple(cooks)))
    return {task: tuple(sorted(spans, key=lambda s: s.start)) for task, spans in names.items()}


def _moments(problem: Problem, parts: Sequence[Part]) -> list[int]:
    """Where work begins or ends, and where a cook comes, goes or rests."""
    moments = {time for part in parts for time in (part.start, part.end)}
    for cook in problem.cooks:
        moments |= {time for one in cook.free_windows() for time in (one.start, one.end)}
    return sorted(moments)


def _append(spans: list[Span], span: Span) -> None:
    if spans and (spans[-1].end, spans[-1].cooks) == (span.start, span.cooks):
        spans[-1] = Span(spans[-1].start, span.end, span.cooks)
    elif span.cooks:
        spans.append(span)


def _preference(part: Part, time: int) -> Callable[[Cook], tuple[bool, bool]]:
    """Who had the work in the plan that is being changed, then who can stay to its end."""
    before = {name for s in part.before if s.start <= time < s.end for name in s.cooks}
    return lambda cook: (cook.key not in before, not is_there(cook, time, part.end))


class _Match:
    """Cooks for the hands of one moment, by augmenting paths."""

    def __init__(
        self, problem: Problem, now: dict[int, Part], held: dict[Place, str], time: tuple[int, int]
    ) -> None:
        self.now = now
        there = [cook for cook in problem.cooks if is_there(cook, *time)]
        there.sort(key=lambda cook: len(cook.skills))  # who can do more is kept for the rest
        self._able = {
            (number, hand): [
                cook.key
                for cook in sorted(there, key=_preference(part, time[0]))
                if part.skill in (cook.skills if hand == 0 else (*cook.skills, *cook.learning))
            ]
            for number, part in now.items()
            for hand in range(part.hands)
        }
        self.cook_of = {p: cook for p, cook in held.items() if cook in self._able.get(p, ())}
        self._place_of = {cook: place for place, cook in self.cook_of.items()}
        self._kept = {p for p in self.cook_of if now[p[0]].unbroken}

    def is_complete(self) -> bool:
        """Fills every hand; begun work may have to do with fewer, though not without any skill."""
        for place in self._able:
            filled = place in self.cook_of or self._fill(place, set())
            if not filled and not self.now[place[0]].begun:
                return False
        return True

    def _fill(self, place: Place, tried: set[str]) -> bool:
        """By somebody free, if there is one; else others move for her."""
        free = next((cook for cook in self._able[place] if cook not in self._place_of), None)
        if free is not None:
            self._put(place, free)
            return True
        for cook in self._able[place]:
            if cook in tried or self._place_of[cook] in self._kept:
                continue
            tried.add(cook)
            if self._fill(self._place_of[cook], tried):
                self._put(place, cook)
                return True
        return False

    def _put(self, place: Place, cook: str) -> None:
        self.cook_of[place], self._place_of[cook] = cook, place
