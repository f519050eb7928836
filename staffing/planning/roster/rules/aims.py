"""What a good roster keeps small: gaps, broken promises, unfairness, wishes missed, wages."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from ortools.sat.python import cp_model

from ..demand import Ride, Wish
from ..draft import Draft, Terms
from ..hours import HOUR_PERCENT, normal_minutes, shift_wage
from ..law import HUNDRED, MINUTES_IN_DAY
from ..people import DAYS_IN_WEEK, Cook
from ..problem import Problem
from .base import Aim
from .hulls import above, bound_by_hull, reachable_sums
from .weekly import lived_minutes, lived_overtime, normal_week, week_law


class UnderCover(Aim):
    """Cooks missing, weighted by the cover."""

    name: ClassVar[str] = "under_cover"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for cover in draft.problem.cover:
            terms.add(cover.under_weight, draft.under(cover))
        return terms


class OverCover(Aim):
    """Cooks beyond what is asked for, weighted by the cover."""

    name: ClassVar[str] = "over_cover"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for cover in draft.problem.cover:
            terms.add(cover.over_weight, draft.over(cover))
        return terms


def promised_minutes(problem: Problem, cook: Cook, week: range) -> int:
    """Her promised minutes of the week, in proportion to its days that are known or planned."""
    known = [day for day in week if problem.history_from <= day < problem.days]
    return cook.min_week_minutes * len(known) // DAYS_IN_WEEK


class WeekPromise(Aim):
    """Minutes short of the promised week."""

    name: ClassVar[str] = "week_promise"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for cook in draft.problem.cooks:
            for week in draft.problem.weeks:
                lived = lived_minutes(draft.problem, cook, week)
                promise = promised_minutes(draft.problem, cook, week) - lived
                if promise > 0:
                    terms.add(1, _shortfall(draft, cook, week, promise))
        return terms


class Guarantee(Aim):
    """Minutes short of what is guaranteed over the whole horizon."""

    name: ClassVar[str] = "guarantee"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for cook in draft.problem.cooks:
            if cook.guaranteed_minutes:
                whole = range(draft.problem.days)
                terms.add(1, _shortfall(draft, cook, whole, cook.guaranteed_minutes))
        return terms


def _shortfall(draft: Draft, cook: Cook, days: range, promise: int) -> cp_model.IntVar:
    """How far her paid minutes of ``days`` stay below ``promise``."""
    short = draft.model.new_int_var(0, promise, f"short {cook.key} {days.start} {promise}")
    paid = draft.paid(cook, days)
    draft.model.add(short + paid >= promise)
    choices: dict[int, set[int]] = {}
    for day, shift, _ in draft.variables.all_shifts(cook.key, days):
        choices.setdefault(day, set()).add(draft.problem.shift[shift].paid_minutes)
    sums = reachable_sums(choices.values())
    if cook.max_week_minutes is not None and len(days) == DAYS_IN_WEEK:
        sums = [total for total in sums if total <= cook.max_week_minutes]
    bound_by_hull(draft.model, short, paid, sums, lambda total: max(0, promise - total))
    # Without a reachable sum above it the promise is missed at least by this much.
    draft.model.add(short >= max(0, promise - sums[-1]))
    return short


class Wishes(Aim):
    """Wishes missed, by weight."""

    name: ClassVar[str] = "wishes"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for wish in draft.problem.wishes:
            matching = _matching(draft, wish)
            if not wish.wanted:
                for given in matching:
                    terms.add(wish.weight, given)
                continue
            terms.constant += wish.weight
            if wish.window is None or len(matching) == 1:
                for given in matching:
                    terms.add(-wish.weight, given)
            elif matching:
                met = draft.model.new_bool_var("wish met")
                draft.model.add_bool_or([*matching, met.negated()])
                terms.add(-wish.weight, met)
        return terms


def _matching(draft: Draft, wish: Wish) -> list[cp_model.IntVar]:
    problem, variables = draft.problem, draft.variables
    if wish.window is None:
        shifts = variables.shifts(wish.cook, wish.day if wish.day is not None else 0)
        return [given for key, given in shifts.items() if wish.shift in (None, key)]
    window = wish.window
    return [
        given
        for day, shift, given in variables.all_shifts(wish.cook, range(problem.days))
        if wish.shift in (None, shift)
        and window.overlaps(problem.start(day, shift), problem.end(day, shift))
    ]


class Rides(Aim):
    """Trips of shared cars: different shifts of the day among those who ride together."""

    name: ClassVar[str] = "rides"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for ride in draft.problem.rides:
            for day in range(draft.problem.days):
                self._add_day(draft, terms, ride, day)
        return terms

    def _add_day(self, draft: Draft, terms: Terms, ride: Ride, day: int) -> None:
        riders: dict[str, list[cp_model.IntVar]] = {}
        for key in sorted(ride.cooks):
            for shift, given in draft.variables.shifts(key, day).items():
                riders.setdefault(shift, []).append(given)
        for shift, all_given in riders.items():
            trip = draft.model.new_bool_var(f"ride {ride.key} {day} {shift}")
            for rider in all_given:
                draft.model.add_implication(rider, trip)
            terms.add(ride.weight, trip)


class Wages(Aim):
    """Wages in agorot: all of them, or what exceeds the budget where there is one.

    Overtime that only the week makes is paid for its first minutes at the first rate and then at
    the second, each minute rounded up to an agora.
    """

    name: ClassVar[str] = "wages"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for cook in draft.problem.cooks:
            if cook.hourly_agorot:
                self._add_cook(draft, terms, cook)
        budget = draft.problem.budget_agorot
        if budget is None:
            return terms
        most = sum(terms.weights) * DAYS_IN_WEEK * MINUTES_IN_DAY
        above = draft.model.new_int_var(0, most, "wages above the budget")
        draft.model.add(above >= terms.expression - budget)
        return Terms([above], [1])

    def _add_cook(self, draft: Draft, terms: Terms, cook: Cook) -> None:
        whole = range(draft.problem.days)
        for day, shift, given in draft.variables.all_shifts(cook.key, whole):
            terms.add(shift_wage(draft.problem, cook, day, shift), given)
        for week in draft.problem.weeks:
            self._add_week(draft, terms, cook, week)

    def _add_week(self, draft: Draft, terms: Terms, cook: Cook, week: range) -> None:
        law = week_law(draft.problem, week)
        if law.normal_week_minutes is None:
            return
        minutes, most = normal_week(draft, cook, week)
        sums = _normal_sums(draft, cook, week)
        first = law.normal_week_minutes  # what was lived beyond it is no cost of this roster
        tiers = (
            (first, law.overtime_first_percent - HUNDRED),
            (
                first + law.overtime_first_minutes,
                law.overtime_more_percent - law.overtime_first_percent,
            ),
        )
        for normal, percent in tiers:
            limit = max(normal, sums[0])
            if percent and most > limit:
                name = f"week overtime {cook.key} {week.start} above {limit}"
                over = draft.model.new_int_var(0, most - limit, name)
                draft.model.add(over >= minutes - limit)
                bound_by_hull(draft.model, over, minutes, sums, partial(above, limit))
                terms.add(-(-cook.hourly_agorot * percent // HOUR_PERCENT), over)


def _normal_sums(draft: Draft, cook: Cook, week: range) -> list[int]:
    problem = draft.problem
    choices: dict[int, set[int]] = {}
    for day, shift, _ in draft.variables.all_shifts(cook.key, week):
        choices.setdefault(day, set()).add(normal_minutes(problem, cook, day, shift))
    lived = lived_minutes(problem, cook, week) - lived_overtime(problem, cook, week)
    return reachable_sums(choices.values(), lived)


class Changes(Aim):
    """Days of a cook on which the roster differs from the published one."""

    name: ClassVar[str] = "changes"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        published = {(one.cook, one.day): one.shift for one in draft.problem.published}
        for cook in draft.problem.cooks:
            for day in range(draft.problem.days):
                shift = published.get((cook.key, day))
                if shift is None:
                    terms.add(1, draft.variables.works(cook.key, day))
                else:
                    terms.constant += 1
                    terms.add(-1, draft.variables.given(cook.key, day, shift))
        return terms


class OtherWork(Aim):
    """Published shifts that stay with their cook but count for another skill."""

    name: ClassVar[str] = "other_work"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for one in draft.problem.published:
            terms.add(1, draft.variables.given(one.cook, one.day, one.shift))
            terms.add(-1, draft.variables.take(one.cook, (one.day, one.shift, one.skill)))
        return terms
