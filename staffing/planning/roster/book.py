"""A roster laid out per cook for the checks; shares nothing with the solver's model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .demand import Assignment, Solution
from .law import Law, Night
from .people import Cook
from .problem import Problem

DAY = 1440
WEEK = 7
Fact = int | str
Facts = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a roster breaks: where, and the figures of the case (limit, found, …)."""

    rule: str
    cook: str
    day: int
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duty:
    """One shift of one cook, planned or lived, in minutes from midnight of day 0."""

    day: int
    shift: str
    skill: str | None
    start: int
    end: int
    paid: int

    @property
    def lived(self) -> bool:
        return self.day < 0


class Book:
    """All duties of a roster and of its history, by cook and in order of time."""

    def __init__(self, problem: Problem, solution: Solution, *, history: bool = True) -> None:
        self.problem = problem
        self.solution = solution
        self._laws = sorted(problem.laws, key=lambda law: law.from_day)
        self._kinds = {kind.key: kind for kind in problem.shifts}
        self.duties: dict[str, list[Duty]] = {cook.key: [] for cook in problem.cooks}
        for past in problem.history if history else ():
            self.duties[past.cook].append(
                Duty(past.day, past.shift or "", None, past.start, past.end, past.paid_minutes)
            )
        for one in solution.assignments:
            if one.cook in self.duties and one.shift in self._kinds:
                self.duties[one.cook].append(self._duty(one))
        for duties in self.duties.values():
            duties.sort(key=lambda duty: (duty.start, duty.end))

    def _duty(self, one: Assignment) -> Duty:
        kind = self._kinds[one.shift]
        midnight = one.day * DAY
        return Duty(
            one.day,
            one.shift,
            one.skill,
            midnight + kind.start,
            midnight + kind.end,
            kind.paid_minutes,
        )

    def all(self, cook: Cook) -> list[Duty]:
        """Her duties, lived and planned."""
        return self.duties[cook.key]

    def planned(self, cook: Cook) -> list[Duty]:
        return [duty for duty in self.duties[cook.key] if not duty.lived]

    def paid(self, cook: Cook, days: range) -> int:
        """Paid minutes of the days, the lived ones included."""
        return sum(duty.paid for duty in self.duties[cook.key] if duty.day in days)

    def worked_days(self, cook: Cook) -> set[int]:
        return {duty.day for duty in self.duties[cook.key]}

    def weeks(self) -> Iterator[range]:
        day = 0
        while (self.problem.first_weekday + day) % WEEK != self.problem.week_starts_on:
            day -= 1
        while day < self.problem.days:
            yield range(day, day + WEEK)
            day += WEEK

    def law_of_week(self, week: range) -> Law | None:
        return self.law_on(week.start if week.start > 0 else 0)

    def law_on(self, day: int) -> Law | None:
        found = None
        for law in self._laws:
            if law.from_day <= day:
                found = law
        return found

    def overtime(self, cook: Cook, duty: Duty) -> int:
        """Minutes of the duty beyond the normal day."""
        law = self.law_on(duty.day)
        if law is None:
            return 0
        normal = law.normal_day_minutes
        tomorrow = (self.problem.first_weekday + duty.day + 1) % WEEK
        if tomorrow == cook.rest_day and law.eve_of_rest_minutes is not None:
            normal = law.eve_of_rest_minutes
        return 0 if normal is None else max(0, duty.paid - normal)

    def is_night(self, duty: Duty) -> bool:
        law = self.law_on(duty.day)
        return law is not None and law.night is not None and _in_night(duty, law.night)


def _in_night(duty: Duty, night: Night) -> bool:
    start, end = duty.start - duty.day * DAY, duty.end - duty.day * DAY
    shift = range(start, end)
    inside = 0
    for turn in (-DAY, 0, DAY):
        dark = range(night.start - turn, night.end - turn)
        inside += len(range(max(shift.start, dark.start), min(shift.stop, dark.stop)))
    return inside >= night.counts_from
