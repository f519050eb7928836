"""Run lengths of worked days and of days off, with the days lived before the horizon.

A run that touches the end of the horizon may be shorter than its minimum, for the days beyond it
complete it; so may one that touches the first day whose past is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from ..draft import Draft, Literal
from ..people import Cook
from ..problem import Problem
from .base import Rule


class Past:
    """The run that stands when the horizon begins."""

    def __init__(self, problem: Problem, cook: Cook) -> None:
        worked = {past.day for past in problem.history_of[cook.key]}
        self.known = problem.history_from < 0
        self.working = -1 in worked
        self.length = 0
        day = -1
        while day >= problem.history_from and (day in worked) == self.working:
            self.length += 1
            day -= 1
        # Its beginning lies before the first known day: how long it really is nobody knows.
        self.open = day < problem.history_from


class MaxRun(Rule):
    """Worked days in a row."""

    name: ClassVar[str] = "max_run"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            if cook.max_run is None:
                continue
            past = Past(draft.problem, cook)
            lived = past.length if past.working else 0
            for first in range(-lived, draft.problem.days - cook.max_run):
                window = range(max(0, first), first + cook.max_run + 1)
                works = [draft.variables.works(cook.key, day) for day in window]
                room = cook.max_run - max(0, -first)
                draft.require(self.instance(cook, max(0, first)), sum(works) <= max(0, room))


class MaxDaysOff(Rule):
    """Days off in a row."""

    name: ClassVar[str] = "max_days_off"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            if cook.max_days_off is None:
                continue
            past = Past(draft.problem, cook)
            lived = 0 if past.working else past.length
            for first in range(-lived, draft.problem.days - cook.max_days_off):
                window = range(max(0, first), first + cook.max_days_off + 1)
                works = [draft.variables.works(cook.key, day) for day in window]
                if not works:
                    continue  # the days before the horizon broke it already
                draft.clause(self.instance(cook, max(0, first)), works)


class MinRun(Rule):
    """A worked run inside the horizon is at least so long."""

    name: ClassVar[str] = "min_run"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            past = Past(draft.problem, cook)
            works = [draft.variables.works(cook.key, day) for day in range(draft.problem.days)]
            before = [past.length] if past.working and not past.open else []
            _post_minimum(draft, self, cook, works, cook.min_run, before, _starts_open(past, True))


class MinDaysOff(Rule):
    """A free run inside the horizon is at least so long."""

    name: ClassVar[str] = "min_days_off"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            past = Past(draft.problem, cook)
            days = range(draft.problem.days)
            off = [draft.variables.works(cook.key, day).negated() for day in days]
            before = [past.length] if past.known and not past.working and not past.open else []
            _post_minimum(
                draft, self, cook, off, cook.min_days_off, before, _starts_open(past, False)
            )


def _starts_open(past: Past, working: bool) -> bool:
    """Whether a run of this kind that begins on day 0 may have begun earlier, unknown to us."""
    return not past.known or (past.working == working)


def _post_minimum(
    draft: Draft,
    rule: Rule,
    cook: Cook,
    in_run: Sequence[Literal],
    least: int,
    before: list[int],
    starts_open: bool,
) -> None:
    """Forbid every run that is shorter than ``least`` and ends inside the horizon."""
    for length in range(1, least):
        for first in range(1 if starts_open else 0, len(in_run) - length):
            run = in_run[first : first + length]
            fences = [in_run[first + length].negated()]
            if first > 0:
                fences.append(in_run[first - 1].negated())
            draft.never(rule.instance(cook, first), [*run, *fences])
    for lived in before:
        for more in range(max(0, least - lived)):
            if more < len(in_run):
                ended = [*in_run[:more], in_run[more].negated()]
                draft.never(rule.instance(cook, 0), ended)


State = tuple[bool, int, bool]  # working, days so far (capped), began before anything is known


class RunAutomaton:
    """All four run rules as one automaton per cook: a much stronger view for the solver."""

    def __init__(self, problem: Problem, cook: Cook) -> None:
        self.cook = cook
        self.past = Past(problem, cook)
        self.numbers: dict[State | None, int] = {}
        self.arcs: list[tuple[int, int, int]] = []

    @property
    def useful(self) -> bool:
        cook = self.cook
        limited = cook.max_run is not None or cook.max_days_off is not None
        return limited or cook.min_run > 1 or cook.min_days_off > 1

    def post(self, draft: Draft) -> None:
        works = [draft.variables.works(self.cook.key, d) for d in range(draft.problem.days)]
        start = self._number(self._first())
        finals = list(self.numbers.values())
        draft.model.add_automaton(works, start, finals, self.arcs)

    def _first(self) -> State | None:
        past = self.past
        if not past.known:
            return None
        return (past.working, min(past.length, self._cap(past.working)), past.open)

    def _cap(self, working: bool) -> int:
        cook = self.cook
        least, most = (
            (cook.min_run, cook.max_run) if working else (cook.min_days_off, cook.max_days_off)
        )
        return max(least, 1) if most is None else max(least, most, 1)

    def _number(self, state: State | None) -> int:
        """Number the state and everything that can follow it."""
        if state in self.numbers:
            return self.numbers[state]
        number = self.numbers[state] = len(self.numbers)
        for works in (False, True):
            following = self._next(state, works)
            if following is not None:
                self.arcs.append((number, int(works), self._number(following)))
        return number

    def _next(self, state: State | None, works: bool) -> State | None:
        if state is None:
            return (works, 1, True)
        working, days, opened = state
        cook = self.cook
        least, most = (
            (cook.min_run, cook.max_run) if working else (cook.min_days_off, cook.max_days_off)
        )
        if works == working:
            too_long = most is not None and days >= most
            return None if too_long else (working, min(days + 1, self._cap(working)), opened)
        too_short = days < least and not opened
        return None if too_short else (works, 1, False)


def post_automata(draft: Draft) -> None:
    for cook in draft.problem.cooks:
        automaton = RunAutomaton(draft.problem, cook)
        if automaton.useful:
            automaton.post(draft)


RUN_RULES = frozenset({"max_run", "min_run", "max_days_off", "min_days_off"})
# The automata hold these alone. Measured on the public instances: their many clauses beside the
# automata hide good rosters from the search, while the few sums of the maxima lift its bound.
MINIMUM_RULES = frozenset({"min_run", "min_days_off"})
