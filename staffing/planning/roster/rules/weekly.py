"""Rules on the minutes of a week and on the nights of several weeks."""

from __future__ import annotations

from typing import ClassVar

from ortools.sat.python import cp_model

from ..draft import Draft, weighted_sum
from ..hours import day_overtime, is_night, is_night_shift, normal_limit, normal_minutes
from ..law import Law
from ..people import Cook, Flag
from ..problem import Problem
from .base import Rule


def lived_minutes(problem: Problem, cook: Cook, week: range) -> int:
    """Paid minutes of the week that were worked before the horizon."""
    return sum(past.paid_minutes for past in problem.history_of[cook.key] if past.day in week)


def week_law(problem: Problem, week: range) -> Law:
    """The law that counts for a week: the one in force on its first day of the horizon."""
    return problem.law(max(0, week.start))


class MaxWeek(Rule):
    """Paid minutes of a week stay within what she agreed to."""

    name: ClassVar[str] = "max_week"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            if cook.max_week_minutes is None:
                continue
            for week in draft.problem.weeks:
                room = cook.max_week_minutes - lived_minutes(draft.problem, cook, week)
                _at_most(draft, self, cook, week, draft.paid(cook, week), room)


class MaxOvertime(Rule):
    """Overtime of a week, by day and then by week, stays within the law."""

    name: ClassVar[str] = "max_overtime"

    def post(self, draft: Draft) -> None:
        for week in draft.problem.weeks:
            law = week_law(draft.problem, week)
            if law.max_overtime_week_minutes is None:
                continue
            for cook in draft.problem.cooks:
                self._post_week(draft, cook, week, law.max_overtime_week_minutes)

    def _post_week(self, draft: Draft, cook: Cook, week: range, most: int) -> None:
        shifts = list(draft.variables.all_shifts(cook.key, week))
        overtime = weighted_sum(
            [given for _, _, given in shifts],
            [day_overtime(draft.problem, cook, day, shift) for day, shift, _ in shifts],
        )
        lived = lived_overtime(draft.problem, cook, week)
        _at_most(draft, self, cook, week, overtime, most - lived)
        normal = week_law(draft.problem, week).normal_week_minutes
        if normal is not None:
            room = normal + most - lived_minutes(draft.problem, cook, week)
            _at_most(draft, self, cook, week, draft.paid(cook, week), room)


class NoOvertimeWeek(Rule):
    """A protected cook works no minute beyond the normal week."""

    name: ClassVar[str] = "no_overtime_week"

    def post(self, draft: Draft) -> None:
        for week in draft.problem.weeks:
            normal = week_law(draft.problem, week).normal_week_minutes
            if normal is None:
                continue
            for cook in draft.problem.cooks:
                if Flag.NO_OVERTIME in cook.flags:
                    room = normal - lived_minutes(draft.problem, cook, week)
                    _at_most(draft, self, cook, week, draft.paid(cook, week), room)


class NightWeeks(Rule):
    """Weeks with night work among several weeks in a row, the lived ones included."""

    name: ClassVar[str] = "night_weeks"

    def post(self, draft: Draft) -> None:
        for week in draft.problem.weeks:
            night = week_law(draft.problem, week).night
            if night is None or night.max_weeks is None:
                continue
            for cook in draft.problem.cooks:
                back = range(night.of_weeks)
                weeks = [range(week.start - 7 * k, week.stop - 7 * k) for k in back]
                lived = [one for one in weeks if _lived_night(draft.problem, cook, one)]
                nights = [self._night_week(draft, cook, one) for one in weeks if one not in lived]
                room = max(0, night.max_weeks - len(lived))
                draft.require(self.instance(cook, week.start), sum(nights) <= room)

    def _night_week(self, draft: Draft, cook: Cook, week: range) -> cp_model.IntVar:
        worked = draft.model.new_bool_var(f"night week {cook.key} {week.start}")
        for day, shift, given in draft.variables.all_shifts(cook.key, week):
            if is_night_shift(draft.problem, day, shift):
                draft.model.add_implication(given, worked)
        return worked


def _lived_night(problem: Problem, cook: Cook, week: range) -> bool:
    return any(
        past.day in week and is_night(problem, past.day, past.start, past.end)
        for past in problem.history_of[cook.key]
    )


def lived_overtime(problem: Problem, cook: Cook, week: range) -> int:
    """Daily overtime of the week that was worked before the horizon."""
    total = 0
    for past in problem.history_of[cook.key]:
        limit = normal_limit(problem, cook, past.day)
        if past.day in week and limit is not None:
            total += max(0, past.paid_minutes - limit)
    return total


def normal_week(draft: Draft, cook: Cook, week: range) -> tuple[cp_model.LinearExpr, int]:
    """Minutes inside the normal days of the week: as an expression, and at most."""
    problem = draft.problem
    shifts = list(draft.variables.all_shifts(cook.key, week))
    weights = [normal_minutes(problem, cook, day, shift) for day, shift, _ in shifts]
    lived = lived_minutes(problem, cook, week) - lived_overtime(problem, cook, week)
    by_day: dict[int, int] = {}
    for (day, _, _), weight in zip(shifts, weights, strict=True):
        by_day[day] = max(weight, by_day.get(day, 0))
    variables = [given for _, _, given in shifts]
    expression = weighted_sum(variables, weights) + lived
    return expression, sum(by_day.values()) + lived


def _at_most(
    draft: Draft, rule: Rule, cook: Cook, week: range, minutes: cp_model.LinearExpr, room: int
) -> None:
    """Bound ``minutes``; what was lived cannot be undone, so the room is never below zero."""
    draft.require(rule.instance(cook, week.start), minutes <= max(0, room))
