"""A cook cannot come: who could, at what price, and the roster that changes least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kurkum.lib.solving import Limits, OnProgress, Result, ShouldStop

from .demand import Assignment, Cover, Goal, Solution
from .explain import Explainer, Reason
from .judge import without_day
from .measure import gaps
from .problem import Problem
from .solve import solve

CHANGES = Goal("changes", ("changes",))
OTHER_WORK = Goal("work", ("other_work",))
# How many days may change besides the lost shifts: as few as possible, and at most.
SPARE_CHANGES = (1, 3)


@dataclass(frozen=True, slots=True)
class Change:
    """One cook's day before and after; None is a day off."""

    cook: str
    day: int
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One cook for a lost shift. Rank 1 is the best; the not allowed stand last, with reasons.

    ``cost`` is the change of each goal's value against the roster with the shift left empty.
    """

    cook: str
    rank: int
    allowed: bool
    reasons: tuple[Reason, ...]
    cost: Mapping[str, int]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Replacements:
    """The candidates for one lost shift, every other cook among them."""

    lost: Assignment
    candidates: tuple[Candidate, ...]


def replacements(problem: Problem, published: Solution, *, cook: str, day: int) -> Replacements:
    """Rank every other cook for the shift that ``cook`` loses on ``day``.

    Raises KeyError when she works no shift on that day.
    """
    lost = _shift_of(published, cook, day)
    without = without_day(published, cook, day)
    asked = replace(repair_problem(problem, published, [(cook, day)]), goals=problem.goals)
    explainer = Explainer(asked, without)
    standings = explainer.standings(day, lost.shift, lost.skill, besides=frozenset({cook}))
    old = {(one.cook, one.day): one.shift for one in published.assignments}
    gone = Change(cook, day, lost.shift, None)
    return Replacements(
        lost,
        tuple(
            Candidate(
                one.cook,
                rank,
                one.allowed,
                one.reasons,
                one.cost,
                (gone, Change(one.cook, day, old.get((one.cook, day)), lost.shift)),
            )
            for rank, one in enumerate(standings, start=1)
        ),
    )


def _shift_of(published: Solution, cook: str, day: int) -> Assignment:
    for one in published.assignments:
        if (one.cook, one.day) == (cook, day):
            return one
    raise KeyError(f"{cook} works no shift on day {day}")


def repair_problem(
    problem: Problem,
    published: Solution,
    lost: Sequence[tuple[str, int]],
    *,
    frozen_until: int = 0,
    frozen_from: int | None = None,
) -> Problem:
    """The problem of repairing ``published`` after the (cook, day) shifts in ``lost``.

    Days before ``frozen_until``, and from ``frozen_from`` on, stay as they are. Gaps that the
    published roster already had are accepted, so that no chain of changes is spent on them; then
    changed days count before all else, and after them other work on a shift that stays.
    """
    gone = set(lost)
    had = Counter((one.day, one.shift, one.skill) for one in published.assignments)
    cooks = tuple(
        replace(cook, days_off=cook.days_off | {day for key, day in gone if key == cook.key})
        for cook in problem.cooks
    )
    kept = replace(
        problem,
        frozen_until=max(frozen_until, problem.frozen_until),
        frozen_from=frozen_from,
    )
    pinned = {one for one in problem.fixed if (one.cook, one.day) not in gone}
    pinned |= {
        one
        for one in published.assignments
        if kept.is_frozen(one.day) and (one.cook, one.day) not in gone
    }
    return replace(
        kept,
        cooks=cooks,
        cover=tuple(_accepting(cover, had) for cover in problem.cover),
        fixed=tuple(sorted(pinned, key=lambda one: (one.day, one.shift, one.cook))),
        published=published.assignments,
        goals=(problem.goals[0], CHANGES, OTHER_WORK, *problem.goals[1:]),
    )


def _accepting(cover: Cover, had: Counter[tuple[int, str, str | None]]) -> Cover:
    return replace(cover, required=min(cover.required, had[cover.day, cover.shift, cover.skill]))


def repair(
    problem: Problem,
    published: Solution,
    *,
    lost: Sequence[tuple[str, int]],
    limits: Limits,
    seed: int,
    frozen_until: int = 0,
    most_changes: int | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Result[Solution]:
    """The roster that covers what it can of the lost shifts with the fewest changed days.

    With ``most_changes`` no more days than that differ, those of the lost shifts among them.
    """
    first, after = _open_days(problem, lost, most_changes)
    asked = repair_problem(
        problem, published, lost, frozen_until=max(first, frozen_until), frozen_from=after
    )
    asked = replace(asked, max_changes=most_changes)
    rest = published
    for cook, day in lost:
        rest = without_day(rest, cook, day)
    return solve(
        asked,
        limits=limits,
        seed=seed,
        hint=rest,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def _open_days(
    problem: Problem, lost: Sequence[tuple[str, int]], most_changes: int | None
) -> tuple[int, int | None]:
    """The days that a repair can touch: from the first on, and before the second.

    With room for a single change besides the lost shifts of one day, only a change of that day
    can fill a place: a change elsewhere would leave nobody to take the shift.
    """
    days = {day for _, day in lost}
    if most_changes is None or most_changes > len(lost) + 1 or len(days) != 1:
        return problem.frozen_until, None
    (day,) = days
    return day, day + 1


def least_repair(
    problem: Problem,
    published: Solution,
    *,
    lost: Sequence[tuple[str, int]],
    limits: Limits,
    seed: int,
    frozen_until: int = 0,
) -> Result[Solution]:
    """The repair with one change besides the lost shifts; only where that leaves a place empty
    may more days change."""
    for spare in SPARE_CHANGES:
        result = repair(
            problem,
            published,
            lost=lost,
            limits=limits,
            seed=seed,
            frozen_until=frozen_until,
            most_changes=len(lost) + spare,
        )
        if result.solution is not None and not _opens_a_gap(problem, published, result.solution):
            break
    return result


def _opens_a_gap(problem: Problem, before: Solution, after: Solution) -> bool:
    return sum(gap.missing for gap in gaps(problem, after)) > sum(
        gap.missing for gap in gaps(problem, before)
    )


def changes(before: Solution, after: Solution) -> tuple[Change, ...]:
    """Every cook's day that differs, in order of day and cook."""
    was = {(one.day, one.cook): one.shift for one in before.assignments}
    now = {(one.day, one.cook): one.shift for one in after.assignments}
    return tuple(
        Change(cook, day, was.get((day, cook)), now.get((day, cook)))
        for day, cook in sorted(was.keys() | now.keys())
        if was.get((day, cook)) != now.get((day, cook))
    )
