"""Builds the planner's question from the kitchen's rows: who, when, which law, what was lived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.lib.dates import days_from
from staffing.models import CoverRequirement, Roster, ShiftPattern
from staffing.selectors.roster_facts import (
    CookFacts,
    LivedShift,
    cooks_between,
    cover_of,
    lived_shifts,
    shift_patterns,
)
from staffing.selectors.rosters import assignments_of, published_assignments
from staffing.selectors.working_law import days_of_new_law, figure_on, law_on
from staffing.services.roster_parts import HISTORY_DAYS, Frame, Parts

if TYPE_CHECKING:
    from staffing.planning import roster as core


@dataclass(frozen=True)
class RosterQuestion:
    """The planner's problem with the rows it came from; ``days`` from ``start`` on."""

    start: dt.date
    days: int
    problem: core.Problem
    cooks: tuple[CookFacts, ...]
    patterns: tuple[ShiftPattern, ...]
    cover: tuple[CoverRequirement, ...]
    history: tuple[LivedShift, ...]
    laws: dict[dt.date, dict[str, int]]
    early_before: int
    late_after: int

    @property
    def end(self) -> dt.date:
        return self.start + dt.timedelta(days=self.days - 1)

    def date(self, day: int) -> dt.date:
        return self.start + dt.timedelta(days=day)

    def day(self, date: dt.date) -> int:
        return (date - self.start).days


def ask(start: dt.date, days: int) -> RosterQuestion:
    """The question for ``days`` days from ``start``; published shifts in it are pinned.

    Raises CannotBeDone where there are no cooks, no shift patterns or no work.
    """
    end = start + dt.timedelta(days=days - 1)
    pinned = to_core(published_assignments(start, end), start)
    return _ask(start, days, Frame(fixed=pinned, published=pinned))


def ask_about(roster: Roster) -> RosterQuestion:
    """The question that a stored roster answers, with nothing pinned, to judge it by."""
    days = (roster.end - roster.start).days + 1
    standing = to_core(assignments_of(roster), roster.start)
    return _ask(roster.start, days, Frame(published=standing))


def to_core(rows: Iterable[object], start: dt.date) -> tuple[core.Assignment, ...]:
    """Stored assignments as the planner's, days counted from ``start``."""
    from staffing.planning.roster import Assignment

    return tuple(
        Assignment((row.date - start).days, row.shift.key, row.cook.key, row.skill.key)  # type: ignore[attr-defined]
        for row in rows
    )


def _ask(start: dt.date, days: int, frame: Frame) -> RosterQuestion:
    end = start + dt.timedelta(days=days - 1)
    cooks, patterns = tuple(cooks_between(start, end)), tuple(shift_patterns())
    cover = tuple(row for row in cover_of(start, end) if row.shift.is_active)
    _refuse_emptiness(cooks, patterns, cover, start, end)
    yesterday = start - dt.timedelta(days=1)
    history = tuple(lived_shifts(start - dt.timedelta(days=HISTORY_DAYS), yesterday))
    known = {facts.cook.key for facts in cooks}
    history = tuple(lived for lived in history if lived.cook in known)
    laws = {day: law_on(day) for day in days_of_new_law(start, end)}
    early = figure_on("early_shift_starts_before_minute", start)
    late = figure_on("late_shift_ends_after_minute", start)
    parts = Parts(start, days, cooks, patterns, cover, history, laws, early, late)
    return RosterQuestion(
        start, days, parts.problem(frame), cooks, patterns, cover, history, laws, early, late
    )


def _refuse_emptiness(
    cooks: Sequence[object], patterns: Sequence[object], cover: Sequence[CoverRequirement],
    start: dt.date, end: dt.date,
) -> None:  # fmt: skip
    if not cooks:
        raise CannotBeDone(
            _("No cook has a contract between %(start)s and %(end)s: enter the contracts first.")
            % {"start": start, "end": end}
        )
    if not patterns:
        raise CannotBeDone(_("There are no shift patterns: enter at least one."))
    if not any(row.required for row in cover):
        raise CannotBeDone(
            _("No work is foreseen between %(start)s and %(end)s: is there a menu, and who eats?")
            % {"start": start, "end": end}
        )


def dates_of(question: RosterQuestion) -> list[dt.date]:
    return list(days_from(question.start, question.end))
