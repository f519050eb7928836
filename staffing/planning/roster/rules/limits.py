"""Rules that count over the whole horizon: shifts of a type, minutes, weekends."""

from __future__ import annotations

from typing import ClassVar

from ..draft import Draft
from .base import Rule


class ShiftLimit(Rule):
    """At most so many shifts of a type for one cook."""

    name: ClassVar[str] = "shift_limit"

    def post(self, draft: Draft) -> None:
        whole = range(draft.problem.days)
        for cook in draft.problem.cooks:
            for key, most in cook.max_shifts.items():
                shifts = draft.variables.all_shifts(cook.key, whole)
                given = [given for _, shift, given in shifts if shift == key]
                if len(given) > most:
                    draft.require(self.instance(cook, 0), sum(given) <= most)


class MaxMinutes(Rule):
    """Paid minutes of the whole horizon stay below her limit."""

    name: ClassVar[str] = "max_minutes"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            if cook.max_minutes is not None:
                paid = draft.paid(cook, range(draft.problem.days))
                draft.require(self.instance(cook, 0), paid <= cook.max_minutes)


class MinMinutes(Rule):
    """Paid minutes of the whole horizon reach her hard minimum."""

    name: ClassVar[str] = "min_minutes"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            if cook.min_minutes:
                paid = draft.paid(cook, range(draft.problem.days))
                draft.require(self.instance(cook, 0), paid >= cook.min_minutes)


class MaxWeekends(Rule):
    """Weekends with at least one worked day."""

    name: ClassVar[str] = "max_weekends"

    def post(self, draft: Draft) -> None:
        for cook in draft.problem.cooks:
            if cook.max_weekends is None or cook.max_weekends >= len(draft.problem.weekends):
                continue
            worked = []
            for weekend in draft.problem.weekends:
                literal = draft.model.new_bool_var(f"weekend {cook.key} {weekend.start}")
                for day in weekend:
                    draft.model.add_implication(draft.variables.works(cook.key, day), literal)
                worked.append(literal)
            draft.require(self.instance(cook, 0), sum(worked) <= cook.max_weekends)
