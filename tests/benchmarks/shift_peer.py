"""The peer of the roster core: the plain textbook model of the public instances, on HiGHS.

One binary per person, day and shift; every run length as sums over windows of days; nothing clever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from staffing.planning.roster import Cook, Problem


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    value: float | None
    bound: float | None
    proven: bool


class Peer:
    """The window model of one problem; reads only what the public instances use."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = mathopt.Model(name="windows")
        self.days = range(problem.days)
        self.x = {
            (cook.key, day, shift.key): self.model.add_binary_variable()
            for cook in problem.cooks
            for day in self.days
            for shift in problem.shifts
        }
        self.cost = mathopt.LinearSum(())
        for cook in problem.cooks:
            self._limit(cook)
            self._run_windows(cook)
        self._price()

    def works(self, cook: Cook, day: int) -> mathopt.LinearSum:
        shifts = self.problem.shifts
        return mathopt.LinearSum(self.x[cook.key, day, shift.key] for shift in shifts)

    def _limit(self, cook: Cook) -> None:
        model, shifts = self.model, self.problem.shifts
        for day in self.days:
            model.add_linear_constraint(self.works(cook, day) <= (day not in cook.days_off))
            for shift in shifts if day + 1 < self.problem.days else ():
                for other in sorted(shift.forbidden_next):
                    both = self.x[cook.key, day, shift.key] + self.x[cook.key, day + 1, other]
                    model.add_linear_constraint(both <= 1)
        for shift in shifts:
            total = mathopt.LinearSum(self.x[cook.key, day, shift.key] for day in self.days)
            model.add_linear_constraint(total <= cook.max_shifts[shift.key])
        minutes = mathopt.LinearSum(
            shift.paid_minutes * self.x[cook.key, day, shift.key]
            for day in self.days
            for shift in shifts
        )
        most = float("inf") if cook.max_minutes is None else cook.max_minutes
        model.add_linear_constraint(lb=cook.min_minutes, expr=minutes, ub=most)
        weekends = []
        for weekend in self.problem.weekends:
            worked = model.add_binary_variable()
            weekends.append(worked)
            for day in weekend:
                model.add_linear_constraint(worked >= self.works(cook, day))
        model.add_linear_constraint(mathopt.LinearSum(weekends) <= (cook.max_weekends or 0))

    def _run_windows(self, cook: Cook) -> None:
        days, model = self.problem.days, self.model
        longest = cook.max_run or days
        for first in range(days - longest):
            window = range(first, first + longest + 1)
            total = mathopt.LinearSum(self.works(cook, day) for day in window)
            model.add_linear_constraint(total <= longest)
        for length in range(1, cook.min_run):
            for first in range(1, days - length):
                inside = mathopt.LinearSum(self.works(cook, first + k) for k in range(length))
                fences = self.works(cook, first - 1) + self.works(cook, first + length)
                model.add_linear_constraint(fences + (length - 1) >= inside)
        for length in range(1, cook.min_days_off):
            for first in range(1, days - length):
                inside = mathopt.LinearSum(self.works(cook, first + k) for k in range(length))
                fences = self.works(cook, first - 1) + self.works(cook, first + length)
                model.add_linear_constraint(fences - inside <= 1)

    def _price(self) -> None:
        cost = []
        for cover in self.problem.cover:
            under = self.model.add_variable(lb=0)
            over = self.model.add_variable(lb=0)
            counted = mathopt.LinearSum(
                self.x[cook.key, cover.day, cover.shift] for cook in self.problem.cooks
            )
            self.model.add_linear_constraint(counted + under - over == cover.required)
            cost += [cover.under_weight * under, cover.over_weight * over]
        for wish in self.problem.wishes:
            given = self.x[wish.cook, wish.day or 0, wish.shift or ""]
            cost.append(wish.weight * ((1 - given) if wish.wanted else given))
        self.model.minimize(mathopt.LinearSum(cost))

    def solve(self, seconds: float) -> PeerAnswer:
        limits = mathopt.SolveParameters(time_limit=timedelta(seconds=seconds))
        result = mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=limits)
        proven = result.termination.reason is mathopt.TerminationReason.OPTIMAL
        found = result.has_primal_feasible_solution()
        value = result.objective_value() if found else None
        return PeerAnswer(value, result.dual_bound(), proven)
