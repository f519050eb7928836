"""Rules between shifts of neighbouring days: successions, rest, weekly rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ortools.sat.python import cp_model

from ..draft import Draft, Literal
from ..law import MINUTES_IN_DAY
from ..people import DAYS_IN_WEEK, Cook, Flag
from ..problem import Problem
from .base import Rule

# A shift of at most a day and a rest of at most two reach no further than this.
REACH_DAYS = 3


class ForbiddenNext(Rule):
    """Shift types that may not follow one another on neighbouring days."""

    name: ClassVar[str] = "forbidden_next"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            self._post_history(draft, cook)
            for day in range(draft.problem.days - 1):
                for shift, given in draft.variables.shifts(cook.key, day).items():
                    next_day = draft.variables.shifts(cook.key, day + 1)
                    forbidden = draft.problem.shift[shift].forbidden_next
                    clashing = [other for key, other in next_day.items() if key in forbidden]
                    if clashing:
                        draft.at_most_one(self.instance(cook, day + 1), [given, *clashing])

    def _post_history(self, draft: Draft, cook: Cook) -> None:
        for past in draft.problem.history_of[cook.key]:
            if past.day != -1 or past.shift not in draft.problem.shift:
                continue
            forbidden = draft.problem.shift[past.shift].forbidden_next
            for shift, given in draft.variables.shifts(cook.key, 0).items():
                if shift in forbidden:
                    draft.never(self.instance(cook, 0), [given])


class MinRest(Rule):
    """Hours of rest between the end of one shift and the start of the next."""

    name: ClassVar[str] = "min_rest"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            for day in range(draft.problem.days):
                rest = draft.problem.law(day).min_rest_minutes
                if rest:
                    self._post_day(draft, cook, day, rest)

    def _post_day(self, draft: Draft, cook: Cook, day: int, rest: int) -> None:
        for shift, given in draft.variables.shifts(cook.key, day).items():
            start = draft.problem.start(day, shift)
            for before in range(day - REACH_DAYS + 1, day):
                ends = [item for end, item in _ends(draft, cook, before) if start - end < rest]
                earlier = [item for item in ends if item is not None]
                if len(earlier) < len(ends):
                    draft.never(self.instance(cook, day), [given])
                elif earlier:
                    draft.at_most_one(self.instance(cook, day), [given, *earlier])


class WeeklyRest(Rule):
    """In each week a day without work inside a long enough rest; on her own day if she has one.

    A week that began before the history is known, or ends after the horizon, asks only for the
    rest around her own day. The rest of the week before may reach into the horizon.
    """

    name: ClassVar[str] = "weekly_rest"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            for week in (last_week(draft.problem), *draft.problem.weeks):
                rest = draft.problem.law(max(0, week.start)).weekly_rest_minutes
                if rest:
                    self._post_week(draft, cook, week, rest)

    def _post_week(self, draft: Draft, cook: Cook, week: range, rest: int) -> None:
        own = own_rest_day(draft.problem, cook, week)
        if own is not None:
            if own >= draft.problem.history_from and not _lived(draft.problem, cook, own):
                self._post_rest(draft, cook, own, rest, None)
            return
        if week.stop > draft.problem.days or week.start < draft.problem.history_from:
            return
        days = [day for day in week if _can_rest(draft, cook, day, rest)]
        if week.stop <= 0 and not days:
            return  # nothing that is planned now can mend a week that is over
        choices = [(day, draft.model.new_bool_var(f"rest {cook.key} {day}")) for day in days]
        draft.clause(self.instance(cook, week.start), [chosen for _, chosen in choices])
        for day, chosen in choices:
            if day >= 0:
                draft.model.add_implication(chosen, draft.variables.works(cook.key, day).negated())
            self._post_rest(draft, cook, day, rest, chosen)

    def _post_rest(
        self, draft: Draft, cook: Cook, day: int, rest: int, chosen: cp_model.IntVar | None
    ) -> None:
        instance = self.instance(cook, day)
        for end, before in _around(draft, cook, range(day - REACH_DAYS + 1, day), ends=True):
            for start, after in _around(draft, cook, range(day + 1, day + REACH_DAYS), ends=False):
                if start - end >= rest:
                    continue
                together = [one for one in (before, after, chosen) if one is not None]
                if chosen is not None:
                    draft.model.add_bool_or([one.negated() for one in together])
                elif together:
                    draft.never(instance, together)


def last_week(problem: Problem) -> range:
    """The week before the first one: its rest may reach into the horizon."""
    first = problem.weeks[0]
    return range(first.start - DAYS_IN_WEEK, first.start)


def _can_rest(draft: Draft, cook: Cook, day: int, rest: int) -> bool:
    """Whether what was lived leaves ``day`` inside a long enough rest."""
    lived = draft.problem.history_of[cook.key]
    before = [past.end for past in lived if past.day < day]
    after = [past.start for past in lived if past.day > day]
    short = before and after and min(after) - max(before) < rest
    return not short and not _lived(draft.problem, cook, day)


def own_rest_day(problem: Problem, cook: Cook, week: range) -> int | None:
    """The day of the week on which she always rests, if there is one."""
    if cook.rest_day is None or (cook.rest_day_work and Flag.NO_REST_DAY not in cook.flags):
        return None
    return next(day for day in week if problem.weekday(day) == cook.rest_day)


def _lived(problem: Problem, cook: Cook, day: int) -> bool:
    return any(past.day == day for past in problem.history_of[cook.key])


def _around(
    draft: Draft, cook: Cook, days: range, *, ends: bool
) -> Iterator[tuple[int, Literal | None]]:
    for day in days:
        yield from _ends(draft, cook, day) if ends else _starts(draft, cook, day)


def _ends(draft: Draft, cook: Cook, day: int) -> Iterator[tuple[int, Literal | None]]:
    """When her shifts of ``day`` end, each with its literal (None: it was lived)."""
    if day < 0:
        lived = draft.problem.history_of[cook.key]
        yield from ((past.end, None) for past in lived if past.day == day)
    for shift, given in draft.variables.shifts(cook.key, day).items():
        yield draft.problem.end(day, shift), given


def _starts(draft: Draft, cook: Cook, day: int) -> Iterator[tuple[int, Literal | None]]:
    if day < 0:
        lived = draft.problem.history_of[cook.key]
        yield from ((past.start, None) for past in lived if past.day == day)
    for shift, given in draft.variables.shifts(cook.key, day).items():
        yield day * MINUTES_IN_DAY + draft.problem.shift[shift].start, given
